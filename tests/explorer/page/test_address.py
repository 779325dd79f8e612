"""The state of the page in its address: written there, read from there, whatever stands in it."""

import re
from typing import TYPE_CHECKING

import pytest

from proust_attention.data import DEFAULT_MACHINE
from tests.explorer.visiting import Explorer, visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PHRASE = "Longtemps, je me suis"


def test_language_and_address(browser: "Browser") -> None:
    with visiting(browser, locale="es-ES") as explorer:
        page = explorer.page
        explorer.says("h1", "^La máquina de atención de Proust$")
        page.select_option("#language", "en")
        explorer.says("h1", "^The attention machine of Proust$")
        assert page.get_attribute("html", "lang") == "en"
        page.fill("#phrase", "Mme Verdurin & 7%\n\u00a0là")
        explorer.has_read("Mme Verdurin  7\n là")
        explorer.set("#temperature-number", 0.35)
        explorer.set("#topK-number", 5)
        explorer.set("#seed", 77)
        page.click("#step")
        until(lambda: len(explorer.ribbon) == 20, lambda: explorer.ribbon)
        explorer.character(4).click()
        until(lambda: "position=4&pinned=1" in explorer.address, lambda: explorer.address)
        before = [explorer.ribbon, explorer.bars, explorer.text("#where"), explorer.address]
        page.reload()
        explorer.says("#where", "pinned")
        until(lambda: len(explorer.bars) > 0, lambda: "no bars")
        assert [explorer.ribbon, explorer.bars, explorer.text("#where"), explorer.address] == before
        assert [page.input_value(f"#{name}") for name in ("seed", "topK-number", "language")] == ["77", "5", "en"]


@pytest.mark.parametrize(
    "address",
    [
        "machine=../../etc&text=%FF%C3&position=-3&pinned=maybe&layer=900&head=1e9&topK=x&topP=7&seed=1.5&language=xx",
        "machine=nobody&text=%ED%A0%80a&position=99999&pinned=1&key=12345&layer=0x1&scale=__proto__&temperature=NaN",
        "%%%&&&===#",
    ],
)
def test_a_damaged_address(visit: Explorer, address: str) -> None:
    visit.open(address)
    assert visit.page.input_value("#machine") == DEFAULT_MACHINE
    assert visit.page.input_value("#language") == "en"
    assert [visit.page.input_value(f"#{name}-number") for name in ("temperature", "topK", "topP")] == [
        "0.8",
        "40",
        "1",
    ]
    assert visit.page.input_value("#seed") == "1"
    visit.says("#where", r"^Character (\d+) of \1: ")
    within = r"^#machine=recherche-fr&text=[^&]*&position=\d\d?(&layer=1)?$"  # the last one, not the 900th
    until(lambda: re.search(within, visit.address) is not None, lambda: visit.address)
    visit.type(PHRASE)


def test_an_address_changed_by_hand(explorer: Explorer) -> None:
    def change(address: str) -> None:
        explorer.page.evaluate("address => { location.hash = address }", address)

    explorer.type("La vie")
    change("text=La+vie&position=9999&pinned=1&layer=900&head=900&key=77")
    explorer.says("#where", "^Character 6 of 6: «e».$")
    until(lambda: re.search("position=5&layer=[0-9]&head=[0-9]$", explorer.address), lambda: explorer.address)
    change("text=La+vie&position=1&pinned=1")
    explorer.says("#where", "^Character 2 of 6: «a», pinned.$")
    change("text=La+mer&position=3")
    explorer.has_read("La mer")
    explorer.says("#where", "^Character 4 of 6: «m».$")


def test_an_address_given_at_the_moment_at_which_the_page_writes_its_own(explorer: Explorer) -> None:
    explorer.type("La vie")
    its_own_was_due = explorer.page.evaluate(
        """async address => {
          const later = window.setTimeout
          await new Promise(done => later(done, 1000))  // until nothing waits to be written
          const due = []
          window.setTimeout = (call) => due.push(call)
          document.querySelector('#characters > [data-place="2"]').click()
          await Promise.resolve()
          window.setTimeout = later
          location.hash = address
          for (const call of due) call()  // between the new address and the event for it
          return due.some(call => String(call).includes("replaceState"))
        }""",
        "text=La+mer&position=3",
    )
    assert its_own_was_due
    explorer.has_read("La mer")
    explorer.says("#where", "^Character 4 of 6")
    until(lambda: "text=La+mer&position=3" in explorer.address, lambda: explorer.address)


def test_a_key_that_is_masked_comes_back(explorer: Explorer) -> None:
    explorer.open("text=La+vie&position=2&pinned=1&key=4&layer=1&head=1")
    explorer.page.locator('#characters > .key[data-place="4"]').wait_for()
    until(lambda: "key=4" in explorer.address, lambda: explorer.address)
    explorer.character(3).click()
    explorer.says("#where", "^Character 4 of 6")
    assert explorer.page.locator("#characters > .key").count() == 0
    until(lambda: "position=3&pinned=1" in explorer.address, lambda: explorer.address)
    assert "key" not in explorer.address
