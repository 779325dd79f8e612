"""Real files: one text of ours, in every format, as calibre makes them (tools/make_books.py)."""

import difflib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from proust_attention import corpus
from proust_attention.corpus.books import Book, open_books
from proust_attention.errors import InputError

BOOKS = Path(__file__).parent / "files"
SPANISH = corpus.Alphabet.of("es")
TEXT = (BOOKS / "membrillos.txt").read_text(encoding="utf-8")
PARTS = ("I. El cancel", "II. La escalera", "III. Los gemelos")

# What differs from membrillos.txt, and why: - is there and not in the format, + the other way round.
VERSE = ["+"] * 6  # calibre writes a line of verse as a paragraph
NOTES = [  # and of a note neither what it is nor its links
    "+Notas",
    "+1 El duro valía cinco pesetas, y se pagaba a fin de mes.",
    "+2 Así en el manuscrito; otros leen diecisiete.",
]
FRONT = [
    "+La casa de los membrillos",
    "+Novela",
    "+Portada",
    "+Texto",
    "+Notas",
]  # nor of the pages before the text
CONTENTS = ["+Índice", *(f"+{part}" for part in PARTS)]  # in FB2; in plain text the rules know a table of contents
DIFFERENCES = {
    # calibre sets small capitals as capitals, where the format has no styles
    "calibre.mobi": [
        "-—El que falta es el que llevas puesto —me dijo—. No lo gastes.",
        "+—EL QUE falta es el que llevas puesto —me dijo—. No lo gastes.",
    ],
    "calibre.fb2": [*FRONT, *CONTENTS, *VERSE, *NOTES, *["+"] * 12],
    "calibre.txt": [*FRONT, *VERSE, *NOTES, *["+"] * 8],
}
FORMATS = {
    "membrillos.epub": "EPUB 3",
    "calibre-2.epub": "EPUB 2",
    "calibre-3.epub": "EPUB 3",
    "calibre.mobi": "MOBI",
    "calibre-both.mobi": "MOBI",
    "calibre.azw3": "AZW3",
    "calibre.fb2": "FB2",
    "calibre.htmlz": "HTML",
    "membrillos.xml": "TEI",
    "calibre.txt": "text",
    "membrillos.txt": "text",
}


def only(path: Path) -> Book:
    (book,) = open_books(path)
    return book


def changed(path: Path, changes: dict[str, bytes]) -> bytes:
    """An archive with other members, or with more."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
        members = {name: archive.read(name) for name in archive.namelist()}
        for name, content in (members | changes).items():
            copy.writestr(name, content)
    return made.getvalue()


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        open_books(path)
    return str(caught.value)


def test_every_file_is_tried() -> None:
    assert {path.name for path in BOOKS.iterdir()} == {*FORMATS, "chromium.pdf"}  # of which test_pdf.py tells


@pytest.mark.parametrize("name", FORMATS)
def test_the_clean_text_is_the_same_but_for_what_is_listed(name: str) -> None:
    wanted = corpus.clean(TEXT, SPANISH).text.split("\n")
    found = corpus.clean(only(BOOKS / name).text, SPANISH).text.split("\n")
    differences = [line for line in difflib.ndiff(wanted, found) if line[0] in "+-"]
    assert sorted(line[0] + line[2:] for line in differences) == sorted(DIFFERENCES.get(name, []))


@pytest.mark.parametrize("name", FORMATS)
def test_what_a_book_says_of_itself(name: str) -> None:
    book = only(BOOKS / name)
    assert book.format == FORMATS[name]
    if book.format != "text":
        language = "en" if name == "calibre.htmlz" else "es"  # calibre writes that, whatever the book says
        assert (book.title, book.author) == ("La casa de los membrillos", "proust-attention")
        assert book.language == language
        assert book.parts == (() if book.format == "FB2" else PARTS)  # calibre's has no titles


def test_what_was_dropped_is_accounted_for() -> None:
    dropped = {kind.kind: kind for kind in only(BOOKS / "membrillos.epub").dropped}
    counts = {kind: one.count for kind, one in dropped.items()}
    assert counts == {
        "front matter": 1,
        "navigation": 1,
        "page numbers": 3,
        "note marks": 2,
        "images": 1,
        "notes": 1,
    }
    assert dropped["notes"].first_words[0].startswith("Notas 1 El duro valía")
    assert "higuera" not in str(dropped["images"])


@pytest.mark.parametrize("name", ["membrillos.epub", "calibre.mobi", "calibre.azw3", "membrillos.xml"])
def test_headings_are_dropped_on_request(name: str) -> None:
    kept = only(BOOKS / name)
    (book,) = open_books(BOOKS / name, headings=False)
    paragraphs = [text for text in kept.text.rstrip("\n").split("\n\n") if text not in PARTS]
    assert book.text.rstrip("\n").split("\n\n") == paragraphs
    (headings,) = [one.first_words for one in book.dropped if one.kind == "headings"]
    assert headings in (PARTS, (*PARTS, "Notas"))  # in MOBI the notes are no part of their own, with their heading


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_wrong_name_changes_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.pdf"
    path.write_bytes((BOOKS / name).read_bytes())
    book = only(path)
    assert (book.format, book.text) == (FORMATS[name], only(BOOKS / name).text)


@pytest.mark.parametrize("name", ["calibre.mobi", "calibre.azw3"])
def test_a_protected_kindle_book_is_refused(name: str, tmp_path: Path) -> None:
    content = bytearray((BOOKS / name).read_bytes())
    first = int.from_bytes(content[78:82], "big")
    content[first + 13] = 2
    (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path / name).startswith(f"{name} is protected (DRM)")


GARBLED = "http://www.idpf.org/2008/embedding"
ENCRYPTED = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
ENCRYPTION = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod Algorithm="{}"/>
<enc:CipherData><enc:CipherReference URI="{}"/></enc:CipherData></enc:EncryptedData></encryption>"""


@pytest.mark.parametrize(
    ("way", "member", "protected"),
    [
        (ENCRYPTED, "OEBPS/chapter-2.xhtml", True),
        (ENCRYPTED, "OEBPS/chapter%2D2.xhtml", True),
        (ENCRYPTED, "OEBPS/picture.png", False),
        (GARBLED, "OEBPS/font.otf", False),
    ],
)
def test_a_protected_epub_is_refused_and_garbled_fonts_are_no_protection(
    way: str, member: str, protected: bool, tmp_path: Path
) -> None:
    encryption = ENCRYPTION.format(way, member).encode()
    path = tmp_path / "locked.epub"
    path.write_bytes(changed(BOOKS / "membrillos.epub", {"META-INF/encryption.xml": encryption}))
    if protected:
        assert refusal(path).startswith("locked.epub is protected (DRM)")
    else:
        assert only(path).text == only(BOOKS / "membrillos.epub").text


def test_a_folder_and_an_archive_hold_many(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    (folder / "more").mkdir(parents=True)
    for name, source in (
        ("10.epub", "membrillos.epub"),
        ("9.mobi", "calibre.mobi"),
        ("more/b.txt", "membrillos.txt"),
    ):
        (folder / name).write_bytes((BOOKS / source).read_bytes())
    (folder / "cover.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    (folder / ".hidden.txt").write_text("hidden", encoding="utf-8")
    assert [book.name for book in open_books(folder)] == [
        "library/9.mobi",
        "library/10.epub",
        "library/more/b.txt",
    ]
    path = tmp_path / "library.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in ("10.epub", "9.mobi", "more/b.txt", "cover.png"):
            archive.write(folder / file, file)
    packed = open_books(path)
    assert [book.name for book in packed] == [
        "library.zip/9.mobi",
        "library.zip/10.epub",
        "library.zip/more/b.txt",
    ]
    assert [book.text for book in packed] == [book.text for book in open_books(folder)]


def zipped(*names: str) -> bytes:
    """A ZIP with members of these names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 ...", "is a damaged PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "is not a book of a known format"),
        (b"<?xml version='1.0'?><svg/>", "is XML, but neither XHTML, FictionBook nor TEI"),
        (b"<html><body><img src='1.png' alt='page 1'/></body></html>", "holds no text"),
        (b"<TEI><text>", "is damaged"),
        (b"PK\3\4", "is a damaged archive"),
        (b"AT&TFORM\0\0\0\0DJVM", "is a DjVu file"),
        (b"ITSF\3\0\0\0", "is a CHM help file"),
        (b"%!PS-Adobe-3.0\n", "is PostScript"),
        (
            b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n<p>",
            "is a web page that was saved as MHTML",
        ),
        (b"\x1f\x8b\x08\0\0\0", "is compressed with gzip; unpack it first"),
        (zipped("[Content_Types].xml", "word/document.xml"), "is a Word document (.docx)"),
        (zipped("mimetype", "content.xml", "META-INF/manifest.xml"), "is an OpenDocument text (.odt)"),
    ],
)
def test_what_is_no_book_is_refused_with_its_name_and_the_reason(
    content: bytes, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "strange.epub"
    path.write_bytes(content)
    assert f"strange.epub {reason}" in refusal(path)


def test_a_missing_file_and_an_empty_folder(tmp_path: Path) -> None:
    assert "cannot read" in refusal(tmp_path / "none.epub")
    assert "holds no book" in refusal(tmp_path)


def test_without_lxml_a_book_says_what_to_install_and_plain_text_is_read() -> None:
    code = (
        "import sys; sys.modules['lxml'] = None\n"
        "from pathlib import Path\n"
        "from proust_attention.corpus.books import open_books\n"
        "from proust_attention.errors import MissingExtraError\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n"
        "        print(len(open_books(Path(name))))\n"
        "    except MissingExtraError as error:\n"
        "        print(error)\n"
    )
    names = [str(BOOKS / name) for name in ("membrillos.txt", "calibre.mobi", "membrillos.epub")]
    result = subprocess.run(
        [sys.executable, "-c", code, *names], capture_output=True, encoding="utf-8", check=True
    )
    line = "this needs the package lxml, which is not installed: pip install 'proust-attention[books]'"
    assert result.stdout.splitlines() == ["1", line, line]
