"""TEI: the XML of scholarly editions, such as those of ELTeC.

# Class Notes

A TEI text has a <front>, a <body> and a <back>, and says of everything what it is. What the editor added is marked
as such: notes, the beginnings of printed pages (<pb>) and lines (<lb>), running heads. Where he gives two readings
(<choice>), what is right is taken for what was found: the correction, the regular form, the word written out.

Lines of verse stand together where he says so, in a stanza (<lg>) or a speech (<sp>); where he marks neither, as
in ELTeC's novels, each line is a paragraph. The words that end a part (<trailer>: end of volume one) are dropped.
"""

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books.book import About
from proust_attention.corpus.books.detection import File, Format
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.markup.documents import Document, Opened
from proust_attention.corpus.books.markup.elements import Element, name_of, words_of
from proust_attention.corpus.books.markup.parsing import STRICT, decoded, parse
from proust_attention.corpus.books.markup.vocabularies import TEI

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def read_tei(file: File, alphabet: Alphabet) -> Opened:
    """Read a TEI file. Raises RefusedError."""
    said = decoded(file.content, file.name, alphabet)
    root = parse(said.text, STRICT)
    texts = list(root.iter("{*}text"))
    if not texts:
        raise RefusedError("is damaged: it has no text")
    return Opened("TEI", _about(root, texts[0]), (Document(file.name, root),), TEI, {}, *said[1:])


def _about(root: Element, text: Element) -> About:
    """Return what the header says."""
    statement = next((element for element in root.iter("{*}titleStmt")), None)
    said = (
        {name_of(element): words_of(element) or None for element in reversed(statement)}
        if statement is not None
        else {}
    )
    language = next((element.get("ident") for element in root.iter("{*}language")), None)
    return About(
        title=said.get("title"),
        author=said.get("author"),
        language=text.get(LANGUAGE) or root.get(LANGUAGE) or language,
    )


FORMAT = Format("TEI", lambda file: file.root in ("tei", "tei.2", "teicorpus"), read_tei)
