"""Cleaning: every character has one fate, and the account adds up."""

import re
import unicodedata
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from proust_attention.corpus.alphabets import FATES, Alphabet, languages
from proust_attention.corpus.cleaning import clean
from proust_attention.corpus.document import Document
from proust_attention.corpus.rules import ALWAYS, OPTIONAL, ORDER
from proust_attention.errors import InputError

SPANISH, FRENCH = Alphabet.of("es"), Alphabet.of("fr")

WHITE = st.sampled_from(list(" \n\r\t\f\u00a0\u2009\u2029\x0b\x85\ufeff\u00ad"))
MARKS = st.sampled_from(list("\u0301\u0303\u0308\u0327\u0300"))
ANY = st.characters(exclude_categories=["Cs"])
TEXT = st.lists(WHITE | MARKS | ANY | st.sampled_from(list("aeç’“—.«œñº½É*[1]¹…")), max_size=60).map("".join)

# What found texts are made of, put together at random.
WORDS = st.lists(
    st.sampled_from(
        ["La", "mar,", "gris.", "el", "viento", "cayó", "volume1", "peut-", "être", "[3]", "—", "Æ", "***", "1871"]
    )
)
MIXED = st.text(st.sampled_from("a1 .…[]()¹²*"), max_size=9).map("palabra".__add__)
LINE = st.one_of(
    MIXED,
    WORDS.map(" ".join),
    WORDS.map(lambda words: " ".join(["una tarde de otoño,"] * 12 + words)),
    st.integers(1, 9).map(str),
    st.integers(1, 20).map(lambda n: f"- {n} -"),
    st.sampled_from(
        [
            "* * *",
            "-----",
            ". . . . .",
            "....",
            "À Léon",
            "M. P.",
            "(1871-1922)",
            "1. Uno",
            "2. Dos",
            "3. Tres",
            "FIN",
            "Tercera edición",
            "ISBN 3",
            "*** START OF THE PROJECT GUTENBERG EBOOK X ***",
            "End of Project Gutenberg's",
        ]
    ),
)
PAGES = st.lists(st.tuples(LINE, st.sampled_from(["\n", "\n\n", "\n\n\n\n\n", "\r\n", " \n", "\f"])), max_size=40)
BOOK = PAGES.map(lambda pairs: "".join(line + gap for line, gap in pairs))


@st.composite
def wrapped(draw: st.DrawFn) -> str:
    """Draw a text whose lines end at a margin, with whatever else lies between."""
    width = draw(st.integers(30, 70))
    words = draw(
        st.lists(
            st.sampled_from(
                ["a", "la", "mar", "gris", "y", "el", "viento.", "—", "¿Qué?", "«no»", "peut-être", "fin"]
            ),
            min_size=250,
        )
    )
    lines = [""]
    for word in words:
        fits = len(lines[-1]) + 1 + len(word) <= width
        lines[-1:] = [(lines[-1] + " " + word).strip()] if fits else [lines[-1], word]
    for place in draw(st.lists(st.integers(0, len(lines)), max_size=8)):
        lines.insert(place, draw(LINE))
    return "\n".join(lines)


def check(document: Document, alphabet: Alphabet) -> None:
    """Hold the account, which was kept edit by edit, against the two texts as wholes."""
    account = document.account()
    assert sum(account[fate] for fate in FATES) == account["input"] == len(document.found)
    by_rule = document.account_by_rule()
    assert sum(sum(share.values()) for share in by_rule.values()) == account["input"] - account["kept"]
    assert set(by_rule) <= set(ORDER)

    fates = [FATES[number] for number in document.fate]
    origin = document.origin.tolist()
    stands, symbols = Counter(origin), dict(zip(origin, document.text, strict=True))
    assert origin == sorted(origin)
    for place, symbol in enumerate(document.found):
        if fates[place] == "kept":
            assert symbols[place] == symbol
            assert stands[place] == 1
        elif fates[place] == "dropped":
            assert stands[place] == 0
        else:  # a combining mark was replaced together with its letter
            assert stands[place] >= 1 or unicodedata.combining(symbol)

    assert alphabet.symbols.issuperset(document.text)
    assert not re.search(r"  |\n\n\n| \n|\n |\A\s|\s\Z", document.text)
    lines = document.found.split("\n")
    for run in document.dropped():
        assert run.text.split("\n")[0] in lines[run.line - 1]
    visible = [c for c, fate in zip(document.found, fates, strict=True) if fate == "dropped" and not c.isspace()]
    listed = [c for run in document.dropped() for c in run.text if not c.isspace()]
    assert listed == visible
    for kind, tally in document.tallies.items():
        assert tally.count >= 1
        assert 0 <= tally.place < len(document.found), kind


@settings(max_examples=150)
@given(TEXT | BOOK | wrapped(), st.sampled_from(languages()))
@example("\r\n", "es")
@example("\u00a0 \n \u2009\r\n\u2029 a\u00a0", "fr")
@example("e\u0301\u0327 n\u0303", "fr")
@example("…. ....…", "es")
def test_the_account_adds_up_and_nothing_foreign_is_left(text: str, language: str) -> None:
    check(clean(text, Alphabet.of(language)), Alphabet.of(language))


@settings(max_examples=150)
@given(TEXT | BOOK | wrapped(), st.sampled_from(languages()))
def test_cleaning_twice_is_cleaning_once(text: str, language: str) -> None:
    once = clean(text, Alphabet.of(language)).text
    twice = clean(once, Alphabet.of(language))
    assert twice.text == once
    assert twice.account()["kept"] == len(once)


@given(BOOK, st.sets(st.sampled_from(OPTIONAL)))
def test_every_rule_can_be_left_out(text: str, without: set[str]) -> None:
    document = clean(text, SPANISH, without)
    check(document, SPANISH)
    assert without.isdisjoint(document.account_by_rule())


def test_a_rule_that_is_none_or_that_is_needed() -> None:
    with pytest.raises(InputError, match="there is no rule to leave out, dot; did you mean dots"):
        clean("a", SPANISH, ["dot"])
    with pytest.raises(InputError, match="the rule alphabet cannot be left out"):
        clean("a", SPANISH, ALWAYS[2:3])


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
        (FRENCH, "ﬁn * § 40° \u200bα 10½ ²", "fin 40 10 1/2 2"),
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
    document = clean("Le cœur de Doña Sol : §, §.", SPANISH, examples=2)
    kinds = {kind[1:]: tally for kind, tally in document.tallies.items()}
    assert kinds["folded", "œ", "oe"].count == 1
    assert kinds["dropped", "§", ""].count == 2
    assert kinds["dropped", "§", ""].place == 22
    assert document.examples["alphabet"][0].after.startswith("Le coeur de Doña Sol : ")
    assert list(document.dropped()) == [(1, "alphabet", "§"), (1, "alphabet", "§")]


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
    with pytest.raises(
        InputError, match=r"language 'xx'; there are es \(Spanish\), fr \(French\), en \(English\)"
    ):
        Alphabet.of("xx")
