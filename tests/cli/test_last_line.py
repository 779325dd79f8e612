"""What files, libraries and the system can throw ends the command in one line: real processes, real damage."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from proust_attention.checkpoint import arrays
from proust_attention.generation.readers import compiling
from tests.conftest import TINY_FLAGS, run_proust

resource = pytest.importorskip("resource")  # limits of memory are POSIX's

GIGABYTE = 2**30
TRAIN = ("train", "--run", "run", "--steps", 2, "--engine", "numpy", *TINY_FLAGS)


def run(
    *arguments: object, cwd: Path, memory: int | None = None, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """Run the command, with so much memory and no more."""
    bound = (lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory))) if memory else None
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    return run_proust(*arguments, cwd=cwd, timeout=600, preexec_fn=bound, env=variables)


def one_line(result: "subprocess.CompletedProcess[str]", status: int, says: str) -> None:
    """That status, and one plain line on stderr that says it."""
    assert result.returncode == status, result
    assert result.stderr.startswith("proust: "), result.stderr
    assert result.stderr.count("\n") == 1, result.stderr
    assert says in result.stderr


@pytest.fixture
def copy(trained: Path, tmp_path: Path) -> Path:
    """A run folder that may be damaged."""
    return Path(shutil.copytree(trained, tmp_path / "run"))


def broken(folder: Path, package: str, content: str) -> str:
    """Make a package that does not load; return what comes first on the path."""
    (folder / "broken" / package).mkdir(parents=True)
    (folder / "broken" / package / "__init__.py").write_text(content, "utf-8")
    return os.pathsep.join([str(folder / "broken"), *sys.path])


MISSING_LIBRARY = "raise ImportError('libcudart.so.12: cannot open shared object file')"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (MISSING_LIBRARY, "(libcudart.so.12: cannot open shared object file)"),
        ("raise OSError('libgomp.so.1: invalid ELF header')", "(libgomp.so.1: invalid ELF header)"),
        ("import nothing_of_that_name", "(No module named 'nothing_of_that_name')"),
    ],
)
def test_a_broken_torch(tmp_path: Path, content: str, says: str) -> None:
    path = broken(tmp_path, "torch", content)
    for words in (
        ("train", "--run", "run", "--steps", 2),
        ("generate", "La", "--engine", "torch", "--length", 3),
        ("gradcheck",),
    ):
        result = run(*words, cwd=tmp_path, PYTHONPATH=path)
        one_line(result, 1, f"torch is installed but cannot be loaded {says}; the engine numpy does without it")
    assert not (tmp_path / "run").exists()
    assert run(*TRAIN, cwd=tmp_path, PYTHONPATH=path).returncode == 0


def test_what_no_part_foresaw(tmp_path: Path) -> None:
    path = broken(tmp_path, "safetensors", "raise LookupError('a library\\nof two lines')")
    result = run("machines", cwd=tmp_path, PYTHONPATH=path)
    says = (
        "an unforeseen error ended proust machines: LookupError: a library of two lines; proust --debug machines"
    )
    one_line(result, 1, says)
    shown = run("--debug", "machines", cwd=tmp_path, PYTHONPATH=path).stderr
    assert shown.startswith("Traceback")
    assert shown.splitlines()[-1] + "\n" == result.stderr
    path = broken(tmp_path, "typer", "raise LookupError('another')")
    one_line(run("machines", cwd=tmp_path, PYTHONPATH=path), 1, "cannot be loaded: LookupError: another")


def test_debug_changes_nothing_else(tmp_path: Path) -> None:
    assert run("--debug", "machines", cwd=tmp_path).stdout == run("machines", cwd=tmp_path).stdout
    result = run("--debug", "evaluate", "nowhere", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith("Traceback")
    assert result.stderr.splitlines()[-1].startswith("proust: there is no run folder nowhere")


def test_no_memory_for_pytorch(tmp_path: Path) -> None:
    result = run(
        *("train", "--run", "run", "--steps", 3, "--engine", "torch", "--batch-size", 448),
        *("--set", "training.evaluation_windows=2", "--set", "training.samples=1"),
        cwd=tmp_path,
        memory=3 * GIGABYTE,
    )
    one_line(result, 1, "there is not enough memory for batches of 448 windows: they take about ")
    fits = result.stderr.split("--batch-size ")[1].split()[0]
    again = run(
        *("train", "--run", "again", "--steps", 1, "--engine", "torch", "--batch-size", fits),
        *("--set", "training.evaluation_windows=2", "--set", "training.samples=1"),
        cwd=tmp_path,
        memory=3 * GIGABYTE,
    )
    assert again.returncode == 0, again.stderr


def test_memory_that_the_computer_lacks(copy: Path, tmp_path: Path) -> None:
    large = ("--set", "model.d_model=4096", "--set", "model.d_ff=100000", "--set", "model.n_layers=100")
    result = run("train", "--run", "new", *large, cwd=tmp_path, memory=4 * GIGABYTE)
    one_line(result, 2, "these settings need at least ")
    assert not (tmp_path / "new").exists()
    config = copy / "config.json"
    before = config.read_text(encoding="utf-8")
    for name, value, says in (
        ('"d_ff": 24', '"d_ff": 100000', "the weights do not fit the settings: blocks.0.feed_forward.W_1"),
        ('"d_model": 16', '"d_model": 400000', "these settings need at least "),
    ):
        config.write_text(before.replace(name, value), "utf-8")
        result = run("train", "--run", "run", "--resume", "--engine", "numpy", cwd=tmp_path, memory=4 * GIGABYTE)
        one_line(result, 2, says)


def test_a_save_without_memory(tmp_path: Path) -> None:
    many = ("--set", "model.n_layers=100", "--set", "training.optimizer=adamw", "--set", "training.evaluations=1")
    few = ("--set", "training.samples=1", "--set", "training.sample_length=5")
    first = ("train", "--run", "run", "--engine", "numpy", "--batch-size", 1, "--steps", 1, *many, *few)
    assert run(*first, "--set", "model.context_length=16", cwd=tmp_path).returncode == 0
    state = (tmp_path / "run" / "state" / "state.safetensors").read_bytes()
    ended = []
    for megabytes in range(400, 1000, 100):
        words = ("train", "--run", "run", "--resume", "--steps", 2)
        result = run(*words, cwd=tmp_path, memory=megabytes * 2**20)
        if result.returncode == 0:
            break
        ended.append(result)
        one_line(result, 1, "there is not enough memory for ")
        assert (tmp_path / "run" / "state" / "state.safetensors").read_bytes() == state
    assert ended


@pytest.mark.parametrize("infinite", ["step", "losses_count", "losses_sum"])
def test_a_counter_that_counts_nothing(copy: Path, infinite: str) -> None:
    state = copy / "state" / "state.safetensors"
    held = load_file(state)
    for value in (np.array(np.inf), np.array(np.nan), np.array(1j, np.complex64), np.ones(2)):
        save_file({**held, f"counters.{infinite}": value}, state)  # without a checksum
        result = run("train", "--run", copy, "--resume", "--engine", "numpy", cwd=copy.parent)
        one_line(result, 2, f"state.safetensors: its {infinite} is no number that counts anything")


HEAD = b"\x93NUMPY\x01\x00" + (118).to_bytes(2, "little")


@pytest.mark.parametrize(
    "content",
    [
        HEAD + b"(" * 118,
        HEAD + b"{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999,)}".ljust(118),
        HEAD + b"{'descr': '|u1', 'fortran_order': False, 'shape': (50L,), }".ljust(118) + b"a" * 50,
        HEAD[:8] + b"\xff\xff{",
        b"PK\x03\x04",
        b"",
    ],
)  # fmt: skip
def test_a_damaged_header_of_the_text(copy: Path, content: bytes) -> None:
    (copy / "tokens.npy").write_bytes(content)
    result = run("train", "--run", copy, "--resume", "--steps", 40, "--engine", "numpy", cwd=copy.parent)
    one_line(result, 2, "tokens.npy is damaged")


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json"])
@pytest.mark.parametrize("content", ["[" * 200_000, '{"model": ' * 200_000])
def test_json_without_end(copy: Path, name: str, content: str) -> None:
    (copy / name).write_text(content, "utf-8")
    one_line(run("evaluate", copy, cwd=copy.parent), 2, f"{name} is damaged: it is not JSON")


@pytest.mark.parametrize(
    "bad", ['{"kind": "final", "spep": 30}', '{"kind": "evaluation", "step": 0}', "[" * 99_999]
)
def test_a_log_with_a_flipped_bit(copy: Path, bad: str) -> None:
    log = copy / "metrics.jsonl"
    log.write_text(f"{bad}\n{log.read_text(encoding='utf-8')}{bad}\n", "utf-8")
    for words in (("train", "--run", "run", "--resume", "--steps", 32), ("report", "run")):
        result = run(*words, cwd=copy.parent)
        assert (result.returncode, result.stderr) == (0, "")


def test_files_beside_the_snapshots(copy: Path) -> None:
    snapshots = copy / "snapshots"
    first = (snapshots / "step-000000000.safetensors").read_bytes()
    for name in (
        "step-².safetensors",
        "step-9.safetensors",
        "step-000000031 (copy).safetensors",
        "step-.safetensors",
    ):
        (snapshots / name).write_bytes(first)
    (snapshots / "step-000000031.safetensors").mkdir()
    result = run("train", "--run", "run", "--resume", "--steps", 32, cwd=copy.parent)
    assert (result.returncode, result.stderr) == (0, "")
    assert len([*snapshots.iterdir()]) > 5  # what is not ours stays
    one_line(
        run("generate", "La", "--model", "run@9", cwd=copy.parent),
        2,
        "there are no weights run@9; behind @ may stand",
    )


def test_bfloat16_is_called_so(copy: Path) -> None:
    weights = copy / "model.safetensors"
    content = arrays.packed({n: a.astype(np.float16) for n, a in load_file(weights).items()})
    length = int.from_bytes(content[:8], "little")
    header = content[8 : 8 + length].replace(b'"F16"', b'"BF16"')
    weights.write_bytes(len(header).to_bytes(8, "little") + header + content[8 + length :])
    one_line(
        run("generate", "La", "--model", "run", cwd=copy.parent), 2, "model.safetensors holds bfloat16 (BF16)"
    )


@pytest.mark.parametrize("name", ["metrics.jsonl", "began.json", "tokens.npy", "state/state.safetensors"])
def test_a_pipe_is_no_file(copy: Path, name: str) -> None:
    (copy / name).unlink()
    os.mkfifo(copy / name)
    for words in (("report", "run"), ("train", "--run", "run", "--resume")):
        result = run(*words, cwd=copy.parent)
        assert (result.returncode, result.stderr.count("\n")) == (2, 1)


def test_a_newer_version_is_called_so(copy: Path) -> None:
    config = copy / "config.json"
    text = config.read_text(encoding="utf-8")
    assert '"format": 1' in text
    config.write_text(text.replace('"format": 1', '"format": 2'), "utf-8")
    says = "has the format 2, and this version of proust-attention knows only 1: a newer one has written it"
    one_line(run("evaluate", copy, cwd=copy.parent), 2, says)
    config.write_text(text.replace('"seed"', '"seedling"'), "utf-8")
    says = "config.json is damaged, or of a newer version: there is no setting training.seedling"
    one_line(run("evaluate", copy, cwd=copy.parent), 2, says)
    config.write_text(text.replace('"format": 1,', ""), "utf-8")  # as those of the first runs
    assert run("evaluate", copy, "--engine", "numpy", cwd=copy.parent).returncode == 0


def test_what_is_compiled_cut_short(tmp_path: Path) -> None:
    words = ("generate", "La ", "--engine", "compiled", "--length", 5, "--seed", 1)
    first = run(*words, cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    ours, kept = Path(compiling.KEPT_IN), tmp_path / "kept"  # ours: beside the sources, compiled now or before
    for path in [path for path in ours.rglob("*") if path.suffix in (".nbi", ".nbc")]:
        short = kept / path.relative_to(ours.parent)
        short.parent.mkdir(parents=True, exist_ok=True)
        short.write_bytes(path.read_bytes()[:40])
    assert len([*kept.rglob("*.nbi")]) > 1
    again = run(*words, cwd=tmp_path, NUMBA_CACHE_DIR=str(kept))
    assert (again.returncode, again.stdout) == (0, first.stdout)
    assert any(path.stat().st_size > 40 for path in kept.rglob("*.nbi"))  # what was cut short is mended


def test_nobody_reads_any_more(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "proust_attention", *map(str, TRAIN[:4]), "400", *map(str, TRAIN[5:])]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait() == 1
    assert said.startswith("proust: stopped after step ")
    assert said.count("\n") == 1


def test_a_link_to_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "run").symlink_to("empty")
    assert run(*TRAIN, cwd=tmp_path).returncode == 0
    assert (tmp_path / "empty" / "config.json").is_file()
    (tmp_path / "other").symlink_to("not-yet")
    assert run(*TRAIN[:2], "other", *TRAIN[3:], cwd=tmp_path).returncode == 0
    assert (tmp_path / "not-yet" / "config.json").is_file()


def test_what_a_killed_start_left(tmp_path: Path) -> None:
    left = tmp_path / ".run.abcd_123"
    left.mkdir()
    (left / "config.json").write_text("{}", "utf-8")
    others = [tmp_path / ".run.x", tmp_path / ".running.abcd_123"]
    for other in others:
        other.mkdir()
    assert run(*TRAIN, cwd=tmp_path).returncode == 0
    assert not left.exists()
    assert all(other.exists() for other in others)


@pytest.mark.parametrize("module", ["typer.core", "rich.console"])
def test_ctrl_c_while_it_loads(module: str) -> None:
    words = [sys.executable, "-X", "importtime", "-m", "proust_attention", "machines"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment
    ) as one:
        assert one.stderr is not None
        assert any(line.strip().endswith(f" {module}") for line in iter(one.stderr.readline, ""))
        one.send_signal(signal.SIGINT)
        said = one.stderr.read()
    assert one.returncode in (130, -signal.SIGINT)
    assert "Traceback" not in said
