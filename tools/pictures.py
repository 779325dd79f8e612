"""The pictures of README and guides: what the machine in the box writes, the explorer, a link to it.

    python tools/pictures.py [--only writing]

Into docs/pictures; the last into the page itself. What is written is no choice: seed 0, the first try. Each
character is shaded by how little the machine expected it, where it might have taken any other; the explorer is
looked at in Debian's chromium.
"""

import argparse
from pathlib import Path

import numpy as np

import proust_attention as proust
from proust_attention.charts import drawing
from proust_attention.data import DEFAULT_MACHINE
from proust_attention.explorer import site
from proust_attention.files import write_bytes

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
PROMPT, LENGTH, SEED = "Longtemps, je me suis", 420, 0
COLUMNS, LETTER, LINE, LEFT, TOP = 66, 11.4, 32, 40, 96  # in units of the picture
LETTERS = ".chart .letter { font: 19px 'DejaVu Sans Mono', Menlo, Consolas, monospace; stroke: none }"
MOST_BITS, DARKEST = 8.0, 0.65  # at which a character is shaded fully, and how dark that is
SIZE = {"width": 1280, "height": 1110}
PREVIEWED = {"width": 1200, "height": 630}  # as site.at says it
BESIDE = "#examples, #text label, #ribbon-help, #shades, #writing, #drawing, #next p { display: none !important }"


def writing() -> str:
    """Draw what it writes, as an SVG file."""
    writer = proust.load(DEFAULT_MACHINE)
    text = writer.generate(PROMPT, length=LENGTH, seed=SEED)
    bits = np.nan_to_num(writer.score(text)) / np.log(2)
    drawn, at = [f"<style>{LETTERS}</style>"], 0
    for row, line in enumerate(lines(text)):
        y = TOP + row * LINE
        for column, sign in enumerate(line):
            x, share = LEFT + column * LETTER, min(bits[at + column] / MOST_BITS, 1)
            if at + column >= len(PROMPT) and share > 0.05:
                place = f'x="{x:.1f}" y="{y - 20}" width="{LETTER}" height="27"'
                drawn.append(f'<rect class="bar" {place} opacity="{DARKEST * share:.2f}"/>')
            if sign != " ":
                look = "letter quiet" if at + column < len(PROMPT) else "letter"
                drawn.append(drawing.label(x, y, sign, look))
        at += len(line)
    size = 2 * LEFT + COLUMNS * LETTER, TOP + (row + 1) * LINE
    title = "What it writes, shaded where it hardly expected the letter"
    return drawing.file("writing", size, title, text, LEFT, drawn)


def lines(text: str) -> list[str]:
    """Divide a text into lines at spaces; joined they are the text."""
    found = [""]
    for word in text.replace("\n", " ").split(" "):
        piece = word + " "
        if len(found[-1]) + len(word) > COLUMNS:
            found.append("")
        found[-1] += piece
    return [*found[:-1], found[-1][:-1]]


def explorer() -> None:
    """Look at the explorer's first screen, in both languages."""
    from screenshots import PHRASE, browsing

    with browsing(DEFAULT_MACHINE) as (browser, address):
        for language, name in (("en", "explorer.png"), ("es", "explorer-es.png")):
            page = browser.new_page(viewport=SIZE, reduced_motion="reduce")
            page.goto(f"{address}#language={language}")
            page.locator("#characters > *").first.wait_for()
            page.get_by_role("textbox").first.fill(PHRASE)
            page.wait_for_timeout(1500)  # until it has been read and drawn
            page.screenshot(path=PICTURES / name)


def panels() -> None:
    """Look at a moment of the training, and at two machines on one text, for the guides."""
    from screenshots import PHRASE, browsing

    with browsing(DEFAULT_MACHINE) as (browser, address):
        for language, end in (("en", ""), ("es", "-es")):
            page = browser.new_page(viewport=SIZE, reduced_motion="reduce", bypass_csp=True)
            page.goto(f"{address}#moment=187&beside=novelas-es&text={PHRASE}&language={language}")
            page.locator(".beside-text > [data-bits]").first.wait_for()
            page.locator(".time-sample blockquote").wait_for()
            page.add_style_tag(content="#writing { display: none !important }")  # it would lie over them
            for panel in ("time", "beside"):
                page.locator(f"#{panel}").screenshot(path=PICTURES / f"{panel}{end}.png")


def preview() -> None:
    """Look at what is on the page: the text, what comes next, the maps."""
    from screenshots import PHRASE, browsing

    with browsing(DEFAULT_MACHINE) as (browser, address):
        page = browser.new_page(viewport=PREVIEWED, reduced_motion="reduce", bypass_csp=True)
        page.goto(f"{address}?embed=text,next,maps#language=en&text={PHRASE}")
        page.locator("#characters > [data-weight]").first.wait_for()
        page.add_style_tag(content=BESIDE)
        page.wait_for_timeout(1500)  # until it has been read and drawn
        page.screenshot(path=site.STATIC / site.PREVIEW)


def main() -> None:
    """Write all of them, or some."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["writing", "explorer", "panels", "preview"])
    given = parser.parse_args()
    PICTURES.mkdir(exist_ok=True)
    if given.only in (None, "writing"):
        write_bytes(PICTURES / "writing.svg", writing().encode())
    if given.only in (None, "explorer"):
        explorer()
    if given.only in (None, "panels"):
        panels()
    if given.only in (None, "preview"):
        preview()
    print(f"written to {PICTURES}, and {site.STATIC / site.PREVIEW}")


if __name__ == "__main__":
    main()
