"""The command itself: which commands there are, and how each of them may end.

    0    done
    1    a check or a run failed
    2    what was given is wrong
    130  stopped by Ctrl-C; 129 by a closed terminal, 143 by TERM: 128 and the number of the signal

Whatever goes wrong, one plain line on stderr says so; `proust --debug COMMAND` shows before it where it arose. A
pipe that is closed on the other side ends in silence.

The last line of defence is `_unforeseen`: what a file, a library or the system has thrown and no part foresaw.
"""

import importlib
import keyword
import os
import signal
import sys
import traceback
from io import TextIOWrapper
from typing import Annotated

import typer

from proust_attention import __version__
from proust_attention.cli.command import CONTEXT, Command, Group
from proust_attention.cli.mistaken import in_a_line
from proust_attention.cli.terminal import DONE, FAILED, INTERRUPTED, WRONG_INPUT
from proust_attention.errors import InputError, ProustError, is_out_of_memory
from proust_attention.files import forget

DEBUG = "--debug"  # before the command
LONGEST = 300  # characters of what a library has to say
COMMANDS = (
    *("corpus", "train", "generate", "score", "machines"),
    *("evaluate", "report", "compare", "lab", "gradcheck", "tokenizer", "trace", "ablate"),
    *("novelty", "audit", "explore", "export", "import", "serve"),
)
COMPLETING = "_PROUST_COMPLETE"  # as the script that --show-completion prints calls it


class _All(Group):
    order = COMMANDS


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"proust-attention {__version__}")
        raise typer.Exit


def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version.", callback=_show_version, is_eager=True)
    ] = False,
    debug: Annotated[bool, typer.Option(DEBUG, help="Show where an error arose: for whoever reports it.")] = False,
) -> None:
    """The attention machine of Proust: it learns a writer from his books, one character at a time."""


def _app(called: str | None) -> typer.Typer:
    """Return the command, each of its parts from the module of its name.

    Of the parts only the one that is called is loaded, so that it begins sooner; all, where none of them is.
    """
    app = typer.Typer(name="proust", cls=_All, rich_markup_mode=None, pretty_exceptions_enable=False)
    app.callback(context_settings=CONTEXT)(_options)
    for name in [called] if called in COMMANDS else COMMANDS:
        in_python = f"{name}_" if keyword.iskeyword(name) else name
        module = importlib.import_module(f"proust_attention.cli.{in_python}")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name, cls=Command)(getattr(module, in_python))
    return app


def main() -> None:
    """Run the command and leave with its exit status."""
    # Threads that wait for one another should sleep: spinning, they starve each other on a shared machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            _never_lose_a_character(stream)
    status = _run()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # nobody is left to take a Ctrl-C in good order
    try:
        print(end="", flush=True)
    except OSError:
        _forget_stdout()
    sys.exit(status)


def _never_lose_a_character(stream: TextIOWrapper) -> None:
    """Let a file or a pipe have UTF-8, whatever the locale; what a terminal lacks is shown by its number."""
    if not (stream.isatty() or "PYTHONIOENCODING" in os.environ):
        stream.reconfigure(encoding="utf-8")
    stream.reconfigure(errors="backslashreplace")


def _run() -> int:
    try:
        command = typer.main.get_command(_app(_called()))
        if COMPLETING in os.environ:  # the shell asks what could stand there, and this answers and ends
            command.main(prog_name="proust")
        with command.make_context("proust", sys.argv[1:] or ["--help"]) as context:
            command.invoke(context)
        print(end="", flush=True)
    except typer.Exit as end:
        return end.exit_code
    except typer.TyperException as error:  # an option that does not exist, a value that is not a number
        context_of_error = getattr(error, "ctx", None)
        where = context_of_error.command_path if context_of_error else "proust"
        return _complain(f"{in_a_line(error)}; see {where} --help", WRONG_INPUT)
    except InputError as error:
        return _complain(str(error), WRONG_INPUT)
    except ProustError as error:
        return _complain(str(error), FAILED)
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
    except OSError as error:  # what no part foresaw: still one line
        _forget_stdout()
        where = f": {error.filename}" if error.filename else ""
        return _complain(f"{error.strerror or error}{where}", FAILED)
    except BaseException as error:  # Rust's panics are no Exception
        return _unforeseen(error)
    return DONE


def _called() -> str | None:
    """Return which command is called, which is the first word that is no option."""
    return next((word for word in sys.argv[1:] if not word.startswith("-")), None)


def _unforeseen(error: BaseException) -> int:
    """End with one line after an exception that no part foresaw, and say what was being done."""
    chain = _chain(error)
    if any(isinstance(one, KeyboardInterrupt) for one in chain):  # which an import may call a failure of its own
        return INTERRUPTED
    if any(map(is_out_of_memory, chain)):
        return _complain("there is not enough memory for this; try smaller settings", FAILED)
    called = _called() or ""
    words = f"{type(error).__name__}: {error}"[:LONGEST]
    report = f"proust {DEBUG} {called} ... shows where; please report it"
    return _complain(f"an unforeseen error ended proust {called}: {words}; {report}", FAILED)


def _chain(error: BaseException) -> list[BaseException]:
    """Return an exception and those out of which it arose."""
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in chain:
        chain.append(following)
        following = following.__cause__ or following.__context__
    return chain


def _forget_stdout() -> None:
    if sys.stdout is not None:
        forget(sys.stdout)


def _complain(message: str, status: int) -> int:
    if DEBUG in sys.argv[1:2]:
        traceback.print_exc()
    line = " ".join(message.split())
    print(f"proust: {line}", file=sys.stderr)
    return status
