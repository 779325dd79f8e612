"""Lines of verse that are split or glued, and first letters that are set apart."""

from pathlib import Path

import pytest

from tests.corpus.books.pages import opened_html

LONG = (
    "Esto lo dijo el maestro, que lo había leído en un libro que le prestó la tía, " + "y nadie volvió a ver. " * 3
)


STANZAS = "Uno,\ndos.\n\nTres,\ncuatro."


@pytest.mark.parametrize(
    "body",
    [
        '<div class="poem"><p>Uno,<br/>dos.</p><p>Tres,<br clear="all"/>\ncuatro.</p></div>',
        """<div class="poem">
        <p>Uno,</p>
        <p>dos.</p>
        <p>&nbsp;</p>
        <p>Tres,</p>
        <p><i>cuatro.</i></p></div>""",
        """<div class="poetry"><div class="stanza">
        <div class="verse">Uno,</div>
        <div class="verse indent1">dos.</div>
        </div><div class="stanza-fr"><div class="verse">Tres,</div><div class="verse">cuatro.</div></div></div>""",
        """<p class="verse">Uno,</p>
        <p class="verse">dos.</p><p class="verse"><br/></p><p class="line">Tres,</p>
        <p class="line">cuatro.</p>""",
        """<div class="poem"><div class="stanza">
        <span class="i0">Uno,<br/></span>
        <span class="i2">dos.<br/></span>
        </div><div class="stanza"><span class="i0">Tres,</span>
        <span class="i10">cuatro.</span></div></div>""",
        """<p><span class="line">Uno,</span><span class="line">dos.</span></p><p>
        <span style="display: block">Tres,</span>
        <span style="display:block">cuatro.</span></p>""",
        """<blockquote><p><span>Uno,</span>
        <br/>
        <span class="i1">dos.</span></p><p><span class="i1">Tres,</span>
        <br/>
        <span class="i1">cuatro.</span></p></blockquote>""",
        """<ul class="poem"><li>Uno,</li><li>dos.</li></ul>
        <div class="ws-poem-stanza"><span class="ws-poem-line">Tres,<span><br/></span></span>
        <span class="ws-poem-line">cuatro.</span></div>""",
    ],
)
def test_lines_of_verse(body: str, tmp_path: Path) -> None:
    assert opened_html(f"<p>Prosa.</p>{body}<p>Prosa.</p>", tmp_path).text == f"Prosa.\n\n{STANZAS}\n\nProsa.\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f'<div class="verse"><p>Uno.</p><p>{LONG}Y no más.</p></div>', f"Uno.\n\n{LONG}Y no más."),
        (f'<p class="verse">{LONG}Así es.</p><p class="verse">{LONG}Sí.</p>', f"{LONG}Así es.\n\n{LONG}Sí."),
        ('<p>Una <span class="line">palabra</span> y <span class="line">otra</span>.</p>', "Una palabra y otra."),
        ('<p><span class="i1">Una</span> palabra.</p>', "Una palabra."),
        ('<p class="verse">Uno,<br/>dos.</p><p class="verse">Tres,<br/>cuatro.</p>', STANZAS),
    ],
)
def test_what_is_no_line(body: str, text: str, tmp_path: Path) -> None:
    assert opened_html(body, tmp_path).text == text + "\n"


@pytest.mark.parametrize(
    "cap",
    [
        '<span class="dropcap">L</span>',
        '<span class="drop-cap1">L</span> ',
        '<span class="first-letter">L</span>\n',
        "<big>L</big> ",
        '<font size="6">L</font>\n',
        '<b style="float:left">L</b> ',
        '<span style="font-size: 300%"><b>L</b></span> ',
        '<span class="dropped_cap">L</span><br/>',
    ],
)
def test_a_first_letter_is_one_with_its_word(cap: str, tmp_path: Path) -> None:
    assert opened_html(f"<p>{cap}ongtemps</p>", tmp_path).text == "Longtemps\n"
    assert opened_html(f"<p>{cap}<span class='sc'>ongtemps</span></p>", tmp_path).text == "Longtemps\n"
    assert opened_html(f"<p>{cap.replace('L', 'L’')}homme</p>", tmp_path).text == "L’homme\n"
    assert opened_html(f"<p>{cap.replace('L', 'E')}n un</p>", tmp_path).text == "En un\n"
    assert opened_html(f"<p>«{cap.strip()} <i>ongtemps</i></p>", tmp_path).text == "«Longtemps\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ('<table><tr><td class="dropcap">L</td><td>ongtemps</td></tr></table>', "Longtemps"),
        ('<div class="dropcap">L</div><div>ongtemps</div>', "Longtemps"),
        ("<p><img alt='L' src='l.png'/>ongtemps</p><p><img alt='A'/> la mañana</p>", "Longtemps\n\nA la mañana"),
        ('<p><span class="x"><img alt="«L"/></span>ongtemps</p>', "«Longtemps"),
        ("<p><img alt='L'/>Longtemps</p><p>Un <img alt='L'/>ongtemps</p>", "Longtemps\n\nUn ongtemps"),
        ("<div><img alt='L'/></div><p>ongtemps</p><p><img alt='Luna'/>ongtemps</p>", "ongtemps\n\nongtemps"),
        ("<p><big>A</big> la mañana</p><p><big>Y</big> el sol</p>", "A la mañana\n\nY el sol"),
        (
            '<p><span class="dropcap">À</span> la fin</p><p><span class="dropcap">O</span> sole</p>',
            "À la fin\n\nO sole",
        ),
        ("<h2><big>V</big><br/>La llave</h2><p><big>B</big></p><p>babor</p>", "V\nLa llave\n\nB\n\nbabor"),
        (
            "<p>El punto <big>B</big> está allí.</p><p><big>A</big></p><p>D E D</p>",
            "El punto B está allí.\n\nA\n\nD E D",
        ),
    ],
)
def test_letters_that_are_words_and_letters_that_stand_alone(body: str, text: str, tmp_path: Path) -> None:
    assert opened_html(body, tmp_path).text == text + "\n"
