"""The short form of tools/fuzz_books.py: broken and hostile files, each in a process of its own."""

import os
from pathlib import Path

import pytest
from bombs import SHAPES

pytest.importorskip("resource", reason="limits of processes need POSIX")

from fuzz_books import BOOKS, OPENED, RAISED, REFUSED, WORDS, WROTE, attempt, forbid_writing, fuzz, in_a_child

from proust_attention.corpus.books import open_books


def test_no_mutated_file_does_harm(tmp_path: Path) -> None:
    open_books(BOOKS / "membrillos.epub")  # so that no child has to load anything
    outcomes, failures, _ = fuzz(range(20_000, 20_150), tmp_path)
    assert failures == []
    assert {outcome for _, outcome in outcomes} == {"opened", "refused"}


@pytest.mark.parametrize(
    "shape",
    [  # those that make few calls: in the tests the types are checked at each, and that takes the time of others
        *("spaces in a declaration", "titles in titles", "long names"),
        *("skeletons of all the text", "many tags", "control bytes", "phrases over each other"),
    ],
)
def test_no_shape_that_once_did_harm_does_it(shape: str, tmp_path: Path) -> None:
    (tmp_path / "mutated.book").write_bytes(SHAPES[shape]())
    assert in_a_child(tmp_path / "mutated.book")[0] in (WORDS[OPENED], WORDS[REFUSED])


def in_child(do) -> int:
    """The exit status of a child that does this."""
    child = os.fork()
    if child == 0:
        forbid_writing()
        do()
        os._exit(OPENED)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_the_test_itself_sees_what_is_written_and_what_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert in_child(lambda: (tmp_path / "written").write_text("x", encoding="utf-8")) == WROTE
    assert in_child(lambda: (tmp_path / "made").mkdir()) == WROTE
    assert in_child(lambda: (BOOKS / "membrillos.txt").read_bytes()) == OPENED
    (tmp_path / "a").write_bytes(b"text")
    monkeypatch.setattr("fuzz_books.open_books", lambda path: 1 / 0)
    assert attempt(tmp_path / "a") == RAISED
    assert in_a_child(tmp_path / "a")[0] == WORDS[RAISED]
