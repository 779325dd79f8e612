"""Surprise: the surprise of a text is that with which it was written."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import proust_attention as proust
from proust_attention.errors import InputError
from proust_attention.evaluation.scoring import NumpyScorer, score
from proust_attention.generation import surprise
from proust_attention.generation.context import window_start


def test_a_written_text_is_as_surprising_as_when_it_was_written(trained: Path) -> None:
    writer = proust.load(trained)
    written = list(writer.write("La casa", length=90, seeds=[1]))  # beyond the context of 32
    ids = np.concatenate([writer.tokenizer.encode("La casa"), *[step.ids for step in written]])
    nats = surprise.of_text(writer.config.model, writer.weights, ids)
    drawn = [surprise.of_drawn(step.logits, step.ids)[0] for step in written]
    np.testing.assert_allclose(nats[len("La casa") :], drawn, rtol=1e-4, atol=1e-4)
    assert np.isnan(nats[0])
    assert np.isfinite(nats[1:]).all()


def test_it_is_the_exercise_of_evaluation_with_that_stride(trained: Path, prose: str) -> None:
    writer = proust.load(trained)
    ids, config = writer.tokenizer.encode(prose[:400]), writer.config.model
    scored = score(NumpyScorer(config, writer.weights), ids, 32, stride=17).losses
    nats = surprise.of_text(config, writer.weights, ids)
    np.testing.assert_allclose(nats[1 : 1 + len(scored)], scored, rtol=1e-4, atol=1e-5)


def test_every_engine_is_as_surprised(trained: Path, prose: str) -> None:
    writer = proust.load(trained)
    ids = writer.tokenizer.encode(prose[:200])
    reference, torch = (surprise.of_text(writer.config.model, writer.weights, ids, e) for e in ("numpy", "torch"))
    np.testing.assert_allclose(torch, reference, atol=1e-5)
    with pytest.raises(InputError, match="there is no mps device"):
        surprise.of_text(writer.config.model, writer.weights, ids, "torch", "mps")


@given(st.integers(1, 200), st.integers(2, 30))
def test_every_character_is_predicted_once_from_what_the_policy_shows(n: int, context_length: int) -> None:
    places = []
    for begin, first, end in surprise.windows(n, context_length):
        assert end - 1 - begin <= context_length
        assert all(window_start(place, context_length) == begin for place in range(first, end))
        places.extend(range(first, end))
    assert places == list(range(1, n))


def test_by_hand() -> None:
    logits = np.log(np.array([[0.5, 0.25, 0.25], [0.1, 0.1, 0.8]], np.float32))
    assert surprise.of_drawn(logits, np.array([1, 2])) == pytest.approx([np.log(4), -np.log(0.8)])
