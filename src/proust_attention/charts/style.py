"""How charts look: one set of rules, light or dark as the reader's system is.

On a page the colours are variables, which the rest of the page may use too. An SVG file has the colours written
out, since programs other than browsers seldom know variables.
"""

import re

LIGHT = {
    "paper": "#fdfcfa",
    "ink": "#35312d",
    "quiet": "#6b655e",
    "rule": "#e4dfd8",
    "bar": "#7d6795",
    "c0": "#6d5288",
    "c1": "#b0702f",
    "c2": "#3c7a78",
    "c3": "#a3495c",
    "c4": "#5c7c3a",
    "c5": "#47699f",
    "c6": "#8a7a2a",
    "c7": "#85606f",
}
DARK = {
    "paper": "#1b1a1d",
    "ink": "#e6e1da",
    "quiet": "#a8a199",
    "rule": "#37343a",
    "bar": "#a58fbe",
    "c0": "#b79ed3",
    "c1": "#dba566",
    "c2": "#78bdb8",
    "c3": "#df8e9f",
    "c4": "#a3c67e",
    "c5": "#90b2e6",
    "c6": "#d0bf6c",
    "c7": "#c9a3b2",
}
COLOURS = 8  # of curves: c0 to c7

SHAPES = """
.chart { font: 12px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif }
.chart .title { font: 22px Georgia, "DejaVu Serif", serif } .chart .heading { font-size: 15px }
.chart .middle { text-anchor: middle } .chart .end { text-anchor: end }
.chart text { paint-order: stroke; stroke-width: 4px } /* a rim of paper, where a line runs behind it */
.chart .level { stroke-dasharray: 2 4 }
.chart path { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round }
.chart path.band { stroke: none; opacity: .16 }
.chart .faint path { stroke-width: 1; opacity: .4 } .chart .thin path { stroke-width: 1.3 }
"""
INKS = """
.chart .paper { fill: var(--paper) } .chart .bar { fill: var(--bar) }
.chart .grid { stroke: var(--rule) } .chart .axis, .chart .level { stroke: var(--quiet) }
.chart .spread { stroke: var(--ink) }
.chart text { fill: var(--ink); stroke: var(--paper) } .chart text.quiet { fill: var(--quiet) }
"""
CURVES = "".join(
    f".chart .c{i} path {{ stroke: var(--c{i}) }} "
    f".chart .c{i} circle, .chart text.c{i}, .chart .c{i} path.band {{ fill: var(--c{i}) }}\n"
    for i in range(COLOURS)
)


def for_page() -> str:
    """Return the rules for a page with charts in it, and the colours as its variables."""
    return f"{_variables(LIGHT)}{_in_the_dark(_variables(DARK))}{SHAPES}{INKS}{CURVES}"


def for_file(curves: bool = False) -> str:
    """Return the rules for an SVG file that stands alone, those for curves among them if it has any."""
    inks = INKS + CURVES if curves else INKS
    return f"{SHAPES}{_written_out(inks, LIGHT)}{_in_the_dark(_written_out(inks, DARK))}"


def _variables(colours: dict[str, str]) -> str:
    return f":root {{ {' '.join(f'--{name}: {value};' for name, value in colours.items())} }}\n"


def _in_the_dark(rules: str) -> str:
    return f"@media (prefers-color-scheme: dark) {{\n{rules.strip()}\n}}\n"


def _written_out(rules: str, colours: dict[str, str]) -> str:
    return re.sub(r"var\(--(\w+)\)", lambda match: colours[match[1]], rules)
