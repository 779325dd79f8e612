"""Time: the slider over the moments of a training, and everything on the page that moves with it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from proust_attention.checkpoint import RunFolder
from proust_attention.config import Config, build
from proust_attention.data import DEFAULT_MACHINE
from proust_attention.explorer import site
from proust_attention.generation import load, surprise
from proust_attention.numpy_model import Transformer
from proust_attention.tokenizer import CharacterTokenizer, Tokenizer
from tests.explorer.browsing import looking_at
from tests.explorer.machines import exact
from tests.explorer.moments_of import BEST, STEPS, add_moment, finish, loss_at, run_with_moments, weights_at
from tests.explorer.page.test_next import percent
from tests.explorer.piece_machine import CONFIG as PIECES
from tests.explorer.piece_machine import SAMPLE
from tests.explorer.piece_machine import TOKENIZER as OF_PIECES
from tests.explorer.shown import SIZES
from tests.explorer.test_export import any_server
from tests.explorer.visiting import Explorer, visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TEXT = "Le soir, je me"
OF_CHARACTERS = CharacterTokenizer.of_text(SAMPLE)
CHARACTERS = build(OF_CHARACTERS.vocab_size, "modern", [{"model": SIZES}])
KINDS: dict[str, tuple[Config, Tokenizer]] = {
    "characters": (CHARACTERS, OF_CHARACTERS),
    "pieces": (PIECES, OF_PIECES),
}


@pytest.fixture
def run(request: pytest.FixtureRequest, tmp_path: Path) -> RunFolder:
    config, tokenizer = KINDS[getattr(request, "param", "characters")]
    return run_with_moments(tmp_path / "run", config, tokenizer, SAMPLE)


@pytest.fixture
def finished(run: RunFolder) -> None:
    """That run has come to its end: the page does not look every now and then for more of its moments."""
    finish(run, BEST)


@pytest.fixture
def watched(run: RunFolder, browser: "Browser") -> Iterator[Explorer]:
    """A page with that run."""
    with visiting(browser, run.path) as explorer:
        explorer.page.fill("#phrase", TEXT)
        explorer.says("#where", "of")
        yield explorer


def slide(explorer: Explorer, index: int) -> None:
    explorer.page.fill("#time-slider", str(index))


def is_of(explorer: Explorer, run: RunFolder, step: int) -> None:
    """Wait until what comes next and the surprise are those of a moment."""
    model, tokenizer = run.config.model, run.tokenizer
    ids = tokenizer.encode(TEXT)
    values = exact(weights_at(run.config, step))
    logits = Transformer(model, values).forward(ids.astype(np.int64)[None])[0][0, -1]
    p = np.exp(logits - logits.max())
    best = (p / p.sum()).max()

    def first_bar() -> bool:
        least, most = percent(explorer.bars[0][1])
        return least - 1e-6 <= best <= most + 1e-6

    until(first_bar, lambda: f"{explorer.bars[0]}, not {best}")
    bits = surprise.of_text(model, values, ids)[1:].sum() / np.log(2)
    characters = len(TEXT) - tokenizer.lengths[ids[0]]
    explorer.says(".surprise-mean", f"^On average {bits / characters:.2f} bits a character")


@pytest.mark.parametrize("run", KINDS, indirect=True)
def test_everything_is_of_the_moment(watched: Explorer, run: RunFolder) -> None:
    explorer = watched
    explorer.says(".time-said", "^After 20 steps: the machine as it was opened.")
    is_of(explorer, run, BEST)

    def colours() -> str:
        return explorer.page.locator("#maps .grid canvas").first.evaluate("canvas => canvas.toDataURL()")

    of_now = colours()
    for index, step in enumerate(STEPS):
        slide(explorer, index)
        is_of(explorer, run, step)
        words = "Before the first step" if step == 0 else f"After {step} of 20 steps"
        explorer.says(".time-said", rf"^{words}.* Loss {loss_at(step):.2f}\.$")
        explorer.says(".time-sample blockquote", f"^Le soir, à l'étape {step}$")
    assert colours() != of_now
    at_16 = explorer.page.locator(".time-mark").get_attribute("transform")
    slide(explorer, len(STEPS))
    is_of(explorer, run, BEST)
    explorer.says(".time-sample figcaption", "was not kept")
    assert explorer.page.locator(".time-mark").get_attribute("transform") != at_16
    until(lambda: colours() == of_now)
    until(lambda: "moment=" not in explorer.address, lambda: explorer.address)


def test_it_writes_as_it_did_then(watched: Explorer, run: RunFolder) -> None:
    slide(watched, 1)
    is_of(watched, run, 4)
    watched.set("#temperature-number", 0)
    for _ in range(5):
        watched.page.click("#step")
    expected = load(f"{run.path}@4").generate(TEXT, length=5, temperature=0.0)
    until(lambda: watched.phrase == expected, lambda: f"{watched.phrase}, not {expected}")


def test_the_address_has_the_moment(watched: Explorer, run: RunFolder) -> None:
    slide(watched, 2)
    until(lambda: "moment=16" in watched.address, lambda: watched.address)
    watched.page.reload()
    watched.says(".time-said", "^After 16 of 20 steps")
    is_of(watched, run, 16)
    watched.page.evaluate("location.hash = location.hash.replace('moment=16', 'moment=4')")
    is_of(watched, run, 4)
    watched.page.evaluate("location.hash = location.hash.replace('moment=4', 'moment=5')")  # there is none
    until(lambda: "moment=4" in watched.address, lambda: watched.address)
    is_of(watched, run, 4)
    watched.page.select_option("#machine", DEFAULT_MACHINE)
    watched.says(".time-said", "^After 24,000 steps: the machine as it was opened")
    until(lambda: "moment=" not in watched.address, lambda: watched.address)


def test_by_keyboard_and_in_spanish(watched: Explorer, run: RunFolder) -> None:
    page = watched.page
    page.select_option("#language", "es")
    page.focus("#time-slider")
    page.keyboard.press("ArrowLeft")
    watched.says(".time-said", r"^Tras 16 de 20 pasos\. .* Pérdida: 2,40\.$")
    page.keyboard.press("Home")
    watched.says(".time-said", "^Antes del primer paso: ")
    said = page.get_attribute("#time-slider", "aria-valuetext")
    assert said == watched.text(".time-said")
    page.keyboard.press("End")
    watched.says(".time-said", "^Tras 20 pasos: la máquina tal como se abrió")
    page.select_option("#language", "en")
    is_of(watched, run, BEST)


def test_it_plays_and_pauses(watched: Explorer) -> None:
    page, play = watched.page, watched.page.locator("#time-play")
    assert play.inner_text() == "Play"
    play.click()
    watched.says(".time-said", "^Before the first step")
    assert play.inner_text() == "Pause"
    watched.says(".time-said", "^After 4 of 20")  # by itself
    play.click()
    assert play.inner_text() == "Play"
    before = watched.text(".time-said")
    page.wait_for_timeout(1500)
    assert watched.text(".time-said") == before
    play.click()
    watched.says(".time-said", "^After 20 steps")
    until(lambda: play.inner_text() == "Play", lambda: play.inner_text())


def test_where_movement_is_not_wanted_it_goes_step_by_step(browser: "Browser", run: RunFolder) -> None:
    with visiting(browser, run.path, reduced_motion="reduce") as explorer:
        play = explorer.page.locator("#time-play")
        assert play.inner_text() == "Next moment"
        for words in ("^Before the first", "^After 4 of", "^After 16 of", "^After 20 steps"):
            play.click()
            explorer.says(".time-said", words)
        play.click()
        explorer.page.wait_for_timeout(1500)
        explorer.says(".time-said", "^Before the first")
        assert (
            explorer.page.locator(".time-mark").evaluate("one => getComputedStyle(one).transitionDuration") == "0s"
        )


def test_a_run_that_trains_grows_the_slider(watched: Explorer, run: RunFolder) -> None:
    slide(watched, 1)
    is_of(watched, run, 4)
    add_moment(run, 32)
    until(lambda: watched.page.get_attribute("#time-slider", "max") == "4")
    assert watched.page.input_value("#time-slider") == "1"  # it stays where it is
    slide(watched, 4)
    is_of(watched, run, 32)
    watched.says(".time-sample blockquote", "à l'étape 32")
    run.save_weights(weights_at(run.config, 40), loss_at(40))  # better ones than those that were opened
    run.log("metrics", {"kind": "evaluation", "step": 40, "held_out_loss": loss_at(40)})
    finish(run, 40)
    until(lambda: watched.page.get_attribute("#time-slider", "max") == "5")
    slide(watched, 5)
    is_of(watched, run, 40)
    slide(watched, 3)
    is_of(watched, run, BEST)  # those that were opened are still there


@pytest.mark.usefixtures("finished")
def test_a_moment_that_has_gone(watched: Explorer, run: RunFolder) -> None:
    watched.page.focus("#time-slider")
    watched.page.locator(".time-figures").wait_for()  # what moments there are is known by now
    run.snapshots()[16].unlink()
    slide(watched, 2)
    watched.says("#notice", "^That moment cannot be shown; the one before it stays. model.safetensors cannot be")
    watched.says(".time-said", "^After 20 steps")
    slide(watched, 1)
    is_of(watched, run, 4)
    watched.page.click("#close-notice")
    watched.page.click("#time-play")  # it would go on to the one that is not there
    watched.says("#notice", "^That moment cannot be shown")
    watched.says("#time-play", "^Play")
    watched.says(".time-said", "^After 4 of")
    watched.recorded.clear()


@pytest.mark.usefixtures("finished")
def test_the_moments_around_come_before_they_are_wanted(watched: Explorer, run: RunFolder) -> None:
    requested: list[str] = []
    watched.page.context.on("request", lambda request: requested.append(request.url))  # the worker's, too

    def have_come() -> list[int]:
        return sorted(int(step) for step in re.findall(r"snapshots/step-(\d+)", " ".join(requested)))

    slide(watched, 1)
    is_of(watched, run, 4)
    until(lambda: have_come() == sorted(STEPS), have_come)  # each once
    for path in run.snapshots().values():
        path.unlink()
    for index, step in enumerate(STEPS):
        slide(watched, index)
        is_of(watched, run, step)


def test_loaded_only_when_it_is_touched(run: RunFolder, browser: "Browser", tmp_path: Path) -> None:
    """The export, under a subpath, from a server of another kind."""
    site.write(site.build(run.path, live=False), tmp_path / "some" / "where")
    with any_server(tmp_path) as (address, requested), looking_at(browser, f"{address}/some/where/") as page:
        before = [path for path in requested if "moments.json" in path or "snapshots" in path]
        assert before == []
        assert page.locator(".time-figures").is_hidden()
        page.focus("#time-slider")
        until(lambda: any(path.endswith("machines/run/moments.json") for path in requested), lambda: requested)
        assert not any("snapshots" in path for path in requested)
        page.keyboard.press("ArrowLeft")
        said = page.locator(".time-said")
        until(lambda: "After 16 of 20" in said.inner_text(), said.inner_text)
        until(lambda: any("step-000000016" in path for path in requested), lambda: requested)
        assert all(path.startswith("/some/where/") for path in requested)


def test_of_a_machine_without_moments_nothing_is_shown(browser: "Browser") -> None:
    with visiting(browser, "novelas-es") as explorer:
        assert explorer.page.locator("#time").is_hidden()
        explorer.open("moment=5")
        until(lambda: "moment" not in explorer.address, lambda: explorer.address)
        explorer.page.select_option("#machine", DEFAULT_MACHINE)
        explorer.says(".time-said", "^After 24,000 steps")


def test_the_machine_in_the_box(explorer: Explorer) -> None:
    assert explorer.page.get_attribute("#time-slider", "max") == "7"
    slide(explorer, 0)
    explorer.says(".time-said", "^Before the first step")
    explorer.says(
        ".time-origin", "a second training with the same settings and the same seed, stopped after 3,000"
    )
    explorer.says(".time-sample blockquote", "^Longtemps, je me suis")
    slide(explorer, 7)
    explorer.says(".time-said", r"^After 24,000 steps: the machine as it was opened.* Loss 1\.\d\d\.$")
