"""Reaching into a forward in the browser: every array is what NumPy makes of it under the same interventions."""

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proust_attention import numpy_model, parts
from proust_attention.batches import Batch
from proust_attention.checkpoint.machines import open_machine
from proust_attention.config import Config, build
from proust_attention.devices import Hardware
from proust_attention.evaluation.scoring import scorer_of
from proust_attention.inspection.ablation import removable
from proust_attention.interventions import Value
from tests.explorer.browsing import Engine, Open, Refused, unpacked
from tests.explorer.engine.test_engine import assert_same_steps, some_text
from tests.explorer.machines import SMALL, assert_near, exact, ids_of, make_machine, random_weights

DESIGNS = {preset: build(11, preset, [{"model": SMALL}]) for preset in ("article", "modern")}
T = 7
RANDOM = np.random.default_rng(5)
SIZES = {"B": 1, "T": T, "S": T, "D": 18, "H": 3, "K": 6, "F": 13, "V": 11}

HEAD = np.repeat([1.0, 0.0, 1.0], 6)  # (D,): head 1 of 3 is taken out
EDGE = np.ones((3, T, T))
EDGE[2, 5, 3] = 0  # head 2 does not see position 3 from position 5
AT_4 = np.arange(T)[:, None].repeat(18, 1) == 4  # (T, D)
AHEAD = np.zeros((T, T), bool)
AHEAD[2, 6] = True  # a place behind the mask
ROW = RANDOM.normal(size=18)

CASES: dict[str, dict[str, Any]] = {
    "a head": {"blocks.1.attention.joined": HEAD},
    "a feed-forward layer": {"blocks.0.feed_forward.output": 0},
    "an attention layer, scaled": {"blocks.2.attention.output": 0.5},
    "an edge": {"blocks.1.attention.weights": EDGE},
    "a look ahead": {"blocks.0.attention.weights": Value(0.3, AHEAD)},
    "a value everywhere": {"blocks.0.after": Value(ROW)},
    "a value at one position": {"blocks.1.between": Value(ROW, AT_4)},
    "the first and the last": {"embedding": RANDOM.uniform(0.5, 1.5, (T, 18)), "logits": Value(-1.5, [True] * 11)},
    "a query that is 0": {"blocks.2.attention.query": Value(0.0)},
}
CASES["all of these"] = {name: one for case in CASES.values() for name, one in case.items()}


@pytest.fixture(params=DESIGNS)
def config(request: pytest.FixtureRequest) -> Config:
    return DESIGNS[request.param]


def plain(intervention: Any) -> dict[str, Any]:
    """An intervention as the worker takes it."""

    def row(numbers: Any) -> Any:
        return np.ravel(numbers).tolist() if np.ndim(numbers) else numbers

    if not isinstance(intervention, Value):
        return {"factor": row(intervention)}
    where = {} if intervention.where is True else {"where": row(intervention.where)}
    return {"value": row(intervention.value), **where}


@pytest.mark.parametrize("case", CASES)
def test_every_array_under_interventions(engine: Engine, tmp_path: Path, config: Config, case: str) -> None:
    values, text, interventions = random_weights(config), some_text(config, T), CASES[case]
    engine.open(make_machine(tmp_path, config, values))
    posted = {name: plain(one) for name, one in interventions.items()}
    assert_same_steps(engine, config, values, text, interventions, posted)
    changed = engine.request("intermediate", name="logits")["data"]
    assert_same_steps(engine, config, values, text)  # the next forward is as if nothing had been
    assert not np.allclose(changed, engine.request("intermediate", name="logits")["data"])


@pytest.mark.parametrize("kind", ["factor", "value", "partly a value"])
def test_one_in_every_array(engine: Engine, tmp_path: Path, config: Config, kind: str) -> None:
    values, text = random_weights(config), some_text(config, T)
    engine.open(make_machine(tmp_path, config, values))
    interventions: dict[str, Any] = {}
    for array in parts.machine(config.model).arrays:
        shape = tuple(SIZES[axis] for axis in array.axes.split())
        numbers = RANDOM.uniform(0.5, 1.5, shape)
        where = True if kind == "value" else RANDOM.random(shape) < 0.3
        interventions[array.name] = numbers if kind == "factor" else Value(numbers, where)
    posted = {name: plain(one) for name, one in interventions.items()}
    assert_same_steps(engine, config, values, text, interventions, posted)


def test_they_do_not_reach_what_the_cache_reads(engine: Engine, tmp_path: Path, config: Config) -> None:
    values, text = random_weights(config), some_text(config, T)
    engine.open(make_machine(tmp_path, config, values))
    engine.request("forward", text=text, interventions={"final_norm": {"factor": 0}})
    expected, _ = numpy_model.Transformer(config.model, exact(values)).forward(ids_of(config, text)[None])
    assert_near(engine.request("step", text=text)["logits"], expected[0, -1])


IN_A_MAP = """async ([files, tokenIds]) => {
  const { Machine } = await import("/engine/machine.js")
  const { machine: declared } = await import("/engine/parts.js")
  const opened = Object.fromEntries(Object.entries(files).map(([part, content]) => [part, unpack(content)]))
  const { transformer, config } = await Machine.open(opened)
  const ids = Int32Array.from(tokenIds)
  const passed = []
  const look = name => [name, x => (passed.push(name), x)]
  const names = declared(config).arrays.map(({ name }) => name)
  const [before] = transformer.forward(ids)
  const factor = new Float32Array(18).fill(2)
  return pack({
    same: transformer.forward(ids, new Map(names.map(look)))[0].every((logit, i) => logit === before[i]),
    passed,
    typed: transformer.forward(ids, new Map([["final_norm", { factor }]]))[0],
    plain: transformer.forward(ids, { final_norm: { factor: 2 } })[0],
    before,
  })
}"""


def test_a_map_typed_numbers_and_functions(engine: Engine, tmp_path: Path, config: Config) -> None:
    contents = make_machine(tmp_path, config, random_weights(config))
    packed = {part: base64.b64encode(content).decode() for part, content in contents.items()}
    ids = ids_of(config, some_text(config, T)).tolist()
    found = unpacked(engine.page.evaluate(IN_A_MAP, [packed, ids]))
    assert found["same"]
    assert found["passed"] == [array.name for array in parts.machine(config.model).arrays]  # each once, in order
    assert np.array_equal(found["typed"], found["plain"])
    np.testing.assert_allclose(found["plain"], 2 * found["before"], rtol=1e-6)


BAD: dict[str, tuple[str, Any, str]] = {
    "another name": (
        "blocks.0.attention.weight",
        {"factor": 0},
        'this machine has no array of the name "blocks.0.attention.weight"',
    ),
    "a later block": ("blocks.3.between", {"factor": 0}, "no array of the name"),
    "the ids": ("token_ids", {"value": 1}, "no array of the name"),
    "of the prototype": ("constructor", {"factor": 0}, "no array of the name"),
    "too few": (
        "blocks.0.between",
        {"factor": [1.0] * 5},
        "the intervention in blocks.0.between has 5 numbers, but its array has the shape (1, 7, 18): "
        "1, 18, or 126 would fit",
    ),
    "none": ("embedding", {"factor": []}, "has 0 numbers"),
    "another axis": ("blocks.0.attention.weights", {"factor": [1.0] * 3}, "1, 7, 49, or 147 would fit"),
    "where is too long": ("logits", {"value": 1, "where": [True] * 12}, "has 12 numbers"),
    "a number alone": ("logits", 0, "the intervention in logits is neither a factor nor a value"),
    "nothing": ("logits", None, "is neither a"),
    "both": ("logits", {"factor": 0, "value": 1}, "is neither a"),
    "a factor at some places": ("logits", {"factor": 0, "where": True}, "is neither a"),
    "text": ("logits", {"factor": "0"}, "the intervention in logits holds something other than numbers"),
    "text among numbers": ("logits", {"value": [0.0] * 10 + ["0"]}, "something other than numbers"),
    "no factor": ("logits", {"factor": None}, "something other than numbers"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_intervention(engine: Engine, tmp_path: Path, case: str) -> None:
    config = DESIGNS["modern"]
    engine.open(make_machine(tmp_path, config, random_weights(config)))
    name, intervention, sentence = BAD[case]
    with pytest.raises(Refused) as refused:
        engine.request("forward", text=some_text(config, T), interventions={name: intervention})
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_head_of_the_recherche_is_worth_the_same_in_all_three_engines(start: Open) -> None:
    """What `proust ablate` measures: the loss of a window, with and without a head, to 1e-4."""
    run = open_machine("recherche-fr")
    text = "Le soir, la lampe éclairait la nappe, et nous ne parlions plus: la pluie avait tout effacé."
    ids = run.tokenizer.encode(text).astype(np.int64)[None]
    batch = Batch(ids[:, :-1], ids[:, 1:])
    without = removable(run.config.model)["blocks.0.attention.heads.0"]
    engine = start()
    engine.fetch()
    for interventions in (None, without):
        losses = [
            float(scorer_of(run.config.model, run.weights(), Hardware(name))(batch, interventions).mean())
            for name in ("numpy", "torch")
        ]
        posted = {name: {"factor": np.asarray(factor).tolist()} for name, factor in (interventions or {}).items()}
        engine.request("forward", text=text, interventions=posted)
        logits = engine.request("intermediate", name="logits")
        rows = logits["data"].reshape(logits["shape"])[:, :-1].astype(np.float64)
        losses.append(float(numpy_model.cross_entropy.each(rows, ids[:, 1:]).mean()))
        assert max(losses) - min(losses) < 1e-4
    assert losses[0] > 2  # without that head it hardly knows French
