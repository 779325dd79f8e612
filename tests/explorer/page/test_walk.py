"""The walk: chapters that are states of the page, each with something to do."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from proust_attention.config import build
from tests.explorer.machines import make_machine, random_weights
from tests.explorer.piece_machine import piece_machine
from tests.explorer.shown import SIZES, middle
from tests.explorer.visiting import Explorer, visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TITLES = {
    "en": ["A guess", "Surprise", "Looking back", "One number by hand", "Taking a head out", "How it learned"],
    "es": [
        "Una conjetura",
        "La sorpresa",
        "Mirar atrás",
        "Un número a mano",
        "Quitar una cabeza",
        "Cómo aprendió",
    ],
}


def test_from_beginning_to_end(explorer: Explorer) -> None:
    """Everything that the chapters ask for is done, and each says what it showed."""
    page = explorer.page
    before = explorer.phrase
    page.click("#walk-begin")
    title, done, next_one = page.locator(".walk-title"), page.locator("#walk [role=status]"), ".walk-next"
    assert title.inner_text() == "A guess"
    assert page.evaluate("document.activeElement.className") == "walk-title"
    explorer.has_read("Je ne sais pas si vous conn")
    assert done.inner_text() == ""
    page.locator("#bars > *").first.click()
    explorer.says("#walk [role=status]", "^So a whole text comes about")

    page.click(next_one)
    assert title.inner_text() == "Surprise"
    explorer.says("#shaded", "cost .* bits: the machine gave it")
    page.fill("#phrase", "Longtemps, je me suis couché de bonne heure. Le docteur mange un fruit.")
    explorer.says("#walk [role=status]", "^Surprise, averaged")

    page.click(next_one)
    explorer.says("#shaded", "^The shading shows where head 2 of layer 1")
    assert done.inner_text() == ""
    page.click(".walk-act")
    explorer.says("#shaded", "^The shading shows where head 1 of layer 2")
    explorer.says("#walk [role=status]", "^Nobody told the heads")

    page.click(next_one)
    page.click(".walk-act")
    explorer.says("#walk [role=status]", "^All the machine's work")
    page.click(".walk-back")
    page.click(next_one)
    assert done.inner_text() == ""
    surface = page.locator("#maps .grid-marks").nth(1)
    surface.click(position=middle(surface, 20, 3, 27, 27))
    explorer.says("#walk [role=status]", "^All the machine's work")

    page.click(next_one)
    assert title.inner_text() == "Taking a head out"
    until(lambda: explorer.bars[0][0] == "a", lambda: explorer.bars[:3])
    page.click(".walk-act")
    explorer.says("#kind-after", "^without what is taken out$")
    until(lambda: explorer.bars[1][0] == "o", lambda: explorer.bars[:3])  # it would not write «connaître» any more
    explorer.says("#walk [role=status]", "^What comes next stands there twice")

    page.click(next_one)
    explorer.says("#kind-after", "^what is drawn from$")  # the head is in again
    explorer.says(".time-said", "^Before the first step")
    assert explorer.text("#walk [role=status]") == ""
    for _ in range(7):
        page.click(".walk-act")
    explorer.says(".time-said", "^After 24,000 steps: the machine as it was opened")
    explorer.says("#walk [role=status]", "^The parts and the sums are the same")
    until(lambda: explorer.bars[0][0] == "a", lambda: explorer.bars[:3])

    page.click(next_one)
    assert title.inner_text() == "What it cannot do"
    explorer.set("#speed", 60)
    page.click("#write-on")
    explorer.says("#walk [role=status]", "^Large models are built alike")
    page.click("#write-on")
    page.click(".walk-back")
    assert title.inner_text() == "How it learned"
    page.click(next_one)
    page.click(next_one)
    assert page.locator("#walk").is_hidden()
    assert page.evaluate("document.activeElement.id") == "walk-begin"
    assert explorer.phrase != before
    until(lambda: "walk=" not in explorer.address, lambda: explorer.address)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("chapter", range(1, 7))
def test_a_chapter_has_an_address(visit: Explorer, chapter: int, language: str) -> None:
    visit.open(f"walk={chapter}&language={language}")
    visit.says(".walk-title", f"^{TITLES[language][chapter - 1]}$")
    begins = "Longtemps, je me suis couché de" if chapter == 2 else "Je ne sais"
    until(lambda: visit.phrase.startswith(begins), lambda: visit.phrase)
    assert visit.text("#walk [role=status]") == ""  # nothing has been done yet
    until(lambda: f"walk={chapter}" in visit.address, lambda: visit.address)
    shared = visit.address
    visit.page.fill("#phrase", "Albertine")
    visit.has_read("Albertine")
    until(lambda: "text=Albertine" in visit.address, lambda: visit.address)
    visit.page.reload()
    visit.has_read("Albertine")  # what an address says besides the chapter stays
    visit.says(".walk-title", f"^{TITLES[language][chapter - 1]}$")
    assert visit.address != shared


def test_an_address_given_to_an_open_page_begins_a_chapter(explorer: Explorer) -> None:
    explorer.page.evaluate("location.hash = 'language=en&walk=5'")
    explorer.says(".walk-title", "^Taking a head out$")
    explorer.has_read("Je ne sais pas si vous conn")
    assert explorer.text("#walk [role=status]") == ""


def test_how_a_machine_learned_whose_training_was_not_kept(browser: "Browser") -> None:
    with visiting(browser, "novelas-es") as explorer:
        explorer.open("walk=6")
        explorer.has_read("Mucho tiempo pasó antes de que volviera a su casa. ")
        assert explorer.page.locator(".walk-act").is_hidden()
        explorer.page.fill("#phrase", explorer.phrase + "Wyclef Jean")
        explorer.says("#walk [role=status]", "^It knows those novels")


@pytest.mark.parametrize("walk", ["0", "8", "x", "1.5"])
def test_there_is_no_such_chapter(visit: Explorer, walk: str) -> None:
    visit.open(f"walk={walk}")
    assert visit.page.locator("#walk").is_hidden()


def test_leave_at_any_time(explorer: Explorer) -> None:
    explorer.open("walk=3")
    explorer.page.locator(".walk-leave").click()
    assert explorer.page.locator("#walk").is_hidden()
    explorer.page.keyboard.press("Enter")  # on the button that begins it
    explorer.says(".walk-title", "^A guess$")
    explorer.page.keyboard.press("Escape")
    assert explorer.page.locator("#walk").is_hidden()


def test_in_the_language_of_the_machine_and_on_a_phone(browser: "Browser") -> None:
    with visiting(browser, "novelas-es", "es-ES", viewport={"width": 360, "height": 640}) as explorer:
        explorer.page.click("#walk-begin")
        explorer.has_read("No había dormido en toda la noc")
        card = explorer.page.locator("#walk")
        assert card.evaluate("one => getComputedStyle(one).position") == "static"  # it would fill the screen
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert explorer.page.evaluate(overflow) <= 0


@pytest.mark.parametrize("chapter", range(1, 8))
def test_with_another_machine_a_chapter_begins_in_its_language(visit: Explorer, chapter: int) -> None:
    page = visit.page
    visit.open(f"walk={chapter}&language=en")
    visit.says("#characters", "^(Je|Longtemps)")
    until(lambda: "text=" in visit.address, lambda: visit.address)
    page.locator("#bars > *").first.click()  # what is written behind the phrase belongs to it
    before = visit.phrase
    page.select_option("#machine", "novelas-es")
    visit.says("#characters", "^(No|Mucho)")
    assert not visit.phrase.startswith(before[:5])
    assert visit.text("#walk [role=status]") == ""
    page.select_option("#machine", "recherche-fr")
    visit.says("#characters", "^(Je|Longtemps)")
    visit.type("Albertine")
    page.select_option("#machine", "novelas-es")
    visit.says("#phrase-label", "in Spanish")
    assert visit.phrase == "Albertine"  # what somebody has typed stays


def test_of_a_machine_on_pieces_whose_language_nobody_knows(browser: "Browser", tmp_path: Path) -> None:
    with visiting(browser, piece_machine(tmp_path)[2]) as explorer:
        page = explorer.page
        page.click("#walk-begin")
        explorer.says("#walk", "guesses the next token")
        page.click(".walk-next")
        explorer.says("#walk", "point at the darkest place")  # there is no zebra
        page.select_option("#machine", "recherche-fr")
        explorer.says("#walk", "of a character.*point at the zebra")
        page.select_option("#machine", "pieces")
        explorer.says("#walk", "of a token.*point at the darkest place")
        page.select_option("#language", "es")
        explorer.says("#walk", "de un token.*señala el lugar más oscuro")


def test_of_a_machine_with_one_head(browser: "Browser", tmp_path: Path) -> None:
    config = build(94, "modern", [{"model": {**SIZES, "n_heads": 1, "n_layers": 1}}])
    make_machine(tmp_path / "one", config, random_weights(config))
    with visiting(browser, tmp_path / "one") as explorer:
        explorer.open("walk=5&language=en")
        explorer.says(".walk-task", "take out head 1 of layer 1")
        explorer.page.click(".walk-act")
        explorer.says("#walk [role=status]", "^What comes next stands there twice")
        explorer.says("#kind-after", "^without what is taken out$")
