r"""What Project Gutenberg puts around a text: a header before it, a licence behind it.

# Class Notes

A text of gutenberg.org stands between two lines that were made to be found by programs:

    *** START OF THE PROJECT GUTENBERG EBOOK SWANN'S WAY ***
    *** END OF THE PROJECT GUTENBERG EBOOK SWANN'S WAY ***

Older files say THIS for THE, and end their header with a line *END THE SMALL PRINT*. A first paragraph that names
those who made the file is theirs too, and so is a last line "End of Project Gutenberg's ...". Without such lines
nothing is dropped: that a book tells of Gutenberg is no reason.

>>> text = "*** START OF THE PROJECT GUTENBERG EBOOK X ***\nA tale.\nEnd of Project Gutenberg's X"
>>> [text[edit.start:edit.end] for edit in licence(text, Alphabet.of("en"))]
['*** START OF THE PROJECT GUTENBERG EBOOK X ***\n', "End of Project Gutenberg's X"]
"""

import re
from collections.abc import Iterator

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit

_START = re.compile(
    r"^[^\S\n]*\*\*\*?[^\S\n]*START OF (?:THE|THIS) PROJECT GUTENBERG[^*]{0,400}\*\*\*.*\n?"
    r"|^.*\*END[* ]{1,4}THE SMALL PRINT.*\n?",
    re.MULTILINE | re.IGNORECASE,
)
_END = re.compile(
    r"^[^\S\n]*(?:\*\*\*?[^\S\n]*END OF (?:THE|THIS) PROJECT GUTENBERG|End of (?:the )?Project Gutenberg)",
    re.MULTILINE | re.IGNORECASE,
)
_MAKERS = re.compile(
    r"\s*(?:Produced|E-?text prepared|Transcribed|Proofread|Scanned|This (?:e-?text|e-?book|file) was) "
    r".*\n(?:.*\S.*\n)*",
    re.IGNORECASE,
)


def licence(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop the header and the licence of Project Gutenberg."""
    if "Gutenberg" not in text and "GUTENBERG" not in text:
        return
    start = 0
    for match in _START.finditer(text):
        start = match.end()
    if start:
        makers = _MAKERS.match(text, start)
        start = makers.end() if makers else start
        yield Edit(0, start)
    end = _END.search(text, start)
    if end:
        yield Edit(end.start(), len(text))
