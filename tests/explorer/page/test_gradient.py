"""One step, by hand, in a real browser: every number that it shows, against NumPy's backward pass."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from proust_attention.explorer import site, witness
from proust_attention.inspection import Example
from proust_attention.inspection.gradcheck import gradients_by_hand
from tests.explorer.machines import Values, exact, ids_of, random_weights
from tests.explorer.piece_machine import CONFIG, piece_machine
from tests.explorer.piece_machine import ids_of as pieces_of
from tests.explorer.shown import MODERN, START, TEXT, Shown, T
from tests.explorer.visiting import visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CELL = "#gradient .gradient-cell[aria-busy=false]"


def gradients(shown: Shown) -> Values:
    """Of the weights, by NumPy, on the text of the page."""
    window = ids_of(shown.config, TEXT)[None, START:]
    values = exact(random_weights(shown.config))
    return gradients_by_hand(shown.config.model, values, Example(window[:, :-1], window[:, 1:]))


def take_apart(page: "Page") -> None:
    page.locator(".gradient-begin:enabled").click()
    page.locator(".gradient-way li").first.wait_for()
    page.locator(f"{CELL} tbody tr").first.wait_for()


def open_gradient(page: "Page", name: str) -> None:
    page.locator(f'[data-gradient="{name}"]').click()
    page.locator("#gradient-detail h3", has_text=re.compile(f"^{re.escape(name)}$")).first.wait_for()


def rows(page: "Page", table: str) -> list[list[str]]:
    code = "all => all.map(tr => [...tr.cells].map(cell => cell.textContent))"
    found: list[list[str]] = page.locator(f"#gradient {table} :is(tbody, tfoot) tr").evaluate_all(code)
    return found


def witnessed(page: "Page", name: str, row: int, column: int) -> tuple[list[list[str]], list[list[str]]]:
    """Choose a number; return its witnesses and its terms, when all are there."""
    columns = int(
        page.locator(".gradient-picture .grid").evaluate("grid => grid.style.getPropertyValue('--columns')")
    )
    down = int(page.locator(".gradient-picture .grid").evaluate("grid => grid.style.getPropertyValue('--rows')"))
    surface = page.locator(".gradient-picture .grid-marks")
    surface.scroll_into_view_if_needed()
    box = surface.bounding_box()
    assert box
    at = {"x": (column + 0.5) * box["width"] / columns, "y": (row + 0.5) * box["height"] / down}
    surface.click(position=at)
    page.locator(CELL).wait_for()
    until(
        lambda: "…" not in str(rows(page, ".gradient-witnesses")), lambda: str(rows(page, ".gradient-witnesses"))
    )
    assert name in page.locator(".gradient-witnesses caption").inner_text()
    return rows(page, ".gradient-witnesses"), rows(page, ".gradient-terms")


@pytest.mark.parametrize(
    ("name", "row", "column"),
    [
        ("blocks.1.attention.W_Q", 5, 7),
        ("blocks.0.feed_forward.W_1", 3, 11),
        ("blocks.0.norm_2.gamma", 0, 4),
        ("embedding.token_embedding", 66, 2),  # "a", of which there are several
    ],
)
def test_a_number_and_its_witnesses(shown: Shown, name: str, row: int, column: int) -> None:
    page = shown.page
    take_apart(page)
    open_gradient(page, name)
    gradient = gradients(shown)[name]
    expected = gradient[row, column] if gradient.ndim == 2 else gradient[column]
    witnesses, terms = witnessed(page, name, row, column)
    who = {head: float(value) for head, value, _ in witnesses}
    assert len(who) == 2 + len(witness.engines())
    assert who.pop("difference of two losses") == pytest.approx(expected, abs=1e-6)
    assert all(value == pytest.approx(expected, abs=2e-10) for value in who.values()), who
    products = [float(cells[-1]) for cells in terms]
    assert sum(products[:-1]) == pytest.approx(products[-1], abs=1e-8)  # as a learner adds them up
    assert products[-1] == pytest.approx(expected, abs=2e-10)
    for _, x, d, product in terms[:-1]:
        assert float(x) * float(d) == pytest.approx(float(product), abs=1e-8)


@MODERN
def test_the_way_back(shown: Shown) -> None:
    page = shown.page
    take_apart(page)
    expected = gradients(shown)
    norm = float(np.sqrt(sum((array**2).sum() for array in expected.values())))
    said = page.locator(".gradient-said").inner_text()
    assert said.startswith(f"{T - 1} predictions")
    assert f"{norm:.4f}" in said
    names = page.locator("[data-gradient]").evaluate_all("all => all.map(one => one.dataset.gradient)")
    assert set(expected) < set(names)
    assert names[0] == "logits"
    assert names[-1] == "embedding.token_embedding"
    page.locator('[data-gradient="blocks.1.attention.weights"]').click()
    page.locator("#gradient-detail h3", has_text="Attention weights, block 2").wait_for()
    assert page.locator(".gradient-cell").is_hidden()
    assert "dO·Vᵀ" in page.locator("#gradient-detail .formula").inner_text()


@MODERN
def test_with_the_keyboard(shown: Shown) -> None:
    page = shown.page
    take_apart(page)
    open_gradient(page, "blocks.1.attention.W_Q")
    witnessed(page, "W_Q", 5, 7)
    first = page.locator(".gradient-sentence").inner_text()
    assert first.startswith("blocks.1.attention.W_Q, row: number 5, column: number 7: ")
    page.locator(".gradient-picture .grid-marks").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.locator(".gradient-sentence", has_text="row: number 6, column: number 8").wait_for()
    page.locator(CELL).wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.gradient") == "blocks.1.attention.W_Q"


@MODERN
def test_another_text_is_another_step(shown: Shown) -> None:
    page = shown.page
    take_apart(page)
    shown.explorer.type("Wait")
    page.locator(".gradient-frame").wait_for(state="hidden")
    take_apart(page)
    assert page.locator(".gradient-said").inner_text().startswith("3 predictions")
    shown.explorer.type("W")
    assert page.locator(".gradient-begin").is_disabled()
    assert "Two characters at least" in page.locator(".gradient-begin").inner_text()


def test_a_token_that_the_text_has_not(shown: Shown) -> None:
    page = shown.page
    take_apart(page)
    open_gradient(page, "embedding.token_embedding")
    witnesses, terms = witnessed(page, "token_embedding", 2, 5)
    assert {float(value) for _, value, _ in witnesses} == {0.0}
    assert terms == []
    assert "no such token" in page.locator(".gradient-terms").inner_text()


def test_pieces(browser: "Browser", tmp_path: Path) -> None:
    _, values, pages = piece_machine(tmp_path)
    text = "Le soir, de la lampe"
    with visiting(browser, pages) as explorer:
        explorer.open("language=es")
        explorer.page.fill("#phrase", text)
        ids = pieces_of(text)[None]
        explorer.page.locator(f"#characters > :nth-child({ids.size})").wait_for()
        take_apart(explorer.page)
        said = explorer.page.locator(".gradient-said").inner_text()
        assert said.startswith(f"{ids.size - 1} predicciones, una tras cada token")
        expected = gradients_by_hand(CONFIG.model, exact(values), Example(ids[:, :-1], ids[:, 1:]))
        witnesses = rows(explorer.page, ".gradient-witnesses")
        largest = expected["output_projection"].flat[np.abs(expected["output_projection"]).argmax()]
        assert float(witnesses[0][1].replace(",", ".")) == pytest.approx(largest, abs=2e-10)


def test_a_page_of_files_has_two_witnesses(browser: "Browser", tmp_path: Path) -> None:
    """No server of ours computes beside it, and it says so."""
    pages = site.build()
    with visiting(browser, pages) as explorer:
        explorer.page.route("**/engines.json", lambda route: route.fulfill(json=[]))
        explorer.open("text=La+vie")
        take_apart(explorer.page)
        assert len(rows(explorer.page, ".gradient-witnesses")) == 2
        assert (
            "Where “proust explore” serves the page" in explorer.page.locator(".gradient-witnesses").inner_text()
        )
