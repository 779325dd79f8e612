"""What a client asks for: the JSON of a request, checked, as the common API of completions names its parts.

What that API has and a machine has not is refused unless it is at its neutral value, as clients send it; so is a
name that nobody knows. A refusal is one sentence.
"""

import secrets
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from proust_attention.config import SamplingConfig
from proust_attention.errors import InputError, ProustError

TOKENS = 16  # where nobody says how many: the API's own number
MOST_STOPS = 4
MOST_TEXTS = 4
NEUTRAL: dict[str, tuple[Any, ...]] = {
    "suffix": (None, ""),
    "logprobs": (None, 0, False),
    "best_of": (None, 1),
    "frequency_penalty": (None, 0),
    "presence_penalty": (None, 0),
    "logit_bias": (None, {}),
}
SAMPLING = ("temperature", "top_p", "top_k", "min_p", "repetition_penalty")  # the last three are not the API's


class RefusedError(ProustError):
    """A request that is not served, and why, in a sentence."""

    def __init__(self, why: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True)
class Asked:
    """A completion that a client asks for."""

    prompt: str
    tokens: int
    sampling: SamplingConfig
    stop: tuple[str, ...]
    seed: int
    texts: int
    streams: bool
    usage_in_stream: bool
    echo: bool

    @classmethod
    def of(cls, body: dict[str, Any], usual: SamplingConfig, most_tokens: int, longest_text: int) -> "Asked":
        """Read a request. Raises RefusedError."""
        given = {name: value for name, value in body.items() if value is not None}
        for name, neutral in NEUTRAL.items():
            if given.pop(name, None) not in neutral:
                raise RefusedError(f"{name} is not supported here")
        for ignored in ("model", "user"):
            given.pop(ignored, None)
        stop = given.pop("stop", [])
        stops = [stop] if isinstance(stop, str) else stop
        if not isinstance(stops, list) or not all(isinstance(one, str) and one for one in stops):
            raise RefusedError("stop must be a string, or a list of them, none of them empty")
        if len(stops) > MOST_STOPS:
            raise RefusedError(f"there are {len(stops)} stop strings, and {MOST_STOPS} is the most")
        tokens = whole(given, "max_tokens", TOKENS, 0, most_tokens)
        texts = whole(given, "n", 1, 1, MOST_TEXTS)
        seed = whole(given, "seed", secrets.randbits(32), 0, 2**63 - 1)
        options = given.pop("stream_options", {})
        with_usage = isinstance(options, dict) and options.get("include_usage") is True
        flags = [given.pop(name, False) for name in ("stream", "echo")]
        if not all(isinstance(flag, bool) for flag in flags):
            raise RefusedError("stream and echo must be true or false")
        prompt = text_of(given.pop("prompt", ""), "prompt", longest_text)
        sampling = {name: given.pop(name) for name in SAMPLING if name in given}
        if given:
            raise RefusedError(f"there is no parameter {min(given)[:80]}")
        try:
            settings = usual.replace(**sampling)
        except InputError as error:
            raise RefusedError(str(error)) from None
        return cls(prompt, tokens, settings, tuple(stops), seed, texts, flags[0], with_usage, flags[1])


def whole(given: dict[str, Any], name: str, usual: int, at_least: int, at_most: int) -> int:
    """Take a whole number out of what was given. Raises RefusedError."""
    value = given.pop(name, usual)
    if isinstance(value, bool) or not isinstance(value, int) or not at_least <= value <= at_most:
        raise RefusedError(f"{name} is {str(value)[:40]}, but must be a whole number from {at_least} to {at_most}")
    return value


def text_of(value: Any, name: str, longest: int) -> str:
    """Return a text, also the only one of a list, as some clients send it. Raises RefusedError."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str):
        raise RefusedError(f"{name} must be one text")
    if len(value) > longest:
        raise RefusedError(f"{name} has {len(value)} characters, and {longest} is the most")
    return value
