"""Whether two designs differ, or only their seeds.

# Class Notes

The same design with another seed ends at another loss. So one run of each of two designs says nothing: the
difference may be the seeds'. What helps is to repeat, and to pair. With seed s both designs read the same windows
in the same order, and much of what is lucky for the one is lucky for the other. What is looked at is

    d_s = loss of the one with seed s - loss of the other with seed s          n of them, one for each seed

and whether their mean may be 0. Its standard error is s_d/√n, where s_d is the standard deviation of the d_s; if
they are normally distributed, t = mean/(s_d/√n) follows Student's distribution with n - 1 degrees of freedom.

    p          how often a |t| as large would come about if there were no difference
    interval   all differences which a test at that level would not reject: the mean ± t*·s_d/√n

Seeds are the replicates, and nothing else. Thousands of held-out windows make the loss of one machine certain, but
they say nothing of how another training would have ended.

Who asks ten questions at p < 0.01 is fooled by one of them ten times as often. Holm's correction holds the chance
of being fooled at all below the level: the smallest p is multiplied by the number of questions, the next by one
less, and so on, and none may become smaller than one before it.

    Student 1908; Holm 1979

Five seeds, of which each has the same sign:

>>> losses = [1.50, 1.52, 1.49, 1.55, 1.51], [1.46, 1.49, 1.44, 1.50, 1.47]
>>> difference = paired(*losses)
>>> round(difference.mean, 3), [round(end, 3) for end in difference.interval], round(difference.p, 4)
(-0.042, [-0.059, -0.025], 0.0004)
>>> holm([0.01, 0.04, 0.03])
[0.03, 0.06, 0.06]

Of a rate, k times of n, the exact interval (Clopper and Pearson 1934) holds all rates at which k or more, and k or
fewer, are not too rare: 0 of 20 still leaves room for a rate of one in six.

>>> [round(end, 3) for end in rate_interval(0, 20)], [round(end, 3) for end in rate_interval(19, 20)]
([0.0, 0.168], [0.751, 0.999])
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proust_attention.errors import InputError, needs_extra

LEVEL = 0.01  # a p below it is called a real difference, and intervals hold with a probability of 1 - LEVEL
FEWEST_SEEDS = 5  # for such a verdict


@dataclass(frozen=True)
class Difference:
    """What the second of two designs loses more than the first, over pairs of runs with the same seed."""

    pairs: int
    mean: float
    interval: tuple[float, float] | None  # of the mean, at 1 - LEVEL; None where there are not two pairs
    p: float | None  # two-sided


def paired(first: Sequence[float], second: Sequence[float]) -> Difference:
    """Compare two designs by their losses (n,), those at the same place with the same seed.

    Raises InputError if there are not as many of both, or none; MissingExtraError without SciPy.
    """
    if len(first) != len(second) or not first:
        raise InputError(f"losses to compare come in pairs: there are {len(first)} and {len(second)}")
    differences = np.array(second, np.float64) - np.array(first, np.float64)
    n, mean = len(differences), float(differences.mean())
    if n == 1:
        return Difference(n, mean, None, None)
    if np.ptp(differences) == 0:  # t is 0/0, or beyond all bounds
        return Difference(n, mean, (mean, mean), 1.0 if mean == 0 else 0.0)
    with needs_extra("lab"):
        from scipy import stats
    test = stats.ttest_1samp(differences, 0.0)
    low, high = test.confidence_interval(1 - LEVEL)
    return Difference(n, mean, (float(low), float(high)), float(test.pvalue))


def holm(p_values: Sequence[float]) -> list[float]:
    """Return the p values, in their order, corrected for being so many."""
    corrected, least = [0.0] * len(p_values), 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        least = max(least, min(1.0, p_values[place] * (len(p_values) - rank)))
        corrected[place] = least
    return corrected


def rate_interval(times: int, of: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact interval of a rate. Raises InputError for impossible counts; MissingExtraError."""
    if not 0 <= times <= of or of == 0:
        raise InputError(f"{times} of {of} is no rate")
    with needs_extra("lab"):
        from scipy import stats
    interval = stats.binomtest(times, of).proportion_ci(confidence, method="exact")
    return float(interval.low), float(interval.high)
