"""What every part is worth, as a picture: a bar for each, with two standard errors to either side of its end."""

from proust_attention.corpus.statistics.histogram import STYLE, text_in_xml
from proust_attention.inspection.ablation import Ablation

LEFT, RIGHT, TOP, ROW, WIDTH = 250, 110, 96, 34, 560  # in units of the picture; the bars are WIDTH long at most
BAR = 18  # of a row
LONGEST = 40  # letters of a name


def svg(ablation: Ablation, machine: str) -> str:
    """Draw an ablation as one SVG file, for browsers; `machine` is its name."""
    ends = [part.difference + way * 2 * part.standard_error for part in ablation.parts for way in (-1, 1)]
    lowest = min(0.0, *ends)
    highest = (max(0.0, *ends) - lowest) or 1.0  # what the whole width stands for
    zero = LEFT - lowest / highest * WIDTH
    height = TOP + ROW * len(ablation.parts) + 30
    title = f"What each part of {machine if len(machine) <= LONGEST else f'{machine[:LONGEST]}…'} is worth"
    figures = f"{ablation.base:.3f} nats a character with all of them, on {ablation.windows} held-out windows"
    below = "without the part it is higher by so many (the lines: two standard errors)"
    words = "; ".join(f"without {part.name} {part.loss:.3f}" for part in ablation.parts)
    rows = []
    for row, part in enumerate(ablation.parts):
        y = TOP + ROW * row + ROW / 2
        end = zero + part.difference / highest * WIDTH
        reach = 2 * part.standard_error / highest * WIDTH
        label = f"+{part.difference:.3f}" if part.difference >= 0 else f"-{-part.difference:.3f}"
        rows += [
            f'<text class="end" x="{LEFT - 10}" y="{y + 4:.2f}">{text_in_xml(part.name)}</text>',
            f'<rect class="bar" x="{min(zero, end):.2f}" y="{y - BAR / 2:.2f}" width="{abs(end - zero):.2f}" '
            f'height="{BAR}">'
            f"<title>{text_in_xml(part.name)}: {part.loss:.3f} nats</title></rect>",
            f'<line class="axis" x1="{end - reach:.2f}" x2="{end + reach:.2f}" y1="{y}" y2="{y}"/>',
            f'<text x="{max(zero, end + reach) + 8:.2f}" y="{y + 4:.2f}">{label}</text>',
        ]
    ground = TOP + ROW * len(ablation.parts)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LEFT + WIDTH + RIGHT} {height}" '
            f'class="histogram" role="img" aria-labelledby="ablation-title ablation-words">',
            f'<title id="ablation-title">{text_in_xml(title)}</title>',
            f'<desc id="ablation-words">{text_in_xml(f"{figures}; {words}.")}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect class="paper" width="{LEFT + WIDTH + RIGHT}" height="{height}"/>',
            f'<text class="title" x="24" y="44">{text_in_xml(title)}</text>',
            f'<text class="quiet" x="24" y="70">{figures}; {below}</text>',
            *rows,
            f'<line class="axis" x1="{zero:.2f}" x2="{zero:.2f}" y1="{TOP}" y2="{ground}"/>',
            "</svg>\n",
        ]
    )
