"""Faults that the page had: each of these failed on the page before it was mended."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from proust_attention.config import build
from proust_attention.data import DEFAULT_MACHINE
from tests.explorer.machines import SMALL, make_machine, random_weights
from tests.explorer.page.test_header import drop, small_machine
from tests.explorer.shown import cells_of
from tests.explorer.visiting import Explorer, visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PHRASE = "Longtemps, je me suis"
RULERS = """() => [...document.querySelectorAll("#maps figure")].map(figure => {
  const [top, side, grid] = [".ruler-top", ".ruler-side", ".grid"].map(one => figure.querySelector(one))
  return [top.width, side.height, grid.clientWidth, grid.clientHeight]
})"""
ALIKE = (
    "one => { const { width, left } = one.getBoundingClientRect(); return [Math.round(width), Math.round(left)] }"
)


def test_letters_name_their_rows_after_a_resize(browser: "Browser") -> None:
    with visiting(browser, viewport={"width": 1100, "height": 900}) as explorer:
        for width in (1440, 860, 1200, 500):
            explorer.page.set_viewport_size({"width": width, "height": 900})
            until(
                lambda: [top == wide and side == high == wide for top, side, wide, high in
                         explorer.page.evaluate(RULERS)] == [True] * 4,
                lambda: explorer.page.evaluate(RULERS),
            )  # fmt: skip


def test_the_bar_is_as_wide_as_the_maps(browser: "Browser") -> None:
    with visiting(browser, viewport={"width": 1440, "height": 900}) as explorer:
        explorer.page.wait_for_selector("#maps figure")
        assert explorer.page.locator("#writing").evaluate(ALIKE) == explorer.page.locator(".maps").evaluate(ALIKE)


def test_no_two_rules_under_the_bar(explorer: Explorer) -> None:
    code = """() => {
      const bar = document.querySelector("#writing").getBoundingClientRect()
      return [...document.querySelectorAll("main *")].filter(one => {
        const { top } = one.getBoundingClientRect()
        const isNear = top > bar.bottom - 2 && top < bar.bottom + 40
        return isNear && one.tagName === "SECTION" && parseFloat(getComputedStyle(one).borderTopWidth) > 0
      }).map(one => one.id)
    }"""
    assert explorer.page.evaluate(code) == []


def pixels(picture: bytes) -> np.ndarray:
    """The colours of a picture, (height, width, 3 or 4)."""
    return np.asarray(Image.open(io.BytesIO(picture)))


@pytest.mark.parametrize(("colours", "width"), [("light", 1440), ("dark", 360)])
def test_forced_colours(browser: "Browser", colours: str, width: int) -> None:
    size = {"width": width, "height": 900}
    with visiting(browser, forced_colors="active", color_scheme=colours, viewport=size) as explorer:
        page = explorer.page
        page.wait_for_selector("#bars > *")
        page.wait_for_selector("#surprise [data-bits]")
        cells = cells_of(page.locator("#maps .grid-cells").first, 28, 28)
        seen = np.tril(np.ones((28, 28), bool))
        assert len(np.unique(cells[seen][:, :3].sum(axis=1))) > 20  # weights have different colours
        paints = "one => getComputedStyle(one).backgroundColor"
        bar = page.locator("#bars .track > .after").first.evaluate(paints)
        assert bar not in ("rgba(0, 0, 0, 0)", page.locator("#bars").evaluate(paints))
        shades = page.locator("#characters > [data-weight]").evaluate_all(f"all => all.map({paints})")
        assert len(set(shades)) > 5
        step = page.locator("#step")
        step.hover()
        inside = pixels(step.screenshot())[6:-6, 6:-6]
        assert len(np.unique(inside.reshape(-1, inside.shape[-1]), axis=0)) > 10  # its words are to be seen
        legend = cells_of(page.locator("#maps .legend canvas"), 1, 128)[0]
        assert len(np.unique(legend[:, :3].sum(axis=1))) > 50
        heat = cells_of(page.locator("#diagram .grid-cells"), 28, 128)
        assert len(np.unique(heat[..., :3].reshape(-1, 3).sum(axis=1))) > 50
        surprises = page.locator("#surprise [data-bits]").evaluate_all(f"all => all.map({paints})")
        assert len(set(surprises)) > 5
        page.locator("#parts tbody td", has_text="+").first.wait_for()
        worth = page.locator(".parts-bar").first.evaluate(paints)
        assert worth not in ("rgba(0, 0, 0, 0)", page.locator("body").evaluate(paints))


def test_class_notes_are_no_raw_markdown_and_are_not_cut(browser: "Browser") -> None:
    with visiting(browser, viewport={"width": 360, "height": 800}) as explorer:
        page = explorer.page
        page.locator('button[data-step="blocks.0.attention.weights"]').click()
        page.locator(".notes summary").first.click()
        note = page.locator(".note").first
        text = note.inner_text()
        assert "Class Notes" in text
        assert "The root." in note.locator("strong").all_inner_texts()
        assert "**" not in text
        assert "\n# " not in text
        assert note.locator("h4").count() > 0
        too_wide = "all => all.filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"
        assert note.locator("pre, p").evaluate_all(too_wide) == []
        assert note.evaluate("one => one.scrollWidth <= one.clientWidth + 1")


LONG = "Longtemps, je me suis couché de bonne heure. " * 200
ADDRESSES = """() => {
  window.longest = 0
  const replace = history.replaceState
  history.replaceState = function (...all) {
    window.longest = Math.max(window.longest, String(all[2]).length)
    return replace.apply(this, all)
  }
}"""


def test_the_address_stays_short_while_one_types_on_in_a_long_text(explorer: Explorer) -> None:
    page = explorer.page
    page.fill("#phrase", LONG)
    until(lambda: "text=" in explorer.address and len(explorer.ribbon) > 100, lambda: explorer.address)
    page.evaluate(ADDRESSES)
    page.focus("#phrase")
    page.keyboard.press("Control+End")
    for _ in range(6):
        page.keyboard.type("la mer, ", delay=40)
        page.wait_for_timeout(150)
    until(lambda: "la+mer%2C+&" in explorer.address + "&", lambda: explorer.address)
    assert 0 < page.evaluate("longest") < 2000


def test_unknown_characters_that_cannot_be_seen_are_named(explorer: Explorer) -> None:
    explorer.page.fill("#phrase", "porte\u2011plume\u200b!\u2060")
    explorer.has_read("porte-plume!")
    explorer.says(
        "#phrase-note", "read as the nearest that it knows: ‑ → -. Unknown, and left out: U\\+200B U\\+2060"
    )


def test_undo_after_the_machine_has_written(explorer: Explorer) -> None:
    page = explorer.page
    before = explorer.phrase
    page.focus("#phrase")
    page.keyboard.press("Control+End")
    page.wait_for_timeout(900)
    page.keyboard.type(" de bonne")
    typed = before + " de bonne"
    explorer.has_read(typed)
    for _ in range(3):
        page.click("#step")
    until(lambda: len(explorer.phrase) == len(typed) + 3, lambda: explorer.phrase)
    written = explorer.phrase
    page.focus("#phrase")
    page.keyboard.press("Control+z")
    until(lambda: explorer.phrase == typed, lambda: explorer.phrase)
    page.keyboard.press("Control+z")
    until(lambda: explorer.phrase == before, lambda: explorer.phrase)
    page.keyboard.press("Control+Shift+z")
    page.keyboard.press("Control+y")
    until(lambda: explorer.phrase == written, lambda: explorer.phrase)
    explorer.says("#ribbon-help", "In italics")


def test_a_machine_opened_by_hand_can_be_chosen_again(explorer: Explorer, tmp_path: Path) -> None:
    page = explorer.page
    drop(explorer, small_machine(tmp_path / "mine"))
    explorer.says("#notice", "cannot bring it back")
    page.fill("#phrase", "#!")
    explorer.has_read("#!")
    page.select_option("#machine", DEFAULT_MACHINE)
    explorer.has_read("!")
    page.select_option("#machine", label="mine, opened from files")
    explorer.has_read("#!")
    assert page.input_value("#machine") == ""


def test_a_seed_that_is_too_long_leaves_no_prefix(explorer: Explorer) -> None:
    page = explorer.page
    page.fill("#seed", "7")
    page.locator("#speed").focus()
    page.focus("#seed")
    page.keyboard.press("Control+a")
    page.keyboard.type("12345678901234567890")
    explorer.says("#seed-about", "Until there is one, 7 stays.$")
    assert page.input_value("#seed") == "12345678901234567890"
    page.click("#step")
    explorer.says("#drawn", "^Random number 1 of seed 7 is")
    until(lambda: "seed=7&" in explorer.address, lambda: explorer.address)


def test_a_foreign_step_leaves_the_address(explorer: Explorer) -> None:
    explorer.open("step=blocks.7.after&text=La+vie")
    until(lambda: "text=La+vie" in explorer.address and "step=" not in explorer.address, lambda: explorer.address)
    explorer.page.evaluate("location.hash = 'text=La+vie&step=nothing'")
    until(lambda: "step=" not in explorer.address, lambda: explorer.address)


def test_no_row_of_a_table_is_cut_in_half(explorer: Explorer) -> None:
    explorer.open("layer=1")
    explorer.page.locator("#arithmetic .table").nth(2).wait_for()
    cut = """frames => frames.map(frame => {
      frame.scrollTop = 0
      const foot = frame.querySelector("tfoot")
      const end = frame.getBoundingClientRect().top + frame.clientTop + frame.clientHeight - foot.offsetHeight
      const rows = [...frame.querySelectorAll("tbody tr")].map(row => row.getBoundingClientRect())
      return rows.filter(row => row.top < end - 2 && row.bottom > end + 2).length
    })"""
    until(
        lambda: explorer.page.locator("#arithmetic .table").evaluate_all(cut) == [0, 0, 0],
        lambda: explorer.page.locator("#arithmetic .table").evaluate_all(cut),
    )


REFUSED = """const send = Worker.prototype.postMessage
const held = []
Worker.prototype.postMessage = function (...all) {
  if (window.spoil && all[0].kind === "forward") held.push(() => send.call(this, { ...all[0], text: "\\u0007" }))
  else send.apply(this, all)
}
window.release = () => { for (const one of held.splice(0)) one() }"""


def test_who_comes_late_gets_the_numbers_of_what_is_shown(explorer: Explorer) -> None:
    """A text is refused while somebody looks at another layer: its numbers are those of the text before."""
    with explorer.page.context.new_page() as page:
        page.add_init_script(REFUSED)
        page.goto(f"{explorer.server.address}#language=en&layer=0&head=0")
        page.locator("#arithmetic .table").nth(2).wait_for()
        page.evaluate("window.spoil = true")
        page.fill("#phrase", PHRASE)
        page.get_by_role("button", name="layer 2, head 1", exact=True).click()
        page.wait_for_timeout(300)  # the arithmetic has asked, in the middle of the forward
        page.evaluate("release()")
        page.locator("#notice", has_text="does not know the character").wait_for()
        page.locator(".arithmetic-sentence", has_text="Head 1 of layer 2").wait_for()


def test_all_is_counted_from_one(browser: "Browser", tmp_path: Path) -> None:
    config = build(7, "modern", [{"model": SMALL}])
    make_machine(tmp_path / "run", config, random_weights(config))
    with visiting(browser, tmp_path / "run") as explorer:
        assert explorer.page.locator(".diagram-block h3").all_inner_texts() == ["Block 1", "Block 2", "Block 3"]
        names = explorer.page.locator(".map-name").all_inner_texts()
        assert names == [f"layer {layer}, head {head}" for layer in (1, 2, 3) for head in (1, 2, 3)]
