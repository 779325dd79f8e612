"""The session of `proust generate`: give a line, read what the machine makes of it, turn a knob, again.

The first text has the seed that was given, each one after it the next higher: so /again is another text, and a
whole session can be had again. Ctrl-C stops the writing, Ctrl-D ends the session.
"""

import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from io import TextIOWrapper
from typing import TypeVar

from proust_attention.cli.given import in_known_symbols
from proust_attention.cli.paper import Paper
from proust_attention.cli.texts import Texts
from proust_attention.config import SamplingConfig
from proust_attention.errors import InputError
from proust_attention.generation import Writer
from proust_attention.generation.endings import Ending
from proust_attention.generation.writer import require_seed
from proust_attention.settings import unknown_name

HELP = """a line             the machine goes on from it
/again             from the same line once more, with the next seed
/temperature 0.6   below 1 more careful, above 1 wilder, 0 the likeliest always
/top-k 40          draw among the k likeliest symbols; 0: among all
/top-p 0.9         draw among the likeliest that reach this mass together; 1: all
/min-p 0.05        draw among those this many times as likely as the likeliest; 0: all
/penalty 1.2       above 1: what the machine has before it gets less likely
/length 300        how many characters to write
/seed 3            the seed of the next text; each one after it has the next higher
/settings          how all this stands
/quit              the end; so does Ctrl-D. Ctrl-C stops a text"""

# Knobs with the settings that they turn.
SAMPLING = {
    "temperature": "temperature",
    "top-k": "top_k",
    "top-p": "top_p",
    "min-p": "min_p",
    "penalty": "repetition_penalty",
}
KNOBS = (*SAMPLING, "length", "seed")  # the last two are the session's own
COMMANDS = (*KNOBS, "again", "settings", "help", "quit")
Number = TypeVar("Number", int, float)


@dataclass
class Session:
    """What a session knows."""

    writer: Writer
    sampling: SamplingConfig
    ending: Ending
    seed: int  # of the next text
    replace_unknown: bool
    prompt: str | None = None  # of the last text

    def turn(self, knob: str, value: str) -> None:
        """Set what a knob sets. Raises InputError."""
        if knob in SAMPLING:
            name = SAMPLING[knob]
            self.sampling = self.sampling.replace_given(
                **{name: _number(knob, value, type(getattr(self.sampling, name)))}
            )
        elif knob == "length":
            self.ending = replace(self.ending, length=_number(knob, value, int))
        else:
            seed = _number(knob, value, int)
            require_seed(seed)
            self.seed = seed

    def settings(self) -> dict[str, float]:
        """Return how every knob stands."""
        sampling = {knob: getattr(self.sampling, name) for knob, name in SAMPLING.items()}
        return {**sampling, "length": self.ending.length, "seed": self.seed}

    def write(self, prompt: str) -> None:
        """Go on from a prompt. Raises InputError."""
        self.prompt = in_known_symbols(prompt, self.writer.tokenizer, self.replace_unknown, "line")
        texts = Texts(self.writer, self.prompt, self.ending, self.sampling, [self.seed])
        self.seed += 1
        texts.show(Paper())


def converse(session: Session) -> None:
    """Read lines and do what they say, until one of them, or Ctrl-D, ends it."""
    with suppress(ImportError):  # where it is there, the arrow keys move in the line and through those before
        import readline  # noqa: F401
    if isinstance(sys.stdin, TextIOWrapper):  # what is no UTF-8 is then a character that the machine does not know
        sys.stdin.reconfigure(errors="surrogateescape")
    print("Give a line, and the machine goes on from it. /help says what else there is; Ctrl-D ends.")
    while True:
        try:
            line = input("> ").strip("\r\n")
            _answer(session, line)
        except EOFError:
            print()
            return
        except KeyboardInterrupt:
            print()
        except InputError as error:
            print(error)


def _answer(session: Session, line: str) -> None:
    if not line.startswith("/"):
        if line:
            session.write(line)
        return
    command, _, value = line[1:].strip().partition(" ")
    if command not in COMMANDS:
        raise InputError(unknown_name(command, COMMANDS, kind="command"))
    if command in KNOBS:
        if value:
            session.turn(command, value)
        print(f"{command} {session.settings()[command]}")
    elif command == "again":
        if session.prompt is None:
            raise InputError("there is no line yet to go on from; give one")
        session.write(session.prompt)
    elif command == "settings":
        print(", ".join(f"{knob} {value}" for knob, value in session.settings().items()))
    elif command == "help":
        print(HELP)
    else:
        raise EOFError  # the end, as by Ctrl-D


def _number(knob: str, value: str, kind: type[Number]) -> Number:
    try:
        return kind(value)
    except ValueError:
        what = "a whole number" if kind is int else "a number"
        raise InputError(f"/{knob} takes {what}, not {value!r}") from None
