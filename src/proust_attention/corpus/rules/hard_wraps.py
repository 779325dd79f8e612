r"""Lines that a margin ended, joined into paragraphs again, and the words that were broken there.

# Class Notes

What a margin is, and where a text has one, margins.py measures. The break behind a line that is full becomes a
space, and so does that behind one which is nearly full and cut off in a sentence: some margins are ragged. A line
that begins to speak stays one. Where a page ended in the middle of a sentence an empty line may be left: behind a
full line with no sign at its end, before a small letter, it is closed too.

>>> lines = ["The sea was grey, and the wind had fal-", "len when the boats came in to the quay"]
>>> text = "\n".join(lines * 20)
>>> [text[edit.start : edit.end] for edit in hard_wraps(text, Alphabet.of("en"))][:2]
['-\n', '\n']
"""

import re
from collections.abc import Iterator

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit, replace
from proust_attention.corpus.rules.broken_words import hyphen_between, words_of
from proust_attention.corpus.rules.margins import ENDS, measures, surely_goes_on

_SPEECH = re.compile(r"[—–-] ?[¿¡«]?[^\W\d_a-z]")


def hard_wraps(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Join lines that were wrapped at a margin, and words that were broken there."""
    lines, words = text.split("\n"), words_of(text)
    place = -1
    for number, measure in enumerate(measures(lines)[:-1]):
        line, following, gap = lines[number], lines[number + 1], 1
        place += len(line) + 1  # of the break behind this line
        if not following and number + 2 < len(lines):
            following, gap = lines[number + 2], 2
        if measure is None or not line or not following:
            continue
        full, cut_off = measure.is_full(line, following), surely_goes_on(line, following)
        goes_on = full or (cut_off and len(line) >= measure.cut_off)
        broken = words and line[-1] == "-"
        hyphen = hyphen_between(line, following, words, full=goes_on, gap=gap > 1) if broken else None
        if hyphen is not None:
            yield Edit(place - 1 + len(hyphen), place + gap)
        elif gap > 1:
            if full and cut_off:
                yield replace(place, place + 1, " ")
                yield Edit(place + 1, place + gap)
        elif goes_on and not _begins_to_speak(line, following):
            yield replace(place, place + 1, " ")


def _begins_to_speak(line: str, following: str) -> bool:
    return line.endswith(ENDS) and _SPEECH.match(following) is not None
