"""How functions are compiled by Numba, and where what was compiled is kept.

Numba compiles at the first call, for each float type, which takes some seconds, and keeps the result on the disk
until the function's file changes. It does not notice where another file changes whose functions or numbers went
into it. So what is kept here is kept in a folder that is named after the contents of all the files that go into
any of it: whoever changes one of them sees the change.
"""

import hashlib
import inspect
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numba

from proust_attention.numpy_model import layer_norm, qk_norm

GENERATION = Path(__file__).parents[1]
NUMBA: Any = numba.config  # made as it is loaded, so that no type is known of what is in it
SUMS_IN_ANY_ORDER = {"reassoc", "contract"}  # several terms at a time; what is NaN stays NaN
OPTIONS: Any = {"error_model": "numpy", "fastmath": SUMS_IN_ANY_ORDER}


def _kept_in() -> str:
    ours = [*GENERATION.glob("**/compil*.py"), *GENERATION.glob("sampling/*.py")]
    sources = [*ours, *(Path(inspect.getfile(module)) for module in (layer_norm, qk_norm))]
    contents = b"".join(source.read_bytes() for source in sorted(sources))
    root = Path(NUMBA.CACHE_DIR or GENERATION / "__pycache__")
    return str(root / f"compiled-{hashlib.sha256(contents).hexdigest()[:12]}")


KEPT_IN = _kept_in()


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function; what the tests have put around it to check types is taken off before."""
    plain = inspect.unwrap(function)
    before, NUMBA.CACHE_DIR = NUMBA.CACHE_DIR, KEPT_IN
    try:
        return _forgiving(numba.njit(cache=True, **OPTIONS)(plain))
    except RuntimeError:  # nowhere may what is compiled be kept: it is compiled each time
        return numba.njit(**OPTIONS)(plain)
    finally:
        NUMBA.CACHE_DIR = before


def _forgiving(function: Any) -> Any:
    """Compile a function anew where what was kept of it is damaged, and where it cannot be kept: a full disk."""
    kept = function._cache
    load, save = kept.load_overload, kept.save_overload

    def load_or_not(*given: Any) -> Any:
        try:
            return load(*given)
        except Exception:  # cut short, it may raise anything
            with suppress(Exception):
                kept.flush()
            return None

    def save_or_not(*given: Any) -> None:
        with suppress(OSError):
            save(*given)

    kept.load_overload, kept.save_overload = load_or_not, save_or_not
    return function
