"""The tokenizer of a machine of proust-attention, for transformers: characters, or pieces of words.

    AutoTokenizer.from_pretrained(FOLDER, trust_remote_code=True)

run_tokenizer.json has the characters that the machine knows, sorted, and with the kind "bpe" the merges in the
order in which they were learned. Ids are places: first the characters, then what the merges make. There are no
special tokens, and decode(encode(text)) is the text.

A text is read as the machine's own library reads what is typed: letters composed (NFC), line breaks of one kind,
and a typographic sign as its plain form where only that is known. What else it does not know it refuses.
"""

import json
import re
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

from transformers import PreTrainedTokenizer

FILE = "run_tokenizer.json"
WORD = re.compile(r" ?[^ \n]{1,100}|[ \n]")  # no merge crosses a word; one after the other they cover any text
NEVER = 1 << 62  # the place of a pair that is no merge


class ProustTokenizer(PreTrainedTokenizer):
    """Text to ids and back, without loss."""

    vocab_files_names = {"vocab_file": FILE}  # noqa: RUF012 - as transformers has it
    model_input_names = ["input_ids", "attention_mask"]  # noqa: RUF012

    def __init__(self, vocab_file: str, typography: dict[str, str] | None = None, **named: Any) -> None:
        self.table = json.loads(Path(vocab_file).read_text(encoding="utf-8"))
        self.known = set(self.table["symbols"])
        merges = [tuple(pair) for pair in self.table.get("merges", [])]
        self.pieces = [*self.table["symbols"], *(left + right for left, right in merges)]
        self.ids = {piece: number for number, piece in enumerate(self.pieces)}
        self.order = {pair: place for place, pair in enumerate(merges)}
        self.plain = {
            sign: form
            for sign, form in (typography or {}).items()
            if sign not in self.known and self.known.issuperset(form)
        }
        named |= {"special_tokens_pattern": "none", "clean_up_tokenization_spaces": False}
        super().__init__(typography=typography, **named)

    @property
    def vocab_size(self) -> int:
        """V, the number of ids."""
        return len(self.pieces)

    def get_vocab(self) -> dict[str, int]:
        """Return the id of each piece."""
        return dict(self.ids)

    def _tokenize(self, text: str, **_: Any) -> list[str]:
        text = unicodedata.normalize("NFC", re.sub("\r\n?", "\n", text))
        text = "".join([self.plain.get(character, character) for character in text])
        if unknown := next((character for character in text if character not in self.known), None):
            raise ValueError(f"the machine does not know the character {unknown!r} (U+{ord(unknown):04X})")
        return [piece for word in WORD.findall(text) for piece in self._divided(word)] if self.order else [*text]

    def _divided(self, word: str) -> list[str]:
        """Do the merges again, in the order in which they were learned."""
        pieces = [*word]
        while len(pieces) > 1:
            places = [self.order.get(pair, NEVER) for pair in pairwise(pieces)]
            first = min(places)
            if first == NEVER:
                break
            at = places.index(first)
            pieces[at : at + 2] = ["".join(pieces[at : at + 2])]
        return pieces

    def _convert_token_to_id(self, token: str) -> int:
        return self.ids[token]

    def _convert_id_to_token(self, index: int) -> str:
        return self.pieces[index]

    def convert_tokens_to_string(self, tokens: list[str]) -> str:
        """Return the text of these pieces."""
        return "".join(tokens)

    def save_vocabulary(self, save_directory: str, filename_prefix: str | None = None) -> tuple[str]:
        """Write the table into a folder."""
        path = Path(save_directory, (f"{filename_prefix}-" if filename_prefix else "") + FILE)
        path.write_text(json.dumps(self.table, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return (str(path),)
