"""The yardsticks: probabilities that sum to 1, and figures that can be had by hand."""

import itertools
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proust_attention.batches import split
from proust_attention.evaluation.ngrams import witten_bell
from proust_attention.evaluation.yardsticks import compressed_bits, yardsticks
from proust_attention.tokenizer import CharacterTokenizer


def after(training: list[int], held_out: list[int], vocab_size: int, longest: int) -> list[float]:
    """The probability of the last held-out symbol, from contexts of every length."""
    ids = np.array([*training, *held_out], np.uint8)
    return [float(p[-1]) for p in witten_bell(ids, len(training), vocab_size, longest)]


@settings(max_examples=30)
@given(vocab_size=st.integers(2, 3), data=st.data(), longest=st.integers(0, 3))
def test_after_every_context_the_probabilities_sum_to_1(
    vocab_size: int, data: st.DataObject, longest: int
) -> None:
    # Symbols that the training part lacks, and contexts that it never saw, are among them.
    training = data.draw(st.lists(st.integers(0, vocab_size - 1), min_size=5, max_size=30))
    for context in itertools.product(range(vocab_size), repeat=longest):
        each = [after(training, [*context, symbol], vocab_size, longest) for symbol in range(vocab_size)]
        assert np.array(each).min() > 0
        assert np.array(each).sum(axis=0) == pytest.approx(np.ones(longest + 1))


def by_definition(training: list[int], context: list[int], symbol: int, vocab_size: int) -> float:
    """The formula of the notes, word for word."""
    shorter = by_definition(training, context[1:], symbol, vocab_size) if context else 1 / vocab_size
    k = len(context)
    runs = [training[i : i + k + 1] for i in range(len(training) - k)]
    followers = Counter(run[-1] for run in runs if run[:-1] == context)
    if not followers:
        return shorter
    return (followers[symbol] + len(followers) * shorter) / (followers.total() + len(followers))


@given(ids=st.lists(st.integers(0, 3), min_size=6, max_size=60))
def test_it_is_the_formula(ids: list[int]) -> None:
    training, held_out = ids[:-3], ids[-3:]
    found = list(witten_bell(np.array(ids, np.uint8), len(training), 4, 3))
    for k, i in itertools.product(range(min(3, len(training) - 1) + 1), range(3)):
        place = len(training) + i
        expected = by_definition(training, ids[place - k : place], held_out[i], 4)
        assert found[k][i] == pytest.approx(expected)


def test_many_symbols_do_not_collide() -> None:
    ids = np.random.default_rng(0).integers(0, 5000, 20_000).astype(np.uint16)  # noise: nothing can be learned
    losses = {y.name: y.nats for y in yardsticks(ids, 18_000, 5000)}
    assert losses["uniform"] == pytest.approx(math.log(5000))
    assert all(loss > math.log(5000) - 0.02 for loss in losses.values())


def test_each_sees_more_than_the_one_before(prose: str) -> None:
    tokenizer = CharacterTokenizer.of_text(prose)
    ids = tokenizer.encode(prose)
    training, held_out = split(ids, 0.1, tokenizer.lengths)
    found = yardsticks(ids, len(training), tokenizer.vocab_size)
    assert [y.name for y in found] == ["uniform", "frequencies", "pairs", "n-grams", "compressor"]
    losses = [y.nats for y in found]
    assert losses[0] == pytest.approx(math.log(tokenizer.vocab_size))
    assert losses[0] > losses[1] > losses[2] > losses[3] > 1.5
    shares = np.bincount(held_out) / len(held_out)
    assert losses[1] >= -sum(p * math.log(p) for p in shares if p)  # nobody beats the entropy
    assert losses[1] == pytest.approx(-sum(p * math.log(p) for p in shares if p), abs=0.1)


def test_the_compressor_remembers_the_whole_text() -> None:
    noise = np.random.default_rng(1).integers(0, 256, 300_000).astype(np.uint8)
    once, twice = compressed_bits(noise), compressed_bits(np.concatenate([noise, noise]))
    assert once == pytest.approx(8 * 300_000, rel=0.01)
    assert twice - once < 0.01 * once


def test_a_text_of_two_characters() -> None:
    for y in yardsticks(np.array([0, 1], np.uint8), 1, 2):
        assert math.isfinite(y.nats)


def test_the_recherche(corpora: Path) -> None:
    text = "\n\n".join(p.read_text(encoding="utf-8") for p in sorted((corpora / "recherche-fr").glob("*.txt"))[:2])
    tokenizer = CharacterTokenizer.of_text(text)
    ids = tokenizer.encode(text)
    n_training = len(split(ids, 0.1, tokenizer.lengths)[0])
    losses = {y.name: y.nats for y in yardsticks(ids, n_training, tokenizer.vocab_size)}
    assert 2.9 < losses["frequencies"] < 3.1
    assert 1.2 < losses["n-grams"] < losses["compressor"] < 1.8
