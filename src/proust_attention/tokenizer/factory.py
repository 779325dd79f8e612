"""The kinds of tokenizers that there are, by the name that stands in tokenizer.json."""

from typing import Any

from proust_attention.errors import InputError
from proust_attention.tokenizer.bpe import BpeTokenizer
from proust_attention.tokenizer.characters import CharacterTokenizer
from proust_attention.tokenizer.protocol import Tokenizer

KINDS: dict[str, type[Tokenizer]] = {kind.kind: kind for kind in (CharacterTokenizer, BpeTokenizer)}


def learn(kind: str, symbols: str, text: str, vocab_size: int) -> Tokenizer:
    """Learn a tokenizer of a kind, from a text over these symbols. Raises InputError if it has fewer pieces."""
    return KINDS[kind].learn(symbols, text, vocab_size)


def from_dict(values: Any) -> Tokenizer:
    """Make a tokenizer from what its `to_dict` returned. Raises InputError if it is of no kind, or damaged."""
    kind = values.get("kind") if isinstance(values, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise InputError(f"this is no tokenizer: its kind is {kind!r}, and there are {', '.join(KINDS)}")
    return KINDS[kind].from_dict(values)
