"""Several processes for one run, as torchrun starts them: one leads, the others help.

    torchrun --nproc-per-node 2 -m -- proust_attention train --run runs/a --resume

All of them are given the same line. The first leads: it opens the run, reads, logs, samples, saves, and says to
the others what to do. They know nothing of the run but its engine, of which each has one (torch_processes.py). So
what a run writes is written once, and it belongs to no number of processes: begun by one, it goes on with four.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from proust_attention.devices import n_processes
from proust_attention.errors import InputError, ProcessLostError, needs_extra


def help_out(line: list[str]) -> int:
    """Do what the leading process says, until it ends; return its exit status. `line` is the command's.

    That a process is lost is said by the leader alone.
    """
    with needs_extra("torch"):
        from proust_attention.training.torch_processes import help_out
    try:
        return help_out(line)
    except ProcessLostError:
        return 1


@contextmanager
def leading(line: list[str]) -> Iterator[None]:
    """Lead the others, if there are any, and let them go at the end. Raises InputError for different lines."""
    if n_processes() == 1:
        yield
        return
    with needs_extra("torch"):
        from proust_attention.training.torch_processes import join, leave
    alike = join(line)
    status = 1
    try:
        if not alike:
            raise InputError("the processes of this run were not all started with the same line")
        yield
        status = 0
    except InputError:
        status = 2
        raise
    finally:
        leave(status)
