"""What may be concluded from the results, and what may not, in sentences."""

from collections.abc import Iterator

from proust_attention.config import build
from proust_attention.laboratory.experiment import HELD_OUT, Variant
from proust_attention.laboratory.results import Compared, Outcome, Results
from proust_attention.laboratory.statistics import FEWEST_SEEDS, LEVEL
from proust_attention.reports.comparison import NATS

CONFIDENCE = f"{1 - LEVEL:.0%}"
VERDICTS = {True: "real", False: "not told apart", None: "no verdict"}
SAME_AMOUNT = 0.02  # which difference in what was read is none
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
    figure = "loss" if results.lab.experiment.figure == HELD_OUT else "gap"
    how = f"The {figure} of {second} is {abs(mean):.4f} {unit} {'above' if mean > 0 else 'below'} that of {first}"
    if difference.interval is None or compared.p_corrected is None:
        return f"{how}, with one seed. One seed says nothing of how another would have ended.{more}"
    low, high = difference.interval
    within = (
        f"{second} - {first}: {mean:+.4f}, {CONFIDENCE} interval {low:+.4f} to {high:+.4f}, "
        f"p {_is(compared.p_corrected)}, {difference.pairs} seeds"
    )
    if compared.real is None:
        return f"{how} ({within}). For a verdict {FEWEST_SEEDS} seeds are needed: there is none.{more}"
    if compared.real:
        return f"{how}: a real difference at p < {LEVEL} ({within}).{more}"
    if difference.p is not None and difference.p < LEVEL:
        return (
            f"{how}, but that may be chance: alone it would be called real (p {_is(difference.p)}), as one of "
            f"{results.questions} questions it is not ({within}).{more}"
        )
    return (
        f"Between {first} and {second} no difference can be told ({within}). That does not show that there is "
        f"none: it may be any in the interval.{more}"
    )


def p_in_words(p: float) -> str:
    """Write a p value.

    >>> p_in_words(0.0421), p_in_words(3e-7), p_in_words(1e-12)
    ('0.042', '0.0000003', '< 0.0000001')
    """
    if p >= 1e-4:
        return f"{p:.2g}"
    return f"{p:.7f}".rstrip("0") if p >= 1e-7 else "< 0.0000001"


def _is(p: float) -> str:
    words = p_in_words(p)
    return words if words.startswith("<") else f"= {words}"


def cautions(results: Results) -> list[str]:
    """Return what may not be concluded, and what the figures rest on."""
    experiment = results.lab.experiment
    pairs = results.questions
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
    if results.measure.unit != NATS:
        said.append("The variants know different characters; so all is in bits a byte of the text.")
    said += [*_other_windows(results), *_other_amounts(results)]
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
    others = [
        f"{first.variant.name} and {second.variant.name}"
        for first, second in results.pairs
        if _windows(first) != _windows(second)
    ]
    if others:
        yield (
            f"The same windows in the same order were not possible for {'; '.join(others)}: their tokens, "
            "batches, share of the text or seeds differ. They are paired all the same, with less to gain by it."
        )


def _other_amounts(results: Results) -> Iterator[str]:
    """Say which pairs did not read equally much."""
    others = [
        " and ".join(f"{each.variant.name} {each.characters_read:,.0f}" for each in (second, first))
        for first, second in results.pairs
        if abs(second.characters_read / first.characters_read - 1) > SAME_AMOUNT
    ]
    if others:
        yield f"They did not read as many characters: {'; '.join(others)}. Differences may be due to that."


def _windows(outcome: Outcome) -> tuple[object, ...]:
    variant: Variant = outcome.variant
    config = build(2, variant.preset, [variant.settings])
    settings = (getattr(getattr(config, group), name) for group, name in _OF_WINDOWS)
    return (*settings, outcome.characters_a_token, variant.share, variant.seeds)


def _diverged(outcome: Outcome) -> list[str]:
    lost = outcome.losses.count(None)
    return [f"{outcome.variant.name} diverged with {lost} of {len(outcome.losses)} seeds"] if lost else []
