"""Bins, and the picture that is drawn of them."""

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proust_attention.corpus.statistics.histogram import Bin, Chart, bins, svg

SVG = "{http://www.w3.org/2000/svg}"


def chart(*counts: int, heading: str = "Sentences") -> Chart:
    made = tuple(Bin(1 << i, (2 << i) - 1, count) for i, count in enumerate(counts))
    return Chart(heading, ("median 2", "the longest: Oui"), "words in a sentence", "sentences", made)


def bars(root: ET.Element) -> list[ET.Element]:
    return [rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == "bar"]


def texts(root: ET.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


def test_bins_by_hand() -> None:
    assert bins([1, 2, 3, 4, 7, 8, 8]) == (Bin(1, 1, 1), Bin(2, 3, 2), Bin(4, 7, 2), Bin(8, 15, 2))
    assert bins([5]) == (Bin(1, 1, 0), Bin(2, 3, 0), Bin(4, 7, 1))
    assert bins([]) == ()


@given(st.lists(st.integers(1, 10_000)))
def test_every_value_has_one_bin(values: list[int]) -> None:
    made = bins(values)
    assert sum(b.count for b in made) == len(values)
    assert all(b.count == sum(b.low <= value <= b.high for value in values) for b in made)
    assert all(right.low == left.high + 1 for left, right in pairwise(made))
    assert not values or (made[0].low == 1 and made[-1].count > 0)


@pytest.mark.parametrize("value", [0, -3])
def test_no_bin_for_less_than_one(value: int) -> None:
    with pytest.raises(ValueError, match="only values of 1 and more"):
        bins([3, value])


@given(st.lists(st.integers(0, 50_000), min_size=1, max_size=21).filter(any))
def test_bars_are_as_high_as_their_counts(counts: list[int]) -> None:
    root = ET.fromstring(svg("A book", [chart(*counts)]))
    drawn = bars(root)
    heights = [float(bar.attrib["height"]) for bar in drawn]
    assert heights == pytest.approx([max(heights) * count / max(counts) for count in counts], abs=0.011)
    bottoms = [float(bar.attrib["y"]) + height for bar, height in zip(drawn, heights, strict=True)]
    assert bottoms == pytest.approx([bottoms[0]] * len(counts), abs=0.011)
    lefts = [float(bar.attrib["x"]) for bar in drawn]
    assert all(right - left == lefts[1] - lefts[0] for left, right in pairwise(lefts))
    assert lefts[-1] + float(drawn[-1].attrib["width"]) < float(root.attrib["width"])
    assert len({bar.attrib["width"] for bar in drawn}) == 1


def test_what_it_says() -> None:
    root = ET.fromstring(svg("A book", [chart(3, 1200), chart(1, heading="Paragraphs")]))
    assert root.get("role") == "img"
    title, words = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert words is not None
    assert root.attrib["aria-labelledby"].split() == [title.get("id"), words.get("id")]
    assert title.text == "A book"
    assert words.text == (
        "Sentences. median 2. the longest: Oui. words in a sentence: 1: 3; 2 to 3: 1,200. "
        "Paragraphs. median 2. the longest: Oui. words in a sentence: 1: 1."
    )
    assert [bar.findtext(f"{SVG}title") for bar in bars(root)] == ["1: 3", "2 to 3: 1,200", "1: 1"]
    assert {"A book", "Sentences", "Paragraphs", "words in a sentence", "1,200", "1,000", "0", "4"} <= set(
        texts(root)
    )


def test_charts_share_an_axis() -> None:
    one, other = ET.fromstring(svg("", [chart(1, 2, 3), chart(4)])).findall(f"{SVG}g")
    assert [bar.attrib["x"] for bar in bars(one)][:1] == [bar.attrib["x"] for bar in bars(other)]
    assert {"1", "2", "4", "8"} <= set(texts(other))


@pytest.mark.parametrize("charts", [[], [chart()], [chart(0)], [chart(1)]], ids=["none", "no bin", "empty", "one"])
def test_little_to_draw(charts: list[Chart]) -> None:
    ET.fromstring(svg("A book", charts))


def test_hostile_words_stay_words() -> None:
    hostile = "</title><script>alert(1)</script>&amp;\x00\x1b[31m\ud800\" onload='x'"
    drawn = svg(hostile, [chart(1, heading=hostile)])
    root = ET.fromstring(drawn.encode())
    shown = hostile.replace("\x00", "\ufffd").replace("\x1b", "\ufffd").replace("\ud800", "\ufffd")
    assert texts(root)[:2] == [shown, shown]
    assert not [element for element in root.iter() if element.tag == f"{SVG}script"]
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]


def test_it_stands_alone() -> None:
    drawn = svg("A book", [chart(1, 2)])
    assert drawn.count("http") == 1  # the name of the language
    assert "url(" not in drawn
    assert "@import" not in drawn
    assert "prefers-color-scheme: dark" in drawn
