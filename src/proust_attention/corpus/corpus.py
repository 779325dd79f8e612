"""A corpus: clean text and the manifest of what was done to it, in memory and as a folder.

corpus.txt     the text, UTF-8; the files one after the other, an empty line between them
corpus.json    the manifest: language, symbols, sources with their SHA-256 and encoding, and the account of
               every character of the input
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from proust_attention.corpus.alphabets import FATES, Alphabet
from proust_attention.corpus.cleaning import Change, Cleaned, by_fate, clean
from proust_attention.corpus.reading import Source
from proust_attention.errors import InputError
from proust_attention.files import new_folder, read_bytes, read_json, write_bytes, write_json

BETWEEN = "\n\n"
END = "\n"


@dataclass(frozen=True)
class Corpus:
    """A clean text with its manifest (plain values, as in corpus.json)."""

    text: str
    manifest: dict[str, Any]


def of_texts(sources: Sequence[Source], language: str) -> Corpus:
    """Clean texts and join them. Raises InputError if one has no character of the language's alphabet."""
    alphabet = Alphabet.of(language)
    cleaned = [clean(source.text, alphabet) for source in sources]
    for source, result in zip(sources, cleaned, strict=True):
        if not result.text:
            raise InputError(f"{source.name} holds no character of the {alphabet.name} alphabet")
    text = BETWEEN.join(result.text for result in cleaned) + END
    manifest = {
        "language": language,
        "characters": len(text),
        "symbols": "".join(sorted(set(text))),
        "sha256": _sha256(text),
        "sources": [
            {
                "name": source.name,
                "sha256": source.sha256,
                "encoding": source.encoding,
                "encoding_was_guessed": source.encoding_was_guessed,
                "characters_in": result.characters_in,
                "characters_out": len(result.text),
            }
            for source, result in zip(sources, cleaned, strict=True)
        ],
        "account": _account(cleaned),
        "changes": [asdict(change) for change in _together(cleaned)],
    }
    return Corpus(text, manifest)


def _account(cleaned: Sequence[Cleaned]) -> dict[str, int]:
    """Return how many characters of the input had which fate; the four add up to the input."""
    fates = {fate: sum(result.characters(fate) for result in cleaned) for fate in FATES}
    return {"input": sum(result.characters_in for result in cleaned), **fates}


def _together(cleaned: Sequence[Cleaned]) -> list[Change]:
    """Add up the changes of several texts; the example is the first text's."""
    first: dict[tuple[str, str, str], Change] = {}
    counts: Counter[tuple[str, str, str]] = Counter()
    for change in (change for result in cleaned for change in result.changes):
        key = (change.fate, change.symbol, change.into)
        first.setdefault(key, change)
        counts[key] += change.count
    changes = [replace(change, count=counts[key]) for key, change in first.items()]
    return sorted(changes, key=by_fate)


def save(corpus: Corpus, folder: Path) -> None:
    """Write the folder of a corpus, whole or not at all. Raises InputError if it is taken, SaveError."""
    with new_folder(folder) as temporary:
        write_bytes(temporary / "corpus.txt", corpus.text.encode())
        write_json(temporary / "corpus.json", corpus.manifest)


def load(folder: Path) -> Corpus:
    """Read the folder of a corpus. Raises InputError if it is none, or was changed since it was made."""
    if not folder.is_dir():
        raise InputError(f"there is no corpus folder {folder}; make one with: proust corpus prepare")
    for part in ("corpus.txt", "corpus.json"):
        if not (folder / part).is_file():
            raise InputError(f"{folder} is no corpus: {part} is missing; make one with: proust corpus prepare")
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


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
