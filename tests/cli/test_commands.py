"""The command, used as a user uses it: as a process."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import proust_attention
from tests.conftest import TINY_FLAGS, Proust
from tests.waiting import until

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10" + bytes(range(256)) * 8


def refused(result: "subprocess.CompletedProcess[str]", says: str) -> None:
    """Exit status 2, nothing on stdout, one plain line on stderr."""
    assert result.returncode == 2, result
    assert result.stdout == ""
    assert result.stderr.startswith("proust: ")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    assert says in result.stderr


def test_from_a_text_to_written_text(proust: Proust, prose: str, tmp_path: Path) -> None:
    book = tmp_path / "libro.txt"
    book.write_bytes(prose.replace("\n", "\r\n").encode("cp1252", "replace"))
    prepared = proust("corpus", "prepare", book, "--language", "es", "--out", tmp_path / "corpus")
    assert prepared.returncode == 0, prepared.stderr
    assert "cp1252 (guessed)" in prepared.stdout
    assert "line_breaks" in prepared.stdout

    run = tmp_path / "run"
    trained = proust("train", "--corpus", tmp_path / "corpus", "--run", run, "--steps", 20, *TINY_FLAGS)
    assert trained.returncode == 0, trained.stderr
    assert "20 steps" in trained.stdout
    assert trained.stdout.count("held-out") == 4 + 1  # four evaluations and the closing line
    parts = {"config.json", "tokenizer.json", "corpus.json", "tokens.npy", "model.safetensors", "state"}
    assert parts | {"metrics.jsonl", "samples.jsonl", "snapshots", "lock", "began.json"} == set(os.listdir(run))

    written = [proust("generate", "La casa", "--model", run, "--length", 50, "--seed", 3) for _ in range(2)]
    assert written[0].returncode == 0, written[0].stderr
    assert written[0].stdout == written[1].stdout
    assert len(written[0].stdout) == len("La casa") + 50 + 1
    assert written[0].stdout.startswith("La casa")


def test_settings_of_every_layer(proust: Proust, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[model]\nd_model = 8\n[training]\nseed = 5\n", "utf-8")
    result = proust(
        *("train", "--run", tmp_path / "run", "--preset", "article", "--steps", 2, "--batch-size", 3),
        *("--config", tmp_path / "mine.toml", *TINY_FLAGS),
    )
    assert result.returncode == 0, result.stderr
    config = json.loads((tmp_path / "run" / "config.json").read_text(encoding="utf-8"))
    assert config["model"]["norm_placement"] == "post"  # the preset's
    assert config["training"]["seed"] == 5  # the file's
    assert (config["model"]["d_model"], config["model"]["d_ff"]) == (16, 24)  # --set is stronger than the file
    assert (config["training"]["steps"], config["training"]["batch_size"]) == (2, 3)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--steps", "0"], "training.steps is 0, but it must be at least 1"),
        (["--steps", "many"], "Invalid value for '--steps'"),
        (["--minutes", "0"], "--minutes is 0, but it must be a number above 0"),
        (["--minutes", "nan"], "--minutes is nan, but it must be a number above 0"),
        (["--minutes", "1", "--steps", "3"], "exclude each other"),
        (["--batch-size", "0"], "training.batch_size is 0"),
        (["--seed", "-1"], "training.seed is -1"),
        (["--set", "model.n_heads=3"], "model.n_heads is 3, but it must be a divisor of model.d_model"),
        (["--set", "model.n_head=4"], "did you mean model.n_heads?"),
        (["--set", "n_heads"], "write it as model.n_layers=4"),
        (["--preset", "modren"], "did you mean modern?"),
        (["--preset", ""], "there is no preset ;"),
        (["--set", "model.d_model=1000000"], "a machine with fewer layers, or a smaller d_model, would fit"),
        (["--config", "nowhere.toml"], "cannot read nowhere.toml"),
        (["--corpus", "nowhere"], "there is no corpus folder nowhere"),
        (["--device", "abacus"], "there is no device abacus"),
        (["--set", "model.context_length=60000"], "the text is too short"),
        (["--stpes", "3"], "No such option: --stpes"),
    ],
)
def test_train_refuses(proust: Proust, tmp_path: Path, arguments: list[str], says: str) -> None:
    refused(proust("train", "--run", "run", *arguments, cwd=tmp_path), says)
    assert os.listdir(tmp_path) == []


def test_train_refuses_a_folder_that_is_taken(proust: Proust, trained: Path) -> None:
    before = (trained / "config.json").read_bytes()
    refused(proust("train", "--run", trained, "--steps", 1), "already holds a run; choose another folder")
    assert (trained / "config.json").read_bytes() == before


def test_resume_refuses(proust: Proust, trained: Path, tmp_path: Path) -> None:
    refused(proust("train", "--run", trained, "--resume", "--seed", 3), "training.seed is 0 there, not 3")


def test_resume_of_a_finished_run(proust: Proust, trained: Path) -> None:
    result = proust("train", "--run", trained, "--resume")
    assert (result.returncode, result.stderr) == (0, "")
    assert "is finished: all 30 steps are done" in result.stdout


@pytest.mark.parametrize(
    ("content", "language", "says"),
    [
        (None, "es", "cannot read book.txt: No such file or directory"),
        (b"", "es", "book.txt is empty"),
        (PNG, "es", "book.txt is not a book of a known format, nor plain text"),
        (b"Una tarde.", "xx", "no alphabet for the language 'xx'"),
    ],
)
def test_prepare_refuses(proust: Proust, tmp_path: Path, content: bytes | None, language: str, says: str) -> None:
    if content is not None:
        (tmp_path / "book.txt").write_bytes(content)
    before = os.listdir(tmp_path)
    refused(proust("corpus", "prepare", "book.txt", "--language", language, "--out", "corpus", cwd=tmp_path), says)
    assert os.listdir(tmp_path) == before


def test_prepare_refuses_what_is_left_out_and_what_is_taken(proust: Proust, tmp_path: Path, trained: Path) -> None:
    refused(proust("corpus", "prepare"), "Missing argument")
    (tmp_path / "book.txt").write_text("Una tarde.", encoding="utf-8")
    result = proust("corpus", "prepare", tmp_path / "book.txt", "--language", "es", "--out", trained)
    refused(result, "already holds a run")


def test_a_corpus_shorter_than_the_context(proust: Proust, tmp_path: Path) -> None:
    (tmp_path / "book.txt").write_text("Una tarde de otoño. " * 10, encoding="utf-8")
    proust("corpus", "prepare", "book.txt", "--language", "es", "--out", "corpus", cwd=tmp_path)
    refused(proust("train", "--corpus", "corpus", "--run", "run", cwd=tmp_path), "the text is too short")
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["La 語"], "does not know the character '語' (U+8A9E, character 4 of the text); it knows none like it"),
        (["Ça"], "'Ç' (U+00C7, character 1 of the text); the nearest that it knows is 'C'"),
        (["La", "--temperature", "-1"], "sampling.temperature is -1.0, but it must be at least 0"),
        (["La", "--top-k", "-1"], "sampling.top_k is -1"),
        (["La", "--length", "-1"], "the length is -1"),
        (["La", "--seed", "-1"], "the seed is -1"),
    ],
)
def test_generate_refuses(proust: Proust, trained: Path, arguments: list[str], says: str) -> None:
    refused(proust("generate", *arguments, "--model", trained), says)


def test_generate_refuses_what_is_no_run(proust: Proust, trained: Path, tmp_path: Path) -> None:
    refused(proust("generate", "La", "--model", tmp_path / "no"), "there is no run folder")
    refused(proust("generate", "La", "--model", tmp_path), "is not a whole run: config.json is missing")
    refused(proust("generate", "La", "--model", "nobody"), "no machine of that name")


def test_generate_refuses_a_damaged_run(proust: Proust, trained: Path, tmp_path: Path) -> None:
    run = Path(shutil.copytree(trained, tmp_path / "run"))
    weights = (run / "model.safetensors").read_bytes()
    (run / "model.safetensors").write_bytes(weights[: len(weights) // 2])
    refused(proust("generate", "La", "--model", run), "model.safetensors is damaged, or is not a safetensors file")
    (run / "model.safetensors").write_bytes(weights)
    config = (run / "config.json").read_text(encoding="utf-8")
    (run / "config.json").write_text(config.replace('"d_ff": 24', '"d_ff": 25'), encoding="utf-8")
    refused(proust("generate", "La", "--model", run), "the weights do not fit the settings")
    (run / "tokenizer.json").unlink()
    refused(proust("generate", "La", "--model", run), "is not a whole run: tokenizer.json is missing")


def test_a_pipe_closed_on_training_saves_first(tmp_path: Path) -> None:
    run = tmp_path / "run"
    flags = " ".join(TINY_FLAGS)
    command = f"{sys.executable} -m proust_attention train --run {run} --steps 2000 {flags} | head -n 2"
    result = subprocess.run(
        ["bash", "-c", command], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert re.fullmatch(
        r"proust: stopped after step \d+ of 2000: nobody reads what it prints any more\n", result.stderr
    )
    assert (run / "state" / "state.safetensors").exists()


def test_gradcheck_and_trace(proust: Proust, trained: Path, tmp_path: Path) -> None:
    checked = proust("gradcheck", "--preset", "modern", "--samples", 1, "--json")
    assert checked.returncode == 0, checked.stderr
    report = json.loads(checked.stdout)
    assert report["passed"]
    assert report["model"]["positions"] == "rotary"
    assert {row["name"] for row in report["rows"]} >= {"blocks.1.attention.W_Q", "output_projection"}

    traced = json.loads(proust("trace", "La casa…", "--model", trained, "--backward", "--json").stdout)
    assert traced["text"] == "La casa..."
    assert [step["name"] for step in traced["forward"]][:2] == ["token_ids", "embedding"]
    assert traced["forward"][-1]["axes"] == ["B", "T", "V"]
    assert len(traced["likeliest"]) == 5
    assert traced["backward"][-1]["name"] == "embedding.token_embedding"
    refused(proust("trace", "", "--model", trained), "the text is too short to follow")
    refused(proust("trace", "L", "--model", trained, "--backward"), "or two with --backward")
    refused(proust("trace", "La casa " * 50, "--model", trained), "400 tokens are more than the machine sees")


def test_unknown_characters_are_replaced_on_request(proust: Proust, trained: Path) -> None:
    result = proust("generate", "Ça va", "--replace-unknown", "--model", trained, "--length", 5)
    assert result.stdout.startswith("Ca va")


def test_a_closed_pipe_ends_silently(trained: Path) -> None:
    command = f"{sys.executable} -m proust_attention generate 'La casa' --model '{trained}' --length 40000"
    pipeline = f"set -o pipefail; {command} | head -c 10"
    result = subprocess.run(["bash", "-c", pipeline], capture_output=True, timeout=60, check=False)
    assert result.stderr == b""
    assert result.stdout.startswith(b"La casa")
    assert len(result.stdout) == 10
    assert result.returncode == 0


def test_ctrl_c_saves_and_says_how_to_go_on(tmp_path: Path) -> None:
    run = tmp_path / "my run"
    proust = [sys.executable, "-m", "proust_attention"]
    process = subprocess.Popen(
        [*proust, "train", "--run", str(run), "--steps", "20000", *TINY_FLAGS],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    until(lambda: (run / "metrics.jsonl").exists() and (run / "samples.jsonl").exists())
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=30)
    assert process.returncode == 130
    assert error == "stopping after this step; Ctrl-C again stops at once\n"
    assert f"proust train --run '{run}' --resume" in out
    step = int(out.split("stopped after step ")[1].split()[0])
    assert step > 0

    resumed = subprocess.Popen(
        [*proust, "train", "--run", str(run), "--resume"], stdout=subprocess.PIPE, encoding="utf-8"
    )
    until(lambda: last_step(run) > step)
    resumed.send_signal(signal.SIGINT)
    out, _ = resumed.communicate(timeout=30)
    assert int(out.split("stopped after step ")[1].split()[0]) > step


def last_step(run: Path) -> int:
    lines = (run / "metrics.jsonl").read_text(encoding="utf-8").splitlines()
    return max((json.loads(line)["step"] for line in lines if line.endswith("}")), default=0)


def test_version_and_help(proust: Proust) -> None:
    assert proust("--version").stdout == f"proust-attention {proust_attention.__version__}\n"
    assert "corpus" in proust("--help").stdout
    assert proust().stdout == proust("--help").stdout
    assert proust("corpus").stdout == proust("corpus", "-h").stdout == proust("corpus", "--help").stdout
    assert proust("train", "-h").stdout == proust("train", "--help").stdout
    refused(proust("write"), "No such command 'write'")
