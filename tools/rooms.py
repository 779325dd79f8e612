"""The rooms of the house and what each needs, drawn from the imports of every module.

    python tools/rooms.py            # writes docs/rooms.svg

A row is a band: a room needs only rooms of the rows above its own. A line leads from a room up to one that it
needs; what it needs by way of that one is left out. tests/architecture/ holds the imports to the bands, and the
picture to the imports.
"""

import ast
from pathlib import Path

import proust_attention
from proust_attention.charts import drawing

ROOT = Path(proust_attention.__file__).parent
PACKAGE = "proust_attention"
PICTURE = Path(__file__).parents[1] / "docs" / "rooms.svg"
MODULES = sorted(ROOT.rglob("*.py"))

BANDS = [
    ["errors", "settings", "config", "timetable", "files", "parts", "interventions", "shown"],
    ["charts"],
    ["data", "tokenizer", "parameters", "corpus"],
    ["batches", "numpy_model", "torch_model", "optimizer"],
    ["checkpoint", "devices"],
    ["evaluation", "generation"],
    ["inspection"],
    ["training"],
    ["reports", "explorer"],
    ["laboratory", "notebook", "sharing", "serving"],
    ["cli", "__init__"],
    ["__main__"],
]

LEFT, TOP, ROW, HIGH = 24, 84, 66, 30  # in units of the picture; a room is HIGH
LETTER, GAP, WIDTH = 8.2, 34, 920


def part_of(path: Path) -> str:
    """Return the package or module directly below the root to which a file belongs."""
    return path.relative_to(ROOT).with_suffix("").parts[0]


def imports(path: Path) -> set[str]:
    """Return every module that a file imports, wherever in it, as a full dotted name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def needs() -> dict[str, set[str]]:
    """Return what rooms each room imports, itself left out."""
    rooms = [room for band in BANDS for room in band]
    found: dict[str, set[str]] = {room: set() for room in rooms}
    for path in MODULES:
        names = (name.split(".") for name in imports(path) if name.startswith(f"{PACKAGE}."))
        found[part_of(path)] |= {name[1] for name in names if name[1] in rooms} - {part_of(path)}
    return found


def direct(needed: dict[str, set[str]]) -> dict[str, set[str]]:
    """Leave out what a room needs by way of another that it needs."""

    def all_below(room: str) -> set[str]:
        return needed[room].union(*(all_below(other) for other in needed[room]))

    return {
        room: {one for one in others if not any(one in all_below(other) for other in others - {one})}
        for room, others in needed.items()
    }


def svg() -> str:
    """Draw the rooms as one SVG file."""
    places = {}
    for row, band in enumerate(BANDS):
        widths = [max(80.0, LETTER * len(room) + 20) for room in band]
        x = LEFT + (WIDTH - sum(widths) - GAP * (len(band) - 1)) / 2
        for room, width in zip(band, widths, strict=True):
            places[room] = x, TOP + ROW * row, width
            x += width + GAP
    drawn = []
    needed = direct(needs())
    for room, others in needed.items():
        x, y, width = places[room]
        for other in sorted(others):
            x_2, y_2, width_2 = places[other]
            drawn.append(drawing.line("axis", x + width / 2, y, x_2 + width_2 / 2, y_2 + HIGH))
    for room, (x, y, width) in places.items():
        words = f"{room} needs {', '.join(sorted(needed[room])) or 'nothing'}"
        drawn += [
            f'<rect class="paper" x="{x:.2f}" y="{y}" width="{width:.2f}" height="{HIGH}"/>',
            f'<rect class="room" x="{x:.2f}" y="{y}" width="{width:.2f}" height="{HIGH}" rx="5" fill="none" '
            f'stroke="#8a7a9a"><title>{drawing.text(words)}</title></rect>',
            drawing.label(x + width / 2, y + HIGH / 2 + 4, room, "middle"),
        ]
    size = WIDTH + 2 * LEFT, TOP + ROW * len(BANDS)
    words = "; ".join(f"{room} needs {', '.join(sorted(others))}" for room, others in needed.items() if others)
    title = "The rooms: each needs only what stands above it"
    return drawing.file("rooms", size, title, f"{words}.", LEFT, drawn)


if __name__ == "__main__":
    PICTURE.write_text(svg(), encoding="utf-8")
