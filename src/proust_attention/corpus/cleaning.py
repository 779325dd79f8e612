r"""Cleaning: a found text brought into an alphabet, every character accounted for.

# Class Notes

The machine learns whatever it is given: a stray sign that occurs once costs a symbol of its own, for good, and a
licence is learned as faithfully as the book. So a text goes through a sequence of rules (rules/), each a small
pure function that yields edits, and the document keeps the account: every character of the input is kept, replaced
by another form, folded to its base letter, or dropped. Cleaning twice is cleaning once.

>>> cleaned = clean("Ça  va…\r\n", Alphabet.of("es"))
>>> cleaned.text
'Ca va...'
>>> cleaned.account()
{'input': 9, 'kept': 4, 'replaced': 1, 'folded': 1, 'dropped': 3}
>>> cleaned.account_by_rule()["spaces"]
{'dropped': 1}
"""

import itertools
from collections.abc import Collection, Iterable

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.document import Document
from proust_attention.corpus.edits import Edit
from proust_attention.corpus.rules import ALWAYS, LINES, OPTIONAL, PAGES, SYMBOLS, UNWANTED
from proust_attention.corpus.rules.title_pages import doubtful
from proust_attention.errors import InputError
from proust_attention.settings import unknown_name


def clean(text: str, alphabet: Alphabet, without: Collection[str] = (), examples: int = 0) -> Document:
    """Bring a text into an alphabet. The result may be empty.

    `without` names rules to leave out; of each rule up to `examples` edits are kept to be shown. Raises InputError
    for a name that is no rule's.
    """
    document = begin(text, without, examples)
    finish(document, alphabet, without)
    return document


def begin(text: str, without: Collection[str] = (), examples: int = 0, unwanted: Iterable[Edit] = ()) -> Document:
    """Drop what is not wanted, and apply the rules for what stands around a text: they need no alphabet."""
    for name in without:
        if name in ALWAYS:
            raise InputError(f"the rule {name} cannot be left out: without it no text would be in its alphabet")
        if name not in OPTIONAL:
            raise InputError(unknown_name(name, OPTIONAL, "rule to leave out,"))
    document = Document(text, examples)
    document.make(UNWANTED, unwanted)
    for rule in PAGES:
        if rule.__name__ not in without:
            document.apply(rule, Alphabet("", "", frozenset()))
    return document


def doubts(document: Document) -> list[tuple[int, str]]:
    """Return what `begin` has left and may be no text: its place in the found text, and what it says."""
    return [
        (int(document.origin[document.text.index(page.lines[0], page.start)]), " / ".join(page.lines))
        for page in doubtful(document.text)
    ]


def finish(document: Document, alphabet: Alphabet, without: Collection[str] = ()) -> None:
    """Apply the others. May be done again with a smaller alphabet."""
    for rule in SYMBOLS:
        if rule.__name__ not in without:
            document.apply(rule, alphabet)
    wanted = [rule for rule in LINES if rule.__name__ not in without]
    idle = 0  # rules in a row that found nothing; every edit makes the text shorter, or leaves fewer breaks in it
    for rule in itertools.cycle(wanted):
        idle = 0 if document.apply(rule, alphabet) else idle + 1
        if idle == len(wanted):
            return
