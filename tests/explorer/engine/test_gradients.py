"""The gradients of the engine in the browser: NumPy's, finite differences, and lines broken on purpose."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proust_attention import parameters, parts
from proust_attention.config import ModelConfig, build
from proust_attention.explorer import site
from proust_attention.explorer.site import STATIC
from proust_attention.inspection import Example, random_values
from proust_attention.inspection.gradcheck import gradients_by_hand
from proust_attention.interventions import Value
from tests.explorer.browsing import Engine, Open
from tests.explorer.engine.learning import batch, differences, gradients, misses
from tests.gradients.test_gradcheck import DESIGNS, design, example

BATCH = example()
GIVEN = batch(BATCH.inputs, BATCH.targets)


@pytest.mark.parametrize("choices", DESIGNS)
def test_every_gradient_of_every_design_is_that_of_numpy(
    engine: Engine, choices: tuple[str, str, str, bool]
) -> None:
    config = design(*choices)
    values = random_values(config)
    expected = gradients_by_hand(config, values, BATCH)
    exact = gradients(engine.page, config, values, GIVEN, "float64")
    assert misses(exact.gradients, expected, 1e-10) == set()
    single = gradients(engine.page, config, values, GIVEN, "float32")
    assert misses(single.gradients, expected, 1e-5) == set()


@pytest.mark.parametrize("preset", ["article", "modern"])
def test_every_gradient_of_a_machine_of_full_size(engine: Engine, preset: str) -> None:
    config = build(94, preset).model.replace(dropout=0.0)
    values = parameters.initial(config, seed=1, dtype=np.float64, scheme="scaled")
    for name in [
        name for name in values if name.endswith(("W_O", "W_2"))
    ]:  # or nothing would reach what is before
        values[name] = np.random.default_rng(2).normal(0, values[name].shape[0] ** -0.5, values[name].shape)
    ids = np.random.default_rng(3).integers(0, 94, (4, 65))
    given = Example(ids[:, :-1], ids[:, 1:])
    expected = gradients_by_hand(config, values, given)
    found = gradients(engine.page, config, values, batch(given.inputs, given.targets), "float32")
    assert misses(found.gradients, expected, 1e-5) == set()


@pytest.mark.parametrize("choices", [DESIGNS[0], DESIGNS[-1]])
def test_finite_differences_in_the_page_agree(engine: Engine, choices: tuple[str, str, str, bool]) -> None:
    config = design(*choices)
    values = random_values(config)
    random = np.random.default_rng(4)
    places = {name: random.integers(0, array.size, 3).tolist() for name, array in values.items()}
    slopes = differences(engine.page, config, values, GIVEN, places)
    derived = gradients(engine.page, config, values, GIVEN, "float64").gradients
    for name, d in derived.items():
        assert np.abs(d.ravel()[places[name]] - slopes[name]).max() <= 1e-6 * max(1, np.abs(d).max()), name


@pytest.mark.parametrize("choices", [DESIGNS[0], DESIGNS[-1]])
def test_every_gradient_under_interventions_everywhere(
    engine: Engine, choices: tuple[str, str, str, bool]
) -> None:
    """A factor in every second array, a value at some places of the others."""
    config = design(*choices)
    values, random = random_values(config), np.random.default_rng(5)
    sizes = {"B": 3, "T": 7, "S": 7, "D": 12, "H": 3, "K": 4, "F": 17, "V": 11}
    theirs: dict[str, Any] = {}
    ours: dict[str, Any] = {}
    for number, array in enumerate(parts.machine(config).arrays):
        shape = tuple(sizes[axis] for axis in array.axes.split())
        numbers, where = random.uniform(0.5, 1.5, shape), random.random(shape) < 0.3
        flat = numbers.ravel().tolist()
        ours[array.name] = numbers if number % 2 else Value(numbers, where)
        theirs[array.name] = {"factor": flat} if number % 2 else {"value": flat, "where": where.ravel().tolist()}
    given = batch(BATCH.inputs, BATCH.targets, theirs)
    expected = gradients_by_hand(config, values, example(ours))
    assert misses(gradients(engine.page, config, values, given, "float64").gradients, expected, 1e-10) == set()


POST = design("post", "sinusoidal", "relu", False)
ROTARY = design("pre", "rotary", "relu", False)
SQUARED = design("pre", "rotary", "relu_squared", True)
LAST = {"output_projection", "final_norm.gamma", "final_norm.beta"}
# What the backward pass computes before it comes to the line is right, and what it computes behind it is wrong.
BROKEN: dict[str, tuple[ModelConfig, str, str, str, set[str]]] = {
    "a missing 1/√d_k": (
        POST,
        "attention.js",
        "d_query = scaled(d_query, 1 / Math.sqrt(K))",
        "",
        {"attention.W_Q"},
    ),
    "softmax without its correction": (
        POST,
        "softmax.js",
        "d_z[from + s] = p[from + s] * (d_p[from + s] - mean)",
        "d_z[from + s] = p[from + s] * d_p[from + s]",
        {"attention.W_Q", "attention.W_K"},
    ),
    "a rotation in the wrong direction": (
        ROTARY,
        "positions.js",
        "return { cos, sin: sin.map((one) => -one) }",
        "return { cos, sin }",
        {"attention.W_Q", "attention.W_K", "norm_1.gamma", "norm_1.beta"},
    ),
    "the slope of the square": (
        SQUARED,
        "feed_forward.js",
        "2 * positive[i] : Number(",
        "positive[i] : Number(",
        {"feed_forward.W_1", "feed_forward.b_1", "norm_2.gamma", "norm_2.beta"}
        | {"attention.W_Q", "attention.W_K", "attention.W_V", "attention.W_O", "norm_1.gamma", "norm_1.beta"},
    ),
}


def broken(start: Open, file: str, line: str, instead: str) -> Engine:
    """An engine with one line replaced."""
    address = f"engine/{file}"
    source = (STATIC / address).read_text(encoding="utf-8")
    assert source.count(line) == 1, "the line to break must be there, once"
    return start({**site.build(), address: source.replace(line, instead).encode()})


def spoilt(engine: Engine, config: ModelConfig) -> set[str]:
    values = random_values(config)
    found = gradients(engine.page, config, values, GIVEN, "float64").gradients
    return misses(found, gradients_by_hand(config, values, BATCH), 1e-6)


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_line_of_a_block(start: Open, name: str) -> None:
    config, file, line, instead, in_the_last_block = BROKEN[name]
    wrong = spoilt(broken(start, file, line, instead), config)
    before = {name for name in parameters.shapes(config) if name.startswith(("blocks.0.", "embedding."))}
    assert wrong == {f"blocks.1.{weight}" for weight in in_the_last_block} | before


def test_a_dropped_term_of_layer_norm(start: Open) -> None:
    engine = broken(start, "layer_norm.js", "d -= n[from + i] * along_n", "")
    assert spoilt(engine, POST) == set(parameters.shapes(POST)) - LAST  # all that lies before the last norm


def test_an_embedding_gradient_by_assignment(start: Open) -> None:
    line = "table[to + i] += scale * d_rows[row * D + i]"
    engine = broken(start, "embedding.js", line, line.replace("+=", "="))
    assert spoilt(engine, POST) == {"embedding.token_embedding"}


def test_a_broken_line_is_seen_by_the_page_itself(start: Open, tmp_path: Path) -> None:
    """With no NumPy beside it: by differences."""
    engine = broken(start, "qk_norm.js", " - n[from + i] * along_n", "")
    values = random_values(SQUARED)
    places = {name: [0, 1, 2] for name in values}
    slopes = differences(engine.page, SQUARED, values, GIVEN, places)
    derived = gradients(engine.page, SQUARED, values, GIVEN, "float64").gradients
    wrong = {name for name, d in derived.items() if np.abs(d.ravel()[:3] - slopes[name]).max() > 1e-6}
    assert {"blocks.1.attention.W_Q", "blocks.1.attention.W_K"} <= wrong
    assert not wrong & (LAST | {"blocks.1.attention.W_V", "blocks.1.feed_forward.W_1"})
