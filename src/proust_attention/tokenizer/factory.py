"""The kinds of tokenizers that there are, by the name that stands in tokenizer.json."""

from typing import Any

from proust_attention.errors import InputError
from proust_attention.tokenizer.characters import CharacterTokenizer
from proust_attention.tokenizer.protocol import Tokenizer

KINDS: dict[str, type[Tokenizer]] = {kind.kind: kind for kind in (CharacterTokenizer,)}
LEARNED = CharacterTokenizer.kind  # that a new run learns from its text


def of_text(text: str) -> Tokenizer:
    """Learn a tokenizer from a text. Raises InputError if it is empty."""
    return KINDS[LEARNED].of_text(text)


def from_dict(values: Any) -> Tokenizer:
    """Make a tokenizer from what its `to_dict` returned. Raises InputError if it is of no kind, or damaged."""
    kind = values.get("kind") if isinstance(values, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise InputError(f"this is no tokenizer: its kind is {kind!r}, and there are {', '.join(KINDS)}")
    return KINDS[kind].from_dict(values)
