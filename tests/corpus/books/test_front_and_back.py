"""Of front and back matter, what is the author's stays: prologue and epilogue, by their types and headings."""

from pathlib import Path

import pytest

from tests.corpus.books.pages import TEI, XHTML, opened

NOVEL = "<body><div><p>La llave.</p></div></body>"


@pytest.mark.parametrize(
    "part",
    [
        '<div type="liminal"><head>Prólogo</head><p>Antes.</p></div>',
        '<div type="liminal"><head>CONCLUSIÓN.</head><p>Antes.</p></div>',
        '<div type="liminal"><pb n="3"/><head>Uno</head><head>Epílogo segundo</head><p>Antes.</p></div>',
        '<div type="liminal"><head>Discurso que sirve de e<hi>pí</hi>logo</head><p>Antes.</p></div>',
        '<div type="liminal"><p>Prólogo</p><p>Antes.</p></div>',
        '<div type="prologue"><p>Antes.</p></div>',
        '<div type="preface"><head>Al público</head><p>Antes.</p></div>',
        '<div1 type="epilog"><p>Antes.</p></div1>',
        "<div><div><head>Préface de la deuxième édition</head><p>Antes.</p></div></div>",
        "<div><head>Prefazione</head><p>Antes.</p></div>",
        "<div><head>Schluß</head><p>Antes.</p></div>",
        '<div type="avant-propos"><p>Antes.</p></div>',
        "<epilogue><p>Antes.</p></epilogue>",
        "<head>Epílogo</head><p>Antes.</p>",
    ],
)
@pytest.mark.parametrize("side", ["front", "back"])
def test_what_the_author_wrote_around_a_novel_stays(side: str, part: str, tmp_path: Path) -> None:
    other = (
        '<titlePage><titlePart>Las llaves</titlePart></titlePage><div type="notes"><note>Del editor.</note></div>'
    )
    around = f"<{side}>{part}{other}</{side}>"
    book = opened(TEI.format(around + NOVEL if side == "front" else NOVEL + around), tmp_path)
    assert "Antes." in book.text
    assert "La llave." in book.text
    assert "Las llaves" not in book.text
    assert "Del editor" not in book.text
    assert {one.kind: one.count for one in book.dropped} == {"front matter": 1, "notes": 1}


@pytest.mark.parametrize(
    "part",
    [
        '<div type="liminal"><head>A mi hermana</head><p>Fuera.</p></div>',
        '<div type="liminal"><p>Madrid, en la imprenta del Prólogo, que aún no se había escrito.</p></div>',
        '<div type="titlepage"><head>Prólogo</head><p>Fuera.</p></div>',
        '<div type="preface"><head>Erratas</head><p>Fuera.</p></div>',
        '<div type="editorial_introduction"><p>Fuera.</p></div>',
        "<div><p>Con un prólogo de otro</p></div>",
        "<div><head>Índice</head><p>Prólogo, 3. Epílogo, 90.</p></div>",
        "<p>Las llaves</p><p>Con un prólogo</p>",
    ],
)
def test_what_a_printer_put_there_goes(part: str, tmp_path: Path) -> None:
    book = opened(TEI.format(f"<front>{part}</front>{NOVEL}<back>{part}</back>"), tmp_path)
    assert book.text == "La llave.\n"


def test_what_is_as_long_as_chapters_stays_unless_it_is_notes(tmp_path: Path) -> None:
    part = '<div type="liminal"><head>{}</head><p>' + "palabra " * 3000 + "</p></div>"
    book = opened(TEI.format(f"{NOVEL}<back>{part.format('Tratado')}{part.format('Notas')}</back>"), tmp_path)
    assert book.text.startswith("La llave.\n\nTratado\n\npalabra")
    assert "Notas" not in book.text


@pytest.mark.parametrize(
    ("around", "kept"),
    [
        ('<section epub:type="frontmatter"><h2>Prólogo</h2><p>Uno.</p></section>', True),
        ('<div epub:type="frontmatter"><header><p>1</p><h2>Prologue</h2></header><p>Uno.</p></div>', True),
        ('<div epub:type="backmatter"><h3>Conclusion</h3><p>Uno.</p></div>', True),
        ('<div epub:type="backmatter"><p>Tipografía Ruiz</p><div><h3>Epílogo</h3><p>Uno.</p></div></div>', True),
        ('<section epub:type="frontmatter"><h2>Prefacio</h2><p>Uno.</p></section>', False),
        ('<section epub:type="frontmatter preface"><h2>Al público</h2><p>Uno.</p></section>', True),
        ('<section epub:type="backmatter afterword"><p>Uno.</p></section>', True),
        ('<section epub:type="frontmatter foreword"><h2>Prefacio</h2><p>Uno.</p></section>', False),
        ('<section epub:type="dedication"><p>Uno.</p></section>', False),
        ('<div epub:type="bodymatter"><section epub:type="dedication"><p>Uno.</p></section></div>', True),
        ('<div epub:type="bodymatter"><section epub:type="colophon"><p>Uno.</p></section></div>', False),
        ('<section epub:type="titlepage"><h2>Prólogo</h2><p>Uno.</p></section>', False),
    ],
)
def test_a_page_of_html_says_it_in_its_headings_too(around: str, kept: bool, tmp_path: Path) -> None:
    book = opened(XHTML.format(f"{around}<p>La llave.</p>"), tmp_path)
    assert ("Uno." in book.text) is kept
    assert "Tipografía" not in book.text


def test_a_preface_of_an_epub_is_reported(tmp_path: Path) -> None:
    typed = '<section epub:type="{}"><h2>{}</h2><p>Uno.</p></section>'
    parts = typed.format("preface", "Al público") + typed.format("chapter", "Prefacio")
    assert opened(XHTML.format(parts), tmp_path).doubtful == ((1, "Al público"),)


def test_endnotes_in_the_back_are_counted_as_notes(tmp_path: Path) -> None:
    for page in ('<section epub:type="backmatter endnotes">{}</section>', '<div epub:type="backmatter">{}</div>'):
        notes = '<div epub:type="endnotes"><p>Una nota.</p></div>'
        book = opened(XHTML.format("<p>La llave.</p>" + page.format(notes)), tmp_path)
        assert [(one.kind, one.count) for one in book.dropped] == [("notes", 1)]
