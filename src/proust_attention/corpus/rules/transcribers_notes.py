r"""What a transcriber has put into a text between brackets: pictures, footnotes, words of his own.

# Class Notes

Project Gutenberg's texts write [Illustration: THE KEYS], [Footnote 1: It was sold.] and [Transcriber's Note: ...]
as blocks of their own, in the language of the book. Without its brackets such a block would be a paragraph like
any other, and so it goes as long as they are there. One that stands in the middle of a line stays: an author, too,
writes [nota].

Others begin a footnote with its mark alone: [1] It was sold. Such a paragraph is a note if its mark stands in a
line before it, at a word, where no note has answered it yet. Letters count on ([A], [B]): an editor's [I] is a
word. Both go, and a heading that says that notes follow. A note ends before any line that may be the author's: the
rest of a note is seen in the text, but nobody sees that a line of the author is gone.

>>> text = "Era tarde.[A]\n\n[Nota 1: Así en el original.]\n\n[Ilustración]\n\n[A] Las once.\n"
>>> [text[edit.start:edit.end] for edit in transcribers_notes(text, Alphabet.of("es"))]
['[A]', '[Nota 1: Así en el original.]', '[Ilustración]', '[A] Las once.']
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit
from proust_attention.corpus.rules.cut_sentences import breaks_off, goes_on

LONGEST = 5_000  # characters of one, on either side of a bracket in it

_PICTURES = (
    r"(?:Illustrations?|Ilustraci[oó]n|Ilustração|Illustrazione|Abbildung|Frontispiece|(?:Head|Tail)piece"
    r"|Sidenotes?|Blank pages?)(?=[\s:.\]])"
    r"|(?:Images?|Decorations?|Gravure|Grabado)\s*(?=[:\]])"  # an author, too, begins with such a word
)
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


# One that stands behind a word, or begins a line; a letter in brackets may also be an editor's: [A]quel.
_MARK = re.compile(r"\[(\d{1,3}|\*{1,3}|[A-Z])\](?!\w)")
_LINE = re.compile(r"[^\n\f]*")
_NEXT_LINE = re.compile(r"\n([^\S\n\f]*)(?!\[(?:\d|\*|[A-Z]\]))[^\s][^\n\f]*")  # of a note: no other begins there
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
_HEADING = re.compile(r"^[^\S\n]*(?:(?:foot|end)?notes?|notas?)[.:]?[^\S\n]*\n\s*\Z", re.I | re.M)
LONGEST_HEADING = 60  # characters, with the empty lines behind it


def transcribers_notes(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop pictures, footnotes and remarks that a transcriber has put between brackets, as blocks."""
    last = 0
    for start, end in sorted((*(match.span() for match in _BLOCK.finditer(text)), *_footnotes(text))):
        if start >= last:
            yield Edit(start, end)
            last = end


def _footnotes(text: str) -> Iterator[tuple[int, int]]:
    """Yield where notes stand that begin with a mark, and the letters that lead to them; figures go anyhow."""
    waiting: dict[str, list[tuple[int, int]]] = defaultdict(list)  # marks that no note has answered
    behind = -1  # where the last note ended
    letter = ""  # the last that a paragraph began with
    for match in _MARK.finditer(text):
        mark, place = match[1], match.start()
        if place < behind:  # in a note
            continue
        line = text.rfind("\n", 0, place) + 1
        if text[line:place].strip():
            if not text[place - 1].isspace():
                waiting[mark].append(match.span())
        elif _counts_on(letter, mark) and _may_begin(text, line, behind):
            letter = mark if mark.isalpha() else letter
            end = _end(text, line, match.end())
            if not waiting[mark] or not 0 < len(text[match.end() : end].strip()) <= LONGEST:
                continue
            lead = waiting[mark].pop()
            if mark.isalpha():
                yield lead
            heading = _HEADING.search(text, max(0, line - LONGEST_HEADING), line)
            yield heading.start() if heading else place, end
            behind = end


def _counts_on(letter: str, mark: str) -> bool:
    """Whether a mark may follow the last letter: A always, others in their order; figures and stars always."""
    return not mark.isalpha() or mark == "A" or (letter != "" and ord(mark) == ord(letter) + 1)


def _may_begin(text: str, line: int, behind: int) -> bool:
    """Whether a note may begin on a line: a paragraph does, or the last note stands in the same."""
    if not text[text.rfind("\n", 0, max(0, line - 1)) + 1 : line].strip():
        return True
    return max(0, line - LONGEST) <= behind and not _EMPTY_LINE.search(text, behind, line)


def _end(text: str, line: int, place: int) -> int:
    """Return where a note ends that begins at a place: before a line that may be the author's."""
    indent = len(text[line:place]) - len(text[line:place].lstrip())
    end = first.end() if (first := _LINE.match(text, place)) else place
    while following := _NEXT_LINE.match(text, end):
        begins = following.end(1)
        within = breaks_off(text[place:end]) or goes_on(text, begins)
        if len(following[1]) > indent or not within:
            break
        indent, place, end = len(following[1]), begins, following.end()
    return end
