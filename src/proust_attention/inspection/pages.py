"""The pages that a machine writes to be measured; kept in a file as they come, whoever stops can go on with them.

Each line of the file holds a page, and all that it follows from: the weights, how it begins, the settings of
sampling, the seed, the length. So a page of another machine, or of other settings, is never taken for it.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from proust_attention.checkpoint.arrays import checksum
from proust_attention.config import SamplingConfig
from proust_attention.errors import InputError
from proust_attention.files import append_line, read_lines
from proust_attention.generation import Writer


class Pages:
    """A machine that writes pages. Raises InputError if the file holds something else."""

    def __init__(self, writer: Writer, weights: dict[str, np.ndarray], path: Path | None = None) -> None:
        self.writer = writer
        self.path = path
        self.weights = checksum(weights) if path else ""
        records = read_lines(path) if path else []
        self.kept = {_key(one["of"]): one["page"] for one in records if "of" in one and "page" in one}
        if path and path.exists() and path.stat().st_size and not self.kept:
            raise InputError(f"{path} holds no pages that a machine wrote; choose another name")

    def page(self, opening: str, length: int, sampling: SamplingConfig, seed: int) -> str:
        """Return a page: what goes on from the opening, for so many characters. Raises SaveError."""
        of = {
            "weights": self.weights,
            "opening": opening,
            "length": length,
            "sampling": asdict(sampling),
            "seed": seed,
        }
        if (known := self.kept.get(_key(of))) is not None:
            return known
        page = "".join(self.writer.stream(opening, length=length, sampling=sampling, seed=seed))
        if self.path:
            append_line(self.path, {"of": of, "page": page})
        return page


def _key(of: dict[str, Any]) -> str:
    return json.dumps(of, sort_keys=True)
