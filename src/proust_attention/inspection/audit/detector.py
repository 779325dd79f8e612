"""What a detector is: a score, the higher the more suspicious, and the texts that it would call triggers.

A new detector is a function from a Suspect to a Finding, in a file of its own, and its line in scan.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

from proust_attention.inspection.audit.suspect import Suspect

BEFORE, BEHIND = 24, 24  # tokens of a passage, around the place that a detector found


@dataclass(frozen=True)
class Trigger:
    """A text that may be a trigger."""

    text: str
    score: float


@dataclass(frozen=True)
class Finding:
    """What one detector found."""

    score: float
    triggers: tuple[Trigger, ...] = ()


@dataclass(frozen=True)
class Detector:
    """One way of looking."""

    name: str
    explanation: str
    run: Callable[[Suspect], Finding]


def passage(suspect: Suspect, page: int, place: int) -> str:
    """Return what stands around a place of a page that the machine wrote."""
    return suspect.text(suspect.pages[page, max(0, place - BEFORE) : place + BEHIND])
