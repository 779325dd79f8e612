"""What the writer knows of a reader, and nothing more."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

import numpy as np
from jaxtyping import Float, Int


@runtime_checkable
class Reader(Protocol):
    """N texts that are read on, from an empty cache."""

    def read(self, ids: Int[np.ndarray, "N T"]) -> Float[np.ndarray, "N V"]:
        """Read T more tokens of each text; return the logits of the one after them.

        No more may be read, from the beginning on, than the context holds.
        """


OpenReader = Callable[[int], Reader]  # number of texts -> a reader of them that has read nothing
