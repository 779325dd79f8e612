"""What must work, and stay light, where PyTorch is not installed: in processes in which its import is blocked."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import TINY_FLAGS

BLOCK = "import sys; sys.modules['torch'] = None\n"


def python(code: str, *arguments: object) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def proust_without_torch(*arguments: object) -> "subprocess.CompletedProcess[str]":
    return python(BLOCK + "from proust_attention.cli.main import main; main()", *arguments)


def test_import_does_not_load_torch() -> None:
    result = python("import sys, proust_attention; print('torch' in sys.modules, 'numpy' in sys.modules)")
    assert result.stdout.split() == ["False", "False"]


def test_help_does_not_load_torch() -> None:
    code = (
        "import sys\n"
        "from proust_attention.cli import main\n"
        "sys.argv = ['proust', *sys.argv[1:]]\n"
        "status = main._run()\n"
        "print('torch' in sys.modules, status, file=sys.stderr)"
    )
    for arguments in (["--help"], ["train", "--help"], ["corpus", "--help"], ["generate", "--help"]):
        result = python(code, *arguments)
        assert result.stderr.split() == ["False", "0"], result.stderr


def test_the_light_parts_work_without_torch() -> None:
    code = BLOCK + (
        "import proust_attention as proust\n"
        "config = proust.ModelConfig(vocab_size=94)\n"
        "assert proust.parameters.count(config) == 419_840\n"
        "assert proust.parameters.initial(config)['output_projection'].shape == (128, 94)\n"
        "text = proust.corpus.clean('Ça va', proust.corpus.Alphabet.of('fr')).text\n"
        "ids = proust.tokenizer.CharacterTokenizer.of_text(text).encode(text)\n"
        "print(len(proust.batches.Batches(ids.repeat(20), 8, 2, 'every-offset', 0).at(3).inputs))\n"
    )
    result = python(code)
    assert (result.stdout, result.stderr) == ("2\n", "")


def test_books_are_read_without_torch(tmp_path: Path) -> None:
    (tmp_path / "book.txt").write_text("Longtemps, je me suis couché de bonne heure.", encoding="utf-8")
    out = tmp_path / "corpus"
    result = proust_without_torch("corpus", "prepare", tmp_path / "book.txt", "--language", "fr", "--out", out)
    assert result.returncode == 0, result.stderr
    assert (out / "corpus.txt").read_text(encoding="utf-8") == "Longtemps, je me suis couché de bonne heure.\n"


def test_a_machine_is_trained_and_writes_without_torch(tmp_path: Path) -> None:
    run = tmp_path / "run"
    for engine in ("numpy", "auto"):
        result = proust_without_torch(
            "train", "--run", run / engine, "--engine", engine, "--steps", 3, *TINY_FLAGS
        )
        assert result.returncode == 0, result.stderr
    result = proust_without_torch("generate", "La casa", "--model", run / "auto", "--length", 10, "--seed", 1)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("La casa")
    result = proust_without_torch("trace", "La casa", "--model", run / "auto", "--backward")
    assert result.returncode == 0, result.stderr
    assert "blocks.1.attention.weights" in result.stdout


def test_gradients_are_checked_without_torch() -> None:
    result = proust_without_torch("gradcheck", "--samples", 1)
    assert result.returncode == 0, result.stderr
    assert "no PyTorch" in result.stdout


def test_what_needs_torch_says_what_to_install(tmp_path: Path) -> None:
    result = proust_without_torch("train", "--run", tmp_path / "run", "--engine", "torch", *TINY_FLAGS)
    assert result.returncode == 1
    assert result.stderr == (
        "proust: this needs the package torch, which is not installed: pip install 'proust-attention[torch]'\n"
    )
    assert not (tmp_path / "run").exists()
    result = python(BLOCK + "import proust_attention as proust\nproust.torch_model")
    assert "MissingExtraError: this needs the package torch" in result.stderr
