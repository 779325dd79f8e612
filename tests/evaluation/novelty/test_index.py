"""The suffix array against a search without one."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proust_attention.evaluation.novelty.index import REACH, Index

TEXTS = st.text(st.sampled_from("abé☃𝔓"), max_size=60)


def longest(text: str, query: str, at: int) -> int:
    """The longest run, by trying."""
    length = 0
    while at + length < len(query) and query[at : at + length + 1] in text:
        length += 1
    return length


@given(TEXTS, TEXTS, st.sampled_from([1, 3, REACH]))
@example("a" * 30, "a" * 20, 3)
@example("", "a", REACH)
@example("a", "", REACH)
def test_finds_what_a_search_finds(text: str, query: str, reach: int) -> None:
    runs = Index(text).longest_runs(query, reach)
    assert runs.lengths.tolist() == [longest(text, query, at) for at in range(len(query))]
    for at, (length, place) in enumerate(zip(runs.lengths.tolist(), runs.places.tolist(), strict=True)):
        assert text[place : place + length] == query[at : at + length]


def test_an_alphabet_of_more_than_a_byte() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 700))) * 2
    runs = Index(text).longest_runs(text[300:900] + "x")
    assert runs.lengths[0] == 600
    assert runs.places[0] == 300
    assert runs.lengths[-1] == 0


@pytest.mark.parametrize("characters", [60, 5000])
def test_long_quotations_are_found_whole(prose: str, characters: int) -> None:
    runs = Index(prose).longest_runs(f"~~{prose[9000 : 9000 + characters]}~~")
    assert runs.lengths[:2].tolist() == [0, 0]
    assert runs.lengths[2] == characters
    assert runs.places[2] == 9000
