"""Every file of the reference has its twin in PyTorch, its notes, and an example that is run."""

import ast
from pathlib import Path

import pytest

import proust_attention

ROOT = Path(proust_attention.__file__).parent
CONCEPTS = {
    *("embedding", "positions", "layer_norm", "attention", "feed_forward", "dropout", "qk_norm"),
    "interventions",
    *("block", "transformer", "cross_entropy"),
}


def concepts(engine: str) -> set[str]:
    return {path.stem for path in (ROOT / engine).glob("*.py")} - {"__init__", "arrays", "devices"}


def notes(engine: str, concept: str) -> str:
    tree = ast.parse((ROOT / engine / f"{concept}.py").read_text(encoding="utf-8"))
    return ast.get_docstring(tree) or ""


def test_the_engines_hold_the_same_files() -> None:
    assert concepts("numpy_model") == concepts("torch_model") == CONCEPTS


@pytest.mark.parametrize("engine", ["numpy_model", "torch_model"])
@pytest.mark.parametrize("concept", sorted(CONCEPTS))
def test_class_notes_come_first(engine: str, concept: str) -> None:
    assert "\n# Class Notes\n" in notes(engine, concept)


@pytest.mark.parametrize("concept", sorted(CONCEPTS))
def test_the_reference_explains_its_gradient_with_an_example(concept: str) -> None:
    text = notes("numpy_model", concept)
    assert ">>> " in text, "no example that is run"
    assert "gradient" in text.split(">>> ", 1)[0] or "The gradient" in text
