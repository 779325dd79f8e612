"""Broken on purpose: a line of the reference is replaced, and gradcheck must name the weights that it spoils."""

import inspect
import textwrap
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import typer

from proust_attention import torch_model
from proust_attention.cli.gradcheck import gradcheck as command
from proust_attention.config import ModelConfig
from proust_attention.inspection import gradcheck, random_values, torch_gradients
from proust_attention.inspection.gradcheck import gradients_by_hand
from proust_attention.numpy_model import attention, embedding, feed_forward, layer_norm, qk_norm
from tests.gradients.test_gradcheck import design, example


def break_line(monkeypatch: pytest.MonkeyPatch, module: ModuleType, *changes: tuple[str, str]) -> None:
    """Replace lines of a module's source, and the module's functions by those of the broken source."""
    source = Path(str(module.__file__)).read_text(encoding="utf-8")
    for line, instead in changes:
        assert source.count(line) == 1, "the line to break must be there, once"
        source = source.replace(line, instead)
    broken: dict[str, object] = {"__name__": "broken"}
    exec(compile(source, str(module.__file__), "exec"), broken)
    for name, thing in list(broken.items()):
        if isinstance(getattr(module, name, None), type):
            broken[name] = getattr(module, name)  # the classes stay the same, or the type checks would object
        elif callable(thing) and getattr(thing, "__module__", None) == "broken":
            monkeypatch.setattr(module, name, thing)


def break_the_backward_of(monkeypatch: pytest.MonkeyPatch, function: type, line: str, instead: str) -> None:
    """Replace a line of the gradient that a part of the PyTorch machine hands to autograd."""
    source = textwrap.dedent(inspect.getsource(function.backward))
    assert source.count(line) == 1, "the line to break must be there, once"
    broken: dict[str, object] = {}
    exec(compile(source.replace(line, instead), "broken", "exec"), dict(vars(inspect.getmodule(function))), broken)
    monkeypatch.setattr(function, "backward", broken["backward"])


def spoilt(config: ModelConfig) -> set[str]:
    """The weights for which a witness disagrees."""
    return {row.name for row in gradcheck(config, random_values(config), example(), samples=3) if not row.passed}


def of_block(names: set[str], layer: int) -> set[str]:
    prefix = f"blocks.{layer}."
    return {name.removeprefix(prefix) for name in names if name.startswith(prefix)}


POST = design("post", "sinusoidal", "relu", False)
ROTARY = design("pre", "rotary", "relu", False)


@pytest.mark.parametrize(
    ("module", "line", "instead", "config", "in_the_last_block"),
    [
        (
            attention,
            "    d_query /= math.sqrt(d_query.shape[-1])",
            "    pass",
            POST,
            {"attention.W_Q"},
        ),
        (
            attention,
            "    d_scores = d_P - np.vecdot(d_P, P)[..., None]",
            "    d_scores = d_P.copy()",
            POST,
            {"attention.W_Q", "attention.W_K"},
        ),
        (
            attention,
            "        d_query, d_key = rotate(d_query, cos, -sin), rotate(d_key, cos, -sin)",
            "        d_query, d_key = rotate(d_query, cos, sin), rotate(d_key, cos, sin)",
            ROTARY,
            {"attention.W_Q", "attention.W_K", "norm_1.gamma", "norm_1.beta"},
        ),
    ],
    ids=["a missing 1/√d_k", "softmax without its correction", "a rotation in the wrong direction"],
)
def test_attention_with_a_broken_backward(
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    line: str,
    instead: str,
    config: ModelConfig,
    in_the_last_block: set[str],
) -> None:
    break_line(monkeypatch, module, (line, instead))
    wrong = spoilt(config)
    assert of_block(wrong, 1) == in_the_last_block  # what the backward pass computes before it is right
    assert len(of_block(wrong, 0)) == 12  # and what it computes afterwards is wrong, all of it
    assert wrong >= {"embedding.token_embedding"}
    assert not wrong & {"output_projection", "final_norm.gamma", "final_norm.beta"}


@pytest.mark.parametrize("line", ["    d_x -= n * along_n\n", "    d_x -= d_x.mean(axis=-1, keepdims=True)"])
def test_a_dropped_term_of_layer_norm(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    break_line(monkeypatch, layer_norm, (line, "\n" if line.endswith("\n") else "    pass"))
    right = {"output_projection", "final_norm.gamma", "final_norm.beta"}
    assert spoilt(POST) == set(random_values(POST)) - right  # all that lies before the last norm


def test_the_mask_applied_after_the_softmax(monkeypatch: pytest.MonkeyPatch) -> None:
    right = "    scores += causal_mask(x.shape[1], scores.dtype)  # (T, S)\n    softmaxed = softmax(scores)"
    wrong = "    softmaxed = softmax(scores) * np.exp(causal_mask(x.shape[1], scores.dtype))"
    break_line(monkeypatch, attention, (right, wrong))
    assert {"attention.W_Q", "attention.W_K"} <= of_block(spoilt(POST), 1)


def test_a_forward_without_the_root_is_seen_by_autograd(monkeypatch: pytest.MonkeyPatch) -> None:
    """Differences cannot see it, for the gradient is right for the wrong forward; the other engine can."""
    break_line(
        monkeypatch,
        attention,
        ("    query = query / math.sqrt(query.shape[-1])", "    query = query / 1"),
        ("    d_query /= math.sqrt(d_query.shape[-1])", "    pass"),
    )
    rows = gradcheck(POST, random_values(POST), example(), samples=3)
    assert all(row.differences_error <= 1e-6 for row in rows)
    wrong = {row.name for row in rows if not row.passed}
    assert of_block(wrong, 1) >= {"attention.W_Q", "attention.W_K"}


@pytest.mark.parametrize("concept", ["qk_norm", "feed_forward"])
def test_a_mistake_in_both_engines_is_seen_by_autograd(monkeypatch: pytest.MonkeyPatch, concept: str) -> None:
    """The PyTorch machine trains with our derivations, too: as a witness it must not use them."""
    if concept == "qk_norm":
        config, weight = design("pre", "rotary", "relu", True), "attention.W_Q"
        ours = "    return (d_n - n * along_n) * saved.reciprocal", "    return d_n * saved.reciprocal"
        theirs = "torch.addcmul(d_n, n, along_n, value=-1).mul_(reciprocal)", "d_n * reciprocal"
        break_line(monkeypatch, qk_norm, ours)
        break_the_backward_of(monkeypatch, torch_model.qk_norm._Normalise, *theirs)
    else:
        config, weight = design("pre", "rotary", "relu_squared", False), "feed_forward.W_1"
        break_line(
            monkeypatch,
            feed_forward,
            ("        d_z = d_z * (2 * saved.positive)", "        d_z = d_z * saved.positive"),
        )
        theirs = "(d_hidden * positive).mul_(2)", "d_hidden * positive"
        break_the_backward_of(monkeypatch, torch_model.feed_forward._ReluSquared, *theirs)
    values, given = random_values(config), example()
    by_hand = gradients_by_hand(config, values, given)
    name = f"blocks.1.{weight}"
    in_training = torch_gradients.gradients(config, values, given.inputs, given.targets, plain=False)[name]
    np.testing.assert_allclose(by_hand[name], in_training)  # wrong in the same way
    row = next(row for row in gradcheck(config, values, given, samples=1) if row.name == name)
    assert row.autograd_error is not None
    assert row.autograd_error > 0.01


def test_an_embedding_gradient_by_assignment(monkeypatch: pytest.MonkeyPatch) -> None:
    right = '    return {"token_embedding": one_hot.T @ d_rows}'
    wrong = """    table = np.zeros((saved.vocab_size, D))
    table[saved.token_ids.ravel()] = d_rows
    return {"token_embedding": table}"""
    break_line(monkeypatch, embedding, (right, wrong))
    assert spoilt(POST) == {"embedding.token_embedding"}


def test_the_command_says_so_and_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    break_line(monkeypatch, layer_norm, ("    d_x -= n * along_n\n", "\n"))
    with pytest.raises(typer.Exit) as end:
        command(preset="article", set_=["model.dropout=0"], samples=1, seed=0, json=False)
    assert end.value.exit_code == 1
    out = capsys.readouterr().out
    assert "some gradients are WRONG" in out
    assert out.count("WRONG") == 1 + 25  # all 28 but the two of the last norm and the output projection
