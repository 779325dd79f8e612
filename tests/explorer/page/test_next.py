"""What comes next: the bars against NumPy's probabilities, and writing against what Python writes."""

import re
from typing import Any

import numpy as np
import pytest

from proust_attention.data import DEFAULT_MACHINE
from proust_attention.generation import Writer, load, sampling
from proust_attention.numpy_model import Transformer
from tests.explorer.visiting import UNSEEN, Explorer
from tests.waiting import until

PHRASE = "Longtemps, je me suis"


@pytest.fixture(scope="module")
def writer() -> Writer:
    """The machine that the page opens first, in Python."""
    return load(DEFAULT_MACHINE)


def logits_after(writer: Writer, text: str) -> np.ndarray:
    ids = writer.tokenizer.encode(text).astype(np.int64)
    return Transformer(writer.config.model, writer.weights).forward(ids[None])[0][0, -1].astype(np.float64)


def percent(figure: str) -> tuple[float, float]:
    """The least and the most that a written figure can stand for."""
    if "%" not in figure:  # the name of the slider that has cut it off
        return 0, 0
    number = re.sub(r"[%<>\s]", "", figure)
    if "<" in figure:
        return 0, float(number) / 100
    if ">" in figure:
        return float(number) / 100, 1
    half = 0.5 * 10.0 ** -len(number.partition(".")[2])
    return (float(number) - half) / 100, (float(number) + half) / 100


def shows(explorer: Explorer, writer: Writer, text: str, **settings: Any) -> None:
    """Wait until the bars are what comes after a text."""
    logits = logits_after(writer, text)
    expected = [
        sampling.probabilities(logits),
        sampling.probabilities(logits, sampling.UNCHANGED.replace(**settings)),
    ]
    order = np.argsort(-logits, kind="stable")
    seen = {" ": "␣", "\n": "↵"}

    def as_expected() -> bool:
        for (character, *figures), id_ in zip(explorer.bars, order, strict=True):
            symbol = writer.tokenizer.symbols[id_]
            least_and_most = [percent(figure) for figure in figures]
            near = [
                low - 1e-6 <= p[id_] <= high + 1e-6
                for (low, high), p in zip(least_and_most, expected, strict=True)
            ]
            if character != seen.get(symbol, symbol) or not all(near):
                return False
        return True

    until(as_expected, lambda: explorer.bars[:15])


def test_bars_and_sliders(explorer: Explorer, writer: Writer) -> None:
    explorer.type(PHRASE)
    shows(explorer, writer, PHRASE, temperature=0.8, top_k=40)
    explorer.set("#temperature-number", 1.5)
    explorer.set("#topP-number", 0.9)
    explorer.set("#topK-number", 3)
    shows(explorer, writer, PHRASE, temperature=1.5, top_k=3, top_p=0.9)
    assert {after for _, _, after in explorer.bars} >= {"top-k"}
    explorer.set("#topK-number", len(writer.tokenizer.symbols))
    explorer.set("#topP-number", 0.5)
    shows(explorer, writer, PHRASE, temperature=1.5, top_p=0.5)
    assert {after for _, _, after in explorer.bars} >= {"top-p"}
    explorer.page.focus("#temperature")
    explorer.page.keyboard.press("Home")
    shows(explorer, writer, PHRASE, temperature=0)
    explorer.character(8).click()
    explorer.says("#after", "^After character 9, «s», which is pinned")
    shows(explorer, writer, PHRASE[:9], temperature=0)


def test_write_back_forward_and_branch(explorer: Explorer, writer: Writer) -> None:
    page = explorer.page
    expected = writer.generate(PHRASE, length=12, temperature=0.8, top_k=40, seed=3)
    explorer.type(PHRASE)
    explorer.set("#seed", 3)
    for _ in range(12):
        page.click("#step")
    explorer.has_read(expected)
    drawn = np.random.Generator(np.random.Philox(3)).random(12)[-1]
    explorer.says("#drawn", f"^Random number 12 of seed 3 is {drawn:.4f}; it falls on ")
    for _ in range(5):
        page.click("#back")
    explorer.has_read(expected[:-5])
    page.click("#forward")
    explorer.has_read(expected[:-4])
    page.click("#step")  # with the same number as before
    explorer.has_read(expected[:-3])
    assert page.is_enabled("#forward")  # what was written behind it is still there

    other = explorer.bars[6][0]
    page.locator("#bars > *").nth(6).click()
    explorer.has_read(expected[:-3] + other)
    page.click("#back")
    explorer.has_read(expected[:-3])
    page.click("#forward")
    explorer.has_read(expected[:-3] + other)
    explorer.character(3).click()
    shows(explorer, writer, expected[:4], temperature=0.8, top_k=40)
    other = explorer.bars[1][0]
    page.focus("#bars")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    explorer.has_read(expected[:4] + other)
    explorer.says("#where", "^Character 5 of 5")


def test_write_on_over_the_end_of_the_context(explorer: Explorer, writer: Writer) -> None:
    prompt = (PHRASE + " couché de bonne heure. ") * 6
    prompt = prompt[: writer.config.model.context_length - 2]
    expected = writer.generate(prompt, length=60, temperature=0.8, top_k=40, seed=1)
    explorer.type(prompt)
    explorer.page.focus("#speed")
    explorer.page.keyboard.press("End")
    explorer.page.click("#write-on")
    until(lambda: len(explorer.phrase) > len(prompt) + 5, lambda: explorer.phrase)
    explorer.page.click("#write-on")
    explorer.says("#phrase-note", "at most 256 characters; of this text it reads the last 1[0-9][0-9]")
    written = explorer.phrase
    assert written == expected[: len(written)]
    explorer.says("#write-on", "^Write on$")


HELD = """const send = Worker.prototype.postMessage
const held = []
Worker.prototype.postMessage = function (...all) {
  if (window.hold && all[0].kind === "forward") held.push(() => send.apply(this, all))
  else send.apply(this, all)
}
window.release = () => {
  window.hold = false
  for (const one of held) one()
}"""


def test_it_writes_on_while_the_panels_wait(explorer: Explorer, writer: Writer) -> None:
    """Writing takes steps of the cache, and no reading of the whole window."""
    expected = writer.generate(PHRASE, length=40, temperature=0.8, top_k=40, seed=1)
    with explorer.page.context.new_page() as page:
        page.add_init_script(HELD)
        page.goto(f"{explorer.server.address}#language=en")
        late = Explorer(page, explorer.server, explorer.recorded)
        late.type(PHRASE)
        page.evaluate("window.hold = true")
        page.click("#write-on")
        until(lambda: len(late.phrase) > len(PHRASE) + 5, lambda: late.phrase)
        page.click("#write-on")
        assert expected.startswith(late.phrase)
        assert late.ribbon == PHRASE.translate(UNSEEN)
        page.evaluate("release()")
        late.has_read(late.phrase)


def test_the_numbers_of_a_seed(explorer: Explorer) -> None:
    code = """async ([seed, places]) => {
      const { uniform } = await import("./engine/philox.js")
      return places.map(place => uniform(seed, place))
    }"""
    for seed in (0, 1, 2**32 - 1, 2**32, 2**53 - 1):
        expected = np.random.Generator(np.random.Philox(seed)).random(400)
        places = [0, 1, 2, 3, 4, 5, 399]
        assert explorer.page.evaluate(code, [seed, places]) == expected[places].tolist()


def test_a_wrong_seed_changes_nothing(explorer: Explorer) -> None:
    seed = explorer.page.locator("#seed")
    for wrong in ("-3", "1.5", "", "12345678901234567890"):
        seed.fill("7")
        assert seed.get_attribute("aria-invalid") == "false"
        seed.fill(wrong)
        explorer.says("#seed-about", "^A seed is a whole number .* 7 stays.$")
        assert seed.get_attribute("aria-invalid") == "true"
    until(lambda: "seed=7" in explorer.address, lambda: explorer.address)
