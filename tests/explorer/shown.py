"""The panels of numbers in a page, with what NumPy's trace in float64 has for the same text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import numpy as np
import pytest

from proust_attention.config import Config
from proust_attention.generation.context import window_start
from tests.explorer.visiting import Explorer

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

SIZES: Mapping[str, Any] = {"d_model": 24, "n_heads": 3, "n_layers": 2, "d_ff": 20, "context_length": 20}
TEXT = "He said: wait a\nlittle; and went away"  # longer than the context
SENTENCE = re.compile(
    r"Head (\d) of layer (\d).* from «(.)» \((\d+)\) .*«(.)» \((\d+)\)[^:]*: (?:the weight )?(\S+)"
)
H, L = 3, 2
START = window_start(len(TEXT), SIZES["context_length"])
T = len(TEXT) - START

MIDDLES = """(canvas, [rows, columns]) => {
  const { width, height } = canvas
  const copy = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true })
  copy.drawImage(canvas, 0, 0) // a canvas of the page, read often, would say in the console that this is slow
  const { data } = copy.getImageData(0, 0, width, height)
  return Array.from({ length: rows * columns }, (_, i) => {
    const y = Math.floor(((Math.floor(i / columns) + 0.5) * height) / rows)
    const x = Math.floor((((i % columns) + 0.5) * width) / columns)
    return [...data.slice(4 * (y * width + x), 4 * (y * width + x) + 4)]
  })
}"""


@dataclass
class Shown:
    """A page, and what NumPy computes of the same."""

    explorer: Explorer
    page: "Page"
    config: Config
    steps: dict[str, np.ndarray]

    def open(self, state: str) -> None:
        self.explorer.open(f"language=en&text={quote(TEXT)}&{state}")
        self.page.locator("#arithmetic .table").nth(2).wait_for()

    def of(self, name: str, layer: int = 0) -> np.ndarray:
        return self.steps[f"blocks.{layer}.attention.{name}"][0]

    def text(self, selector: str) -> str:
        return self.page.locator(selector).inner_text()

    def map(self, layer: int, head: int) -> "Locator":
        return self.page.locator("#maps figure").nth(layer * H + head)

    def said(self, panel: str = "maps") -> tuple[int, int, int, int, float]:
        """Head, layer, row, column and weight, as the page says them, counted from 0; places in the window."""
        words = self.page.locator(f"#{panel} .{panel}-sentence").inner_text()
        found = SENTENCE.fullmatch(words)
        assert found, words
        head, layer, one, at, other, to, weight = found.groups()
        row, column = int(at) - 1, int(to) - 1
        assert [one, other] == [TEXT[row].replace(" ", "␣"), TEXT[column].replace(" ", "␣")]
        return int(head) - 1, int(layer) - 1, row - START, column - START, float(weight.rstrip("."))

    def table(self, number: int) -> list[list[str]]:
        """The rows of a table of the arithmetic, from its first number on."""
        frames = self.page.locator("#arithmetic .table").nth(number)
        code = "frame => [...frame.querySelectorAll('tbody tr')].map(tr => [...tr.cells].map(c => c.textContent))"
        rows: list[list[str]] = frames.evaluate(code)
        return rows


MODERN = pytest.mark.parametrize("visited", ["modern"], indirect=True)  # where one machine tells as much as two


def lightness(rgb: np.ndarray) -> np.ndarray:
    """How light a colour looks: L of OKLab, from 0 to 1."""
    value = rgb / 255
    light = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    lms = light @ np.array([[0.41222, 0.2119, 0.0883], [0.53633, 0.6807, 0.28172], [0.05145, 0.1074, 0.62998]])
    lightnesses: np.ndarray = np.cbrt(lms) @ np.array([0.21045, 0.79362, -0.00407])
    return lightnesses


def cells_of(canvas: "Locator", rows: int, columns: int) -> np.ndarray:
    """The colours in the middle of the cells, red, green, blue, opacity."""
    return np.array(canvas.evaluate(MIDDLES, [rows, columns])).reshape(rows, columns, 4)


def middle(surface: "Locator", row: float, column: float, rows: int, columns: int) -> dict[str, float]:
    surface.scroll_into_view_if_needed()
    box = surface.bounding_box()
    assert box
    return {"x": (column + 0.5) * box["width"] / columns, "y": (row + 0.5) * box["height"] / rows}
