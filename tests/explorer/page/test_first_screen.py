"""The first screen: what is seen without scrolling, and what moves when somebody points."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from proust_attention.data import DEFAULT_MACHINE
from proust_attention.explorer import site
from tests.explorer.browsing import recording, serving
from tests.explorer.test_export import any_server
from tests.explorer.visiting import UNSEEN, Explorer, visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

PHRASE = "Longtemps, je me suis"
ORDER = """() => [...document.querySelectorAll("main section")].map(one => one.id)"""


def box(page: "Page", selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found, selector
    return {**found, "bottom": found["y"] + found["height"], "right": found["x"] + found["width"]}


@pytest.mark.parametrize(
    ("width", "height", "of_maps"), [(1280, 720, 40), (1366, 768, 60), (1280, 900, 60), (1440, 900, 60)]
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_seen_at_once(browser: "Browser", width: int, height: int, of_maps: int, language: str) -> None:
    with visiting(browser, viewport={"width": width, "height": height}) as explorer:
        explorer.page.goto("about:blank")
        explorer.page.goto(f"{explorer.server.address}#language={language}")
        explorer.page.wait_for_selector("#bars > *")
        page = explorer.page
        order = ["text", "next", "maps", "time", "parts", "surprise", "beside", "arithmetic", "diagram"]
        assert page.evaluate(ORDER) == [*order, "learn", "gradient"]
        text, bars = box(page, "#characters"), box(page, "#bars")
        assert bars["x"] > text["right"]  # beside it
        assert max(text["bottom"], bars["bottom"], box(page, "#step")["bottom"]) < height
        assert page.locator("#maps figure").count() == 4
        tops = {box(page, f"#maps figure >> nth={i}")["y"] for i in range(4)}
        assert len(tops) == 1  # all heads side by side
        assert tops.pop() < height - of_maps


def first_bar(explorer: Explorer) -> str:
    return explorer.bars[0][0] + explorer.bars[0][1]


def test_pointing_moves_what_comes_next(explorer: Explorer) -> None:
    explorer.type(PHRASE)
    explorer.says("#after", "^After the last character, «s», the machine expects:$")
    of_the_end = first_bar(explorer)
    explorer.character(4).hover()
    explorer.says("#after", "^After character 5, «t», the machine expects:$")
    explorer.says("#bars-help", "in the place of all that follows")
    of_t = first_bar(explorer)
    assert of_t != of_the_end
    explorer.page.mouse.move(0, 0)
    explorer.says("#after", "^After the last character")
    assert first_bar(explorer) == of_the_end
    explorer.page.focus("#characters")
    explorer.page.keyboard.press("Home")
    for _ in range(4):
        explorer.page.keyboard.press("ArrowRight")
    explorer.says("#after", "^After character 5, «t», the machine expects:$")
    assert first_bar(explorer) == of_t
    explorer.page.locator("#bars > *").nth(1).click()  # written where it was looked at
    explorer.has_read(PHRASE[:5] + explorer.phrase[-1])
    assert len(explorer.phrase) == 6


def test_examples_in_the_language_of_the_machine(explorer: Explorer) -> None:
    chips = explorer.page.locator("#examples button")
    assert chips.all_text_contents() == [
        *("a name that comes again", "an open quotation", "half a word", "a line of Spanish")
    ]
    explorer.says("#phrase-label", "^Type a phrase in French,")
    chips.nth(2).focus()
    explorer.page.keyboard.press("Enter")
    explorer.has_read("Je ne sais pas si vous conn".translate(UNSEEN).replace("␣", " "))
    until(lambda: explorer.bars[0][0] == "a", lambda: explorer.bars[:3])
    explorer.page.select_option("#machine", "novelas-es")
    explorer.says("#examples", "a line of French$")
    explorer.page.select_option("#language", "es")
    explorer.says("#phrase-label", "^Una frase en español,")
    chips.first.click()
    until(lambda: explorer.phrase.startswith("Fortunata"), lambda: explorer.phrase)


def test_a_machine_of_an_unknown_language_has_none(browser: "Browser", tmp_path: Path) -> None:
    from tests.explorer.page.test_header import small_machine

    with visiting(browser, small_machine(tmp_path / "run")) as explorer:
        assert explorer.page.locator("#examples").is_hidden()
        explorer.says("#phrase-label", "^Type a phrase$")


@pytest.mark.parametrize(
    ("locale", "named", "address", "opened"),
    [
        ("es-ES", None, "", "novelas-es"),
        ("en-GB", None, "", "recherche-fr"),
        ("es-ES", None, "machine=recherche-fr", "recherche-fr"),
        ("es-ES", None, "language=en", "recherche-fr"),
        ("es-ES", "recherche-fr", "", "recherche-fr"),
    ],
)
def test_with_which_machine_it_begins(
    browser: "Browser", locale: str, named: str | None, address: str, opened: str
) -> None:
    with visiting(browser, site.build(named), locale) as explorer:
        explorer.open(address)
        assert explorer.page.input_value("#machine") == opened
        began = "Mucho tiempo" if opened == "novelas-es" else "Longtemps"
        assert explorer.phrase.startswith(began)


def test_what_was_written_looks_different(explorer: Explorer) -> None:
    explorer.type(PHRASE)
    assert "italics" not in explorer.text("#ribbon-help")
    for _ in range(3):
        explorer.page.click("#step")
    until(lambda: len(explorer.ribbon) == len(PHRASE) + 3, lambda: explorer.ribbon)
    styles = explorer.page.locator("#characters > *").evaluate_all(
        "all => all.map(c => getComputedStyle(c).fontStyle)"
    )
    assert styles == ["normal"] * len(PHRASE) + ["italic"] * 3
    explorer.says("#ribbon-help", "In italics: what has been written")
    explorer.page.reload()  # the address says how much was written
    explorer.says("#ribbon-help", "In italics")
    explorer.page.fill("#phrase", explorer.phrase + "!")
    until(lambda: explorer.page.locator("#characters > .written").count() == 0, lambda: explorer.ribbon)


def test_while_the_machine_is_on_its_way(explorer: Explorer) -> None:
    page = explorer.page
    waiting: list[Route] = []
    page.route("**/model.safetensors", lambda route: waiting.append(route))
    page.goto("about:blank")
    page.goto(f"{explorer.server.address}#language=es")
    until(lambda: page.locator("#machine option").count() > 1 and waiting, lambda: waiting)
    assert page.locator("#loading").inner_text() == "La máquina está de camino…"
    buttons = ["#back", "#step", "#forward", "#write-on"]
    assert all(page.is_disabled(button) for button in buttons)
    assert page.is_enabled("#open-files")
    waiting[0].continue_()
    page.unroute("**/model.safetensors")
    page.wait_for_selector("#characters > *")
    assert page.locator("#loading").is_hidden()
    assert [page.is_enabled(button) for button in buttons] == [False, True, False, True]


def test_without_javascript(browser: "Browser") -> None:
    with (
        serving(DEFAULT_MACHINE) as server,
        recording(browser, java_script_enabled=False) as (recorded, visit),
    ):
        recorded.allowed.add(server.address)
        page = visit.new_page()
        page.goto(server.address)
        said = page.locator("noscript").inner_text()
        assert "needs JavaScript" in said
        assert "necesita JavaScript" in said
        assert all(button.is_disabled() for button in page.locator("#writing button, #open-files").all())


def test_opened_as_a_file_it_says_so(browser: "Browser", tmp_path: Path) -> None:
    site.write(site.build(), tmp_path / "page")
    with browser.new_context() as visit:
        page = visit.new_page()
        page.goto((tmp_path / "page" / "index.html").as_uri())
        late = page.locator("#loading .late")
        assert not late.is_visible()
        late.wait_for(state="visible", timeout=20_000)
        assert re.search("opened as a file.*proust explore.*como archivo", late.inner_text(), re.DOTALL)


def test_modules_come_at_once_and_once(browser: "Browser", tmp_path: Path) -> None:
    site.write(site.build(), tmp_path / "page")
    with any_server(tmp_path / "page") as (address, requested), browser.new_context() as visit:
        page = visit.new_page()
        page.goto(address)
        page.wait_for_selector("#characters > *")
        scripts = [path for path in requested if path.startswith("/page/")]
        assert len(scripts) == len(set(scripts)) > 50
