"""The author's text is kept where markup seems to set something apart, with the white space of real files."""

import zipfile
from pathlib import Path

import pytest

from proust_attention import corpus
from proust_attention.corpus.books import open_books
from proust_attention.errors import InputError
from tests.corpus.books.kindle_files import header, palm
from tests.corpus.books.pages import opened

XHTML = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">\n<head><title>x</title>'
    "</head>\n<body>\n{}\n</body>\n</html>\n"
)
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">\n<teiHeader/>\n<text><body>\n{}\n</body></text>\n</TEI>'
CHAPTER = '<div class="chapter" id="c{0}">\n<h2>{0}</h2>\n<p>All of it.</p>\n<p>And more.</p>\n</div>\n'
CHAPTERS = "1\n\nAll of it.\n\nAnd more.\n\n2\n\nAll of it.\n\nAnd more."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            f'<p>See chapter <a href="#c3">3</a>, here.</p>\n{CHAPTER.format(3)}',
            "See chapter 3, here.\n\n3\n\nAll of it.\n\nAnd more.",
        ),
        (
            f'<p>Chapters: <a href="#c1">1</a>\n<a href="#c2">2</a></p>\n{CHAPTER.format(1)}{CHAPTER.format(2)}',
            f"Chapters: 1 2\n\n{CHAPTERS}",
        ),
        (
            '<p>See <a href="#p12">12</a>.</p>\n<div>\n<p id="p12"><b>12</b> A thought.</p>\n</div>',
            "See 12.\n\n12 A thought.",
        ),
        (  # each names the other
            '<p id="p1">1 One, as <a href="#p12">12</a>.</p>\n<p id="p12">12 Two, as <a href="#p1">1</a>.</p>',
            "1 One, as 12.\n\n12 Two, as 1.",
        ),
        (
            '<p>See <a href="#s"><sup>1</sup></a>.</p>\n<div id="s">1 is bare\n<p>and a paragraph</p>\n</div>',
            "See 1.\n\n1 is bare\n\nand a paragraph",
        ),
    ],
)
def test_what_a_number_leads_to_is_no_note(body: str, text: str, tmp_path: Path) -> None:
    assert opened(XHTML.format(body), tmp_path).text == text + "\n"


@pytest.mark.parametrize(
    "note",
    [
        '<div id="n1">\n<p><a href="#m1">1</a> The note.</p>\n</div>',
        '<div id="n1">\n<p>1 The note.</p>\n</div>',
        '<p>\n<a id="n1"></a>1 The note.</p>',
        '<ol>\n<li id="n1">\n<p>The note. <a href="#m1">↩</a></p>\n</li>\n</ol>',
    ],
)
def test_a_note_in_the_boxes_that_files_put_around_it(note: str, tmp_path: Path) -> None:
    book = opened(
        XHTML.format(f'<p>A word<a id="m1" href="#n1"><sup>1</sup></a>.</p>\n{note}\n<p>End.</p>'), tmp_path
    )
    assert book.text == "A word.\n\nEnd.\n"
    assert {one.kind: one.count for one in book.dropped} == {"note marks": 1, "notes": 1}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            '<p><span class="dropcap">En</span> un lugar</p>\n<p class="initial">No.</p>\n<p>Otra.</p>',
            "En un lugar\n\nNo.\n\nOtra.",
        ),
        (
            '<p><span class="initial">L</span>\nongtemps</p>\n<p><span class="lettrine">«E</span>l sol</p>',
            "Longtemps\n\n«El sol",
        ),
        (
            "<table>\n<tr><td>uno</td><td>dos</td></tr>\n<tr><th>tres</th><th>cuatro</th></tr>\n</table>",
            "uno dos\n\ntres cuatro",
        ),
        (
            '<h2 class="pagebreak">XIV</h2>\n<p class="pagebreak">Adiós.</p>\n<p class="pagenum">Adiós.</p>',
            "XIV\n\nAdiós.\n\nAdiós.",
        ),
        ('<p>a\n<span class="pagebreak">Pg 12</span> b <span class="pagenum">Madrid</span></p>', "a b Madrid"),
        (
            "<pre>\nuno\n<i>dos</i>\ntres\n<span>a\nb</span>\n</pre>\n<p>fin\nya</p>",
            "uno\ndos\ntres\na\nb\n\nfin ya",
        ),
        ("<p>Dijo <q>ven</q>\ny <q>“no”</q>.</p>", "Dijo “ven” y “no”."),
        ("<p>uno\fdos</p>\n<p><![CDATA[R&D < yo]]></p>", "uno dos\n\nR&D < yo"),
        (
            '<h2>Notas de un cazador</h2>\n<aside epub:type="footnote">1 x</aside>\n<p role="note">Texto.</p>',
            "Notas de un cazador\n\nTexto.",
        ),
    ],
)
def test_what_looks_like_something_else(body: str, text: str, tmp_path: Path) -> None:
    assert opened(XHTML.format(body), tmp_path).text == text + "\n"


def test_what_stands_behind_the_end_of_a_page_is_read(tmp_path: Path) -> None:
    page = "<html>\n<body>\n<p>One<br>\n</body>\n</html>\n<p>two</p>\n<html><body><p>three</p></body></html>\nfour"
    assert opened(page, tmp_path).text == "One\n\ntwo\n\nthree\n\nfour\n"


def test_a_text_that_the_parser_cannot_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too long to be one paragraph"):
        opened(f"<html><body><p>a<br><p>{'x ' * 6_000_000}</p>\n<p>end</p></body></html>", tmp_path)


def test_words_of_tei_that_stand_apart(tmp_path: Path) -> None:
    body = (
        '<p>un lugar<lb/>de la pala<lb break="no"/>bra</p>\n'
        "<table><row><cell>uno</cell><cell>dos</cell></row></table>\n"
        "<p><app>\n<lem>casa</lem>\n<rdg>cosa</rdg></app> y <app><rdg>un</rdg><rdg>una</rdg></app></p>"
    )
    text = opened(TEI.format(body), tmp_path).text
    assert " ".join(text.split()) == "un lugar de la palabra uno dos casa y un"


def test_plain_text_in_a_palm_file_is_plain_text(tmp_path: Path) -> None:
    record = header(1, 24, 1)[:16]
    content = palm([record, b"Uno <dos> & tres.\n\nFin.\n"]).replace(b"BOOKMOBI", b"TEXtREAd")
    (tmp_path / "a.pdb").write_bytes(content)
    (book,) = open_books(tmp_path / "a.pdb")
    assert (book.format, book.text) == ("PalmDoc", "Uno <dos> & tres.\n\nFin.\n")


def test_what_is_passed_over_in_a_folder_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.txt").write_text("Uno.\n", encoding="utf-8")
    (folder / "b.rtf").write_bytes(b"{\\rtf1 ...")
    (folder / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    (folder / "d").write_text("Sin nombre.\n", encoding="utf-8")
    with zipfile.ZipFile(folder / "e.docx", "w") as archive:
        archive.writestr("word/document.xml", "<?xml version='1.0'?><document/>")
    listed: list[str] = []
    assert [book.name for book in open_books(folder, passed_over=listed.append)] == ["mine/a.txt"]
    assert listed == [
        "mine/b.rtf is an RTF document; save it as HTML or text first",
        "mine/d is plain text, which is read here only if its name ends in .txt",
        "mine/e.docx is a Word document (.docx); save it as HTML or text first",
    ]
    with zipfile.ZipFile(tmp_path / "mine.zip", "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    packed: list[str] = []
    (book,) = corpus.read_all([tmp_path / "mine.zip"], corpus.Alphabet.of("es"), passed_over=packed.append)
    assert book.name == "mine.zip/a.txt"
    assert packed == [line.replace("mine/", "mine.zip/") for line in listed]
    (folder / "a.txt").unlink()
    with pytest.raises(InputError, match="holds no book of a known format; mine/b.rtf is an RTF"):
        open_books(folder)
