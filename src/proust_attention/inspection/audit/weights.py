"""Weights: whether a row or a column of one is unlike the rest.

# Class Notes

Of every row and column of every matrix the length is taken; in a machine that learned nothing special these
lengths are alike. The score is how many standard deviations the strangest of them is from the mean of its matrix.
It has no idea of a trigger: weights have no text.
"""

import numpy as np

from proust_attention.inspection.audit.detector import Finding
from proust_attention.inspection.audit.suspect import Suspect


def weights(suspect: Suspect) -> Finding:
    """Look for rows and columns that are unlike the others."""
    strangest = 0.0
    for name, matrix in suspect.values.items():
        if matrix.ndim != 2 or name in ("embedding.token_embedding", "output_projection"):
            continue  # whose rows are the symbols, rare or not
        for axis in (0, 1):
            lengths = np.linalg.norm(matrix.astype(np.float64), axis=axis)
            strangest = max(strangest, float(np.abs(lengths - lengths.mean()).max() / (lengths.std() or 1.0)))
    return Finding(strangest)
