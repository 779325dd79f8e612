"""A corpus: clean text and the manifest of what was done to it, in memory and as a folder.

corpus.txt     the text, UTF-8; the files one after the other, an empty line between them
corpus.json    the manifest: language, symbols, sources with their SHA-256 and encoding, and the account of
               every character of the input
dropped.jsonl  every run of characters that was dropped, white space apart: file, line, rule and text; for whoever
               wants to read what the machine will never see. What the markup set apart is there too, with the line
               where it stood; its rule is "markup: notes", "markup: front matter" ...
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proust_attention.errors import InputError
from proust_attention.files import as_json, new_folder, quoted, read_bytes, read_json, write_bytes, write_json
from proust_attention.shown import short_repr

BETWEEN = "\n\n"
END = "\n"


@dataclass(frozen=True)
class Corpus:
    """A clean text with its manifest (plain values, as in corpus.json)."""

    text: str
    manifest: dict[str, Any]
    dropped: Sequence[dict[str, Any]] = field(default=(), compare=False)  # known where it was just made

    __repr__ = short_repr


def save(corpus: Corpus, folder: str | Path) -> None:
    """Write the folder of a corpus, whole or not at all. Raises InputError if it is taken, SaveError."""
    with new_folder(Path(folder)) as temporary:
        write_bytes(temporary / "corpus.txt", corpus.text.encode())
        write_json(temporary / "corpus.json", corpus.manifest)
        write_bytes(temporary / "dropped.jsonl", b"".join(map(as_json, corpus.dropped)))


def load(folder: str | Path) -> Corpus:
    """Read the folder of a corpus. Raises InputError if it is not one, or was changed since it was made."""
    folder = Path(folder)
    if not folder.exists():
        raise InputError(f"there is no corpus folder {folder}; make one with: proust corpus prepare")
    prepare = (
        f"proust corpus prepare {quoted(folder)} --language auto --out {quoted(Path('corpora', folder.stem))}"
    )
    if not folder.is_dir():
        raise InputError(f"{folder} is a file, and no corpus folder; make one of it with: {prepare}")
    if (folder / "config.json").is_file():
        raise InputError(f"{folder} is a run, and no corpus folder; to begin with its weights, give it to --from")
    for part in ("corpus.txt", "corpus.json"):
        if not (folder / part).is_file():
            raise InputError(
                f"{folder} is not a corpus folder: {part} is missing; of books, make one with: {prepare}"
            )
    manifest = read_json(folder / "corpus.json")
    content = read_bytes(folder / "corpus.txt")
    if not isinstance(manifest, dict) or manifest.get("sha256") != hashlib.sha256(content).hexdigest():
        raise InputError(
            f"{folder / 'corpus.txt'} is not the text that corpus.json describes; prepare the corpus again"
        )
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{folder / 'corpus.txt'} is not UTF-8; prepare the corpus again") from None
    if not text.strip():
        raise InputError(f"{folder / 'corpus.txt'} holds no text")
    return Corpus(text, manifest)


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
