"""`proust evaluate`, as a process."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proust_attention import corpus, data
from proust_attention.checkpoint import RunFolder
from tests.architecture.test_without_torch import proust_without_torch
from tests.conftest import TINY_FLAGS, Proust, run_proust

CONTEXT = 32  # of TINY_FLAGS


def saved(folder: Path, text: str) -> Path:
    """Write a corpus that holds just this text."""
    manifest = {"sha256": hashlib.sha256(text.encode()).hexdigest(), "language": "es"}
    corpus.save(corpus.Corpus(text, manifest), folder)
    return folder


def figures(result: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return json.loads(result.stdout)


def refused(result: "subprocess.CompletedProcess[str]", says: str) -> None:
    assert (result.returncode, result.stdout) == (2, ""), result
    assert result.stderr.startswith("proust: ")
    assert result.stderr.count("\n") == 1
    assert says in result.stderr


def evaluate(*arguments: object) -> "subprocess.CompletedProcess[str]":
    """Evaluate in NumPy, which is loaded sooner than PyTorch."""
    return run_proust("evaluate", *arguments, "--engine", "numpy")


def final(run: Path) -> dict[str, Any]:
    return [record for record in RunFolder.open(run).read_log("metrics") if record["kind"] == "final"][-1]


@pytest.fixture(scope="module")
def trained_in_numpy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    run = tmp_path_factory.mktemp("runs") / "tiny"
    result = run_proust("train", "--run", run, "--engine", "numpy", "--steps", 30, *TINY_FLAGS)
    assert result.returncode == 0, result.stderr
    return run


@pytest.mark.parametrize("engine", ["torch", "numpy"])
@pytest.mark.parametrize("trainer", ["trained", "trained_in_numpy"])
def test_it_is_the_final_figure_of_the_run(
    proust: Proust, request: pytest.FixtureRequest, trainer: str, engine: str
) -> None:
    run = request.getfixturevalue(trainer)
    result = figures(proust("evaluate", run, "--engine", engine, "--json"))
    record = final(run)
    assert result["nats"] == pytest.approx(record["held_out_loss"], rel=1e-6)
    assert result["scored"] == record["characters"]


def test_without_torch(trained: Path) -> None:
    result = proust_without_torch("evaluate", trained, "--json")
    assert figures(result)["nats"] == pytest.approx(final(trained)["held_out_loss"], rel=1e-6)
    result = proust_without_torch("evaluate", trained, "--engine", "torch")
    assert (result.returncode, result.stdout) == (1, "")
    assert "pip install 'proust-attention[torch]'" in result.stderr


def test_for_other_programs(proust: Proust, trained: Path) -> None:
    result = figures(proust("evaluate", trained, "--json"))
    partitions = {"by_position", "by_kind", "by_place"}
    whole = {"characters", "scored", "bytes", "nats", "bits", "bits_a_byte"}
    assert set(result) == {"run", "text", "windows", "context_length", "stride"} | whole | partitions
    assert result["text"] == {"corpus": None, "own": True}
    assert (result["context_length"], result["stride"]) == (CONTEXT, CONTEXT)
    assert result["scored"] == result["characters"] - 1  # all but the first
    assert 0 <= result["windows"] * CONTEXT - result["scored"] < CONTEXT  # the last window is shorter
    assert result["bits_a_byte"] < result["bits"]  # ñ and accents take two bytes
    assert [group["name"] for group in result["by_position"]] == ["1", "2-3", "4-7", "8-15", "16-31", "32"]
    for partition in partitions:
        assert all(set(group) == {"name", "characters", "nats", "bits", "share"} for group in result[partition])
        assert sum(group["characters"] for group in result[partition]) == result["scored"]
        total = sum(group["characters"] * group["nats"] for group in result[partition])
        assert total / result["scored"] == pytest.approx(result["nats"])


def test_what_is_shown(proust: Proust, trained: Path) -> None:
    expected = figures(proust("evaluate", trained, "--json"))
    result = proust("evaluate", trained)
    assert result.returncode == 0, result.stderr
    lines = [line.rstrip() for line in result.stdout.split("\n")]
    shorter = ", the last shorter" if expected["scored"] < expected["windows"] * CONTEXT else ""
    assert lines[0] == f"{trained} on the held-out part of its own corpus, on which this run does not train"
    assert lines[1] == (
        f"scored {expected['scored']:,} of {expected['characters']:,} characters in {expected['windows']} windows "
        f"of 32, side by side{shorter}; left out: the very first"
    )
    assert lines[2].startswith(
        f"{expected['nats']:.4f} nats a character = {expected['bits']:.4f} bits a character"
    )
    assert {"kind of symbol", "place in the word", "characters before it"} <= {
        line.split("  ")[0] for line in lines
    }
    lower = next(line for line in lines if line.startswith("letter, lower"))
    assert lower.split()[2] == f"{expected['by_kind'][0]['characters']:,}"
    assert sum(float(line.split()[-1].rstrip("%")) for line in lines if line.endswith("%")) == pytest.approx(
        300, abs=1
    )


def test_overlapping_windows(trained: Path) -> None:
    side_by_side = figures(evaluate(trained, "--json", "--stride", CONTEXT))
    assert side_by_side == figures(evaluate(trained, "--json"))
    result = figures(evaluate(trained, "--json", "--stride", 8))
    assert (result["stride"], result["scored"]) == (8, side_by_side["scored"])
    assert 0 <= CONTEXT + 8 * (result["windows"] - 1) - result["scored"] < 8
    assert [group["characters"] for group in result["by_position"]][:4] == [1, 2, 4, 8]  # of the first window
    assert result["nats"] != side_by_side["nats"]
    shown = evaluate(trained, "--stride", 8).stdout
    shorter = ", the last shorter" if result["scored"] < CONTEXT + 8 * (result["windows"] - 1) else ""
    assert f"windows of 32, each 8 further on{shorter}; left out: the very first" in shown
    assert "at least 25 characters before it to go by, for 4 times the work" in shown


def test_another_corpus(trained: Path, prose: str, tmp_path: Path) -> None:
    """Its last tenth is scored, and the run's own text is not needed for that."""
    run = Path(shutil.copytree(trained, tmp_path / "run"))
    (run / "tokens.npy").unlink()
    folder = saved(tmp_path / "otro", prose)
    result = figures(evaluate(run, "--corpus", folder, "--json"))
    assert result["text"] == {"corpus": str(folder), "own": False}
    assert result["characters"] == 2000
    scored = prose[18_000:][1 : 1 + result["scored"]]
    assert result["bytes"] == len(scored.encode())
    shown = evaluate(run, "--corpus", folder).stdout
    assert shown.startswith(
        f"{run} on the last 10% of {folder}, not the corpus that it trains on; the figures hold "
    )


def test_symbols_are_asked_for_in_the_scored_part_only(trained: Path, prose: str, tmp_path: Path) -> None:
    folder = saved(tmp_path / "otro", "語" + prose[1:])
    assert figures(evaluate(trained, "--corpus", folder, "--json"))["characters"] == 2000


def test_the_corpus_of_the_run(trained: Path, tmp_path: Path) -> None:
    """Given as a corpus, it is known again, and gives the same figures."""
    own = corpus.of_texts([corpus.Source.of_text(data.EMBEDDED_NAME, data.embedded_text())], "es")
    corpus.save(own, tmp_path / "own")
    result = figures(evaluate(trained, "--corpus", tmp_path / "own", "--json"))
    assert result["text"] == {"corpus": str(tmp_path / "own"), "own": True}
    assert result["nats"] == figures(evaluate(trained, "--json"))["nats"]


def test_characters_that_the_machine_lacks(trained: Path, prose: str, tmp_path: Path) -> None:
    folder = saved(tmp_path / "otro", prose[:-3] + "œ語語")
    refused(
        evaluate(trained, "--corpus", folder),
        f"the last 10% of {folder} holds what the machine does not know: '語' (U+8A9E, 2 times), "
        "'œ' (U+0153, 1 times); prepare the corpus without it (--language, --drop-rare, --drop-lines), or take",
    )
    folder = saved(tmp_path / "third", prose + "αβγδεζη")
    refused(evaluate(trained, "--corpus", folder), "1 times) and 2 others; prepare")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--stride", "0"], "the stride is 0, but it must be from 1 to the context length, 32"),
        (["--stride", "33"], "the stride is 33, but it must be from 1 to the context length, 32"),
        (["--stride", "a"], "Invalid value for '--stride'"),
        (["--engine", "abacus"], "there is no engine abacus"),
        (["--engine", "numpy", "--device", "cuda"], "on the cpu only"),
        (["--corpus", "nowhere"], "there is no corpus folder nowhere"),
    ],
)
def test_it_refuses(proust: Proust, trained: Path, tmp_path: Path, arguments: list[str], says: str) -> None:
    refused(proust("evaluate", trained, *arguments, cwd=tmp_path), says)


def test_too_short_a_text(trained: Path, tmp_path: Path) -> None:
    for n_characters, held_out in ((320, 32), (4, 0)):
        folder = saved(tmp_path / str(n_characters), ("una tarde " * 32)[:n_characters])
        result = evaluate(trained, "--corpus", folder)
        refused(result, f"the held-out text is too short: {held_out} tokens do not hold one window of 32")


def test_a_damaged_run(trained: Path, tmp_path: Path) -> None:
    refused(evaluate(tmp_path / "no"), "there is no run folder")
    run = Path(shutil.copytree(trained, tmp_path / "run"))
    folder = RunFolder.open(run)
    folder.save_weights({name: np.full_like(array, 3e38) for name, array in folder.weights().items()})
    refused(evaluate(run), "model.safetensors is damaged: with these weights the loss is not a number")
    weights = (run / "model.safetensors").read_bytes()
    (run / "model.safetensors").write_bytes(weights[: len(weights) // 2])
    refused(evaluate(run), "model.safetensors is damaged")
    (run / "tokens.npy").write_bytes(b"no array")
    refused(evaluate(run), "tokens.npy is damaged")
    (run / "tokens.npy").unlink()
    refused(evaluate(run), "does not hold its own text; name a prepared one (--corpus)")
