"""The Class Notes in both languages: each that the page shows, with the same formulas and numbers."""

import re
from collections import Counter
from typing import Any

import pytest

from proust_attention.explorer.notes import class_notes
from proust_attention.explorer.site import STATIC

NOTES = class_notes()
SHORT = "al|as|at|by|de|el|en|es|in|is|it|la|lo|of|so|su|to|up"  # words as short as the names of numbers
WORD = re.compile(rf"\b(?:[A-Za-záéíóúüñ]{{3,}}|{SHORT})\b|(?<= )[yae](?= \w)")  # sin, log and mean are among them
SESSION = re.compile(r">>>|\.\.\.")
NUMBER = re.compile(r"\d+(?:\.\d+)*")
MARKED = re.compile(r"`[^`]+`|\b\w+\.py\b")


def is_session(block: str) -> bool:
    return block.startswith(">>>")


def is_formula(block: str) -> bool:
    return all(line.startswith("    ") for line in block.splitlines())


def code(block: str) -> list[str]:
    """The lines of a session of Python, without what its comments say."""
    return [re.sub(r"\s*#.*", "", line) if SESSION.match(line) else line for line in block.splitlines()]


def signs(block: str) -> list[list[str]]:
    """What is left of the lines of a formula without words."""
    return [re.sub(r"[,;:-]+(?= |$)", "", WORD.sub("", line)).split() for line in block.splitlines()]


def numbers(block: str, thousands: str, point: str) -> Counter[str]:
    """The numbers of some prose, as often as they stand there, written in one way."""
    whole = re.sub(rf"(?<=\d){re.escape(thousands)}(?=\d{{3}}\b)", "", block)
    return Counter(NUMBER.findall(re.sub(rf"(?<=\d){re.escape(point)}(?=\d)", ".", whole)))


def said(text: str, thousands: str, point: str) -> list[Any]:
    """What is the same in every language, block by block."""
    return [
        code(block)
        if is_session(block)
        else signs(block)
        if is_formula(block)
        else (numbers(block, thousands, point), Counter(MARKED.findall(block)))
        for block in text.split("\n\n")
    ]


def test_every_note_that_the_page_shows_is_there() -> None:
    script = (STATIC / "page/diagram/notes.js").read_text(encoding="utf-8")
    lists = re.findall(r"\[(\"[^\]]*)\]", script)
    shown = {name for one in lists for name in re.findall(r'"(\w+)"', one)} - {"sinusoidal", "rotary", "post"}
    assert len(shown) == 10
    assert shown == set(NOTES)


@pytest.mark.parametrize("name", NOTES)
def test_both_languages_say_the_same(name: str) -> None:
    english, spanish = NOTES[name]["en"], NOTES[name]["es"]
    assert spanish.splitlines()[2] == "# Apuntes de clase"
    assert said(spanish, ".", ",") == said(english, ",", ".")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("V = x·W_V\n", "V = x·W_Q\n"),
        ("(T, S)", "(S, T)"),
        ("n_heads=1", "n_heads=2"),
        ("3/4", "3/5"),
        ("varianza 1.", "varianza 2."),
    ],
)
def test_the_test_itself_sees_a_difference(before: str, after: str) -> None:
    spanish = NOTES["attention"]["es"]
    assert said(spanish.replace(before, after, 1), ".", ",") != said(spanish, ".", ",")
