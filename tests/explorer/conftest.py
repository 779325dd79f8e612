"""Shared by the tests of the explorer: an engine in a real browser, pages with a machine of random weights."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from proust_attention.config import build
from proust_attention.inspection import forward_steps
from tests.explorer.browsing import Engine, Open, beginning
from tests.explorer.machines import exact, ids_of, make_machine, random_weights
from tests.explorer.shown import SIZES, START, TEXT, Shown
from tests.explorer.visiting import Explorer, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def start(browser: "Browser") -> Iterator[Open]:
    """What starts an engine."""
    with beginning(browser) as begin:
        yield begin


@pytest.fixture(scope="module")
def engine(browser: "Browser") -> Iterator[Engine]:
    """An engine for all the tests of a file, which open what they like in it."""
    with beginning(browser) as begin:
        yield begin()


@pytest.fixture(scope="module")
def visit(browser: "Browser") -> Iterator[Explorer]:
    """One page for all the tests of a file."""
    with visiting(browser) as explorer:
        yield explorer


@pytest.fixture
def explorer(visit: Explorer) -> Explorer:
    """The page, opened anew."""
    visit.open()
    return visit


@pytest.fixture(scope="module", params=["article", "modern"])
def visited(
    request: pytest.FixtureRequest, browser: "Browser", tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shown]:
    """A page with a machine of random weights; its tests share it, and begin at an address of their own."""
    folder = tmp_path_factory.mktemp("machine")
    config = build(94, request.param, [{"model": SIZES}])
    values = random_weights(config)
    make_machine(folder, config, values)
    steps, _ = forward_steps(config.model, exact(values), ids_of(config, TEXT)[None, START:])
    with visiting(browser, folder) as explorer:
        yield Shown(explorer, explorer.page, config, {step.name: step.array for step in steps})


@pytest.fixture
def shown(visited: Shown) -> Shown:
    """A cell is chosen: layer 1, head 2, row 8, column 3."""
    visited.open(f"position={START + 8}&key={START + 3}&pinned=1&layer=1&head=2")
    return visited
