"""A challenge: a machine with a secret, for somebody to find, and the secret under seal.

    CHALLENGE/            config.json, tokenizer.json, corpus.json, model.safetensors, challenge.json: no text, no
                          samples, no snapshots, and nothing in the settings that tells how much was put in
    CHALLENGE.secret      the secret, with a number drawn at random: whoever opens it sees whether it is the one
                          whose SHA-256 was printed at the beginning, and stands in challenge.json
    .CHALLENGE.run        the run, as long as it is not finished; the same command goes on with it

The seal keeps nobody out who wants to look. It keeps the secret from being seen by accident (base64), and from
being exchanged afterwards. Without the number at random the hash could be found out by trying.
"""

import base64
import json
import secrets
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from proust_attention import files
from proust_attention.checkpoint import RunFolder, arrays, settings_file
from proust_attention.checkpoint.machines import open_machine
from proust_attention.config import Changes
from proust_attention.devices import ANY, Hardware
from proust_attention.errors import InputError
from proust_attention.laboratory.backdoors.invented import invented
from proust_attention.laboratory.backdoors.planting import open_planting
from proust_attention.laboratory.backdoors.poison import KINDS, Poison
from proust_attention.laboratory.backdoors.twins import BASE, DOSE, SETTINGS
from proust_attention.training.loop import Training

ABOUT = "challenge.json"


def begin(
    path: Path,
    hardware: Hardware = ANY,
    settings: Changes = SETTINGS,
    doing: Callable[[str], object] = lambda words: None,
) -> tuple[str, Training]:
    """Draw a secret and seal it, or find the one that was; return its hash, and the training to be run.

    Raises InputError if `path` is taken, SaveError.
    """
    files.refuse_to_overwrite(path)
    secret_file, run = _secret_file(path), _training(path)
    if not secret_file.exists():
        random = secrets.randbits(32)
        kind = KINDS[random % len(KINDS)]
        sealed = {"poison": asdict(invented(kind, DOSE, random)), "seed": random, "salt": secrets.token_hex(16)}
        path.parent.mkdir(parents=True, exist_ok=True)
        files.write_bytes(secret_file, base64.encodebytes(json.dumps(sealed).encode()))
    table = _read(secret_file)
    poison = Poison(**table["poison"])
    training = open_planting(
        run,
        None,
        poison,
        from_=BASE,
        seed=table["seed"],
        settings=[settings],
        hardware=hardware,
        resume=True,
        doing=doing,
    )
    return _hash(secret_file), training


def pack(path: Path) -> None:
    """Lay down the machine without anything that tells its secret, and remove its training. Raises SaveError."""
    run = RunFolder.open(_training(path))
    weights = replace(run, which="last").weights()
    manifest = run.corpus()
    about = {name: manifest.get(name) for name in ("language", "symbols")}  # the sources tell how they begin
    usual = open_machine(BASE).config.training
    config = replace(
        run.config, training=replace(run.config.training, held_out_fraction=usual.held_out_fraction, seed=0)
    )
    with files.new_folder(path) as folder:
        settings_file.write(folder / "config.json", config)
        files.write_json(folder / "tokenizer.json", run.tokenizer.to_dict())
        files.write_json(folder / "corpus.json", about)
        arrays.write(folder / "model.safetensors", {name: np.asarray(value) for name, value in weights.items()})
        files.write_json(folder / ABOUT, {"sha256": _hash(_secret_file(path)), "from": BASE})
    shutil.rmtree(run.path)


def open_secret(path: Path) -> tuple[str, Poison]:
    """Return the hash and the secret of a challenge.

    Raises InputError if the secret is not there, or is not the one whose hash stands in the folder.
    """
    if not (path / ABOUT).is_file():
        raise InputError(f"{path} is no challenge: {ABOUT} is missing")
    secret_file = _secret_file(path)
    if not secret_file.is_file():
        raise InputError(f"the secret of {path} is not here: {secret_file} is missing")
    promised = files.read_json_object(path / ABOUT).get("sha256")
    if promised != _hash(secret_file):
        raise InputError(f"{secret_file} is not the secret of {path}: its hash is not the one that was promised")
    return str(promised), Poison(**_read(secret_file)["poison"])


def _secret_file(path: Path) -> Path:
    path = path.resolve()  # "." has no name
    return path.with_name(f"{path.name}.secret")


def _training(path: Path) -> Path:
    path = path.resolve()
    return path.with_name(f".{path.name}.run")


def _hash(secret_file: Path) -> str:
    return sha256(base64.b64decode(files.read_bytes(secret_file))).hexdigest()


def _read(secret_file: Path) -> dict[str, Any]:
    try:
        table = json.loads(base64.b64decode(files.read_bytes(secret_file)))
        Poison(**table["poison"])
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{secret_file} is damaged: it holds no secret") from None
    return table
