"""Tables of contents that no markup calls so are navigation; an author's own links are not."""

from pathlib import Path

import pytest

from proust_attention.corpus.books import open_books
from tests.corpus.books.epubs import write_pages
from tests.corpus.books.pages import opened_html

NAMES = ("La llave", "El pozo", "La feria", "El molino")
CHAPTERS = [
    f'<h2 id="c{n}">Capítulo {n}. {name}</h2><p>Aquí empieza {n}, y no acaba.</p>' for n, name in enumerate(NAMES)
]
TEXT = "".join(CHAPTERS)
PLAIN = "\n\n".join(f"Capítulo {n}. {name}\n\nAquí empieza {n}, y no acaba." for n, name in enumerate(NAMES))


def rows(form: str) -> str:
    return "".join(form.format(n=n, name=name, page=7 + 30 * n) for n, name in enumerate(NAMES))


@pytest.mark.parametrize(
    "contents",
    [
        rows('<p><a href="#c{n}">Capítulo {n}. {name}</a></p>'),
        rows('<p class="toc">{n}. <a href="#c{n}">{name}</a> ........ {page}</p>'),
        rows('<h3><a href="#c{n}">{name}</a></h3>'),
        rows('<dt><a href="#c{n}">Capítulo {n}</a></dt><dd>De lo que se oyó allí</dd>'),
        "<ul>" + rows('<li><a href="#c{n}">{name}</a>: en que se cuenta lo que se verá</li>') + "</ul>",
        f"<ul><li>Libro primero<ul>{rows('<li><p><a href=#c{n}>{name}</a></p></li>')}</ul></li></ul>".replace(
            "Libro primero", '<a href="#c0">Libro primero</a>'
        ),
        "<table>"
        + rows('<tr><td><p>{n}</p></td><td>{name}</td><td><a href="#c{n}">{page}</a></td></tr>')
        + "</table>",
        "<p>" + rows('<a href="#c{n}">Cap. {n}</a><br/>') + "</p>",
        rows("<p>CAPÍTULO {n}. {name} . . . . {page}</p>"),
        rows("<p>Capítulo {n}. {name}</p>"),
    ],
)
@pytest.mark.parametrize("heading", ["", "<h2>Índice</h2>", "<p><b>TABLE DES MATIÈRES.</b></p><p>Pág.</p>"])
def test_rows_that_lead_to_headings_or_say_what_they_say(heading: str, contents: str, tmp_path: Path) -> None:
    book = opened_html(f"<h1>Cuentos</h1>{heading}{contents}{TEXT}", tmp_path)
    assert book.text == f"Cuentos\n\n{PLAIN}\n"
    assert {one.kind for one in book.dropped} == {"navigation"}
    assert "Índice" not in book.parts


def test_contents_at_the_end_need_a_heading(tmp_path: Path) -> None:
    contents = rows('<p><a href="#c{n}">{name}</a></p>')
    assert opened_html(f"{TEXT}<h2>Índice</h2>{contents}", tmp_path).text == f"{PLAIN}\n"
    assert opened_html(f"{TEXT}<h2>Finales</h2>{contents}", tmp_path).text.endswith(
        "\n\nFinales\n\n" + "\n\n".join(NAMES) + "\n"
    )


def test_contents_in_a_page_of_their_own(tmp_path: Path) -> None:
    links = [f'<p><a href="p{n}.xhtml">{name}</a></p>' for n, name in enumerate(NAMES)]
    pages = {f"p{n}": chapter for n, chapter in enumerate(CHAPTERS)}
    write_pages(tmp_path / "a.epub", {"toc": "".join(links)} | pages)
    (book,) = open_books(tmp_path / "a.epub")
    assert book.text == f"{PLAIN}\n"
    unmarked = {name: page.replace("h2", "p") for name, page in pages.items()}
    write_pages(tmp_path / "a.epub", {"toc": "<p>Contenido</p>" + "".join(links)} | unmarked)
    (book,) = open_books(tmp_path / "a.epub")
    assert book.text == f"{PLAIN}\n"


def test_the_contents_of_a_part_stand_under_its_heading(tmp_path: Path) -> None:
    part = "<h1>Parte</h1>" + "".join(f'<p><a href="#c{n}">{name}</a></p>' for n, name in enumerate(NAMES[:3]))
    book = opened_html(f"{part}{TEXT}<h1>Otra</h1>" + "<h2>Más</h2><p>Y más.</p>" * 5, tmp_path)
    assert book.text.startswith("Parte\n\nCapítulo 0. La llave\n\nAquí")


@pytest.mark.parametrize(
    "body",
    [
        # two are no list
        '<p><a href="#c1">El pozo</a></p><p><a href="#c2">La feria</a></p>{0}',
        # a dictionary, a game: some of the headings, under one like them, behind a text
        '{1}<p>Véase:</p><p><a href="#c1">El pozo</a></p><p><a href="#c2">La feria</a></p>'
        '<p><a href="#c3">El molino</a></p>{2}',
        '{1}<p><a href="#c1">El pozo</a> está seco.</p><p><a href="#c2">La feria</a> es hoy.</p>'
        '<p><a href="#c3">El molino</a> calla.</p>{2}',
        # the words of a lesson
        "<h1>Palabras</h1><p>pozo</p><p>feria</p><p>molino</p><h3>pozo</h3><p>Hondo.</p><h3>feria</h3><p>Alegre.</p>"
        "<h3>molino</h3><p>Lento.</p>" + "<h3>otra</h3><p>Nada.</p>" * 3,
        # headings with nothing between, and links back
        '<h2 id="a">I</h2><h2 id="b">I</h2><h2 id="c">II</h2><h2 id="d">II</h2><p>Uno.</p>',
        # verse with notes, and notes
        '<p>Un verso <a href="#n1">1</a></p><p>y otro <a href="#n2">2</a></p><p>y más <a href="#n3">3</a></p>'
        '<p id="n1">Uno.</p><p id="n2">Dos.</p><p id="n3">Tres.</p>',
    ],
)
def test_what_an_author_may_have_written(body: str, tmp_path: Path) -> None:
    book = opened_html(body.format(TEXT, CHAPTERS[0], "".join(CHAPTERS[1:])), tmp_path)
    assert not [one for one in book.dropped if one.kind == "navigation"]


def test_what_follows_contents_in_one_block_is_text(tmp_path: Path) -> None:
    contents = "<p>" + rows('<a href="#c{n}">{n}</a> ') + "</p>"
    text = "<p>Así empieza.</p>" + TEXT
    assert opened_html(f"{contents}{text}", tmp_path).text == f"Así empieza.\n\n{PLAIN}\n"
    described = rows('<p><a href="#c{n}">{n}</a></p><p>Donde se oye</p>')
    assert opened_html(f"{described}{text}", tmp_path).text == f"Donde se oye\n\nAsí empieza.\n\n{PLAIN}\n"


def test_a_page_of_links_alone_is_a_text(tmp_path: Path) -> None:
    links = rows('<p><a href="#c{n}">Capítulo {n}. {name}</a></p>')
    assert len(opened_html(links + rows('<h2 id="c{n}">{name}</h2>'), tmp_path).text) > 100
