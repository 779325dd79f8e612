"""Losses character by character, and where they sit."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from jaxtyping import Float

from proust_attention.batches import Batch
from proust_attention.config import ModelConfig
from proust_attention.corpus.sentences import WORD
from proust_attention.errors import InputError
from proust_attention.evaluation import whole_loss
from proust_attention.evaluation.details import Details, details
from proust_attention.evaluation.scoring import NumpyScorer, Scored, Scorer, score
from proust_attention.evaluation.torch_scorer import TorchScorer
from proust_attention.inspection import random_values
from proust_attention.numpy_model import cross_entropy
from proust_attention.tokenizer import CharacterTokenizer

TEXT = "Été 14: l'une\nva. Et"


def number_of_target(batch: Batch) -> Float[np.ndarray, "B T"]:
    return batch.targets.astype(float)


def number_in_window(batch: Batch) -> Float[np.ndarray, "B T"]:
    return np.tile(np.arange(1.0, batch.targets.shape[1] + 1), (len(batch.targets), 1))


BYTES = CharacterTokenizer("".join(map(chr, range(256))))


def frequencies(symbols: str, text: str) -> Scorer:
    """A machine that knows only how often each symbol of a text occurs."""
    losses = np.array([-math.log(text.count(symbol) / len(text)) for symbol in symbols])
    return lambda batch: losses[batch.targets]


def of_text(text: str, context_length: int, stride: int | None = None) -> Details:
    tokenizer = CharacterTokenizer.of_text(text)
    ids = tokenizer.encode(text)
    scored = score(frequencies(tokenizer.symbols, text), ids, context_length, stride)
    return details(scored, ids, tokenizer)


def test_kinds_and_places_by_hand() -> None:
    result = of_text(TEXT, 19)  # one window: all of it but the first letter
    assert (result.characters, result.scored, result.bytes) == (20, 19, 20)  # the é has two bytes
    assert {group.name: group.characters for group in result.by_kind} == {
        "letter, lower": 9,  # té l une va t
        "letter, upper": 1,
        "digit": 2,
        "space": 3,
        "line break": 1,
        "punctuation": 3,
    }
    assert {group.name: group.characters for group in result.by_place} == {
        "first letter of a word": 3,  # l'une va Et
        "other letter": 7,
        "no letter": 9,
    }
    assert [(group.name, group.characters) for group in result.by_position] == [
        *(("1", 1), ("2-3", 2), ("4-7", 4), ("8-15", 8), ("16-19", 4))
    ]


def test_losses_by_hand() -> None:
    result = of_text("aab aab", 6)  # a: 4 in 7, b: 2 in 7, space: 1 in 7; the first a is not scored
    a, b, space = (math.log(7 / count) for count in (4, 2, 1))
    assert result.nats == pytest.approx((3 * a + 2 * b + space) / 6)
    assert result.bits == pytest.approx(result.nats / math.log(2))
    assert result.bits_a_byte == pytest.approx(result.bits)  # a byte a character
    letters, spaces = result.by_kind
    assert letters.nats == pytest.approx((3 * a + 2 * b) / 5)
    assert spaces.nats == pytest.approx(space)
    assert spaces.bits == pytest.approx(space / math.log(2))
    assert spaces.share == pytest.approx(space / (3 * a + 2 * b + space))
    first, other, none = result.by_place
    assert (first.characters, other.characters, none.characters) == (1, 4, 1)
    assert first.nats == pytest.approx(a)


def test_bits_a_byte_count_the_bytes() -> None:
    result = of_text("éàéàéàéàé", 8)
    assert result.bytes == 16
    assert result.bits_a_byte == pytest.approx(result.bits / 2)


def test_a_machine_that_is_never_surprised() -> None:
    result = of_text("aaaaaaa", 3)
    assert (result.nats, result.bits, result.bits_a_byte) == (0, 0, 0)
    assert {group.share for group in result.by_kind} == {0.0}


def test_words_are_those_of_the_corpus(prose: str) -> None:
    """Every word has one first letter, l'été and Saint-Loup too."""
    text = prose[:5000] + " — l'été, Saint-Loup, d’or, -a-, b--c, 'e' 3f."
    result = of_text(text, len(text) - 1)
    words = [match.start() for match in WORD.finditer(text) if match.start() > 0]
    assert result.by_place[0].characters == len(words)
    letters = sum(group.characters for group in result.by_kind if group.name.startswith("letter"))
    assert letters == result.by_place[0].characters + result.by_place[1].characters


@given(st.text("aéB1 \n.'", min_size=3, max_size=80), st.data())
def test_every_partition_makes_the_whole(text: str, data: st.DataObject) -> None:
    context_length = data.draw(st.integers(2, len(text) - 1))
    stride = data.draw(st.integers(1, context_length))
    result = of_text(text, context_length, stride)
    for groups in (result.by_position, result.by_kind, result.by_place):
        assert sum(group.characters for group in groups) == result.scored
        whole = sum(group.characters * group.nats for group in groups) / result.scored
        assert whole == pytest.approx(result.nats)
        assert sum(group.share for group in groups) == pytest.approx(1 if result.nats else 0)


@given(st.integers(1, 12), st.integers(1, 500), st.data())
def test_every_character_is_scored_once(context_length: int, more: int, data: st.DataObject) -> None:
    """The losses are those of the second character and of the following ones, in order, without a gap."""
    stride = data.draw(st.integers(1, context_length))
    ids = np.arange(context_length + more, dtype=np.uint16)
    scored = score(number_of_target, ids, context_length, stride)
    assert scored.losses.tolist() == list(range(1, len(ids)))
    assert score(number_in_window, ids, context_length, stride).losses.tolist() == scored.positions.tolist()


@given(st.integers(2, 12), st.integers(1, 500))
def test_side_by_side(context_length: int, more: int) -> None:
    ids = np.random.default_rng(more).integers(0, 90, context_length + more).astype(np.uint8)
    plain = score(number_of_target, ids, context_length)
    same = score(number_of_target, ids, context_length, stride=context_length)
    assert np.array_equal(plain.losses, same.losses)
    assert np.array_equal(plain.positions, same.positions)
    assert plain.windows == math.ceil((len(ids) - 1) / context_length)
    assert plain.losses.mean() == pytest.approx(
        whole_loss(lambda batch: float(batch.targets.mean()), ids, context_length, BYTES)[0]
    )


def test_positions_of_overlapping_windows() -> None:
    scored = score(number_in_window, np.zeros(11, np.uint8), context_length=4, stride=3)
    assert scored.positions.tolist() == [1, 2, 3, 4, 2, 3, 4, 2, 3, 4]
    assert scored.windows == 3


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_scorers_agree(dtype: type) -> None:
    config = ModelConfig(vocab_size=23, d_model=20, n_heads=5, n_layers=2, d_ff=27, context_length=19)
    values = {name: array.astype(dtype) for name, array in random_values(config).items()}
    ids = np.random.default_rng(2).integers(0, 23, 700).astype(np.uint8)
    ours = score(NumpyScorer(config, values), ids, 19, 7)
    theirs = score(TorchScorer(config, values, torch.device("cpu")), ids, 19, 7)
    assert ours.losses.dtype == theirs.losses.dtype == np.float64
    np.testing.assert_allclose(ours.losses, theirs.losses, rtol=1e-4 if dtype is np.float32 else 1e-10)


def test_the_mean_of_each_is_the_loss() -> None:
    random = np.random.default_rng(3)
    logits, targets = 300 * random.standard_normal((4, 5, 7)), random.integers(0, 7, (4, 5))
    each = cross_entropy.each(logits, targets)  # so far apart that probabilities alone would be 0
    assert np.isfinite(each).all()
    assert each.mean() == pytest.approx(cross_entropy.forward(logits, targets)[0], rel=1e-14)
    z = logits[2, 3]
    assert each[2, 3] == pytest.approx(np.logaddexp.reduce(z) - z[targets[2, 3]])


@pytest.mark.parametrize("stride", [0, -1, 5])
def test_no_such_stride(stride: int) -> None:
    with pytest.raises(InputError, match=rf"the stride is {stride}, but it must be from 1 to .* length, 4"):
        score(number_of_target, np.zeros(100, np.uint8), 4, stride)


@pytest.mark.parametrize("length", [0, 4])
def test_a_text_that_fills_no_window(length: int) -> None:
    with pytest.raises(InputError, match=f"too short: {length} tokens do not hold one window of 4"):
        score(number_of_target, np.zeros(length, np.uint8), 4)
    assert isinstance(score(number_of_target, np.zeros(5, np.uint8), 4), Scored)
