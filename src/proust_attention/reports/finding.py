"""A finding: what the diagnosis of a run consists of."""

from dataclasses import dataclass

CLEAR = 0.01  # a change of the loss, as a share of it, that is no accident
LEARNED = 0.9  # a loss that is not even this share of the untrained machine's: hardly anything was learned


@dataclass(frozen=True)
class Finding:
    """One thing that the curves say."""

    kind: str  # diverged, unfinished, early, overfitting, worse, too high, too low, falling, flat, nothing learned
    says: str
    evidence: str
    doubt: str = ""  # what speaks against it, or cannot be known
