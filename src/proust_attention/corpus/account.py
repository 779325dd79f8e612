"""The account of a cleaning, as it stands in a corpus.json."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from proust_attention.corpus.alphabets import FATES
from proust_attention.corpus.document import Document, Kind
from proust_attention.corpus.reading import Source
from proust_attention.corpus.rules import ORDER

SURROUNDINGS = 20  # characters shown on either side of an example
ENDS_SHOWN = 200  # characters of the beginning and of the end of each text

Values = dict[str, Any]
Pair = tuple[Source, Document]


def account_of(pairs: Sequence[Pair]) -> Values:
    """Return what the sources were, how the account adds up, what each rule did, what became of each symbol.

    What the markup itself set apart was dropped before: it is listed, but is not part of the input.
    """
    return {
        "sources": [_source(*pair) for pair in pairs],
        "account": {
            "dropped_with_markup": sum(
                one.characters for source, _ in pairs for one in source.dropped_with_markup
            ),
            **_sum(document.account() for _, document in pairs),
        },
        "rules": _rules(pairs),
        "changes": _changes(pairs),
    }


def _source(source: Source, document: Document) -> Values:
    return {
        "name": source.name,
        "format": source.format,
        "title": source.title,
        "author": source.author,
        "language": source.language,
        "sha256": source.sha256,
        "encoding": source.encoding,
        "encoding_was_guessed": source.encoding_was_guessed,
        "dropped_with_markup": [asdict(one) for one in source.dropped_with_markup],
        "characters_in": len(document.found),
        "characters_out": len(document.text),
        "begins": document.text[:ENDS_SHOWN],
        "ends": document.text[-ENDS_SHOWN:],
    }


def _sum(accounts: Iterable[dict[str, int]]) -> dict[str, int]:
    """Return how many characters there were and which fates they had; the four add up to the input."""
    total = Counter[str]()
    for account in accounts:
        total.update(account)
    return {key: total[key] for key in ("input", *FATES)}


def _rules(pairs: Sequence[Pair]) -> list[Values]:
    """Return, for each rule that decided anything, the fates of its characters, its edits, and the first."""
    fates, edits, examples = (
        defaultdict[str, Counter[str]](Counter),
        Counter[str](),
        defaultdict[str, list[Values]](list),
    )
    for source, document in pairs:
        for rule, counts in document.account_by_rule().items():
            fates[rule].update(counts)
        for kind, tally in document.tallies.items():
            edits[kind.rule] += tally.count
        for rule, shown in document.examples.items():
            examples[rule] += [{"file": source.name, **example._asdict()} for example in shown]
    return [
        {
            "rule": rule,
            "edits": edits[rule],
            **fates[rule],
            "examples": examples[rule][: pairs[0][1].examples_wanted],
        }
        for rule in ORDER
        if rule in edits
    ]


def _changes(pairs: Sequence[Pair]) -> list[Values]:
    """Return what was done to which symbol, how often and where first: by fate, the frequent ones first."""
    first: dict[Kind, Values] = {}
    counts = Counter[Kind]()
    for source, document in pairs:
        for kind, tally in document.tallies.items():
            place = {"file": source.name, "line": document.line(tally.place)}
            example = around(document.found, tally.place, len(kind.symbol or " "))
            first.setdefault(kind, {**place, "example": example})
            counts[kind] += tally.count
    kinds = sorted(counts, key=lambda kind: (FATES.index(kind.fate), -counts[kind], kind.symbol or ""))
    return [{**kind._asdict(), "count": counts[kind], **first[kind]} for kind in kinds]


def around(text: str, place: int, length: int) -> str:
    """Return a piece of a text with what is on either side of it."""
    return text[max(0, place - SURROUNDINGS) : place + length + SURROUNDINGS]
