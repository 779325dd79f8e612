r"""Formats that people have and that are not read here, and what to say of each."""

import re
from functools import partial

from proust_attention.corpus.books.detection import File, Format

FIRST_BYTES = {
    "RTF": (b"{\\rtf", "is an RTF document; save it as HTML or text first"),
    "Word": (b"\xd0\xcf\x11\xe0", "is an old Word document; save it as HTML or text first"),
    "Topaz": (b"TPZ", "is a Topaz book, which holds pictures of words; convert it first"),
    "protected KFX": (b"\xeaDRMION\xee", "is protected (KFX); only its shop's own programs can read it"),
    "KFX": (b"CONT\2\0", "is a KFX book, a format that is not read here; convert it to EPUB first"),
    "LIT": (b"ITOLITLS", "is a LIT book, a format that is not read here; convert it to EPUB first"),
    "RAR": (b"Rar!", "is a RAR archive; unpack it first"),
    "DjVu": (
        b"AT&TFORM",
        "is a DjVu file, which holds pictures of pages; take out its text (djvutxt), or OCR it, first",
    ),
    "CHM": (b"ITSF", "is a CHM help file; unpack it to HTML first"),
    "gzip": (b"\x1f\x8b", "is compressed with gzip; unpack it first"),
    "PostScript": (b"%!PS", "is PostScript; make a PDF of it first (ps2pdf)"),
    "7z": (b"7z\xbc\xaf\x27\x1c", "is a 7z archive; unpack it first"),
}


MESSAGE_HEAD = 2_000  # characters

_FIELD = re.compile(r"[A-Za-z-]+: ")


def _begins(file: File, mark: bytes) -> bool:
    return file.begins(mark)


def _is_mhtml(file: File) -> bool:
    head = (file.text or "")[:MESSAGE_HEAD]
    return _FIELD.match(head) is not None and "MIME-Version:" in head and "multipart/related" in head


BY_FIRST_BYTES = tuple(
    Format(name, partial(_begins, mark=mark), refusal=refusal) for name, (mark, refusal) in FIRST_BYTES.items()
)
IN_A_ZIP = (
    Format(
        "DOCX",
        lambda file: file.holds("word/document.xml"),
        refusal="is a Word document (.docx); save it as HTML or text first",
    ),
    Format(
        "ODT",
        lambda file: file.holds("content.xml", "META-INF/manifest.xml"),
        refusal="is an OpenDocument text (.odt); save it as HTML or text first",
    ),
)
MHTML = Format("MHTML", _is_mhtml, refusal="is a web page that was saved as MHTML; save it as HTML first")
OTHER_XML = Format("XML", lambda file: file.is_xml, refusal="is XML, but neither XHTML, FictionBook nor TEI")
