"""How a machine is named, and the machines that ship with the library.

    NAME         a bundled machine
    RUN          a run folder, with its best weights so far; RUN@best is the same
    RUN@last     with the weights of its last full state
    RUN@512      with those of a snapshot, here that of step 512

A bundled machine is a run folder without its text, its logs and its state, a megabyte in all:

    config.json  tokenizer.json   as in a run
    corpus.json                   what it learned from, with hashes; none of the text
    model.safetensors             the weights, rounded to float16: half the size
    machine.json                  what it is, how it was trained, how good it is
    README.md                     the model card

They are trained and packed by tools/make_machine.py. One of them has earlier moments of a training besides, as
a run has: snapshots/, in eight bits, metrics.jsonl and samples.jsonl (tools/make_moments.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
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
    retrained: Mapping[str, float] = field(default_factory=dict)  # step, nats: where the earlier moments end


def bundled() -> list[Machine]:
    """Return the machines that there are, the default first."""
    found = [Machine(**read_json(folder / "machine.json")) for folder in data.machine_folders()]
    return sorted(found, key=lambda machine: (machine.name != data.DEFAULT_MACHINE, machine.name))


def bundled_as(run: RunFolder) -> Machine | None:
    """Return the bundled machine whose folder a run is, at whatever moment; None if it is the reader's own."""
    name = next((folder.name for folder in data.machine_folders() if folder.samefile(run.path)), None)
    return next((machine for machine in bundled() if machine.name == name), None)


def open_machine(run: str | Path, parts: tuple[str, ...] = WRITING_PARTS) -> RunFolder:
    """Open a machine by any of its names, to write or look inside with it.

    A run comes before a name; a folder of that name that is no run (that of the books, say) does not. A folder
    that has an @ in its own name is taken as it is. Raises InputError if there is no such machine, or it lacks a
    part, or the weights behind the @.
    """
    path, which = Path(run), "best"
    name, _, behind = str(path).rpartition("@")
    if name and "/" not in behind and not path.is_dir():
        path, which = Path(name), behind
    if not (path / "config.json").exists():
        folders = {folder.name: folder for folder in data.machine_folders()}
        if not path.exists() and str(path) not in folders:
            raise InputError(
                f"there is no run folder {path}, and no machine of that name: there are {', '.join(folders)}"
            )
        path = folders.get(str(path), path)
    folder = RunFolder.open(path, parts)
    if changed := folder.interventions():
        raise InputError(
            f"{path} learned under interventions ({', '.join(changed)}), without which it is another machine; "
            "what is known of it stands on the page of its laboratory"
        )
    if which not in (kept := folder.kept()):
        if kept == ["best"]:
            raise InputError(f"there are no weights {run}: this machine has only its best; leave out @{which}")
        why = ", for no state is saved yet" if which == "last" else ""
        raise InputError(f"there are no weights {run}{why}; behind @ may stand {', '.join(kept)}")
    return replace(folder, which=which)


def that_know(text: str) -> Iterator[str]:
    """Yield the names of the bundled machines that know every character of a text."""
    for folder in data.machine_folders():
        if tokenizer_from(read_json(folder / "tokenizer.json")).alphabet.knows(text):
            yield folder.name
