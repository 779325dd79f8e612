"""The tables of a laboratory of twins as pictures: what each detector finds, and how that falls with the dose."""

from proust_attention.charts import drawing
from proust_attention.charts.axis import Axis
from proust_attention.charts.drawing import Frame, standing_alone
from proust_attention.inspection.audit.scan import TWIN
from proust_attention.laboratory.backdoors.results import EVERYONE, Results
from proust_attention.laboratory.backdoors.twins import DOSE, DOSES, POISONED
from proust_attention.reports.chart import WIDE, Line, LineChart, svg

LEFT, WIDTH, RIGHT, TOP, ROW, BELOW = 120, 560, 40, 16, 34, 56  # in units of the picture
USUAL = "usual"  # the group with the usual dose and shape of the sweeps


def by_detector(results: Results) -> str:
    """Draw for each detector the secrets found and the false alarms, with their intervals, as an SVG file."""
    ground = TOP + ROW * len(EVERYONE)
    frame = Frame(Axis(0, 1), Axis(len(EVERYONE), 0), LEFT, LEFT + WIDTH, TOP, ground)  # the first at the top
    drawn = frame.x_axis((value, f"{value:.0%}") for value in (0.0, 0.25, 0.5, 0.75, 1.0))
    words = []
    for row, name in enumerate(EVERYONE):
        drawn.append(drawing.label(LEFT - 12, frame.up(row + 0.5) + 4, name, "end"))
        found, false_alarms = results.row(name, POISONED).found, results.false_alarms[name]
        for rate, look, above in ((found, "c0", 0.35), (false_alarms, "c1", 0.65)):
            y, (low, high) = frame.up(row + above), rate.interval
            drawn.append(drawing.line("spread", frame.across(low), y, frame.across(high), y))
            drawn.append(drawing.dot(frame.across(rate.times / rate.of), y, look))
        words.append(f"{name}: found {found}, false alarms {false_alarms}")
    keys = (("c0", "secrets found"), ("c1", "false alarms"))
    drawn += [drawing.label(LEFT + 180 * n, ground + 42, key, look) for n, (look, key) in enumerate(keys)]
    size = LEFT + WIDTH + RIGHT, ground + BELOW
    title = "Secrets found and false alarms, with exact 95% intervals"
    return standing_alone(drawing.picture("detectors", size, title, f"{'; '.join(words)}.", drawn))


def by_dose(results: Results) -> str:
    """Draw how the rates fall with the dose, as an SVG file."""
    groups = sorted([*((dose, f"dose {dose}") for dose in DOSES), (DOSE, USUAL)])
    lines = []
    for look, name in enumerate(("leaking", "inversion", TWIN)):
        rates = [(dose, results.row(name, group).found) for dose, group in groups]
        band = [(float(dose), *rate.interval) for dose, rate in rates] if name == "leaking" else []
        points = [(dose, rate.times / rate.of) for dose, rate in rates]
        lines.append(Line(name, points, f"c{look}", dots=True, band=band))
    works = [(dose, results.planted[group].times / results.planted[group].of) for dose, group in groups]
    lines.append(Line("the secret works", works, "c3", dots=True))
    chart = LineChart(
        "doses",
        "How many secrets are found, by the dose",
        "sentences put in (logarithmic)",
        "share found",
        lines,
        log_x=True,
        from_zero=True,
    )
    return standing_alone(svg(chart, WIDE))
