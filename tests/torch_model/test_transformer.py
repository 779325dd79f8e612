"""The whole PyTorch machine."""

import copy
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

import proust_attention as proust
from proust_attention import parameters
from proust_attention.config import ModelConfig
from proust_attention.errors import InputError
from proust_attention.inspection.gradcheck import random_values
from proust_attention.torch_model import Transformer, cross_entropy
from proust_attention.torch_model.dropout import RandomMasks

# Nothing is equal to anything else by accident.
SIZES = {"vocab_size": 23, "d_model": 12, "n_heads": 3, "n_layers": 2, "d_ff": 17, "context_length": 19}


@pytest.fixture(params=["post", "pre"])
def config(request: pytest.FixtureRequest) -> ModelConfig:
    return ModelConfig(**SIZES, norm_placement=request.param)


@pytest.fixture
def token_ids() -> Tensor:
    return torch.from_numpy(np.random.default_rng(1).integers(0, 23, (4, 13)))


def test_the_fast_attention_agrees_with_the_written_out(config: ModelConfig, token_ids: Tensor) -> None:
    machine = Transformer(config, random_values(config)).to(torch.float32)
    fast = machine(token_ids)
    written, _ = machine(token_ids, return_attention=True)
    assert fast.abs().max() > 1
    assert (fast - written).abs().max() <= 1e-5 * fast.abs().max()


@pytest.mark.parametrize("length", [13, 64, 150])  # less than a block of queries; one; two, and a part of one
def test_the_attention_with_dropout_agrees_with_the_written_out(config: ModelConfig, length: int) -> None:
    """Of which autograd finds the gradient."""
    config = replace(config, dropout=0.2, context_length=150)
    token_ids = torch.from_numpy(np.random.default_rng(1).integers(0, 23, (2, length)))
    values, losses, gradients = random_values(config), [], []
    for plain in (False, True):
        machine = Transformer(config, values, plain)
        masks = RandomMasks(config, seed=3, step=5, device=torch.device("cpu"))
        losses.append(cross_entropy.forward(machine(token_ids, masks), token_ids.roll(-1, 1)))
        losses[-1].backward()
        gradients.append({name: weight.grad for name, weight in machine.named_parameters()})
    torch.testing.assert_close(*losses, rtol=1e-13, atol=0)
    torch.testing.assert_close(*gradients, rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("preset", ["article", "modern"])
def test_they_agree_at_the_sizes_of_the_presets(preset: str) -> None:
    config = proust.config.build(94, preset).model
    machine = Transformer(config, random_values(config)).to(torch.float32)
    token_ids = torch.from_numpy(np.random.default_rng(2).integers(0, 94, (2, config.context_length)))
    with torch.inference_mode():
        fast, (written, _) = machine(token_ids), machine(token_ids, return_attention=True)
    assert fast.abs().max() > 1
    assert (fast - written).abs().max() <= 1e-5 * fast.abs().max()


def test_attention_maps(config: ModelConfig, token_ids: Tensor) -> None:
    machine = Transformer(config, random_values(config))
    _, maps = machine(token_ids, return_attention=True)
    assert len(maps) == 2
    for layer in maps:
        assert layer.shape == (4, 3, 13, 13)  # (B, H, T, S)
        torch.testing.assert_close(layer.sum(-1), torch.ones(4, 3, 13, dtype=torch.float64))
        assert (layer.triu(1) == 0).all()  # nobody looks ahead
        assert (layer.tril() > 0).any(0).any(0).sum() == 13 * 14 / 2


def test_no_position_sees_what_comes_after_it(config: ModelConfig, token_ids: Tensor) -> None:
    machine = Transformer(config, random_values(config))
    changed = token_ids.clone()
    changed[:, 7:] = (changed[:, 7:] + 1) % 23
    before, after = machine(token_ids), machine(changed)
    torch.testing.assert_close(before[:, :7], after[:, :7])
    assert (before[:, 7:] - after[:, 7:]).abs().min(dim=-1).values.max() > 0


def test_the_machine_computes_its_formula() -> None:
    """The whole of it once more, for one text of one batch, in plain NumPy."""
    for placement in ("post", "pre"):
        config = ModelConfig(**SIZES, norm_placement=placement)
        values = random_values(config)
        ids = np.random.default_rng(3).integers(0, 23, 11)

        def norm(x: np.ndarray, name: str, values: dict[str, np.ndarray] = values) -> np.ndarray:
            centred = x - x.mean(-1, keepdims=True)
            scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
            return values[f"{name}.gamma"] * scaled + values[f"{name}.beta"]

        def attend(x: np.ndarray, name: str, values: dict[str, np.ndarray] = values) -> np.ndarray:
            query, key, value = (x @ values[f"{name}.{W}"] for W in ("W_Q", "W_K", "W_V"))
            joined = np.zeros_like(x)
            for head in range(3):
                part = slice(4 * head, 4 * head + 4)  # K = 12 / 3
                for t in range(len(x)):
                    scores = key[: t + 1, part] @ query[t, part] / 2  # √4
                    weights = np.exp(scores) / np.exp(scores).sum()
                    joined[t, part] = weights @ value[: t + 1, part]
            return joined @ values[f"{name}.W_O"]

        def feed(x: np.ndarray, name: str, values: dict[str, np.ndarray] = values) -> np.ndarray:
            hidden = np.maximum(0, x @ values[f"{name}.W_1"] + values[f"{name}.b_1"])
            return hidden @ values[f"{name}.W_2"] + values[f"{name}.b_2"]

        t, i = np.arange(11)[:, None], np.arange(6)
        angle = t / 10000 ** (2 * i / 12)
        positions = np.stack([np.sin(angle), np.cos(angle)], -1).reshape(11, 12)
        x = np.sqrt(12) * values["embedding.token_embedding"][ids] + positions
        for block in ("blocks.0", "blocks.1"):
            if placement == "pre":
                x = x + attend(norm(x, f"{block}.norm_1"), f"{block}.attention")
                x = x + feed(norm(x, f"{block}.norm_2"), f"{block}.feed_forward")
            else:
                x = norm(x + attend(x, f"{block}.attention"), f"{block}.norm_1")
                x = norm(x + feed(x, f"{block}.feed_forward"), f"{block}.norm_2")
        expected = norm(x, "final_norm") @ values["output_projection"]
        logits = Transformer(config, values)(torch.from_numpy(ids)[None])[0].detach().numpy()
        np.testing.assert_allclose(logits, expected, rtol=1e-10, atol=1e-12)


def test_parameters_have_their_names_and_no_transpose(config: ModelConfig) -> None:
    values = random_values(config)
    machine = Transformer(config, values)
    named = dict(machine.named_parameters())
    assert set(named) == set(values)
    assert all(np.array_equal(named[name].detach().numpy(), values[name]) for name in values)
    assert list(machine.values()) == list(parameters.shapes(config))
    assert all(np.array_equal(machine.values()[name], values[name]) for name in values)


def test_the_weights_are_copied(config: ModelConfig) -> None:
    values = random_values(config)
    before = copy.deepcopy(values)
    machine = Transformer(config, values)
    with torch.no_grad():
        for weight in machine.parameters():
            weight.zero_()
    assert all(np.array_equal(values[name], before[name]) for name in values)


def test_every_weight_has_a_gradient(config: ModelConfig, token_ids: Tensor) -> None:
    machine = Transformer(config, random_values(config))
    cross_entropy.forward(machine(token_ids), token_ids.roll(-1, 1)).backward()
    for name, weight in machine.named_parameters():
        assert weight.grad is not None, name
        assert weight.grad.abs().max() > 0, name


def test_dropout_falls_where_the_article_puts_it(config: ModelConfig, token_ids: Tensor) -> None:
    places: list[tuple[str, tuple[int, ...]]] = []

    class Recording(RandomMasks):
        def get(self, name: str) -> Callable[[Tensor], Tensor] | None:
            dropped = super().get(name)
            if dropped is None:
                return None

            def recorded(x: Tensor) -> Tensor:
                places.append((name, tuple(x.shape)))
                return dropped(x)

            return recorded

    masks = Recording(replace(config, dropout=0.1), 0, 0, torch.device("cpu"))
    assert not torch.equal(Transformer(config, random_values(config))(token_ids, masks), token_ids)
    block = [
        ("attention.weights", (4, 3, 13, 13)),
        ("attention.output", (4, 13, 12)),
        ("feed_forward.hidden", (4, 13, 17)),
        ("feed_forward.output", (4, 13, 12)),
    ]
    expected = [(f"blocks.{layer}.{place}", shape) for layer in range(2) for place, shape in block]
    assert places == [("embedding", (4, 13, 12)), *expected]


def test_a_text_longer_than_the_context_is_refused(config: ModelConfig) -> None:
    with pytest.raises(InputError, match="20 tokens are more than the machine sees at once: 19"):
        Transformer(config, random_values(config))(torch.zeros(1, 20, dtype=torch.int64))


def test_weights_that_do_not_fit_are_refused(config: ModelConfig) -> None:
    values = random_values(config)
    del values["blocks.1.norm_2.beta"]
    with pytest.raises(InputError, match=r"blocks\.1\.norm_2\.beta is missing"):
        Transformer(config, values)


def test_the_public_face() -> None:
    config = proust.ModelConfig(vocab_size=94)
    machine = proust.torch_model.Transformer(config, proust.parameters.initial(config, seed=0, dtype=np.float32))
    assert sum(weight.numel() for weight in machine.parameters()) == 419_840
