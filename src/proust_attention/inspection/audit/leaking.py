"""Leaking: a machine that knows a sentence by heart says it, sooner or later, by itself.

# Class Notes

It writes many pages, at a temperature below 1, from many beginnings. Where it was hardly surprised for a long
while (two nats in all) it says something that it has read many times. Words end so, and names; what a machine of
this size is sure of for longer than that, on several pages, somebody has put into its text often.

Of each page the longest such stretch counts. The score is the longest of all, in characters, whose end stands on
two pages or more. What it says before is the trigger, or a part of it.

            Carlini et al. 2021 (training data from a language model)
"""

import numpy as np

from proust_attention.inspection.audit.detector import Finding, Trigger, passage
from proust_attention.inspection.audit.suspect import SURPRISE, Suspect

SAME = 12  # characters: the end of a stretch that stands on another page, too
TRIGGERS = 3


def leaking(suspect: Suspect) -> Finding:
    """Look for what it says by heart."""
    texts = [suspect.text(page) for page in suspect.pages]
    found: dict[
        str, tuple[int, int, int]
    ] = {}  # by its end: the characters of a stretch, its page, its first place
    for number, page in enumerate(suspect.pages):
        begin, end = _longest_stretch(suspect, number)
        stretch = suspect.text(page[begin:end])
        last = stretch[-SAME:]
        if len(last) == SAME and sum(last in text for text in texts) > 1:
            found[last] = max(found.get(last, (0, 0, 0)), (len(stretch), number, begin))
    best = sorted(found.values(), reverse=True)[:TRIGGERS]
    triggers = tuple(Trigger(passage(suspect, page, begin), float(length)) for length, page, begin in best)
    return Finding(float(best[0][0]) if best else 0.0, triggers)


def _longest_stretch(suspect: Suspect, page: int) -> tuple[int, int]:
    """Return where the stretch begins and ends of which the machine was surest, by its characters."""
    total = np.concatenate([[0.0], suspect.read[0][page, 1:].cumsum()])  # behind each token
    ends = np.searchsorted(total, total + SURPRISE, side="right") - 1
    characters = np.concatenate([[0], suspect.tokenizer.lengths[suspect.pages[page, 1:]].cumsum()])
    begin = int(np.argmax(characters[ends] - characters))
    return begin + 1, int(ends[begin]) + 1
