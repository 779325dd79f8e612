"""What charts are drawn with: texts that stay texts, places, the picture around them; and its style."""

import re
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from proust_attention.charts import drawing, style
from proust_attention.charts.axis import Axis
from proust_attention.charts.drawing import Frame

FRAME = Frame(Axis(0, 10), Axis(1, 100, log=True), left=70, right=270, top=10, ground=110)
SVG = "{http://www.w3.org/2000/svg}"


@given(st.text())
def test_every_text_is_fit_for_xml(words: str) -> None:
    for element in (
        drawing.label(1, 2, words),
        drawing.upright_label(1, 2, words),
        drawing.bar(1, 2, 3, 4, words),
    ):
        root = ET.fromstring(element)
        shown = "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in words)
        assert "".join(root.itertext()) == shown
        assert len(list(root.iter())) == (2 if root.tag == "rect" else 1)


def test_a_frame() -> None:
    assert [FRAME.across(value) for value in (0, 5, 10)] == [70, 170, 270]
    assert [FRAME.up(value) for value in (1, 10, 100)] == [110, 60, 10]
    lines, labels = FRAME.grid([1, 10])[::2], FRAME.grid([1, 10])[1::2]
    assert [ET.fromstring(element).attrib["y1"] for element in lines] == ["110", "60"]
    assert [ET.fromstring(element).text for element in labels] == ["1", "10"]
    ground, mark, name = FRAME.x_axis([(5, "five")])
    assert (ET.fromstring(ground).attrib["x1"], ET.fromstring(ground).attrib["x2"]) == ("70", "270")
    assert ET.fromstring(mark).attrib["x1"] == ET.fromstring(name).attrib["x"] == "170"


def test_a_picture_can_be_read_out() -> None:
    title, words = "A <title>", "one & two"
    page = ET.fromstring(drawing.picture("key", (20, 10), title, words, ["<g/>"]))
    file = ET.fromstring(drawing.file("key", (20, 10), title, words, 5, ["<g/>"]))
    for root in (page, file):
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-labelledby"].split() == [root[0].attrib["id"], root[1].attrib["id"]]
        assert (root[0].text, root[1].text) == (title, words)
    assert file.findtext(f"{SVG}text") == title  # on a page the title stands above the picture


def test_both_styles_say_the_same_in_light_and_in_dark() -> None:
    page, file = style.for_page(), style.for_file()
    assert "var(" not in file
    assert set(re.findall(r"var\(--(\w+)\)", page)) <= set(style.LIGHT)
    assert set(style.LIGHT) == set(style.DARK)
    for colours, rules in zip((style.LIGHT, style.DARK), file.split("prefers-color-scheme: dark"), strict=True):
        assert {colours[name] for name in ("paper", "ink", "quiet", "rule", "bar")} <= set(
            re.findall(r"#\w{6}", rules)
        )
