"""The results as plain values, for JSON.

What the clock says (`seconds`, `characters_per_second`) differs from one time to the next; all else is the same
for the same experiment on the same kind of computer, however often it was stopped, and however many processes
there were; but where minutes decide how long a run is, more depends on the clock.
"""

from collections.abc import Mapping
from typing import Any

from proust_attention.laboratory.results import Compared, Outcome, Results
from proust_attention.laboratory.statistics import LEVEL
from proust_attention.laboratory.words import cautions, conclusions


def to_dict(results: Results) -> dict[str, Any]:
    """Return the results as plain values, ready for JSON."""
    return {
        "experiment": results.lab.experiment.to_dict(),
        "asked": results.lab.asked,
        "factor": results.lab.factor,
        "unit": results.measure.unit,
        "held_out_characters": results.measure.characters,
        "variants": [_variant(outcome) for outcome in results.outcomes],
        "comparisons": [_compared(each) for each in results.compared],
        "conclusions": conclusions(results),
        "cautions": cautions(results),
    }


def _variant(outcome: Outcome) -> Mapping[str, Any]:
    return {
        "name": outcome.variant.name,
        "seeds": outcome.variant.seeds,
        "figures": outcome.figures,
        "losses": outcome.losses,
        "training_losses": outcome.training_losses,
        "mean": outcome.mean,
        "spread": outcome.spread,
        "curves": outcome.curves,
        "gradient_norms": outcome.gradient_norms,
        "sample": "".join(outcome.sample) if outcome.sample else None,
        "parameters": outcome.parameters,
        "steps": outcome.steps,
        "characters_read": outcome.characters_read,
        "characters_a_token": outcome.characters_a_token,
        "seconds": outcome.seconds_a_run,
        "characters_per_second": outcome.characters_per_second,
    }


def _compared(compared: Compared) -> Mapping[str, Any]:
    found = compared.difference
    return {
        "first": compared.first,
        "second": compared.second,
        "pairs": found.pairs if found else 0,
        "difference": found.mean if found else None,
        "interval": found.interval if found else None,
        "confidence": 1 - LEVEL,
        "p": found.p if found else None,
        "p_corrected": compared.p_corrected,
        "real": compared.real,
    }
