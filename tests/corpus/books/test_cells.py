"""Rows of tables: sentences that stand side by side are paragraphs, other cells are a line together."""

from pathlib import Path

import pytest

from tests.corpus.books.pages import HTML, TEI, opened

FB2 = "<FictionBook><body><section>{}</section></body></FictionBook>"
IN_TEI = TEI.format("<body>{}</body>")
FACING = "La tía guardaba las llaves.\n\nMy aunt kept the keys.\n\nNadie la oyó.\n\nNobody heard her.\n"


@pytest.mark.parametrize(
    ("around", "row", "cell"), [(HTML, "tr", "td"), (HTML, "tr", "th"), (IN_TEI, "row", "cell"), (FB2, "tr", "td")]
)
def test_facing_sentences_are_paragraphs(around: str, row: str, cell: str, tmp_path: Path) -> None:
    sentences = FACING.rstrip().split("\n\n")
    rows = (
        f"<{row}><{cell}>{one}</{cell}> <{cell}>{other}</{cell}></{row}>"
        for one, other in zip(sentences[::2], sentences[1::2], strict=True)
    )
    assert opened(around.format(f"<table>{''.join(rows)}</table>"), tmp_path).text == FACING


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (("1", "Nadie la oyó.", "Nobody heard her."), "1 Nadie la oyó.\n\nNobody heard her.\n"),
        (("En abril el agua,", "In April the water,"), "En abril el agua,\n\nIn April the water,\n"),
        (("—¿Y la <i>lámpara</i>?", "“And the lamp?”"), "—¿Y la lámpara?\n\n“And the lamp?”\n"),
        (("Luna nueva", "3 de mayo", "10.15"), "Luna nueva 3 de mayo 10.15\n"),
        (("Capítulo I.", "12"), "Capítulo I. 12\n"),
        (("Ene.", "Feb.", "Mar."), "Ene. Feb. Mar.\n"),
        (("", "Nadie la oyó.", ""), "Nadie la oyó.\n"),
        (('<span class="dropcap">N</span>', "adie la oyó."), "Nadie la oyó.\n"),
        (("<p>Nadie la oyó.</p><p>Nadie.</p>", "<p>Nobody.</p>"), "Nadie la oyó.\n\nNadie.\n\nNobody.\n"),
    ],
)
def test_what_stands_in_a_row(cells: tuple[str, ...], text: str, tmp_path: Path) -> None:
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    assert opened(HTML.format(f"<table><tr>{row}</tr></table>"), tmp_path).text == text
