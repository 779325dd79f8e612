"""What comes when somebody opens the page for the first time."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from proust_attention.data import DEFAULT_MACHINE
from proust_attention.explorer import site
from proust_attention.explorer.modules import imported
from proust_attention.explorer.site import STATIC, Site
from tests.explorer.browsing import serving
from tests.explorer.piece_machine import piece_machine
from tests.explorer.visiting import visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Request

MOST = 1_400_000  # bytes, heads included
LATE = ("engine/training/", "engine/presets.js", "texts/")  # what is fetched when it is used


@pytest.mark.parametrize("script", ["page/main.js", "engine/worker.js"])
def test_what_only_training_needs_is_no_part_of_the_page(script: str) -> None:
    modules = imported(STATIC, script)
    assert len(modules) > 30
    assert [module for module in modules if module.startswith(LATE)] == []


def test_the_page_without_one_of_its_parts(browser: "Browser") -> None:
    """What comes later may not come at all; the rest of the page is there, and says so."""
    without = {address: lies for address, lies in site.build().items() if address != "page/parts/panel.js"}
    with visiting(browser, without) as explorer:
        explorer.says("#notice", "^A part of this page has not arrived: look at the connection")
        explorer.type("Longtemps")
        explorer.says("#learn", "Train a machine here")
        assert explorer.text("#parts-title") == "Take out and put in"
        explorer.recorded.clear()  # the browser says what has not come


@pytest.mark.parametrize("tokens", ["characters", "pieces"])
def test_the_first_load(browser: "Browser", tmp_path: Path, tokens: str) -> None:
    machine: str | Site = DEFAULT_MACHINE if tokens == "characters" else piece_machine(tmp_path)[2]
    loaded: list[Request] = []
    with serving(machine) as server, browser.new_context() as visit:
        visit.on("requestfinished", lambda request: loaded.append(request))
        page = visit.new_page()
        page.goto(server.address)
        page.locator("#bars > *").first.wait_for()
        page.wait_for_load_state("networkidle")
        addresses = [one.url.removeprefix(server.address) for one in loaded]
        sizes = [one.sizes() for one in loaded]
    assert "engine/worker.js" in addresses
    assert [address for address in addresses if address.startswith(LATE)] == []
    assert sum(one["responseHeadersSize"] + one["responseBodySize"] for one in sizes) <= MOST
