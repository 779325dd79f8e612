"""The text that a machine is evaluated on: the held-out end of its own corpus, or of another one."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from proust_attention import corpus
from proust_attention.batches.windows import cut, encode_held_out
from proust_attention.checkpoint import RunFolder
from proust_attention.errors import InputError, UnknownCharacterError
from proust_attention.files import read_json
from proust_attention.shown import short_repr
from proust_attention.tokenizer import Tokenizer

UNKNOWN_NAMED = 5


@dataclass(frozen=True)
class HeldOut:
    """A text as ids, and what it is. Use `of`."""

    ids: np.ndarray
    own: bool  # whether it is the end of the very corpus whose beginning the run trains on
    description: str

    __repr__ = short_repr

    @classmethod
    def of(cls, run: RunFolder, corpus_folder: str | Path | None) -> "HeldOut":
        """Take that of a corpus, or, where none is given, of the run's own text. Raises what these two raise."""
        return cls.of_run(run) if corpus_folder is None else cls.of_corpus(corpus_folder, run)

    @classmethod
    def of_run(cls, run: RunFolder) -> "HeldOut":
        """Take the held-out part of the run's own text. Raises InputError if that is not there, or damaged."""
        if not (run.path / "tokens.npy").exists():
            raise InputError(f"{run.path.name} does not hold its own text; name a prepared one (--corpus)")
        _, held_out = run.split_tokens()
        return cls(held_out, True, "the held-out part of its own corpus, on which this run does not train")

    @classmethod
    def of_corpus(cls, folder: str | Path, run: RunFolder) -> "HeldOut":
        """Take the end of a corpus, as large a part as the run holds out of its own.

        Raises InputError if it is no corpus, UnknownCharacterError if that end holds what is no symbol of the run.
        """
        learned = corpus.load(folder)
        fraction = run.config.training.held_out_fraction
        text = learned.text[cut(len(learned.text), fraction) :]
        part = f"the last {100 * fraction:.3g}% of {folder}"
        _refuse_unknown(text, run.tokenizer, part)
        manifest = read_json(run.path / "corpus.json")
        own = isinstance(manifest, dict) and manifest.get("sha256") == learned.manifest["sha256"]
        which = (
            "the held-out part of its own corpus, on which this run does not train"
            if own
            else "not the corpus that it trains on; the figures hold only if it never trained on this text"
        )
        return cls(encode_held_out(text, run.tokenizer), own, f"{part}, {which}")


def _refuse_unknown(text: str, tokenizer: Tokenizer, part: str) -> None:
    unknown = tokenizer.alphabet.unknown(text).most_common()
    if not unknown:
        return
    named = [f"{symbol!r} (U+{ord(symbol):04X}, {count:,} times)" for symbol, count in unknown[:UNKNOWN_NAMED]]
    more = f" and {len(unknown) - UNKNOWN_NAMED} others" if len(unknown) > UNKNOWN_NAMED else ""
    raise UnknownCharacterError(
        f"{part} holds what the machine does not know: {', '.join(named)}{more}; prepare the corpus without it "
        "(--language, --drop-rare, --drop-lines), or take a machine that was trained on it"
    )
