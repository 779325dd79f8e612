"""What all commands share: how their paths are read, and how their help looks.

A path is taken as a shell would take it, also where the shell left it as it was: `~` in `--run=~/x`, a pattern
such as `books/*.txt` on Windows. Only paths are; a prompt that has a star in it stays a prompt.
"""

import glob
import re
from pathlib import Path
from typing import Any

from typer.core import TyperCommand, TyperGroup

from proust_attention.errors import InputError

CONTEXT = {"help_option_names": ["-h", "--help"]}
WHOLE = 10_000  # characters of a summary: that is, all of its first sentence
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")  # of the web; C:// on Windows is a path


class Command(TyperCommand):
    """A command that reads its paths as a shell does. Raises InputError for the address of a web page."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command."""
        for parameter in self.params:
            given = ctx.params.get(parameter.name) if parameter.type.name == "path" else None
            if isinstance(given, (list, tuple)):
                ctx.params[parameter.name] = [path for each in given for path in _matching(_expanded(each))]
            elif given is not None:
                ctx.params[parameter.name] = _expanded(given)
        return super().invoke(ctx)

    def get_short_help_str(self, limit: int = 0) -> str:
        """Return what the command does, in a whole sentence, however long."""
        return super().get_short_help_str(WHOLE)


class Group(TyperGroup):
    """Commands, in the order in which they are named, each with its whole sentence."""

    order: tuple[str, ...] = ()  # those that are named first

    def list_commands(self, ctx: Any) -> list[str]:
        """Return their names."""
        return sorted(self.commands, key=lambda name: (*self.order, name).index(name))

    def get_short_help_str(self, limit: int = 0) -> str:
        """Return what they are for, in a whole sentence, however long."""
        return super().get_short_help_str(WHOLE)


def _expanded(path: str | Path) -> str:
    """Return a path with the home folder in place of ~. Raises InputError for an address."""
    if ADDRESS.match(str(path)):
        raise InputError(f"{path} is an address, and what is wanted is a path; download what is there first")
    try:
        return str(Path(path).expanduser())
    except RuntimeError:  # of nobody's home is anything known
        return str(path)


def _matching(path: str) -> list[str]:
    """Return the paths that a pattern stands for, in order; itself, where it is none or nothing matches it."""
    if Path(path).exists() or not glob.has_magic(path):
        return [path]
    return sorted(glob.glob(path, recursive=True)) or [path]  # noqa: PTH207 - it takes any path, from / too
