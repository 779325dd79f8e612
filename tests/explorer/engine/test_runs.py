"""A run in the page's training worker: it goes on in Python, and one of Python's goes on in the page."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from proust_attention import data
from proust_attention.checkpoint import RunFolder
from proust_attention.checkpoint.history import History
from proust_attention.config import build
from proust_attention.corpus import Source, of_texts
from proust_attention.devices import Hardware
from proust_attention.generation.writer import load
from proust_attention.reports.report import report
from proust_attention.training.events import Stopped
from proust_attention.training.opening import open_training
from tests.explorer.browsing import TOOLS, Refused, beginning, unpacked
from tests.explorer.machines import SMALL

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NUMPY = Hardware(engine="numpy")
CORPUS = of_texts([Source.of_text("text.txt", data.embedded_text()[:3000])], "es")
TEXT = CORPUS.text
TRAINING = {
    "batch_size": 2,
    "steps": 8,
    "warmup_steps": 2,
    "evaluations": 4,
    "evaluation_windows": 5,
    "samples": 3,
    "sample_length": 12,
    "seed": 5,
    "precision": "float32",
}

NEW = """async () => {
  const { TrainingClient } = await import("/engine/training/client.js")
  window.events = []
  window.training = new TrainingClient(event => events.push(event))
  window.ended = async () => {
    const last = ["paused", "broken"]
    while (!last.includes(events.at(-1)?.kind)) await new Promise(resolve => setTimeout(resolve, 5))
    return events.splice(0)
  }
}"""
REQUEST = """async ([kind, given]) => {
  const { files } = given
  const content = packed => new Uint8Array(unpack(packed))
  if (files) {
    given.files = Object.fromEntries(Object.entries(files).map(([path, packed]) => [path, content(packed)]))
  }
  try {
    return pack({ value: await training.request(kind, given) })
  } catch (error) {
    return { $error: error.message, name: error.name }
  }
}"""


class Trainer:
    """The training client in a page."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        page.evaluate(TOOLS)
        page.evaluate(NEW)

    def request(self, kind: str, **given: Any) -> Any:
        response = unpacked(self.page.evaluate(REQUEST, [kind, given]))
        if "$error" in response:
            assert response["name"] == "MachineError", response["$error"]
            raise Refused(response["$error"])
        return response["value"]

    def begin(self, text: str = TEXT, tokenizer: Any = None, **changes: Any) -> Any:
        settings = settings_of("article", **changes)
        return self.request("begin", text=text, settings=settings, tokenizer=tokenizer)

    def open(self, run: Path) -> Any:
        paths = [path for path in run.rglob("*") if path.is_file() and path.name != "lock"]
        contents = {path.relative_to(run).as_posix(): path.read_bytes() for path in paths}
        return self.request("open", files={name: base64.b64encode(one).decode() for name, one in contents.items()})

    def save(self, run: Path) -> Path:
        """Write the run as a folder, as a person would."""
        for name, content in self.request("files")["files"].items():
            (run / name).parent.mkdir(parents=True, exist_ok=True)
            (run / name).write_bytes(content.tobytes())
        return run

    def train(self, steps: int = 1_000_000) -> list[dict[str, Any]]:
        """Go on for so many steps, or to the end; return the events."""
        self.request("start", steps=steps)
        return self.page.evaluate("ended()")


def settings_of(preset: str, **training: Any) -> dict[str, Any]:
    settings = build(2, preset, [{"model": SMALL, "training": {**TRAINING, **training}}]).to_dict()
    del settings["model"]["vocab_size"], settings["tokenizer"]
    return settings


@pytest.fixture(scope="module")
def trainer(browser: "Browser") -> Iterator[Trainer]:
    with beginning(browser) as begin:
        yield Trainer(begin().page)


def in_python(
    run: Path, preset: str = "article", stop_after: int | None = None, tokenizer: dict[str, Any] | None = None
) -> Path:
    """The same run by `proust train --engine numpy`; stopped, or to its end."""
    settings = [settings_of(preset), {"tokenizer": tokenizer or {}}]
    training = open_training(run, CORPUS, preset="article", settings=settings, hardware=NUMPY)
    for _ in training.run():
        if training.step == stop_after:
            training.stop()
    return run


def losses(run: Path) -> np.ndarray:
    return np.array(History.of(RunFolder.open(run).read_log("metrics")).losses)


@pytest.mark.parametrize("preset", ["article", "modern"])
def test_a_run_goes_on_in_python(trainer: Trainer, tmp_path: Path, preset: str) -> None:
    """Half of it in the page, half in Python: what one of them alone would have done."""
    settings = settings_of(preset)
    described = trainer.request("begin", text=TEXT, settings=settings)
    assert (described["step"], described["steps"], described["finished"]) == (0, 8, False)
    events = trainer.train(steps=4)
    assert [event["step"] for event in events if event["kind"] == "step"] == [1, 2, 3, 4]
    assert events[-1] == {"kind": "paused", "step": 4, "finished": False}
    run = trainer.save(tmp_path / "page")
    opened = RunFolder.open(run)
    assert opened.config.training.steps == 8
    assert len(load(run).generate("la", length=9, seed=1)) == 11
    training = open_training(run, resume=True, hardware=NUMPY)
    assert [event for event in training.run() if isinstance(event, Stopped)] == []
    assert "<svg" in report(run).html
    whole = in_python(tmp_path / "python", preset)
    np.testing.assert_allclose(losses(run), losses(whole), atol=1e-4)
    samples = [RunFolder.open(path).read_log("samples") for path in (run, whole)]
    assert samples[0] == samples[1]
    for found, expected in zip(*(RunFolder.open(path).read_log("metrics") for path in (run, whole)), strict=True):
        groups, of_python = found.pop("groups", {}), expected.pop("groups", {})
        assert groups.keys() == of_python.keys()
        for group, moved in of_python.items():
            assert groups[group] == pytest.approx(moved, rel=1e-2), group
        for name in found.keys() - {"characters_per_second", "memory_mib"}:
            near = isinstance(found[name], float)
            assert found[name] == (pytest.approx(expected[name], rel=1e-3) if near else expected[name]), name


@pytest.mark.parametrize("preset", ["article", "modern"])
def test_a_run_of_python_goes_on_in_the_page(trainer: Trainer, tmp_path: Path, preset: str) -> None:
    half = in_python(tmp_path / "half", preset, stop_after=4)
    described = trainer.open(half)
    assert described["step"] == 4
    assert described["metrics"] == RunFolder.open(half).read_log("metrics")
    events = trainer.train()
    assert events[-2]["kind"] == "final"
    assert events[-1] == {"kind": "paused", "step": 8, "finished": True}
    found = trainer.save(tmp_path / "page")
    snapshots = {path.name: path.read_bytes() for path in (half / "snapshots").iterdir()}
    kept = {path.name: path.read_bytes() for path in (found / "snapshots").iterdir()}
    assert {name: kept[name] for name in ("step-000000000.safetensors", "step-000000002.safetensors")} == {
        name: content for name, content in snapshots.items() if "4" not in name
    }
    whole = in_python(tmp_path / "whole", preset)
    np.testing.assert_allclose(losses(found), losses(whole), atol=1e-4)
    ends = [RunFolder.open(path).read_log("metrics")[-1]["held_out_loss"] for path in (found, whole)]
    assert ends[0] == pytest.approx(ends[1], abs=1e-4)
    with pytest.raises(Refused, match="^all 8 steps of this run are done$"):
        trainer.request("step")


@pytest.mark.parametrize("begun", [False, True])
def test_a_run_of_which_no_step_was_made(trainer: Trainer, tmp_path: Path, begun: bool) -> None:
    """It begins once more, in the page and in Python; and nothing stands in its log twice."""
    run = tmp_path / "run"
    if begun:
        trainer.begin()
        trainer.save(run)
        for _ in open_training(run, resume=True, hardware=NUMPY).run():
            pass
    else:
        in_python(run, stop_after=0)
    (run / "state/state.safetensors").unlink()
    (run / "metrics.jsonl").write_text(
        '{"kind": "evaluation", "step": 0, "held_out_loss": 9.0}\n', encoding="utf-8"
    )
    assert trainer.open(run)["step"] == 0
    events = trainer.train(steps=1)
    assert [event["kind"] for event in events] == ["evaluation", "sample", "step", "paused"]
    again = trainer.save(tmp_path / "again")
    whole = in_python(tmp_path / "whole")
    assert losses(again)[0, 1] == pytest.approx(losses(whole)[0, 1], abs=1e-5)
    assert [record["step"] for record in RunFolder.open(again).read_log("samples")] == [0]


def test_pieces(trainer: Trainer, tmp_path: Path) -> None:
    """With a tokenizer of pieces: losses are of characters, and the run goes on in Python."""
    known = RunFolder.open(
        in_python(tmp_path / "pieces", stop_after=0, tokenizer={"kind": "bpe", "vocab_size": 90})
    )
    given = trainer.begin(tokenizer=known.tokenizer.to_dict())
    settings = {**settings_of("article"), "tokenizer": {"kind": "bpe", "vocab_size": 90}}
    learned = trainer.request("begin", text=TEXT, settings=settings)
    assert given["pieces"] == learned["pieces"] == list(known.tokenizer.pieces)
    trainer.train(steps=3)
    run = trainer.save(tmp_path / "page")
    assert RunFolder.open(run).tokens().tolist() == known.tokens().tolist()
    for _ in open_training(run, resume=True, hardware=NUMPY).run():
        pass
    whole = in_python(tmp_path / "whole", tokenizer={"kind": "bpe", "vocab_size": 90})
    np.testing.assert_allclose(losses(run), losses(whole), atol=1e-4)


def test_back_to_a_kept_moment(trainer: Trainer) -> None:
    trainer.begin()
    first = trainer.train()
    described = trainer.request("back", step=4)
    assert (described["step"], described["moments"]) == (4, [0, 2, 4])
    assert max(record["step"] for record in described["metrics"]) == 4
    again = trainer.train()
    figures = [
        {event["step"]: event.get("loss") for event in one if event["kind"] == "step"} for one in (first, again)
    ]
    assert figures[1] == {step: loss for step, loss in figures[0].items() if step > 4}
    with pytest.raises(Refused, match=r"^no moment was kept at step 3; those that were: 0, 2, 4, 8$"):
        trainer.request("back", step=3)


def test_a_learning_rate_at_which_it_breaks(trainer: Trainer) -> None:
    """It says so, and what was kept is still there."""
    described = trainer.begin(learning_rate=1e9, warmup_steps=0, steps=400)
    assert described["steps"] == 400
    events = trainer.train()
    assert events[-1]["kind"] == "broken"
    assert "the training broke at step" in events[-1]["sentence"]
    assert "A lower learning rate may help" in events[-1]["sentence"]
    assert events[-1]["refusal"]["code"] == "training_broke"
    assert trainer.request("back", step=0)["step"] == 0
    assert trainer.request("step")["events"][-1]["kind"] in ("step", "evaluation")


def test_paused_and_at_once_started_again(trainer: Trainer) -> None:
    """There is one loop that goes on, not two."""
    trainer.begin(steps=100_000)
    trainer.request("start")
    step = trainer.page.evaluate("""async () => {
      const paused = training.request("pause", {})
      await training.request("start", { steps: 7 })
      return (await paused).step
    }""")
    events = trainer.page.evaluate("ended()")
    assert events[-1] == {"kind": "paused", "step": step + 7, "finished": False}
    trainer.page.wait_for_timeout(50)
    assert trainer.page.evaluate("events.splice(0)") == []
    assert trainer.request("pause")["step"] == step + 7


def test_the_other_worker_opens_the_machine_of_the_moment(trainer: Trainer) -> None:
    trainer.begin()
    trainer.train(steps=1)
    said = trainer.page.evaluate("""async () => {
      const { Client } = await import("/engine/client.js")
      const engine = new Client()
      const { files } = await training.request("machine", {})
      const { config, verified } = await engine.request("open", { files })
      engine.close()
      return [config.d_model, verified]
    }""")
    assert said == [SMALL["d_model"], True]


def test_a_pause_comes_between_two_steps(trainer: Trainer) -> None:
    trainer.begin(steps=100_000)
    trainer.request("start")
    step = trainer.request("pause")["step"]
    assert 0 <= step < 100_000
    events = trainer.page.evaluate("ended()")
    assert events[-1] == {"kind": "paused", "step": step, "finished": False}


REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "five characters": (
        "abcde",
        {},
        "the text is too short: its training part, 5 tokens, does not hold one window",
    ),
    "one character": ("aaaaa", {}, "the text is too short: it has no two different characters"),
    "nothing": ("", {}, "the text is too short"),
    "a large batch": (TEXT, {"batch_size": 3000}, "or set training.batch_size lower"),
    "bfloat16": (
        TEXT,
        {"precision": "bfloat16"},
        "the page trains in float32, and training.precision is bfloat16",
    ),
    "a wrong number": (
        TEXT,
        {"beta_1": 1.5},
        "training.beta_1 is 1.5, but it must be a number, at least 0 and below 1",
    ),
    "an unknown name": (
        TEXT,
        {"speed": 1},
        'config.json has a setting "training.speed", which this page does not',
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_trained(trainer: Trainer, name: str) -> None:
    text, changes, sentence = REFUSED[name]
    before = trainer.begin()["steps"]
    settings = settings_of("article")
    settings["training"] |= changes
    with pytest.raises(Refused) as refused:
        trainer.request("begin", text=text, settings=settings)
    assert sentence in str(refused.value)
    assert trainer.request("step")["events"][0]["step"] == 0  # the run before it is still there
    assert before == 8


def test_a_character_that_the_tokenizer_does_not_know(trainer: Trainer) -> None:
    with pytest.raises(Refused, match="the machine does not know the character 'x'"):
        trainer.begin("axb" * 100, tokenizer={"kind": "characters", "symbols": "ab"})


def test_files_that_are_no_run(trainer: Trainer, tmp_path: Path) -> None:
    run = in_python(tmp_path / "run", stop_after=2)
    for name, content, sentence in [
        ("tokens.npy", b"", "tokens.npy is damaged"),
        ("state/state.safetensors", b"no arrays at all", "state/state.safetensors is cut short"),
        ("config.json", b"[]", "config.json is damaged: it is not JSON"),
        ("began.json", b'{"interventions": {"logits": 0}}', "this run has interventions in every forward"),
    ]:
        before = (run / name).read_bytes()
        (run / name).write_bytes(content)
        with pytest.raises(Refused, match=sentence):
            trainer.open(run)
        (run / name).write_bytes(before)
    (run / "tokens.npy").unlink()
    with pytest.raises(Refused, match=r"^this is not a whole run: tokens\.npy is missing$"):
        trainer.open(run)
