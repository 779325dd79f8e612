"""For whoever reads the page otherwise than with eyes and a mouse: axe-core, the rules that a machine can check.

axe knows faults of the impact minor, moderate, serious and critical. None of the last two may be there.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import missing
from tests.explorer.page.learning import Workshop
from tests.explorer.visiting import Explorer, visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

OUT = "out=0.1,1.f,0.0.3.1"  # parts and an edge are taken out
CELL = f"text=La+vie&position=5&pinned=1&key=2&layer=1&head=1&{OUT}&shade=surprise&walk=3"  # a cell is open


@pytest.fixture(scope="module")
def axe() -> str:
    """The source of axe-core."""
    package = find_spec("axe_playwright_python")
    if package is None or package.origin is None:
        missing("browser", "axe-playwright-python is not installed")
    return Path(package.origin).with_name("axe.min.js").read_text(encoding="utf-8")


def faults(page: "Page", axe: str) -> list[str]:
    """Every serious or critical fault on the page as it stands: which, where, and why."""
    page.evaluate(axe)
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(result => result.violations)")
    return [
        f"{fault['id']}: {node['html']} {node['failureSummary']}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize(
    ("language", "colours", "width", "forced"),
    [
        ("en", "light", 1440, "none"),
        ("en", "dark", 360, "none"),
        ("es", "light", 360, "none"),
        ("es", "dark", 1440, "none"),
        ("en", "light", 360, "active"),
        ("es", "dark", 360, "active"),
    ],
)
def test_no_serious_fault(
    browser: "Browser", axe: str, language: str, colours: str, width: int, forced: str
) -> None:
    looks = {"color_scheme": colours, "forced_colors": forced, "viewport": {"width": width, "height": 900}}
    with visiting(browser, **looks, reduced_motion="reduce") as explorer:
        page = explorer.page
        explorer.open(f"{CELL}&language={language}")
        page.locator("#arithmetic table").first.wait_for()
        page.locator(".surprise-text [data-bits]").first.wait_for()
        assert page.evaluate("document.documentElement.lang") == language
        page.locator(".gradient-begin").click()
        page.locator(".gradient-cell[aria-busy=false] .gradient-terms tfoot").wait_for()
        assert faults(page, axe) == []
        grow(explorer)
        open_all(page)
        assert faults(page, axe) == []
        workshop = Workshop(explorer)
        page.locator(".learn-go").click()
        workshop.says("8 (of|de) 8")
        page.locator(".learn-map").first.wait_for()
        assert faults(page, axe) == []
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, "the page must be scrolled sideways"


def grow(explorer: Explorer) -> None:
    """Let what was written have two branches."""
    page = explorer.page
    before = explorer.phrase
    page.locator("#bars > *").first.click()
    until(lambda: explorer.phrase != before, lambda: explorer.phrase)
    page.click("#back")
    explorer.says("#after", "last|último")
    page.locator("#bars > *").nth(4).click()
    page.wait_for_selector("#branches-tree > :nth-child(3)")
    page.focus("#branches-tree")


@pytest.mark.parametrize(
    ("language", "colours", "width", "forced"), [("en", "dark", 1440, "none"), ("es", "light", 360, "active")]
)
def test_no_serious_fault_at_another_moment_and_beside_another_machine(
    browser: "Browser", axe: str, language: str, colours: str, width: int, forced: str
) -> None:
    looks = {"color_scheme": colours, "forced_colors": forced, "viewport": {"width": width, "height": 900}}
    with visiting(browser, **looks) as explorer:
        explorer.open(f"language={language}&moment=0&beside=novelas-es")
        explorer.page.locator(".time-figures").wait_for()
        explorer.page.locator(".beside-text > [data-bits]").first.wait_for()
        assert faults(explorer.page, axe) == []
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert explorer.page.evaluate(overflow) <= 0


def open_all(page: "Page") -> None:
    """Open the notes, and put tables in the places of maps."""
    page.evaluate("for (const closed of document.querySelectorAll('details')) closed.open = true")
    for box in page.locator("input[type=checkbox]").all():
        box.check()


def test_axe_itself_sees_a_fault(browser: "Browser", axe: str) -> None:
    with visiting(browser) as explorer:
        explorer.page.evaluate("document.body.append(document.createElement('button'), new Image())")
        assert sorted(fault.split(":")[0] for fault in faults(explorer.page, axe)) == ["button-name", "image-alt"]
