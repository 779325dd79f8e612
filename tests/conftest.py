"""What the tests share: real texts, a small corpus, a trained run, the command as a process.

A test that needs something which this machine lacks skips, saying what; PROUST_REQUIRE names (with spaces
between) what may not be missing, and then the same test fails.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import numpy as np
import pytest

from proust_attention import corpus, data
from proust_attention.config import Config, build
from proust_attention.tokenizer import CharacterTokenizer
from tests import warm

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Under nohup HUP is ignored, and the processes that tests start would inherit that.
if hasattr(signal, "SIGHUP"):
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# On a shared machine, how long a test takes says nothing.
hypothesis.settings.register_profile("proust", deadline=None)
hypothesis.settings.load_profile("proust")

Proust = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parents[1]


# The rooms whose files last longest are begun first, so that at the end no core waits for another.
LONG = ("training", "laboratory", "notebook", "checkpoint", "explorer", "cli")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.relative_to(ROOT).parts[1] not in LONG)


def missing(thing: str, why: str) -> None:
    """Skip the test, or fail it where PROUST_REQUIRE says that `thing` must be there."""
    if thing in os.environ.get("PROUST_REQUIRE", "").split():
        pytest.fail(f"PROUST_REQUIRE names {thing}, but {why}")
    pytest.skip(why)


def pip_of_the_sources(*words: str) -> None:
    """Let pip build what is here, as `words` say, from what is installed alone."""
    if find_spec("hatchling") is None or find_spec("pip") is None:
        missing("hatchling", "hatchling or pip is not installed")
    command = [sys.executable, "-m", "pip", *words, str(ROOT), "--no-deps", "--no-build-isolation", "--quiet"]
    subprocess.run(command, check=True, timeout=180)


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """What `npm ci` has installed, which `make test` calls first: a folder to be linked."""
    folder = ROOT / "node_modules"
    if shutil.which("node") is None or not (folder / ".package-lock.json").is_file():
        missing("npm", "nothing of npm is installed: npm ci does it")
    return folder


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of real texts that PROUST_CORPORA names."""
    folder = os.environ.get("PROUST_CORPORA")
    if not folder or not Path(folder).is_dir():
        missing("corpora", "PROUST_CORPORA names no folder of real texts")
    return Path(str(folder))


@pytest.fixture(scope="session")
def prose() -> str:
    """Some Spanish prose, clean: the beginning of the embedded text."""
    return data.embedded_text()[:20_000]


@pytest.fixture(scope="session")
def learned(prose: str) -> corpus.Corpus:
    """The prose as a corpus."""
    return corpus.of_texts([corpus.Source.of_text("prose.txt", prose)], "es")


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """The system's Chromium, without a window; where it has one that knows no windows, that: it is soon there."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None or find_spec("playwright") is None:
        missing("browser", "chromium or playwright is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


SOON = {  # what lets a small machine learn in a moment, by AdamW
    "model": {"norm_placement": "pre", "dropout": 0.0},
    "training": {"window_order": "random-phase", "learning_rate": 3e-3, "warmup_steps": 200},
}

TINY = {
    "model": {"d_model": 16, "n_heads": 2, "n_layers": 2, "d_ff": 24, "context_length": 32},
    "training": {"steps": 12, "batch_size": 4, "evaluations": 3, "samples": 2, "sample_length": 20},
}


@pytest.fixture
def tiny(learned: corpus.Corpus) -> tuple[Config, CharacterTokenizer, np.ndarray]:
    """Settings of a machine that trains in a moment, a tokenizer and ids."""
    tokenizer = CharacterTokenizer.of_text(learned.text)
    return build(tokenizer.vocab_size, "article", [SOON, TINY]), tokenizer, tokenizer.encode(learned.text)


def run_proust(
    *arguments: object, cwd: Path | None = None, given: str = "", timeout: float = 120, **how: Any
) -> "subprocess.CompletedProcess[str]":
    """Run the command in a process of its own, with that on its stdin; `how` is subprocess.run's."""
    words = [*map(str, arguments)]
    if not how and (ran := warm.run(words, cwd or Path.cwd(), given, timeout)):
        return ran
    return subprocess.run(
        [sys.executable, "-m", "proust_attention", *words],
        input=given,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        cwd=cwd,
        check=False,
        **how,
    )


@pytest.fixture(scope="session")
def proust() -> Proust:
    """The command."""
    return run_proust


TINY_FLAGS = [
    *("--set", "model.d_model=16", "--set", "model.d_ff=24", "--set", "model.context_length=32"),
    *("--set", "training.evaluations=3", "--set", "training.samples=2", "--set", "training.sample_length=20"),
]


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run folder, made by the command on the embedded text."""
    run = tmp_path_factory.mktemp("runs") / "tiny"
    result = run_proust("train", "--run", run, "--steps", 30, *TINY_FLAGS)
    assert result.returncode == 0, result.stderr
    return run
