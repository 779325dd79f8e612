"""Pieces of words: round trips, what is refused, and a second witness, the library `tokenizers`."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import tokenizers
from hypothesis import example, given
from hypothesis import strategies as st

from proust_attention.batches import encode_parts
from proust_attention.batches.windows import cut
from proust_attention.config import TokenizerConfig
from proust_attention.errors import InputError, UnknownCharacterError
from proust_attention.tokenizer import BpeTokenizer, CharacterTokenizer, from_dict, merges
from proust_attention.tokenizer.bpe import WORD
from proust_attention.training.vocabulary import settle_vocabulary

LETTERS = "abñ🙂 \n"
TEXT = st.text(st.sampled_from(LETTERS), max_size=80)  # few letters, so that pairs come again
ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


def learned(text: str, most: int = 40) -> BpeTokenizer:
    """A tokenizer of all the merges that a text has, or of so many."""
    symbols = "".join(sorted({*text, *LETTERS}))
    found = merges.learn(Counter(WORD.findall(text)), symbols, len(symbols) + most)
    return BpeTokenizer(symbols, tuple(found))


def witness(tokenizer: BpeTokenizer) -> tokenizers.Tokenizer:
    """The other library, with the same pieces and merges."""
    ids = {piece: id_ for id_, piece in enumerate(tokenizer.pieces)}
    made = tokenizers.Tokenizer(tokenizers.models.BPE(ids, list(tokenizer.merges)))
    made.pre_tokenizer = tokenizers.pre_tokenizers.Split(tokenizers.Regex(WORD.pattern), "isolated")
    return made


def their_merges(text: str, symbols: str, vocab_size: int) -> list[tuple[str, str]]:
    """What the other library learns from the same words, over the same alphabet."""
    made = tokenizers.Tokenizer(tokenizers.models.BPE())
    made.pre_tokenizer = tokenizers.pre_tokenizers.Split(tokenizers.Regex(WORD.pattern), "isolated")
    made.train_from_iterator(
        [text],
        tokenizers.trainers.BpeTrainer(
            vocab_size=vocab_size, min_frequency=2, initial_alphabet=list(symbols), show_progress=False
        ),
    )
    return [(left, right) for left, right in json.loads(made.to_str())["model"]["merges"]]


def counted(text: str, symbols: str, vocab_size: int) -> list[tuple[str, str]]:
    """The rule at its plainest: all pairs are counted anew for each merge."""
    words = {word: list(word) for word in WORD.findall(text)}
    times = Counter(WORD.findall(text))
    pieces, found = list(symbols), []
    while len(pieces) < vocab_size:
        pairs: Counter[tuple[str, str]] = Counter()
        for word, divided in words.items():
            for pair in pairwise(divided):
                pairs[pair] += times[word]
        best = min(pairs, key=lambda pair: (-pairs[pair], *map(pieces.index, pair)), default=None)
        if best is None or pairs[best] < merges.LEAST:
            break
        found.append(best)
        pieces.append("".join(best))
        for divided in words.values():
            place = 0
            while place < len(divided) - 1:
                if (divided[place], divided[place + 1]) == best:
                    divided[place : place + 2] = ["".join(best)]
                place += 1
    return found


@given(TEXT, TEXT)
@example("aaaa aaa", "aaaaa")
@example("", "")
def test_text_to_ids_to_text(text: str, other: str) -> None:
    tokenizer = learned(text)
    for each in (text, other):
        ids = tokenizer.encode(each)
        assert tokenizer.decode(ids) == each
        assert ids.dtype == tokenizer.dtype
        assert ids.flags.writeable
        assert [each[start:end] for start, end in tokenizer.spans(each)] == [tokenizer.pieces[i] for i in ids]
        assert tokenizer.count(ids) == len(each)
        assert np.array_equal(tokenizer.encode(tokenizer.decode(ids)), ids)
    assert from_dict(json.loads(json.dumps(tokenizer.to_dict()))) == tokenizer
    assert all(" " not in piece[1:] and ("\n" not in piece or piece == "\n") for piece in tokenizer.pieces)


@given(ANY, ANY)
def test_any_text_is_encoded_or_refused_at_its_first_unknown(known: str, text: str) -> None:
    tokenizer = learned(known)
    unknown = [place for place, character in enumerate(text) if character not in tokenizer.symbols]
    if not unknown:
        assert tokenizer.decode(tokenizer.encode(text)) == text
        return
    with pytest.raises(UnknownCharacterError, match=f", character {unknown[0] + 1} of the text"):
        tokenizer.encode(text)


def test_unknown_characters_are_replaced_on_request() -> None:
    tokenizer = BpeTokenizer("'abc", (("a", "b"),))
    assert tokenizer.decode(tokenizer.encode("ÇA’B", replace_unknown=True)) == "ca'b"
    with pytest.raises(UnknownCharacterError):
        tokenizer.encode("a語", replace_unknown=True)


@given(TEXT)
@example("aaaaaa aaaa aaa")
@example("abab bab ab ba abba")
def test_merges_are_those_of_counting_anew(text: str) -> None:
    symbols = "".join(sorted(LETTERS))
    found = merges.learn(Counter(WORD.findall(text)), symbols, len(symbols) + 30)
    assert found == counted(text, symbols, len(symbols) + 30)


@given(st.text(st.sampled_from(LETTERS), max_size=300))
def test_merges_and_ids_are_those_of_another_library(text: str) -> None:
    tokenizer = learned(text)
    assert their_merges(text, tokenizer.symbols, tokenizer.vocab_size) == list(tokenizer.merges)
    assert witness(tokenizer).encode(text).ids == tokenizer.encode(text).tolist()


@pytest.mark.parametrize("name", ["recherche-fr", "novelas-es"])
def test_real_books_as_another_library_has_them(corpora: Path, name: str) -> None:
    text = sorted((corpora / name).glob("*.txt"))[0].read_text(encoding="utf-8")[:400_000]
    page = text[-100_000:]
    symbols = "".join(sorted(set(text)))
    tokenizer = BpeTokenizer.learn(symbols, text, len(symbols) + 500)
    assert their_merges(text, symbols, tokenizer.vocab_size) == list(tokenizer.merges)
    ids = tokenizer.encode(page)
    assert witness(tokenizer).encode(page).ids == ids.tolist()
    assert tokenizer.decode(ids) == page
    assert len(page) / len(ids) > 2


@given(st.text(st.sampled_from("ab "), max_size=300))
def test_no_piece_is_made_by_two_merges(text: str) -> None:
    found = merges.learn(Counter(WORD.findall(text)), " ab", 400)
    assert len({left + right for left, right in found}) == len(found)


def test_merges_are_of_the_part_that_trains_and_symbols_of_all_of_the_text() -> None:
    text = "lento " * 90 + "ÁÉÍÁÉÍÁÉÍ " * 6
    _, tokenizer = settle_vocabulary(text, "modern", [{"tokenizer": {"kind": "bpe", "vocab_size": 13}}])
    assert isinstance(tokenizer, BpeTokenizer)
    assert set("ÁÉÍ") < set(tokenizer.symbols)
    assert not any(set("ÁÉÍ") & set(piece) for piece in tokenizer.pieces[len(tokenizer.symbols) :])
    ids = encode_parts(text, 0.1, tokenizer)
    assert tokenizer.decode(ids) == text
    assert cut(len(text), 0.1) in {end for _, end in tokenizer.spans_of(ids)}


@pytest.mark.parametrize(
    ("text", "size", "refused"),
    [
        ("la casa", 3, "is 3, but the 5 characters of the text are among the pieces"),
        ("la casa", 6, "is 6, but the text has only 5 pieces"),
        ("la la casa " * 5, 500, r"is 500, but the text has only \d+ pieces"),
        ("", 5, "is the text empty"),
    ],
)
def test_a_size_that_cannot_be(text: str, size: int, refused: str) -> None:
    with pytest.raises(InputError, match=refused):
        settle_vocabulary(text, "modern", [{"tokenizer": {"kind": "bpe", "vocab_size": size}}])


@pytest.mark.parametrize("size", [0, -1, 1, 1_000_001])
def test_a_size_that_no_vocabulary_has(size: int) -> None:
    with pytest.raises(InputError, match=r"tokenizer\.vocab_size is -?\d+, but it must be at least 2 and at most"):
        TokenizerConfig(kind="bpe", vocab_size=size)


def test_as_many_pieces_as_symbols_are_characters() -> None:
    tokenizer = BpeTokenizer.learn(" aels", "las salas", 5)
    characters = CharacterTokenizer(" aels")
    assert tokenizer.encode("las salas").tolist() == characters.encode("las salas").tolist()


def test_over_other_symbols() -> None:
    tokenizer = BpeTokenizer(" aelmnt", (("m", "e"), ("n", "t"), ("me", "nt"), (" ", "l")))
    assert tokenizer.over(" elmntá").pieces == [*" elmntá", "me", "nt", "ment", " l"]
    assert tokenizer.over(" aelnt").merges == (("n", "t"), (" ", "l"))


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "bpe"},
        {"kind": "bpe", "symbols": "ab"},
        {"kind": "bpe", "symbols": "ab", "merges": {}},
        {"kind": "bpe", "symbols": "ab", "merges": ["ab"]},
        {"kind": "bpe", "symbols": "ab", "merges": [["a", "b", "a"]]},
        {"kind": "bpe", "symbols": "ab", "merges": [["a", 1]]},
        {"kind": "bpe", "symbols": "ab", "merges": [["a", "c"]]},
        {"kind": "bpe", "symbols": "ab", "merges": [["ab", "a"], ["a", "b"]]},
        {"kind": "bpe", "symbols": "ab", "merges": [["a", "b"], ["a", "b"]]},
        {"kind": "bpe", "symbols": "equ", "merges": [["q", "u"], ["u", "e"], ["qu", "e"], ["q", "ue"]]},
        {"kind": "bpe", "symbols": "ba", "merges": []},
        {"kind": "bpe", "symbols": "", "merges": []},
    ],
)
def test_what_is_no_tokenizer(values: object) -> None:
    with pytest.raises(InputError):
        from_dict(values)


def test_a_text_without_spaces_is_cut_into_words_of_100_characters() -> None:
    text = "abcdefghij" * 20_000
    assert max(map(len, WORD.findall(text + " " + text))) == 101  # with the space before it
    symbols = "abcdefghij"
    found = merges.learn(Counter(WORD.findall(text)), symbols, 1000)
    tokenizer = BpeTokenizer(symbols, tuple(found))
    assert max(map(len, tokenizer.pieces)) == 100  # and none is longer, though there could be more pieces
    assert tokenizer.decode(tokenizer.encode(text)) == text
