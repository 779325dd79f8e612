"""What is shown beside a training: yardsticks, maps, how much memory it would take; its pace, what is kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from proust_attention.checkpoint import RunFolder
from proust_attention.checkpoint.arrays import read
from proust_attention.evaluation.yardsticks import yardsticks
from proust_attention.inspection import forward_steps
from proust_attention.tokenizer import CharacterTokenizer
from tests.explorer.browsing import Refused, beginning
from tests.explorer.engine.test_runs import TEXT, Trainer, in_python, settings_of
from tests.explorer.machines import SMALL
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def trainer(browser: "Browser") -> Iterator[Trainer]:
    with beginning(browser) as begin:
        yield Trainer(begin().page)


@pytest.mark.parametrize("kind", ["characters", "bpe"])
def test_the_yardsticks_are_those_of_a_report(trainer: Trainer, tmp_path: Path, kind: str) -> None:
    """Of characters, whatever the tokens are."""
    table = {"kind": "bpe", "vocab_size": 90} if kind == "bpe" else None
    run = RunFolder.open(in_python(tmp_path / "run", stop_after=0, tokenizer=table))
    trainer.open(run.path)
    found = trainer.request("yardsticks")
    tokenizer = CharacterTokenizer.of_text(TEXT)
    held_out = len(run.tokenizer.decode(run.split_tokens()[1]))
    expected = yardsticks(tokenizer.encode(TEXT), len(TEXT) - held_out, tokenizer.vocab_size)
    assert list(found.values()) == pytest.approx([one.nats for one in expected[:3]], rel=1e-9)
    assert [one.name for one in expected[:3]] == ["uniform", "frequencies", "pairs"]


def test_where_the_heads_look(trainer: Trainer, tmp_path: Path) -> None:
    """In the first held-out tokens, with the weights of the moment."""
    trainer.begin()
    trainer.train(steps=3)
    found = trainer.request("maps")
    run = RunFolder.open(trainer.save(tmp_path / "run"))
    ids = run.split_tokens()[1][: SMALL["context_length"]].astype(np.int64)
    assert found["tokens"] == [run.tokenizer.pieces[i] for i in ids]
    state = read(run.path / "state/state.safetensors")
    weights = {name.removeprefix("weights."): one for name, one in state.items() if name.startswith("weights.")}
    steps, _ = forward_steps(run.config.model, weights, ids[None])
    maps = {step.name: step.array[0] for step in steps}
    for layer, of_layer in enumerate(found["weights"]):
        expected = maps[f"blocks.{layer}.attention.weights"]
        np.testing.assert_allclose(of_layer.reshape(expected.shape), expected, atol=1e-4)
    assert trainer.train(steps=1)[0]["step"] == 4  # nothing was moved by looking


@pytest.mark.parametrize("changes", [{"n_layers": 1000}, {"d_model": 8192, "d_ff": 32768}])
def test_a_machine_too_large_for_a_page(trainer: Trainer, changes: dict[str, int]) -> None:
    """It is refused before any memory is taken, and the run before it is still there."""
    trainer.begin()
    settings = settings_of("article")
    settings["model"] |= {"context_length": 64, "d_model": 512, "n_heads": 2, "d_ff": 2048, **changes}
    with pytest.raises(
        Refused, match=r"^these settings need about [\d.,]+ GB of memory, and a page is better not"
    ):
        trainer.request("begin", text=TEXT, settings=settings)
    settings["model"] |= {"n_layers": 2, "d_model": 16, "d_ff": 16}
    settings["training"] |= {"batch_size": 1_000_000}
    with pytest.raises(Refused, match="choose fewer layers, a smaller width, batch or context"):
        trainer.request("begin", text=TEXT, settings=settings)
    assert trainer.request("step")["events"][0]["step"] == 0


def test_a_pace(trainer: Trainer) -> None:
    """It rests between two steps, and a pause comes in the middle of a rest."""
    trainer.begin(steps=100_000)
    trainer.request("start", rest=60_000)
    until(lambda: trainer.page.evaluate("events.some(event => event.kind === 'step')"))
    assert trainer.request("pause")["step"] == 1
    trainer.request("start", steps=2)
    assert trainer.page.evaluate("ended()")[-1] == {"kind": "paused", "step": 3, "finished": False}


def test_it_says_what_is_kept(trainer: Trainer) -> None:
    trainer.begin()
    assert trainer.request("keep", name="said", every=1e-9) == {"step": 0}
    events = trainer.train(steps=3)
    kept = [event["step"] for event in events if event["kind"] == "kept"]
    assert kept == [0, 1, 2]  # of the step before: its loss is known to be sound
    assert trainer.request("take", name="said")["step"] == 2
    trainer.request("forget", name="said")


def test_a_worker_that_has_failed_says_so(browser: "Browser") -> None:
    with beginning(browser) as begin:
        engine = begin()
        trainer = Trainer(engine.page)
        trainer.begin()
        (worker,) = [worker for worker in trainer.page.workers if "training" in worker.url]
        worker.evaluate("setTimeout(() => { throw new Error('no memory') })")
        until(lambda: trainer.page.evaluate("events.some(event => event.kind === 'ended')"))
        engine.recorded[:] = [line for line in engine.recorded if "no memory" not in line]
