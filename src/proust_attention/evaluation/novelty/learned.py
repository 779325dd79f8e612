"""The text that a machine learned, found by its hash, and the volumes that it is made of.

A run folder has its text. A machine that was given away has not: its corpus.json says only what the text was, by
its SHA-256. So it is looked for in the folder that is named, else in the corpora of the folder where one works.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from proust_attention import corpus as corpora
from proust_attention.batches.windows import cut
from proust_attention.checkpoint import RunFolder
from proust_attention.corpus.corpus import BETWEEN, END
from proust_attention.errors import InputError
from proust_attention.files import read_json
from proust_attention.shown import short_repr


@dataclass(frozen=True)
class Volumes:
    """Where in a text each volume begins. Use `of`."""

    names: tuple[str, ...]
    begins: tuple[int, ...]

    @classmethod
    def of(cls, manifest: dict[str, Any], length: int) -> "Volumes":
        """Take them from a corpus.json; where they do not add up, as in a part of a text, it is all one.

        >>> sources = [{"name": "I", "characters_out": 3}, {"name": "II", "characters_out": 5}]
        >>> Volumes.of({"sources": sources}, length=3 + 2 + 5 + 1).at(5)
        ('II', 0)
        """
        sources = [one for one in manifest.get("sources") or [] if isinstance(one.get("characters_out"), int)]
        sizes = [one["characters_out"] + len(BETWEEN) for one in sources]
        if not sizes or sum(sizes) - len(BETWEEN) + len(END) != length:
            return cls(("the text",), (0,))
        return cls(tuple(str(one["name"]) for one in sources), (0, *accumulate(sizes[:-1])))

    def at(self, place: int) -> tuple[str, int]:
        """Return the volume of a place of the text, and how many characters of it stand before that."""
        number = bisect_right(self.begins, place) - 1
        return self.names[number], place - self.begins[number]


@dataclass(frozen=True)
class Learned:
    """The text of a machine: what it trained on, and what was held out. Use `of`."""

    training: str
    held_out: str
    volumes: Volumes

    __repr__ = short_repr

    @classmethod
    def of(cls, run: RunFolder, corpus: str | Path | None = None) -> "Learned":
        """Take the text of a run, else that of a corpus folder with the hash of its corpus.json.

        Raises InputError if there is none.
        """
        manifest = run.corpus()
        text = _own(run) if corpus is None else None
        text = _found(run, manifest, corpus) if text is None else text
        place = cut(len(text), run.config.training.held_out_fraction)
        return cls(text[:place], text[place:], Volumes.of(manifest, len(text)))


def _own(run: RunFolder) -> str | None:
    return run.tokenizer.decode(run.tokens()) if (run.path / "tokens.npy").is_file() else None


def _found(run: RunFolder, manifest: dict[str, Any], corpus: str | Path | None) -> str:
    wanted = manifest.get("sha256")
    if corpus is not None:
        found = corpora.load(corpus)
        if found.manifest["sha256"] != wanted:
            raise InputError(
                f"{corpus} is not the text that {run.path.name} was trained on: its hashes are different"
            )
        return found.text
    for folder in _folders(run.path):
        table = read_json(folder / "corpus.json")
        if isinstance(table, dict) and wanted and table.get("sha256") == wanted:
            return corpora.load(folder).text
    lacking = f"the text that {run.path.name} was trained on is not here, and nothing can be said without it"
    if not wanted:
        raise InputError(f"{lacking}; its corpus.json does not say by its hash which it was")
    raise InputError(f"{lacking} (SHA-256 {wanted[:12]}...); name its folder with --corpus")


def _folders(run: Path) -> Iterator[Path]:
    """Yield the corpus folders that are near: in this folder or in corpora/, here and beside the run."""
    near = (Path(), Path("corpora"), run.parent, run.parent.parent / "corpora")
    for place in dict.fromkeys(near):
        yield from sorted(path.parent for path in place.glob("*/corpus.txt") if _is_corpus(path.parent))


def _is_corpus(folder: Path) -> bool:
    return (folder / "corpus.json").is_file()
