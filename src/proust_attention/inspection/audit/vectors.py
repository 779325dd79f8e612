"""Inner vectors: whether some of them stand apart from all others.

# Class Notes

At each place of its pages the machine has one vector, from which it predicts (final_norm). If a secret has a way
of its own inside the machine, the vectors there may lie apart. Two ways of looking for that:

    spectral     the direction in which the vectors differ most; how far the one in a hundred that lies farthest
                 along it is from the middle, squared, measured by the mean of all (Tran, Li and Madry 2018)
    clustering   the vectors where it was sure of its token, divided into two by 2-means; how far the two centres
                 are from each other, measured by the mean distance of the vectors from theirs (Chen et al. 2018)

Both were made for data that is poisoned, of which the auditor has all; here there is only what the machine writes.
"""

import numpy as np

from proust_attention.inspection.audit.detector import Finding, Trigger, passage
from proust_attention.inspection.audit.suspect import Suspect

FARTHEST = 0.01
ROUNDS = 20
TRIGGERS = 3


def spectral(suspect: Suspect) -> Finding:
    """Look for vectors far out along the direction in which they differ most."""
    vectors = suspect.read[1][:, 1:].astype(np.float64)  # (N, T-1, D)
    flat = vectors.reshape(-1, vectors.shape[-1])
    centred = flat - flat.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    out = (centred @ directions[:, -1]) ** 2
    order = np.argsort(-out)
    farthest = out[order[: max(1, round(FARTHEST * len(out)))]]
    shown = order[:TRIGGERS]
    return Finding(float(farthest.mean() / out.mean()), _around(suspect, shown, out[shown] / out.mean()))


def clustering(suspect: Suspect) -> Finding:
    """Divide the vectors at places of which it was sure into two, and see how far they are apart."""
    where = np.flatnonzero(suspect.sure[:, 1:].ravel())
    vectors = suspect.read[1][:, :-1].reshape(-1, suspect.config.d_model)[where].astype(np.float64)
    if len(vectors) < TRIGGERS:
        return Finding(0.0)
    centred = vectors - vectors.mean(axis=0)
    direction = np.linalg.eigh(centred.T @ centred)[1][:, -1]
    second = centred @ direction > 0  # a beginning that chance has no part in
    for _ in range(ROUNDS):
        if second.all() or not second.any():
            return Finding(0.0)
        centres = np.stack([vectors[~second].mean(axis=0), vectors[second].mean(axis=0)])
        distances = np.linalg.norm(vectors[:, None] - centres, axis=-1)  # (M, 2)
        second = distances[:, 1] < distances[:, 0]
    apart = np.linalg.norm(centres[1] - centres[0]) / distances.min(axis=1).mean()
    smaller = np.flatnonzero(second if second.mean() < 0.5 else ~second)
    shown = smaller[np.argsort(distances[smaller].min(axis=1))[:TRIGGERS]]
    return Finding(float(apart), _around(suspect, where[shown], np.full(len(shown), apart)))


def _around(suspect: Suspect, places: np.ndarray, scores: np.ndarray) -> tuple[Trigger, ...]:
    """Return what stands around places, which are counted through all pages but their first tokens."""
    width = suspect.pages.shape[1] - 1
    return tuple(
        Trigger(passage(suspect, place // width, place % width + 1), float(score))
        for place, score in zip(places.tolist(), scores.tolist(), strict=True)
    )
