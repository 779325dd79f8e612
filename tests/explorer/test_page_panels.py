"""The panels of numbers in a real browser: maps, arithmetic, diagram; all against NumPy's trace in float64."""

import importlib
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np
import pytest

from proust_attention.config import Config, build
from proust_attention.explorer.site import STATIC
from proust_attention.generation.context import window_start
from proust_attention.inspection import forward_steps
from tests.explorer.conftest import make_machine, random_weights, symbols_of
from tests.explorer.page import Explorer, until, visiting
from tests.explorer.test_engine import exact, ids_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

SIZES: Mapping[str, Any] = {"d_model": 24, "n_heads": 3, "n_layers": 2, "d_ff": 20, "context_length": 20}
TEXT = "He said: wait a\nlittle; and went away"  # longer than the context
TOLERANCE = 1e-4  # of the largest value
SENTENCE = re.compile(
    r"Head (\d) of layer (\d).* from «(.)» \((\d+)\) .*«(.)» \((\d+)\)[^:]*: (?:the weight )?(\S+)"
)
H, L = 3, 2
START = window_start(len(TEXT), SIZES["context_length"])
T = len(TEXT) - START

MIDDLES = """(canvas, [rows, columns]) => {
  const { width, height } = canvas
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height)
  return Array.from({ length: rows * columns }, (_, i) => {
    const y = Math.floor(((Math.floor(i / columns) + 0.5) * height) / rows)
    const x = Math.floor((((i % columns) + 0.5) * width) / columns)
    return [...data.slice(4 * (y * width + x), 4 * (y * width + x) + 4)]
  })
}"""


@dataclass
class Shown:
    """A page, and what NumPy computes of the same."""

    explorer: Explorer
    page: "Page"
    config: Config
    steps: dict[str, np.ndarray]

    def open(self, state: str) -> None:
        self.explorer.open(f"language=en&text={quote(TEXT)}&{state}")
        self.page.locator("#arithmetic .table").nth(2).wait_for()

    def of(self, name: str, layer: int = 0) -> np.ndarray:
        return self.steps[f"blocks.{layer}.attention.{name}"][0]

    def text(self, selector: str) -> str:
        return self.page.locator(selector).inner_text()

    def map(self, layer: int, head: int) -> "Locator":
        return self.page.locator("#maps figure").nth(layer * H + head)

    def told(self, panel: str = "maps") -> tuple[int, int, int, int, float]:
        """Head, layer, row, column and weight, as the page says them; row and column in the window."""
        words = self.page.locator(f"#{panel} .{panel}-told").inner_text()
        found = SENTENCE.fullmatch(words)
        assert found, words
        head, layer, one, at, other, to, weight = found.groups()
        row, column = int(at) - 1, int(to) - 1
        assert [one, other] == [TEXT[row].replace(" ", "␣"), TEXT[column].replace(" ", "␣")]
        return int(head), int(layer), row - START, column - START, float(weight.rstrip("."))

    def table(self, number: int) -> list[list[str]]:
        """The rows of a table of the arithmetic, from its first number on."""
        frames = self.page.locator("#arithmetic .table").nth(number)
        code = "frame => [...frame.querySelectorAll('tbody tr')].map(tr => [...tr.cells].map(c => c.textContent))"
        rows: list[list[str]] = frames.evaluate(code)
        return rows


@pytest.fixture(scope="module", params=["article", "modern"])
def visited(
    request: pytest.FixtureRequest, browser: "Browser", tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shown]:
    """A page with a machine of random weights; its tests share it, and begin at an address of their own."""
    folder = tmp_path_factory.mktemp("machine")
    config = build(94, request.param, [{"model": SIZES}])
    values = random_weights(config)
    make_machine(folder, config, values)
    steps, _ = forward_steps(config.model, exact(values), ids_of(config, TEXT)[None, START:])
    with visiting(browser, folder) as explorer:
        explorer.page.set_default_timeout(10_000)
        yield Shown(explorer, explorer.page, config, {step.name: step.array for step in steps})


@pytest.fixture
def shown(visited: Shown) -> Shown:
    """A cell is chosen: layer 1, head 2, row 8, column 3."""
    visited.open(f"position={START + 8}&key={START + 3}&pinned=1&layer=1&head=2")
    return visited


MODERN = pytest.mark.parametrize("visited", ["modern"], indirect=True)  # where one machine tells as much as two


def assert_near(found: Any, expected: np.ndarray) -> None:
    found = np.array(found, float)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= TOLERANCE * np.abs(expected).max()


def lightness(rgb: np.ndarray) -> np.ndarray:
    """How light a colour looks: L of OKLab, from 0 to 1."""
    value = rgb / 255
    light = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    lms = light @ np.array([[0.41222, 0.2119, 0.0883], [0.53633, 0.6807, 0.28172], [0.05145, 0.1074, 0.62998]])
    lightnesses: np.ndarray = np.cbrt(lms) @ np.array([0.21045, 0.79362, -0.00407])
    return lightnesses


def cells_of(canvas: "Locator", rows: int, columns: int) -> np.ndarray:
    """The colours in the middle of the cells, red, green, blue, opacity."""
    return np.array(canvas.evaluate(MIDDLES, [rows, columns])).reshape(rows, columns, 4)


def middle(surface: "Locator", row: float, column: float, rows: int, columns: int) -> dict[str, float]:
    surface.scroll_into_view_if_needed()
    box = surface.bounding_box()
    assert box
    return {"x": (column + 0.5) * box["width"] / columns, "y": (row + 0.5) * box["height"] / rows}


def entropy(row: np.ndarray) -> float:
    positive = row[row > 0]
    return float(-(positive * np.log2(positive)).sum())


@MODERN
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("scale", ["linear", "log"])
def test_the_colours_of_the_map(visited: Shown, scale: str, colours: Any) -> None:
    visited.open(f"scale={scale}")
    visited.page.emulate_media(color_scheme=colours)
    seen = np.tril(np.ones((T, T), bool))
    for layer in range(L):
        for head in range(H):
            weights = visited.of("weights", layer)[head]
            cells = cells_of(visited.map(layer, head).locator(".grid-cells"), T, T)
            assert (cells[..., 3] == 255 * seen).all()  # what may not be looked at is left clear
            along = weights if scale == "linear" else np.maximum(0, 1 + np.log10(np.maximum(weights, 1e-9)) / 4)
            light = lightness(cells[seen][:, :3])
            expected = np.interp(along[seen], [0, 1], lightness(ends(visited.page)))
            assert np.abs(light - expected).max() < 0.02  # even in lightness, from the paper to the ink
            order = np.argsort(along[seen])
            steps = np.diff(light[order])[np.diff(along[seen][order]) > 1 / 128]
            assert (steps < 0 if colours == "light" else steps > 0).all()
    visited.page.emulate_media(color_scheme="light")


def ends(page: "Page") -> np.ndarray:
    """The colours of paper and ink."""
    code = "() => ['backgroundColor', 'color'].map(name => getComputedStyle(document.body)[name].match(/\\d+/g))"
    return np.array(page.evaluate(code), float)


def test_a_cell_is_chosen_with_the_mouse(shown: Shown) -> None:
    assert shown.told()[:4] == (2, 1, 8, 3)  # as the address says
    for layer, head, row, column in [(0, 1, 9, 2), (1, 0, 10, 10), (0, 2, 5, 0)]:
        surface = shown.map(layer, head).locator(".grid-marks")
        surface.click(position=middle(surface, row, column, T, T))
        for panel in ("maps", "arithmetic"):
            shown.explorer.says(f"#{panel} .{panel}-told", f"ead {head} of layer {layer}")
            told = shown.told(panel)
            assert told[:4] == (head, layer, row, column)
            assert told[4] == pytest.approx(shown.of("weights", layer)[head, row, column], rel=0.006, abs=1e-6)


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
        assert shown.told()[:4] == (1, 1, *place), key
    assert shown.page.locator("#maps [role=status]").inner_text() == shown.page.locator(".maps-told").inner_text()
    assert surface.get_attribute("aria-label") == "Attention map of layer 1, head 1"


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
        "#ribbon [data-weight]", "all => all.map(c => [c.dataset.place, c.dataset.weight])"
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
    assert shown.told()[:4] == (1, 0, 8, 5)
    assert page.evaluate("document.activeElement.textContent") == "layer 0, head 1"  # the focus is not lost


@MODERN
def test_a_row_without_a_number_says_nothing(visited: Shown) -> None:
    beginning = quote(TEXT[:12])
    visited.explorer.open(f"text={beginning}&position=0&pinned=1&skipFirst=1")
    visited.page.locator("#arithmetic .table").nth(2).wait_for()
    for selector in (".maps-told", ".maps-row", ".map-bits >> nth=0"):
        assert visited.text(selector) == "", selector
    visited.explorer.open(f"text={beginning}&position=1&pinned=1&skipFirst=1")
    visited.explorer.says(".map-bits >> nth=0", r"^0\.00 bits$")  # all of it on itself


@MODERN
def test_the_chosen_row_in_words_and_in_the_text(shown: Shown) -> None:
    weights = shown.of("weights", 1)[2, 8, :9]
    shares = re.findall(r"\((\d+)\) (\d+)%", shown.text(".maps-row").split(":", 1)[1])
    best = np.argsort(-weights)[:3]
    assert [int(place) - 1 - START for place, _ in shares] == best.tolist()
    assert [int(share) for _, share in shares] == pytest.approx(100 * weights[best], abs=0.51)
    assert shown.text("#shaded") == "The shading shows where head 2 of layer 1 looks."
    assert places_of_key(shown) == [START + 3]
    shown.page.get_by_role("button", name="layer 0, head 1").click()
    shown.explorer.says("#shaded", "head 1 of layer 0")
    assert shown.told()[:4] == (1, 0, 8, 3)  # the head is another one, the cell is not


@MODERN
def test_the_keyboard_begins_at_the_strongest_cell_and_lets_go(shown: Shown) -> None:
    shown.open(f"position={START + 8}&pinned=1&layer=1&head=2")
    assert places_of_key(shown) == []
    strongest = int(shown.of("weights", 1)[2, 8].argmax())
    shown.map(1, 2).locator(".grid-marks").focus()
    shown.page.keyboard.press("ArrowUp")
    assert shown.told()[:4] == (2, 1, 7, min(7, strongest) if strongest > 7 else strongest)
    shown.page.keyboard.press("Escape")
    until(lambda: places_of_key(shown) == [], lambda: places_of_key(shown))
    until(lambda: "pinned=1" not in address(shown.page), lambda: address(shown.page))


def address(page: "Page") -> str:
    found: str = page.evaluate("location.href")
    return found


def places_of_key(shown: Shown) -> list[int]:
    """Which characters of the text are marked as the chosen key."""
    places: list[str] = shown.page.eval_on_selector_all(
        "#characters > .key", "all => all.map(c => c.dataset.place)"
    )
    return [int(place) for place in places]


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
    """The numbers of the first come late: its layer has to be asked for, that of the second is there."""
    with visited.page.context.new_page() as page:
        page.add_init_script(LATE)
        page.goto(f"{visited.explorer.server.address}#text={quote(TEXT)}&layer=1&head=2&language=en")
        page.locator("#arithmetic .table").nth(2).wait_for()
        page.get_by_role("button", name="layer 0, head 1").click()
        page.locator("[data-late=waits]").wait_for()
        page.get_by_role("button", name="layer 1, head 0").click()
        page.locator(".arithmetic-told", has_text="Head 0 of layer 1").wait_for()
        page.locator("[data-late=sent]").wait_for()
        page.wait_for_timeout(300)  # until the late ones are there
        assert "Head 0 of layer 1" in page.locator(".arithmetic-told").inner_text()


@pytest.mark.parametrize("column", [3, 0, 8, 9])
def test_the_arithmetic_of_a_cell(shown: Shown, column: int) -> None:
    layer, head, row = 1, 2, 8
    surface = shown.map(layer, head).locator(".grid-marks")
    surface.click(position=middle(surface, row, column, T, T))
    shown.page.locator(
        "#arithmetic .arithmetic-told", has_text=re.compile(rf"to «.» \({START + column + 1}\)")
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


def test_the_diagram_is_the_trace(shown: Shown) -> None:
    buttons = shown.page.locator("#diagram button[data-step]")
    assert [button.get_attribute("data-step") for button in buttons.all()] == list(shown.steps)
    for name, shape in zip(shown.steps, shown.page.locator(".step-shape").all_inner_texts(), strict=True):
        letters, numbers = (re.findall(r"\w+", part) for part in shape.split("="))
        assert tuple(map(int, numbers)) == shown.steps[name].shape[1:], name
        assert len(letters) == len(numbers)
    tops = [button.bounding_box()["y"] for button in buttons.all()]  # type: ignore[index]
    assert tops == sorted(tops)


NOTES = {
    "article": {
        "embedding": ["embedding", "positions"],
        "blocks.1.attention.query": ["attention"],
        "blocks.0 between": ["block", "layer_norm"],
    },
    "modern": {
        "embedding": ["embedding"],
        "blocks.1.attention.key": ["attention", "qk_norm", "positions"],
        "blocks.0.feed_forward.hidden": ["feed_forward"],
        "logits": ["transformer", "cross_entropy", "sampling"],
    },
}


@pytest.mark.parametrize(("visited", "expected"), NOTES.items(), indirect=["visited"])
def test_the_class_notes(shown: Shown, expected: dict[str, list[str]]) -> None:
    for step, concepts in expected.items():
        shown.page.locator(f'[data-step="{step}"]').click()
        titles = [f"Class Notes · {module_of(concept)}" for concept in concepts]
        shown.page.locator(".notes summary", has_text=titles[-1]).wait_for()
        assert shown.page.locator(".notes summary").all_inner_texts() == titles
        notes = shown.page.locator(".note").evaluate_all(
            "all => all.map(note => [...note.children].map(part => [part.tagName, part.textContent]))"
        )
        for concept, parts in zip(concepts, notes, strict=True):
            name = module_of(concept).removesuffix(".py").replace("/", ".")
            text = inspect.getdoc(importlib.import_module(f"proust_attention.{name}")) or ""
            assert " ".join(part for _, part in parts).split() == text.split()
            assert all(part in text for tag, part in parts if tag == "PRE")  # with its lines and columns
            assert not [part for tag, part in parts if tag == "P" and ("\n" in part or ">>>" in part)]


@MODERN
def test_class_notes_that_did_not_come_are_asked_for_again(shown: Shown) -> None:
    shown.page.route("**/notes.json", lambda route: route.abort(), times=1)
    with shown.page.expect_event("requestfailed"):
        shown.open("")
    assert shown.page.locator(".notes summary").count() == 0
    shown.page.locator('[data-step="logits"]').click()
    shown.page.locator(".notes summary").first.wait_for()
    heard = [words for words in shown.explorer.heard if "notes.json" not in words]
    shown.explorer.heard[:] = heard


def module_of(concept: str) -> str:
    return f"{'generation' if concept == 'sampling' else 'numpy_model'}/{concept}.py"


def test_every_step_opens_with_its_numbers(shown: Shown) -> None:
    page = shown.page
    for name, array in shown.steps.items():
        page.locator(f'[data-step="{name}"]').click()
        said = page.locator(".diagram-detail h3, .diagram-detail p").all_inner_texts()
        assert not [words for words in said if re.match(r"(step|about)_", words)]  # each has its sentence
        rows = (array[0].swapaxes(0, 1) if array.ndim == 4 else array[0]).reshape(T, -1)  # heads side by side
        surface = page.get_by_role("application", name="Numbers of the step")
        columns = rows.shape[1]
        for row, column in [(2, 0), (T - 1, columns // 2)]:
            number = rf"«.» \({START + row + 1}\) · .*: (-?\d+(?:\.\d+)?)"
            position = middle(surface, row, column, T, columns)
            surface.hover(position=position, force=True)
            words = page.locator(".tip:visible").inner_text()
            found = re.fullmatch(number, words)
            assert found, words
            assert abs(float(found[1]) - rows[row, column]) <= TOLERANCE * np.abs(array).max(), (name, row, column)
        surface.focus()
        page.keyboard.press("End")
        page.keyboard.press("ArrowLeft")
        told = page.locator(".heat-told").inner_text()
        assert page.locator("#diagram [role=status]").inner_text() == told
        found = re.fullmatch(rf"«.» \({START + 9}\) · .*: (\S+)", told)
        assert found, told
        expected = rows[8, max(0, columns - 2)]
        assert abs(float(found[1]) - expected) <= TOLERANCE * np.abs(array).max(), (name, told)


def test_the_numbers_of_a_step_as_a_table(shown: Shown) -> None:
    page = shown.page
    page.locator('[data-step="blocks.1 after"]').click()
    page.get_by_label("a table of the character").check()
    page.locator("#diagram .table").wait_for()
    texts = page.locator("#diagram tbody td").all_inner_texts()
    assert_near([float(text) for text in texts], shown.steps["blocks.1 after"][0, 8])


@MODERN
def test_the_open_step_is_in_the_address(shown: Shown) -> None:
    page = shown.page
    page.locator('[data-step="blocks.1 after"]').click()
    assert page.evaluate("document.activeElement.textContent") == "Added to the stream, block 1"
    until(lambda: "step=blocks.1" in address(page), lambda: address(page))
    page.reload()
    page.locator('[data-step="blocks.1 after"][aria-expanded=true]').wait_for()
    shown.open("step=blocks.7+after")  # of a larger machine
    page.locator('[data-step="embedding"][aria-expanded=true]').wait_for()


def test_very_many_numbers_are_a_table_of_the_largest(browser: "Browser", tmp_path: Path) -> None:
    sizes = {"d_model": 8, "n_heads": 1, "n_layers": 1, "d_ff": 8, "context_length": 8}
    config = build(5000, "modern", [{"model": sizes}])
    values = random_weights(config)
    make_machine(tmp_path / "wide", config, values)
    with visiting(browser, tmp_path / "wide") as explorer:
        explorer.open("text=He+said&step=logits&language=en")
        explorer.page.locator("#diagram .table").wait_for()
        steps, _ = forward_steps(config.model, exact(values), ids_of(config, "He said")[None])
        logits = steps[-1].array[0, -1]
        texts = explorer.page.locator("#diagram tbody td").all_inner_texts()
        assert_near([float(text) for text in texts], np.sort(logits)[::-1][:400])
        first = explorer.text("#diagram tbody th >> nth=0")
        assert first == f"«{symbols_of(5000)[logits.argmax()]}»"
        explorer.says("#diagram caption", "the 400 largest of 5,000 numbers")


@MODERN
def test_the_heat_map_tells_signs_apart(shown: Shown) -> None:
    numbers = shown.steps["embedding"][0]
    cells = cells_of(shown.page.locator(".heat-frame .grid-cells"), *numbers.shape)[..., :3]
    strong = np.abs(numbers) > 0.3 * np.abs(numbers).max()
    red, blue = cells[..., 0], cells[..., 2]
    assert ((red > blue) == (numbers > 0))[strong].all()  # orange above 0, blue below
    light = lightness(cells.reshape(-1, 3)).reshape(numbers.shape)
    assert light[strong].max() < light[np.abs(numbers) < 0.1 * np.abs(numbers).max()].min()


@MODERN
def test_in_spanish(shown: Shown) -> None:
    page = shown.page
    page.locator("#language").select_option("es")
    from_to = [f"«{TEXT[place].replace(' ', '␣')}» ({place + 1})" for place in (START + 8, START + 3)]
    shown.explorer.says(
        ".maps-told", re.escape("Cabeza 2 de la capa 1, de {} a {}: ".format(*from_to)) + r"0,\d+$"
    )
    page.get_by_role("heading", name="Softmax: de puntuaciones a pesos").wait_for()
    assert page.locator(".step-title", has_text="Consulta").count() == L
    formulas = page.locator(".step-formula").all_inner_texts()
    assert formulas.count("x·W_K, normalizada, girada") == formulas.count("P·V, cabezas una junto a otra") == L
    assert "," in page.locator(".map-bits").first.inner_text()


TEXTS = """async () => {
  const at = name => new URL(`page/texts/${name}.js`, document.baseURI).href
  const texts = async name => Object.values(await import(at(name)))[0]
  return Promise.all(["en", "es", "panels_en", "panels_es"].map(texts))
}"""


@MODERN
def test_both_languages_say_the_same(visited: Shown) -> None:
    page_en, page_es, panels_en, panels_es = visited.page.evaluate(TEXTS)
    for one, other in [(page_en, page_es), (panels_en, panels_es)]:
        assert one.keys() == other.keys()
        values = [
            {key: sorted(re.findall(r"{\w+}", text)) for key, text in texts.items()} for texts in (one, other)
        ]
        assert values[0] == values[1]
    assert not page_en.keys() & panels_en.keys()
    code = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("page/*.js"))
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    named = {*re.findall(r'\bt\("(\w+)"', code), *re.findall(r'data-(?:text|label|hint)="(\w+)"', page)}
    assert len(named) > 50
    assert named <= page_en.keys() | panels_en.keys()
