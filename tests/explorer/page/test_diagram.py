"""The diagram in a real browser: every step, its numbers and its Class Notes, against NumPy's trace."""

import importlib
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from proust_attention.config import build
from proust_attention.inspection import forward_steps
from tests.explorer.machines import TOLERANCE, assert_near, exact, ids_of, make_machine, random_weights, symbols_of
from tests.explorer.shown import MODERN, START, Shown, T, cells_of, lightness, middle
from tests.explorer.visiting import visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOTES = {
    "article": {
        "embedding": ["embedding", "positions"],
        "blocks.1.attention.query": ["attention"],
        "blocks.0.between": ["block", "layer_norm"],
        "blocks.0.attention.output": ["attention"],
    },
    "modern": {
        "embedding": ["embedding"],
        "blocks.1.attention.key": ["attention", "qk_norm", "positions"],
        "blocks.0.feed_forward.output": ["feed_forward"],
        "logits": ["transformer", "cross_entropy", "sampling"],
    },
}

OLDER = {"blocks.0+between": "blocks.0.between", "token+ids": "token_ids", "blocks.1%20after": "blocks.1.after"}


def test_the_diagram_is_the_trace(shown: Shown) -> None:
    buttons = shown.page.locator("#diagram button[data-step]")
    assert [button.get_attribute("data-step") for button in buttons.all()] == list(shown.steps)
    for name, shape in zip(shown.steps, shown.page.locator(".step-shape").all_inner_texts(), strict=True):
        letters, numbers = (re.findall(r"\w+", part) for part in shape.split("="))
        assert tuple(map(int, numbers)) == shown.steps[name].shape[1:], name
        assert len(letters) == len(numbers)
    tops = buttons.evaluate_all("all => all.map(button => button.getBoundingClientRect().y)")
    assert tops == sorted(tops)


def plain(text: str) -> list[str]:
    """The words of a text, without the marks of Markdown and what stands for them."""
    return re.sub(r"[#*`•-]", "", text).split()


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
            assert plain(" ".join(part for _, part in parts)) == plain(text)
            assert all(part in text for tag, part in parts if tag == "PRE")  # with its lines and columns
            assert not [part for tag, part in parts if tag == "P" and ("\n" in part or ">>>" in part)]


@MODERN
def test_the_class_notes_in_spanish(shown: Shown) -> None:
    shown.page.locator("#language").select_option("es")
    shown.page.locator('[data-step="blocks.0.attention.weights"]').click()
    note = shown.page.locator(".note")
    shown.page.locator(".notes summary", has_text="Apuntes de clase · numpy_model/attention.py").click()
    assert note.inner_text().startswith("Atención: cada posición recoge de las anteriores lo que necesita.")
    assert note.get_attribute("lang") is None  # it is that of the page
    shown.page.locator("#language").select_option("en")
    shown.page.locator(".notes summary", has_text="Class Notes · numpy_model/attention.py").wait_for()
    assert note.text_content().startswith("Attention: each position gathers")


@MODERN
def test_class_notes_that_did_not_come_are_asked_for_again(shown: Shown) -> None:
    shown.page.route("**/notes.json", lambda route: route.abort(), times=1)
    with shown.page.expect_event("requestfailed"):
        shown.open("")
    assert shown.page.locator(".notes summary").count() == 0
    shown.page.locator('[data-step="logits"]').click()
    shown.page.locator(".notes summary").first.wait_for()
    recorded = [words for words in shown.explorer.recorded if "notes.json" not in words]
    shown.explorer.recorded[:] = recorded


def module_of(concept: str) -> str:
    return "generation/sampling/rules.py" if concept == "sampling" else f"numpy_model/{concept}.py"


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
        said = page.locator(".heat-sentence").inner_text()
        assert page.locator("#diagram [role=status]").inner_text() == said
        found = re.fullmatch(rf"«.» \({START + 9}\) · .*: (\S+)", said)
        assert found, said
        expected = rows[8, max(0, columns - 2)]
        assert abs(float(found[1]) - expected) <= TOLERANCE * np.abs(array).max(), (name, said)


def test_the_numbers_of_a_step_as_a_table(shown: Shown) -> None:
    page = shown.page
    page.locator('[data-step="blocks.1.after"]').click()
    page.get_by_label("a table of the character").check()
    page.locator("#diagram .table").wait_for()
    texts = page.locator("#diagram tbody td").all_inner_texts()
    assert_near([float(text) for text in texts], shown.steps["blocks.1.after"][0, 8])


@MODERN
def test_the_open_step_is_in_the_address(shown: Shown) -> None:
    page = shown.page
    page.locator('[data-step="blocks.1.after"]').click()
    assert page.evaluate("document.activeElement.textContent") == "Added to the stream, block 2"
    until(lambda: "step=blocks.1" in shown.explorer.address, lambda: shown.explorer.address)
    page.reload()
    page.locator('[data-step="blocks.1.after"][aria-expanded=true]').wait_for()
    for old, new in OLDER.items():
        shown.open(f"step={old}")
        page.locator(f'[data-step="{new}"][aria-expanded=true]').wait_for()
    shown.open("step=blocks.7.after")  # of a larger machine
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
