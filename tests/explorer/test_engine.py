"""The engine in the browser against the machine in NumPy: every number on the way, and what it writes.

NumPy computes in float64, with the same weights. In float32 its own error can be the larger one: at random weights
the article's scores go into the hundreds, and softmax makes of a last digit a ten-thousandth.
"""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proust_attention.checkpoint import RunFolder
from proust_attention.config import Config, build
from proust_attention.generation import Writer
from proust_attention.generation.context import window_start
from proust_attention.inspection import forward_steps
from proust_attention.numpy_model import Transformer
from proust_attention.tokenizer import CharacterTokenizer
from tests.explorer.browsing import Engine, Open, Refused
from tests.explorer.machines import (
    SMALL,
    Values,
    assert_near,
    exact,
    ids_of,
    make_machine,
    random_weights,
    symbols_of,
)

MACHINES = {
    "article": build(94, "article"),
    "modern": build(94, "modern"),
    "small": build(7, "article", [{"model": SMALL}]),
    "small modern": build(11, "modern", [{"model": SMALL}]),
    "one head": build(2, "modern", [{"model": {**SMALL, "n_heads": 1, "norm_placement": "post"}}]),
    "odd context": build(8, "article", [{"model": {**SMALL, "n_heads": 9, "d_ff": 1, "qk_norm": True}}]),
}


def some_text(config: Config, length: int, seed: int = 0) -> str:
    return "".join(random.Random(seed).choices(symbols_of(config.model.vocab_size), k=length))


def assert_same_steps(
    engine: Engine,
    config: Config,
    values: Values,
    text: str,
    interventions: Mapping[str, Any] | None = None,
    plain: Mapping[str, Any] | None = None,
) -> None:
    """Every array of a forward is NumPy's. `plain`: the interventions in the form that the worker takes."""
    answer = engine.ask("forward", text=text, **({} if plain is None else {"interventions": plain}))
    begin = window_start(len(text), config.model.context_length)
    ids = ids_of(config, text)[begin:]
    assert answer["start"] == begin
    assert answer["ids"].tolist() == ids.tolist()
    expected, _ = forward_steps(config.model, exact(values), ids[None], interventions)
    outlines = [(step["name"], step["formula"], step["axes"], tuple(step["shape"])) for step in answer["steps"]]
    assert outlines == [(step.name, step.formula, step.axes, step.array.shape) for step in expected]
    for step in expected:
        found = engine.ask("intermediate", name=step.name)
        assert_near(found["data"].reshape(found["shape"]), step.array, step.name)


def last_logits(config: Config, values: Values, text: str) -> np.ndarray:
    window = ids_of(config, text)[window_start(len(text), config.model.context_length) :]
    return Transformer(config.model, exact(values)).forward(window[None])[0][0, -1]


@pytest.mark.parametrize("name", MACHINES)
def test_every_number_on_the_way(start: Open, tmp_path: Path, name: str) -> None:
    config = MACHINES[name]
    values = random_weights(config)
    make_machine(tmp_path, config, values)
    engine = start(tmp_path)
    told = engine.fetch()
    assert told["config"] == config.model.to_dict()
    assert told["sampling"] == config.sampling.to_dict()
    assert told["verified"] is True
    assert "".join(told["pieces"]) == symbols_of(config.model.vocab_size)
    assert told["parameters"] == sum(array.size for array in values.values())
    T = config.model.context_length
    for length in (1, 2, T - 1, T, T + 1, 3 * T):
        assert_same_steps(engine, config, values, some_text(config, length))


def test_a_run_as_it_lies(start: Open, trained: Path) -> None:
    run = RunFolder.open(trained)
    engine = start(trained)
    assert engine.fetch()["verified"] is True
    text = "La memoria no es un cajón"
    answer = engine.ask("step", text=text)
    ids = run.tokenizer.encode(text).astype(np.int64)
    assert_near(answer["logits"], Transformer(run.config.model, exact(run.weights())).forward(ids[None])[0][0, -1])


@pytest.mark.parametrize("name", ["small", "small modern", "one head", "odd context"])
def test_the_cached_step_over_the_end_of_the_context(engine: Engine, tmp_path: Path, name: str) -> None:
    config = MACHINES[name]
    values = random_weights(config)
    engine.open(make_machine(tmp_path, config, values))
    text = some_text(config, 4 * config.model.context_length)
    H = config.model.n_heads
    for length in range(1, len(text)):
        answer = engine.ask("step", text=text[:length])
        assert_near(answer["logits"], last_logits(config, values, text[:length]), f"length {length}")
        ids = ids_of(config, text[:length])[answer["start"] :]
        steps, _ = forward_steps(config.model, exact(values), ids[None])
        maps = [step.array[0, :, -1] for step in steps if step.name.endswith("attention.weights")]
        for found, expected in zip(answer["attentionWeights"], maps, strict=True):
            assert_near(found.reshape(H, -1), expected, f"length {length}")


@pytest.mark.parametrize("name", ["article", "modern"])
def test_the_cached_step_at_full_size(engine: Engine, tmp_path: Path, name: str) -> None:
    config = MACHINES[name]
    values = random_weights(config)
    engine.open(make_machine(tmp_path, config, values))
    text = some_text(config, 400)
    for length in (1, 2, 255, 256, 257, 258, 385, 386, 400):
        answer = engine.ask("step", text=text[:length])
        assert_near(answer["logits"], last_logits(config, values, text[:length]), f"length {length}")


def test_back_and_forward_and_other_ways(engine: Engine, tmp_path: Path) -> None:
    config = MACHINES["small modern"]
    values = random_weights(config)
    engine.open(make_machine(tmp_path, config, values))
    rolls = random.Random(1)
    text = some_text(config, 5)
    for turn in range(80):
        match rolls.choice(["on", "on", "back", "branch", "the same", "elsewhere"]):
            case "on":
                text += some_text(config, rolls.randint(1, 3), turn)
            case "back":
                text = text[: rolls.randint(1, len(text))]
            case "branch":
                text = text[: rolls.randint(0, len(text))] + some_text(config, 2, turn)
            case "elsewhere":
                text = some_text(config, rolls.randint(1, 30), turn)
        assert_near(engine.ask("step", text=text)["logits"], last_logits(config, values, text), repr(text))


MANNERS: list[dict[str, float]] = [
    {},
    {"temperature": 0.5, "top_k": 3},
    {"temperature": 1.3, "top_k": 0, "top_p": 0.7, "min_p": 0.05, "repetition_penalty": 1.3},
    {"temperature": 0},
]


@pytest.mark.parametrize("manner", MANNERS, ids=str)
def test_it_writes_what_python_writes(engine: Engine, tmp_path: Path, manner: dict[str, Any]) -> None:
    config = MACHINES["small modern"]
    values = random_weights(config, np.float16)
    engine.open(make_machine(tmp_path, config, values))
    tokenizer = CharacterTokenizer(symbols_of(config.model.vocab_size))
    wide = {name: array.astype(np.float32) for name, array in values.items()}
    expected = Writer.of_weights(config, tokenizer, wide).generate("& #", length=40, seed=3, **manner)
    uniforms = np.random.Generator(np.random.Philox(3))
    text = "& #"
    sampling = config.sampling.replace_given(**manner).to_dict()
    while len(text) < len(expected):
        answer = engine.ask("probabilities", text=text, sampling=sampling, uniform=uniforms.random())
        assert answer["probabilities"].sum() == pytest.approx(1)
        text += tokenizer.symbols[answer["drawn"]]
    assert text == expected
    assert engine.ask("probabilities", text=text, sampling=sampling)["drawn"] is None


@pytest.mark.parametrize("dtype", [np.float16, np.float64])
@pytest.mark.parametrize("preset", ["article", "modern"])
def test_weights_of_other_widths(engine: Engine, tmp_path: Path, preset: str, dtype: Any) -> None:
    config = MACHINES[preset]
    values = random_weights(config, dtype)
    assert engine.open(make_machine(tmp_path, config, values))["verified"] is True
    wide = {name: array.astype(np.float32) for name, array in values.items()}
    assert_same_steps(engine, config, wide, some_text(config, 50))


def test_what_is_asked_too_early_or_wrongly(start: Open, tmp_path: Path) -> None:
    engine = start()
    with pytest.raises(Refused, match="^no machine is open yet$"):
        engine.ask("forward", text="a")
    config = MACHINES["small"]
    engine.open(make_machine(tmp_path, config, random_weights(config)))
    with pytest.raises(Refused, match=r'has no step of the name "logits"$'):
        engine.ask("intermediate", name="logits")
    for kind in ("forward", "step"):
        with pytest.raises(Refused, match="^there is no text to read"):
            engine.ask(kind, text="")
        with pytest.raises(Refused, match=r"know the character 'x' \(U\+0078, character 3 of the text\)"):
            engine.ask(kind, text=" !x")
    engine.ask("forward", text=' !"')
    assert engine.ask("intermediate", name="logits")["shape"] == [1, 3, 7]


def test_an_end_and_a_fault(start: Open) -> None:
    engine = start()
    code = """async kind => {
      const { Client } = await import("/engine/client.js")
      const client = new Client()
      const asked = client.ask(kind, {})
      if (kind === "encode") client.close()
      return asked.catch(error => `${error.name}: ${error.message}`)
    }"""
    assert engine.page.evaluate(code, "encode") == "Error: the engine was closed"
    assert engine.page.evaluate(code, "sing") == "Error: the engine failed: no such kind of request"


def test_a_megabyte_of_anything(engine: Engine, tmp_path: Path) -> None:
    config = MACHINES["small"]
    engine.open(make_machine(tmp_path, config, random_weights(config)))
    anything = "".join(map(chr, range(0xD800))) * 19 + "🙂" * 10_000
    in_short = """async text => {
      const result = await engine.ask("encode", { text })
      const { from, to } = result.tokens.at(-1)
      return { ...result, ids: result.ids.length, tokens: result.tokens.length, last: [from, to] }
    }"""  # a million tokens would be long on their way to the test
    answer = engine.page.evaluate(in_short, anything)
    known = set(symbols_of(7))
    length = len(answer["text"])
    assert answer["unknownCount"] == sum(character not in known for character in answer["text"])
    assert len(answer["unknown"]) == 20
    assert answer["ids"] == answer["tokens"] == length
    assert answer["last"] == [length - 1, length]
    long = some_text(config, 1_000_000)
    assert engine.page.evaluate("async text => (await engine.ask('forward', { text })).start", long) > 999_980
    assert len(engine.ask("step", text=some_text(config, 1_000_000))["logits"]) == 7
