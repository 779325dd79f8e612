"""What the tests stand on: a shape or a type that is not as annotated stops them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from beartype.roar import BeartypeCallHintViolation
from jaxtyping import Float

from conftest import CHECKED, checked
from proust_attention.numpy_model.attention import softmax


@checked
def doubled(x: Float[np.ndarray, " T"], y: Float[np.ndarray, " T"]) -> Float[np.ndarray, " T"]:
    return np.concatenate([x, y]) if x[0] < 0 else x + y


def added(number: float) -> Callable[[float], float]:
    @checked
    def add(x: float) -> float:
        return x + number if x < 10 else str(x)  # type: ignore[return-value]

    return add


def test_axes_are_the_same_within_a_call() -> None:
    two, three = np.ones(2), np.ones(3)
    assert len(doubled(two, two)) == 2
    assert len(doubled(three, three)) == 3  # another call
    with pytest.raises(BeartypeCallHintViolation, match="dimension T is 3"):
        doubled(two, three)
    with pytest.raises(BeartypeCallHintViolation, match="return"):
        doubled(-two, two)


def test_functions_within_functions_are_each_themselves() -> None:
    one, two = added(1), added(2)
    assert (one(1), two(1), one(1.5)) == (2, 3, 2.5)
    for add in (one, two, one):
        with pytest.raises(BeartypeCallHintViolation, match="x='1'"):
            add("1")  # type: ignore[arg-type]
        with pytest.raises(BeartypeCallHintViolation, match="return '10'"):
            add(10)
    assert (one(1), two(1)) == (2, 3)


def test_equal_code_may_have_other_annotations() -> None:
    def identity(of: type) -> Callable[[object], object]:
        made: dict[str, Callable[[object], object]] = {}
        exec(f"def same(x: {of.__name__}): return x", made)
        return checked(made["same"])

    assert (identity(int)(1), identity(str)("1")) == (1, "1")
    with pytest.raises(BeartypeCallHintViolation):
        identity(str)(1)


def test_what_is_made_within_a_call_has_axes_of_its_own() -> None:
    @checked
    def outer(x: Float[np.ndarray, " T"]) -> Float[np.ndarray, " T"]:
        doubled(np.ones(5), np.ones(5))
        return x

    assert len(outer(np.ones(2))) == 2


def test_what_yields_and_what_holds() -> None:
    @checked
    def counted(n: int) -> Iterator[int]:
        yield from range(n)

    @checked
    @dataclass
    class Held:
        array: Float[np.ndarray, "T T"]

    assert list(counted(3)) == [0, 1, 2]
    Held(np.ones((2, 2)))
    with pytest.raises(BeartypeCallHintViolation):
        Held(np.ones((2, 3)))


def test_the_parts_are_checked() -> None:
    with pytest.raises(BeartypeCallHintViolation):
        softmax([1.0, 2.0])  # type: ignore[arg-type]
    assert {"numpy_model", "torch_model", "training"} < set(CHECKED)
