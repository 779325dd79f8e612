"""Pages that were saved from the web: what sites put around a text is left out, what an author put there stays."""

from pathlib import Path

import pytest

from proust_attention.corpus.books import Book, open_books
from tests.corpus.books.epubs import write_pages
from tests.corpus.books.pages import opened

LONG = (
    "Usamos cookies propias y de terceros para recordar quién vino, qué leyó y cuándo volvió a leerlo, y nada más "
    "que eso: ni su nombre, ni dónde vive."
)
OUT = '<a href="https://x.example/otra">Otra página</a>'


def opened_page(content: str, folder: Path) -> Book:
    return opened(f"<!DOCTYPE html><html>{content}</html>", folder)


def counts(book: Book) -> dict[str, int]:
    return {one.kind: one.count for one in book.dropped}


def test_a_page_of_a_wiki(tmp_path: Path) -> None:
    book = opened_page(
        """<body><a class="mw-jump-link" href="#c">Ir al contenido</a><main><h1 id="firstHeading">La casa</h1>
        <div class="noprint">De la biblioteca libre</div><div id="mw-content-text">
        <table class="headertemplate"><tr><td>← Prólogo</td></tr></table>
        <div id="toc" role="navigation"><h2>Índice</h2><ul><li><a href="#I">I</a></li></ul></div>
        <h2 id="I">Capítulo I<span class="mw-editsection">[editar]</span></h2>
        <p>La tía<sup class="reference"><a href="#cite_note-1">[nota 1]</a></sup> cerró
        <span class="ws-pagenum">[1]</span>
        la puerta.</p><div class="ws-poem"><p><span class="ws-poem-versenum">5</span>Un verso.</p></div>
        <h2>Notas y referencias</h2><ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><a
        href="#cite_ref-1">↑</a></span> <span class="reference-text">Del editor.</span></li></ol></div></main>
        <div id="catlinks" class="catlinks">Categorías: Casas</div><footer role="contentinfo">Aviso</footer>""",
        tmp_path,
    )
    assert book.text == "La casa\n\nCapítulo I\n\nLa tía cerró la puerta.\n\nUn verso.\n"
    assert counts(book) == {
        "frame of a web page": 3,
        "navigation": 4,
        "note marks": 1,
        "page numbers": 1,
        "line numbers": 1,
        "notes": 1,
    }


def test_a_page_of_a_blog(tmp_path: Path) -> None:
    book = opened_page(
        f"""<head><link rel="canonical" href="https://x.example/pozo"></head><body>
        <div id="cookie-notice"><p>{LONG}</p><button>Vale</button></div>
        <header><h1>Blog de Ana</h1></header><div class="search"><form>Buscar</form></div>
        <article><header><h1>El pozo</h1></header><p>Estaba seco.</p><aside><p>Agua que no bebes.</p></aside>
        <p>Nadie bajaba.</p><footer>Ana, en Madrid</footer><div class="share-buttons"><ul><li>{OUT}</li></ul></div>
        <section id="comments"><h2>Un comentario</h2><p>{LONG}</p><form>Responder</form></section></article>
        <aside><h2>Entradas recientes</h2><p>{OUT}</p></aside><footer>© 2021<script>var x</script></footer>""",
        tmp_path,
    )
    assert book.text == "El pozo\n\nEstaba seco.\n\nAgua que no bebes.\n\nNadie bajaba.\n\nAna, en Madrid\n"
    assert counts(book) == {"frame of a web page": 7}
    assert book.dropped[0].first_words[1:3] == ("Blog de Ana", "Buscar")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>a</p><footer>© 1998, Ediciones X</footer>", "a"),
        (f"<p>a</p><aside>{OUT}</aside>", "a"),
        (
            "<article><p>a</p><aside>b</aside></article><aside>Más cuentos</aside><footer>Un sitio</footer>",
            "a\n\nb",
        ),
        ("<p>a</p><div role='search'>Buscar</div><footer>Un sitio</footer><aside>Más</aside>", "a"),
        (f"<nav>{OUT}</nav><h1>T</h1><p>a</p><footer>Un sitio</footer>", "T\n\na"),
        ("<main><p>a</p></main><div>Volver arriba</div><form>Buscar</form>", "a"),
        (f"<div id='header'><h1>{OUT}</h1></div><p>a</p><div class='footer'>© 2004 Un sitio</div>", "a"),
        (f"<div id='cabecera'>{OUT}</div><p>a</p><div id='pie'>© 2004 Un sitio</div>", "a"),
        ("<p>a</p><div class='transnote'><h2>Nota del transcriptor</h2><p>Se corrigió.</p></div>", "a"),
        (f"<ul id='menu'><li>{OUT}</li></ul><p>a</p><div class='left sidebar'>{OUT}</div>", "a"),
    ],
)
def test_what_a_page_puts_around_a_text(body: str, text: str, tmp_path: Path) -> None:
    assert opened_page(f"<body>{body}</body>", tmp_path).text == text + "\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            "<p>a</p><footer>Ana, 4 de mayo de 1905</footer><aside>Lema</aside>",
            "a\n\nAna, 4 de mayo de 1905\n\nLema",
        ),
        ("<header><h1>T</h1><p>Lema</p></header><p>a</p>", "T\n\nLema\n\na"),
        ("<header><h1>T</h1></header><main><p>a</p></main><form>b</form>", "T\n\na"),
        ("<form></form><section><p>a</p><footer>Ana</footer></section>", "a\n\nAna"),
        ("<form></form><main><p>a</p><aside>Lema</aside><footer>Ana</footer></main>", "a\n\nLema\n\nAna"),
        (f"<main><p>a</p></main><button>x</button><div><p>{LONG.replace('cookies', 'cosas')}</p></div>", None),
        (f"<form>x</form><div class='has-sidebar'><p>{LONG}</p><form></form></div>", f"x\n\n{LONG}"),
        ("<form></form><article><p>a</p></article><article><p>b</p></article>", "a\n\nb"),
        (
            f"<div id='header'><h1>T</h1>{OUT}</div><p>a</p><div id='footer'>Ana</div>",
            "T\n\nOtra página\n\na\n\nAna",
        ),
        (
            f"<div class='menu'><p>Sopa, pan y vino, dice {OUT}</p></div><p>a</p>",
            "Sopa, pan y vino, dice Otra página\n\na",
        ),
        (f"<div id='header'><p>{LONG}</p></div><p>a</p>", f"{LONG}\n\na"),
        ("<p class='social'>Un <a href='#x'>mal</a> social.</p><form></form>", "Un mal social."),
    ],
)
def test_what_an_author_may_have_put_there(body: str, text: str | None, tmp_path: Path) -> None:
    wanted = f"a\n\n{LONG.replace('cookies', 'cosas')}" if text is None else text
    assert opened_page(f"<body>{body}</body>", tmp_path).text == wanted + "\n"


@pytest.mark.parametrize(
    "notes",
    [
        '<ol><li id="n1"><span>↑</span> <span>Una nota.</span></li><li id="n2"><i>Otra.</i></li></ol>',
        '<ol><li id="n1"><p>Una nota.</p></li><li><p id="n2">Otra,</p><p>y lo que sigue.</p></li></ol>',
    ],
)
def test_notes_that_only_their_place_in_a_list_numbers(notes: str, tmp_path: Path) -> None:
    marks = '<p>Uno<sup><a href="#n1">1</a></sup> y dos<a href="#n2">[2]</a>.</p>'
    book = opened_page(f"<body>{marks}<h2>Referencias</h2>{notes}<p>Fin.</p>", tmp_path)
    assert book.text == "Uno y dos.\n\nFin.\n"
    assert counts(book) == {"note marks": 2, "notes": 2}
    steps = '<p>Véase <a href="#n2">2</a>.</p>'  # neither raised nor in brackets
    assert "Otra" in opened_page(f"<body>{steps}{notes}", tmp_path).text


def test_the_pages_of_an_epub_have_no_frame(tmp_path: Path) -> None:
    write_pages(tmp_path / "a.epub", {"a": f"<nav>{OUT}</nav><p>a</p><footer>© Ana</footer>"})
    (book,) = open_books(tmp_path / "a.epub")
    assert book.text == "a\n\n© Ana\n"
