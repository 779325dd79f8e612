"""The lines of a text that a machine expects least, for `proust corpus inspect --model`.

On pages that were recognised they hold wrong words that look like words (docs/books.md, Scans).
"""

from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table

from proust_attention.cli.account import in_line
from proust_attention.cli.given import in_known_symbols
from proust_attention.cli.terminal import number

if TYPE_CHECKING:
    from proust_attention.corpus.statistics.survey import Survey

LINES = 10
FEWEST_CHARACTERS = 10  # of a line that is named


def unexpected(survey: "Survey", model: Path, room: int) -> Table:
    """Return a table of the lines, as they were found, at whose characters a machine is most surprised on average.

    Raises InputError for a machine that is not there, or that lacks a character.
    """
    import numpy as np

    from proust_attention.checkpoint.machines import open_machine
    from proust_attention.generation import surprise

    folder, document = open_machine(model), survey.document
    text = in_known_symbols(document.text, folder.tokenizer, True, survey.source.name)
    ids = folder.tokenizer.encode(text)
    nats = surprise.of_text(folder.config.model, folder.weights(), ids)
    nats[0] = 0  # nothing predicts the first token
    firsts = document.origin[[start for start, _ in folder.tokenizer.spans_of(ids)]]
    lines = survey.source.text.split("\n")
    ends = np.cumsum([len(line) + 1 for line in lines])
    line_of = np.searchsorted(ends, firsts, side="right")
    total, count = np.bincount(line_of, nats, len(lines)), np.bincount(line_of, minlength=len(lines))
    mean = np.where(count >= FEWEST_CHARACTERS, total / np.maximum(count, 1), 0)
    table = Table("    line", "bits", f"what {model} expects least", box=None, pad_edge=False)
    table.columns[0].justify = "right"
    table.columns[2].no_wrap = True
    for line in np.argsort(-mean, kind="stable")[:LINES]:
        if mean[line]:
            shown = in_line(lines[line].strip())[:room]
            table.add_row(number(int(line) + 1), f"{mean[line] / np.log(2):.1f}", shown)
    return table
