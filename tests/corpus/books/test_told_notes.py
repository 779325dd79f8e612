"""Notes that only their class or their place tells, and what looks like them."""

from pathlib import Path

import pytest

from tests.corpus.books.pages import opened_html

TEXT = "La tía{} cerró la puerta{}, y se fue a dormir, que era tarde, y al otro día había que ir a la feria."
RAISED = TEXT.format("<sup>1</sup>", "<sup>2</sup>")
PLAIN = TEXT.format("", "")


@pytest.mark.parametrize(
    "notes",
    [
        '<p class="footnote">1 Del editor.</p><p class="footnote"><sup>2</sup>Otra.</p>',
        '<div class="footnotes"><h3>Notes:</h3><p>1. Del editor.</p><p>Y sigue.</p><p>2. Otra.</p></div>',
        '<div class="endnotes"><ol><li>Del editor.</li><li>Otra.</li></ol></div>',
        '<div class="note"><p>[1] Del editor.</p><p>Y sigue.</p></div><p class="fn">[2] Otra.</p>',
        '<div id="x" class="sdfootnote"><p><a class="sym">1</a>Del editor.</p><p><a>2</a>Otra.</p></div>',
        "<h3>NOTAS</h3><p>1. Del editor.</p><p>Y sigue.</p><p>2. Otra.</p>",
        "<p><b>Anmerkungen</b></p><ul><li>(1) Del editor.</li><li>(2) Otra.</li></ul>",
        "<h3>Notas</h3><ol><li>Del editor.</li><li><p>Otra.</p></li></ol>",
        "<hr/><p><sup>1</sup>Del editor.</p><p><sup>2</sup>Otra.</p>",
    ],
)
def test_notes_without_links(notes: str, tmp_path: Path) -> None:
    book = opened_html(f"<h2>I</h2><p>{RAISED}</p>{notes}<h2>II</h2><p>{PLAIN}</p>", tmp_path)
    assert book.text == f"I\n\n{PLAIN}\n\nII\n\n{PLAIN}\n"
    assert {one.kind for one in book.dropped} == {"note marks", "notes"}
    assert book.parts == ("I", "II")


def test_signs_are_marks(tmp_path: Path) -> None:
    text, more = TEXT.format("*", "†"), f"<p>{PLAIN}</p>"
    book = opened_html(
        f"<p>{text}</p><p class='note'>* Del editor.</p><p class='note'>† Otra.</p>{more}", tmp_path
    )
    assert book.text == f"{text}\n\n{PLAIN}\n"  # the signs in a text are for the rules


def test_a_box_of_a_note_that_links_show_goes_whole(tmp_path: Path) -> None:
    note = '<div class="footnote"><p id="n1"><a href="#m1">[1]</a> Del editor.</p><p>Y sigue.</p></div>'
    book = opened_html(f"<p>{TEXT.format('<a id=m1 href=#n1>[1]</a>', '')}</p>{note}<p>{PLAIN}</p>", tmp_path)
    assert book.text == f"{PLAIN}\n\n{PLAIN}\n"


@pytest.mark.parametrize(
    "body",
    [
        f'<p>{PLAIN}</p><p class="note">1. Lo primero es oír.</p><p class="note">2. Lo segundo, callar.</p>',
        f'<p>{PLAIN}</p><div class="notes"><p>Notas que tomé en la feria.</p></div><p class="footnote">Nada.</p>',
        f"<h2>Notas</h2><p>1. Lo primero es oír.</p><p>2. Lo segundo, callar.</p><p>{PLAIN}</p>",
        f"<h2>Notas</h2><p>Lo primero es oír.</p><p>{PLAIN}</p>",
        f"<p>{PLAIN}</p><hr/><p>a) Lo primero.</p><p>b) Lo segundo.</p>",
        f"<p>{PLAIN}</p><hr/><p>* * *</p><p>{PLAIN}</p><hr/><p>1 hombre vino.</p>",
    ],
)
def test_what_has_no_mark_in_the_text_is_no_note(body: str, tmp_path: Path) -> None:
    book = opened_html(body, tmp_path)
    assert not [one for one in book.dropped if one.kind == "notes"]


def test_what_stands_behind_the_notes_stays(tmp_path: Path) -> None:
    book = opened_html(
        f"<p>{RAISED}</p><h3>Notas</h3><p>1. Una.</p><p>2. Otra.</p><p>Fin.</p><p>{PLAIN}</p>", tmp_path
    )
    assert book.text == f"{PLAIN}\n\nFin.\n\n{PLAIN}\n"


def test_a_text_that_is_mostly_notes_keeps_them(tmp_path: Path) -> None:
    book = opened_html(f"<p>Sí<sup>1</sup>.</p><h3>Notas</h3><p>1. {PLAIN}</p>", tmp_path)
    assert PLAIN in book.text


def test_the_last_line_of_project_gutenberg_is_no_note(tmp_path: Path) -> None:
    notes = "<h3>FOOTNOTES:</h3><p>[1] Del editor.</p>"
    page = f"<p>La tía[1] duerme.</p>{notes}<p>*** END OF THE PROJECT GUTENBERG EBOOK X ***</p><p>Terms.</p>"
    book = opened_html(page, tmp_path)
    assert book.text == "La tía[1] duerme.\n\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\n\nTerms.\n"


@pytest.mark.parametrize("mark", ["<sup>{}</sup>", '<span class="super">{}</span>'])
def test_letters_behind_a_rule(mark: str, tmp_path: Path) -> None:
    marks = f"<p>{PLAIN} Uno{mark.format('a')} y dos{mark.format('b')}, el 1<sup>o</sup>.</p>"
    notes = f"<hr/><p>{mark.format('a')} Del editor.</p><p>{mark.format('b')} Otra.</p>"
    assert opened_html(marks + notes, tmp_path).text == f"{PLAIN} Uno y dos, el 1o.\n"
