"""What is concluded, in sentences: no more than the figures bear."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from proust_attention.corpus import Corpus
from proust_attention.devices import Hardware
from proust_attention.laboratory.experiment_file import experiment_of
from proust_attention.laboratory.lab import Lab, asked_for
from proust_attention.laboratory.page import html
from proust_attention.laboratory.picture import LAYOUTS, differences
from proust_attention.laboratory.plain import to_dict
from proust_attention.laboratory.results import Outcome, Results, compare
from proust_attention.laboratory.words import cautions, conclusions
from proust_attention.reports.comparison import Measure

BASE = [1.50, 1.52, 1.49, 1.55, 1.51]


def results(losses: Mapping[str, Sequence[float | None]], factor: float = 1.0) -> Results:
    """What a laboratory would have come to with these losses."""
    seeds = len(next(iter(losses.values())))
    table = {"budget": {"steps": 5}, "seeds": seeds, "variants": {name: {} for name in losses}}
    experiment = experiment_of("x", table)
    outcomes = [
        Outcome(
            *(variant, tuple(losses[variant.name]), tuple(losses[variant.name]), (2.0,) * seeds),
            curves=tuple(((1000.0, 3.0), (2000.0, loss or 9.0)) for loss in losses[variant.name]),
            parameters=1000, characters_a_token=1.0, characters_a_step=100, steps=(20,) * seeds,
            seconds=(1.0,) * seeds, sample=("La ", variant.name), gradient_norms={},
        )
        for variant in experiment.variants
    ]  # fmt: skip
    lab = Lab(Path("lab"), experiment, {"minutes": 20}, factor)
    return Results(lab, Measure("nats a character", 9, 9), tuple(outcomes), compare(losses, experiment.compare))


def shifted(by: float, noise: Sequence[float] = (0, 0, 0, 0, 0)) -> list[float]:
    return [loss + by + more for loss, more in zip(BASE, noise, strict=True)]


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (
            shifted(-0.1, [0, 0.01, 0, 0.01, 0]),
            "The loss of b is 0.0960 nats a character below that of a: a real difference",
        ),
        (
            shifted(0.1, [0, 0.01, 0, 0.01, 0]),
            "The loss of b is 0.1040 nats a character above that of a: a real difference",
        ),
        (shifted(0.0, [0.1, -0.1, 0.05, 0, 0]), "Between a and b no difference can be told (b - a: +0.0100"),
        ([*shifted(-0.1)[:4], None], "b diverged with 1 of 5 seeds: the rest alone is compared."),
        (
            [None] * 5,
            "b and a cannot be compared: no seed has a final loss with both. b diverged with 5 of 5 seeds.",
        ),
    ],
)
def test_one_pair(other: list[float | None], words: str, learned: Corpus, tmp_path: Path) -> None:
    found = results({"a": BASE, "b": other})
    [said] = conclusions(found)
    assert words in said
    asked = asked_for(found.lab.experiment, learned, Hardware("numpy"), None)
    found = replace(found, lab=Lab.begin(tmp_path / "lab", found.lab.experiment, asked, learned, 1.0))
    assert "held-out characters of a text of" in html(found)
    assert html(found).count("<svg") >= 2
    shown = [each for each in found.compared if each.difference is not None]
    for layout in LAYOUTS:  # for a wide screen and for a phone; only one of the two is shown
        picture = differences(found, layout)
        assert all(f"{each.second} - {each.first}" in picture for each in shown)
        assert (picture in html(found)) is bool(shown)
    assert to_dict(found)["conclusions"] == [said]


def test_what_is_real_alone_is_not_as_one_of_many() -> None:
    barely = shifted(0.01, [0, 0.004, -0.004, 0.003, -0.003])
    assert "a real difference" in conclusions(results({"a": BASE, "b": barely}))[0]
    many = results(
        {"a": BASE, "b": barely, **{f"c{i}": shifted(0, [0.1, -0.1, 0, 0, 0.01 * i]) for i in range(6)}}
    )
    assert many.compared[0].difference.interval[0] > 0
    assert "alone it would be called real" in conclusions(many)[0]
    assert "as one of 7 questions it is not" in conclusions(many)[0]


def test_one_seed_and_four() -> None:
    assert "with one seed. One seed says nothing" in conclusions(results({"a": BASE[:1], "b": [1.0]}))[0]
    four = conclusions(results({"a": BASE[:4], "b": [1.0, 1.01, 1.0, 1.02]}))[0]
    assert "For a verdict 5 seeds are needed: there is none." in four


def test_cautions_name_what_limits_the_figures() -> None:
    said = " ".join(cautions(results({"a": BASE, "b": BASE, "c": BASE}, factor=0.5)))
    assert "each run has 0.5 times the budget" in said
    assert "corrected by Holm for the 2 pairs" in said
