r"""Which parts of front and back matter are the author's, by what they are called.

# Class Notes

Before a text stands what a printer needs (title page, imprint, contents), behind it what a scholar adds; but a
novel may begin in its prologue, and end in its epilogue. A type says it (`prologue`, `epigraph`), and where it
says nothing (ELTeC calls prologue, dedication and errata `liminal`) the heading does: *Oración fúnebre por modo de
epílogo*. What is called a preface stays too: in an EPUB its type is defined as the author's own, in TEI it mostly
is, and one by an editor cannot be told from it; so it is reported. In an EPUB its heading alone says too little.

What is as long as a book's chapters is no front matter, whatever it is called, unless it is notes, or an index.

>>> bool(ENDS.search(plain("Oración fúnebre por modo de EPÍLOGO"))), bool(ENDS.search(plain("Riepilogo")))
(True, False)
>>> plain("Schluß"), bool(PREFACES.search(plain("Lettre-préface")))
('schluss', True)
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from proust_attention.corpus.books.markup.elements import Element, beginning_of, name_of, words_of
from proust_attention.corpus.books.markup.vocabularies import TEI, TYPE, Vocabulary

DIVISIONS = frozenset(("div", "section", "article", "body", "front", "back")) | {
    f"div{level}" for level in range(8)
}
WHOLE = frozenset(("front", "back", "body"))
AROUND_HEADINGS = frozenset(("header", "hgroup"))
MOST_PARTS = 6  # of a division: its heading is among the first
LONGEST_HEADING, LONGEST_FIRST_LINE = 200, 60  # characters
FIRST_WORDS = 2  # Breve prefacio a la nueva edición; but not: Con un prólogo de
LONGEST_FRONT_MATTER = 20_000

# The beginnings of words, in six languages, without accents.
ENDS = re.compile(r"\b(?:epilog|conclus[ia]|conchius|schluss|beschluss|nachspiel|postlud)")
PROLOGUES = re.compile(r"\b(?:post)?(?:prolog|prelud|vorspiel)")
PREFACES = re.compile(
    r"\b(?:prefa[cz]|praefa|preambul|proem|exordi|introdu[ckz]|vorwort|vorrede|vorbemerk|einleit|nachwort|nachrede"
    r"|post?fa[cz]|postscript|foreword|afterword|avant-? ?propos|advertenc|avvertenz|avertissement"
    r"|(?:al|au|ao) (?:lector|lecteur|leitor|lettor)|to the reader|an den leser)"
)
# With these a heading of a printer's or a scholar's begins.
_APPARATUS = re.compile(
    r"\W*(?:fe de )?(?:errat|indice|index|contents|contenido|inhalt|tab(?:le|la|ula|elle) (?:of|de|dei|delle|do)"
    r"|notas?\b|notes?\b|anmerkung|glosar|glossar|gloss|vocabular|bibliogra|souscription)"
)
_OTHERS = re.compile(r"edito|publi|transl|traduc|uberset")  # in a type it is the encoder's word, and true


def plain(words: str) -> str:
    """Return words in small letters, without accents."""
    apart = unicodedata.normalize("NFD", words.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def tells(words: str, vocabulary: Vocabulary) -> bool:
    """Whether a heading, or a type, says that what it stands for is the author's."""
    known = (ENDS, PROLOGUES, PREFACES) if vocabulary is TEI else (ENDS, PROLOGUES)
    return any(one.search(plain(words)) for one in known)


def is_the_authors(element: Element, vocabulary: Vocabulary, *, typed: bool) -> bool:
    """Whether a division is the author's: by its type, by its heading, or by its length.

    `typed`: it has a type that says what it is, and no heading says more than that.
    """
    is_tei = vocabulary is TEI
    said = element.get("type") or ""
    by_type = is_tei and tells(said, TEI) and not _OTHERS.search(plain(said))
    if typed and not by_type:
        return False
    headings = list(headings_of(element, vocabulary))
    if any(_APPARATUS.match(plain(words)) for words in headings):
        return False
    return by_type or any(tells(words, vocabulary) for words in headings) or (is_tei and _is_long(element))


def doubtful_heading(element: Element, vocabulary: Vocabulary) -> str:
    """Return what a part is called that may be another's: a prologue, a preface; of others nothing."""
    headings = list(headings_of(element, vocabulary))
    said = plain(" ".join((*headings, element.get("type") or element.get(TYPE) or "")))
    if ENDS.search(said) or not (PROLOGUES.search(said) or PREFACES.search(said)):
        return ""
    return next((words.partition(" | ")[0] for words in headings), said.strip())


def _is_long(element: Element) -> bool:
    """Whether a part of front or back matter is too long to be one."""
    parent, size = element.getparent(), 0
    if parent is None or name_of(parent) not in WHOLE:
        return False
    for piece in element.itertext():
        size += len(piece)
        if size > LONGEST_FRONT_MATTER:
            return True
    return False


def headings_of(element: Element, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the headings of a division; where one of TEI has none, the first words of a short line above it."""
    first = list(islice(element, MOST_PARTS))
    inside = (part for one in first if name_of(one) in AROUND_HEADINGS for part in islice(one, MOST_PARTS))
    found = [part for part in (*first, *inside) if name_of(part) in vocabulary.headings]
    for part in found:  # its pieces may be words, or parts of one
        yield f"{words_of(part, LONGEST_HEADING)} | {beginning_of(part, LONGEST_HEADING)}"
    if not found and vocabulary is TEI and name_of(element) not in WHOLE:  # there it may be a title page's
        line = next((part for part in first if name_of(part) in ("p", "ab", "label")), None)
        words = "" if line is None else words_of(line, LONGEST_FIRST_LINE + 1)
        if len(words) <= LONGEST_FIRST_LINE:
            yield " ".join(words.split()[:FIRST_WORDS])
