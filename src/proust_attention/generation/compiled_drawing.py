"""A run of symbols, compiled by Numba: draw_run of drawing.py, a text at a time."""

from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float, Int

from proust_attention.generation.compiled import CompiledReader, step
from proust_attention.generation.compiled_sampling import pick
from proust_attention.generation.compiling import compiled

if TYPE_CHECKING:
    from proust_attention.generation.drawing import Manner


def draw_run(
    reader: CompiledReader,
    window: Int[np.ndarray, "N S"],
    n_read: int,
    uniforms: Float[np.ndarray, "N run"],
    manner: "Manner",
) -> Float[np.ndarray, "run N V"]:
    """Fill the last columns of the window, one for each uniform number, and return the logits behind them."""
    n_streams, run = uniforms.shape
    first = window.shape[1] - run
    if n_read < first - 1:
        reader.read(window[:, n_read : first - 1])  # all of a prompt but its last symbol
    logits = np.zeros((n_streams, run, reader.decoder.output.shape[1]), reader.decoder.output.dtype)
    for stream in range(n_streams):
        _draw_run(window[stream], first, uniforms[stream], logits[stream], stream, *reader.state, *manner)
    reader.cache.length = first + run - 1
    return logits.swapaxes(0, 1)


@compiled
def _draw_run(window, first, uniforms, logits, stream, keys, values, machine, *manner):
    for n in range(len(uniforms)):
        end = first + n
        logits[n] = step(window[end - 1], end - 1, stream, keys, values, machine)
        window[end] = pick(logits[n], window[:end], uniforms[n], *manner)
        if window[end] == logits.shape[1]:
            window[end:] = logits.shape[1]  # no number, and nothing can come of it
            break
