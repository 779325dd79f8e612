"""A run of symbols, compiled by Numba: draw_run of drawing.py, a text at a time."""

import math

import numpy as np
from jaxtyping import Float, Int

from proust_attention.config import SamplingConfig
from proust_attention.generation.readers.compiled_reader import CompiledReader, step
from proust_attention.generation.readers.compiling import compiled
from proust_attention.generation.sampling.compiled import as_settings, pick


def draw_run(
    reader: CompiledReader,
    window: Int[np.ndarray, "N S"],
    n_read: int,
    uniforms: Float[np.ndarray, "N run"],
    settings: SamplingConfig,
) -> Float[np.ndarray, "drawn N V"]:
    """Fill the last columns of the window, one for each uniform number, and return the logits behind them.

    Where a logit is not finite, it ends before that.
    """
    n_streams, run = uniforms.shape
    first = window.shape[1] - run
    if n_read < first - 1:
        reader.read(window[:, n_read : first - 1])  # all of a prompt but its last token
    logits = np.zeros((n_streams, run, reader.decoder.output.shape[1]), reader.decoder.output.dtype)
    whole = as_settings(settings)
    drawn = min(
        _draw_run(window[stream], first, uniforms[stream], logits[stream], stream, *reader.state, whole)
        for stream in range(n_streams)
    )
    reader.cache.length = first + run - 1
    return logits.swapaxes(0, 1)[:drawn]


@compiled
def _draw_run(window, first, uniforms, logits, stream, keys, values, machine, settings):
    """Return how many were drawn."""
    for n in range(len(uniforms)):
        end = first + n
        next_logits = step(window[end - 1], end - 1, stream, keys, values, machine)
        for i in range(len(next_logits)):
            logits[n, i] = next_logits[i]
            if not math.isfinite(next_logits[i]):
                return n
        window[end] = pick(logits[n], settings, window[:end], uniforms[n])
    return len(uniforms)
