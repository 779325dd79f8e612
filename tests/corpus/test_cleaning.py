"""Cleaning: every character has one fate, and the account adds up."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proust_attention.corpus.alphabets import FATES, Alphabet, languages
from proust_attention.corpus.cleaning import Cleaned, clean
from proust_attention.errors import InputError

SPANISH, FRENCH = Alphabet.of("es"), Alphabet.of("fr")

WHITE = st.sampled_from(list(" \n\r\t\u00a0\u2009\u2029\x0b\x85\ufeff\u00ad"))
MARKS = st.sampled_from(list("\u0301\u0303\u0308\u0327\u0300"))
ANY = st.characters(exclude_categories=["Cs"])
TEXT = st.lists(WHITE | MARKS | ANY | st.sampled_from(list("aeç’“—.«œñº½É")), max_size=60).map("".join)


@given(TEXT, st.sampled_from(["es", "fr"]))
@example("\r\n", "es")
@example("\u00a0 \n \u2009\r\n\u2029 a\u00a0", "fr")
@example("e\u0301\u0327 n\u0303", "fr")
def test_the_account_adds_up_and_nothing_foreign_is_left(text: str, language: str) -> None:
    alphabet = Alphabet.of(language)
    cleaned = clean(text, alphabet)
    assert sum(cleaned.characters(fate) for fate in FATES) == len(text)
    assert all(cleaned.characters(fate) >= 0 for fate in FATES)
    written = sum(change.count * len(change.into) for change in cleaned.changes)
    assert cleaned.characters("kept") + written == len(cleaned.text)
    assert alphabet.symbols.issuperset(cleaned.text)
    assert not re.search(r"  |\n\n\n| \n|\n |\A\s|\s\Z", cleaned.text)
    assert all(change.symbol in change.example for change in cleaned.changes)


@given(TEXT, st.sampled_from(["es", "fr"]))
def test_cleaning_twice_is_cleaning_once(text: str, language: str) -> None:
    once = clean(text, Alphabet.of(language))
    assert clean(once.text, Alphabet.of(language)) == Cleaned(once.text, len(once.text), ())


@pytest.mark.parametrize(
    ("alphabet", "found", "kept"),
    [
        (SPANISH, "Çà et là, cœur", "Ca et la, coeur"),
        (FRENCH, "Çà et là, cœur", "Çà et là, cœur"),
        (FRENCH, "el año pasado", "el ano pasado"),
        (SPANISH, "el an\u0303o", "el año"),
        (SPANISH, "l’été – non — …", "l'été — non — ..."),
        (SPANISH, "“sí”, «no», ‹tal vez›", "“sí”, «no», «tal vez»"),
        (FRENCH, "vraiment\u00a0?\u202f!", "vraiment ? !"),
        (FRENCH, "ﬁn * ½ 40° \u200bα", "fin 40"),
        (SPANISH, "n.º 3", "n.o 3"),
        (SPANISH, "co\u00adrazón", "corazón"),
        (SPANISH, "Uno.\r\nDos.\r\n\r\n\r\nTres.", "Uno.\nDos.\n\nTres."),
        (SPANISH, "\tUno \n \u2003\n dos\n", "Uno\n\ndos"),
        (FRENCH, "Ælfric, ǽ, ŀ, ŉ", "Ælfric, æ, l, n"),
        (SPANISH, "Straße, Øre, łódź", "Strasse, Ore, lódz"),
    ],
)
def test_what_is_known(alphabet: Alphabet, found: str, kept: str) -> None:
    assert clean(found, alphabet).text == kept


def test_long_runs_of_white_space_take_no_time() -> None:
    assert clean("a" + " " * 200_000 + "b" + "\n \t" * 100_000 + "c", SPANISH).text == "a b\n\nc"


def test_what_was_done_is_told() -> None:
    changes = clean("Le cœur de Doña Sol : ½, ½.", SPANISH).changes
    assert [(c.fate, c.symbol, c.into, c.count) for c in changes] == [
        ("folded", "œ", "oe", 1),
        ("dropped", "½", "", 2),
    ]
    assert changes[1].example == " cœur de Doña Sol : ½, ½."


@pytest.mark.parametrize("language", languages())
def test_alphabets_are_composed_and_plain(language: str) -> None:
    symbols = Alphabet.of(language).symbols
    assert all(len(s) == 1 and unicodedata.normalize("NFC", s) == s for s in symbols)
    assert {" ", "\n"} < symbols
    assert {s for s in symbols if s.isspace()} == {" ", "\n"}


def test_the_spanish_alphabet() -> None:
    letters = "abcdefghijklmnopqrstuvwxyzáéíóúüñ"
    assert SPANISH.symbols == set(letters + letters.upper() + "0123456789" + ".,;:!?-'\"¿¡—«»“”()/ \n")


def test_an_unknown_language() -> None:
    with pytest.raises(InputError, match=r"language 'xx'; there are es \(Spanish\), fr \(French\)"):
        Alphabet.of("xx")
