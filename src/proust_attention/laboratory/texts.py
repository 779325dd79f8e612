"""The text of an experiment, and the part of it that a variant learns from.

Whatever a share cuts away, the held-out part stays the same, to the character, and so does the alphabet: what is
compared is measured on one text, and with as many symbols to choose from.
"""

from dataclasses import replace
from typing import Any

from proust_attention.batches.windows import cut
from proust_attention.corpus import Corpus
from proust_attention.corpus.corpus import sha256
from proust_attention.errors import InputError
from proust_attention.tokenizer import Alphabet

LEAST = 0.06  # of what is held out: so much must at least train


def beginning(corpus: Corpus, characters: int | None) -> Corpus:
    """Return a corpus of the first so many characters; None: all."""
    if characters is None or characters >= len(corpus.text):
        return corpus
    text = corpus.text[:characters]
    return _of(corpus, text, Alphabet.of_text(text).symbols, f"its first {characters:,} characters")


def with_share(corpus: Corpus, share: float, held_out_fraction: float) -> tuple[Corpus, float]:
    """Return a corpus of the last share of the training part, and the held-out part; and what fraction that is.

    Raises InputError where nothing would be left to learn from.
    """
    if share == 1:
        return corpus, held_out_fraction
    place = cut(len(corpus.text), held_out_fraction)
    learned = round(share * place)
    if learned < LEAST * (len(corpus.text) - place):
        raise InputError(
            f"a share of {share:g} of the {place:,} characters that train is too small: {learned:,}, with "
            f"{len(corpus.text) - place:,} held out"
        )
    text = corpus.text[place - learned :]
    which = f"the last {learned:,} characters that train"
    return _of(corpus, text, corpus.manifest["symbols"], which), (len(text) - learned) / len(text)


def _of(corpus: Corpus, text: str, symbols: str, which: str) -> Corpus:
    """Return a part of a corpus, with what is still true of it in its manifest."""
    manifest: dict[str, Any] = {
        "language": corpus.manifest.get("language"),
        "characters": len(text),
        "symbols": symbols,
        "sha256": sha256(text),
        "part": which,
        "of": corpus.manifest["sha256"],
        "sources": corpus.manifest.get("sources", []),
    }
    return replace(corpus, text=text, manifest=manifest, dropped=())
