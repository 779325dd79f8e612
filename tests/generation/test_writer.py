"""Writing with a trained run."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import proust_attention as proust
from proust_attention import parameters
from proust_attention.config import build
from proust_attention.errors import InputError, SettingError, UnknownCharacterError
from proust_attention.generation import Writer, drawing
from proust_attention.generation.endings import MOST_MORE
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


def test_a_typographic_sign_is_the_plain_one_that_the_machine_knows() -> None:
    config = build(4, "modern", [{"model": {"d_model": 4, "d_ff": 4, "context_length": 8}}])
    values = parameters.initial(config.model)
    plain = Writer.of_weights(config, CharacterTokenizer("\n 'a"), values)
    text = plain.generate("a’a", length=40, seed=1)
    assert text == plain.generate("a'a", length=40, seed=1)
    assert "'" in text[3:]
    assert plain.generate("a’a", length=40, seed=1, stop="’") == text[: text.index("'", 3)]
    assert plain.generate("a\ra\r\na", length=1, seed=1).startswith("a\na\na")
    told_apart = Writer.of_weights(config, CharacterTokenizer(" 'a’"), values)
    assert told_apart.generate("a’a", length=1).startswith("a’a")


def test_wrong_requests_are_refused_before_anything_is_written(trained: Path) -> None:
    writer = proust.load(trained)
    with pytest.raises(UnknownCharacterError, match="'語'.*character 4 of the text"):
        writer.stream("La 語", length=1)
    with pytest.raises(SettingError, match="sampling.temperature is -1.0, but it must be at least 0"):
        writer.generate("La", temperature=-1)
    with pytest.raises(SettingError, match=r"sampling\.top_k is -3"):
        writer.generate("La", top_k=-3)
    with pytest.raises(SettingError, match=r"sampling\.top_p is 0\.0"):
        writer.generate("La", top_p=0)
    with pytest.raises(InputError, match="a stop string is empty"):
        writer.generate("La", stop=["a", ""])
    with pytest.raises(InputError, match="the length is -1"):
        writer.generate("La", length=-1)
    with pytest.raises(InputError, match="the seed is -1"):
        writer.generate("La", seed=-1)


def test_a_text_that_ends_earlier_or_later(trained: Path) -> None:
    writer = proust.load(trained)
    text = writer.generate("La casa", length=200, seed=1)
    place = text.index("e", 7)
    assert writer.generate("La casa", length=200, seed=1, stop=["e"]) == text[:place]
    one = text[place : place + 3]  # not its letters
    assert writer.generate("La casa", length=200, seed=1, stop=one) == text[:place]
    assert "".join(writer.stream("La casa", length=200, seed=1, stop=["e", "xyz"])) == text[7:place]
    longer = writer.generate("La casa", length=20, seed=1, until_sentence_end=True)
    assert longer.startswith(text[:27])
    assert len(longer) <= 7 + 20 + MOST_MORE


def test_the_penalty_falls_on_what_the_machine_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the prompt, too; but not on what has left the window."""
    config = build(5, "modern", [{"model": {"d_model": 4, "d_ff": 4, "context_length": 6}}])
    seen: list[list[int]] = []

    def pick(logits: np.ndarray, settings: object, window: np.ndarray, uniform: float) -> int:
        seen.append(window.tolist())
        return 4

    monkeypatch.setattr(drawing, "pick", pick)
    writer = Writer.of_weights(config, CharacterTokenizer("\n abc"), parameters.initial(config.model))
    list(writer.stream("aabba", length=4, seed=0))
    # at seven symbols the last three stay
    assert seen == [[2, 2, 3, 3, 2], [2, 2, 3, 3, 2, 4], [2, 4, 4], [2, 4, 4, 4]]


def test_an_endless_text_takes_no_memory(trained: Path) -> None:
    stream = proust.load(trained).stream("La casa", length=10**30, seed=1)
    assert len("".join(next(stream) for _ in range(100))) == 100


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
@pytest.mark.parametrize("temperature", [0.0, 0.8])
def test_weights_that_give_no_numbers_are_refused(engine: str, temperature: float) -> None:
    config = build(5, "modern", [{"model": {"d_model": 4, "d_ff": 4, "context_length": 8}}])
    values = {name: np.full_like(array, 3e38) for name, array in parameters.initial(config.model).items()}
    if engine == "compiled":
        pytest.importorskip("numba")
    writer = Writer.of_weights(config, CharacterTokenizer("\n abc"), values, engine)
    with pytest.raises(InputError, match="model.safetensors is damaged"):
        writer.generate("abc", length=3, temperature=temperature)


@settings(max_examples=30)
@given(
    prompt=st.text(max_size=50),
    temperature=st.floats(0, 100),
    top_k=st.one_of(st.integers(0, 60), st.just(10**6)),
    top_p=st.floats(0, 1, exclude_min=True),
    min_p=st.floats(0, 1),
    repetition_penalty=st.floats(1, 10),
    seed=st.integers(0, 2**128 - 1),
)
def test_any_prompt_is_continued_or_refused(prompt: str, **chosen: Any) -> None:
    config = build(5, "modern", [{"model": {"d_model": 4, "d_ff": 4, "context_length": 8}}])
    writer = Writer.of_weights(config, CharacterTokenizer("\n abc"), parameters.initial(config.model))
    try:
        text = writer.generate(prompt, length=5, **chosen)
    except UnknownCharacterError:
        assert set(writer.tokenizer.alphabet.as_read(prompt)) - set("\n abc")
    else:
        assert len(text) == len(writer.tokenizer.alphabet.as_read(prompt)) + 5
