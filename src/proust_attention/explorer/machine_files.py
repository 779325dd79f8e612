"""What lies at the addresses of one machine: its three files, and the moments of its training.

A run of the reader's own may hold anything: so of its folder only regular files that lie in it are read. What
it has yet to write has no address when the site is made; so the folder of its snapshots is an entry of its own.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from proust_attention.checkpoint import arrays
from proust_attention.checkpoint.run_folder import SNAPSHOT_NAME, WRITING_PARTS, RunFolder
from proust_attention.errors import InputError
from proust_attention.explorer import moments


@dataclass(frozen=True)
class Folder:
    """Files that may yet come: `read` one by its name. Raises InputError for any other name."""

    read: Callable[[str], bytes]


Entry = Path | bytes | Callable[[], bytes] | Folder  # a file, what was made once, what is made at each request
Site = dict[str, Entry]  # by address; that of a folder ends with a slash


def files_of(at: str, run: RunFolder, retrained: Mapping[str, float], live: bool) -> Site:
    """Return what lies at the address `at` of a machine. `live`: its run may still write."""
    parts: Site = {at + part: partial(_inside, run.path, run.path / part) for part in WRITING_PARTS}
    weights = at + "model.safetensors"
    parts[weights] = partial(_inside, run.path, run.weights_path)
    if run.which == "last":
        parts[weights] = lambda: _inside(run.path, run.weights_path) and arrays.packed(run.weights())
    snapshots = run.snapshots().values()
    parts |= {f"{at}snapshots/{path.name}": partial(_inside, run.path, path) for path in snapshots}
    if live:
        parts[f"{at}snapshots/"] = Folder(partial(_snapshot, run.path))
    if snapshots or live:  # a run may be about to write its first
        parts[f"{at}moments.json"] = lambda: as_json(moments.moments(run, retrained, live))
    return parts


def as_json(value: Any) -> bytes:
    """Return a value as the page reads it."""
    return (json.dumps(value, indent=2) + "\n").encode()


def _snapshot(run: Path, name: str) -> bytes:
    if not SNAPSHOT_NAME.fullmatch(name):
        raise InputError(f"{name} is no snapshot")
    return _inside(run, run / "snapshots" / name)


def _inside(run: Path, path: Path) -> bytes:
    """Read a file of a run: no pipe, which would never end, and no link that leads out. Raises InputError."""
    if not path.is_file() or not path.resolve().is_relative_to(run.resolve()):
        raise InputError(f"{path} is no file of the run")
    return path.read_bytes()
