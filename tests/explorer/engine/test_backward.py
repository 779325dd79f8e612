"""A step taken apart in the browser: every gradient on the way back is NumPy's, and is written out as a sum."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from proust_attention import parts
from proust_attention.batches import Batches
from proust_attention.config import ModelConfig, build
from proust_attention.inspection.trace import Recorder
from proust_attention.interventions import Interventions
from proust_attention.numpy_model import Transformer, cross_entropy
from proust_attention.numpy_model.dropout import RandomMasks
from tests.explorer.browsing import Engine, Open, Refused, beginning
from tests.explorer.engine.learning import misses
from tests.explorer.engine.test_runs import TEXT as LEARNED
from tests.explorer.engine.test_runs import Trainer
from tests.explorer.machines import Values, exact, ids_of, make_machine, random_weights
from tests.explorer.piece_machine import CONFIG, piece_machine
from tests.explorer.piece_machine import ids_of as pieces_of
from tests.explorer.shown import SIZES, START, TEXT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PIECES = "Le soir, de la lampe, me parler! 🙂"


class Kept(Recorder):
    """NumPy goes on in some of these arrays."""

    def gradient(self, name: str, d_x: np.ndarray) -> None:
        super().gradient(name, d_x.copy())


def walked(
    config: ModelConfig,
    values: Values,
    inputs: np.ndarray,
    targets: np.ndarray,
    masks: Interventions | None = None,
) -> tuple[float, Values]:
    """The loss of a batch, and its gradients with respect to all arrays and weights, by NumPy."""
    recorder, machine = Kept(masks), Transformer(config, values)
    logits, saved = machine.forward(inputs, recorder)
    loss, saved_loss = cross_entropy.forward(logits, targets)
    weights = machine.backward(saved, cross_entropy.backward(saved_loss))
    return loss, {
        **weights,
        **{array.name: recorder.gradients[array.name] for array in parts.machine(config).arrays},
    }


def assert_walked(engine: Engine | Trainer, outline: Mapping[str, Any], loss: float, expected: Values) -> None:
    """That the outline names everything once, and that all of it is NumPy's."""
    assert outline["loss"] == pytest.approx(loss, rel=1e-10)
    names = [step["name"] for step in outline["steps"]]
    assert sorted(names) == sorted(expected)
    found = {}
    for step in outline["steps"]:
        gradient = engine.request("gradient", name=step["name"])
        assert gradient["shape"] == step["shape"] == list(expected[step["name"]].shape), step["name"]
        found[step["name"]] = gradient["data"].reshape(step["shape"])
        assert step["norm"] == pytest.approx(np.linalg.norm(found[step["name"]]))
    assert misses(found, {name: expected[name] for name in names}, 1e-9) == set()


def assert_written_out(engine: Engine | Trainer, outline: Mapping[str, Any], expected: Values) -> None:
    """Of one number of every weight: three ways to it."""
    random = np.random.default_rng(3)
    for step in outline["steps"]:
        if not step["factors"]:
            continue
        name = step["name"]
        place = int(random.integers(expected[name].size))
        found = engine.request("witness", name=name, place=place)
        assert found["derived"] == pytest.approx(expected[name].flat[place], rel=1e-9, abs=1e-12), name
        assert found["difference"] == pytest.approx(found["derived"], abs=1e-6), name
        assert found["x"] @ found["d"] == pytest.approx(found["derived"], rel=1e-9, abs=1e-12), name
        if step["factors"]["x"] == "1":
            assert set(found["x"]) == {1.0}
        in_order = outline["inputs"].tolist()
        if name == "embedding.token_embedding":
            token = place // expected[name].shape[1]
            assert found["rows"].tolist() == [row for row, id_ in enumerate(in_order) if id_ == token]
        else:
            assert found["rows"].tolist() == list(range(len(in_order)))


@pytest.mark.parametrize("preset", ["article", "modern"])
def test_a_step_of_the_text_of_the_page(start: Open, tmp_path: Path, preset: str) -> None:
    config = build(94, preset, [{"model": SIZES}])
    values = random_weights(config)
    engine = start()
    engine.open(make_machine(tmp_path / "machine", config, values))
    outline = engine.request("backward", text=TEXT)
    window = ids_of(config, TEXT)[START:]
    assert outline["inputs"].tolist() == window[:-1].tolist()
    assert outline["targets"].tolist() == window[1:].tolist()
    loss, expected = walked(config.model, exact(values), window[None, :-1], window[None, 1:])
    assert_walked(engine, outline, loss, expected)
    assert_written_out(engine, outline, expected)
    with pytest.raises(Refused, match='no array and no weight of the name "blocks.9"'):
        engine.request("gradient", name="blocks.9")
    with pytest.raises(Refused, match='there is no number 24 of a weight "final_norm.gamma"'):
        engine.request("witness", name="final_norm.gamma", place=24)
    with pytest.raises(Refused, match="a step of learning takes two tokens"):
        engine.request("backward", text="a")


def test_a_step_of_pieces(start: Open, tmp_path: Path) -> None:
    _, values, pages = piece_machine(tmp_path)
    engine = start(pages)
    engine.fetch()
    with pytest.raises(Refused, match="no step of this machine was taken apart yet"):
        engine.request("gradient", name="logits")
    outline = engine.request("backward", text=PIECES)
    ids = pieces_of(PIECES)[-len(outline["inputs"]) - 1 :]
    assert outline["targets"].tolist() == ids[1:].tolist()
    assert_walked(engine, outline, *walked(CONFIG.model, exact(values), ids[None, :-1], ids[None, 1:]))


@pytest.fixture(scope="module")
def trainer(browser: "Browser") -> Iterator[Trainer]:
    with beginning(browser) as begin:
        yield Trainer(begin().page)


def test_the_next_step_of_a_run_with_its_dropout(trainer: Trainer) -> None:
    """Nothing is moved by looking, and another step is another batch."""
    described = trainer.begin()
    trainer.train(steps=2)
    outline = trainer.request("backward")
    config = ModelConfig.from_dict(described["model"])
    assert config.dropout > 0
    ids = np.array([described["pieces"].index(character) for character in LEARNED])
    training = described["training"]
    source = Batches(
        ids[: len(ids) - round(len(ids) * 0.1)],
        *(config.context_length, training["batch_size"], training["window_order"], training["seed"]),
    )
    batch = source.at(2)
    weights = trainer.page.evaluate(
        """async () => {
          const { read } = await import("/engine/safetensors.js")
          const { files } = await training.request("machine", {})
          const { weights } = await read(files["model.safetensors"])
          return Object.fromEntries([...weights].map(([name, { shape, data }]) => [name, [shape, [...data]]]))
        }"""
    )
    values = {name: np.array(data).reshape(shape) for name, (shape, data) in weights.items()}
    masks = RandomMasks(config, training["seed"], step=2)
    loss, expected = walked(config, values, batch.inputs, batch.targets, masks)
    assert_walked(trainer, outline, loss, expected)
    assert_written_out(trainer, outline, expected)
    (event,) = [event for event in trainer.train(steps=1) if event["kind"] == "step"]
    assert (event["step"], event["loss"]) == (3, pytest.approx(loss, abs=1e-5))
    assert trainer.request("backward")["inputs"].tolist() != outline["inputs"].tolist()
