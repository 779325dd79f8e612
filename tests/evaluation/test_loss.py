"""The mean loss over windows."""

import math

import numpy as np
import pytest

from proust_attention.batches import Batch, encode_held_out, encode_parts, non_overlapping
from proust_attention.evaluation import mean_loss, whole_loss
from proust_attention.tokenizer import BpeTokenizer, CharacterTokenizer, Tokenizer


def mean_of_targets(batch: Batch) -> float:
    return float(batch.targets.mean())


def test_every_window_counts_the_same() -> None:
    ids = np.arange(50 * 4 + 1, dtype=np.uint8)
    starts = non_overlapping(len(ids), 4)
    assert len(starts) == 50  # more than are read at once, and no multiple of it
    loss, characters = mean_loss(
        mean_of_targets, ids, starts, 4, CharacterTokenizer("".join(map(chr, range(256))))
    )
    assert math.isclose(loss, np.arange(1, 201).mean())
    assert characters == 200


def test_the_nats_of_all_tokens_over_the_characters_that_they_stand_for() -> None:
    tokenizer = BpeTokenizer("abcd", (("a", "b"),))  # a 0, b 1, c 2, d 3, ab 4
    ids = tokenizer.encode("dababcab")
    assert ids.tolist() == [3, 4, 4, 2, 4]
    loss, characters = mean_loss(mean_of_targets, ids, non_overlapping(len(ids), 2), 2, tokenizer)
    assert characters == 7  # ab ab c ab: all but the first token
    assert loss == pytest.approx((4 + 4 + 2 + 4) / 7)


@pytest.mark.parametrize("context_length", [2, 3, 4, 5])
def test_of_a_whole_text_each_character_but_the_first_counts_once(context_length: int) -> None:
    text = "dababcababcd"
    for tokenizer in (BpeTokenizer("abcd", (("a", "b"), ("c", "d"))), CharacterTokenizer("abcd")):
        ids = encode_held_out(text, tokenizer)

        def of_characters(batch: Batch, tokenizer: Tokenizer = tokenizer) -> float:
            return tokenizer.count(batch.targets) / batch.targets.size  # a nat a character

        assert whole_loss(of_characters, ids, context_length, tokenizer) == (pytest.approx(1), len(text) - 1)


def test_the_first_held_out_character_is_a_token_of_its_own() -> None:
    tokenizer = BpeTokenizer("abcd", (("a", "b"),))
    assert encode_held_out("abab", tokenizer).tolist() == [0, 1, 4]
    assert encode_parts("cdabab", 4 / 6, tokenizer).tolist() == [2, 3, 0, 1, 4]
