r"""What a file is, told by what is in it: names lie, and a .mobi is often an AZW3, a .zip an EPUB.

# Class Notes

Every format begins with something that no text begins with: PK for a ZIP, BOOKMOBI at byte 60 for the Palm
databases that Kindle books are, %PDF. Markup is told by its first element, behind the declarations and comments
that may stand before it. What is left is plain text, if it holds no zero bytes.

>>> tell(b"<?xml version='1.0'?><!-- 1913 --><TEI xmlns='http://www.tei-c.org/ns/1.0'><text/></TEI>")
'TEI'
>>> tell("En un lugar de la Mancha".encode())
'text'
>>> tell(b"\x89PNG\r\n\x1a\n\0\0") is None
True
"""

import codecs
import re

ZIP, MOBI, FB2, TEI, HTML, TEXT = "ZIP", "MOBI", "FB2", "TEI", "HTML", "text"
PALM_TEXT = "PalmDoc"  # plain text in the records of a Palm database
HEAD = 65_536  # bytes that are looked at

# What people have as well, and what to say of it.
OTHERS = {
    b"%PDF": "is a PDF, which holds pages and not a text; convert it to EPUB or text first",
    b"{\\rtf": "is an RTF document; save it as HTML or text first",
    b"\xd0\xcf\x11\xe0": "is an old Word document; save it as HTML or text first",
    b"TPZ": "is a Topaz book, which holds pictures of words; convert it first",
    b"\xeaDRMION\xee": "is protected (KFX); only its shop's own programs can read it",
    b"CONT\2\0": "is a KFX book, a format that is not read here; convert it to EPUB first",
    b"ITOLITLS": "is a LIT book, a format that is not read here; convert it to EPUB first",
    b"Rar!": "is a RAR archive; unpack it first",
    b"7z\xbc\xaf\x27\x1c": "is a 7z archive; unpack it first",
}
KINDS_OF_PALM = {b"BOOKMOBI": MOBI, b"TEXtREAd": PALM_TEXT}
ROOTS = {"fictionbook": FB2, "tei": TEI, "tei.2": TEI, "teicorpus": TEI}
HTML_ROOTS = {"html", "head", "body", "title", "meta", "p", "div", "h1", "h2", "h3", "center", "pre", "table", "a"}

_BEFORE = re.compile(r"\s*(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>[]*(?:\[[^\]]*\]\s*)?>)", re.S | re.I)
_ELEMENT = re.compile(r"\s*<(?:[\w.-]+:)?(?P<name>[A-Za-z][\w.-]*)[\s/>]")


def tell(content: bytes) -> str | None:
    """Return the format of a file by its first bytes, None if it is none of ours."""
    if content.startswith((b"PK\3\4", b"PK\5\6")):
        return ZIP
    if content[60:68] in KINDS_OF_PALM:
        return KINDS_OF_PALM[content[60:68]]
    head = _decode(content[:HEAD])
    if head is None or refusal(content):
        return None
    return _markup(head) or (TEXT if head.strip() else None)


def refusal(content: bytes) -> str | None:
    """Return what to say of a format that is known and not read here."""
    return next((words for mark, words in OTHERS.items() if content.startswith(mark)), None)


def _markup(head: str) -> str | None:
    """Return the kind of markup that a text is, by its first element; an XML of another kind is none."""
    place, doctype, declared = 0, "", False
    while match := _BEFORE.match(head, place):
        place = match.end()
        declared = declared or match[0].lstrip().startswith("<?xml")
        doctype = doctype or next(iter(match[0].casefold().partition("<!doctype")[2].split(maxsplit=1)), "").strip(
            ">"
        )
    first = _ELEMENT.match(head, place)
    name = first["name"].casefold() if first else ""
    if name in ROOTS:
        return ROOTS[name]
    if name in HTML_ROOTS or doctype == "html":
        return HTML
    return "XML" if declared else None


def _decode(head: bytes) -> str | None:
    """Return the beginning as characters, good enough to tell; None if it is no text."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "replace")
    return None if b"\0" in head else head.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
