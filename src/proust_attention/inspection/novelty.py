"""What a machine quotes: pages that it writes, at several temperatures, beside real pages that it has not read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from proust_attention.batches import evenly_spread
from proust_attention.checkpoint.machines import open_machine
from proust_attention.errors import InputError
from proust_attention.evaluation.novelty import verdict
from proust_attention.evaluation.novelty.index import Index
from proust_attention.evaluation.novelty.learned import Learned
from proust_attention.evaluation.novelty.measuring import LONGEST, Measured, measure
from proust_attention.generation import Writer
from proust_attention.generation.readers import engine_for
from proust_attention.inspection.pages import Pages
from proust_attention.shown import short_repr

PAGE = 1000  # characters
TEMPERATURES = (0.2, 0.5, 0.8, 1.0, 1.2, 1.5)  # of the controls
REAL_PAGES = 100  # at most
OPENING = 40  # characters of a real page with which a written one begins; they are not counted


@dataclass(frozen=True)
class Novelty:
    """What was asked about, and the controls without which it says nothing."""

    machine: str
    asked: Measured
    real: Measured  # pages of its own text that were held out
    controls: tuple[Measured, ...]  # written at other temperatures; other authors
    quotes: bool
    statement: tuple[str, ...]

    __repr__ = short_repr


def novelty(
    machine: str | Path,
    text: str | None = None,
    *,
    count: int = 20,
    temperature: float | None = None,
    length: int = PAGE,
    seed: int = 0,
    corpus: str | Path | None = None,
    others: Sequence[tuple[str, str]] = (),
    keep: Path | None = None,
    doing: Callable[[str], object] = lambda words: None,
) -> Novelty:
    """Measure a text, or `count` pages that the machine writes, by what it was trained on.

    machine      a run folder or a bundled machine, by any of its names
    text         what to measure, in pages of `length` characters or some more; None: what it writes, `length`
                 characters a page, at a temperature (its own)
    corpus       the folder of the text that it learned; None: the run's own, or one of that hash nearby
    others       names and texts of other authors, for comparison
    keep         a file that keeps the pages as they are written: those that it holds are not written again
    doing        is called with what is being done

    Raises InputError if one of them is not there, a text is too short, or two have one name; MissingExtraError;
    SaveError.
    """
    names = [name for name, _ in others]
    if twice := {name for name in names if names.count(name) > 1}:
        raise InputError(f"two texts to compare with have the same name, {min(twice)}; rename one of them")
    run = open_machine(machine)
    doing("reading the text that it learned")
    learned = Learned.of(run, corpus)
    length = length if text is None else min(length, len(text))
    if length < LONGEST:
        raise InputError(f"{length} characters are too few; a page must have at least {LONGEST}")
    pages = [] if text is None else pages_of(text, length)
    length = min(map(len, pages), default=length)  # a longer page has longer runs: the real ones are as long
    real_pages = spread(learned.held_out, length, REAL_PAGES)
    doing("sorting all that it learned")
    index = Index(learned.training)

    def measured(name: str, pages: Sequence[str]) -> Measured:
        doing(f"searching: {name}")
        return measure(name, pages, index, learned.volumes)

    real = measured("held out", real_pages)
    usual = run.config.sampling.temperature if temperature is None else temperature
    controls = []
    if text is None:
        wanted = dict.fromkeys((usual, *TEMPERATURES))
        engine = engine_for(count * length * len(wanted))
        weights = run.weights()
        writes = Pages(Writer.of_weights(run.config, run.tokenizer, weights, engine), weights, keep)
        written = {t: _written(writes, t, real_pages, count, length, seed, doing) for t in wanted}
        asked = measured(f"temperature {usual:g}", written[usual])
        controls = [measured(f"temperature {t:g}", pages) for t, pages in written.items() if t != usual]
    else:
        asked = measured("the text", pages)
    controls += [measured(name, spread(other, length, REAL_PAGES)) for name, other in others]
    said = [*verdict.statement(asked, real)]
    if before := run.began().get("from"):
        said.append(f"it began with the weights of {before}; what that had learned is not searched")
    return Novelty(str(machine), asked, real, tuple(controls), verdict.quotes(asked, real), tuple(said))


def pages_of(text: str, length: int) -> list[str]:
    """Divide a text into pages of so many characters or more, side by side and as alike as can be.

    >>> pages_of("abcdefgh", 3)
    ['abcd', 'efgh']
    """
    number = max(1, len(text) // length)
    ends = [len(text) * n // number for n in range(number + 1)]
    return [text[begin:end] for begin, end in pairwise(ends)]


def spread(text: str, length: int, most: int) -> list[str]:
    """Return pages of a text, evenly spread, side by side at the closest. Raises InputError if it holds none."""
    if len(text) <= length:
        raise InputError(
            f"the text to compare with has {len(text):,} characters, too few for a page of {length:,}; "
            "let the pages be shorter (--length)"
        )
    return [text[start : start + length] for start in evenly_spread(len(text), length, most).tolist()]


def _written(
    writes: Pages,
    temperature: float,
    openings: Sequence[str],
    count: int,
    length: int,
    seed: int,
    doing: Callable[[str], object],
) -> list[str]:
    """Write pages, each from the opening of a real one."""
    sampling = writes.writer.config.sampling.replace(temperature=temperature)
    pages = []
    for number in range(count):
        doing(f"writing at temperature {temperature:g}: page {number + 1} of {count}")
        opening = openings[number % len(openings)][:OPENING]
        pages.append(writes.page(opening, length, sampling, seed + number))
    return pages
