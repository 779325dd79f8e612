"""From what somebody asks for to a run: a new one, or one to go on with.

The command (`proust train`) and Python (`proust.train`) ask here with the same names, and are refused with the
same lines. Whatever can be known beforehand is checked before anything is written.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from proust_attention import corpus as texts
from proust_attention import data
from proust_attention.batches import encode_parts
from proust_attention.checkpoint.machines import open_machine
from proust_attention.config import Changes, Config, changes_from_file
from proust_attention.corpus import Corpus
from proust_attention.devices import ANY, Hardware
from proust_attention.errors import InputError
from proust_attention.files import refuse_to_overwrite
from proust_attention.shown import visible
from proust_attention.tokenizer import Tokenizer
from proust_attention.training import agreement
from proust_attention.training.inheritance import inherit, may_change
from proust_attention.training.loop import Training
from proust_attention.training.seen import warning
from proust_attention.training.vocabulary import settle_vocabulary

NAMED = 100  # tokens that a machine does not share with the one that it goes on from


def open_training(
    run: str | Path,
    corpus: str | Path | Corpus | None = None,
    *,
    preset: str | None = None,
    config: str | Path | None = None,
    settings: Sequence[Changes] = (),
    minutes: float | None = None,
    since: float | None = None,
    hardware: Hardware = ANY,
    resume: bool = False,
    from_: str | Path | None = None,
    doing: Callable[[str], object] = lambda words: None,
) -> Training:
    """Return a training that is ready to run; what is to be said of it stands in its `notices`.

    run       the folder: a new one, or with `resume` one to go on with
    corpus    a folder, or what `corpus.prepare` returned; None: the embedded text
    preset    a name of config.PRESETS; None: modern, or onward where it begins with the weights of another
    config    a file of settings, TOML or a run's config.json, over the preset
    settings  changes over both, the later the stronger
    minutes   in the place of training.steps: as many as fit into this time
    since     from when the minutes count (time.monotonic); None: from now
    from_     a machine with whose weights to begin
    doing     is called with what is being done, for whoever shows it

    Raises InputError, SettingError, MissingExtraError, SaveError, InUseError.
    """
    since = time.monotonic() if since is None else since
    if minutes is not None and not (isinstance(minutes, int | float) and 0 < minutes < float("inf")):
        shown = f"{minutes:g}" if isinstance(minutes, int | float) else repr(minutes)
        raise InputError(f"--minutes is {shown}, but it must be a number above 0")
    if minutes is not None and any(map(_sets_steps, settings)):
        raise InputError("--minutes and training.steps exclude each other; give one of them")
    changes = [*([changes_from_file(config)] if config else []), *settings]
    name = str(from_) if from_ else None
    if resume and agreement.exists(Path(run)):
        text = text_of(corpus).manifest["sha256"] if corpus else None
        steps = agreement.require_agreement(Path(run), preset, changes, text, minutes, name)
        doing("reading the run")
        return Training.resume(run, hardware, steps)
    refuse_to_overwrite(Path(run))  # before anything that lasts
    notices = [f"there is no run {run} yet: it begins"] if resume else []
    doing("reading the text")
    learned = text_of(corpus)
    doing("learning what its tokens are")
    over = preset if preset is not None else "onward" if from_ else "modern"
    wanted, tokenizer = settle_vocabulary(learned.text, over, changes, from_)
    values = None
    if from_ is not None:
        wanted, values, said = _inherited(from_, learned, tokenizer, wanted, changes)
        notices += said
    doing("laying out the machine")
    ids = encode_parts(learned.text, wanted.training.held_out_fraction, tokenizer)
    training = Training.start(
        run, wanted, tokenizer, learned.manifest, ids, hardware, minutes, values, name, since
    )
    training.notices += notices
    return training


def text_of(corpus: str | Path | Corpus | None) -> Corpus:
    """Return the text to learn, of a folder or the embedded one. Raises InputError if there is no such folder."""
    if isinstance(corpus, Corpus):
        return corpus
    if corpus is not None:
        return texts.load(corpus)
    source = texts.Source.of_text(data.EMBEDDED_NAME, data.embedded_text())
    return texts.of_texts([source], data.EMBEDDED_LANGUAGE)


def _sets_steps(layer: Changes) -> bool:
    training = layer.get("training")
    return isinstance(training, dict) and "steps" in training


def _inherited(
    source: str | Path, learned: Corpus, tokenizer: Tokenizer, settings: Config, changes: Sequence[Changes]
) -> tuple[Config, dict[str, np.ndarray], list[str]]:
    """Return shape and weights from another machine, and what to say of the tokens that it knows."""
    run = open_machine(source)
    model = run.config.model
    wanted: dict[str, Any] = {name: value for layer in changes for name, value in layer.get("model", {}).items()}
    others = [name for name, value in wanted.items() if getattr(model, name, None) != value]
    changed = {name: getattr(settings.model, name) for name in may_change(model) if name in wanted}
    others = [name for name in others if name not in changed]
    if others:
        names = ", ".join(f"model.{name}" for name in others)
        raise InputError(f"a machine that goes on from another keeps its shape; leave out {names}")
    inherited = inherit(run, tokenizer, settings.training.seed)
    parts = [f"from {source}: {len(inherited.shared)} tokens keep what it knows of them"]
    for pieces, what in ((inherited.new, "are new to it"), (inherited.left, "are not in this text")):
        if pieces:
            more = " ..." if len(pieces) > NAMED else ""
            parts.append(f"{len(pieces)} {what}: {' '.join(map(visible, pieces[:NAMED]))}{more}")
    warned = warning(run, learned.text, learned.manifest, settings.training.held_out_fraction)
    model = replace(inherited.model, **{"dropout": settings.model.dropout, **changed})
    said = ["; ".join(parts), *([warned] if warned else [])]
    return replace(settings, model=model), inherited.values, said
