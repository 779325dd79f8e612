"""Laboratories from beginning to end: real processes, killed and stopped, and what comes of them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from proust_attention.checkpoint import RunFolder
from proust_attention.checkpoint.machines import open_machine
from proust_attention.errors import InputError
from proust_attention.evaluation import whole_loss
from proust_attention.training import Hardware, Training
from proust_attention.training.engines import open_engine
from tests.cli.test_commands import refused
from tests.conftest import Proust
from tests.waiting import until

SETTINGS = """
[base]
model = { d_model = 16, d_ff = 24, context_length = 32 }
[base.training]
batch_size = 4
evaluations = 3
samples = 1
sample_length = 20
learning_rate = 0.01
warmup_steps = 5
"""
PAIR = """
[variants.post]
preset = "article"
[variants."sharp"]
preset = "article"
interventions = { "blocks.*.attention.query" = 2.8, final_norm = 0.5 }
"""


def asked(folder: Path, steps: int, variants: str, keys: str = "") -> Path:
    """A file that asks for a small experiment."""
    path = folder / "asked.toml"
    path.write_text(f"text = 20_000\nbudget.steps = {steps}\n{keys}\n{SETTINGS}{variants}", encoding="utf-8")
    return path


NUMPY = ("--engine", "numpy")
CLOCK = ("seconds", "characters_per_second")


def without_clock(results: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(results.read_text(encoding="utf-8"))
    for variant in found["variants"]:
        for name in CLOCK:
            assert variant.pop(name) > 0
    return found


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "proust_attention", "lab", *map(str, arguments)]


def lives(process: psutil.Process) -> bool:
    """Whether it does; where nobody takes note of a dead one, it stays as a zombie."""
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A laboratory of a pair of variants, one with an intervention, done in one go."""
    folder = tmp_path_factory.mktemp("lab")
    keys = 'seeds = 2\ngradient_norms = [0, 20, "end"]'
    wanted = asked(folder, 60, PAIR, keys)
    ran = subprocess.run(
        command(wanted, "--out", folder / "out", *NUMPY, "--jobs", 2),
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return folder


def test_killed_twice_it_ends_as_one_that_never_was(pair: Path, tmp_path: Path) -> None:
    """With one process in the place of two, too."""
    arguments = command(pair / "asked.toml", "--out", tmp_path / "out", *NUMPY, "--jobs", 1)
    runs = tmp_path / "out" / "runs"
    for aim in (runs / "1-post" / "seed-0" / "state" / "state.safetensors", runs / "2-sharp" / "seed-0" / "lock"):
        with begun(arguments) as process:
            until(aim.exists)
            workers = psutil.Process(process.pid).children(recursive=True)
            process.kill()
            process.wait()
            until(lambda: not any(map(lives, workers)))  # noqa: B023  none outlives its laboratory
    ran = subprocess.run(arguments, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr
    whole, resumed = (without_clock(folder / "out" / "results.json") for folder in (pair, tmp_path))
    assert whole == resumed


@contextmanager
def begun(arguments: list[str]) -> "Iterator[subprocess.Popen[str]]":
    """A process, with those that it begins in a group of its own; whatever happens, it does not go on."""
    process = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", start_new_session=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("early", [True, False])
def test_stopped_by_ctrl_c_it_says_how_to_go_on(tmp_path: Path, early: bool) -> None:
    out = tmp_path / "out"
    with begun(command(asked(tmp_path, 1_000_000, PAIR), "--out", out, *NUMPY, "--jobs", 2)) as process:
        if early:  # the processes are about to begin, or have just begun
            until(lambda: any(lives(one) for one in psutil.Process(process.pid).children()))
        else:
            until(lambda: len(list((out / "runs").glob("*/*/samples.jsonl"))) == 2)
        os.killpg(process.pid, signal.SIGINT)
        said, err = process.communicate(timeout=120)
    assert process.returncode == 130, err
    assert "stopping after this step" in err
    assert "Traceback" not in err
    assert "0 of 10 runs are done" in said
    assert "the same command goes on" in said
    for run in (out / "runs").glob("*/*"):
        assert (run / "state" / "state.safetensors").exists()


def test_a_worker_that_is_killed_ends_the_laboratory_with_a_line(tmp_path: Path) -> None:
    """Also one that has nothing to do: here there are two, and one run."""
    one = "compare = [['a', 'b']]\nseeds = 1\n"
    wanted = asked(tmp_path, 1_000_000, "[variants.a]\n[variants.b]\nbudget.steps = 1\n", one)
    out = tmp_path / "out"
    with begun(command(wanted, "--out", out, *NUMPY, "--jobs", 2)) as process:
        until(lambda: '"final"' in read(out / "runs" / "2-b" / "seed-0" / "metrics.jsonl"))
        time.sleep(1.0)  # it has given back what it had
        workers = psutil.Process(process.pid).children(recursive=True)
        idle = min(
            (w for w in workers if "spawn_main" in " ".join(w.cmdline())), key=lambda w: sum(w.cpu_times()[:2])
        )
        idle.kill()
        _, err = process.communicate(timeout=120)
    assert process.returncode == 1
    assert re.fullmatch(r"proust: a process of \S+ was killed \(for lack of memory, perhaps\); .*\n", err)
    until(lambda: not any(map(lives, workers)))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_a_folder_that_is_damaged_is_refused(proust: Proust, pair: Path, tmp_path: Path) -> None:
    for damage in ('{"asked": {}, "experiment": {}}', "[]", "{", '{"asked": {}, "factor": "x", "experiment": {}}'):
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "out" / "lab.json").write_text(damage, encoding="utf-8")
        refused(proust("lab", pair / "asked.toml", "--out", tmp_path / "out", *NUMPY), "lab.json")


@pytest.mark.parametrize(
    ("variants", "says"),
    [
        ("[variants.a]\n[variants.b]\nmodel.context_length = 50000\n", "b: the text is too short"),
        ("[variants.a]\n[variants.b]\nshare = 0.001\n", "b: a share of 0.001"),
        (
            "[variants.a]\n[variants.b]\nmodel.dropout = 0.1\ninterventions = { embedding = 2 }\n",
            "b: there is dropout in embedding",
        ),
        ("[variants.a]\n[variants.b]\ninterventions = { scores = 2 }\n", "b: there is no array scores"),
    ],
)
def test_what_is_wrong_with_a_variant_is_said_before_anything_is_trained(
    proust: Proust, tmp_path: Path, variants: str, says: str
) -> None:
    refused(proust("lab", asked(tmp_path, 10, variants), "--out", tmp_path / "out", *NUMPY), says)
    assert not (tmp_path / "out").exists()


def test_the_results_of_a_pair(pair: Path) -> None:
    results = json.loads((pair / "out" / "results.json").read_text(encoding="utf-8"))
    post, without = results["variants"]
    assert post["losses"] != without["losses"]
    assert post["parameters"] == without["parameters"] > 1000
    assert post["steps"] == without["steps"] == [60, 60]
    assert list(post["gradient_norms"]) == ["0", "20", "60"]
    assert len(post["gradient_norms"]["0"]) == 2  # layers
    assert post["sample"]
    assert without["sample"] is None
    [compared] = results["comparisons"]
    assert compared["difference"] == pytest.approx(without["mean"] - post["mean"])
    assert compared["real"] is None
    assert "For a verdict 5 seeds are needed" in results["conclusions"][0]
    page = (pair / "out" / "results.html").read_text(encoding="utf-8")
    assert "For a verdict 5 seeds are needed" in page
    assert "sharp - post" in page


def test_the_same_question_is_answered_at_once_and_another_is_refused(
    pair: Path, proust: Proust, tmp_path: Path
) -> None:
    before = without_clock(pair / "out" / "results.json")
    ran = proust("lab", pair / "asked.toml", "--out", pair / "out", *NUMPY, "--json")
    assert (ran.returncode, json.loads(ran.stdout)["variants"][0]["losses"]) == (
        0,
        before["variants"][0]["losses"],
    )
    other = proust("lab", asked(tmp_path, 61, PAIR, "seeds = 2"), "--out", pair / "out", *NUMPY)
    refused(other, "differs from what is asked now, in: ")
    refused(proust("lab", pair / "asked.toml", "--out", pair, *NUMPY), "already holds other files")
    refused(proust("lab"), "proust lab --list")
    refused(proust("lab", "prenorm", "--minutes", 0, "--out", tmp_path / "x"), "--minutes is 0")
    refused(proust("lab", "prenorm", "--jobs", 0, "--out", tmp_path / "y"), "--jobs")


def test_a_run_under_interventions_is_evaluated_under_them_and_is_no_machine(pair: Path) -> None:
    run = RunFolder.open(next((pair / "out" / "runs").glob("2-*/seed-0")))
    factors = run.began()["interventions"]
    assert sorted(factors) == ["blocks.0.attention.query", "blocks.1.attention.query", "final_norm"]
    final = next(record for record in run.read_log("metrics") if record["kind"] == "final")
    _, held_out = run.split_tokens()
    for hardware in (Hardware("numpy"), Hardware("torch", "cpu")):
        losses = [
            whole_loss(
                open_engine(hardware, run.config, run.weights(), given).evaluate, held_out, 32, run.tokenizer
            )[0]
            for given in (factors, None)
        ]
        assert losses[0] == pytest.approx(final["held_out_loss"], abs=1e-5)
        assert abs(losses[1] - losses[0]) > 1e-4
    with pytest.raises(InputError, match="learned under interventions"):
        open_machine(run.path)
    assert Training.resume(run.path, Hardware("numpy")).interventions == factors


def test_the_same_setting_under_two_names_shows_no_difference(tmp_path: Path, proust: Proust) -> None:
    same = "[variants.one]\nseeds = [0, 1, 2, 3, 4]\n[variants.other]\nseeds = [5, 6, 7, 8, 9]\n"
    ran = proust("lab", asked(tmp_path, 20, same), "--out", tmp_path / "out", *NUMPY)
    assert ran.returncode == 0, ran.stderr
    assert "Between one and other no difference can be told" in ran.stdout
    assert "The same windows in the same order were not possible for one and other" in " ".join(ran.stdout.split())
    results = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    assert results["comparisons"][0]["real"] is False
    assert results["variants"][0]["losses"] != results["variants"][1]["losses"]


def test_so_many_minutes_settle_the_budgets(tmp_path: Path, proust: Proust) -> None:
    pair = "[variants.one]\nseeds = 1\n[variants.wide]\nseeds = 1\nmodel.d_model = 32\n"
    arguments = ("lab", asked(tmp_path, 50_000, pair), "--out", tmp_path / "out", *NUMPY, "--jobs", 1)
    refused(proust(*arguments, "--minutes", 0.05), "--minutes 0.05 is too few for 2 runs")
    ran = proust(*arguments, "--minutes", 0.3)  # others may be asked for, as long as nothing is settled
    assert ran.returncode == 0, ran.stderr
    results = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    steps = [variant["steps"] for variant in results["variants"]]
    assert steps[0] == steps[1] == [round(50_000 * results["factor"])]
    assert f"{results['factor']:g} times the budget of the experiment" in " ".join(ran.stdout.split())
    refused(proust(*arguments, "--minutes", 0.4), "differs from what is asked now, in: minutes")
