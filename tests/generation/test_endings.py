"""Endings: what is shown of a text, and where it ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proust_attention.errors import InputError
from proust_attention.generation.endings import MOST_MORE, Ending, Page


def shown(text: str, ending: Ending) -> list[str]:
    """What is shown at each character, until the text is over."""
    page, pieces = Page(ending), []
    for character in text:
        if page.over:
            break
        pieces.append(page.add(character))
    return pieces


def ended(text: str, length: int, *stop: str) -> str:
    return "".join(shown(text, Ending(length, stop)))


def with_its_sentence(text: str, length: int) -> str:
    return "".join(shown(text, Ending(length, until_sentence_end=True)))


@given(st.text("ab", max_size=60), st.integers(0, 60), st.lists(st.text("ab", min_size=1, max_size=5), max_size=3))
def test_a_text_ends_before_the_first_stop_string_to_be_complete(text: str, length: int, stop: list[str]) -> None:
    text, plain = text + "c" * length, (text + "c" * length)[:length]
    complete = [(end, string) for end in range(length + 1) for string in stop if plain[:end].endswith(string)]
    if complete:
        first = min(end for end, _ in complete)
        plain = plain[: first - max(len(string) for end, string in complete if end == first)]
    assert ended(text, length, *stop) == plain


@given(st.text("ab", max_size=60), st.lists(st.text("ab", min_size=1, max_size=5), max_size=3))
def test_no_more_is_held_back_than_may_begin_a_stop_string(text: str, stop: list[str]) -> None:
    page, seen = Page(Ending(1000, tuple(stop))), ""
    for n, character in enumerate(text, 1):
        seen += page.add(character)
        if page.over:
            return
        held = text[len(seen) : n]
        assert seen + held == text[:n]
        assert held == "" or any(string.startswith(held) for string in stop)


def test_stop_strings_by_hand() -> None:
    assert ended("Una tarde. Otra.", 100, ".") == "Una tarde"
    assert ended("Una tarde. Otra.", 100, "Otra", "arde") == "Una t"
    assert ended("aab", 100, "ab") == "a"
    assert ended("fin", 2, "fin") == "fi"  # at the end, what was held back is shown
    assert ended("ab" * 3000, 6000, "ab" * 1000 + "c") == "ab" * 3000  # held back for 2000 characters


@pytest.mark.parametrize(("text", "broken_off"), [("Una tarde. Y", False), ("a" * MOST_MORE + "aaaaa", True)])
def test_a_sentence_that_does_not_end_is_known(text: str, broken_off: bool) -> None:
    page = Page(Ending(5, until_sentence_end=True))
    for character in text:
        assert not page.over
        page.add(character)
    assert page.over
    assert page.broken_off == broken_off


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("Una tarde. Otra tarde. Y", 5, "Una tarde."),
        ("Una tarde. Otra tarde. Y", 10, "Una tarde."),
        ("Una tarde. Otra tarde. Y", 11, "Una tarde. Otra tarde."),
        ("¿Una tarde?! Otra", 3, "¿Una tarde?!"),
        ("Una tarde... otra... Y", 3, "Una tarde... otra..."),
        ("Una tarde… Y", 3, "Una tarde…"),
        ("« Oui. » Il vint", 3, "« Oui. »"),
        ("« Ah ! dit-il. » Il vint", 3, "« Ah ! dit-il. »"),
        ('"Oui." Il vint', 3, '"Oui."'),
        ("(Oui.) Il vint", 3, "(Oui.)"),
        ("Oui. — Non", 1, "Oui."),
        ("Oui. « Non", 1, "Oui."),
        ("M. de Charlus vint. Il", 1, "M. de Charlus vint."),
        ("Mme. Verdurin vint. Il", 1, "Mme. Verdurin vint."),
        ("En 3.14 fois. Il", 1, "En 3.14 fois."),
        ("Un titre\nUne phrase", 3, "Un titre"),
        ("Un titre.\n\nUne phrase", 3, "Un titre."),
        ("Un mot\n\nUne phrase\n", 7, "Un mot\n\nUne phrase"),
    ],
)
def test_a_text_ends_with_its_sentence(text: str, length: int, expected: str) -> None:
    assert with_its_sentence(text, length) == expected


def test_a_sentence_without_end_is_cut() -> None:
    assert with_its_sentence("a" * 1000, 10) == "a" * (10 + MOST_MORE)
    assert with_its_sentence("." * 1000, 10) == "." * (10 + MOST_MORE)


@given(st.text('aA. !"»\n', max_size=80), st.integers(0, 40))
def test_with_a_sentence_it_is_a_beginning_of_the_text(text: str, length: int) -> None:
    pieces = shown(text, Ending(length, until_sentence_end=True))
    assert text.startswith("".join(pieces))
    if len(pieces) < len(text):
        assert len("".join(pieces)) >= length


def test_a_stop_string_is_stronger_than_the_sentence() -> None:
    pieces = shown("Una tarde larga. Otra", Ending(3, ("larga",), until_sentence_end=True))
    assert "".join(pieces) == "Una tarde "


def test_no_text_ends_like_that() -> None:
    with pytest.raises(InputError, match="the length is -1, but it must be at least 0"):
        Ending(-1)
    with pytest.raises(InputError, match="a stop string is empty"):
        Ending(3, ("",))
