"""Following work that several processes share: a line for each thing that is done, and an end in good order."""

import sys
from collections.abc import Callable, Iterator

from proust_attention.cli.terminal import DONE, Printer
from proust_attention.cli.working import working

Stops = Callable[[], bool]  # whether to stop
Doing = Callable[[str], object]  # is told what is being done


def print_each(lines: Callable[[Stops, Doing], Iterator[str]], console: Printer) -> int:
    """Print each line as it comes; return the exit status: of the signal, if one came."""
    from proust_attention.training.signals import stops_in_good_order

    with (
        working("beginning") as doing,
        stops_in_good_order(lambda: None, lambda words: print(words, file=sys.stderr)) as signals,
    ):
        for line in lines(lambda: bool(signals), doing):
            console.print(line, soft_wrap=True)
    return 128 + signals[0] if signals else DONE
