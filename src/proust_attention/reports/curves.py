"""Which curves a report shows of a run."""

from collections.abc import Iterator, Sequence

from proust_attention.charts.drawing import text
from proust_attention.checkpoint.history import Curve, History
from proust_attention.config import Config
from proust_attention.evaluation.yardsticks import Yardstick
from proust_attention.optimizer.adamw import ADAMW
from proust_attention.optimizer.methods import used
from proust_attention.optimizer.schedules import ALONG
from proust_attention.reports.chart import NARROW, SMALL, WIDE, Line, LineChart, svg
from proust_attention.reports.page import paragraph

NATS, STEPS = "nats a character", "steps"
STEPS_IN_RATIOS = "steps (logarithmic)"
STANDS_STILL = 1e-5  # what is smaller stands still; in the end the learning rate is 0, and all updates are
LATE = 0.1  # the part of the steps that the second picture of the losses leaves out
KINDS = (  # of groups of weights: a word in the group's name, the name of its curves
    ("embedding", "embedding"),
    ("attention", "attention"),
    ("feed_forward", "feed-forward"),
    ("output", "output"),
    ("norm", "norms"),
)


def curves(history: History, config: Config, yardsticks: Sequence[Yardstick]) -> Iterator[str]:
    """Yield the figures of a report; curves that the log does not hold are left out."""
    if not (history.losses or history.held_out):
        yield paragraph("Nothing has been logged yet.")
        return
    levels = [(y.name, y.nats) for y in yardsticks]
    yield _figure(
        losses(history, levels),
        "The whole way. Most is learned early, so that a step to the right is always the same ratio of steps.",
        wide=True,
    )
    if len(history.held_out) > 2:
        yield _figure(
            _late_losses(history, levels),
            "The same, from a tenth of the way on, in equal steps: "
            "here one sees whether it still falls, or rises again.",
            wide=True,
        )
    yield '<div class="pair">'
    for chart, remark in _small(history, config):
        if any(line.points for line in chart.lines):
            yield _figure(chart, remark)
    yield "</div>"


def _figure(chart: LineChart, remark: str, wide: bool = False) -> str:
    drawn = [svg(chart, size) for size in ((WIDE, NARROW) if wide else (SMALL,))]
    caption = f"<figcaption><h3>{text(chart.title)}</h3>{paragraph(remark)}</figcaption>"
    return "\n".join(["<figure>", caption, *drawn, "</figure>"])


def _loss_lines(history: History, first_step: float = 0) -> list[Line]:
    def late(curve: Curve) -> Curve:
        return tuple(point for point in curve if point[0] >= first_step)

    single = Line("", late(history.losses), "faint c1")
    if not history.training:  # no means yet: the single steps are all that there is to see
        single = Line("training", late(history.losses), "c1")
    return [
        single,
        Line("training", late(history.training), "c1"),
        Line("held-out", late(history.held_out), "c0", dots=True),
    ]


def losses(history: History, levels: list[tuple[str, float]]) -> LineChart:
    """Return the curves of the losses over the whole run, with the losses of others as levels."""
    return LineChart("loss", "Loss", STEPS_IN_RATIOS, NATS, _loss_lines(history), levels, log_x=True)


def _late_losses(history: History, levels: list[tuple[str, float]]) -> LineChart:
    lines = _loss_lines(history, LATE * history.last_step)
    return LineChart("late-loss", "Loss, the later part", STEPS, NATS, lines, levels, all_levels=False)


def _small(history: History, config: Config) -> Iterator[tuple[LineChart, str]]:
    rates = [Line("", history.learning_rates, "c2")]
    yield (
        LineChart("rate", "Learning rate", STEPS, "learning rate", rates, from_zero=True),
        f"It rises while the machine warms up, and then falls {ALONG[config.training.decay]}."
        + _other_rates(config),
    )
    yield (
        LineChart(
            "gradient",
            "Gradient",
            STEPS,
            "norm",
            [Line("", history.gradient_norms, "c3")],
            [("limit", config.training.max_gradient_norm)],
            log_y=True,
            all_levels=False,
        ),
        f"Its norm before clipping; what is above {config.training.max_gradient_norm:g} is clipped to it.",
    )
    yield (
        LineChart("updates", "Updates", STEPS, "update / weights", _updates(history), log_y=True),
        "How long an update is, measured by the weights that it changes, for each group of them. "
        "About 1/1000 is usual in the middle of a run.",
    )
    speeds = [Line("", history.speeds, "c4")]
    yield (
        LineChart("speed", "Speed", STEPS, "characters a second", speeds, from_zero=True),
        "Characters that it trained on in a second.",
    )


def _other_rates(config: Config) -> str:
    """Say which weights follow another rate than AdamW's, which is the one that is logged."""
    training = config.training
    return "".join(
        f" It is AdamW's; {method.title}'s, for {method.of}, is at each step "
        f"{getattr(training, method.rate) / training.learning_rate:.3g} times as high."
        for method in used(training)
        if method is not ADAMW
    )


def _updates(history: History) -> list[Line]:
    """Give all groups of one kind one colour, and only the first of them a name."""
    named: set[str] = set()
    lines = []
    for group, curve in history.update_ratios.items():
        i, kind = next(((i, kind) for i, (word, kind) in enumerate(KINDS) if word in group), (len(KINDS), group))
        moving = [point for point in curve if point[1] >= STANDS_STILL]
        name = "" if kind in named else kind
        lines.append(Line(name, moving, f"thin c{i}", named_at=0.5))  # in the middle: in the end all are at 0
        named.add(kind)
    return lines
