"""What a training is made of, in the page and in Python: random numbers, batches, masks, methods; ten steps."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from proust_attention import parameters
from proust_attention.batches import Batches, evenly_spread
from proust_attention.batches.windows import cut
from proust_attention.config import Config, TrainingConfig, build
from proust_attention.numpy_model.dropout import RandomMasks
from proust_attention.optimizer import schedules
from proust_attention.optimizer.muon import orthogonalise
from proust_attention.training.numpy_engine import NumpyEngine
from tests.explorer.browsing import Engine, unpacked
from tests.explorer.engine.test_gradients import POST, SQUARED
from tests.explorer.machines import SMALL

DRAWN = """async ([seed, spawnKey, wanted]) => {
  const { Philox, useScrambler } = await import("/engine/philox.js")
  const used = useScrambler(wanted)
  const { standardNormal } = await import("/engine/training/normal.js")
  const begin = () => new Philox(seed, spawnKey)
  const many = (count, draw) => Float64Array.from({ length: count }, draw)
  const [bits, uniform, filled, normal, below, mixed] = Array.from({ length: 6 }, begin)
  const parts = [1, 2, 0, 3, 20_003, 8].map(count => new Uint32Array(count))
  parts.forEach(part => filled.fill(part))
  return pack({
    used,
    bits: many(9, () => bits.bits()),
    uniform: many(9, () => uniform.uniform()),
    filled: Float64Array.from(parts.flatMap(part => [...part])),
    normal: many(30_000, () => standardNormal(normal)),
    below: many(50, (_, i) => below.below(3 ** (i % 20) + 1)),
    orders: [0, 1, 2, 9, 1000].map(count => mixed.permutation(count)),
  })
}"""
INITIAL = """async ([config, seed, scheme]) => {
  const { initial } = await import("/engine/training/initial.js")
  return pack(Object.fromEntries([...initial(config, seed, scheme)].map(([name, { data }]) => [name, data])))
}"""
BATCHES = """async ([count, T, B, order, seed, steps]) => {
  const { Batches } = await import("/engine/training/batches.js")
  const batches = new Batches(Int32Array.from({ length: count }, (_, i) => i), T, B, order, seed)
  return pack({ stepsPerPass: batches.stepsPerPass, batches: steps.map(step => batches.at(step)) })
}"""
TRAINED = """async ([{ model, training }, ids, steps, wanted]) => {
  const { Learner } = await import("/engine/training/learner.js")
  const { Batches } = await import("/engine/training/batches.js")
  const { initial } = await import("/engine/training/initial.js")
  const { trainingOf } = await import("/engine/training/settings.js")
  const { useKernel } = await import("/engine/product.js")
  const used = useKernel(wanted)
  const config = trainingOf(training)
  const { batch_size, window_order, seed, initialisation } = config
  const weights = initial(model, seed, initialisation)
  const learner = new Learner(model, config, weights)
  const batches = new Batches(Int32Array.from(ids), model.context_length, batch_size, window_order, seed)
  const results = Array.from({ length: steps }, (_, step) => {
    const { loss, learningRate, gradientNorm } = learner.step(batches.at(step), step)
    return [loss, learningRate, gradientNorm]
  })
  const flat = arrays => Object.fromEntries([...arrays].map(([name, { data }]) => [name, data]))
  return pack({ used, results, weights: flat(weights), kept: flat(learner.optimizer.state()) })
}"""


@pytest.mark.parametrize(
    ("seed", "spawn_key"), [(0, []), (7, []), (2**40 + 3, []), (0, [1, 0]), (5, [2, 2**33, 98]), (2**53 - 1, [0])]
)
@pytest.mark.parametrize("scrambler", [True, False])
def test_random_numbers_are_those_of_numpy(
    engine: Engine, seed: int, spawn_key: list[int], scrambler: bool
) -> None:
    def begin() -> np.random.Generator:
        return np.random.Generator(np.random.Philox(np.random.SeedSequence(seed, spawn_key=spawn_key)))

    found = unpacked(engine.page.evaluate(DRAWN, [seed, spawn_key, scrambler]))
    assert found["used"] is scrambler
    assert found["bits"].tolist() == begin().integers(0, 2**32, 9, dtype=np.uint32).tolist()
    assert found["uniform"].tolist() == begin().random(9).tolist()
    assert found["filled"].tolist() == begin().integers(0, 2**32, 20_017, dtype=np.uint32).tolist()
    random = begin()
    assert found["below"].tolist() == [random.integers(3 ** (i % 20) + 1) for i in range(50)]
    random = begin()
    for count, order in zip([0, 1, 2, 9, 1000], found["orders"], strict=True):
        assert order.tolist() == random.permutation(count).tolist()
    expected = begin().standard_normal(30_000)  # 8 of which lie in the tail, where other numbers are drawn
    assert (np.abs(expected) > 3.6541528853610088).sum() > 1
    np.testing.assert_allclose(found["normal"], expected, rtol=1e-13)


@pytest.mark.parametrize("scheme", ["normal", "scaled"])
@pytest.mark.parametrize("config", [POST, SQUARED], ids=["article", "modern"])
def test_the_weights_before_training(engine: Engine, config: Any, scheme: str) -> None:
    expected = parameters.initial(config, seed=3, scheme=scheme)
    found = unpacked(engine.page.evaluate(INITIAL, [config.to_dict(), 3, scheme]))
    assert list(found) == list(expected)
    for name, array in expected.items():
        np.testing.assert_allclose(found[name], array.ravel(), rtol=1e-7, err_msg=name)


@pytest.mark.parametrize("order", ["every-offset", "random-phase"])
@pytest.mark.parametrize("count", [12, 13, 100, 977])
def test_the_windows_of_every_step(engine: Engine, order: str, count: int) -> None:
    batches = Batches(np.arange(count), 10, 1 if count < 50 else 4, order, seed=2)
    steps = [0, 1, batches.steps_per_pass, 3 * batches.steps_per_pass + 1, 5]
    given = [count, 10, batches.batch_size, order, 2, steps]
    found = unpacked(engine.page.evaluate(BATCHES, given))
    assert found["stepsPerPass"] == batches.steps_per_pass
    for step, batch in zip(steps, found["batches"], strict=True):
        expected = batches.at(step)
        assert batch["inputs"].tolist() == expected.inputs.ravel().tolist()
        assert batch["targets"].tolist() == expected.targets.ravel().tolist()


def test_the_windows_that_test_it(engine: Engine) -> None:
    code = """async ([cases, cuts]) => {
      const { cut, evenlySpread } = await import("/engine/training/batches.js")
      return [cases.map(one => [...evenlySpread(...one)]), cuts.map(one => cut(...one))]
    }"""
    cases = [
        (count, T, most) for count in (2, 9, 11, 12, 300, 12_800) for T in (1, 8, 10) for most in (1, 2, 7, 64)
    ]
    cuts = [(count, share) for count in (1, 5, 10, 25, 128_000, 128_005) for share in (0.1, 0.5, 0.3, 1 / 3)]
    spread, places = engine.page.evaluate(code, [cases, cuts])
    assert spread == [evenly_spread(*case).tolist() for case in cases]
    assert places == [cut(*case) for case in cuts]


def test_the_masks_of_dropout(engine: Engine) -> None:
    config = replace(POST, dropout=0.1)
    code = """async config => {
      const { randomMasks } = await import("/engine/dropout.js")
      const masks = randomMasks(config, 4, 17, 7, 3)
      return pack(Object.fromEntries(Object.entries(masks).map(([name, { factor }]) => [name, factor])))
    }"""
    found = unpacked(engine.page.evaluate(code, config.to_dict()))
    expected = RandomMasks(config, seed=4, step=17)
    assert set(found) == expected.places
    sizes = {"embedding": (3, 7, 12), "weights": (3, 3, 7, 7), "output": (3, 7, 12), "hidden": (3, 7, 17)}
    for name, mask in found.items():
        shape = sizes[name.rpartition(".")[2]]
        assert mask.tolist() == expected.mask(name, shape).ravel().tolist(), name
    assert engine.page.evaluate(code, POST.to_dict() | {"dropout": 0}) == {}


def test_the_schedules(engine: Engine) -> None:
    code = """async cases => {
      const { lrScale } = await import("/engine/training/schedules.js")
      return cases.map(([step, training]) => lrScale(step, training))
    }"""
    settings = [
        TrainingConfig(steps=steps, warmup_steps=warmup, decay=decay, continued_from=first)
        for steps, first in [(8, 0), (40, 8), (3, 0)]
        for warmup in (0, 4, 100)
        for decay in ("cosine", "linear")
    ]
    cases = [(step, one) for one in settings for step in range(one.continued_from, int(one.steps or 0))]
    found = engine.page.evaluate(code, [[step, one.to_dict()] for step, one in cases])
    np.testing.assert_allclose(found, [schedules.lr_scale(step, one) for step, one in cases], atol=1e-15)


def test_muon_makes_a_matrix_orthogonal(engine: Engine) -> None:
    code = """async ([matrix, rows, columns]) => {
      const { orthogonalise } = await import("/engine/training/muon.js")
      return [...orthogonalise(Float64Array.from(matrix), rows, columns)]
    }"""
    for shape in [(4, 4), (3, 7), (7, 3)]:
        matrix = np.random.default_rng(1).normal(size=shape)
        found = engine.page.evaluate(code, [matrix.ravel().tolist(), *shape])
        np.testing.assert_allclose(np.reshape(found, shape), orthogonalise(matrix), rtol=1e-10)


def run(preset: str, optimizer: str, dropout: float) -> Config:
    training = {"batch_size": 4, "steps": 10, "warmup_steps": 3, "seed": 6, "precision": "float32"}
    changes = {"model": {**SMALL, "dropout": dropout}, "training": {**training, "optimizer": optimizer}}
    return build(11, preset, [changes])


@pytest.mark.parametrize("kernel", [True, False])
@pytest.mark.parametrize(
    ("preset", "optimizer", "dropout"),
    [("article", "adamw", 0.1), ("modern", "muon", 0.0), ("article", "muon", 0.2), ("modern", "adamw", 0.0)],
)
def test_ten_steps_are_those_of_numpy(
    engine: Engine, preset: str, optimizer: str, dropout: float, kernel: bool
) -> None:
    """With the same windows, from the same numbers, under the same masks."""
    config = run(preset, optimizer, dropout)
    training = config.training
    ids = np.random.default_rng(8).integers(0, 11, 200)
    found = unpacked(engine.page.evaluate(TRAINED, [config.to_dict(), ids.tolist(), 10, kernel]))
    assert found["used"] is kernel
    values = parameters.initial(config.model, training.seed, scheme=training.initialisation)
    numpy = NumpyEngine(config, values)
    batches = Batches(ids, config.model.context_length, training.batch_size, training.window_order, training.seed)
    for step, (loss, learning_rate, gradient_norm) in enumerate(found["results"]):
        expected = numpy.step(batches.at(step), step)
        assert abs(loss - expected.loss) < 1e-4
        assert learning_rate == pytest.approx(expected.learning_rate)
        assert gradient_norm == pytest.approx(expected.gradient_norm, rel=1e-3)
    state = numpy.state()
    assert set(found["kept"]) == {name for name in state if not name.startswith("weights.")}
    for name, array in {**{f"weights.{n}": a for n, a in found["weights"].items()}, **found["kept"]}.items():
        assert np.abs(array - state[name].ravel()).max() <= 1e-3 * np.abs(state[name]).max() + 1e-8, name
