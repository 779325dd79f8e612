"""Characters as tokens."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proust_attention.errors import InputError, UnknownCharacterError
from proust_attention.tokenizer import CharacterTokenizer

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(TEXT)
def test_text_to_ids_to_text(text: str) -> None:
    tokenizer = CharacterTokenizer.of_text(text)
    ids = tokenizer.encode(text)
    assert tokenizer.decode(ids) == text
    assert ids.max() < tokenizer.vocab_size
    assert CharacterTokenizer.from_dict(tokenizer.to_dict()) == tokenizer


@given(known=TEXT, text=TEXT)
def test_any_text_is_encoded_or_refused_at_its_first_unknown(known: str, text: str) -> None:
    tokenizer = CharacterTokenizer.of_text(known)
    unknown = [place for place, character in enumerate(text) if character not in known]
    if not unknown:
        assert tokenizer.decode(tokenizer.encode(text)) == text
        return
    with pytest.raises(UnknownCharacterError) as refused:
        tokenizer.encode(text)
    assert f"U+{ord(text[unknown[0]]):04X}, character {unknown[0] + 1} of the text" in str(refused.value)


def test_ids_are_compact() -> None:
    assert CharacterTokenizer.of_text("abc").encode("cab").dtype == np.uint8
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 257)))
    assert CharacterTokenizer.of_text(many).encode(many).dtype == np.uint16


@pytest.mark.parametrize(
    ("character", "near"),
    [
        ("ç", "c"),
        ("Ç", "C"),
        ("’", "'"),
        ("–", "—"),
        ("Z", "z"),
        ("Ö", "O"),
        ("č", "c"),
        ("…", "."),
        ("語", None),
        ("\t", " "),
        ("\x1b", None),
    ],
)
def test_the_nearest_symbol(character: str, near: str | None) -> None:
    tokenizer = CharacterTokenizer.of_text("abcdefz OC'—.,\n")
    assert tokenizer.alphabet.nearest(character) == near
    with pytest.raises(UnknownCharacterError) as refused:
        tokenizer.encode("abc" + character)
    assert (f"the nearest that it knows is {near!r}" if near else "it knows none like it") in str(refused.value)


def test_a_hyphen_of_another_kind_is_read_as_the_one_that_is_known() -> None:
    alphabet = CharacterTokenizer.of_text("ab-").alphabet
    assert [alphabet.nearest(hyphen) for hyphen in "\u2010\u2011\u2012"] == ["-"] * 3


def test_unknown_characters_are_replaced_on_request() -> None:
    tokenizer = CharacterTokenizer.of_text("abc'")
    assert tokenizer.decode(tokenizer.encode("ÇA’B", replace_unknown=True)) == "ca'b"
    with pytest.raises(UnknownCharacterError):
        tokenizer.encode("a語", replace_unknown=True)


@pytest.mark.parametrize(
    "values",
    [None, {}, {"kind": "characters"}, {"kind": "bpe", "symbols": "ab"}, {"kind": "characters", "symbols": 3}],
)
def test_what_is_no_tokenizer(values: object) -> None:
    with pytest.raises(InputError):
        CharacterTokenizer.from_dict(values)


@pytest.mark.parametrize("symbols", ["", "ba", "aa"])
def test_symbols_must_be_sorted_and_different(symbols: str) -> None:
    with pytest.raises(InputError):
        CharacterTokenizer(symbols)
