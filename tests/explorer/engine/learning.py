"""What of the engine learns, called in a page: gradients of a batch, in float32 or float64."""

import base64
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from proust_attention.config import ModelConfig
from tests.explorer.browsing import unpacked
from tests.explorer.machines import Values

if TYPE_CHECKING:
    from playwright.sync_api import Page

MACHINE = """window.floats = { float32: Float32Array, float64: Float64Array }
window.machineOf = async (config, weights, kind) => {
  const { Transformer } = await import("/engine/transformer.js")
  const { shapes } = await import("/engine/parameters.js")
  const shape = shapes(config)
  return new Transformer(config, new Map(Object.entries(weights).map(([name, packed]) => {
    return [name, { shape: shape.get(name), data: new floats[kind](unpack(packed)) }]
  })))
}
window.lossOf = (crossEntropy, transformer, { ids, targets, T, interventions }) => {
  const [logits, saved] = transformer.forward(Int32Array.from(ids), interventions, T)
  const [loss, savedLoss] = crossEntropy.forward(logits, Int32Array.from(targets))
  return { loss, saved, savedLoss }
}
null"""
GRADIENTS = """async ([config, weights, kind, batch]) => {
  const crossEntropy = await import("/engine/cross_entropy.js")
  const transformer = await machineOf(config, weights, kind)
  const { loss, saved, savedLoss } = lossOf(crossEntropy, transformer, batch)
  const gradients = transformer.backward(saved, crossEntropy.backward(savedLoss))
  return pack({ loss, gradients: Object.fromEntries(gradients) })
}"""
DIFFERENCES = """async ([config, weights, batch, places, distance]) => {
  const crossEntropy = await import("/engine/cross_entropy.js")
  const { shapes } = await import("/engine/parameters.js")
  const names = [...shapes(config).keys()]
  const transformer = await machineOf(config, weights, "float64")
  const of = (parts, [first, ...rest]) => rest.length ? of(parts[first], rest) : parts[first]
  const slopes = {}
  for (const name of names) {
    const values = of(transformer.parts, name.split("."))
    slopes[name] = places[name].map(place => {
      const value = values[place]
      const [above, below] = [distance, -distance].map(move => {
        values[place] = value + move
        return lossOf(crossEntropy, transformer, batch).loss
      })
      values[place] = value
      return (above - below) / (2 * distance)
    })
  }
  return slopes
}"""


class Found(NamedTuple):
    """What the page computed of a batch."""

    loss: float
    gradients: Values


def batch(
    inputs: np.ndarray, targets: np.ndarray, interventions: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """A batch as the page takes it; interventions are plain factors and values."""
    ids = {"ids": inputs.ravel().tolist(), "targets": targets.ravel().tolist(), "T": inputs.shape[1]}
    return {**ids, "interventions": interventions or {}}


def packed(values: Values, kind: str) -> dict[str, str]:
    return {name: base64.b64encode(array.astype(kind).tobytes()).decode() for name, array in values.items()}


def gradients(page: "Page", config: ModelConfig, values: Values, given: dict[str, Any], kind: str) -> Found:
    """Loss and gradients of a batch, under the names of parameters.py."""
    page.evaluate(MACHINE)
    found = unpacked(page.evaluate(GRADIENTS, [config.to_dict(), packed(values, kind), kind, given]))
    shaped = {name: array.reshape(values[name].shape) for name, array in found["gradients"].items()}
    return Found(found["loss"], shaped)


def differences(
    page: "Page", config: ModelConfig, values: Values, given: dict[str, Any], places: Mapping[str, list[int]]
) -> dict[str, list[float]]:
    """(L(w + h) - L(w - h)) / 2h at some places of every weight, computed in the page in float64."""
    page.evaluate(MACHINE)
    return page.evaluate(DIFFERENCES, [config.to_dict(), packed(values, "float64"), given, places, 1e-5])


def misses(found: Values, expected: Values, tolerance: float) -> set[str]:
    """The weights whose gradients differ by more than this part of the largest."""
    assert list(found) == list(expected)
    return {
        name for name, d in expected.items() if not np.abs(found[name] - d).max() <= tolerance * np.abs(d).max()
    }
