"""The bodies of a FictionBook: which are notes, and which are text."""

from pathlib import Path

import pytest

from proust_attention.corpus.books import Book
from tests.corpus.books.pages import opened

FB2 = (
    '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">{}'
    "</FictionBook>"
)
FIRST = "<body><title><p>La casa</p></title><section><p>Uno{}, dos{}.</p></section></body>"
NOTE = '<section id="{0}"><title><p>{0}</p></title><p>Del editor.</p></section>'
MARK = '<a l:href="#{0}" {1}>[{0}]</a>'


def with_bodies(bodies: str, folder: Path) -> Book:
    return opened(FB2.format(bodies), folder)


@pytest.mark.parametrize(
    "body",
    [
        '<body name="notes">{}</body>',
        '<body name="Comments"><title><p>Otras cosas</p></title>{}</body>',
        '<body name="notes_2">{}</body>',
        "<body><title><p>Примечания</p></title>{}</body>",
        "<body><title><p>NOTAS</p></title>{}</body>",
        "<body>{}</body>",
    ],
)
@pytest.mark.parametrize("kind", ['type="note"', 'type="comment"', ""])
def test_a_body_of_notes(kind: str, body: str, tmp_path: Path) -> None:
    notes = body.format(NOTE.format("n1") + NOTE.format("c2"))
    book = with_bodies(FIRST.format(MARK.format("n1", kind), MARK.format("c2", kind)) + notes, tmp_path)
    assert book.text == "Uno, dos.\n"
    assert {one.kind: one.count for one in book.dropped} == {"front matter": 1, "note marks": 2, "notes": 1}


@pytest.mark.parametrize(
    "body",
    [
        "<body><title><p>Tomo segundo</p></title><section><p>Tres.</p></section></body>",
        '<body name="II"><title><p>Tomo segundo</p></title><section id="x"><p>Tres.</p></section></body>',
    ],
)
def test_another_body_is_text(body: str, tmp_path: Path) -> None:
    links = '<a l:href="#x">1</a>' if "id=" not in body else '<a l:href="#x">el otro tomo</a>'
    book = with_bodies(FIRST.format("", " y " + links) + body, tmp_path)
    assert book.text.endswith("Tomo segundo\n\nTres.\n")
    assert "notes" not in {one.kind for one in book.dropped}


def test_notes_inside_the_text_make_no_notes_of_it(tmp_path: Path) -> None:
    first = FIRST.format(MARK.format("n1", ""), MARK.format("n2", "")).replace("</body>", "")
    inside = NOTE.format("n1") + NOTE.format("n2") + "</body>"
    book = with_bodies(f"{first}{inside}<body><section><p>Tres.</p></section></body>", tmp_path)
    assert book.text.startswith("Uno")
    assert book.text.endswith("Tres.\n")


def test_a_book_may_be_called_notes(tmp_path: Path) -> None:
    first = FIRST.replace("La casa", "Notas").format("", "")
    book = with_bodies(f"{first}<body><section><p>Tres.</p></section></body>", tmp_path)
    assert book.text == "Uno, dos.\n\nTres.\n"


def test_words_that_lead_to_a_note_stay(tmp_path: Path) -> None:
    link = '<a l:href="#n1">véase la nota</a>'
    book = with_bodies(
        FIRST.format(MARK.format("n1", ""), f" ({link})") + f"<body>{NOTE.format('n1')}</body>", tmp_path
    )
    assert book.text == "Uno, dos (véase la nota).\n"


def test_a_book_of_notes_is_a_text(tmp_path: Path) -> None:
    assert with_bodies('<body name="notes"><section><p>Uno.</p></section></body>', tmp_path).text == "Uno.\n"


def test_the_notes_may_stand_first(tmp_path: Path) -> None:
    notes = f'<body name="notes">{NOTE.format("n1")}</body>'
    assert with_bodies(notes + FIRST.format(MARK.format("n1", ""), ""), tmp_path).text == "Uno, dos.\n"
