"""What is given to a command: a machine, by its name; a text to read, in symbols that it knows; a new file."""

import sys
from pathlib import Path

from proust_attention.errors import InputError, UnknownCharacterError
from proust_attention.files import read_bytes
from proust_attention.tokenizer import Tokenizer

MACHINE = (  # how to name one
    "A run folder, or a name from: proust machines. RUN@best, or RUN: with its best weights; RUN@last: with those "
    "saved last; RUN@512: with those of step 512."
)
ENGINE = "torch or numpy; auto takes torch where it is installed."
STANDARD_INPUT = "-"


def read_text(name: str) -> str:
    """Read a file, or standard input for `-`. Raises InputError if it is not there or not UTF-8."""
    try:
        if name != STANDARD_INPUT:
            return read_bytes(Path(name)).decode("utf-8-sig")
        return sys.stdin.buffer.read().decode("utf-8-sig") if sys.stdin else ""
    except UnicodeDecodeError as error:
        where = "standard input" if name == STANDARD_INPUT else name
        raise InputError(f"{where} is not UTF-8 (its byte {error.start}); save the text as UTF-8") from None


def in_known_symbols(text: str, tokenizer: Tokenizer, replace_unknown: bool, name: str) -> str:
    """Return a text as the machine reads it.

    Raises UnknownCharacterError, which says too what can be done, and what bundled machine knows all of it; `name`
    is what it calls the text.
    """
    from proust_attention.checkpoint.machines import that_know

    text = tokenizer.alphabet.as_read(text)
    try:
        return tokenizer.decode(tokenizer.encode(text, replace_unknown))
    except UnknownCharacterError as error:
        names = " and ".join(f"--model {machine}" for machine in that_know(text))
        knows = f"; all of the {name} is known to {names}" if names else ""
        puts = "; --replace-unknown puts the nearest known ones" if _all_replaced(text, tokenizer) else ""
        raise UnknownCharacterError(f"{error}{puts}{knows}") from None


def _all_replaced(text: str, tokenizer: Tokenizer) -> bool:
    """Return whether there is a known symbol for every character of a text."""
    try:
        return len(tokenizer.encode(text, True)) > 0
    except UnknownCharacterError:
        return False


def refuse_unless_free(picture: Path) -> None:
    """Raise InputError unless a new file can be drawn there."""
    if picture.exists() or picture.is_symlink():
        raise InputError(f"{picture} is already there; choose another name, or remove it first")
    if not picture.parent.is_dir():
        raise InputError(f"there is no folder {picture.parent} to draw {picture.name} into")
