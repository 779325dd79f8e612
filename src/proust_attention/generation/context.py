"""What the machine looks at when the text has outgrown its context.

# Class Notes

The machine sees at most T = context_length symbols. When a text grows one longer, it keeps the last half, T/2
symbols, reads them again from position 0, and goes on; the window then grows until it is full once more.

Why not let the window slide by one symbol each time? Because then every symbol would change its position, and
with it every vector in the machine: all would have to be computed again for each single symbol. This way what
was computed stays valid until the next cut.

Since it depends on the length of the text alone, every engine does the same, and so does one that is handed
a long prompt at once.

>>> [window_start(length, context_length=6) for length in range(1, 15)]
[0, 0, 0, 0, 0, 0, 4, 4, 4, 4, 8, 8, 8, 8]
"""


def window_start(length: int, context_length: int) -> int:
    """Return the place of the first symbol that is looked at, in a text of `length` symbols."""
    if length <= context_length:
        return 0
    half = context_length // 2
    between_cuts = context_length + 1 - half  # from T/2 symbols on, so many more until the window overflows
    last_cut = length - (length - context_length - 1) % between_cuts  # the length of the text at that moment
    return last_cut - half
