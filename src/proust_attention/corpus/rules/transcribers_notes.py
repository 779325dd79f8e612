r"""What a transcriber has put into a text between brackets: pictures, footnotes, words of his own.

# Class Notes

Project Gutenberg's texts write [Illustration: THE KEYS], [Footnote 1: It was sold.] and [Transcriber's Note: ...]
as blocks of their own, in the language of the book. Without its brackets such a block would be a paragraph like
any other, and so it goes as long as they are there. One that stands in the middle of a line stays: an author, too,
writes [nota].

>>> text = "Era tarde.\n\n[Nota 1: Así en el original.]\n\n[Ilustración]\n"
>>> [text[edit.start:edit.end] for edit in transcribers_notes(text, Alphabet.of("es"))]
['[Nota 1: Así en el original.]', '[Ilustración]']
"""

import re
from collections.abc import Iterator

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit, drop_all

LONGEST = 5_000  # characters of one, on either side of a bracket in it

_PICTURES = r"(?:Illustrations?|Ilustraci[oó]n|Ilustração|Illustrazione|Abbildung)(?=[\s:.\]])"
_FOOTNOTES = r"(?:Footnote|Note|Nota|Fu(?:ß|ss)note)\s+(?:\d{1,4}|[A-Z]|\*{1,3})\s*:"
_HIS_OWN = (
    r"Transcribers?['’]?s?\s+notes?\b|Not[ae]s?\s+d\w{1,4}(?:\s+la)?\s+tran?scri\w+|Anmerkung\w*\s+zur\s+Transkri"
)
_INSIDE = rf"[^\[\]]{{0,{LONGEST}}}"
_BLOCK = re.compile(
    rf"^[^\S\n]*\[\s*(?:{_PICTURES}|{_FOOTNOTES}|{_HIS_OWN}){_INSIDE}(?:\[[^\[\]]{{0,200}}\]{_INSIDE})?\](?=[^\S\n]*$)"
    r"|^Note: Project Gutenberg also has an HTML version[^\n]*(?:\n[^\S\n]*\S[^\n]*)*",
    re.I | re.M,
)


def transcribers_notes(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop pictures, footnotes and remarks that a transcriber has put between brackets, as blocks."""
    yield from drop_all(_BLOCK, text)
