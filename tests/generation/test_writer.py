"""Writing with a trained run."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import proust_attention as proust
from proust_attention import parameters
from proust_attention.config import build
from proust_attention.errors import InputError, SettingError, UnknownCharacterError
from proust_attention.generation import Writer
from proust_attention.generation.writer import as_typed
from proust_attention.tokenizer import CharacterTokenizer


def test_a_seed_is_a_text(trained: Path) -> None:
    writer = proust.load(trained)
    one, again, other = (writer.generate("La casa", length=60, seed=seed) for seed in (1, 1, 2))
    assert one == again != other
    assert one.startswith("La casa")
    assert len(one) == len("La casa") + 60
    assert proust.load(str(trained)).generate("La casa", length=60, seed=1) == one


def test_without_a_seed_it_is_another_each_time(trained: Path) -> None:
    writer = proust.load(trained)
    assert writer.generate("La casa", length=60) != writer.generate("La casa", length=60)


def test_temperature_zero_needs_no_seed(trained: Path) -> None:
    writer = proust.load(trained)
    assert writer.generate("L", length=40, temperature=0) == writer.generate("L", length=40, temperature=0)


def test_the_likeliest_symbol_is_that_of_the_logits(trained: Path) -> None:
    writer = proust.load(trained)
    text = writer.generate("La casa", length=1, temperature=0)
    logits = writer.open_reader(1).read(writer.tokenizer.encode("La casa").astype(np.int64)[None])
    assert text[-1] == writer.tokenizer.symbols[logits[0].argmax()]


def test_a_long_text_is_read_by_the_policy(trained: Path) -> None:
    """Beyond the context of 32, each symbol depends on just the window that the policy names."""
    writer = proust.load(trained)
    prompt = "El armario de los membrillos, la escalera, la calle, el río y la estación."
    lengths: list[int] = []

    class Recording:
        def __init__(self, n_streams: int) -> None:
            self.reader, self.length = writer.open_reader(n_streams), 0

        def read(self, ids: np.ndarray) -> np.ndarray:
            self.length += ids.shape[1]
            lengths.append(self.length)
            return self.reader.read(ids)

    Writer(writer.config, writer.tokenizer, writer.weights, Recording).generate(prompt, length=20, temperature=0)
    # 74 symbols: cut at 33, 50 and 67 to the last 16, so at 74 there are 23; and cut again at 84
    assert len(prompt) == 74
    assert lengths == [*range(23, 33), *range(16, 26)]


def test_an_empty_prompt_begins_a_paragraph(trained: Path) -> None:
    writer = proust.load(trained)
    assert writer.generate("", length=9, temperature=0) == writer.generate("\n", length=9, temperature=0)[1:]


def test_a_prompt_typed_with_combining_marks(trained: Path) -> None:
    writer = proust.load(trained)
    composed = writer.generate("El niño\n", length=9, temperature=0)
    assert writer.generate("El nin\u0303o\r\n", length=9, temperature=0) == composed


def test_wrong_requests_are_refused_before_anything_is_written(trained: Path) -> None:
    writer = proust.load(trained)
    with pytest.raises(UnknownCharacterError, match="'語'.*character 4 of the text"):
        writer.stream("La 語", length=1)
    with pytest.raises(SettingError, match="sampling.temperature is -1.0, but it must be at least 0"):
        writer.generate("La", temperature=-1)
    with pytest.raises(SettingError, match=r"sampling\.top_k is -3"):
        writer.generate("La", top_k=-3)
    with pytest.raises(InputError, match="the length is -1"):
        writer.generate("La", length=-1)
    with pytest.raises(InputError, match="the seed is -1"):
        writer.generate("La", seed=-1)


@settings(max_examples=30, deadline=None)
@given(
    prompt=st.text(max_size=50),
    temperature=st.floats(0, 100),
    top_k=st.integers(0, 60),
    seed=st.integers(0, 2**128 - 1),
)
def test_any_prompt_is_continued_or_refused(prompt: str, temperature: float, top_k: int, seed: int) -> None:
    config = build(5, "quick", [{"model": {"d_model": 4, "d_ff": 4, "context_length": 8}}])
    writer = Writer.of_weights(config, CharacterTokenizer("\n abc"), parameters.initial(config.model))
    try:
        text = writer.generate(prompt, length=5, temperature=temperature, top_k=top_k, seed=seed)
    except UnknownCharacterError:
        assert set(as_typed(prompt)) - set("\n abc")
    else:
        assert len(text) == len(as_typed(prompt)) + 5
