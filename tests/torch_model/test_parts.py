"""The parts of the PyTorch machine, each held against its formula or a value worked out by hand."""

import math

import numpy as np
import pytest
import torch

from proust_attention.config import ModelConfig
from proust_attention.torch_model import cross_entropy
from proust_attention.torch_model.attention import written_out
from proust_attention.torch_model.dropout import RandomMasks
from proust_attention.torch_model.embedding import Embedding
from proust_attention.torch_model.feed_forward import FeedForward
from proust_attention.torch_model.interventions import hook
from proust_attention.torch_model.layer_norm import EPSILON, LayerNorm
from proust_attention.torch_model.positions import sinusoidal


def test_positions_by_hand() -> None:
    table = sinusoidal(6, 4)  # D = 4: two hands, of speed 1 and 1/100
    assert table.shape == (6, 4)
    assert table[0].tolist() == [0, 1, 0, 1]
    expected = [math.sin(5), math.cos(5), math.sin(0.05), math.cos(0.05)]
    np.testing.assert_allclose(table[5].numpy(), expected, atol=1e-15)


def test_looking_back_is_a_fixed_turn() -> None:
    table = sinusoidal(40, 6).reshape(40, 3, 2)  # three hands
    rotation = torch.complex(table[..., 1], table[..., 0])  # cos + i sin
    step = rotation[7:] / rotation[:-7]
    torch.testing.assert_close(step, step[:1].expand_as(step))


def test_embedding_by_hand() -> None:
    config = ModelConfig(vocab_size=3, d_model=4, n_heads=2)
    table = np.arange(12, dtype=np.float64).reshape(3, 4)
    embedded = Embedding(config, {"token_embedding": table})(torch.tensor([[2, 0]]))
    # √4 = 2 times the rows 2 and 0, plus the positions 0 and 1
    expected = 2 * table[[2, 0]] + sinusoidal(2, 4).numpy()
    np.testing.assert_allclose(embedded[0].detach().numpy(), expected, atol=1e-15)


def test_layer_norm_by_its_formula() -> None:
    random = np.random.default_rng(0)
    x, gamma, beta = random.normal(3, 2, (2, 3, 6)), random.normal(size=6), random.normal(size=6)
    y = LayerNorm(ModelConfig(vocab_size=3, d_model=6, n_heads=1), {"gamma": gamma, "beta": beta})(
        torch.from_numpy(x)
    )
    mean, variance = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
    expected = gamma * (x - mean) / np.sqrt(variance + EPSILON) + beta
    np.testing.assert_allclose(y.detach().numpy(), expected, rtol=1e-12)


def test_feed_forward_by_hand() -> None:
    values = {
        "W_1": np.array([[1.0, -1.0, 2.0], [0.0, 1.0, 1.0]]),
        "b_1": np.array([0.0, 0.5, -10.0]),
        "W_2": np.array([[1.0, 0.0], [2.0, 1.0], [5.0, 5.0]]),
        "b_2": np.array([0.25, -1.0]),
    }
    y = FeedForward(ModelConfig(vocab_size=3), values, "")(torch.tensor([[[1.0, 2.0]]], dtype=torch.float64))
    # hidden: 1, -1 + 2 + 0.5 = 1.5, 2 + 2 - 10 = -6 -> 0;  y: 1 + 3 + 0.25, 1.5 - 1
    assert y.tolist() == [[[4.25, 0.5]]]


def test_attention_by_hand() -> None:
    # one head of width 4, two positions; the second query meets both keys with the products 4·log(3) and 0
    query = torch.tensor([[[[9.0, 9, 9, 9], [1, 1, 1, 1]]]], dtype=torch.float64)
    key = torch.tensor([[[[math.log(3.0)] * 4, [0.0] * 4]]], dtype=torch.float64)
    value = torch.tensor([[[[8.0, 0, 0, 4], [0, 4, 0, 0]]]], dtype=torch.float64)
    heads, weights = written_out(query, key, value)
    # the first position sees only itself; the second: 4·log 3 / √4 = 2·log 3 against 0, that is 9 : 1
    np.testing.assert_allclose(weights[0, 0].numpy(), [[1, 0], [0.9, 0.1]], atol=1e-15)
    np.testing.assert_allclose(heads[0, 0, 1].numpy(), [7.2, 0.4, 0, 3.6], atol=1e-15)


def test_cross_entropy_by_hand() -> None:
    logits = torch.log(torch.tensor([[[0.5, 0.25, 0.25], [0.1, 0.1, 0.8]]], dtype=torch.float64))
    loss = cross_entropy.forward(logits, torch.tensor([[1, 2]]))
    assert loss.item() == pytest.approx((math.log(4) - math.log(0.8)) / 2)


def test_dropout_keeps_the_expected_value() -> None:
    x = torch.ones(200, 500)
    config = ModelConfig(vocab_size=3, dropout=0.1)
    masks = RandomMasks(config, seed=0, step=0, device=torch.device("cpu"))
    y = hook(x, "embedding", masks)
    assert y.unique().tolist() == pytest.approx([0, 1 / 0.9])
    assert (y == 0).float().mean().item() == pytest.approx(0.1, abs=0.005)
    assert hook(x, "logits", masks) is x
    assert hook(x, "embedding", None) is x


@pytest.mark.parametrize("rate", [0.01, 0.5, 0.9])
def test_dropout_drops_as_many_as_it_says(rate: float) -> None:
    masks = RandomMasks(ModelConfig(vocab_size=3, dropout=rate), seed=0, step=0, device=torch.device("cpu"))
    mask = masks.mask((1001, 999))  # not a multiple of four
    n = mask.numel()
    assert abs((mask == 0).sum().item() - n * rate) < 5 * math.sqrt(n * rate * (1 - rate))
    assert torch.corrcoef(torch.stack([mask.flatten()[:-1], mask.flatten()[1:]]))[0, 1].abs() < 5 / math.sqrt(n)


def test_masks_are_a_function_of_seed_and_step() -> None:
    def mask(seed: int, step: int) -> torch.Tensor:
        config = ModelConfig(vocab_size=3, dropout=0.5)
        return RandomMasks(config, seed, step, torch.device("cpu")).mask((100,))

    assert torch.equal(mask(1, 2), mask(1, 2))
    assert not torch.equal(mask(1, 2), mask(2, 1))
    assert not torch.equal(mask(1, 2), mask(1, 3))
