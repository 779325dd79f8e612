"""The kinds of tokenizers that there are, by the name that stands in tokenizer.json."""

from typing import Any

from proust_attention.config import PIECES, TokenizerConfig
from proust_attention.errors import InputError
from proust_attention.tokenizer.alphabet import Alphabet
from proust_attention.tokenizer.bpe import BpeTokenizer
from proust_attention.tokenizer.characters import CharacterTokenizer
from proust_attention.tokenizer.protocol import Tokenizer

KINDS: dict[str, type[Tokenizer]] = {kind.kind: kind for kind in (CharacterTokenizer, BpeTokenizer)}


def learn(text: str, n_training: int, settings: TokenizerConfig) -> Tokenizer:
    """Learn a tokenizer: its alphabet is that of a text, its pieces are of the part that trains, the beginning.

    Raises InputError if the text is empty, or does not have so many pieces.
    """
    symbols = Alphabet.of_text(text).symbols
    return KINDS[settings.kind].learn(symbols, text[:n_training], settings.vocab_size or PIECES)


def from_dict(values: Any) -> Tokenizer:
    """Make a tokenizer from what its `to_dict` returned. Raises InputError if it is of no kind, or damaged."""
    kind = values.get("kind") if isinstance(values, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise InputError(f"this is no tokenizer: its kind is {kind!r}, and there are {', '.join(KINDS)}")
    return KINDS[kind].from_dict(values)
