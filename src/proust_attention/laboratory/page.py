"""The page of a laboratory: what may be concluded first, then what it rests on."""

from collections.abc import Iterator

import numpy as np

from proust_attention.charts.drawing import text
from proust_attention.charts.style import COLOURS
from proust_attention.laboratory import picture
from proust_attention.laboratory.results import Outcome, Results, mean_of
from proust_attention.laboratory.words import CONFIDENCE, VERDICTS, cautions, conclusions, p_in_words
from proust_attention.reports.chart import NARROW, WIDE, Line, LineChart, svg
from proust_attention.reports.page import page, paragraph, table
from proust_attention.reports.sections import sample, value_in_words


def html(results: Results) -> str:
    """Return the whole page."""
    experiment = results.lab.experiment
    return page(
        experiment.title,
        [
            f"<h1>{text(experiment.title)}</h1>",
            *([paragraph(experiment.question.strip())] if experiment.question else []),
            paragraph(_tested_on(results), "quiet"),
            "<h2>What may be concluded</h2>",
            *map(_finding, conclusions(results), (each.real for each in results.compared)),
            *(
                ["<figure>", *(picture.differences(results, each) for each in picture.LAYOUTS), "</figure>"]
                if any(c.difference for c in results.compared)
                else []
            ),
            "<h2>What may not be concluded</h2>",
            *map(paragraph, cautions(results)),
            "<h2>The variants</h2>",
            _variants(results),
            f"<h2>Seed by seed: {text(experiment.figure)}, {text(results.measure.unit)}</h2>",
            _seeds(results),
            "<h2>The pairs</h2>",
            _pairs(results),
            *_curves(results),
            *_gradient_norms(results),
            *_samples(results),
            "<h2>What was asked</h2>",
            _settings(results),
        ],
    )


def _tested_on(results: Results) -> str:
    """Say what all figures rest on."""
    text, asked = results.lab.corpus(), results.lab.asked
    return (
        f"Tested on {results.measure.characters:,} held-out characters of a text of {len(text.text):,} (language "
        f"{text.manifest.get('language')}, SHA-256 {asked['the text'][:12]}…), by the engine {asked['engine']}."
    )


def _finding(words: str, real: bool | None) -> str:
    return f'<div class="finding{"" if real else " doubtful"}">{paragraph(words)}</div>'


def _variants(results: Results) -> str:
    unit = results.measure.unit
    heads = (
        "",
        "parameters",
        "read",
        "steps",
        f"held-out loss, {unit}",
        "training loss",
        "seconds",
        "characters/s",
    )
    made = table(heads, map(_variant, results.outcomes), numbers=frozenset(range(1, len(heads))))
    return made + paragraph(
        "Means over the seeds: the characters that a run read, its steps, its losses (that of training is of the "
        "last steps, with dropout), what the steps took by the clock.",
        "quiet",
    )


def _variant(outcome: Outcome) -> list[str]:
    speed = outcome.characters_per_second
    return [
        outcome.variant.name,
        f"{outcome.parameters:,}",
        f"{outcome.characters_read:,.0f}",
        f"{np.mean(outcome.steps):,.0f}",
        _figure(mean_of(outcome.losses)),
        _figure(mean_of(outcome.training_losses)),
        f"{outcome.seconds_a_run:,.1f}",
        "-" if speed is None else f"{speed:,.0f}",
    ]


def _seeds(results: Results) -> str:
    """Return the figures that are compared, a row a variant, a column a seed; and their mean and spread."""
    most = max(len(outcome.figures) for outcome in results.outcomes)
    heads = ["", *(f"run {place + 1}" for place in range(most)), "mean", "spread"]
    rows = []
    for outcome in results.outcomes:
        figures = [*map(_figure, outcome.figures), *[""] * (most - len(outcome.figures))]
        rows.append([outcome.variant.name, *figures, _figure(outcome.mean), _figure(outcome.spread)])
    return table(heads, rows, numbers=frozenset(range(1, len(heads))))


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _pairs(results: Results) -> str:
    heads = ("", "difference", f"{CONFIDENCE} interval", "p", "p, corrected", "pairs", "verdict")
    rows = []
    for each in results.compared:
        found, verdict = each.difference, VERDICTS[each.real]
        if found is None:
            rows.append([f"{each.second} - {each.first}", *["-"] * 4, "0", verdict])
            continue
        interval = "-" if found.interval is None else " to ".join(f"{end:+.4f}" for end in found.interval)
        p_values = ("-" if p is None else p_in_words(p) for p in (found.p, each.p_corrected))
        rows.append(
            [f"{each.second} - {each.first}", f"{found.mean:+.4f}", interval, *p_values, f"{found.pairs}", verdict]
        )
    return table(heads, rows, numbers=frozenset(range(1, 6)))


def _curves(results: Results) -> Iterator[str]:
    lines = [_line(outcome, f"c{i % COLOURS}") for i, outcome in enumerate(results.outcomes)]
    chart = LineChart(
        "held-out",
        "Held-out loss on the way",
        "characters read (logarithmic)",
        results.measure.unit,
        [line for line in lines if line.points],
        log_x=True,
    )
    if chart.lines:
        yield f"<figure><figcaption><h2>{text(chart.title)}</h2>"
        yield paragraph("The mean over the seeds; the band is one standard deviation to either side.")
        yield f"</figcaption>{svg(chart, WIDE)}{svg(chart, NARROW)}</figure>"


def _line(outcome: Outcome, look: str) -> Line:
    """Return the mean of the curves; where they were taken at different steps, that of the first seed."""
    sound = zip(outcome.curves, outcome.losses, strict=True)
    curves = [dict(curve) for curve, loss in sound if curve and loss is not None]
    places = sorted(place for place in curves[0] if place) if curves else []
    together = np.array([[curve.get(place, np.nan) for place in places] for curve in curves])
    if len(curves) < 2 or np.isnan(together).any():
        return Line(outcome.variant.name, [(place, curves[0][place]) for place in places], look)
    means, spreads = together.mean(axis=0), together.std(axis=0, ddof=1)
    points = list(zip(places, means.tolist(), strict=True))
    band = list(zip(places, (means - spreads).tolist(), (means + spreads).tolist(), strict=True))
    return Line(outcome.variant.name, points, look, band=band)


def _gradient_norms(results: Results) -> Iterator[str]:
    """Yield a table of each step at which they were measured: a row a variant, a column a layer."""
    shown = [outcome for outcome in results.outcomes if outcome.gradient_norms]
    if not shown:
        return
    yield "<h2>The gradient, layer by layer</h2>"
    yield paragraph(
        "Of the first seed: the length of the gradient of a layer's weights, from the first layer to the last. Of "
        "a post-norm machine also r, by which each of its norms multiplies in the backward pass."
    )
    rows = []
    for outcome in shown:
        for step, layers in sorted(outcome.gradient_norms.items()):
            norms = " · ".join("-" if (norm := layer["weights"]) is None else f"{norm:.3g}" for layer in layers)
            r = " · ".join(
                "/".join("-" if r is None else f"{r:.2f}" for r in layer["r"]) for layer in layers if "r" in layer
            )
            rows.append([outcome.variant.name, f"{step:,}", norms, r])
    yield table(("", "step", "gradient norms", "r of norm 1/norm 2"), rows, numbers=frozenset({1}))


def _samples(results: Results) -> Iterator[str]:
    written = [(outcome.variant.name, outcome.sample) for outcome in results.outcomes if outcome.sample]
    if written:
        yield "<h2>What they write</h2>"
        yield paragraph("The same beginning and the same throw of the dice, after training with the first seed.")
    for name, (prompt, rest) in written:
        yield sample(name, prompt, rest)


def _settings(results: Results) -> str:
    rows = []
    for trial in results.lab.trials()[: len(results.outcomes)]:
        variant = trial.variant
        settings = [
            f"{g}.{n} = {value_in_words(v)}" for g, group in variant.settings.items() for n, v in group.items()
        ]
        settings += [f"share = {variant.share:g}"] if variant.share < 1 else []
        settings += [f"{name} times {factor:g}" for name, factor in variant.interventions.items()]
        seeds = ", ".join(map(str, variant.seeds))
        rows.append([variant.name, variant.preset, "; ".join(settings), str(variant.budget), seeds])
    return table(("", "preset", "settings", "budget", "seeds"), rows, numbers=frozenset({1, 3, 4}))
