"""`proust report` and `proust compare`, as processes; and what the pages of real runs that went wrong say."""

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from proust_attention import data
from proust_attention.checkpoint import RunFolder, arrays
from proust_attention.config import build
from proust_attention.numpy_model import Transformer
from proust_attention.tokenizer import CharacterTokenizer
from proust_attention.training import Hardware, Training
from proust_attention.training.events import Stepped
from tests.cli.test_stats import saved
from tests.conftest import TINY_FLAGS, Proust

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def run(trained: Path, tmp_path: Path) -> Path:
    """A run of one's own."""
    return Path(shutil.copytree(trained, tmp_path / "a run"))


def test_a_report(proust: Proust, run: Path) -> None:
    result = proust("report", run)
    assert (result.returncode, result.stderr) == (0, "")
    page = run / "report.html"
    assert result.stdout.endswith(f"written to {page}\n")
    html = page.read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert html.endswith("</html>\n")
    assert result.stdout.split("\n")[0] in html

    page.write_text(html[:1000], encoding="utf-8")  # an older one is replaced whole
    assert proust("report", run).returncode == 0
    assert page.read_text(encoding="utf-8") == html


def test_to_another_place(proust: Proust, run: Path, tmp_path: Path) -> None:
    result = proust("report", run, "--out", tmp_path / "page.html")
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "page.html").is_file()
    assert not (run / "report.html").exists()


def test_what_is_refused(proust: Proust, run: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.html"
    mine.write_text("mine", encoding="utf-8")
    for arguments, says in [
        ([tmp_path / "nowhere"], "there is no run folder"),
        ([tmp_path], "is not a whole run: config.json is missing"),
        ([run, "--out", mine], "is already there, and no page of this command"),
        ([run, "--out", tmp_path / "nowhere" / "a.html"], "there is no folder"),
    ]:
        result = proust("report", *arguments)
        assert (result.returncode, result.stdout) == (2, "")
        assert says in result.stderr
        assert result.stderr.count("\n") == 1
    assert mine.read_text(encoding="utf-8") == "mine"


def test_runs_are_compared(proust: Proust, run: Path, tmp_path: Path) -> None:
    again = Path(shutil.copytree(run, tmp_path / "again"))
    settings = json.loads((again / "config.json").read_text(encoding="utf-8"))
    settings["training"]["learning_rate"] = 0.25
    (again / "config.json").write_text(json.dumps(settings), encoding="utf-8")
    page = tmp_path / "page.html"
    result = proust("compare", run, again, "--out", page)
    assert (result.returncode, result.stderr) == (0, "")
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["a", "run", "again"] in lines
    assert ["training.learning_rate", "0.003", "0.25"] in lines
    assert page.is_file()
    figures = json.loads(proust("compare", run, again, "--json").stdout)
    assert figures["unit"] == "nats a character"
    assert figures["runs"][0]["final"] == figures["runs"][1]["final"] > 0


def test_what_means_nothing_is_refused(proust: Proust, run: Path, tmp_path: Path) -> None:
    folder = saved(tmp_path / "corpus", {"a.txt": "Una tarde, otra tarde. " * 100})
    other = tmp_path / "other"
    assert proust("train", "--corpus", folder, "--run", other, "--steps", 2, *TINY_FLAGS).returncode == 0
    for runs, says in [([run, other], "were not tested on the same text"), ([run], "give two or more")]:
        result = proust("compare", *runs)
        assert (result.returncode, result.stdout) == (2, "")
        assert says in result.stderr
        assert result.stderr.count("\n") == 1


def on_the_page(proust: Proust, browser: "Browser", run: Path) -> str:
    """Make the report of a run, open it, and return the words of its diagnosis, as they are seen."""
    ran = proust("report", run)
    assert (ran.returncode, ran.stderr) == (0, "")
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto((run / "report.html").as_uri())
    assert page.locator("svg.chart >> visible=true").count() >= 4
    words = "\n".join(page.locator(".finding").all_inner_texts())
    page.close()
    return words


@pytest.mark.parametrize("engine", ["numpy", "torch"])
def test_a_learning_rate_of_1_is_stopped_and_explained(
    proust: Proust, browser: "Browser", tmp_path: Path, engine: str
) -> None:
    run = tmp_path / "run"
    settings = ("model.d_model=64", "model.context_length=32", "training.learning_rate=1.0", "training.samples=2")
    flags = [part for setting in (*settings, "training.warmup_steps=20") for part in ("--set", setting)]
    ran = proust("train", "--run", run, "--engine", engine, "--steps", 1000, *flags)
    assert ran.returncode == 1, ran.stdout
    assert ran.stderr.count("\n") == 1
    found = re.match(
        r"proust: the loss went beyond ([\d.]+) nats at step (\d+), where giving every token the same "
        r"probability costs 4\.3, "
        r"and was still there at step (\d+): every array was finite, but in the step before it (\S+) moved most, "
        r"by \d+% of its size \((.+?)\); the best weights so far are kept in ",
        ran.stderr,
    )
    assert found, ran.stderr
    bound, bad_step, noticed, group, layer = found.groups()

    words = on_the_page(proust, browser, run)
    assert f"The run went wrong at step {bad_step}: its loss passed {bound} nats." in words
    assert f"What was found, in {layer}: every array was finite, but in the step before it {group} moved" in words
    assert f"At step {noticed} it was still so, and the run was stopped." in words
    assert re.search("The learning rate was (probably|perhaps) too high.", words)
    assert all(np.isfinite(array).all() for array in arrays.read(run / "diverged.safetensors").values())


def held_out_loss(run: RunFolder, weights: dict[str, np.ndarray]) -> float:
    """The mean loss of the held-out part, reckoned apart from what the loop does."""
    length = run.config.model.context_length
    ids = np.array(run.tokens(), dtype=np.int64)
    held_out = ids[-round(len(ids) * run.config.training.held_out_fraction) :]
    windows = np.lib.stride_tricks.sliding_window_view(held_out, length + 1)[::length]
    logits, _ = Transformer(run.config.model, weights).forward(windows[:, :-1])
    probabilities = np.exp(logits) / np.exp(logits).sum(axis=-1, keepdims=True)
    return float(-np.log(np.take_along_axis(probabilities, windows[:, 1:, None], axis=-1)).mean())


SMALL = {
    "model": {"d_model": 64, "d_ff": 128, "context_length": 32},
    "training": {"steps": 280, "batch_size": 16, "learning_rate": 5e-3, "muon_learning_rate": 0.02}
    | {"warmup_steps": 10, "evaluations": 7, "evaluation_windows": 1000, "held_out_fraction": 0.2}
    | {"samples": 3, "sample_length": 60, "precision": "float32"},
}


def test_a_run_that_overfits_is_recognised_at_its_turn(proust: Proust, browser: "Browser", tmp_path: Path) -> None:
    text = data.embedded_text()[:4000]
    tokenizer = CharacterTokenizer.of_text(text)
    config = build(tokenizer.vocab_size, "modern", [SMALL])
    training = Training.start(
        tmp_path / "run", config, tokenizer, {}, tokenizer.encode(text), Hardware("torch", "cpu")
    )
    measured = {
        event.step: held_out_loss(training.run_folder, training.engine.weights())
        for event in training.run()
        if isinstance(event, Stepped) and event.step % 10 == 0
    }
    turn = min(measured, key=lambda step: measured[step])
    assert measured[280] > measured[turn] + 0.3

    words = on_the_page(proust, browser, tmp_path / "run")
    found = re.search(
        r"It has been overfitting since about step (\d+): it learns the training text by heart", words
    )
    assert found, words
    assert abs(int(found[1]) - turn) <= 40  # there are 40 steps between two evaluations
    assert f"The weights of step {found[1]} are the ones kept." in words
    kept = held_out_loss(training.run_folder, training.run_folder.weights())
    assert kept == pytest.approx(measured[int(found[1])], rel=1e-4)
