"""Predicting without a trace: the logits of a window, and what parts are worth on held-out windows."""

from pathlib import Path

import numpy as np
import pytest

from proust_attention import corpus
from proust_attention.batches import evenly_spread, gather
from proust_attention.checkpoint.machines import open_machine
from proust_attention.config import build
from proust_attention.corpus import Alphabet
from proust_attention.evaluation.held_out import HeldOut
from proust_attention.inspection.ablation import ablate, removable
from proust_attention.numpy_model import Transformer
from tests.explorer.browsing import Engine, Refused, unpacked
from tests.explorer.machines import SMALL, assert_near, exact, ids_of, make_machine, random_weights

CONFIG = build(11, "modern", [{"model": SMALL}])
TEXT = " !\"#$%&'("
PREDICT = """async ([ids, interventions]) => {
  try {
    return pack(await engine.request("predict", { ids: Int32Array.from(ids), interventions }))
  } catch (error) {
    return { $error: error.message }
  }
}"""
LOSSES = """async ([windows, out]) => {
  const { interventionsOf } = await import("/page/core/taken_out.js")
  const { natsOf } = await import("/page/core/surprise.js")
  const config = window.described.config
  let sum = 0, count = 0
  for (const window of windows) {
    const ids = Int32Array.from(window.slice(0, -1))
    const interventions = interventionsOf(out, config, 0, ids.length)
    const { logits } = await engine.request("predict", { ids, interventions })
    for (const nats of natsOf(logits, config.vocab_size, window.slice(1))) sum += nats
    count += ids.length
  }
  return sum / count
}"""


def test_the_logits_of_a_window_and_nothing_else(engine: Engine, tmp_path: Path) -> None:
    values = random_weights(CONFIG)
    engine.open(make_machine(tmp_path, CONFIG, values))
    ids = ids_of(CONFIG, TEXT)
    engine.request("forward", text=TEXT[:3])
    machine = Transformer(CONFIG.model, exact(values))
    for interventions in ({}, {"blocks.1.feed_forward.output": 0.0}):
        posted = {name: {"factor": factor} for name, factor in interventions.items()}
        found = unpacked(engine.page.evaluate(PREDICT, [ids.tolist(), posted]))["logits"]
        assert_near(found.reshape(len(ids), -1), machine.forward(ids[None], interventions)[0][0])
    assert engine.request("intermediate", name="logits")["shape"] == [1, 3, 11]  # of the last forward
    assert "an id is none" in engine.page.evaluate(PREDICT, [[0, 11], {}])["$error"]
    assert "more than the machine sees" in engine.page.evaluate(PREDICT, [[0] * 10, {}])["$error"]
    with pytest.raises(Refused, match="no array of the name"):
        engine.request("forward", text=TEXT, interventions={"blocks.9.after": {"factor": 0}})


def test_what_every_part_is_worth_is_what_python_says(engine: Engine, corpora: Path, tmp_path: Path) -> None:
    """Of the bundled machine, on windows that it was trained without, as `proust ablate` reads them: to 1e-4."""
    files = corpus.natural_order((corpora / "recherche-fr").glob("*.txt"))[-1:]  # what it was trained without
    made = corpus.of_texts(corpus.read_all(files, Alphabet.of("fr")), "fr")
    corpus.save(made, tmp_path / "corpus")
    windows = 8  # with 32 it holds as well, and takes four times as long
    expected = ablate("recherche-fr", tmp_path / "corpus", windows, "auto")
    run = open_machine("recherche-fr")
    held_out, context = HeldOut.of(run, tmp_path / "corpus").ids, run.config.model.context_length
    batch = gather(held_out, evenly_spread(len(held_out), context, windows), context)
    read = np.concatenate([batch.inputs, batch.targets[:, -1:]], axis=1).tolist()
    engine.page.evaluate("described => { window.described = described }", {"config": engine.fetch()["config"]})
    names = ["0.0", "0.1", "0.f", "1.0", "1.1", "1.f"]
    assert len(names) == len(removable(run.config.model))
    found = [engine.page.evaluate(LOSSES, [read, out]) for out in ("", *names)]
    assert found == pytest.approx([expected.base, *(part.loss for part in expected.parts)], abs=1e-4)
