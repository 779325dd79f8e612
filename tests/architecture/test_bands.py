"""The design's bands, read from the imports of every module."""

import ast
import sys
from pathlib import Path

import pytest
from rooms import BANDS, MODULES, PACKAGE, PICTURE, ROOT, imports, part_of, svg

FIRST_BAND_MAY_SHARE = BANDS[0]  # plain modules, not packages: they may use each other, without circles
STANDARD_LIBRARY_ONLY = BANDS[0]
REMOTE = ROOT / "sharing" / "remote"  # code that a folder for the Hub brings with it


def band_of(part: str) -> int:
    return next(number for number, band in enumerate(BANDS) if part in band)


def breaches(part: str, names: set[str]) -> list[str]:
    """The imports that a module of this part may not make."""
    wrong = []
    for name in names:
        pieces = name.split(".")
        if pieces[0] != PACKAGE or len(pieces) == 1:
            continue
        other = pieces[1] if (ROOT / pieces[1]).is_dir() or (ROOT / f"{pieces[1]}.py").exists() else "__init__"
        if other == part or (part in FIRST_BAND_MAY_SHARE and other in FIRST_BAND_MAY_SHARE):
            continue
        if other == "__init__" and part == "cli":
            continue
        if band_of(other) >= band_of(part):
            wrong.append(f"{part} imports {name}")
    return wrong


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_only_from_bands_above(path: Path) -> None:
    assert breaches(part_of(path), imports(path)) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_torch_only_where_its_name_is_on_the_door(path: Path) -> None:
    uses_torch = any(name.split(".")[0] == "torch" for name in imports(path))
    on_the_door = part_of(path) == "torch_model" or path.name.startswith("torch_") or path.parent == REMOTE
    assert on_the_door or not uses_torch


@pytest.mark.parametrize("path", sorted(REMOTE.glob("*.py")), ids=lambda path: path.name)
def test_what_leaves_with_a_machine_needs_nothing_of_ours(path: Path) -> None:
    outside = {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names)
    assert outside <= {"numpy", "onnxruntime", "torch", "transformers"}


@pytest.mark.parametrize("part", sorted(STANDARD_LIBRARY_ONLY))
def test_the_first_band_needs_nothing_installed(part: str) -> None:
    outside = {name.split(".")[0] for name in imports(ROOT / f"{part}.py")} - set(sys.stdlib_module_names)
    assert outside <= {PACKAGE}


def test_every_part_has_a_band() -> None:
    known = {part for band in BANDS for part in band}
    assert {part_of(path) for path in MODULES} <= known


def module_of(path: Path) -> str:
    """The full dotted name of a file's module."""
    pieces = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(pieces[:-1] if pieces[-1] == "__init__" else pieces)


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """The modules that import each other in a circle, wherever in them, by Tarjan's algorithm (1972)."""
    numbers: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found = []

    def visit(module: str) -> None:
        numbers[module] = lowest[module] = len(numbers)
        stack.append(module)
        for other in graph.get(module, set()):
            if other not in numbers:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in stack:
                lowest[module] = min(lowest[module], numbers[other])
        if lowest[module] == numbers[module]:
            together = [*iter(stack.pop, module), module]
            if len(together) > 1:
                found.append(sorted(together))

    for module in graph:
        if module not in numbers:
            visit(module)
    return found


def import_graph() -> dict[str, set[str]]:
    """Which of our modules each of them imports; a name taken from a package's face counts where it comes from."""
    modules = {module_of(path): path for path in MODULES if path.name != "__init__.py"}
    faces = {
        f"{module_of(path)}.{name.rpartition('.')[2]}": name
        for path in MODULES
        if path.name == "__init__.py"
        for name in imports(path)
    }
    graph = {}
    for module, path in modules.items():
        names = {faces.get(name, name) for name in imports(path)}
        graph[module] = {other for name in names for other in (name, name.rpartition(".")[0]) if other in modules}
    return graph


def test_no_circles_of_imports_inside_packages_either() -> None:
    assert circles(import_graph()) == []


def test_the_test_itself_sees_a_circle() -> None:
    graph = import_graph()
    # Through the face of generation.
    assert f"{PACKAGE}.generation.writer" in graph[f"{PACKAGE}.training.observer"]
    graph[f"{PACKAGE}.training.plan"].add(f"{PACKAGE}.training.loop")  # which imports plan
    (circle,) = circles(graph)
    assert f"{PACKAGE}.training.plan" in circle


@pytest.mark.parametrize(
    ("part", "name"),
    [
        ("corpus", f"{PACKAGE}.training.loop"),
        ("numpy_model", f"{PACKAGE}.torch_model.attention"),
        ("generation", f"{PACKAGE}.evaluation.mean_loss"),
        ("batches", f"{PACKAGE}.load"),
    ],
)
def test_the_test_itself_sees_a_breach(part: str, name: str) -> None:
    assert breaches(part, {name})


def test_only_the_command_prints() -> None:
    for path in MODULES:
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        prints = [node for node in nodes if isinstance(node, ast.Name) and node.id == "print"]
        assert not prints or part_of(path) == "cli" or path.parent == REMOTE, path


def test_the_picture_of_the_rooms_is_of_these_imports() -> None:
    assert PICTURE.read_text(encoding="utf-8") == svg(), "draw it anew: python tools/rooms.py"
