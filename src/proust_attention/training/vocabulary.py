"""What the tokens of a new run are: learned from its text, or taken over from the machine that it goes on from.

A machine knows its own pieces. So one that goes on from another keeps them, as far as the new text has their
characters, unless tokens of another kind or number are asked for; those of the new text would be others, and most
of what is known of pieces would be lost.

New pieces are learned from the part that trains. The alphabet is that of the whole text.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from proust_attention import tokenizer as tokenizers
from proust_attention.batches.windows import cut
from proust_attention.checkpoint.machines import open_machine
from proust_attention.config import PIECES, Changes, Config, TokenizerConfig, build
from proust_attention.errors import InputError
from proust_attention.tokenizer import Alphabet, BpeTokenizer, Tokenizer


def settle_vocabulary(
    text: str,
    preset: str,
    changes: Sequence[Changes],
    source: str | Path | None = None,
    symbols: str | None = None,
) -> tuple[Config, Tokenizer]:
    """Return the settings of a new run, whole, and its tokenizer.

    `source` names the machine that it goes on from, if it goes on from one; `symbols` are those of the alphabet,
    where the text is a part of a larger one. Raises InputError, SettingError.
    """
    symbols = Alphabet.of_text(text).symbols if symbols is None else symbols
    settings = build(len(symbols), preset, changes)  # with V still to come
    wanted = settings.tokenizer
    if wanted.vocab_size is not None and wanted.kind != BpeTokenizer.kind:
        raise InputError("tokenizer.vocab_size is for pieces: with it goes tokenizer.kind=bpe (--tokenizer bpe)")
    known = open_machine(source).tokenizer if source is not None else None
    asked = any(layer.get("tokenizer") for layer in changes)
    if known is not None and (not asked or _are_those(known, wanted)):
        tokenizer = known.over(symbols)
    else:
        training = text[: cut(len(text), settings.training.held_out_fraction)]
        tokenizer = tokenizers.learn(wanted.kind, symbols, training, wanted.vocab_size or PIECES)
    size = tokenizer.vocab_size if tokenizer.kind == BpeTokenizer.kind else None
    tokens = replace(settings.tokenizer, kind=tokenizer.kind, vocab_size=size)
    return replace(settings, tokenizer=tokens).with_vocab_size(tokenizer.vocab_size), tokenizer


def _are_those(known: Tokenizer, wanted: TokenizerConfig) -> bool:
    return known.kind == wanted.kind and wanted.vocab_size in (None, known.vocab_size)
