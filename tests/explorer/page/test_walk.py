"""The walk: chapters that are states of the page, each with something to do."""

from typing import TYPE_CHECKING

import pytest

from tests.explorer.shown import middle
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
    page.fill("#phrase", explorer.phrase + "Wyclef Jean")
    explorer.says("#walk [role=status]", "^It knows those novels")

    page.click(next_one)
    assert title.inner_text() == "What it cannot do"
    page.evaluate("document.querySelector('#speed').value = 60")
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
    begins = "Longtemps, je me suis couché de" if chapter in (2, 6) else "Je ne sais"
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
