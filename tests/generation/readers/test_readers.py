"""Writing with a cache is writing without one: the same logits, the same text, in every form."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from proust_attention import numpy_model, parameters
from proust_attention.checkpoint import RunFolder
from proust_attention.config import Config, ModelConfig, build
from proust_attention.generation import Writer
from proust_attention.generation.context import window_start
from proust_attention.generation.readers import ENGINES, reader_of
from proust_attention.generation.sampling.rules import draw, probabilities
from proust_attention.inspection import random_values
from proust_attention.tokenizer import CharacterTokenizer

SMALL = {"model": {"d_model": 24, "n_heads": 2, "d_ff": 40, "context_length": 20, "dropout": 0.0}}
V = 19
DESIGNS = [
    ("article", {}),
    ("modern", {}),
    ("article", {"norm_placement": "pre"}),
    ("modern", {"norm_placement": "post"}),
]


def uncached(config: ModelConfig, values: dict[str, np.ndarray], ids: np.ndarray) -> np.ndarray:
    """The logits after each position of ids (T,), each read anew by the reference from where the policy begins."""
    machine = numpy_model.Transformer(config, values)
    windows = [ids[window_start(end, config.context_length) : end] for end in range(1, len(ids) + 1)]
    return np.stack([machine.forward(window[None])[0][0, -1] for window in windows])


def cached(config: ModelConfig, values: dict[str, np.ndarray], ids: np.ndarray, engine: str) -> np.ndarray:
    """The same, a symbol at a time."""
    open_reader, logits, begin = reader_of(config, values, engine), [], None
    for end in range(1, len(ids) + 1):
        start = window_start(end, config.context_length)
        if start != begin:
            reader, begin = open_reader(1), start
            logits.append(reader.read(ids[None, begin:end])[0])
        else:
            logits.append(reader.read(ids[None, end - 1 : end])[0])
    return np.stack(logits)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("preset", "changed"), DESIGNS)
@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-10), (np.float32, 1e-4)])
def test_logits_at_every_position_and_beyond_the_context(
    preset: str, changed: dict[str, str], engine: str, dtype: type, tolerance: float
) -> None:
    config = build(V, preset, [SMALL, {"model": changed}]).model
    values = {name: array.astype(dtype) for name, array in random_values(config).items()}
    ids = np.random.default_rng(3).integers(0, V, 47)  # the context ends three times
    plain, quick = uncached(config, values, ids), cached(config, values, ids, engine)
    assert quick.dtype == dtype
    assert np.abs(quick - plain).max() <= tolerance * np.abs(plain).max()


@pytest.mark.parametrize("engine", ENGINES)
def test_logits_of_a_trained_machine_in_float32(trained: Path, prose: str, engine: str) -> None:
    run = RunFolder.open(trained)
    ids = run.tokenizer.encode(prose[:150]).astype(np.int64)
    plain = uncached(run.config.model, run.weights(), ids)
    difference = np.abs(cached(run.config.model, run.weights(), ids, engine) - plain).max()
    assert difference <= 1e-5 * np.abs(plain).max()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("preset", ["article", "modern"])
def test_the_same_text_for_twenty_seeds(preset: str, engine: str) -> None:
    """In float64, beyond the context: what the reference writes without a cache, alone and together."""
    config, values = drawing_machine(preset)
    writer = Writer.of_weights(config, CharacterTokenizer("abcdefghijklmnopqrs"), values, engine)
    together = [written.ids for written in writer.write("abba", length=30, seeds=range(20))]
    for seed in range(20):
        alone = "".join(writer.stream("abba", length=30, seed=seed))
        assert alone == plain_text(preset, seed)
        assert alone == writer.tokenizer.decode(int(ids[seed]) for ids in together)


def drawing_machine(preset: str) -> tuple[Config, dict[str, np.ndarray]]:
    chosen = {"sampling": {"temperature": 0.9, "top_p": 0.95, "min_p": 0.01, "repetition_penalty": 1.1}}
    config = build(V, preset, [SMALL, chosen])
    return config, random_values(config.model)


@cache
def plain_text(preset: str, seed: int) -> str:
    config, values = drawing_machine(preset)
    machine, random = numpy_model.Transformer(config.model, values), np.random.Generator(np.random.Philox(seed))
    ids, sampling = [0, 1, 1, 0], config.sampling
    for _ in range(30):
        window = ids[window_start(len(ids), config.model.context_length) :]
        logits = machine.forward(np.array([window]))[0][0, -1]
        window = np.array(ids[window_start(len(ids), config.model.context_length) :])
        ids.append(draw(probabilities(logits, sampling, window), random.random()))
    return "".join("abcdefghijklmnopqrs"[i] for i in ids[4:])


def test_several_texts_need_no_compilation_of_their_own() -> None:
    pytest.importorskip("numba")
    from proust_attention.generation.compiled_drawing import _draw_run

    config, values = drawing_machine("modern")
    writer = Writer.of_weights(config, CharacterTokenizer("abcdefghijklmnopqrs"), values, "compiled")
    for count in (1, 3):
        assert len([*writer.write("abba", length=9, seeds=range(count))]) == 9
    writer.generate("abba", length=2, temperature=1, top_p=1)
    assert len([kinds for kinds in _draw_run.signatures if kinds[3].dtype.name == "float64"]) == 1


def test_a_text_is_written_the_same_whatever_stands_beside_it(trained: Path) -> None:
    """Two writers of one machine at once: their caches are their own."""
    run = RunFolder.open(trained)
    writer = Writer.of_weights(run.config, run.tokenizer, run.weights())
    first, second = (writer.stream("La casa", length=40, seed=seed) for seed in (1, 2))
    mixed = [(a, b) for a, b in zip(first, second, strict=True)]
    assert "".join(a for a, _ in mixed) == writer.generate("La casa", length=40, seed=1)[7:]
    assert "".join(b for _, b in mixed) == writer.generate("La casa", length=40, seed=2)[7:]


def test_folding_does_not_touch_the_weights() -> None:
    config = build(V, "modern", [SMALL]).model
    values = parameters.initial(config)
    before = {name: array.copy() for name, array in values.items()}
    reader_of(config, values)(1).read(np.array([[1, 2, 3]]))
    assert all(np.array_equal(values[name], array) for name, array in before.items())
