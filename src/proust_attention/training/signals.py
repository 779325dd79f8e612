"""Signals that end a run in good order: Ctrl-C, a terminal that is closed (HUP), a system that asks for it (TERM).

All of them let the step in progress end, and the run saves. Only a second Ctrl-C stops at once: a closed terminal
sends HUP twice (its shell does, and the system), `timeout` sends TERM twice, and neither means more than once. A
HUP or TERM that is ignored when the run starts, as HUP is under nohup, stays ignored. The notebook's button that
interrupts a cell is a Ctrl-C.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def stops_in_good_order(stop: Callable[[], None], say: Callable[[str], object]) -> Iterator[list[int]]:
    """Call `stop` at the first signal, and `say` so; yield the list of those that came.

    Signals reach a program's main thread only; in another nothing changes.
    """
    came: list[int] = []

    def take(number: int, frame: FrameType | None) -> None:
        stop()
        came.append(number)
        if number == signal.SIGINT:
            signal.signal(number, before[number])
        if len(came) == 1:
            again = "; Ctrl-C again stops at once" if number == signal.SIGINT else ""
            say(f"stopping after this step{again}")

    if threading.current_thread() is not threading.main_thread():
        yield came
        return
    wanted = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    taken = [signal.SIGINT, *(number for number in wanted if signal.getsignal(number) != signal.SIG_IGN)]
    before = {number: signal.signal(number, take) for number in taken}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)  # None: one that was not set by Python
