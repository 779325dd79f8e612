"""Names sorted as people count."""

import random

import pytest

from proust_attention.corpus.natural import natural_key


@pytest.mark.parametrize(
    "names",
    [
        ["a.txt", "b-9.txt", "b-10.txt"],
        ["Tomo IV.epub", "Tomo V.epub", "Tomo IX.epub", "Tomo X.epub"],
        ["v1/i.txt", "v1/v.txt", "v1/w.txt", "v2/a.txt"],
        ["w.txt", "x.txt", "y.txt"],
    ],
)
def test_natural_order(names: list[str]) -> None:
    shuffled = random.Random(1).sample(names, len(names))
    assert sorted(shuffled, key=natural_key) == names
