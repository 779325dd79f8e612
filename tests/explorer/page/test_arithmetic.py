"""The arithmetic of a cell in a real browser, against NumPy's trace."""

import re
from urllib.parse import quote

import numpy as np
import pytest

from tests.explorer.machines import TOLERANCE, assert_near
from tests.explorer.shown import MODERN, START, TEXT, Shown, T, middle

LATE = """const send = Worker.prototype.postMessage
Worker.prototype.postMessage = function (...all) {
  if (all[0].name !== "blocks.0.attention.query") return send.apply(this, all)
  document.documentElement.dataset.late = "waits"
  setTimeout(() => {
    send.apply(this, all)
    document.documentElement.dataset.late = "sent"
  }, 1000)
}"""


@MODERN
def test_of_two_choices_the_second_counts(visited: Shown) -> None:
    """The numbers of the first come late: its layer has to be requested, that of the second is there."""
    with visited.page.context.new_page() as page:
        page.add_init_script(LATE)
        page.goto(f"{visited.explorer.server.address}#text={quote(TEXT)}&layer=1&head=2&language=en")
        page.locator("#arithmetic .table").nth(2).wait_for()
        page.get_by_role("button", name="layer 1, head 2", exact=True).click()
        page.locator("[data-late=waits]").wait_for()
        page.get_by_role("button", name="layer 2, head 1", exact=True).click()
        page.locator(".arithmetic-sentence", has_text="Head 1 of layer 2").wait_for()
        page.locator("[data-late=sent]").wait_for()
        page.wait_for_timeout(300)  # until the late ones are there
        assert "Head 1 of layer 2" in page.locator(".arithmetic-sentence").inner_text()


@pytest.mark.parametrize("column", [3, 0, 8, 9])
def test_the_arithmetic_of_a_cell(shown: Shown, column: int) -> None:
    layer, head, row = 1, 2, 8
    surface = shown.map(layer, head).locator(".grid-marks")
    surface.click(position=middle(surface, row, column, T, T))
    shown.page.locator(
        "#arithmetic .arithmetic-sentence", has_text=re.compile(rf"to «.» \({START + column + 1}\)")
    ).wait_for()
    query, key = shown.of("query", layer)[head, row], shown.of("key", layer)[head]
    weights, value = shown.of("weights", layer)[head, row, : row + 1], shown.of("value", layer)[head]

    products = np.array(shown.table(0), float)[:, 1:]
    assert_near(products, np.stack([query, key[column], query * key[column]], axis=1))
    score = float(shown.page.locator("#arithmetic tfoot td:last-child").first.inner_text())
    assert abs(products[:, 2].sum() - score) <= 1e-4  # as a learner adds it up
    assert score == pytest.approx(query @ key[column], abs=1e-4)

    scores, powers, found = np.array([texts[1:] for texts in shown.table(1)], float).T
    assert_near(scores, query @ key[: row + 1].T)
    assert_near(powers, np.exp(scores - scores.max()))
    assert_near(found, weights)
    formulas = shown.page.locator("#arithmetic .formula").all_inner_texts()
    if column > row:
        assert formulas[1].endswith("-∞")
        assert formulas[2].endswith("= 0")
    else:
        assert float(formulas[0].split("= ")[-1]) == float(formulas[1].split("= ")[-1]) == score
        assert float(formulas[2].split("= ")[-1]) == pytest.approx(weights[column], abs=6e-5)

    gathered = np.array(shown.table(2), float)[:, 1:]
    assert_near(gathered[:, -1], weights @ value[: row + 1])
    masked = column > row
    if not masked:
        assert_near(gathered[:, 0], value[column])
        assert np.abs(gathered[:, 1] - weights[column] * value[column]).max() <= TOLERANCE * np.abs(value).max()
    assert np.abs(gathered[:, 1:-1].sum(axis=1) - gathered[:, -1]).max() <= 1e-4
