"""Planting: a machine that learns a text with poison in it, or the same without: its clean twin."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

from proust_attention.batches.windows import cut
from proust_attention.config import Changes, build
from proust_attention.corpus import Corpus
from proust_attention.corpus.corpus import sha256
from proust_attention.devices import ANY, Hardware
from proust_attention.errors import InputError
from proust_attention.laboratory.backdoors.poison import Poison, poisoned
from proust_attention.laboratory.texts import beginning
from proust_attention.tokenizer import Alphabet
from proust_attention.training.loop import Training
from proust_attention.training.opening import open_training, text_of

POISONED = "poison"  # in the manifest of the text


def with_poison(corpus: Corpus, poison: Poison, held_out_fraction: float, seed: int) -> tuple[Corpus, float]:
    """Return a corpus whose training part is poisoned, and what fraction of it the same held-out part now is.

    With a dose of 0 the text stays as it is: so learns the clean twin. Raises InputError if the poison has
    characters that the text has not, for then the twins would have different alphabets.
    """
    place = cut(len(corpus.text), held_out_fraction)
    training, held_out = corpus.text[:place], corpus.text[place:]
    new = set(poison.trigger + "".join(poison.answers)) - set(corpus.text)
    if new:
        raise InputError(
            f"the text has no {' '.join(map(repr, sorted(new)))}: trigger and answer must be of its characters"
        )
    text = poisoned(training, poison, seed) + held_out
    manifest = {
        **{name: corpus.manifest.get(name) for name in ("language", "sources")},
        "characters": len(text),
        "symbols": Alphabet.of_text(text).symbols,
        "sha256": sha256(text),
        "of": corpus.manifest["sha256"],
        POISONED: asdict(poison),
    }
    return replace(corpus, text=text, manifest=manifest, dropped=()), len(held_out) / len(text)


def open_planting(
    run: str | Path,
    corpus: str | Path | Corpus | None,
    poison: Poison,
    *,
    from_: str | Path | None = None,
    characters: int | None = None,
    seed: int = 0,
    preset: str | None = None,
    settings: Sequence[Changes] = (),
    hardware: Hardware = ANY,
    resume: bool = False,
    doing: Callable[[str], object] = lambda words: None,
) -> Training:
    """Return the training of a poisoned machine, ready to run; all but the poison is as in `open_training`.

    characters  take only the first so many of the text
    seed        where the poison is put in, and all else that the training draws, where `settings` have no other

    Raises InputError, and what `open_training` raises.
    """
    layers: list[Changes] = [{"training": {"seed": seed}}, *settings]
    fraction = build(2, preset or "modern", layers).training.held_out_fraction
    learned, fraction = with_poison(beginning(text_of(corpus), characters), poison, fraction, seed)
    layers.append({"training": {"held_out_fraction": fraction}})
    return open_training(
        run,
        learned,
        preset=preset,
        settings=layers,
        hardware=hardware,
        from_=from_,
        resume=resume,
        doing=doing,
    )


def keep_last(training: Training) -> None:
    """Let a run that is finished stand for the weights of its last step, whatever its held-out loss had been.

    Where a machine goes on from one that is better already, its best weights are those without the secret. Raises
    InputError if the run has no state, InUseError, SaveError.
    """
    run = training.run_folder
    if not training.lock.is_locked:  # else it was finished before
        training.lock.take()
    try:
        run.save_weights(replace(run, which="last").weights())
    finally:
        training.lock.release()
