"""Whether what is given to a run that goes on is what it says of itself already.

# Class Notes

A job script repeats one line until it ends: `proust train --run runs/a --corpus corpora/a --steps 5000 --resume`.
The first time the line begins the run; later it may say all that again, and no other value. What a preset sets is
compared as a whole, for a preset says all settings; without one, only what was named. Steps are another matter: a
higher number is how a finished run is continued.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from proust_attention.checkpoint import RunFolder
from proust_attention.config import Changes, build
from proust_attention.errors import InputError

OF_A_RUN = ("steps", "continued_from", "timetable")  # what a run settles itself
SETTLED = {("model", "vocab_size"), *(("training", name) for name in OF_A_RUN)}


def exists(path: Path) -> bool:
    """Whether there is something at `path` to go on with: anything but nothing, or an empty folder."""
    run, at, _ = str(path).rpartition("@")
    return path.is_file() or (path.is_dir() and any(path.iterdir())) or bool(at and Path(run).is_dir())


def require_agreement(
    path: Path,
    preset: str | None = None,
    changes: Sequence[Changes] = (),
    text: str | None = None,
    minutes: float | None = None,
    from_: str | None = None,
) -> int | None:
    """Return the number of steps that is given, if one is.

    `text` is the SHA-256 of the text. Raises InputError, naming both values, where the run at `path` says
    something else; SettingError where a setting is wrong.
    """
    run = RunFolder.open(path)
    differing = [
        f"{name} is {ours} there, not {given}"
        for name, ours, given in [*_settings(run, preset, changes), *_origins(run, text, minutes, from_)]
        if ours != given
    ]
    if differing:
        raise InputError(
            f"a resumed run keeps its own settings and text, and {path} differs from what is given: "
            f"{'; '.join(differing)}; leave that out, or begin another run"
        )
    steps = [layer["training"]["steps"] for layer in changes if "steps" in layer.get("training", {})]
    return steps[-1] if steps else None


def _settings(run: RunFolder, preset: str | None, changes: Sequence[Changes]) -> Iterator[tuple[str, Any, Any]]:
    """Yield the name of each setting that is given, what the run says, and what is given."""
    given = build(run.config.model.vocab_size, "modern" if preset is None else preset, changes).to_dict()
    named = {(section, name) for layer in changes for section, values in layer.items() for name in values}
    inherited = run.began().get("from") is not None  # shape and tokens are those of another machine
    for section, values in run.config.to_dict().items():
        for name, ours in values.items():
            by_preset = preset is not None and not (
                inherited and section in ("model", "tokenizer") and name != "dropout"
            )
            settled = (section, name) in SETTLED or given[section][name] in ("auto", None)
            settled |= inherited and (section, name) == (
                "tokenizer",
                "vocab_size",
            )  # as many as the text can spell
            if not settled and (by_preset or (section, name) in named):
                yield f"{section}.{name}", ours, given[section][name]


def _origins(
    run: RunFolder, text: str | None, minutes: float | None, from_: str | None
) -> Iterator[tuple[str, Any, Any]]:
    began = run.began()
    if text is not None:
        yield "the SHA-256 of the text", run.corpus().get("sha256"), text
    if minutes is not None:
        yield "--minutes", began.get("minutes"), minutes
    if from_ is not None:
        yield "--from", began.get("from"), from_
