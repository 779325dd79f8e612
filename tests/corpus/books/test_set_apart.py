"""What the markup sets apart is kept in full, to be read; and stays in the text where somebody wants it."""

import re
from pathlib import Path

import pytest

from proust_attention import corpus
from proust_attention.corpus.books import SetApart, open_books
from proust_attention.errors import InputError
from tests.corpus.books.pages import TEI, XHTML

SPANISH = corpus.Alphabet.of("es")
PAGE = XHTML.format(
    '<section epub:type="titlepage"><h1>Las <i>lla</i>ves</h1><p>Madrid,\n 1901</p></section>'
    "<h2>I</h2><p>La tarde<a epub:type='noteref'>1</a>.</p>"
    '<p>La <span epub:type="pagebreak">12</span>noche <svg><style>x</style><text>norte</text></svg>.</p>'
    '<nav><ol><li>Índice</li></ol></nav><aside epub:type="footnote"><p>1 Era</p><p>abril.</p></aside>'
)
BOOK = TEI.format(
    "<front><titlePage><titlePart>Las llaves</titlePart><docAuthor>Ana Ruiz</docAuthor></titlePage></front><body>"
    "<p>Una tarde<note>De abril.</note> larga.</p><p>Otra.</p><trailer>FIN</trailer></body>"
)


def written(content: str, folder: Path) -> Path:
    (folder / "book.xml").write_text(content, encoding="utf-8")
    return folder / "book.xml"


def test_all_of_it_is_kept_with_the_line_where_it_stood(tmp_path: Path) -> None:
    (book,) = open_books(written(PAGE, tmp_path))
    assert book.text == "I\n\nLa tarde.\n\nLa noche .\n"
    assert book.set_apart == (
        SetApart(1, "front matter", "Las llaves\nMadrid, 1901"),
        SetApart(3, "note marks", "1"),
        SetApart(5, "page numbers", "12"),
        SetApart(5, "pictures with text", "norte"),
        SetApart(5, "navigation", "Índice"),
        SetApart(5, "notes", "1 Era\nabril."),
    )
    counted = {one.kind: one.characters for one in book.dropped}
    assert counted == {kind: len(re.sub(r"\s", "", text)) for _, kind, text in book.set_apart}


def test_headings_that_are_not_wanted_are_there_too(tmp_path: Path) -> None:
    (book,) = open_books(written(PAGE, tmp_path), headings=False)
    assert book.set_apart[1] == SetApart(1, "headings", "I")


def test_a_corpus_lists_it_among_what_was_dropped(tmp_path: Path) -> None:
    long = "Nota muy larga. " * 5_000
    content = TEI.format(f"<body><p>Una\ttarde<note>{long}</note>.</p><p>Y ☃ otra.</p></body>")
    made = corpus.of_texts(corpus.read_all([written(content, tmp_path)], SPANISH), "es")
    assert made.dropped == [
        {"file": "book.xml", "line": 1, "rule": "markup: notes", "text": long.strip()},
        {"file": "book.xml", "line": 3, "rule": "alphabet", "text": "☃"},
    ]
    [dropped] = made.manifest["sources"][0]["dropped_with_markup"]
    assert len(dropped["first_words"][0]) == 60


@pytest.mark.parametrize(
    ("content", "keep", "text"),
    [
        (PAGE, ["front-matter"], "Las llaves\n\nMadrid, 1901\n\nI\n\nLa tarde.\n\nLa noche ."),
        (PAGE, ["notes", "note marks"], "I\n\nLa tarde 1 .\n\nLa noche .\n\n1 Era\n\nabril."),
        (PAGE, ["navigation"], "I\n\nLa tarde.\n\nLa noche .\n\nÍndice"),
        (PAGE, ["page-numbers", "pictures-with-text"], "I\n\nLa tarde.\n\nLa 12 noche norte ."),
        (BOOK, ["front-matter"], "Las llaves\n\nAna Ruiz\n\nUna tarde larga.\n\nOtra."),
        (BOOK, ["notes", "trailers"], "Una tarde De abril. larga.\n\nOtra.\n\nFIN"),
    ],
)
def test_what_is_wanted_stays(content: str, keep: list[str], text: str, tmp_path: Path) -> None:
    (book,) = open_books(written(content, tmp_path), keep=keep)
    assert book.text == text + "\n"
    assert {one.kind for one in book.dropped}.isdisjoint(name.replace("-", " ") for name in keep)


def test_the_pages_that_a_guide_names_stay_too(tmp_path: Path) -> None:
    from tests.corpus.books.test_epub import PAGES, opened

    guide = '<reference type="copyright-page" href="a.html"/>'
    assert opened(tmp_path, PAGES, guide=guide, aside="b").text == "page c\n"
    (book,) = open_books(tmp_path / "book.epub", keep=["front-matter", "outside-the-reading-order"])
    assert book.text == "page a\n\npage b\n\npage c\n"


def test_an_unknown_kind_is_refused_and_the_kinds_are_listed(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match="no kind footnotes to keep; there are fallback-text, formulas, frame-of-a-web-page"
    ):
        corpus.read_all([tmp_path / "not there"], SPANISH, keep=["footnotes"])


def test_a_preface_that_may_be_anothers_is_reported(tmp_path: Path) -> None:
    front = "<front><titlePage><p>Las llaves</p></titlePage>{}</front>"
    prefaces = "".join(
        f'<div type="liminal"><head>{head}</head><p>Uno.</p></div>' for head in ("Prefacio", "Epílogo", "Prólogo")
    )
    novel = (
        '<body><div><head>I</head><p>Prólogo.</p></div></body><back><div type="epilogue"><p>Dos.</p></div></back>'
    )
    sources = corpus.read_all([written(TEI.format(front.format(prefaces) + novel), tmp_path)], SPANISH)
    assert corpus.of_texts(sources, "es").manifest["doubtful"] == [
        {"file": "book.xml", "line": 1, "text": "Prefacio"},
        {"file": "book.xml", "line": 9, "text": "Prólogo"},
    ]
    assert [line for line, why, *_ in corpus.survey(sources[0]).suspicions if "preface" in why] == [1, 9]
