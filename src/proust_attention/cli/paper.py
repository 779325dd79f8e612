"""What a text is written on: a terminal, with its width and its colours; or a pipe, as it is.

On a terminal a word that would cross the margin goes to the next line. Where a word ends is not known before it
has ended; so it is held back until then, which is a moment. A word longer than a line is broken at the margin.
Only the plain space is a place to break; a no-break space, as French has it before its ! and ?, is none.

Every piece that has a colour ends with what takes it off again: wherever the writing is stopped, the terminal is
left as it was.
"""

import shutil
import sys
import time
from itertools import groupby

from rich.cells import cell_len

from proust_attention.cli.terminal import Printer

FLUSH_EVERY = 0.02  # seconds: to the eye that is at once, and a fast machine need not wait for the terminal
PROMPT, HEADING = "\x1b[36m", "\x1b[2m"  # cyan, faint
NO_COLOUR = "\x1b[0m"


class Wrapper:
    r"""Breaks a text into lines as it comes.

    >>> wrapper = Wrapper(10)
    >>> [wrapper.add(piece) for piece in ("Una ta", "rde de ", "otoño")]
    ['Una', ' tarde\nde', '']
    >>> wrapper.rest()
    ' otoño'
    """

    def __init__(self, width: int) -> None:
        self.width = max(width, 2)  # no character is wider
        self._column = 0
        self._gap: list[tuple[str, str]] = []  # spaces, written only if a word follows them in the same line
        self._word: list[tuple[str, str]] = []  # characters with their colours

    def add(self, text: str, colour: str = "") -> str:
        """Take a piece of the text; return what can now be written."""
        out = ""
        for character in text:
            if character == "\n":
                out += self.rest() + "\n"
                self._column, self._gap = 0, []
            elif character in " \t":
                out += self.rest()
                self._gap.append((" ", colour))
            else:
                if _width(self._word) + cell_len(character) > self.width:
                    out += self.rest()
                self._word.append((character, colour))
        return out

    def rest(self) -> str:
        """Return the word that was held back."""
        word, self._word = self._word, []
        if not word:
            return ""
        gap, self._gap = self._gap, []
        if self._column + _width(gap) + _width(word) > self.width:
            self._column = _width(word)
            return "\n" + _painted(word)
        self._column += _width(gap) + _width(word)
        return _painted(gap + word)


def _width(cells: list[tuple[str, str]]) -> int:
    return sum(cell_len(character) for character, _ in cells)


def _painted(cells: list[tuple[str, str]]) -> str:
    parts = [
        (colour, "".join(character for character, _ in some)) for colour, some in groupby(cells, lambda c: c[1])
    ]
    return "".join(f"{colour}{text}{NO_COLOUR}" if colour else text for colour, text in parts)


class Paper:
    """Standard output, to write texts on."""

    def __init__(self) -> None:
        console, terminal = Printer(), sys.stdout is not None and sys.stdout.isatty()
        self.coloured = terminal and not console.no_color and console.color_system not in (None, "windows")
        self._wrapper = Wrapper(shutil.get_terminal_size().columns) if terminal else None
        self._flushed = 0.0

    def write(self, text: str, colour: str = "") -> None:
        """Write on."""
        shown = self._wrapper.add(text, colour if self.coloured else "") if self._wrapper else text
        now = time.monotonic()
        due = now - self._flushed > FLUSH_EVERY
        print(end=shown, flush=due)
        self._flushed = now if due else self._flushed

    def end(self) -> None:
        """Write what was held back, and end the line."""
        if self._wrapper:
            print(end=self._wrapper.rest())
            self._wrapper = Wrapper(self._wrapper.width)
        print(flush=True)
