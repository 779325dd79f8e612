"""The run folder: everything that a run is, in formats that any tool can read.

    config.json  tokenizer.json  corpus.json    what is trained, on what (with hashes)
    began.json                                  how it began: engine, machine, minutes
    tokens.npy                                  the text as ids: a resume needs nothing else, not even the text
    model.safetensors                           the best weights so far, by the held-out loss
    state/state.safetensors                     the last full state: weights, the optimizer's memory, counters
    snapshots/step-000000512.safetensors ...    weights at steps that double, beside each sample
    metrics.jsonl  samples.jsonl                logs, a line at a time; a resume cuts what is newer than its state
    diverged.safetensors                        the weights before the step that went wrong, if one did
    lock                                        held by the process that writes here

The folder appears whole, with the untrained machine in it, or not at all; after that every file is replaced
whole. So at any moment it can be read, and written with.
"""

import math
import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from proust_attention import files, parameters
from proust_attention.batches import split
from proust_attention.checkpoint import arrays, eight_bits, lock, settings_file
from proust_attention.config import Config
from proust_attention.data import machine_folders
from proust_attention.errors import InputError
from proust_attention.interventions import check_names
from proust_attention.shown import short_repr
from proust_attention.tokenizer import Tokenizer
from proust_attention.tokenizer import from_dict as tokenizer_from

PARTS = ("config.json", "tokenizer.json", "corpus.json", "tokens.npy", "model.safetensors")
LOGS = ("metrics", "samples")
LATER = ("began.json", "state/state.safetensors", "metrics.jsonl", "samples.jsonl")  # not every run has them
SNAPSHOT = "snapshots/step-{:09}.safetensors"
HELD_OUT_LOSS = "held_out_loss"  # what the best weights say of themselves; infinite: it was never taken
SNAPSHOT_NAME = re.compile(r"step-([0-9]{9,15})\.safetensors")
WRITING_PARTS = ("config.json", "tokenizer.json", "model.safetensors")


@dataclass(frozen=True)
class RunFolder:
    """A run on disk. Use `create` or `open`."""

    path: Path
    config: Config
    tokenizer: Tokenizer
    which: str = "best"  # the weights it stands for: best, last (of the last full state), the step of a snapshot
    held: lock.Lock | None = field(default=None, compare=False, repr=False)  # without, it may write unasked

    __repr__ = short_repr

    @classmethod
    def create(
        cls,
        path: str | Path,
        config: Config,
        tokenizer: Tokenizer,
        corpus: dict[str, Any],
        ids: np.ndarray,
        values: dict[str, np.ndarray],
        began: dict[str, Any] | None = None,
    ) -> "RunFolder":
        """Make the folder, whole or not at all. Raises InputError if `path` is taken, SaveError.

        `began` says how the run began: with which engine, from which machine, under which interventions.
        """
        path = Path(path)
        with files.new_folder(path) as folder:
            settings_file.write(folder / "config.json", config)
            files.write_json(folder / "tokenizer.json", tokenizer.to_dict())
            files.write_json(folder / "corpus.json", corpus)
            files.write_json(folder / "began.json", began or {})
            arrays.write_npy(folder / "tokens.npy", ids)
            arrays.write(folder / "model.safetensors", values, {HELD_OUT_LOSS: repr(math.inf)})
            (folder / "state").mkdir()
            (folder / "snapshots").mkdir()
            arrays.write(folder / SNAPSHOT.format(0), values)
        return cls(path, config, tokenizer)

    @classmethod
    def open(cls, path: str | Path, parts: tuple[str, ...] = PARTS) -> "RunFolder":
        """Open a run. Raises InputError if it is no run, or lacks one of `parts`, or one is damaged."""
        path = Path(path)
        if str(path) in (folder.name for folder in machine_folders()) and not (path / "config.json").exists():
            why = "that is a machine in the box, and has no log; what is wanted is a run of your own"
            raise InputError(f"there is no run folder {path}: {why}")
        if not path.is_dir():
            run, at, which = str(path).rpartition("@")
            why = f"; here the whole run is meant: leave out @{which}" if at and Path(run).is_dir() else ""
            raise InputError(f"there is no run folder {path}{why}")
        if (path / "corpus.txt").is_file():
            makes = f"proust train --corpus {files.quoted(path)} --run {files.quoted(Path('runs', path.name))}"
            raise InputError(f"{path} is a corpus, and no run; what makes one of it is: {makes}")
        if (path / "run_config.json").is_file():
            makes = f"proust import {files.quoted(path)} --to {files.quoted(Path('runs', path.name))}"
            raise InputError(f"{path} is a folder for the Hub, and no run; what makes one of it is: {makes}")
        for part in parts:
            if not (path / part).is_file():
                raise InputError(f"{path} is not a whole run: {part} is missing")
        for name in (*PARTS, *LATER):
            if (path / name).exists() and not (path / name).is_file():  # to read a pipe would never end
                raise InputError(f"{path / name} is no file")
        config = settings_file.read(path / "config.json")
        table = files.read_json_object(path / "tokenizer.json")
        try:
            tokenizer = tokenizer_from(table)
        except InputError as error:
            raise InputError(f"{path / 'tokenizer.json'} is damaged: {error}") from None
        if tokenizer.vocab_size != config.model.vocab_size:
            raise InputError(
                f"{path}: config.json has a vocabulary of {config.model.vocab_size} tokens, "
                f"tokenizer.json of {tokenizer.vocab_size}"
            )
        opened = cls(path, config, tokenizer)
        corpus: dict[str, Any] = {}
        with suppress(InputError):  # a manifest that is damaged is told where it is needed
            corpus = opened.corpus()
        known = corpus.get("symbols", tokenizer.alphabet.symbols)
        if _is_sha256(corpus.get("sha256")) and known != tokenizer.alphabet.symbols:
            raise InputError(
                f"{path}: tokenizer.json is not that of corpus.json: its characters are others; "
                "one of the two is of another run"
            )
        return opened

    def corpus(self) -> dict[str, Any]:
        """Return what is known of the text."""
        path = self.path / "corpus.json"
        return files.read_json_object(path) if path.exists() else {}

    def began(self) -> dict[str, Any]:
        """Return how the run began, as far as it is known."""
        path = self.path / "began.json"
        return files.read_json_object(path) if path.exists() else {}

    def interventions(self) -> dict[str, float] | None:
        """Return the factors that hold in every forward of the run: one of a laboratory may have some.

        Raises InputError if they are damaged.
        """
        found = self.began().get("interventions")
        if found is None:
            return None
        if not isinstance(found, dict) or not all(isinstance(factor, int | float) for factor in found.values()):
            raise InputError(f"{self.path / 'began.json'} is damaged: its interventions are no factors")
        check_names(found, self.config.model)
        return found

    @property
    def state_path(self) -> Path:
        """Where the full state lies."""
        return self.path / "state" / "state.safetensors"

    def tokens(self) -> np.ndarray:
        """Return the ids of the whole text (N,), mapped from the disk: it takes no memory of its own.

        Raises InputError if they are not those of the text that corpus.json describes.
        """
        ids = arrays.read_npy(self.path / "tokens.npy")
        is_ids = isinstance(ids, np.ndarray) and ids.ndim == 1 and ids.dtype == self.tokenizer.dtype
        if not is_ids or ids.max(initial=0) >= self.tokenizer.vocab_size:
            raise InputError(f"{self.path / 'tokens.npy'} is damaged: it does not hold ids of this tokenizer")
        described = self.corpus().get("sha256")
        if _is_sha256(described) and described != sha256(self.tokenizer.decode(ids).encode()).hexdigest():
            raise InputError(
                f"{self.path / 'tokens.npy'} is damaged: it is not the text that corpus.json describes"
            )
        return ids

    def split_tokens(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the ids that the run trains on, and those that are held out. Raises what `tokens` raises."""
        return split(self.tokens(), self.config.training.held_out_fraction, self.tokenizer.lengths)

    def kept(self) -> list[str]:
        """Return which weights there are: what `which` may be."""
        last = ["last"] if self.state_path.exists() else []
        return ["best", *last, *map(str, self.snapshots())]

    @property
    def weights_path(self) -> Path:
        """The file with the weights that this run stands for; of a state, they are a part."""
        others = {"best": self.path / "model.safetensors", "last": self.state_path}
        return others.get(self.which) or self._snapshot(int(self.which))

    def weights(self) -> dict[str, np.ndarray]:
        """Return the weights it stands for, at least in float32. Raises InputError if they do not fit."""
        found = arrays.read(self.weights_path)
        found = parameters.under(found, "weights") if self.which == "last" else found
        try:
            whole = eight_bits.restored(found)
            values = {n: a.astype(np.float32) if a.dtype == np.float16 else a for n, a in whole.items()}
            parameters.check(self.config.model, values)
        except InputError as error:
            raise InputError(f"{self.weights_path}: {error}") from None
        return values

    def with_config(self, config: Config) -> "RunFolder":
        """Replace the settings: a run goes on beyond its end, or decides its next steps. Raises SaveError."""
        self._check()
        settings_file.write(self.path / "config.json", config)
        return replace(self, config=config)

    def save_weights(self, values: dict[str, np.ndarray], loss: float | None = None) -> None:
        """Replace the best weights, which keep their held-out loss. Raises SaveError; the former then stay."""
        self._check()
        about = {} if loss is None else {HELD_OUT_LOSS: repr(float(loss))}
        arrays.write(self.path / "model.safetensors", values, about)

    def loss_of_weights(self) -> float | None:
        """Return the held-out loss that the best weights have kept; None if they are of an older version."""
        try:
            return float(arrays.about(self.path / "model.safetensors")[HELD_OUT_LOSS])
        except (KeyError, ValueError):
            return None

    def save_state(self, state: dict[str, np.ndarray], counters: dict[str, float]) -> None:
        """Replace the full state, once its logs are safe. Raises SaveError; the former one then stays."""
        self._check()
        for name in LOGS:
            files.sync(self._log(name))
        numbers = {f"counters.{name}": np.array(float(value)) for name, value in counters.items()}
        arrays.write(self.state_path, {**state, **numbers})

    def load_state(self) -> tuple[dict[str, np.ndarray], dict[str, float]] | None:
        """Return the last full state and its counters; None if the run was stopped before its first save."""
        if not self.state_path.parent.is_dir():
            raise InputError(f"{self.path} is not a whole run: the folder state is missing")
        if not self.state_path.exists():
            return None
        try:
            state = arrays.read(self.state_path)
        except InputError as error:
            raise InputError(f"{error}; without that file the run begins again at step 0") from None
        counters = parameters.under(state, "counters")
        if wrong := [name for name, array in counters.items() if not _is_count(name, array)]:
            raise InputError(f"{self.state_path}: its {wrong[0]} is no number that counts anything")
        arrays_of_it = {name: array for name, array in state.items() if not name.startswith("counters.")}
        return arrays_of_it, {name: float(array.item()) for name, array in counters.items()}

    def locked(self) -> "RunFolder":
        """Take the right to write here, for one process at a time. Raises InUseError, SaveError.

        What is written from then on is refused, by SaveError, once another folder has taken this one's place.
        """
        return replace(self, held=lock.take(self.path / "lock"))

    def _check(self) -> None:
        if self.held is not None:
            self.held.check()

    def first_weights(self) -> dict[str, np.ndarray]:
        """Return the weights with which the run began. Raises InputError if they are gone or damaged."""
        return replace(self, which="0").weights()

    def save_evidence(self, values: dict[str, np.ndarray]) -> None:
        """Keep the weights before a step that went wrong. Raises SaveError."""
        self._check()
        arrays.write(self.path / "diverged.safetensors", values)

    def save_snapshot(self, step: int, values: dict[str, np.ndarray]) -> None:
        """Keep the weights of a step, to watch the machine learn. Raises SaveError."""
        self._check()
        arrays.write(self._snapshot(step), values)

    def _snapshot(self, step: int) -> Path:
        return self.path / SNAPSHOT.format(step)

    def snapshots(self) -> dict[int, Path]:
        """Return the files of weights that were kept on the way, by their steps."""
        found = (self.path / "snapshots").glob("step-*.safetensors")
        steps = sorted(int(match[1]) for path in found if (match := SNAPSHOT_NAME.fullmatch(path.name)))
        return {step: path for step in steps if (path := self._snapshot(step)).is_file()}

    def log(self, name: str, record: dict[str, Any]) -> None:
        """Add a record to metrics.jsonl (name "metrics") or samples.jsonl ("samples")."""
        self._check()
        files.append_line(self._log(name), record)

    def read_log(self, name: str) -> list[dict[str, Any]]:
        """Return the records of a log."""
        return files.read_lines(self._log(name))

    def _log(self, name: str) -> Path:
        return self.path / f"{name}.jsonl"

    def forget_after(self, step: int) -> None:
        """Drop from logs and snapshots what is newer than `step`: a resumed run will write it again.

        What a killed process left half written goes too; so call this only with the lock.
        """
        self._check()
        for folder in (self.path, self.path / "state", self.path / "snapshots"):
            files.remove_leftovers(folder)
        for newer, path in self.snapshots().items():
            if newer > max(step, 0):  # with those of step 0 a run begins, and begins again
                path.unlink()
        for name in LOGS:
            records = [r for r in self.read_log(name) if isinstance(r.get("step"), int) and r["step"] <= step]
            files.write_bytes(self._log(name), b"".join(map(files.as_json, records)))


def _is_sha256(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch("[0-9a-f]{64}", value) is not None


def _is_count(name: str, array: np.ndarray) -> bool:
    """Return whether a counter is one finite number; the best loss is infinite before the first."""
    one = array.size == 1 and array.dtype.kind == "f"
    return one and bool(np.isfinite(array).all() or (name == "best_loss" and not np.isnan(array).any()))
