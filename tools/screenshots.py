"""Screenshots of the explorer's page, to be looked at: three widths, light and dark, whole and from the top.

A phrase has been typed, and a cell of the last map chosen.

    python tools/screenshots.py --out DIR [--machine recherche-fr] [--language en]
"""

import argparse
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from proust_attention.data import DEFAULT_MACHINE
from proust_attention.explorer import Server, site

SIZES = {1440: 900, 768: 1024, 360: 740}
COLOURS = ("light", "dark")
PHRASE = "Longtemps, je me suis couché de bonne heure"
LOOKS, AT = 34, 25  # the cell: a row and a column of the last map


@contextmanager
def browsing(machine: str) -> Iterator[tuple[Browser, str]]:
    """Serve the page with a machine; yield a browser, and the address."""
    with Server(site.build(machine)) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser, server.address
        browser.close()
        server.shutdown()


def shoot(browser: Browser, address: str, name: str, out: Path) -> None:
    """Write NAME-WIDTH-COLOURS.png and NAME-WIDTH-COLOURS-whole.png for every width and colour."""
    for colours in COLOURS:
        for width, height in SIZES.items():
            size = {"width": width, "height": height}
            with browser.new_context(color_scheme=colours, viewport=size, reduced_motion="reduce") as context:
                page = context.new_page()
                page.goto(address)
                page.locator("#characters > *").first.wait_for()
                page.get_by_role("textbox").first.fill(PHRASE)
                page.wait_for_timeout(1000)  # until it has been read and drawn
                choose_cell(page)
                page.wait_for_timeout(1000)
                page.screenshot(path=out / f"{name}-{width}-{colours}.png")
                page.screenshot(path=out / f"{name}-{width}-{colours}-whole.png", full_page=True)


def choose_cell(page: Page) -> None:
    """Click a cell of the last map."""
    last = page.locator("#maps .grid-marks").last
    last.scroll_into_view_if_needed()
    box = last.bounding_box()
    assert box is not None
    x = box["x"] + box["width"] * (AT + 0.5) / len(PHRASE)
    y = box["y"] + box["height"] * (LOOKS + 0.5) / len(PHRASE)
    page.mouse.click(x, y)
    page.evaluate("scrollTo(0, 0)")


def main() -> None:
    """Serve, look, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--machine", default=DEFAULT_MACHINE)
    parser.add_argument("--language", choices=["en", "es"], default="en")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with browsing(given.machine) as (browser, address):
        shoot(browser, f"{address}#language={given.language}", given.language, given.out)
    print(f"written to {given.out}")


if __name__ == "__main__":
    main()
