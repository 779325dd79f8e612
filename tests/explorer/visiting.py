"""The explorer's page in a real browser, as a person has it before them.

At the end of a test without a fault its consoles are empty, and no request was to another host.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proust_attention.data import DEFAULT_MACHINE
from proust_attention.explorer import Server
from proust_attention.explorer.machine_files import Site
from tests.explorer.browsing import recording, serving
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

UNSEEN = str.maketrans({" ": "␣", "\n": "↵", "\u00a0": "⍽"})


class Explorer:
    """A page that shows the explorer."""

    def __init__(self, page: "Page", server: Server, recorded: list[str]) -> None:
        self.page, self.server, self.recorded = page, server, recorded

    def open(self, address: str = "") -> None:
        """Open it anew, with `address` behind the #; wait until the phrase has been read."""
        self.page.goto("about:blank")  # else only what is behind the # would change
        self.page.goto(f"{self.server.address}#{address}")
        self.page.wait_for_selector("#characters > *")
        self.whole()
        self.page.evaluate("document.querySelector('#drawing').open = true")

    def whole(self) -> None:
        """Wait until the panels that come later are there, too."""
        self.page.wait_for_selector("#learn > button", state="attached")

    def type(self, text: str) -> None:
        """Replace the phrase; wait until it has been read. Of a text of known characters that a window holds."""
        self.page.fill("#phrase", text)
        self.has_read(text)

    def has_read(self, text: str) -> None:
        """Wait until the machine has read this and nothing else."""
        until(lambda: self.ribbon == text.translate(UNSEEN), lambda: f"{self.ribbon}, not {text}")

    @property
    def ribbon(self) -> str:
        """The characters that the machine sees, as they are shown."""
        return self.text("#characters")

    @property
    def phrase(self) -> str:
        """What stands in the field."""
        return self.page.input_value("#phrase")

    @property
    def bars(self) -> list[tuple[str, str, str]]:
        """Of each bar the character, what the machine says, and what is drawn from."""
        code = "bars => [...bars.children].map(bar => [...bar.children].map(part => part.textContent))"
        shown = self.page.locator("#bars").evaluate(code)
        return [(character, before, after) for character, _, before, after in shown]

    def text(self, selector: str) -> str:
        """What an element says."""
        return self.page.locator(selector).text_content() or ""

    @property
    def address(self) -> str:
        """The part behind the #, as it is now: what Playwright knows of it may be older."""
        return str(self.page.evaluate("location.hash"))

    def character(self, place: int) -> "Locator":
        """A character of the ribbon."""
        return self.page.locator(f'#characters > [data-place="{place}"]')

    def says(self, selector: str, pattern: str) -> None:
        """Wait until an element says something that a pattern is found in."""
        until(
            lambda: re.search(pattern, self.text(selector)) is not None,
            lambda: f"{self.text(selector)!r}, not {pattern!r}",
        )

    def set(self, selector: str, value: float) -> None:
        """Give a field another number."""
        self.page.fill(selector, f"{value:g}")


@contextmanager
def visiting(
    browser: "Browser", machine: str | Path | Site = DEFAULT_MACHINE, locale: str = "en-GB", **context: Any
) -> Iterator[Explorer]:
    """Open the explorer in a browser of that language."""
    with serving(machine) as server, recording(browser, locale=locale, **context) as (recorded, visit):
        recorded.allowed.add(server.address)
        explorer = Explorer(visit.new_page(), server, recorded.lines)
        explorer.open()
        yield explorer
