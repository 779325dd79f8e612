"""`proust` and `python -m proust_attention`: the command is loaded, and run.

To load it takes a tenth of a second. A Ctrl-C in that time ends the process as it would end any other, without the
traceback of whatever file was being read just then.
"""

import signal
import sys


def main() -> None:
    """Run the command and leave with its exit status."""
    waiting = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # not where Ctrl-C is ignored
    if waiting:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        from proust_attention.cli.main import main as run
    except Exception as error:  # a broken package that every command needs
        sys.exit(" ".join(f"proust: the command cannot be loaded: {type(error).__name__}: {error}".split()))
    if waiting:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    run()


if __name__ == "__main__":
    main()
