"""What a group of settings is: a frozen dataclass whose every field is explained and checked.

A field is declared with `setting(default, explanation, ...)`, which also says what is allowed. The check
runs where the object is made, so that a wrong value never travels: it is refused with a line that names the
field, the value and what is allowed. The groups themselves are in config.py.
"""

import dataclasses
import difflib
import math
import types
import typing
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass
from typing import Any, ClassVar, TypeVar

from proust_attention.errors import SettingError

Group = TypeVar("Group", bound="Settings")


def setting(
    default: Any,
    explanation: str,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    above: float | None = None,
    below: float | None = None,
    choices: tuple[str, ...] | None = None,
) -> Any:
    """Declare one field of a group of settings: its default (MISSING: none), its meaning, its limits."""
    limits = [("at least", at_least), ("above", above), ("at most", at_most), ("below", below)]
    metadata = {
        "explanation": explanation,
        "limits": [(words, limit) for words, limit in limits if limit is not None],
        "choices": choices,
    }
    return dataclasses.field(default=default, metadata=metadata)


@dataclass(frozen=True)
class Settings:
    """The base of every group of settings. `section` is the group's name in files and on the command line."""

    section: ClassVar[str]

    def __post_init__(self) -> None:
        """Check every field. Raises SettingError."""
        hints = typing.get_type_hints(type(self))
        for field in dataclasses.fields(self):
            value = self._checked_type(field.name, hints[field.name])
            if value is not None:
                self._check_limits(field, value)

    def _checked_type(self, name: str, hint: Any) -> Any:
        value = getattr(self, name)
        if hasattr(value, "item"):  # a number of NumPy
            value = value.item()
            object.__setattr__(self, name, value)  # the one moment at which a frozen object may be set
        kinds = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        if float in kinds and type(value) is int and abs(value) < 1e300:
            value = float(value)
            object.__setattr__(self, name, value)
        if type(value) not in kinds or (type(value) is float and not math.isfinite(value)):
            words = {int: "a whole number", float: "a number", str: "text", bool: "true or false"}
            raise self.wrong(name, " or ".join(words[kind] for kind in kinds if kind in words))
        return value

    def _check_limits(self, field: "dataclasses.Field[Any]", value: Any) -> None:
        choices = field.metadata["choices"]
        if choices is not None and value not in choices:
            raise self.wrong(field.name, self.allowed(field.name))
        limits = field.metadata["limits"]
        holds = {
            "at least": lambda limit: value >= limit,
            "at most": lambda limit: value <= limit,
            "above": lambda limit: value > limit,
            "below": lambda limit: value < limit,
        }
        if not all(holds[words](limit) for words, limit in limits):
            raise self.wrong(field.name, self.allowed(field.name))

    @classmethod
    def explanations(cls) -> dict[str, str]:
        """Return the sentence that explains each setting, by its name."""
        return {field.name: field.metadata["explanation"] for field in dataclasses.fields(cls)}

    @classmethod
    def allowed(cls, name: str) -> str:
        """Return in words what a setting may be: its choices, or its limits."""
        metadata = cls.__dataclass_fields__[name].metadata
        if metadata["choices"] is not None:
            return "one of " + ", ".join(metadata["choices"])
        return " and ".join(f"{words} {limit}" for words, limit in metadata["limits"])

    def wrong(self, name: str, allowed: str) -> SettingError:
        """Make the error that refuses a value: the field, the value, what is allowed."""
        return SettingError(f"{self.section}.{name} is {getattr(self, name)!r}, but it must be {allowed}")

    def replace(self: Group, **given: Any) -> Group:
        """Return these settings with others in their place. Raises SettingError as `from_dict` does."""
        return self.from_dict({**self.to_dict(), **given})

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as plain values, ready for JSON."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls: type[Group], values: Mapping[str, Any]) -> Group:
        """Make the group from plain values. Raises SettingError on an unknown name or a wrong value."""
        fields = {field.name: field for field in dataclasses.fields(cls)}
        for name in values:
            if name not in fields:
                raise SettingError(unknown_name(f"{cls.section}.{name}", [f"{cls.section}.{f}" for f in fields]))
        for name, field in fields.items():
            if field.default is MISSING and name not in values:
                raise SettingError(f"{cls.section}.{name} is missing: {field.metadata['explanation']}")
        return cls(**values)


def unknown_name(name: str, known: Iterable[str], kind: str = "setting") -> str:
    """Say that a name is unknown, and offer the nearest known one, or all where none is near."""
    known = sorted(known)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    offer = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    return f"there is no {kind} {name}; {offer}"
