"""The rooms of the page: panels know themselves and what all share, no imports run in a circle, ids are there."""

import posixpath
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from proust_attention.explorer.site import STATIC

SHARED = ("widgets", "core")  # the first knows nothing of the second
PANELS = sorted(path.parent.name for path in STATIC.glob("page/*/panel.js"))
IMPORT = re.compile(r'^(?:import|export) (?:.* from )?"(.*)"$', re.MULTILINE)
ANY_IMPORT = re.compile(
    r'(?:^(?:import|export) (?:.* from )?|\bimport\()"(\.[^"]*)"', re.MULTILINE
)  # of types, too
BY_ID = re.compile(r'\bbyId\("([\w-]+)"\)')
DECLARED = re.compile(r'^  "?([\w-]+)"?: "(\w+)"$', re.MULTILINE)
ALL_KEYS = ("page/core/language.js", "page/main.js")  # a type alone: the keys of all panels, which main.js knows

Files = Mapping[str, str]


def files_of(root: Path = STATIC) -> dict[str, str]:
    """The text of every script, by its path below static/."""
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in root.rglob("*.js")}


def imported(files: Files, path: str, pattern: re.Pattern[str]) -> list[str]:
    """What a script imports, as paths below static/."""
    return [posixpath.normpath(f"{posixpath.dirname(path)}/{name}") for name in pattern.findall(files[path])]


def room_of(path: str) -> str:
    parts = path.split("/")
    return parts[1] if parts[0] == "page" and len(parts) > 2 else parts[0]


def breaches(files: Files) -> list[str]:
    """The imports that a room may not make."""
    allowed = {"engine": {"engine"}, "widgets": {"engine", "widgets"}, "core": {"engine", "widgets", "core"}}
    allowed |= {panel: {"engine", *SHARED, panel} for panel in PANELS}
    return [
        f"{path} imports {name}"
        for path in files
        if room_of(path) != "page"  # main.js knows them all
        for name in imported(files, path, ANY_IMPORT)
        if room_of(name) not in allowed[room_of(path)] and (path, name) != ALL_KEYS
    ]


def circle(files: Files) -> list[str]:
    """A circle of scripts that import each other, if there is one."""
    done: set[str] = set()

    def follow(path: str, way: list[str]) -> list[str]:
        if path in way:
            return way[way.index(path) :]
        if path in done or path not in files:
            return []
        for name in imported(files, path, IMPORT):
            if found := follow(name, [*way, path]):
                return found
        done.add(path)
        return []

    return next((found for path in files if (found := follow(path, []))), [])


def test_panels_are_apart() -> None:
    files = files_of()
    assert len(PANELS) > 4
    assert {room_of(path) for path in files} == {"engine", "page", *SHARED, *PANELS}
    assert breaches(files) == []


def test_nothing_imports_in_a_circle() -> None:
    files = files_of()
    assert all(
        name in files or name in ("engine/typography.js", "engine/presets.js")
        for p in files
        for name in imported(files, p, IMPORT)
    )
    assert circle(files) == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("page/maps/words.js", 'import { Heat } from "../diagram/heat/heat.js"'),
        ("page/diagram/heat/heat.js", '/** @typedef {import("../../maps/figure.js").Figure} Figure */'),
        ("page/core/cell.js", 'import { bars } from "../next/bars.js"'),
        ("page/core/cell.js", '/** @typedef {import("../main.js").Key} Key */'),
        ("page/widgets/grid.js", 'import { Store } from "../core/store.js"'),
        ("engine/step.js", 'import { element } from "../page/widgets/elements.js"'),
    ],
)
def test_the_test_itself_sees_a_breach(path: str, line: str) -> None:
    files = files_of()
    assert len(breaches({**files, path: f"{files[path]}\n{line}\n"})) == 1


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("engine/errors.js", 'import { quoted } from "./limits.js"'),
        ("page/core/symbols.js", 'import { cellOf } from "./cell.js"'),
        ("page/core/store.js", 'import * as main from "../main.js"'),
    ],
)
def test_the_test_itself_sees_a_circle(path: str, line: str) -> None:
    files = files_of()
    assert path in circle({**files, path: f"{line}\n{files[path]}"})


VOID = {"meta", "link", "input", "br"}


class Ids(HTMLParser):
    """The ids of index.html, with the elements that have them and the panels in which these lie."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.panel_of: dict[str, str] = {}
        self.within: list[str] = []  # the panel of each element that is open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        id_ = given.get("id") or ""
        panel = given.get("data-panel") or (id_ if id_ in PANELS else (self.within or [""])[-1])
        if tag not in VOID:
            self.within.append(panel or "")
        if id_:
            assert id_ not in self.found, f"two elements have the id {id_}"
            self.found[id_], self.panel_of[id_] = tag, panel or ""

    def handle_endtag(self, tag: str) -> None:
        self.within.pop()


def ids() -> Ids:
    page = Ids()
    page.feed((STATIC / "index.html").read_text(encoding="utf-8"))
    assert page.within == []
    return page


def test_the_types_of_the_elements_are_those_of_the_page() -> None:
    """The check of the types holds the code to ids.d.ts; here that is held to index.html."""
    declared = dict(DECLARED.findall((STATIC / "page/widgets/ids.d.ts").read_text(encoding="utf-8")))
    page = ids().found
    assert {id_: page.get(id_) for id_ in declared} == declared
    named = {id_ for text in files_of().values() for id_ in BY_ID.findall(text)}
    assert declared.keys() == named | set(PANELS), "what nobody names"


REACHES = re.compile(r"document\.(?:getElement|querySelector)|all\(document,|closest\(\"#")


def touching(files: Files) -> list[str]:
    """Where a panel touches an element that is not its own: by an id, or by a search of the whole page."""
    page = ids()
    found = []
    for path, text in files.items():
        if (room := room_of(path)) in PANELS:
            others = [id_ for id_ in BY_ID.findall(text) if page.panel_of.get(id_) != room]
            found += [f"{path}: {what}" for what in (*others, *REACHES.findall(text))]
    return found


def test_no_panel_touches_the_elements_of_another() -> None:
    assert touching(files_of()) == []


@pytest.mark.parametrize(
    "line",
    ['byId("bars").hidden = true', 'all(document, "#bars > *", HTMLElement)', 'document.querySelector("p")'],
)
def test_the_test_itself_sees_a_touch(line: str) -> None:
    files = files_of()
    path = "page/text/ribbon.js"
    assert len(touching({**files, path: f"{files[path]}\n{line}\n"})) == 1
