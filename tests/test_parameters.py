"""The table of weights."""

import numpy as np
import pytest

from proust_attention import parameters
from proust_attention.config import ModelConfig
from proust_attention.errors import InputError

ARTICLE = ModelConfig(vocab_size=94)


def test_count_by_hand() -> None:
    # embedding           94 x 128                                     =  12,032
    # a block: attention  4 matrices of 128 x 128                      =  65,536
    #          feed-fwd   128 x 512 + 512 + 512 x 128 + 128            = 131,712
    #          two norms  2 x (128 + 128)                              =     512
    #          together                                                  197,760, and two blocks: 395,520
    # final norm          128 + 128                                    =     256
    # output projection   128 x 94                                     =  12,032
    # all: 12,032 + 395,520 + 256 + 12,032                             = 419,840
    assert parameters.count(ARTICLE) == 419_840
    assert sum(array.size for array in parameters.initial(ARTICLE).values()) == 419_840


def test_names_and_shapes() -> None:
    shapes = parameters.shapes(ModelConfig(vocab_size=11, d_model=6, n_heads=3, n_layers=1, d_ff=7))
    assert shapes == {
        "embedding.token_embedding": (11, 6),
        "blocks.0.attention.W_Q": (6, 6),
        "blocks.0.attention.W_K": (6, 6),
        "blocks.0.attention.W_V": (6, 6),
        "blocks.0.attention.W_O": (6, 6),
        "blocks.0.feed_forward.W_1": (6, 7),
        "blocks.0.feed_forward.b_1": (7,),
        "blocks.0.feed_forward.W_2": (7, 6),
        "blocks.0.feed_forward.b_2": (6,),
        "blocks.0.norm_1.gamma": (6,),
        "blocks.0.norm_1.beta": (6,),
        "blocks.0.norm_2.gamma": (6,),
        "blocks.0.norm_2.beta": (6,),
        "final_norm.gamma": (6,),
        "final_norm.beta": (6,),
        "output_projection": (6, 11),
    }


def test_initial_values() -> None:
    values = parameters.initial(ARTICLE, seed=3, dtype=np.float64)
    assert list(values) == list(parameters.shapes(ARTICLE))
    for name, array in values.items():
        assert array.dtype == np.float64
        if array.ndim == 2:  # of n draws the standard deviation is known to within about 0.02 / sqrt(2n)
            assert abs(array.std() - 0.02) < 5 * 0.02 / np.sqrt(2 * array.size)
            assert abs(array.mean()) < 5 * 0.02 / np.sqrt(array.size)
        else:
            assert (array == (1 if name.endswith("gamma") else 0)).all()


def test_initial_values_are_a_function_of_the_seed() -> None:
    one, again, other = (parameters.initial(ARTICLE, seed) for seed in (1, 1, 2))
    assert all((one[name] == again[name]).all() for name in one)
    assert not np.array_equal(one["output_projection"], other["output_projection"])


def test_initial_values_by_the_shape_of_each_weight() -> None:
    normal, scaled = parameters.initial(ARTICLE, 1), parameters.initial(ARTICLE, 1, scheme="scaled")
    zeros = {n for n in scaled if not scaled[n].any()} - {n for n in normal if not normal[n].any()}
    assert zeros == {
        f"blocks.{layer}.{name}" for layer in (0, 1) for name in ("attention.W_O", "feed_forward.W_2")
    }
    for name in ("attention.W_Q", "feed_forward.W_1"):
        matrix = scaled[f"blocks.1.{name}"]
        assert matrix.std() == pytest.approx(1 / np.sqrt(128), rel=0.02)
        assert np.abs(matrix).max() <= np.sqrt(3 / 128)
    assert scaled["embedding.token_embedding"].std() == pytest.approx(0.02, rel=0.02)
    assert scaled["output_projection"].std() == pytest.approx(0.001, rel=0.02)


def test_weights_that_do_not_fit() -> None:
    values = parameters.initial(ARTICLE)
    parameters.check(ARTICLE, values)
    with pytest.raises(InputError, match=r"token_embedding is \(94, 128\), not \(95, 128\)"):
        parameters.check(ModelConfig(vocab_size=95), values)
    with pytest.raises(InputError, match=r"blocks\.2\.attention\.W_Q is missing"):
        parameters.check(ModelConfig(vocab_size=94, n_layers=3), values)
    with pytest.raises(InputError, match=r"blocks\.1\..* belongs to no part"):
        parameters.check(ModelConfig(vocab_size=94, n_layers=1), values)
