"""Options that are settings: each with the one sentence that explains it, from where the setting is declared."""

import inspect
from collections.abc import Callable
from dataclasses import fields
from functools import wraps
from typing import Annotated, Any, get_type_hints

import typer

from proust_attention.config import PRESETS, SamplingConfig
from proust_attention.settings import Settings

NOTHING_GIVEN: dict[str, Any] = {}  # of the sampling settings


def explained(group: type[Settings], name: str) -> str:
    """Return what explains a setting as a sentence, for help."""
    words = group.explanations()[name]
    return words[0].upper() + words[1:].rstrip(".") + "."


def of_presets(group: type[Settings], name: str) -> dict[str, Any]:
    """Return what a setting is where nobody sets it, by the name of the preset."""
    usual = group.__dataclass_fields__[name].default
    return {preset: changes.get(group.section, {}).get(name, usual) for preset, changes in PRESETS.items()}


def with_default(group: type[Settings], name: str) -> str:
    """Return what explains a setting, and what it is where nobody sets it, for help.

    >>> with_default(SamplingConfig, "top_k")
    'Only so many tokens, the likeliest, may be drawn; 0: all. [40]'
    """
    values = {preset: in_words(value) for preset, value in of_presets(group, name).items()}
    alike = len(set(values.values())) == 1
    shown = values.popitem()[1] if alike else ", ".join(f"{preset}: {value}" for preset, value in values.items())
    return f"{explained(group, name)} [{shown}]"


def in_words(value: Any) -> str:
    """Write the value of a setting as --set takes it."""
    return "left out" if value is None else str(value).lower() if isinstance(value, bool) else f"{value}"


def with_sampling(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command an option for every sampling setting; as `sampling` it receives those that were given."""
    usual = SamplingConfig()
    names = [field.name for field in fields(SamplingConfig)]

    @wraps(command)
    def wrapped(**given: Any) -> None:
        chosen = {name: given.pop(name) for name in names}
        command(**given, sampling={name: value for name, value in chosen.items() if value is not None})

    parameters = []
    for name, parameter in inspect.signature(command).parameters.items():
        if name != "sampling":
            parameters.append(parameter)
            continue
        for setting in names:
            kind = type(getattr(usual, setting))
            words = f"{explained(SamplingConfig, setting)} [the run's; usually {getattr(usual, setting):g}]"
            option = Annotated[kind | None, typer.Option(help=words)]  # type: ignore[valid-type]
            parameters.append(parameter.replace(name=setting, annotation=option, default=None))
    wrapped.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    hints = get_type_hints(command, include_extras=True)
    wrapped.__annotations__ = {p.name: hints.get(p.name, p.annotation) for p in parameters}
    return wrapped
