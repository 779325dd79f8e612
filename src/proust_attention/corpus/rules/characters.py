r"""Single characters: what nobody sees, and what the alphabet has no place for.

# Class Notes

A soft hyphen says where a word might be broken, and at a line's end that it was; a zero-width space, that here a
line may end; a byte-order mark, how the file was written; a control character, what a printer of 1970 should do.
None is text. Line breaks have six forms more than the one that is needed.

What every other character becomes is the alphabet's word (alphabets.py): kept, replaced by another form, folded to
its base letter, or dropped. A letter followed by combining marks (e + ´) is taken as one symbol with them. White
space is left to the rules for it, and at first so are the signs of which other rules make use, such as the * of a
line * * *. A sign that is dropped between two words leaves a space: it parted them, and they would be one.
Between two single letters it is a formula (a+b), which has no words to part; but figures are parted (3×4). & and %
are read as words of the language.

>>> [edit[2:] for edit in alphabet("Ça va…", Alphabet.of("es"))]
[('C', 'folded'), ('...', 'replaced')]
"""

import re
import unicodedata
from collections.abc import Iterator

from proust_attention.corpus.alphabets import DROPPED, KEPT, REPLACED, Alphabet, Fate
from proust_attention.corpus.edits import Edit, replace

WHITE = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\n\f"  # for the inside of [...]; \f is the end of a page
USEFUL = r"0-9*\[\]{}_=~#•·⁂†‡¹²³⁰⁴-⁹"  # to the rules for page numbers, footnote marks and separators
IN_WORDS = "[]{}_*\ufffd"  # for a letter or a syllable, of editors (u[r]ces), and for a broken one

MOST_MARKS = 8  # on one letter; no script has more, and composing thousands takes long

_ET_CETERA = re.compile(r"(?<!\w)&c\b")
_BREAKS = re.compile("[\r\v\x1c-\x1e\x85\u2028\u2029](?:(?<=\r)\n)?")
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]+"
)

# A soft hyphen, or the sign that recognition writes for one, within a word and at a line's end.
_BREAKING_OR_INVISIBLE = re.compile(
    r"(?P<breaking>(?<=[^\W\d_])[\u00ad¬](?=[^\S\n]{0,9}\n(?:[^\S\n]{0,99}[^\W\d_]|\s{0,99}[a-zß-ÿ])))"
    rf"|{INVISIBLE.pattern}"
)


def line_breaks(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Bring line breaks of every kind to one."""
    for match in _BREAKS.finditer(text):
        start = match.start()
        yield Edit(start, start + 1) if len(match[0]) == 2 else replace(start, start + 1, "\n")


def invisible(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop soft hyphens, zero-width and control characters; where a soft hyphen broke a word, it is a hyphen."""
    may_break = "\u00ad" in text or "¬" in text  # if not, one class of characters is found much faster
    for match in (_BREAKING_OR_INVISIBLE if may_break else INVISIBLE).finditer(text):
        yield replace(*match.span(), "-") if match.lastgroup else Edit(*match.span())


def alphabet(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Replace, fold or drop what is not in the alphabet, but for signs that other rules need."""
    return _fates(text, alphabet, spared=WHITE + USEFUL)


def unused_signs(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop the signs that no rule made use of."""
    return _fates(text, alphabet, spared=WHITE)


def _fates(text: str, alphabet: Alphabet, spared: str) -> Iterator[Edit]:
    """Yield what becomes of every symbol that is neither kept nor spared."""
    symbols = set(text)
    fates = {symbol: alphabet.fate(symbol) for symbol in symbols if not re.match(f"[{spared}]", symbol)}
    marks = "".join(symbol for symbol in symbols if unicodedata.combining(symbol))
    changed = "".join(symbol for symbol, fate in fates.items() if fate.kind != KEPT)
    if not changed:
        return
    single = f"[{re.escape(changed)}]"
    parting = _parting(text, "".join(symbol for symbol, fate in fates.items() if fate.kind == DROPPED))
    marked = f"[^{marks}{WHITE}][{marks}]{{1,{MOST_MARKS}}}|" if marks else ""
    for match in re.finditer(marked + single, text):
        symbol, place = match[0], match.start()
        fate = fates.get(symbol) or alphabet.fate(symbol)
        if symbol in alphabet.read:
            fate = _as_word(text, place, alphabet)
        if fate.kind == DROPPED and place in parting:
            fate = Fate(REPLACED, " ")
        if fate.kind != DROPPED or len(symbol) == 1:
            yield Edit(*match.span(), fate.into, fate.kind)
            continue
        for one in symbol:  # perhaps its parts fare better
            alone = fates.get(one)
            if alone and alone.kind != KEPT:
                yield Edit(place, place + 1, alone.into, alone.kind)
            place += 1


def _as_word(text: str, place: int, alphabet: Alphabet) -> Fate:
    """Return what becomes of a sign that is read as a word: that word, apart from what stands beside it.

    In &c. it is et; and what has no space before it, where the language sets one, is another sign.
    """
    if _ET_CETERA.match(text, place):
        return Fate(REPLACED, "et")
    before, behind = text[max(0, place - 1) : place], text[place + 1 : place + 2]
    if text[place] in alphabet.spaced and not before.isspace():
        return Fate(DROPPED, "")
    return Fate(REPLACED, f"{' ' * before.isalnum()}{alphabet.read[text[place]]}{' ' * behind.isalnum()}")


def _parting(text: str, dropped: str) -> set[int]:
    """Return the places of those signs, of these that are dropped, which are all that parts two words."""
    signs = "".join(sign for sign in dropped if unicodedata.category(sign)[0] in "PS" and sign not in IN_WORDS)
    if not signs:
        return set()
    one = f"[{re.escape(signs)}]"  # stands first, so that the search leaps from one of them to the next
    letter = r"[^\W_]"
    behind_word = rf"(?:(?<={letter}{{2}}.)|(?<=\d.))(?={one}*{letter})"
    before_word = rf"(?<={letter}.)(?={one}*(?:{letter}{{2}}|\d))"
    return {match.start() for match in re.finditer(f"{one}(?:{behind_word}|{before_word})", text)}
