"""Writing at speed, and the branches of what was written; with a machine on characters and one on pieces."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from proust_attention.generation import load
from tests.explorer.piece_machine import piece_machine
from tests.explorer.visiting import UNSEEN, Explorer, visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PHRASE = "je me perds,"
FAST = """() => {
  const speed = document.querySelector("#speed")
  speed.max = speed.value = 1e6 // no computer follows
  speed.dispatchEvent(new Event("input"))
  const send = Worker.prototype.postMessage
  window.forwards = 0
  Worker.prototype.postMessage = function (...all) {
    if (all[0].kind === "forward") window.forwards++
    return send.apply(this, all)
  }
}"""
TREE = """tree => [...tree.children].map(line => [
  Number(line.ariaLevel), line.textContent, line.ariaCurrent === "true", line.ariaSelected === "true"])"""


@pytest.fixture(scope="module", params=["characters", "pieces"])
def opened(
    browser: "Browser", tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Explorer]:
    """A page for all the tests of this file."""
    pieces = piece_machine(tmp_path_factory.mktemp("pieces"))[2] if request.param == "pieces" else None
    with visiting(browser, pieces or "recherche-fr") as explorer:
        yield explorer


@pytest.fixture
def explorer(opened: Explorer) -> Explorer:
    """The page, opened anew: it has read PHRASE."""
    opened.open(f"language=en&text={PHRASE.replace(' ', '+')}")
    opened.has_read(PHRASE)
    return opened


def tree(explorer: Explorer) -> list[list[object]]:
    """Of each branch its level, its text, whether the text is there, and whether the keys are."""
    found: list[list[object]] = explorer.page.locator("#branches-tree").evaluate(TREE)
    return found


def has_tree(explorer: Explorer, *expected: list[object]) -> None:
    until(lambda: [line[:3] for line in tree(explorer)] == list(expected), lambda: tree(explorer))


def in_a_line(text: str) -> str:
    """A branch as it is shown."""
    return re.sub("^ | $|\n", lambda found: found[0].translate(UNSEEN), text)


def choose(explorer: Explorer, nth: int) -> str:
    """Write the token of a bar; return the phrase with it."""
    before = explorer.phrase
    explorer.says("#after", "^After the last")
    explorer.page.locator("#bars > *").nth(nth).click()
    until(lambda: explorer.phrase != before, lambda: explorer.phrase)
    explorer.has_read(explorer.phrase)
    return explorer.phrase


def test_fast_writing_keeps_the_maps_waiting_and_the_bars_moving(explorer: Explorer) -> None:
    page = explorer.page
    explorer.type("je me")  # how long a reading takes is known by the second
    explorer.type(PHRASE)
    page.evaluate(FAST)
    after = explorer.text("#after")
    page.click("#write-on")
    until(lambda: len(explorer.phrase) > len(PHRASE) + 40, lambda: explorer.phrase)
    until(lambda: explorer.text("#after") != after, lambda: explorer.text("#after"))  # while it writes
    assert page.locator("#bars > *").count() == 10
    assert page.evaluate("document.body.className").split()[-1] == "behind"
    assert explorer.ribbon == PHRASE.translate(UNSEEN)
    assert page.locator("#characters > .written").count() == 0
    assert page.evaluate("forwards") == 0
    page.click("#write-on")
    until(lambda: not page.locator("body.behind").count(), lambda: explorer.text("#where"))
    assert page.evaluate("forwards") == 1
    written = explorer.phrase
    until(lambda: written.translate(UNSEEN).endswith(explorer.ribbon), lambda: explorer.ribbon)
    assert page.locator("#bars > *").count() > 10
    explorer.says("#where", r"^\w+ (\d+) of \1: ")
    assert page.locator("#characters > .written").count() > 5


def test_it_writes_fast_what_python_writes(explorer: Explorer) -> None:
    page = explorer.page
    if explorer.text("#where").startswith("Token"):
        pytest.skip("what was drawn may be divided otherwise there; see test_pieces.py")
    expected = load("recherche-fr").generate(PHRASE, length=600, temperature=0.8, top_k=40, seed=1)
    page.evaluate(FAST)
    page.click("#write-on")
    until(lambda: len(explorer.phrase) > 300, lambda: explorer.phrase)  # over the end of the context
    page.click("#write-on")
    assert expected.startswith(explorer.phrase)


def test_slow_writing_takes_the_maps_along(explorer: Explorer) -> None:
    page = explorer.page
    assert page.locator("#speed").get_attribute("max") == "120"
    page.evaluate(FAST.replace("1e6", "speed.min = 0.01"))
    page.click("#write-on")
    until(lambda: len(explorer.ribbon) > len(PHRASE), lambda: explorer.ribbon)
    assert explorer.text("#write-on") == "Stop"
    assert page.locator("body.behind").count() == 0
    page.click("#write-on")


def test_the_old_branch_stays(explorer: Explorer) -> None:
    page = explorer.page
    assert page.locator("#branches").is_hidden()
    first = choose(explorer, 0)
    old = choose(explorer, 0)
    page.click("#back")
    explorer.has_read(first)
    assert page.locator("#branches").is_hidden()
    new = choose(explorer, 4)
    trunk, one, other = (in_a_line(text) for text in (first, old.removeprefix(first), new.removeprefix(first)))
    has_tree(explorer, [1, trunk, False], [2, one, False], [2, other, True])

    page.locator("#branches-tree > *").nth(1).click()
    explorer.has_read(old)
    has_tree(explorer, [1, trunk, False], [2, one, True], [2, other, False])
    page.focus("#branches-tree")
    page.keyboard.press("ArrowDown")
    assert tree(explorer)[2][3] is True
    page.keyboard.press("Enter")
    explorer.has_read(new)
    page.focus("#branches-tree")
    page.keyboard.press("ArrowLeft")  # to what both grow from
    assert tree(explorer)[0][3] is True
    page.keyboard.press("Enter")
    explorer.has_read(first)
    page.click("#forward")  # where it was gone last
    explorer.has_read(new)

    page.click("#branches-clear")
    assert page.locator("#branches").is_hidden()
    assert page.evaluate("document.activeElement.id") == "step"  # the focus is not lost
    page.click("#back")
    explorer.has_read(first)
    page.click("#forward")
    explorer.has_read(new)


def test_branches_survive_undo_and_redo(explorer: Explorer) -> None:
    page = explorer.page
    first = choose(explorer, 0)
    old = choose(explorer, 0)
    page.click("#back")
    explorer.has_read(first)
    new = choose(explorer, 4)
    lines = [line[:2] for line in tree(explorer)]
    page.focus("#phrase")
    for expected in (old, PHRASE):  # what was written in one go is undone together
        page.keyboard.press("Control+z")
        explorer.has_read(expected)
        assert [line[:2] for line in tree(explorer)] == lines
    for expected in (old, new):
        page.keyboard.press("Control+Shift+z")
        explorer.has_read(expected)
    page.focus("#phrase")
    page.keyboard.press("Control+End")
    page.keyboard.type("!")  # what is typed begins a tree of its own
    explorer.has_read(new + "!")
    assert page.locator("#branches").is_hidden()
    page.keyboard.press("Control+z")
    explorer.has_read(new)
    assert [line[:2] for line in tree(explorer)] == lines


def test_a_branch_from_within_what_was_typed(explorer: Explorer) -> None:
    page = explorer.page
    old = choose(explorer, 0)
    end = page.locator("#characters > *").nth(2)
    before = "".join(page.locator("#characters > *").all_text_contents()[:3]).replace("␣", " ")
    end.click()
    explorer.says("#after", "which is pinned")
    page.locator("#bars > *").nth(1).click()
    until(lambda: explorer.phrase.startswith(before) and explorer.phrase != old, lambda: explorer.phrase)
    new = explorer.phrase
    explorer.has_read(new)
    assert [line[0] for line in tree(explorer)] == [1, 2, 2]
    assert page.locator("#characters > .written").count() == 1
    page.locator("#branches-tree > *").nth(1).click()
    explorer.has_read(old)


def test_branches_in_spanish(explorer: Explorer) -> None:
    page = explorer.page
    choose(explorer, 0)
    page.click("#back")
    explorer.has_read(PHRASE)
    choose(explorer, 4)
    page.select_option("#language", "es")
    explorer.says("#branches-help", "^Cada línea es una rama")
    assert page.locator("#branches").get_attribute("aria-label") == "Ramas de lo escrito"
    here = page.locator("#branches-tree [aria-current]").get_attribute("aria-label") or ""
    assert here.endswith("(el texto está aquí)")
    assert page.locator("#branches-clear").inner_text() == "Dejar solo la rama presente"
