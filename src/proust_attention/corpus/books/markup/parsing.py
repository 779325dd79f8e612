r"""From the bytes of a document in markup to its tree of elements.

# Class Notes

XHTML, FictionBook and TEI are XML; HTML, and what is in a MOBI file, often is not, with tags that nobody closes.
So a document is read as XML first where it may be XML, and by lxml's forgiving HTML parser where that fails.

XML can declare entities: abbreviations that stand for more abbreviations, ten levels of ten of which are ten
thousand million characters (the "billion laughs"), or for the content of a file or an address. No book needs them.
The whole declaration (<!DOCTYPE ...>) is cut off before the parser sees the document, and the names that HTML
knows (&nbsp;) are replaced; another stays as it was written. So nothing is left to expand or to fetch.

The forgiving parser takes what stands behind </html> for a second document, and what it cannot hold it drops
without a word: the first is put back behind the other, and a document of which it reports the second is refused.

A tree costs memory by the tag and the attribute, not by the byte, so those are counted before it is built.

>>> root = parse("<html xmlns='http://www.w3.org/1999/xhtml'><p>Ça&nbsp;va&hellip; R&D &x;</p></html>", "XHTML")
>>> "".join(root.itertext())
'Ça\xa0va… R&D &x;'
"""

import re
from html import escape
from html.entities import html5

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books import limits
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.markup.elements import Element
from proust_attention.corpus.decoding import Decoded, decode
from proust_attention.errors import InputError, needs_extra

FORGIVING, STRICT, EITHER = "HTML", "XML", "XHTML"

DECLARATION = 1024  # bytes in which a document says its encoding
_SAID = re.compile(rb"""(?:encoding\s*=\s*["']|charset\s*=\s*["']?)([\w.:-]{2,20})""", re.I)
_KNOWN = re.compile(r"us-ascii|ascii|latin-?1|iso-?8859-?\d+|cp?125\d|windows-125\d|koi8-[ru]", re.I)
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML may hold them
_PROLOG = re.compile(
    r"\s*(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE(?:[^>\[\"']++|\"[^\"]*\"|'[^']*')*+(?P<subset>\[)?)", re.S | re.I
)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};)(\w{2,31};)?")
_DATA = re.compile(r"""(=\s*["']?)data:[^"'<>\s]*""")  # a picture inside of an attribute


class Markups:
    """A count of what the documents of one book hold, so that many small ones come to no more than a large one."""

    def __init__(self) -> None:
        self.characters = self.tags = self.attributes = 0

    def add(self, text: str) -> None:
        """Count one document. Raises RefusedError where the book becomes too large."""
        inside = "".join(re.findall(r"<[^<>]*", text))
        self.characters += len(text)
        self.tags += text.count("<")
        self.attributes += sum(inside.count(sign) for sign in " \t\n\r\"'/")
        if self.characters > limits.BOOK_BYTES:
            raise RefusedError(f"holds more than {limits.BOOK_BYTES:,} characters of markup")
        if self.tags > limits.TAGS or self.attributes > limits.ATTRIBUTES:
            raise RefusedError(
                f"holds more than {limits.TAGS:,} tags, or {limits.ATTRIBUTES:,} signs between attributes"
            )


def decoded(content: bytes, name: str, alphabet: Alphabet) -> Decoded:
    """Decode the bytes of a document. Raises RefusedError."""
    if not content:
        return Decoded("", "utf-8", False)
    if len(content) > limits.BOOK_BYTES:
        raise RefusedError(f"holds more than {limits.BOOK_BYTES // limits.MEBI} MiB of markup")
    said = _SAID.search(content[:DECLARATION])
    declared = said[1].decode("ascii", "replace") if said else ""
    try:
        return decode(content, name, alphabet, declared if _KNOWN.fullmatch(declared) else None)
    except InputError:
        raise RefusedError("is damaged: a document in it is in no encoding that is known") from None


def parse(text: str, way: str, count: Markups | None = None) -> Element:
    """Return the root of a document, without its comments and instructions.

    way   FORGIVING, STRICT (XML, or it is damaged) or EITHER

    Raises RefusedError for a damaged one and beyond a limit, MissingExtraError without lxml.
    """
    with needs_extra("books"):
        from lxml import etree
    seen = _UNSEEN.sub("", text.removeprefix("\ufeff")).replace("\f", " ").replace("\v", " ")
    text = _DATA.sub(r"\1", _without_sections(_undeclared(seen)))
    (count or Markups()).add(text)
    if way != FORGIVING:
        parser = etree.XMLParser(
            encoding="utf-8", resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        try:
            return etree.fromstring(_ENTITY.sub(_character, text).encode(), parser)
        except etree.XMLSyntaxError as error:
            if way == STRICT:
                raise RefusedError(f"is damaged: {error.msg}") from None
    forgiving = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode() or b"<p/>", forgiving)
    except etree.ParserError:  # it holds white space or comments only
        root = None
    except etree.LxmlError as error:
        raise RefusedError(f"is damaged: {error}") from None
    if forgiving.error_log.filter_from_fatals():  # it dropped what it could not hold
        raise RefusedError(
            f"has elements nested more than {limits.DEPTH} deep, or a text too long to be one paragraph"
        )
    if root is None:
        return etree.Element("html")
    root.extend(list(root.itersiblings()))  # what stood behind </html>
    return root


def _undeclared(text: str) -> str:
    """Cut off what stands before the first element: declarations, comments, and all that they declare."""
    place = 0
    while match := _PROLOG.match(text, place):
        place = match.end()
        if match["subset"]:
            end = text.find("]", place)
            while end >= 0 and not re.compile(r"\]\s*>").match(text, end):
                end = text.find("]", end + 1)
            if end < 0:
                raise RefusedError("is damaged: its declaration does not end")
            place = text.index(">", end) + 1
        elif match[0].lstrip()[:9].upper() == "<!DOCTYPE":
            place = text.find(">", place) + 1 or len(text)
    return text[place:]


def _without_sections(text: str) -> str:
    """Return a document with its CDATA sections, in which no sign is markup, written as text is."""
    first, *others = text.split("<![CDATA[")
    pieces = [first]
    for other in others:
        inside, end, behind = other.partition("]]>")
        pieces.append(escape(inside, quote=False) + behind if end else f"<![CDATA[{other}")
    return "".join(pieces)


def _character(match: re.Match[str]) -> str:
    """Return what a named entity stands for; a name that nobody knows, and a bare &, stand for themselves."""
    name = match[1]
    if name and name in html5:
        return html5[name].replace("&", "&amp;").replace("<", "&lt;")
    return "&amp;" + (name or "")
