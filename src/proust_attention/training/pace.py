"""How fast a run learns: the characters of its steps, and the time that the steps took, pauses left out."""

import time
from types import TracebackType

from proust_attention.config import Config
from proust_attention.files import peak_memory


class Pace:
    """A stopwatch that runs while steps are made, or waited for: `with pace: ...`; `steps` counts them."""

    def __init__(self, config: Config, characters_a_token: float) -> None:
        tokens = config.training.batch_size * config.model.context_length
        self.characters_in_a_step = tokens * characters_a_token
        self.steps, self.seconds = 0, 0.0  # since the last call

    def __enter__(self) -> None:
        self._began = time.perf_counter()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.seconds += time.perf_counter() - self._began

    def since_last(self) -> dict[str, float | None]:
        """Return the characters learned a second since the last call, and the peak of memory in MiB."""
        speed = self.steps * self.characters_in_a_step / max(self.seconds, 1e-9)
        self.steps, self.seconds = 0, 0.0
        return {"characters_per_second": round(speed, 1), "memory_mib": peak_memory()}
