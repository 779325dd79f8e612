"""How a comparison is shown: as a table, as plain values, as a page with the curves."""

from typing import Any

from proust_attention import parameters
from proust_attention.charts.drawing import text
from proust_attention.charts.style import COLOURS
from proust_attention.evaluation import bits_a_byte, nats_to_bits
from proust_attention.reports.chart import NARROW, WIDE, Line, LineChart, svg
from proust_attention.reports.comparison import BYTES, NATS, Comparison, Measure, Run
from proust_attention.reports.page import page, paragraph, table
from proust_attention.reports.sections import value_in_words


def to_dict(comparison: Comparison) -> dict[str, Any]:
    """Return the comparison as plain values, ready for JSON. What a run's log does not hold is None."""
    return {
        "unit": comparison.measure.unit,
        "differing": list(comparison.differing),
        "runs": [_figures(comparison, run) for run in comparison.runs],
        "notes": list(comparison.notes),
    }


def _figures(comparison: Comparison, run: Run) -> dict[str, Any]:
    best, final, of = run.history.best, run.history.final, comparison.measure.of
    speeds = sorted(speed for _, speed in run.history.speeds)
    return {
        "run": run.name,
        **{name: run.settings.get(name) for name in comparison.differing},
        "parameters": parameters.count(run.folder.config.model),
        "steps": run.history.last_step,
        "characters_seen": run.history.last_step * run.characters_a_step,
        "best_step": best[0] if best else None,
        "best_held_out": of(best[1]) if best else None,
        "final": of(final) if final is not None else None,
        **_in_other_units(comparison.measure, final),
        "characters_per_second": speeds[len(speeds) // 2] if speeds else None,
    }


def _in_other_units(measure: Measure, final: float | None) -> dict[str, float | None]:
    """Return the final figure in those units that losses are not compared in."""
    figures = {
        "final_nats_a_character": final,
        "final_bits_a_character": None if final is None else nats_to_bits(final),
        "final_bits_a_byte": None if final is None else bits_a_byte(final, measure.characters, measure.bytes),
    }
    return {name: value for name, value in figures.items() if name != f"final_{measure.unit.replace(' ', '_')}"}


def rows(comparison: Comparison) -> list[list[str]]:
    """Return the table, a line a figure and a column a run, the names of the runs above."""
    figures = [_figures(comparison, run) for run in comparison.runs]
    unit = comparison.measure.unit
    heads = {
        "run": "",
        "characters_seen": "characters seen",
        "best_step": "best at step",
        "best_held_out": f"best on the way, {unit}",
        "final": f"final, {unit}",
        **{f"final_{other.replace(' ', '_')}": f"final, {other}" for other in (NATS, "bits a character", BYTES)},
        "characters_per_second": "characters a second",
    }
    return [[heads.get(name, name), *(_shown(name, each[name]) for each in figures)] for name in figures[0]]


def _shown(name: str, value: Any) -> str:
    if value is None:
        return "-"
    if name == "best_held_out" or name.startswith("final"):
        return f"{value:.4f}"
    return f"{value:,.0f}" if name == "characters_per_second" else value_in_words(value)


def html(comparison: Comparison) -> str:
    """Return a page with the table and one chart."""
    of, unit = comparison.measure.of, comparison.measure.unit
    lines = [
        Line(
            run.name,
            [(step * run.characters_a_step, of(loss)) for step, loss in run.history.held_out if step],
            f"c{i % COLOURS}",
            dots=True,
        )
        for i, run in enumerate(comparison.runs)
    ]
    across = "characters seen (logarithmic)"
    chart = LineChart("held-out", "Held-out loss", across, unit, lines, log_x=True)
    head, *others = rows(comparison)
    scored = comparison.measure.characters
    return page(
        "Runs side by side",
        [
            "<h1>Runs side by side</h1>",
            paragraph(f"All tested on the same held-out text; {scored:,} characters can be scored.", "quiet"),
            *(paragraph(note) for note in comparison.notes),
            "<figure>",
            f"<figcaption><h3>{text(chart.title)}</h3></figcaption>",
            svg(chart, WIDE),
            svg(chart, NARROW),
            "</figure>",
            table(head, others, numbers=frozenset(range(1, len(head)))),
        ],
    )
