"""What every part is worth, as a picture: a bar for each, with two standard errors to either side of its end."""

from proust_attention.charts import drawing
from proust_attention.charts.axis import Axis
from proust_attention.charts.drawing import Frame
from proust_attention.inspection.ablation import Ablation

LEFT, RIGHT, TOP, ROW, WIDTH = 250, 110, 96, 34, 560  # in units of the picture; the bars are WIDTH long at most
BAR = 18  # of a row
LONGEST = 40  # letters of a name


def svg(ablation: Ablation, machine: str) -> str:
    """Draw an ablation as one SVG file, for browsers; `machine` is its name."""
    ends = [part.difference + way * 2 * part.standard_error for part in ablation.parts for way in (-1, 1)]
    lowest, highest = min(0.0, *ends), max(0.0, *ends)
    ground = TOP + ROW * len(ablation.parts)
    rows = Axis(len(ablation.parts), 0)  # the first at the top
    frame = Frame(Axis(lowest, highest if highest > lowest else lowest + 1), rows, LEFT, LEFT + WIDTH, TOP, ground)
    title = f"What each part of {machine if len(machine) <= LONGEST else f'{machine[:LONGEST]}…'} is worth"
    figures = f"{ablation.base:.3f} nats a character with all of them, on {ablation.windows} held-out windows"
    below = "without the part it is higher by so many (the lines: two standard errors)"
    words = "; ".join(f"without {part.name} {part.loss:.3f}" for part in ablation.parts)
    drawn = [drawing.label(24, 70, f"{figures}; {below}", "quiet")]
    zero = frame.across(0)
    for row, part in enumerate(ablation.parts):
        y, end = frame.up(row + 0.5), frame.across(part.difference)
        low, high = (frame.across(part.difference + way * 2 * part.standard_error) for way in (-1, 1))
        figure = f"+{part.difference:.3f}" if part.difference >= 0 else f"-{-part.difference:.3f}"
        name = f"{part.name}: {part.loss:.3f} nats"
        drawn += [
            drawing.label(LEFT - 10, y + 4, part.name, "end"),
            drawing.bar(min(zero, end), y - BAR / 2, abs(end - zero), BAR, name),
            drawing.line("spread", low, y, high, y),
            drawing.label(max(zero, high) + 8, y + 4, figure),
        ]
    drawn.append(drawing.line("axis", zero, TOP, zero, ground))
    size = LEFT + WIDTH + RIGHT, ground + 30
    return drawing.file("ablation", size, title, f"{figures}; {words}.", 24, drawn)
