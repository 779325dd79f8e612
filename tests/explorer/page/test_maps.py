"""The maps of attention in a real browser: colours, the chosen cell, what is said of it; against NumPy's trace."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np
import pytest

from tests.explorer.machines import assert_near
from tests.explorer.shown import MODERN, START, TEXT, H, L, Shown, T, cells_of, lightness, middle
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def entropy(row: np.ndarray) -> float:
    positive = row[row > 0]
    return float(-(positive * np.log2(positive)).sum())


@MODERN
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_the_colours_of_the_map(visited: Shown, scale: str, colours: Any) -> None:
    visited.open(f"scale={scale}")
    visited.page.emulate_media(color_scheme=colours)  # the page is open, and colours itself anew
    ramp = lightness(ends(visited.page))  # from the paper to the ink
    seen = np.tril(np.ones((T, T), bool))
    for layer in range(L):
        for head in range(H):
            weights = visited.of("weights", layer)[head]
            along = weights if scale == "linear" else np.maximum(0, 1 + np.log10(np.maximum(weights, 1e-9)) / 4)
            light = coloured(visited.map(layer, head), seen, np.interp(along[seen], [0, 1], ramp))
            order = np.argsort(along[seen])
            steps = np.diff(light[order])[np.diff(along[seen][order]) > 1 / 128]
            assert (steps < 0 if colours == "light" else steps > 0).all()
    visited.page.emulate_media(color_scheme="light")


def coloured(shown: "Locator", seen: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """The lightness of the cells that are seen, once it is the expected; the others are left clear."""

    def light() -> np.ndarray:
        cells = cells_of(shown.locator(".grid-cells"), T, T)
        assert (cells[..., 3] == 255 * seen).all()
        return lightness(cells[seen][:, :3])

    def off() -> float:
        return float(np.abs(light() - expected).max())

    until(lambda: off() < 0.02, lambda: f"the lightness is {off()} off")
    return light()


def ends(page: "Page") -> np.ndarray:
    """The colours of paper and ink."""
    code = "() => ['backgroundColor', 'color'].map(name => getComputedStyle(document.body)[name].match(/\\d+/g))"
    return np.array(page.evaluate(code), float)


def test_a_cell_is_chosen_with_the_mouse(shown: Shown) -> None:
    assert shown.said()[:4] == (2, 1, 8, 3)  # as the address says
    for layer, head, row, column in [(0, 1, 9, 2), (1, 0, 10, 10), (0, 2, 5, 0)]:
        surface = shown.map(layer, head).locator(".grid-marks")
        surface.click(position=middle(surface, row, column, T, T))
        for panel in ("maps", "arithmetic"):
            shown.explorer.says(f"#{panel} .{panel}-sentence", f"ead {head + 1} of layer {layer + 1}")
            said = shown.said(panel)
            assert said[:4] == (head, layer, row, column)
            assert said[4] == pytest.approx(shown.of("weights", layer)[head, row, column], rel=0.006, abs=1e-6)


@MODERN
def test_a_cell_is_chosen_with_the_keyboard(shown: Shown) -> None:
    surface = shown.map(1, 1).locator(".grid-marks")
    surface.focus()
    for key, place in [
        ("Home", (8, 0)),
        ("ArrowUp", (7, 0)),
        ("ArrowRight", (7, 1)),
        ("PageDown", (T - 1, 1)),
        ("End", (T - 1, T - 1)),
        ("ArrowDown", (T - 1, T - 1)),
        ("ArrowLeft", (T - 1, T - 2)),
    ]:
        shown.page.keyboard.press(key)
        assert shown.said()[:4] == (1, 1, *place), key
    assert (
        shown.page.locator("#maps [role=status]").inner_text() == shown.page.locator(".maps-sentence").inner_text()
    )
    assert surface.get_attribute("aria-label") == "Attention map of layer 2, head 2"


@MODERN
def test_what_the_pointer_says(shown: Shown) -> None:
    surface = shown.map(0, 2).locator(".grid-marks")
    surface.hover(position=middle(surface, 6, 4, T, T))
    weight = shown.of("weights")[2, 6, 4]
    words = shown.page.locator(".tip:visible").inner_text()
    found = re.fullmatch(r"«(.)» \((\d+)\) → «(.)» \((\d+)\)  (\S+)", words)
    assert found, words
    assert [int(found[2]) - 1 - START, int(found[4]) - 1 - START] == [6, 4]
    assert float(found[5]) == pytest.approx(weight, rel=0.006)
    surface.hover(position=middle(surface, 4, 6, T, T))
    assert shown.page.locator(".tip:visible").inner_text().endswith("0, for it comes later")


@pytest.mark.parametrize("skip_first", [False, True])
def test_entropies_shades_and_the_first_position_left_out(shown: Shown, skip_first: bool) -> None:
    page, row = shown.page, 8
    if skip_first:
        page.get_by_label("leave the first position out").check()
    for layer in range(L):
        for head in range(H):
            weights = shown.of("weights", layer)[head, row, : row + 1]
            if skip_first:
                weights = weights[1:] / weights[1:].sum()
                assert (cells_of(shown.map(layer, head).locator(".grid-cells"), T, T)[:, 0, 3] == 0).all()
            bits = shown.map(layer, head).locator(".map-bits").inner_text()
            assert float(bits.removesuffix(" bits")) == pytest.approx(entropy(weights), abs=0.006)
    shades = page.eval_on_selector_all(
        "#text [data-weight]", "all => all.map(c => [c.dataset.place, c.dataset.weight])"
    )
    assert [int(place) - START for place, _ in shades] == list(range(skip_first, row + 1))
    assert_near([float(weight) for _, weight in shades], weights)  # of the last map, which is the chosen one


def test_a_table_instead_of_the_maps(shown: Shown) -> None:
    page = shown.page
    page.get_by_label("a table instead").check()
    rows = page.locator("#maps tbody tr")
    cells = [row.locator("td").all_inner_texts() for row in rows.all()]
    expected = np.concatenate([shown.of("weights", layer)[:, 8, :9] for layer in range(L)]).T
    assert np.abs(np.array(cells, float) - expected).max() < 6e-5
    rows.nth(5).get_by_role("button").click()
    page.locator("#maps thead button").nth(1).click()
    assert shown.said()[:4] == (1, 0, 8, 5)
    assert page.evaluate("document.activeElement.textContent") == "layer 1, head 2"  # the focus is not lost


@MODERN
def test_a_row_without_a_number_says_nothing(visited: Shown) -> None:
    beginning = quote(TEXT[:12])
    visited.explorer.open(f"text={beginning}&position=0&pinned=1&skipFirst=1")
    visited.page.locator("#arithmetic .table").nth(2).wait_for()
    for selector in (".maps-sentence", ".maps-row", ".map-bits >> nth=0"):
        assert visited.text(selector) == "", selector
    visited.explorer.open(f"text={beginning}&position=1&pinned=1&skipFirst=1")
    visited.explorer.says(".map-bits >> nth=0", r"^0\.00 bits$")  # all of it on itself


@MODERN
def test_the_chosen_row_in_words_and_in_the_text(shown: Shown) -> None:
    weights = shown.of("weights", 1)[2, 8, :9]
    percents = re.findall(r"\((\d+)\) (\d+)%", shown.text(".maps-row").split(":", 1)[1])
    best = np.argsort(-weights)[:3]
    assert [int(place) - 1 - START for place, _ in percents] == best.tolist()
    assert [int(percent) for _, percent in percents] == pytest.approx(100 * weights[best], abs=0.51)
    assert shown.text("#shaded") == "The shading shows where head 3 of layer 2 looks."
    assert places_of_key(shown) == [START + 3]
    shown.page.get_by_role("button", name="layer 1, head 2", exact=True).click()
    shown.explorer.says("#shaded", "head 2 of layer 1")
    assert shown.said()[:4] == (1, 0, 8, 3)  # the head is another one, the cell is not


@MODERN
def test_the_keyboard_begins_at_the_strongest_cell_and_lets_go(shown: Shown) -> None:
    shown.open(f"position={START + 8}&pinned=1&layer=1&head=2")
    assert places_of_key(shown) == []
    strongest = int(shown.of("weights", 1)[2, 8].argmax())
    shown.map(1, 2).locator(".grid-marks").focus()
    shown.page.keyboard.press("ArrowUp")
    assert shown.said()[:4] == (2, 1, 7, min(7, strongest) if strongest > 7 else strongest)
    shown.page.keyboard.press("Escape")
    until(lambda: places_of_key(shown) == [], lambda: places_of_key(shown))
    until(lambda: "pinned=1" not in shown.explorer.address, lambda: shown.explorer.address)


def places_of_key(shown: Shown) -> list[int]:
    """Which characters of the text are marked as the chosen key."""
    places: list[str] = shown.page.eval_on_selector_all(
        "#characters > .key", "all => all.map(c => c.dataset.place)"
    )
    return [int(place) for place in places]
