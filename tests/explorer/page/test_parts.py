"""Taking parts out: what comes next before and after, and what each part is worth; against NumPy."""

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np
import pytest

from proust_attention.config import Config
from proust_attention.generation import sampling
from proust_attention.inspection.ablation import removable
from proust_attention.numpy_model import Transformer, cross_entropy
from tests.explorer.machines import Values, exact, ids_of, random_weights
from tests.explorer.page.test_next import percent
from tests.explorer.shown import MODERN, START, TEXT, H, Shown, T, middle
from tests.explorer.visiting import UNSEEN
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Locator

NAMES = ["0.0", "0.1", "0.2", "0.f", "1.0", "1.1", "1.2", "1.f"]


def values_of(config: Config) -> Values:
    return exact(random_weights(config))


def logits(shown: Shown, text: str = TEXT, start: int = START, **interventions: Any) -> np.ndarray:
    ids = ids_of(shown.config, text)[start:]
    machine = Transformer(shown.config.model, values_of(shown.config))
    taken = {name.replace("__", "."): one for name, one in interventions.items()}
    found: np.ndarray = machine.forward(ids[None], taken)[0][0]
    return found


def without(shown: Shown, name: str) -> dict[str, Any]:
    """The interventions for a part, as Python has them."""
    return list(removable(shown.config.model).values())[NAMES.index(name)]


def cost(shown: Shown, found: np.ndarray) -> float:
    ids = ids_of(shown.config, TEXT)[START:]
    return float(cross_entropy.each(found[None, :-1], ids[None, 1:]).mean())


def box(shown: Shown, name: str) -> "Locator":
    return shown.page.locator(f'[data-part="{name}"] input')


def compares(shown: Shown, whole: np.ndarray, left: np.ndarray) -> None:
    """Wait until the bars show two distributions, the larger ones first."""
    before, after = sampling.probabilities(whole), sampling.probabilities(left)
    order = np.argsort(-np.maximum(before, after), kind="stable")[:10]

    def seen() -> bool:
        bars = shown.explorer.bars[:10]
        symbols = "\n" + "".join(map(chr, range(32, 125)))
        return len(bars) == len(order) and all(  # after a reload there are none at first
            bar[0] == symbols[id_].translate(UNSEEN)
            and percent(bar[1])[0] - 1e-6 <= before[id_] <= percent(bar[1])[1] + 1e-6
            and percent(bar[2])[0] - 1e-6 <= after[id_] <= percent(bar[2])[1] + 1e-6
            for bar, id_ in zip(bars, order, strict=True)
        )

    until(seen, lambda: shown.explorer.bars[:10])


def test_before_and_after_in_what_comes_next(visited: Shown) -> None:
    visited.open("")
    whole = logits(visited)
    box(visited, "1.1").uncheck()
    left = logits(visited, **without(visited, "1.1"))
    compares(visited, whole[-1], left[-1])
    visited.explorer.says("#kind-before", "^the whole machine$")
    visited.explorer.says("#kind-after", "^without what is taken out$")
    visited.explorer.character(START + 6).hover()  # at another place, too
    compares(visited, whole[6], left[6])
    visited.page.mouse.move(0, 0)
    box(visited, "0.f").focus()
    visited.page.keyboard.press("Space")
    both = without(visited, "1.1") | without(visited, "0.f")
    compares(visited, whole[-1], logits(visited, **both)[-1])
    costs = [cost(visited, found) for found in (whole, logits(visited, **both))]
    a, b = (f"{one:.3f}" for one in costs)
    visited.explorer.says(".parts-loss", f"^What it sees of this text costs the whole machine {a} nats .*, {b}: ")
    change = visited.text(".parts-loss").rstrip(".").split(": ")[-1]
    assert float(change) == pytest.approx(costs[1] - costs[0], abs=6e-4)
    visited.page.get_by_role("button", name="Put everything in again").click()
    visited.explorer.says("#kind-before", "^the machine$")
    visited.explorer.says(".parts-loss", rf"^What it sees of this text costs the machine {a} nats a character \(")
    assert box(visited, "1.1").is_checked()
    assert visited.page.evaluate("document.activeElement.type") == "checkbox"  # the focus is not lost


def test_what_each_part_is_worth_on_the_text(visited: Shown) -> None:
    visited.open("out=0.1")
    base = cost(visited, logits(visited))
    expected = [cost(visited, logits(visited, **without(visited, name))) for name in NAMES]
    rows = visited.page.locator("#parts tbody tr")

    def cells() -> list[list[str]]:
        code = "rows => rows.map(row => [...row.cells].slice(1, 3).map(cell => cell.textContent))"
        found: list[list[str]] = rows.evaluate_all(code)
        return found

    until(lambda: all(re.fullmatch(r"\d\.\d{3}", one) for one, _ in cells()), cells)
    assert [float(one) for one, _ in cells()] == pytest.approx(expected, abs=6e-4)
    assert [float(change) for _, change in cells()] == pytest.approx(np.array(expected) - base, abs=6e-4)


@MODERN
def test_the_address_keeps_what_is_out(visited: Shown) -> None:
    visited.open("out=0.1,1.f")
    assert [box(visited, name).is_checked() for name in NAMES] == [name not in ("0.1", "1.f") for name in NAMES]
    visited.map(1, 2).locator(".map-out").click()
    until(lambda: "out=0.1%2C1.2%2C1.f" in visited.explorer.address, lambda: visited.explorer.address)
    visited.page.reload()
    visited.page.locator("#maps figure.out").nth(1).wait_for()
    assert not box(visited, "1.2").is_checked()
    assert visited.map(1, 2).locator(".map-out").get_attribute("aria-pressed") == "true"
    for name in ("0.1", "1.2", "1.f"):
        box(visited, name).check()
    until(lambda: "out=" not in visited.explorer.address, lambda: visited.explorer.address)


@MODERN
@pytest.mark.parametrize("out", ["x", "0", "9.9", "0.f.f", "0.1,,", "-1.0", "0.1.2"])
def test_an_address_that_names_no_part(visited: Shown, out: str) -> None:
    visited.open(f"out={quote(out)}")
    visited.explorer.says("#kind-before", "^the machine$")
    assert all(box(visited, name).is_checked() for name in NAMES)


@MODERN
def test_an_edge_is_cut(visited: Shown) -> None:
    layer, head, row, column = 0, 1, 9, 4
    visited.open("")
    assert visited.page.locator(".parts-cut").is_disabled()
    surface = visited.map(layer, head).locator(".grid-marks")
    surface.click(position=middle(surface, row, column, T, T))
    visited.explorer.says(
        ".parts-cut", rf"^Cut the chosen edge: layer 1, head 2, from «.» \({START + row + 1}\) to"
    )
    visited.page.locator(".parts-cut").click()
    edge = np.ones((H, T, T))
    edge[head, row, column] = 0
    compares(visited, logits(visited)[row], logits(visited, blocks__0__attention__weights=edge)[row])
    name = f"0.1.{START + row}.{START + column}"
    # in the address a long text begins with its window, and places count from there
    until(lambda: f"out=0.1.{row}.{column}" in visited.explorer.address or name in visited.explorer.address,
          lambda: visited.explorer.address)  # fmt: skip
    visited.page.reload()
    compares(visited, logits(visited)[row], logits(visited, blocks__0__attention__weights=edge)[row])
    visited.page.locator(".parts-edges button").click()
    visited.explorer.says("#kind-before", "^the machine$")
    assert visited.page.evaluate("document.activeElement.className") == "parts-edge"  # the focus is not lost
    visited.page.locator(".parts-cut").focus()
    visited.page.keyboard.press("Enter")
    visited.explorer.says(".parts-cut", "^Join the chosen edge again: layer 1, head 2")
    visited.page.keyboard.press("Enter")
    visited.explorer.says(".parts-cut", "^Cut the chosen edge: layer 1, head 2")


@MODERN
def test_it_writes_with_what_is_left(visited: Shown) -> None:
    visited.open("out=0.f,1.0&seed=5&temperature=1&topK=0")
    left = without(visited, "0.f") | without(visited, "1.0")
    uniforms = np.random.Generator(np.random.Philox(5))
    text, whole = TEXT, TEXT
    symbols = "\n" + "".join(map(chr, range(32, 125)))
    for _ in range(4):
        text += symbols[
            sampling.draw(sampling.probabilities(logits(visited, text, **left)[-1]), uniforms.random())
        ]
    assert len(text) - START <= visited.config.model.context_length + 4
    for _ in range(4):
        visited.page.click("#step")
    until(lambda: len(visited.explorer.phrase) == len(text), lambda: visited.explorer.phrase)
    assert visited.explorer.phrase.startswith(whole)
    assert visited.explorer.phrase == text


@MODERN
def test_of_one_character_it_says_nothing(visited: Shown) -> None:
    visited.explorer.open("text=ab&language=en")
    visited.explorer.says(".parts-loss", "^What it sees of this text costs")
    visited.explorer.type("a")
    visited.explorer.says(".parts-loss", "^Of one character alone nothing can be said")
    cells = visited.page.locator("#parts tbody td:nth-child(2)")
    until(lambda: set(cells.all_text_contents()) == {"…"}, cells.all_text_contents)
    visited.page.select_option("#language", "es")
    visited.explorer.says(".parts-loss", "^De un solo carácter no se puede decir nada")


def test_in_spanish(visited: Shown) -> None:
    visited.explorer.open(f"text={quote(TEXT)}&language=es&out=0.1")
    visited.explorer.says(
        ".parts-loss", r"^Lo que ve de este texto le cuesta a la máquina entera \d,\d{3} nats por carácter; sin"
    )
    visited.explorer.says("#kind-after", "^sin lo que se ha quitado$")
    assert visited.page.locator(".map-out").first.inner_text() == "quitar"
