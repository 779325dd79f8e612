"""Whether a text is in the language whose alphabet it is brought into, and what is said where it is not.

# Class Notes

An alphabet makes any text its own: Spanish brought into the French one has lost every ¿, ¡ and ñ, Russian all that
it is made of, and the account adds up. So the language of the text is guessed, and what the other alphabet has
cost is told; a text of which less is left than goes is refused.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from proust_attention.corpus.alphabets import AUTO, DROPPED, FOLDED, Alphabet, languages, name_of
from proust_attention.corpus.document import Document
from proust_attention.corpus.languages import TOLD, Languages, Share, Stretch, languages_of
from proust_attention.corpus.reading import Source
from proust_attention.errors import InputError

RULES = ("alphabet", "unused_signs")  # by which an alphabet costs a text something
SHOWN = 8  # symbols
PLACES_SHOWN = 3
NO_LOSS = "it loses none of its letters"

_CODE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.I | re.S)


def languages_in(document: Document) -> Languages:
    """Return the languages of a text as it stands now, with the lines of the found text."""
    shown = languages_of(document.text)
    if len(shown.shares) < 2:
        return shown
    starts = [0, *(match.end() for match in re.finditer("\n", document.text))]
    lines = [document.line(int(document.origin[start])) if start < len(document.text) else 0 for start in starts]

    def found(one: Stretch) -> Stretch:
        return one._replace(first=lines[one.first - 1], last=lines[one.last - 1])

    return replace(
        shown, shares=tuple(one._replace(stretches=tuple(map(found, one.stretches))) for one in shown.shares)
    )


def refuse_if_little_is_left(source: Source, shown: Languages, document: Document, alphabet: Alphabet) -> None:
    """Raise InputError if an alphabet has dropped more letters of a text than characters are left of it."""
    letters = sum(count for symbol, count in _lost(document, DROPPED).items() if symbol.isalpha())
    if letters > len(document.text):
        seems = _seems(source, shown, alphabet) or f"is not in {name_of(alphabet.language)}"
        raise InputError(
            f"{source.name} {seems}: {letters:,} letters would be dropped, and {len(document.text):,} characters "
            "be left; --language auto keeps its letters, --any-language prepares it all the same"
        )


def warnings_of(source: Source, shown: Languages, document: Document, alphabet: Alphabet) -> Iterator[str]:
    """Yield what should be known of the languages of a text that was brought into an alphabet."""
    seems = _seems(source, shown, alphabet)
    if seems:
        loss = _loss(document, shown.main)
        hint = "; --language auto keeps its letters" if loss != NO_LOSS and shown.main not in languages() else ""
        yield f"{source.name} {seems}: {loss}{hint}"
    elif sum(n for symbol, n in _lost(document, DROPPED).items() if symbol.isalpha()) >= TOLD * len(
        document.found
    ):
        yield (
            f"{source.name} is not all in the {alphabet.name} alphabet: {_loss(document, None)}; "
            "--language auto keeps its letters"
        )
    expected = alphabet.language if _has(shown, alphabet.language) else shown.main
    for one in shown.shares:
        if one.language != expected:
            yield f"{source.name} is to {one.share:.0%} in {name_of(one.language)}: {_places(one)}"


def _seems(source: Source, shown: Languages, alphabet: Alphabet) -> str:
    """Say in which language a text seems to be, if not in that of the alphabet."""
    if alphabet.language == AUTO or _has(shown, alphabet.language):
        return ""
    given = f"not in {name_of(alphabet.language)}"
    if shown.main in languages():
        return f"seems to be in {name_of(shown.main)}, {given}"
    if shown.main:
        return f"seems to be in {name_of(shown.main)}, which has no alphabet, so {given}"
    if shown.is_unknown:
        return f"seems to be in none of the languages that have an alphabet, so {given}"
    says = _CODE.fullmatch(source.language or "")
    if says and says[1].lower() != alphabet.language:
        return f"says that it is in {says[0].lower()}, {given}"
    return ""


def _has(shown: Languages, language: str) -> bool:
    """Whether a text is in a language, or a part of it that is worth telling."""
    return any(one.language == language for one in shown.shares)


def _lost(document: Document, fate: str) -> Counter[str]:
    """Return to which symbols the alphabet has done this, and how often."""
    lost = Counter[str]()
    for kind, tally in document.tallies.items():
        if kind.rule in RULES and kind.fate == fate and kind.symbol:
            lost[unicodedata.normalize("NFC", kind.symbol)] += tally.count
    return lost


def _loss(document: Document, language: str | None) -> str:
    """Say which letters an alphabet has cost a text, and which signs of its language."""
    signs = Alphabet.of(language).symbols if language in languages() else frozenset[str]()
    folded, dropped = (_lost(document, fate) for fate in (FOLDED, DROPPED))
    losses = {
        "letters folded": {symbol: n for symbol, n in folded.items() if symbol.isalpha()},
        "letters dropped": {symbol: n for symbol, n in dropped.items() if symbol.isalpha()},
        "signs dropped": {symbol: n for symbol, n in dropped.items() if symbol in signs},
    }
    said = [
        f"{sum(symbols.values()):,} {what} ({' '.join(sorted(symbols, key=lambda one: -symbols[one])[:SHOWN])})"
        for what, symbols in losses.items()
        if symbols
    ]
    return ", ".join(said) or NO_LOSS


def _places(share: Share) -> str:
    """Say in which lines most of a language is."""
    longest = sorted(share.stretches, key=lambda one: -one.characters)[:PLACES_SHOWN]
    lines = (
        f"{one.first}-{one.last}" if one.first < one.last else str(one.first)
        for one in sorted(longest, key=lambda one: one.first)
    )
    more = len(share.stretches) - len(longest)
    return f"lines {', '.join(lines)}" + (f" and {more:,} more places" if more else "")
