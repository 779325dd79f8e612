"""Text to ids and back."""

from proust_attention.tokenizer.alphabet import Alphabet as Alphabet
from proust_attention.tokenizer.bpe import BpeTokenizer as BpeTokenizer
from proust_attention.tokenizer.characters import CharacterTokenizer as CharacterTokenizer
from proust_attention.tokenizer.factory import from_dict as from_dict
from proust_attention.tokenizer.factory import learn as learn
from proust_attention.tokenizer.protocol import Tokenizer as Tokenizer
