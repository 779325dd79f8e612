"""The command, asked by people: help in any way, names that others use, paths as a shell would take them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from proust_attention.config import DECIDED, GROUPS
from tests.cli.test_commands import refused
from tests.conftest import TINY_FLAGS, Proust


@pytest.mark.parametrize("asked", ["", "corpus"])
def test_no_summary_is_cut(proust: Proust, asked: str) -> None:
    shown = proust(*asked.split(), "-h").stdout
    assert "..." not in shown.split("Commands:")[1]
    assert proust(*asked.split()).stdout == shown


def test_every_setting_is_listed(proust: Proust) -> None:
    listed = " ".join(proust("train", "--list-settings").stdout.split())
    for group in GROUPS:
        for name, words in group.explanations().items():
            whole = f"{group.section}.{name}"
            given = whole != "model.vocab_size" and whole not in DECIDED  # by the text; by the run
            assert (f" {whole}=" in listed) is given
            assert not given or " ".join(words.rstrip(".").split()) in listed
    assert "model.dropout=0.0 (article: 0.1)" in listed
    assert "one of sinusoidal, rotary" in listed


def test_defaults_are_shown(proust: Proust) -> None:
    shown = " ".join(proust("train", "--help").stdout.split())
    assert "[modern: 8, article: 32, onward: 8]" in shown
    assert "The seed of weights, windows and dropout. [0]" in shown


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--lr", "1e-3"], "did you mean --set training.learning_rate=...?"),
        (["--epochs", "3"], "did you mean --steps?"),
        (["--batch", "3"], "did you mean --batch-size?"),
        (["--n-layers=4"], "did you mean --set model.n_layers=...?"),
        (["--set", "ctx=64"], "write it as model.context_length=64"),
        (["--set", "training.layers=3"], "did you mean model.n_layers?"),
        (["--set", "model.heads=3"], "did you mean model.n_heads?"),
        (["--set", "model.learning_rate=1"], "did you mean training.learning_rate?"),
    ],
)
def test_names_that_others_use(proust: Proust, tmp_path: Path, arguments: list[str], says: str) -> None:
    refused(proust("train", "--run", "run", *arguments, cwd=tmp_path), says)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("text", ["-Elle", "-No lo sé", "-h1"])
def test_a_text_that_begins_with_a_dash(proust: Proust, text: str) -> None:
    refused(proust("generate", text), "comes last, after --, as in proust generate -- ")
    assert proust("generate", "--model", "novelas-es", "--length", 5, "--seed", 1, "--", "-No").returncode == 0


def test_the_settings_of_another_run(proust: Proust, trained: Path, tmp_path: Path) -> None:
    config = trained / "config.json"
    first = proust("train", "--run", tmp_path / "again", "--config", config)
    assert first.returncode == 0, first.stderr
    assert (tmp_path / "again" / "config.json").read_bytes() == config.read_bytes()
    shorter = proust("train", "--run", tmp_path / "timed", "--config", config, "--minutes", "0.01")
    assert shorter.returncode == 0, shorter.stderr  # what the command line says is stronger


def test_a_run_is_no_corpus_and_its_folder_stands_for_its_settings(
    proust: Proust, trained: Path, tmp_path: Path
) -> None:
    result = proust("train", "--run", tmp_path / "new", "--corpus", trained)
    refused(result, "is a run, and no corpus folder; to begin with its weights, give it to --from")
    again = proust("train", "--run", tmp_path / "again", "--config", trained)
    assert again.returncode == 0, again.stderr
    assert (tmp_path / "again" / "config.json").read_bytes() == (trained / "config.json").read_bytes()


def test_a_folder_called_like_a_machine_in_the_box(proust: Proust, tmp_path: Path) -> None:
    """`proust corpus download recherche-fr` makes one."""
    (tmp_path / "recherche-fr").mkdir()
    (tmp_path / "recherche-fr" / "Proust-01.txt").touch()
    refused(proust("report", "recherche-fr", cwd=tmp_path), "that is a machine in the box, and has no log")
    assert proust("generate", "La", "--length", 3, cwd=tmp_path).returncode == 0


def test_a_corpus_is_no_run(proust: Proust, tmp_path: Path) -> None:
    (tmp_path / "mio").mkdir()
    (tmp_path / "mio" / "corpus.txt").touch()
    advice = "what makes one of it is: proust train --corpus mio --run runs/mio"
    refused(proust("generate", "La", "--model", "mio", cwd=tmp_path), advice)


def test_no_folder_in_a_file(proust: Proust, tmp_path: Path) -> None:
    (tmp_path / "mio.txt").touch()
    refused(
        proust("train", "--run", "mio.txt/run", cwd=tmp_path), "mio.txt is no folder, and mio.txt/run would lie in"
    )


def test_a_book_is_no_corpus(proust: Proust, prose: str, tmp_path: Path) -> None:
    (tmp_path / "mi libro.txt").write_text(prose, encoding="utf-8")
    (tmp_path / "libros").mkdir()
    (tmp_path / "libros" / "uno.txt").write_text(prose, encoding="utf-8")
    for books in ("mi libro.txt", "libros"):
        result = proust("train", "--corpus", books, "--run", "run", cwd=tmp_path)
        refused(result, "proust corpus prepare ")
        advice = result.stderr.partition("with: ")[2]
        line = advice.replace("proust ", f"{sys.executable} -m proust_attention ", 1)
        assert subprocess.run(line, shell=True, cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_paths_as_a_shell_takes_them(trained: Path, prose: str, tmp_path: Path) -> None:
    def proust(*arguments: object) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "proust_attention", *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)},
            timeout=120,
            check=False,
        )

    for place, number in enumerate((1, 2, 10)):
        (tmp_path / f"tomo {number}.txt").write_text(prose[place * 6000 :][:5000], encoding="utf-8")
    prepared = proust("corpus", "prepare", "~/tomo*.txt", "--language", "es", "--out=~/all", "--as-given")
    assert prepared.returncode == 0, prepared.stderr
    assert "tomo 10.txt" in (tmp_path / "all" / "corpus.json").read_text(encoding="utf-8")
    run = proust("train", "--run=~/runs/x", "--corpus=~/all", "--steps", 2, *TINY_FLAGS)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "runs" / "x" / "config.json").is_file()
    refused(proust("generate", "~/*", "--model", "~/runs/x"), "does not know the character '~'")  # a prompt stays
    refused(proust("corpus", "prepare", "~/nada*.txt", "--language", "es", "--out", "~/n"), "nada*.txt")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["corpus", "prepare", "https://example.org/libro.txt", "--language", "es", "--out", "x"],
            "is an address",
        ),
        (["score", "https://example.org/libro.txt"], "is an address"),
        (["ablate", "https://example.org/run"], "is an address"),
        (["report", "http://127.0.0.1:8000/"], "is an address"),
        (["corpus", "download", "https://example.org/libro.txt"], "is an address"),
        (["report", "recherche-fr"], "is a machine in the box"),
        (["compare", "novelas-es", "recherche-fr"], "is a machine in the box"),
        (["explore", "--no-browser", "--port", "99999"], "ports are the numbers from 1 to 65535"),
        (["explore", "--no-browser", "--port", "-1"], "ports are the numbers from 1 to 65535"),
    ],
)
def test_what_cannot_be_has_its_own_sentence(
    proust: Proust, tmp_path: Path, arguments: list[str], says: str
) -> None:
    refused(proust(*arguments, cwd=tmp_path), says)


def test_no_advice_that_cannot_work(proust: Proust) -> None:
    refused(proust("generate", "日本"), "it knows none like it")
    assert "--replace-unknown" not in proust("generate", "日本").stderr
    assert "--replace-unknown" in proust("generate", "Ñandú").stderr


def test_a_seed_that_was_drawn_is_said(proust: Proust) -> None:
    first = proust("generate", "Elle", "--length", 40)
    seed = first.stderr.partition("(seed ")[2].partition(";")[0]
    assert proust("generate", "Elle", "--length", 40, "--seed", seed).stdout == first.stdout
    assert "seed" not in proust("generate", "Elle", "--length", 4, "--seed", 3).stderr


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_a_pipe_has_utf_8_whatever_the_locale(locale: dict[str, str]) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "proust_attention", "machines"],
        capture_output=True,
        env={**os.environ, **locale},
        check=True,
    )
    assert "À la recherche" in result.stdout.decode("utf-8")


def test_what_cannot_be_shown_is_not_silently_lost() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "proust_attention", "machines"],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=True,
    )
    assert rb"\xc0 la recherche" in result.stdout


@pytest.mark.parametrize(
    ("shell", "environment", "offers"),
    [
        ("bash", {"COMP_WORDS": "proust tr", "COMP_CWORD": "1"}, "train"),
        ("bash", {"COMP_WORDS": "proust train --min", "COMP_CWORD": "2"}, "--minutes"),
        (
            "fish",
            {"_TYPER_COMPLETE_ARGS": "proust corpus pre", "_TYPER_COMPLETE_FISH_ACTION": "get-args"},
            "prepare",
        ),
    ],
)
def test_the_shell_completes(shell: str, environment: dict[str, str], offers: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "proust_attention"],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "_PROUST_COMPLETE": f"complete_{shell}", **environment},
        check=False,
    )
    assert offers in result.stdout
