"""The session of `proust generate`: give a line, read what the machine makes of it, change a setting, again.

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

# Knobs with the settings that they set; the last two are the session's own.
SAMPLING = {name.replace("_", "-").removeprefix("repetition-"): name for name in SamplingConfig.explanations()}
KNOBS = (*SAMPLING, "length", "seed")
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

    def set(self, knob: str, value: str) -> None:
        """Set what a knob sets. Raises InputError."""
        if knob in SAMPLING:
            name = SAMPLING[knob]
            self.sampling = self.sampling.replace(
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
            _obey(session, line)
        except EOFError:
            print()
            return
        except KeyboardInterrupt:
            print()
        except InputError as error:
            print(error)


def _obey(session: Session, line: str) -> None:
    if not line.startswith("/"):
        if line:
            session.write(line)
        return
    command, _, value = line[1:].strip().partition(" ")
    if command not in COMMANDS:
        raise InputError(unknown_name(command, COMMANDS, kind="command"))
    if command in KNOBS:
        if value:
            session.set(command, value)
        print(f"{command} {session.settings()[command]}")
    elif command == "again":
        if session.prompt is None:
            raise InputError("there is no line yet to go on from; give one")
        session.write(session.prompt)
    elif command == "settings":
        print(", ".join(f"{knob} {value}" for knob, value in session.settings().items()))
    elif command == "help":
        print(_help())
    else:
        raise EOFError  # the end, as by Ctrl-D


def _help() -> str:
    """Return what there is, a line each; what a setting means stands where it is declared."""
    explained = SamplingConfig.explanations()
    usual = SamplingConfig().to_dict()
    lines = {
        "a line": "the machine goes on from it",
        "/again": "from the same line once more, with the next seed",
        **{f"/{knob} {usual[name]:g}": _as_a_clause(explained[name]) for knob, name in SAMPLING.items()},
        "/length 300": "how many characters to write",
        "/seed 3": "the seed of the next text; each one after it has the next higher",
        "/settings": "how all this stands",
        "/quit": "the end; so does Ctrl-D. Ctrl-C stops a text",
    }
    width = max(map(len, lines))
    return "\n".join(f"{what:{width}}  {words}" for what, words in lines.items())


def _as_a_clause(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:].rstrip(".")


def _number(knob: str, value: str, kind: type[Number]) -> Number:
    try:
        return kind(value)
    except ValueError:
        what = "a whole number" if kind is int else "a number"
        raise InputError(f"/{knob} takes {what}, not {value!r}") from None
