"""Text to ids and back."""

from proust_attention.tokenizer.characters import CharacterTokenizer as CharacterTokenizer
