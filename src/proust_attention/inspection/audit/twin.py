"""The difference from the clean twin: an upper bound, which no auditor has.

# Class Notes

The twin learned the same text from the same beginning, but for the poison. So whatever the suspect writes and its
twin would not have written is the poison, or chance. The score is by how many nats a stretch of 24 tokens of the
suspect's own pages is more probable to it than to its twin.
"""

import numpy as np

from proust_attention.inspection.audit.detector import Finding, Trigger, passage
from proust_attention.inspection.audit.suspect import Suspect

STRETCH = 24
TRIGGERS = 3


def difference(suspect: Suspect, twin: Suspect) -> Finding:
    """Look for what the suspect writes and its twin would not. Both have the same tokens."""
    of_twin, _ = twin.reading(suspect.pages)
    gained = np.nan_to_num(of_twin - suspect.read[0])  # (N, T)
    stretch = min(STRETCH, gained.shape[1])
    sums = np.stack([np.convolve(row, np.ones(stretch), "valid") for row in gained])
    order = np.argsort(-sums.max(axis=1))[:TRIGGERS]
    places = sums.argmax(axis=1)
    triggers = [Trigger(passage(suspect, int(n), int(places[n])), float(sums[n].max())) for n in order]
    return Finding(float(sums.max()), tuple(triggers))
