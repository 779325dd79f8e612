"""Pages of docs/ whose code is run."""

import doctest
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.parametrize("page", ["one_step.md"])
def test_the_code_of_a_page_does_what_it_says(page: str) -> None:
    result = doctest.testfile(str(DOCS / page), module_relative=False, encoding="utf-8")
    assert result.attempted > 10
    assert result.failed == 0
