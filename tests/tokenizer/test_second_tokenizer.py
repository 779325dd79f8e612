"""A machine on pieces of words, end to end: nothing in the house believes that a token is a character.

Every command runs as a process. The page has tests of its own: tests/explorer/, test_pieces.py of the room page,
test_pieces.py and test_bpe.py of the room engine.
"""

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import proust_attention as proust
from proust_attention import parameters
from proust_attention.batches import evenly_spread, gather
from proust_attention.checkpoint import RunFolder
from proust_attention.checkpoint import arrays as array_files
from proust_attention.evaluation.scoring import NumpyScorer
from proust_attention.numpy_model import Transformer, cross_entropy
from proust_attention.reports.comparison import compare
from proust_attention.tokenizer import BpeTokenizer
from proust_attention.training.divergence import Watch
from proust_attention.training.material import Material
from proust_attention.training.pace import Pace
from tests.conftest import TINY_FLAGS, run_proust

COMMAND = [sys.executable, "-m", "proust_attention"]
VOCABULARY = 110
TRAIN = [*("--tokenizer", "bpe", "--vocab-size", str(VOCABULARY)), *TINY_FLAGS]
TRAIN += ["--engine", "numpy", "--steps", "300", "--batch-size", "4"]
SAVES = ["--set", "training.minutes_between_saves=0.0005", "--set", "model.dropout=0.1"]
TEXT = "La casa de los membrillos tenía una puerta.\nDentro: una sombra, y dos voces."


def output_of(*arguments: object, given: str = "") -> str:
    """Run a command that must succeed; return what it printed."""
    result = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=given,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run on pieces, never stopped."""
    folder = tmp_path_factory.mktemp("pieces") / "run"
    output_of("train", "--run", folder, *TRAIN, *SAVES)
    return folder


@pytest.fixture(scope="module")
def opened(run: Path) -> RunFolder:
    return RunFolder.open(run)


def test_killed_and_resumed_it_is_the_same_run(run: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    process = subprocess.Popen(
        [*COMMAND, "train", "--run", str(victim), *TRAIN, *SAVES], stdout=subprocess.DEVNULL
    )
    state, deadline = victim / "state" / "state.safetensors", time.monotonic() + 120
    while not state.exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    output = output_of("train", "--run", victim, "--resume")
    assert "\nfinished: " in output
    ours, theirs = (array_files.read(folder / "state" / "state.safetensors") for folder in (victim, run))
    for name, array in theirs.items():
        assert np.array_equal(ours[name], array), name


def test_the_text_is_cut_at_the_same_character(opened: RunFolder, trained: Path) -> None:
    tokenizer = opened.tokenizer
    assert isinstance(tokenizer, BpeTokenizer)
    by_pieces = [tokenizer.decode(part) for part in opened.split_tokens()]
    of_characters = RunFolder.open(trained)
    assert by_pieces == [of_characters.tokenizer.decode(part) for part in of_characters.split_tokens()]
    assert len(opened.tokens()) < 0.95 * len("".join(by_pieces))  # pieces were found


def of_the_log(run: RunFolder, kind: str) -> list[dict[str, Any]]:
    return [record for record in run.read_log("metrics") if record["kind"] == kind]


def test_what_the_log_says_is_of_characters(opened: RunFolder) -> None:
    first, *_, last = of_the_log(opened, "evaluation")
    tokens, held_out = opened.tokens(), opened.split_tokens()[1]
    characters_a_token = opened.tokenizer.count(tokens) / len(tokens)
    knowing_nothing = np.log(opened.tokenizer.vocab_size) / characters_a_token
    assert first["held_out_loss"] == pytest.approx(knowing_nothing, rel=0.03)
    assert last["held_out_loss"] < last["training_loss"] + 0.5 < first["held_out_loss"]
    (final,) = of_the_log(opened, "final")
    assert final["characters"] == opened.tokenizer.count(held_out) - 1  # all but the first
    step = of_the_log(opened, "step")[0]  # of the first steps: the weights are as good as those at step 0
    batch = Material.of(opened.config, opened.tokenizer, tokens).batches.at(step["step"] - 1)
    scorer = NumpyScorer(opened.config.model, opened.first_weights())
    expected = scorer(batch).sum() / opened.tokenizer.count(batch.targets)
    assert step["loss"] == pytest.approx(expected, rel=0.02)


@pytest.mark.parametrize("engine", ["numpy", "torch"])
def test_evaluate_gives_the_final_figure(run: Path, opened: RunFolder, engine: str) -> None:
    result = json.loads(output_of("evaluate", run, "--engine", engine, "--json"))
    (final,) = of_the_log(opened, "final")
    assert result["nats"] == pytest.approx(final["held_out_loss"], abs=1e-6)
    assert result["scored"] == final["characters"]
    text = opened.tokenizer.decode(opened.split_tokens()[1])
    assert result["characters"] == len(text) == result["scored"] + 1
    assert result["bytes"] == len(text[1:].encode())
    assert result["bits_a_byte"] == pytest.approx(result["nats"] / np.log(2) * result["scored"] / result["bytes"])
    for groups in ("by_position", "by_kind", "by_place"):
        assert sum(group["characters"] for group in result[groups]) == result["scored"]
        assert sum(group["share"] for group in result[groups]) == pytest.approx(1)
        mean = sum(group["nats"] * group["characters"] for group in result[groups]) / result["scored"]
        assert mean == pytest.approx(result["nats"])
    shown = output_of("evaluate", run, "--engine", engine, "--stride", 8)
    assert "of 32 tokens, each 8 further on" in shown
    assert "at least 25 tokens before it" in shown


def test_every_engine_writes_the_same_text_of_the_length_asked_for(run: Path) -> None:
    texts = []
    for engine in ("numpy", "compiled", "torch"):
        arguments = ("generate", "La casa", "--model", run, "--engine", engine, "--seed", 3)
        for length in (1, 2, 77):
            text = output_of(*arguments, "--length", length).removesuffix("\n")
            assert len(text) == len("La casa") + length
        texts.append(text)
    assert len(set(texts)) == 1
    assert proust.load(run).generate("La casa", length=77, seed=3) == texts[0]


def test_json_of_what_was_written_says_which_characters_each_token_covers(run: Path, opened: RunFolder) -> None:
    arguments = ("--model", run, "--json", "--length", 50, "--seed", 7, "--count", 2)
    texts = json.loads(output_of("generate", "La casa", *arguments))
    machine = Transformer(opened.config.model, opened.weights())
    longest = 0
    for text in texts:
        assert len(text["text"]) == 50
        spans = text["spans"]
        assert [start for start, _ in spans] == [0, *(end for _, end in spans[:-1])]
        assert spans[-1][1] == 50
        assert len(text["log_probabilities"]) == len(spans)
        longest = max(longest, *(end - start for start, end in spans))
        prompt = opened.tokenizer.encode("La casa")
        pieces = [text["text"][start:end] for start, end in spans[:-1]]  # the last one may be cut
        ids = np.array([*prompt, *map(opened.tokenizer.pieces.index, pieces)], np.int64)[None]
        logits, _ = machine.forward(ids[:, :32])
        nats = cross_entropy.each(logits[:, :-1].astype(np.float64), ids[:, 1:32])[0][len(prompt) - 1 :]
        np.testing.assert_allclose(text["log_probabilities"][: len(nats)], -nats, atol=1e-4)
    assert longest > 1


@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_endings(run: Path, engine: str) -> None:
    arguments = ("generate", "La casa", "--model", run, "--seed", 3, "--engine", engine)
    whole = output_of(*arguments, "--length", 60).removesuffix("\n")
    for stop in (whole[20:22], whole[21:23], whole[30:33]):  # of two neighbours one lies across tokens
        stopped = output_of(*arguments, "--length", 60, "--stop", stop).removesuffix("\n")
        assert stopped == "La casa" + whole[len("La casa") : whole.index(stop, len("La casa"))]


def test_score(run: Path, opened: RunFolder, trained: Path) -> None:
    tokenizer = opened.tokenizer
    text = max(tokenizer.pieces, key=len) + TEXT
    assert tokenizer.spans(text)[0] != (0, 1)  # but its first character alone is not scored
    result = json.loads(output_of("score", "-", "--model", run, "--json", given=text))
    rest = [[start + 1, end + 1] for start, end in tokenizer.spans(text[1:])]
    assert result["spans"] == [[0, 1], *rest]
    assert len(result["nats_of_each"]) == len(result["spans"])
    by_characters = json.loads(output_of("score", "-", "--model", trained, "--json", given=text))
    assert result["scored"] == by_characters["scored"] == len(text) - 1
    assert result["nats"] == pytest.approx(sum(result["nats_of_each"][1:]))
    assert result["nats_a_character"] == pytest.approx(result["nats"] / result["scored"])
    shown = output_of("score", "-", "--model", run, given=text)
    place = int(np.argmax(result["nats_of_each"][1:])) + 1
    start, end = result["spans"][place]
    assert f"[{text[start:end]}]".replace("\n", "↵") in shown


def test_trace(run: Path, opened: RunFolder) -> None:
    traced = json.loads(output_of("trace", TEXT[:20], "--model", run, "--backward", "--json"))
    T = len(opened.tokenizer.encode(TEXT[:20]))
    assert T < 20
    assert traced["spans"] == [list(span) for span in opened.tokenizer.spans(TEXT[:20])]
    shapes = {step["name"]: step["shape"] for step in traced["forward"]}
    assert shapes["token_ids"] == [1, T]
    assert shapes["blocks.1.attention.weights"] == [1, 2, T, T]
    assert {piece for piece, _ in traced["likeliest"]} <= set(opened.tokenizer.pieces)
    shown = " ".join(output_of("trace", TEXT[:20], "--model", run, "--backward").split())
    assert "predicting the text itself, all but its first token, costs" in shown
    assert "bits a character; the backward pass" in shown


def test_reports_and_comparisons(run: Path, trained: Path, tmp_path: Path) -> None:
    output_of("report", run, "--out", tmp_path / "pieces.html")
    run_proust("report", trained, "--out", tmp_path / "characters.html")
    yardsticks = []
    for name in ("pieces", "characters"):
        page = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
        yardsticks.append(re.findall(r"(?:n-grams|compressor): \d+\.\d+", page))
    assert yardsticks[0] == yardsticks[1] != []  # of the text, whatever the tokens
    compared = json.loads(output_of("compare", run, trained, "--json"))
    assert compared["unit"] == "nats a character"
    assert {"tokenizer.kind", "tokenizer.vocab_size", "model.vocab_size"} <= set(compared["differing"])
    for run_of_it, path in zip(compared["runs"], (run, trained), strict=True):
        evaluated = json.loads(output_of("evaluate", path, "--json"))
        assert run_of_it["final"] == pytest.approx(evaluated["nats"], abs=1e-6)
        assert run_of_it["final_bits_a_character"] == pytest.approx(evaluated["bits"], abs=1e-6)
        assert run_of_it["final_bits_a_byte"] == pytest.approx(evaluated["bits_a_byte"], abs=1e-6)
        assert evaluated["scored"] == len(RunFolder.open(trained).split_tokens()[1]) - 1  # the same, with both


def test_going_on_from_it_and_inside_it(run: Path, opened: RunFolder, tmp_path: Path) -> None:
    output = output_of(
        "train", "--from", run, "--run", tmp_path / "next", "--steps", 1, "--set", "training.samples=1"
    )
    assert f"from {run}: {opened.tokenizer.vocab_size} tokens keep what it knows of them\n" in output
    first = RunFolder.open(tmp_path / "next").first_weights()
    parameters.check(opened.config.model, first)
    assert np.array_equal(first["output_projection"], opened.weights()["output_projection"])
    result = json.loads(output_of("ablate", run, "--windows", 3, "--json"))
    assert len(result["parts"]) == 6
    _, held_out = opened.split_tokens()
    batch = gather(held_out, evenly_spread(len(held_out), 32, 3), 32)
    nats = NumpyScorer(opened.config.model, opened.weights())(batch).sum()
    assert result["base"] == pytest.approx(nats / opened.tokenizer.count(batch.targets), abs=1e-6)


def test_one_line_goes_on_from_it_with_another_text(run: Path, tmp_path: Path) -> None:
    """It keeps of its pieces those that the text can spell, however many that are; and may say the line again."""
    (tmp_path / "book.txt").write_text("El molino daba vueltas, y nadie supo por qué.\n" * 90, "utf-8")
    output_of("corpus", "prepare", tmp_path / "book.txt", "--language", "es", "--out", tmp_path / "corpus")
    line = ["train", "--from", run, "--corpus", tmp_path / "corpus", "--run", tmp_path / "next", "--steps", 1]
    line += [*TRAIN[:4], "--set", "training.samples=1", "--resume"]
    assert " tokens keep what it knows of them; " in output_of(*line)
    tokenizer = RunFolder.open(tmp_path / "next").tokenizer
    assert tokenizer.vocab_size < VOCABULARY
    assert set(tokenizer.pieces) <= set(RunFolder.open(run).tokenizer.pieces)
    assert "is finished: all 1 steps are done" in output_of(*line)


def test_what_is_derived_from_characters_a_token(opened: RunFolder, trained: Path) -> None:
    ratio = opened.tokenizer.count(opened.split_tokens()[0]) / len(opened.split_tokens()[0])
    assert ratio > 1.05
    material = Material.of(opened.config, opened.tokenizer, opened.tokens())
    watch = Watch(opened, material)
    assert watch.uniform_loss == pytest.approx(np.log(opened.tokenizer.vocab_size) / ratio)
    assert Pace(opened.config, material.characters_a_token).characters_in_a_step == pytest.approx(4 * 32 * ratio)
    by_pieces, by_characters = compare([opened.path, trained]).runs
    assert by_pieces.characters_a_step == round(4 * 32 * ratio)
    assert by_characters.characters_a_step == 8 * 32


def test_laid_down_as_files(run: Path, opened: RunFolder, tmp_path: Path) -> None:
    output_of("explore", run, "--export", tmp_path / "site")
    assert (tmp_path / "site" / "engine" / "bpe.js").is_file()
    opens = json.loads((tmp_path / "site" / "machines" / "index.json").read_text(encoding="utf-8"))["opened"]
    table = json.loads((tmp_path / "site" / "machines" / opens / "tokenizer.json").read_text(encoding="utf-8"))
    assert table == opened.tokenizer.to_dict()


def test_one_line_begins_it_and_goes_on_with_it(run: Path, tmp_path: Path) -> None:
    line = ["train", "--run", run, *TRAIN, *SAVES, "--resume"]
    assert "is finished: all 300 steps are done" in output_of(*line)
    refused = run_proust(*line, "--vocab-size", VOCABULARY + 1)
    assert refused.returncode == 2
    assert f"tokenizer.vocab_size is {VOCABULARY} there, not {VOCABULARY + 1}" in refused.stderr
    of_any_size = ["train", "--run", run, *TRAIN[:2], *TRAIN[4:], *SAVES, "--resume", "--preset", "modern"]
    assert "is finished" in output_of(*of_any_size)


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        (["--tokenizer", "bpe", "--vocab-size", "0"], "tokenizer.vocab_size is 0, but it must be at least 2"),
        (["--tokenizer", "bpe", "--vocab-size", "-1"], "tokenizer.vocab_size is -1, but it must be at least 2"),
        (["--tokenizer", "bpe", "--vocab-size", "20"], "is 20, but the 76 characters of the text are among the"),
        (["--tokenizer", "bpe", "--vocab-size", "99999"], "is 99999, but the text has only 4"),
        (["--vocab-size", "300"], "tokenizer.vocab_size is for pieces: with it goes tokenizer.kind=bpe"),
        (["--tokenizer", "bites"], "tokenizer.kind is 'bites', but it must be one of characters, bpe"),
        (["--set", "model.vocab_size=300"], "with tokenizer.kind=bpe, tokenizer.vocab_size"),
    ],
)
def test_what_cannot_be(given: list[str], refused: str, tmp_path: Path) -> None:
    result = run_proust("train", "--run", tmp_path / "run", *given)
    assert (result.returncode, result.stdout) == (2, "")
    assert refused in result.stderr
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "run").exists()
