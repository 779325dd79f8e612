"""Runs side by side, where that means something.

# Class Notes

Two losses can be held against each other only if they were taken on the same text. So the held-out texts are
compared first, character by character (by their hashes), and runs with different ones are refused.

Runs on the same held-out text may still know different symbols, because their training texts differed: one may
have had to reserve some probability for letters that never come. Then what is compared is bits a byte, which
depends on no machine's idea of a character: the loss in bits, times the characters of the held-out text that are
scored, divided by their bytes in UTF-8. (What tokens they have is no hindrance: losses are of characters, of which
a text has as many whatever it is divided into. The final figure is shown in all three units.)

Final figures rest on each character once, all but the first. But older runs left out what fills no window, and one
of so many minutes reads as many windows as it has time for: where a run scored fewer, a note says so.

>>> round(Measure("bits a byte", 100, 104).of(1.1), 3)  # nats a character, in a text with a few accents
1.526
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proust_attention.checkpoint import RunFolder
from proust_attention.checkpoint.history import History
from proust_attention.errors import InputError
from proust_attention.evaluation import Size, bits_a_byte, size_of_scored
from proust_attention.shown import short_repr

PARTS = ("config.json", "tokenizer.json", "tokens.npy")
NATS, BYTES = "nats a character", "bits a byte"


@dataclass(frozen=True)
class Measure:
    """In what losses are compared."""

    unit: str
    characters: int  # of the held-out text, as far as it can be scored
    bytes: int

    def of(self, nats: float) -> float:
        """Convert from nats a character."""
        return nats if self.unit == NATS else bits_a_byte(nats, self.characters, self.bytes)


@dataclass(frozen=True)
class Run:
    """What is compared of a run; losses are in nats a character."""

    name: str
    folder: RunFolder
    history: History
    held_out: str  # the SHA-256 of the held-out text
    characters_a_token: float  # in the training part

    __repr__ = short_repr

    @classmethod
    def of(cls, path: Path, name: str) -> "tuple[Run, Size]":
        """Read a run, and the size of what can be scored of its held-out text.

        Raises InputError if it is no run, or no longer has its text.
        """
        folder = RunFolder.open(path, parts=PARTS)
        training, held_out = folder.split_tokens()
        text = folder.tokenizer.decode(held_out)
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        characters_a_token = folder.tokenizer.count(training) / max(1, len(training))
        run = cls(name, folder, History.of(folder.read_log("metrics")), digest, characters_a_token)
        return run, size_of_scored(held_out, folder.tokenizer)

    @property
    def characters_a_step(self) -> int:
        """How many characters a step reads."""
        tokens = self.folder.config.training.batch_size * self.folder.config.model.context_length
        return round(tokens * self.characters_a_token)

    @property
    def settings(self) -> dict[str, Any]:
        """All settings, by their full names, and how the run began."""
        groups = self.folder.config.to_dict()
        settings = {
            f"{section}.{name}": value for section, group in groups.items() for name, value in group.items()
        }
        began = self.folder.began()
        names = ("engine", "began with"), ("from", "began from"), ("interventions", "interventions")
        return {**settings, **{shown: began.get(name) for name, shown in names}}


@dataclass(frozen=True)
class Comparison:
    """Runs that can be compared."""

    runs: Sequence[Run]
    measure: Measure
    differing: Sequence[str]  # settings
    notes: Sequence[str]

    __repr__ = short_repr


def compare(paths: Sequence[str | Path]) -> Comparison:
    """Set runs side by side. Raises InputError where that would mean nothing."""
    if len(paths) < 2:
        raise InputError("one run alone cannot be compared; give two or more")
    folders = list(map(Path, paths))
    names = [path.resolve().name for path in folders]
    names = names if len(set(names)) == len(names) else list(map(str, folders))
    read = [Run.of(path, name) for path, name in zip(folders, names, strict=True)]
    measure, runs = measure_of(read), [run for run, _ in read]
    settings = [run.settings for run in runs]
    differing = [name for name in settings[0] if len({str(each.get(name)) for each in settings}) > 1]
    return Comparison(runs, measure, differing, _notes(runs, measure, differing))


def measure_of(read: Sequence[tuple[Run, Size]]) -> Measure:
    """Return in what these runs can be compared. Raises InputError if they were not tested on the same text."""
    (first, size), *others = read
    for other, _ in others:
        if other.held_out != first.held_out:
            raise InputError(
                f"{other.name} and {first.name} were not tested on the same text; {_why(first, other)}"
            )
    symbols = {run.folder.tokenizer.alphabet for run, _ in read}
    return Measure(NATS if len(symbols) == 1 else BYTES, *size)


def _why(one: Run, other: Run) -> str:
    """Say in what the two differ that could make their held-out texts differ."""
    fractions = [run.folder.config.training.held_out_fraction for run in (one, other)]
    if fractions[0] != fractions[1]:
        return f"training.held_out_fraction is {fractions[1]:g} in the one and {fractions[0]:g} in the other"
    lengths = [run.folder.tokenizer.count(run.folder.tokens()) for run in (one, other)]
    both = f"their texts are different ({lengths[1]:,} and {lengths[0]:,} characters)"
    symbols = [run.folder.tokenizer.alphabet for run in (one, other)]
    return both + (", and so are their symbols" if symbols[0] != symbols[1] else "")


def _notes(runs: Sequence[Run], measure: Measure, differing: Sequence[str]) -> list[str]:
    notes = []
    if measure.unit == BYTES:
        notes.append("The runs know different symbols, so that losses are in bits a byte of the held-out text.")
    windows = {"model.context_length", "training.evaluation_windows"} & set(differing)
    if windows:
        notes.append(
            f"They differ in {' and '.join(sorted(windows))}: on the way they were tested on different parts of "
            "the held-out text; compare their final figures."
        )
    scored = [(run.name, run.history.characters) for run in runs]
    parts = [f"{name} scored {count:,}" for name, count in scored if 0 < count < measure.characters]
    if parts:
        notes.append(
            f"Not every final figure is of all {measure.characters:,} characters that can be scored: "
            f"{', '.join(parts)}. `proust evaluate` scores all of them."
        )
    return notes
