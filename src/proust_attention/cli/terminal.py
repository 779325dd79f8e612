"""What the commands print with."""

from rich.console import Console


def printer(stderr: bool = False) -> Console:
    """Return a console that prints text as it is: no markup, no emoji, no guessed highlights."""
    return Console(markup=False, highlight=False, emoji=False, stderr=stderr)


def number(value: int) -> str:
    """Write a whole number with its thousands apart.

    >>> number(7254285)
    '7,254,285'
    """
    return f"{value:,}"
