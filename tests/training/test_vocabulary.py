"""What the tokens of a new run are."""

from pathlib import Path

import pytest

from proust_attention.config import PIECES, build
from proust_attention.errors import InputError
from proust_attention.tokenizer import BpeTokenizer, CharacterTokenizer
from proust_attention.training.vocabulary import settle_vocabulary
from tests.explorer.machines import SMALL, make_machine, random_weights

TEXT = "la mente lenta, la amante lenta\n" * 20
KNOWN = BpeTokenizer(" aelmnt", (("m", "e"), ("n", "t"), ("me", "nt"), (" ", "l")))


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A machine on pieces."""
    config = build(KNOWN.vocab_size, "modern", [{"model": SMALL, "tokenizer": {"kind": "bpe"}}])
    make_machine(tmp_path / "machine", config, random_weights(config), KNOWN.to_dict())
    return tmp_path / "machine"


def test_characters_unless_pieces_are_asked_for() -> None:
    config, tokenizer = settle_vocabulary(TEXT, "modern", [])
    assert tokenizer == CharacterTokenizer.of_text(TEXT)
    assert config.model.vocab_size == tokenizer.vocab_size
    assert (config.tokenizer.kind, config.tokenizer.vocab_size) == ("characters", None)
    config, tokenizer = settle_vocabulary(TEXT, "modern", [{"tokenizer": {"kind": "bpe", "vocab_size": 20}}])
    assert isinstance(tokenizer, BpeTokenizer)
    assert config.tokenizer.vocab_size == config.model.vocab_size == tokenizer.vocab_size == 20
    with pytest.raises(InputError, match=f"tokenizer.vocab_size is {PIECES}, but the text has only"):
        settle_vocabulary(TEXT, "modern", [{"tokenizer": {"kind": "bpe"}}])


def test_what_goes_on_keeps_the_pieces_that_the_new_text_can_spell(machine: Path) -> None:
    config, tokenizer = settle_vocabulary(TEXT, "onward", [], machine)
    assert isinstance(tokenizer, BpeTokenizer)
    assert tokenizer.symbols == "".join(sorted(set(TEXT)))
    assert tokenizer.merges == KNOWN.merges
    assert config.tokenizer.kind == "bpe"
    assert config.tokenizer.vocab_size == config.model.vocab_size == tokenizer.vocab_size
    _, fewer = settle_vocabulary(TEXT.replace("m", "n"), "onward", [], machine)
    assert fewer.pieces[len(fewer.alphabet.symbols) :] == ["nt", " l"]


@pytest.mark.parametrize("size", [{}, {"vocab_size": None}, {"vocab_size": KNOWN.vocab_size}])
def test_what_goes_on_keeps_its_pieces_where_it_is_told_what_they_are(
    machine: Path, size: dict[str, int | None]
) -> None:
    changes = [{"tokenizer": {"kind": "bpe", **size}}]
    for text, merges in ((TEXT, KNOWN.merges), (TEXT.replace("m", "n"), (("n", "t"), (" ", "l")))):
        config, tokenizer = settle_vocabulary(text, "onward", changes, machine)
        assert isinstance(tokenizer, BpeTokenizer)
        assert tokenizer.merges == merges
        assert config.tokenizer.vocab_size == tokenizer.vocab_size


def test_other_tokens_can_be_asked_for(machine: Path) -> None:
    _, tokenizer = settle_vocabulary(TEXT, "onward", [{"tokenizer": {"kind": "characters"}}], machine)
    assert tokenizer.kind == "characters"
    _, learned = settle_vocabulary(TEXT, "onward", [{"tokenizer": {"kind": "bpe", "vocab_size": 12}}], machine)
    assert learned.vocab_size == 12
    assert isinstance(learned, BpeTokenizer)
    assert learned.merges != KNOWN.merges
