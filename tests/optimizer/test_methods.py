"""The list of methods: what each declares is true, in both engines."""

import dataclasses

import pytest

from proust_attention import parameters
from proust_attention.config import ModelConfig, TrainingConfig
from proust_attention.optimizer.methods import METHODS, owners, used
from proust_attention.optimizer.torch_optimizer import update_of

SMALL = ModelConfig(vocab_size=11, d_model=12, n_heads=2, n_layers=2, d_ff=20, context_length=8)


def test_the_setting_offers_just_the_methods_that_there_are() -> None:
    (field,) = (f for f in dataclasses.fields(TrainingConfig) if f.name == "optimizer")
    assert field.metadata["choices"] == tuple(METHODS)


@pytest.mark.parametrize("name", METHODS)
def test_what_a_method_declares(name: str) -> None:
    method, config = METHODS[name], TrainingConfig(optimizer=name)
    assert method.name == name
    assert getattr(config, method.rate) > 0
    assert callable(update_of(method))
    assert used(config)[0] is method
    shapes = parameters.shapes(SMALL)
    owner = owners(shapes, config)
    assert list(owner) == list(shapes)
    assert all(owner[n] is method for n, shape in shapes.items() if method.owns(n, shape))
    assert method in owner.values()


def test_no_two_methods_keep_arrays_under_one_name() -> None:
    kinds = [kind for method in METHODS.values() for kind in method.state]
    assert len(kinds) == len(set(kinds))
