"""What is quoted: the text shaded by the runs that stand in what the machine learned; against Python's search."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from proust_attention import corpus as texts
from proust_attention.checkpoint import RunFolder
from proust_attention.checkpoint.machines import open_machine
from proust_attention.errors import InputError
from proust_attention.evaluation.novelty.index import Index
from proust_attention.evaluation.novelty.learned import Learned
from proust_attention.evaluation.novelty.measuring import stands_in
from proust_attention.explorer import quoting, site
from tests.explorer.page.test_accessibility import axe as axe
from tests.explorer.page.test_accessibility import faults
from tests.explorer.test_export import any_server
from tests.explorer.visiting import Explorer, visiting
from tests.inspection.test_novelty import TINY, a_run
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytest.importorskip("pydivsufsort")


def shades(explorer: Explorer) -> list[int]:
    """How long the run is that each character of the ribbon stands in, as it is shaded."""
    code = "all => all.map(one => Number(one.dataset.weight))"
    found: list[int] = explorer.page.eval_on_selector_all("#characters > [data-weight]", code)
    return found


@pytest.fixture(scope="module")
def learned(trained: Path) -> Learned:
    return Learned.of(open_machine(trained))


@pytest.fixture(scope="module")
def quoting_page(browser: "Browser", trained: Path) -> Iterator[Explorer]:
    with visiting(browser, quoting.with_text(site.build(trained), trained)) as explorer:
        yield explorer


def test_the_shade_is_what_python_finds(quoting_page: Explorer, learned: Learned) -> None:
    explorer = quoting_page
    text = f"Zzz {learned.training[5000:5018]} qqq"
    explorer.open("language=en")
    explorer.type(text)
    explorer.page.get_by_role("button", name="what is quoted").click()
    expected = stands_in(Index(learned.training).longest_runs(text).lengths).tolist()
    assert max(expected) >= 18
    until(lambda: shades(explorer) == expected, lambda: shades(explorer))
    explorer.character(12).click()
    explorer.says("#shaded", r"^«.*»: \d+ characters that stand word for word in la-casa-de-los-membrillos.txt")
    said = re.match(r"«(.*)»: (\d+) characters .*, from ([\d,]+) on", explorer.text("#shaded"))
    assert said is not None
    run, place = said[1].replace("↵", "\n"), int(said[3].replace(",", ""))
    assert len(run) == int(said[2]) == expected[12]
    assert learned.training[place : place + len(run)] == run
    explorer.says("#shaded", r"that it has not read, \d+ are usual; one page in 20 has more than \d+\.$")
    explorer.page.select_option("#language", "es")
    explorer.says("#shaded", r"caracteres que están, palabra por palabra, en la-casa-de-los-membrillos\.txt")


def test_the_address_holds_it_and_a_machine_without_its_text_says_so(quoting_page: Explorer) -> None:
    explorer = quoting_page
    explorer.open("language=en&text=la+casa&shade=quoted")
    until(lambda: len(shades(explorer)) == 7, lambda: shades(explorer))
    button = explorer.page.locator("#shades button", has_text="what is quoted")
    assert button.get_attribute("aria-pressed") == "true"
    explorer.page.select_option("#machine", "recherche-fr")
    explorer.says("#shaded", "^The text that this machine learned is not here")
    assert button.is_hidden()
    until(lambda: shades(explorer) == [], lambda: shades(explorer))


def test_of_a_piece_the_longest_run_of_its_characters(browser: "Browser", prose: str, tmp_path: Path) -> None:
    run = a_run(tmp_path / "run", texts.of_texts([texts.Source.of_text("I.txt", prose)], "es"), TINY, "bpe")
    learned = Learned.of(open_machine(run))
    text = f"y y {learned.training[500:512]}"
    stands = stands_in(Index(learned.training).longest_runs(text).lengths)
    tokenizer = open_machine(run).tokenizer
    expected = [int(stands[begin:end].max()) for begin, end in tokenizer.spans(text)]
    assert len(expected) < len(text)
    with visiting(browser, quoting.with_text(site.build(run), run)) as explorer:
        explorer.open("language=en&shade=quoted")
        explorer.page.fill("#phrase", text)
        until(lambda: shades(explorer) == expected, lambda: (shades(explorer), expected))


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_serious_fault(browser: "Browser", trained: Path, axe: str, colours: str) -> None:
    pages = quoting.with_text(site.build(trained), trained)
    with visiting(browser, pages, color_scheme=colours, viewport={"width": 360, "height": 900}) as explorer:
        explorer.open("language=es&text=la+casa&shade=quoted")
        until(lambda: len(shades(explorer)) == 7, lambda: shades(explorer))
        assert faults(explorer.page, axe) == []


def test_the_export_has_the_text_only_where_it_is_wanted(
    browser: "Browser", trained: Path, tmp_path: Path
) -> None:
    pages = site.build(trained)
    assert not [address for address in pages if "learned" in address.split("/")[-1] and "machines" in address]
    site.write(quoting.with_text(pages, trained), tmp_path / "page")
    with any_server(tmp_path) as (address, _), browser.new_context() as visit:
        page = visit.new_page()
        page.goto(f"{address}/page/#text=la+casa&shade=quoted")
        page.locator("#characters > [data-weight]").first.wait_for()


def test_a_run_that_grows_is_offered_as_it_is(trained: Path, tmp_path: Path) -> None:
    run = RunFolder.open(shutil.copytree(trained, tmp_path / "given"))
    pages = quoting.with_text(site.build(run.path), run.path)

    def offered() -> dict[str, Any]:
        found: dict[str, Any] = json.loads(site.content(pages["machines/index.json"]))["machines"][-1]
        return found

    before = offered()
    run.save_snapshot(12_345, run.weights())
    assert before["quotes"] is offered()["quotes"] is True
    assert set(offered()["moments"]) - set(before["moments"]) == {12_345}


def test_a_run_whose_text_was_removed_has_none(trained: Path, tmp_path: Path) -> None:
    run = Path(shutil.copytree(trained, tmp_path / "given"))
    (run / "tokens.npy").unlink()
    with pytest.raises(InputError, match="the text that given was trained on is not here"):
        quoting.with_text(site.build(run), run)
