"""What may be concluded from the results, and what may not, in sentences."""

from collections.abc import Iterator

from proust_attention.laboratory.experiment import HELD_OUT, Variant
from proust_attention.laboratory.results import Compared, Outcome, Results
from proust_attention.laboratory.statistics import FEWEST_SEEDS, LEVEL

CONFIDENCE = f"{1 - LEVEL:.0%}"
_OF_WINDOWS = (("training", "batch_size"), ("training", "window_order"), ("model", "context_length"))


def conclusions(results: Results) -> list[str]:
    """Return a sentence or two for each pair that was compared."""
    return [_conclusion(results, compared) for compared in results.compared]


def _conclusion(results: Results, compared: Compared) -> str:
    first, second, difference = compared.first, compared.second, compared.difference
    lost = _diverged(results.outcome(first)) + _diverged(results.outcome(second))
    gone = "; ".join(lost)
    more = f" {gone}: the rest alone is compared." if lost else ""
    if difference is None:
        return f"{second} and {first} cannot be compared: no seed has a final loss with both. {gone}."
    unit, mean = results.measure.unit, difference.mean
    verb = "loses" if results.lab.experiment.figure == HELD_OUT else "has a gap of"
    how = f"{second} {verb} {abs(mean):.4f} {unit} {'more' if mean > 0 else 'less'} than {first}"
    if difference.interval is None or compared.p_corrected is None:
        return f"{how} with one seed. One seed says nothing of how another would have ended.{more}"
    low, high = difference.interval
    within = f"{CONFIDENCE} interval {low:+.4f} to {high:+.4f}, p = {p_in_words(compared.p_corrected)}"
    if compared.real is None:
        return (
            f"{how} ({within}) over {difference.pairs} seeds. For a verdict {FEWEST_SEEDS} are needed: there is "
            f"none.{more}"
        )
    if compared.real:
        return f"{how}: a real difference at p < {LEVEL} ({within}, {difference.pairs} seeds).{more}"
    if difference.p is not None and difference.p < LEVEL:
        return (
            f"{how}, but that may be chance: alone it would be called real (p = {p_in_words(difference.p)}), "
            f"as one of {len(results.compared)} questions it is not ({within}, {difference.pairs} seeds).{more}"
        )
    return (
        f"Between {first} and {second} no difference can be told ({difference.mean:+.4f} {unit}; {within}, "
        f"{difference.pairs} seeds). That does not show that there is none: it may be any in the interval.{more}"
    )


def p_in_words(p: float) -> str:
    """Write a p value.

    >>> p_in_words(0.0421), p_in_words(3e-7)
    ('0.042', '0.0000003')
    """
    return f"{p:.2g}" if p >= 1e-4 else f"{p:.7f}".rstrip("0").rstrip(".") or "0"


def cautions(results: Results) -> list[str]:
    """Return what may not be concluded, and what the figures rest on."""
    experiment = results.lab.experiment
    pairs = len(results.compared)
    said = [
        "What is found holds for machines of this size, on this text, trained for so long. Of others, of longer "
        "training or of another language it says nothing.",
        f"The seeds vary weights, windows and dropout, not the text. Intervals ({CONFIDENCE}) are of one pair each"
        + (f"; p is corrected by Holm for the {pairs} pairs." if pairs > 1 else "."),
    ]
    if results.lab.factor not in (None, 1.0):
        said.append(
            f"To fit {results.lab.asked['minutes']:g} minutes each run has {results.lab.factor:g} times the "
            "budget of the experiment."
        )
    said += _other_windows(results)
    if experiment.figure != HELD_OUT:
        said.append(
            "A gap is the held-out loss of the best weights less the mean training loss of the last steps, as the "
            "log has it: with dropout."
        )
    if any(variant.budget.unit == "minutes" for variant in experiment.variants):
        said.append(
            "What fits into a time depends on the computer and on what else it does: once more, the figures would "
            "be others."
        )
    if named := [variant.name for variant in experiment.variants if variant.interventions]:
        said.append(f"Of {', '.join(named)} there are no samples: a writer knows no interventions.")
    return said


def _other_windows(results: Results) -> Iterator[str]:
    """Say which pairs did not read the same windows in the same order."""
    variants = {outcome.variant.name: outcome for outcome in results.outcomes}
    others = [
        f"{each.first} and {each.second}"
        for each in results.compared
        if _windows(variants[each.first]) != _windows(variants[each.second])
    ]
    if others:
        yield (
            f"The same windows in the same order were not possible for {'; '.join(others)}: their tokens, "
            "batches, share of the text or seeds differ. They are paired all the same, with less to gain by it."
        )


def _windows(outcome: Outcome) -> tuple[object, ...]:
    variant: Variant = outcome.variant
    settings = [variant.settings.get(group, {}).get(name) for group, name in _OF_WINDOWS]
    return (*settings, variant.preset, outcome.characters_a_token, variant.share, variant.seeds)


def _diverged(outcome: Outcome) -> list[str]:
    lost = outcome.losses.count(None)
    return [f"{outcome.variant.name} diverged with {lost} of {len(outcome.losses)} seeds"] if lost else []
