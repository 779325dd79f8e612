"""The processes that train, several trials at a time, each with one thread.

One thread, because a sum of floats depends on the order in which it is made: so the figures are the same however
many processes share the work. A worker that is told to stop lets its step end, and saves; one whose laboratory was
killed stops by itself in the same way.
"""

import multiprocessing as mp
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing.synchronize import Event
from pathlib import Path
from threading import Lock, Thread
from typing import Any, NamedTuple

from proust_attention.corpus import Corpus
from proust_attention.errors import ProustError
from proust_attention.laboratory.lab import Lab

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
SECONDS_BETWEEN_LOOKS = 0.2
PATIENCE = 20.0  # seconds, in which the workers that are left may save when one was killed
SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
_stop: list[Event] = []  # of a worker: set when all are to stop
_working = Lock()  # of a worker: held while it does something


class Result(NamedTuple):
    """What a worker gives back."""

    number: int  # of the task
    value: Any


def each(
    task: Callable[[Path, int], Any], lab: Path, numbers: Sequence[int], jobs: int, stops: Callable[[], bool]
) -> Iterator[Result]:
    """Yield what `task(lab, number)` returns for every number, as it comes.

    When `stops` returns True nothing more begins, and what is in work is told to stop. Raises what a task raises,
    once all others have stopped; ProustError if a process was killed.
    """
    context, waiting = mp.get_context("spawn"), list(numbers)
    with _deaf():  # what makes the event begins a process, too
        stop = context.Event()
    with _with_one_thread(), ProcessPoolExecutor(jobs, context, _begin, (stop,)) as pool:
        running: dict[Any, int] = {}
        try:
            while running or (waiting and not stops()):
                while waiting and len(running) < jobs and not stops():
                    number = waiting.pop(0)
                    with _deaf():
                        running[pool.submit(_do, task, lab, number)] = number
                if stops():
                    stop.set()
                done, _ = wait(running, SECONDS_BETWEEN_LOOKS, FIRST_COMPLETED)
                for future in done:
                    yield Result(running.pop(future), future.result())
        except BrokenProcessPool:
            stop.set()
            end = time.monotonic() + PATIENCE
            for worker in mp.active_children():  # one that waits for more to do would wait for ever
                worker.join(max(0.0, end - time.monotonic()))
                worker.kill()
            raise ProustError(
                f"a process of {lab} was killed (for lack of memory, perhaps); the same command goes on; fewer "
                "--jobs need less memory"
            ) from None
        finally:
            stop.set()


def told_to_stop() -> bool:
    """Whether a worker is to stop: it was told to, or nobody is left who would."""
    parent = mp.parent_process()
    return bool(_stop and _stop[0].is_set()) or (parent is not None and not parent.is_alive())


@lru_cache(maxsize=1)
def opened(path: Path) -> tuple[Lab, Corpus]:
    """Return a laboratory and its text; a worker reads them once."""
    lab = Lab.open(path)
    return lab, lab.corpus()


def _do(task: Callable[[Path, int], Any], lab: Path, number: int) -> Any:
    with _working:
        return task(lab, number)


def _begin(stop: Event) -> None:
    """Make a process a worker. Signals are for the laboratory, which passes on what they mean."""
    _stop[:] = [stop]
    Thread(target=_end_with_the_laboratory, daemon=True).start()
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def _end_with_the_laboratory() -> None:
    """End the worker when its laboratory is killed: waiting for more to do, it would never know."""
    parent = mp.parent_process()
    if parent is not None:
        parent.join()
        with _working:  # what it is at, it stops and saves: told_to_stop
            os._exit(1)


@contextmanager
def _deaf() -> Iterator[None]:
    """Keep signals waiting; a process that is started meanwhile does so, too, until `_begin` ignores them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _with_one_thread() -> Iterator[None]:
    """Let processes that are started meanwhile compute in one thread: NumPy and PyTorch ask when they load."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
