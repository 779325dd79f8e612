"""The machines that ship with the library, and how a name becomes a folder.

Each is a run folder without its text, its logs and its state, a megabyte in all:

    config.json  tokenizer.json   as in a run
    corpus.json                   what it learned from, with hashes; none of the text
    model.safetensors             the weights, rounded to float16: half the size
    machine.json                  what it is, how it was trained, how good it is
    README.md                     the model card

They are trained and packed by tools/make_machine.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from proust_attention import data
from proust_attention.checkpoint.run_folder import WRITING_PARTS, RunFolder
from proust_attention.errors import InputError
from proust_attention.files import read_json
from proust_attention.tokenizer import from_dict as tokenizer_from


@dataclass(frozen=True)
class Machine:
    """A bundled machine, as its machine.json describes it."""

    name: str
    title: str  # what it has read
    language: str
    characters: int  # in its corpus
    sha256: str  # of the corpus
    parameters: int
    nats: float  # a character, on the whole held-out tenth of its corpus
    trained: str  # how, in a sentence


def bundled() -> list[Machine]:
    """Return the machines that there are, the default first."""
    found = [Machine(**read_json(folder / "machine.json")) for folder in data.machine_folders()]
    return sorted(found, key=lambda machine: (machine.name != data.DEFAULT_MACHINE, machine.name))


def open_machine(run: str | Path, parts: tuple[str, ...] = WRITING_PARTS) -> RunFolder:
    """Open a run folder, or the bundled machine of that name, to write or look inside with it.

    A run comes before a name; a folder of that name that is no run (that of the books, say) does not. Raises
    InputError if there is neither, or it lacks a part.
    """
    path = Path(run)
    if not (path / "config.json").exists():
        folders = {folder.name: folder for folder in data.machine_folders()}
        if not path.exists() and str(run) not in folders:
            raise InputError(
                f"there is no run folder {run}, and no machine of that name: there are {', '.join(folders)}"
            )
        path = folders.get(str(run), path)
    return RunFolder.open(path, parts)


def that_know(text: str) -> Iterator[str]:
    """Yield the names of the bundled machines that know every character of a text."""
    for folder in data.machine_folders():
        if tokenizer_from(read_json(folder / "tokenizer.json")).alphabet.knows(text):
            yield folder.name
