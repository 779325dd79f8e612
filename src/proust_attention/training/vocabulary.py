"""What the tokens of a new run are: learned from its text, or taken over from the machine that it goes on from.

A machine knows its own pieces. So one that goes on from another keeps them, as far as the new text has their
characters, unless other tokens are asked for; those of the new text would be others, and most of what is known of
pieces would be lost.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from proust_attention.batches import learn_tokenizer
from proust_attention.checkpoint.machines import open_machine
from proust_attention.config import Changes, Config, build
from proust_attention.errors import InputError
from proust_attention.tokenizer import Alphabet, BpeTokenizer, Tokenizer


def settle_vocabulary(
    text: str, preset: str, changes: Sequence[Changes], source: str | Path | None = None
) -> tuple[Config, Tokenizer]:
    """Return the settings of a new run, whole, and its tokenizer.

    `source` names the machine that it goes on from, if it goes on from one. Raises InputError, SettingError.
    """
    symbols = Alphabet.of_text(text).symbols
    settings = build(len(symbols), preset, changes)  # with V still to come
    if source is not None and not any(layer.get("tokenizer") for layer in changes):
        tokenizer = open_machine(source).tokenizer.over(symbols)
    elif settings.tokenizer.vocab_size is not None and settings.tokenizer.kind != BpeTokenizer.kind:
        raise InputError("tokenizer.vocab_size is for pieces: with it goes tokenizer.kind=bpe (--tokenizer bpe)")
    else:
        tokenizer = learn_tokenizer(text, settings.training.held_out_fraction, settings.tokenizer)
    size = tokenizer.vocab_size if tokenizer.kind == BpeTokenizer.kind else None
    tokens = replace(settings.tokenizer, kind=tokenizer.kind, vocab_size=size)
    return replace(settings, tokenizer=tokens).with_vocab_size(tokenizer.vocab_size), tokenizer
