"""Whatever is typed into the page."""

import random
from typing import TYPE_CHECKING

import proust_attention as proust
from proust_attention.data import DEFAULT_MACHINE
from tests.explorer.visiting import Explorer
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Route


def test_type_point_and_pin(explorer: Explorer) -> None:
    page = explorer.page
    assert explorer.phrase.startswith("Longtemps")
    explorer.type("Une heure\nn'est pas")
    explorer.says("#where", "^Character 19 of 19: «s».$")
    explorer.character(3).hover()
    explorer.says("#where", "^Character 4 of 19: space.$")
    explorer.character(9).click()
    explorer.says("#where", "^Character 10 of 19: end of line, pinned.$")
    explorer.character(2).hover()
    page.focus("#characters")
    page.keyboard.press("ArrowLeft")
    explorer.says("#where", "^Character 9 of 19: «e», pinned.$")
    assert page.get_attribute("#characters", "aria-activedescendant") == "c8"
    page.keyboard.press("ArrowDown")
    explorer.says("#where", "^Character 1[1-9] of 19: .*, pinned.$")
    page.keyboard.press("Escape")
    page.keyboard.press("Home")
    explorer.says("#where", "^Character 1 of 19: «U».$")
    page.keyboard.press("Enter")
    explorer.says("#where", "pinned.$")
    page.keyboard.press("End")
    explorer.says("#where", "^Character 19 of 19: «s», pinned.$")


def test_nothing_typed_comes_back(explorer: Explorer) -> None:
    explorer.page.fill("#phrase", "")
    explorer.says("#phrase-note", "^Nothing is typed")
    until(lambda: "text=&" in explorer.address, lambda: explorer.address)
    explorer.page.reload()
    explorer.says("#phrase-note", "^Nothing is typed that it knows, so the machine begins .*: end of line.$")
    assert explorer.phrase == ""


def test_what_is_typed_while_the_machine_comes(explorer: Explorer) -> None:
    page = explorer.page
    waiting: list[Route] = []
    page.route("**/model.safetensors", lambda route: waiting.append(route))
    page.goto("about:blank")
    page.goto(explorer.server.address)
    until(lambda: page.locator("#machine option").count() > 1 and waiting, lambda: waiting)
    page.fill("#phrase", "Bonjour, madame")
    waiting[0].continue_()
    page.unroute("**/model.safetensors")
    explorer.has_read("Bonjour, madame")


def test_what_was_typed_stays_as_it_was(explorer: Explorer) -> None:
    explorer.page.fill("#phrase", "Salut 😀 l’ami")
    explorer.has_read("Salut  l'ami")
    explorer.page.click("#step")
    until(lambda: len(explorer.phrase) == 14, lambda: explorer.phrase)
    assert explorer.phrase.startswith("Salut 😀 l’ami")


def test_what_a_word_processor_types_is_read_as_the_command_reads_it(explorer: Explorer) -> None:
    typed, read = "«\u00a0L’e\u0301té – non…\u202f!\u00a0»", "« L'été — non... ! »"
    assert proust.load(DEFAULT_MACHINE).tokenizer.alphabet.as_read(typed) == read
    explorer.page.fill("#phrase", typed)
    explorer.has_read(read)
    assert explorer.text("#phrase-note") == ""
    assert explorer.phrase == typed


def test_a_megabyte_of_anything(explorer: Explorer) -> None:
    rolls = random.Random(0)
    odd = "".join(
        chr(rolls.choice((rolls.randrange(32, 0xD800), rolls.randrange(0x1F300, 0x1FAFF)))) for _ in range(400_000)
    )
    assert len(odd.encode()) > 1_000_000
    explorer.page.fill("#phrase", "")
    explorer.page.keyboard.insert_text(odd + "\u202e\x00e\u0301")
    explorer.says("#phrase-note", "left out: .* more.*last 10,000 characters are kept")
    until(lambda: explorer.ribbon.endswith("é"), lambda: explorer.ribbon)
    explorer.page.fill("#phrase", "")
    explorer.says("#phrase-note", "^Nothing is typed")
    explorer.has_read("\n")
    explorer.type("Là !")
