"""The processes of a run, by torch.distributed: joining, telling, helping.

What the leading process wants done it sends to all as a name and its arguments; a step is one such message, with
the batch in it, of which each takes its own rows (torch_group.py). On CPUs the processes talk by gloo, on GPUs by
nccl.
"""

import os
import signal
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from itertools import count
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from torch.distributed.distributed_c10d import PrefixStore
from torch.distributed.rendezvous import rendezvous

from proust_attention.batches import Batch, Batches
from proust_attention.config import Config
from proust_attention.errors import InputError, ProcessLostError
from proust_attention.torch_model.devices import choose_device
from proust_attention.training.engine import StepResult
from proust_attention.training.torch_engine import TorchEngine

TO_MEET = timedelta(minutes=1)
TO_WAIT = timedelta(days=7)  # a leader may read and write for long; by gloo one that has ended is noticed at once


def join(line: list[str]) -> bool:
    """Meet the other processes; return whether all have the same line. Raises ProcessLostError, InputError."""
    with_gpu, place = torch.cuda.is_available(), int(os.environ.get("LOCAL_RANK", "0"))
    if with_gpu and place >= torch.cuda.device_count():
        raise InputError(f"process {place} of this computer has no GPU: there are {torch.cuda.device_count()}")
    if with_gpu:
        torch.cuda.set_device(place)
    try:
        store, number, size = next(rendezvous("env://", timeout=TO_MEET))
        # torchrun's store outlives a restart, and holds where the processes of the attempt before could be met.
        own = PrefixStore(f"attempt {os.environ.get('TORCHELASTIC_RESTART_COUNT', 0)}", store)
        backends = "cpu:gloo,cuda:nccl" if with_gpu else "gloo"
        dist.init_process_group(backends, store=own, rank=number, world_size=size, timeout=TO_MEET)
        lines: list[Any] = [None] * dist.get_world_size()
        dist.all_gather_object(lines, line)
    except (RuntimeError, ValueError) as error:
        raise ProcessLostError(f"the processes of this run did not meet; begin them again ({error})") from error
    dist.distributed_c10d._set_pg_timeout(TO_WAIT)
    return all(one == line for one in lines)


def leave(status: int) -> None:
    """Let the other processes go, with this exit status."""
    tell("end", status)
    dist.destroy_process_group()


def tell(name: str, *arguments: object) -> None:
    """Say to the other processes what is to be done. Where one has gone, the next sum will notice."""
    with suppress(RuntimeError):
        dist.broadcast_object_list([(name, arguments)], src=0, device=torch.device("cpu"))


def help_out(line: list[str]) -> int:
    """Do what is told until the end is; return the exit status that is told with it."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):  # they are for the leader, which stops in good order
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    join(line)
    engines: dict[int, TorchEngine] = {}
    while True:
        told: list[Any] = [None]
        try:
            dist.broadcast_object_list(told, src=0, device=torch.device("cpu"))
        except RuntimeError:  # the leader has gone, and has said why, if it could
            return 1
        name, arguments = told[0]
        if name == "end":
            dist.destroy_process_group()
            return int(arguments[0])
        number, *others = arguments
        if name == "open":
            engines[number] = TorchEngine(*others)
        elif name == "config":
            engines[number].config = others[0]
        else:
            getattr(engines[number], name)(*others)


class SharedEngine:
    """The engine of the leading process: whatever changes it, the others do to theirs too. See engine.py.

    Raises InputError where the processes have not met, or the device is none that they can share a step on.
    """

    numbers = count()  # by which the processes know which engine is meant

    def __init__(self, config: Config, values: Mapping[str, np.ndarray], device: str, accumulate: int) -> None:
        if not dist.is_initialized():
            raise InputError(
                "several processes are for the command: torchrun ... -m -- proust_attention train ..."
            )
        if choose_device(device).type == "mps":
            raise InputError("several processes cannot share a step on mps; --device cpu does")
        self.number = next(self.numbers)
        tell("open", self.number, config, dict(values), device, accumulate)
        self._own = own = TorchEngine(config, values, device, accumulate)
        self.evaluate, self.weights, self.state, self.memory = own.evaluate, own.weights, own.state, own.memory

    @property
    def config(self) -> Config:
        """The settings."""
        return self._own.config

    @config.setter
    def config(self, config: Config) -> None:
        tell("config", self.number, config)
        self._own.config = config

    def source(self, batches: Batches) -> Batches:
        """Return the batches of a run as they are: the leader sends each of them to the others."""
        return batches

    def step(self, batch: Batch, step: int, watch: bool = False) -> StepResult:
        """Learn from one batch, together."""
        tell("step", self.number, batch, step)
        return self._own.step(batch, step, watch)

    def load_weights(self, values: Mapping[str, np.ndarray]) -> None:
        """Take these weights, in all processes."""
        tell("load_weights", self.number, dict(values))
        self._own.load_weights(values)

    def load_state(self, state: Mapping[str, np.ndarray], step: int) -> None:
        """Go on from a state, in all processes."""
        tell("load_state", self.number, dict(state), step)
        self._own.load_state(state, step)
