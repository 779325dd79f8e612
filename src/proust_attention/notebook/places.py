"""Where a run is shown while it goes: below the cell of a notebook, in a terminal, or nowhere.

A notebook is shown HTML by way of IPython, which is there wherever a notebook is; so nothing has to be installed,
and no widgets are needed.
"""

import sys
from pathlib import Path
from typing import IO, Any, cast

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from proust_attention.charts.drawing import text
from proust_attention.files import Outliving
from proust_attention.notebook.run import Run


class Place:
    """Where nothing is shown; the other places inherit from it."""

    def begin(self) -> None:
        """Open the place where it is shown."""

    def bar(self, words: str, done: int, of: int | None) -> None:
        """Show how much is done, of how much if that is known."""

    def run(self, path: Path) -> None:
        """Show a run as it is now."""

    def say(self, words: str) -> None:
        """Show a sentence that stays."""

    def end(self) -> None:
        """Take the bar away."""


class Terminal(Place):
    """A bar on stderr, and sentences."""

    def begin(self) -> None:
        """Show the bar, if it is a terminal."""
        stderr = cast(IO[str], Outliving(sys.stderr))  # the run goes on to its state though its terminal is closed
        self._console = Console(file=stderr, markup=False, highlight=False, soft_wrap=True)
        columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(10), TimeRemainingColumn()
        hidden = not self._console.is_terminal
        self._progress = Progress(*columns, console=self._console, transient=True, disable=hidden)
        self._progress.start()
        self._task = self._progress.add_task("", total=None)

    def bar(self, words: str, done: int, of: int | None) -> None:
        """Move the bar."""
        self._progress.update(self._task, description=words, completed=done, total=of)

    def say(self, words: str) -> None:
        """Print above the bar."""
        self._console.print(words)

    def end(self) -> None:
        """Take the bar away."""
        self._progress.stop()


class Notebook(Place):
    """Below the cell: the sentences with the bar, and the run as it shows itself; both are written anew."""

    def begin(self) -> None:
        """Make the place of the bar."""
        self._said: list[str] = []
        self._bar = self._run = None
        self._write("")

    def bar(self, words: str, done: int, of: int | None) -> None:
        """Move the bar."""
        filled = "" if of is None else f' value="{done}" max="{of}"'
        self._write(f"<progress{filled}></progress> {text(words)}")

    def run(self, path: Path) -> None:
        """Show it anew."""
        self._run = _shown(Run(path), self._run)

    def say(self, words: str) -> None:
        """Add a sentence above the bar."""
        self._said.append(f"<div>{text(words)}</div>")
        self._write("")

    def end(self) -> None:
        """Leave the sentences."""
        self._write("")

    def _write(self, bar: str) -> None:
        from IPython.display import HTML

        self._bar = _shown(HTML("".join([*self._said, f"<div>{bar}</div>"])), self._bar)


def in_a_notebook() -> bool:
    """Whether this runs in the kernel of a notebook. If it does, IPython is loaded."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and getattr(ipython.get_ipython(), "kernel", None) is not None


def _shown(what: object, place: Any) -> Any:
    """Show something in a place, or in a new one; return the place."""
    from IPython.display import display

    if place is None:
        return display(what, display_id=True)
    place.update(what)
    return place
