"""The page on a phone, 360 pixels wide and touched: maps side by side, a key chosen, a long text seen closely."""

import re
from typing import TYPE_CHECKING

import pytest

import proust_attention as proust
from tests.explorer.shown import cells_of
from tests.explorer.visiting import Explorer, visiting
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

LONG = "Longtemps, je me suis couché de bonne heure. Parfois, à peine ma bougie éteinte, mes yeux se fermaient."
NEAR = 24  # as maps/region.js has it
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="module")
def phone(browser: "Browser") -> "Iterator[Explorer]":
    with visiting(browser, **PHONE) as explorer:
        yield explorer


def test_two_maps_beside_each_other(phone: Explorer) -> None:
    phone.open("text=La+vie")
    boxes = [map_.bounding_box() or {} for map_ in phone.page.locator("#maps figure").all()]
    lefts, tops = ([round(box[side]) for box in boxes] for side in ("x", "y"))
    assert len(set(lefts)) == len(set(tops)) == 2
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert phone.page.evaluate(overflow) <= 0


def test_a_key_is_chosen_with_a_finger(phone: Explorer) -> None:
    phone.open("text=La+vie")
    tokens = phone.page.locator("#characters > *")
    tokens.nth(4).tap()
    phone.says(".maps-sentence", r"^Head 1 of layer 1 looks from «i» \(5\) most at ")
    phone.page.get_by_role("button", name="what it looks at").tap()
    tokens.nth(1).tap()
    phone.says(".maps-sentence", r"^Head 1 of layer 1, from «i» \(5\) to «a» \(2\): ")
    tokens.nth(5).tap()  # it comes later, and cannot be looked at from there: now it is the one that looks
    phone.says(".maps-sentence", r"^Head 1 of layer 1 looks from «e» \(6\) most at ")
    until(lambda: "position=5" in phone.address, lambda: phone.address)


def test_who_points_is_not_asked_what_a_tap_chooses(explorer: Explorer) -> None:
    assert not explorer.page.locator("#taps").is_visible()


def test_a_long_text_is_seen_closely(phone: Explorer) -> None:
    phone.open()
    phone.type(LONG)
    T = len(LONG)
    weights = proust.load("recherche-fr").attention(LONG)[1, 1]
    phone.page.locator("#maps .map-name").last.tap()
    phone.page.get_by_label("closely").tap()
    grid = phone.page.locator("#maps .grid-marks").last
    size = (grid.bounding_box() or {})["width"]
    assert size / NEAR > 5  # a cell; of the whole map it is one and a half
    left = T - NEAR  # the place that looks is the last, and looks not far back
    if (strongest := int(weights[-1].argmax())) <= left:
        left = strongest - NEAR // 2
    row, column = 20, 9
    grid.tap(position={"x": (column + 0.5) * size / NEAR, "y": (row + 0.5) * size / NEAR})
    looks, at = T - NEAR + row, left + column
    weight = float(weights[looks, at])
    found = re.compile(rf"^Head 2 of layer 2, from «.» \({looks + 1}\) to «.» \({at + 1}\): (\S+)$")
    phone.says(".maps-sentence", found.pattern)
    said = found.match(phone.text(".maps-sentence"))
    assert said is not None
    assert float(said[1]) == pytest.approx(weight, rel=5e-3, abs=1e-6)
    light = cells_of(phone.page.locator("#maps .grid-cells").last, NEAR, NEAR)[..., :3].sum(axis=-1)
    region = weights[T - NEAR :, left : left + NEAR]
    weak = light[(region > 0) & (region < 0.02)]
    assert light[region > 0.2].max() < weak.min()  # the larger a weight, the darker its cell
    for _ in range(NEAR):
        phone.page.keyboard.press("ArrowUp")  # the region goes along
    until(lambda: f"({looks + 1 - NEAR})" in phone.text(".maps-sentence"), lambda: phone.text(".maps-sentence"))
