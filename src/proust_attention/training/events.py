"""What a run reports while it goes: the loop yields these events, and the caller shows them as it likes."""

from dataclasses import dataclass

from proust_attention.training.engine import StepResult


@dataclass(frozen=True)
class Noticed:
    """Something to know of a run that goes on, said before anything of it is cut."""

    what: str  # a sentence


@dataclass(frozen=True)
class Stepped:
    """A step is done; `step` counts those that are."""

    step: int
    result: StepResult  # whose figures, where they are not read yet, are waited for: on a GPU that costs time


@dataclass(frozen=True)
class Evaluated:
    """The held-out loss was taken, nats a character."""

    step: int
    training_loss: float | None  # the mean since the last evaluation; None before the first step
    held_out_loss: float
    best: bool  # the lowest so far: these weights were saved


@dataclass(frozen=True)
class Sampled:
    """The machine wrote something: always the same beginning, always the same seed."""

    step: int
    prompt: str
    text: str  # what follows the prompt


@dataclass(frozen=True)
class Replaying:
    """The loss is not finite, or beyond all bounds; the run repeats the steps since its last state, to see why."""

    first_step: int
    bad_step: int


@dataclass(frozen=True)
class Stopped:
    """The run was stopped, and its state is saved."""

    step: int


@dataclass(frozen=True)
class Finished:
    """All steps are done. The loss is that of the best weights over the whole held-out part."""

    step: int
    held_out_loss: float
    characters: int  # how many were scored


Event = Noticed | Stepped | Evaluated | Sampled | Replaying | Stopped | Finished
