"""Where a page or a line of the print begins, between two words or within one; and lines of verse in pieces."""

from pathlib import Path

import pytest

from tests.corpus.books.pages import TEI, XHTML, opened

LONG = "<p>" + "La tarde caía despacio sobre la plaza y la fuente. " * 250 + "</p>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ('guardaba<pb n="7"/>las llaves', "guardaba las llaves"),
        ('guardaba<cb/>las <milestone unit="p"/>llaves', "guardaba las llaves"),
        ('guardaba <pb n="7"/> las<lb/>llaves', "guardaba las llaves"),
        ('guardaba<pb/><cb/><lb n="1"/>las', "guardaba las"),
        ('guar<pb n="7" break="no"/>daba las lla<lb break="no"/>ves', "guardaba las llaves"),
        ('guar\n  <pb break="no"/>\n<lb break="no"/>daba', "guardaba"),
        ('guarda<pb break="yes"/>ba', "guarda ba"),
        ('guardaba,<pb n="7"/>y las', "guardaba, y las"),
        ('3,<pb n="7"/>50 o 1<pb/>2', "3,50 o 12"),
        ("l’<pb/>homme y pa<pb/>labra", "l’homme y palabra"),
        ('guar-<lb/>daba las lla-<lb break="no"/>ves y lla-\n<pb n="8"/>\nves', "guardaba las llaves y llaves"),
        ("dijo él —<lb/>sin prisa", "dijo él — sin prisa"),
        ("Krönungs-<lb/>und Rathaus", "Krönungs- und Rathaus"),
        ("<pb/>guardaba<pb/>", "guardaba"),
        ("la llave de La<pb/>Habana", "la llave de La Habana"),
    ],
)
def test_a_break_of_the_print(inside: str, text: str, tmp_path: Path) -> None:
    assert opened(TEI.format(f"<body><p>{inside}</p></body>"), tmp_path).text == text + "\n"


def test_the_book_knows_its_words(tmp_path: Path) -> None:
    inside = "sobre<pb/>la fuen<pb/>te y la<pb/>plaza, des<pb/>pacio y con calma de bur<pb/>gués; peut-<lb/>être"
    text = opened(TEI.format(f"<body>{LONG}<p>{inside}</p></body>"), tmp_path).text
    assert text.endswith("sobre la fuente y la plaza, despacio y con calma de burgués; peutêtre\n")
    twice = opened(TEI.format(f"<body>{LONG}<p>tarde-<lb/>plaza</p></body>"), tmp_path).text
    assert twice.endswith("\n\ntarde-plaza\n")
    inside = "un vis-à-vis, un grand‐père et un grand-<lb/>père"
    elsewhere = opened(TEI.format(f"<body><p>{inside}</p></body>"), tmp_path).text
    assert elsewhere == "un vis-à-vis, un grand‐père et un grand-père\n"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<lg><l>Tarde gris,<pb/></l><l>mar<pb/>gris.</l></lg>", "Tarde gris,\nmar gris."),
        ("<lg><l><seg>Tarde</seg><seg>gris,</seg></l><l>mar<caesura/>gris.</l></lg>", "Tarde gris,\nmar gris."),
        ("<p><w>Tarde</w><w>gris</w></p>", "Tarde gris"),
        ("<p>Una <seg>tar</seg>de <seg>gris</seg>.</p>", "Una tarde gris."),
        ('<sp><l part="I">Tarde gris,</l><l part="F">mar gris.</l></sp>', "Tarde gris,\nmar gris."),
        (
            "<sp><speaker>ANA</speaker><lg><l>Tarde gris,</l><l>mar gris.</l></lg></sp>",
            "ANA\n\nTarde gris,\nmar gris.",
        ),
        ("<sp><lg><q><l>Tarde gris,</l><l>mar gris.</l></q></lg></sp>", "Tarde gris,\nmar gris."),
    ],
)
def test_lines_of_verse_in_pieces(inside: str, text: str, tmp_path: Path) -> None:
    assert opened(TEI.format(f"<body>{inside}</body>"), tmp_path).text == text + "\n"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ('<p class="verse"><span>Tarde gris,</span><span>mar gris.</span></p>', "Tarde gris,\nmar gris."),
        ('<div epub:type="z3998:verse"><p><span>Tarde,</span> <span>mar.</span></p></div>', "Tarde,\nmar."),
        ('<p class="poem"><span><span>Tarde</span></span><span><i>mar.</i></span></p>', "Tarde\nmar."),
        ('<p class="verse"><span>Tarde gris,</span><br/><span>mar gris.</span></p>', "Tarde gris,\nmar gris."),
        ('<p class="verse">Tarde <span>gris</span><span>es</span></p>', "Tarde grises"),
        ("<p><span>Tar</span><span>de gris</span></p>", "Tarde gris"),
    ],
)
def test_spans_that_are_lines_of_verse(inside: str, text: str, tmp_path: Path) -> None:
    assert opened(XHTML.format(inside), tmp_path).text == text + "\n"
