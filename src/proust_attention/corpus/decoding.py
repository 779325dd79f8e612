"""From bytes to characters, whatever their encoding.

# Class Notes

Five things say an encoding, here from the surest to the least sure:

1. A byte-order mark.
2. The bytes themselves: nearly every text of today is UTF-8, and bytes that are not are hardly ever valid UTF-8 by
   accident. So a page that is valid UTF-8 is UTF-8, whatever it says of itself.
3. The lines, where only some are no UTF-8 (partly_utf8.py).
4. What a page declares. Latin-1 can decode any bytes, so it never fails; but it has control characters where
   Windows-1252 has quotes and dashes, and nobody means those. So what is called Latin-1 is read as Windows-1252,
   as by every browser (WHATWG, Encoding Standard, "Names and labels"). Programs write that word without looking,
   too: where it gives signs that the language lacks, or in places where they cannot stand, and another encoding
   gives hardly any, it is the other one, which is reported as a guess.
5. A guess, which is reported. A library (charset-normalizer) says which encodings of Western European texts would
   give something readable. Of these the one is taken that gives the most signs that a text in the language may
   have, or that are a typographic form of one (’), in places where they may stand: no capital behind a small
   letter, nothing but letters, apostrophes and hyphens inside of a word. Of equals it is Windows-1252.

>>> decode("<meta charset='latin1'><p>“Más”".encode("cp1252"), "a.html", Alphabet.of("es"), "latin1").text
"<meta charset='latin1'><p>“Más”"
"""

import codecs
from collections import Counter
from typing import NamedTuple

from charset_normalizer import from_bytes

from proust_attention.corpus.alphabets import KEPT, REPLACED, Alphabet
from proust_attention.corpus.partly_utf8 import BEYOND_ASCII, by_line, is_misplaced
from proust_attention.errors import InputError

WESTERN = ["cp1252", "iso8859_15", "mac_roman", "cp850", "utf_16", "utf_32"]
SURE = 4  # times as many misplaced signs in what is declared, and at least so many, show another encoding
MARKS = {
    codecs.BOM_UTF32_LE: "utf_32",
    codecs.BOM_UTF16_LE: "utf_16",
    codecs.BOM_UTF16_BE: "utf_16",
    codecs.BOM_UTF8: "utf_8",
}
MEANT = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254"}  # by those who say these


class Decoded(NamedTuple):
    """Characters, and the encoding that they were decoded from."""

    text: str
    encoding: str
    encoding_was_guessed: bool


def decode(content: bytes, name: str, alphabet: Alphabet, declared: str | None = None) -> Decoded:
    """Decode the bytes of a text, which may declare its encoding.

    Raises InputError, which names it, if they are not text.
    """
    if not content:
        raise InputError(f"{name} is empty")
    decoded = _marked(content) or _in(content, "utf-8") or _mixed(content, alphabet)
    decoded = decoded or _declared(content, declared, alphabet) or _guessed(content, name, alphabet)
    if "\0" in decoded.text:
        raise InputError(f"{name} is not a text file, or is UTF-16 without a byte-order mark; save it as UTF-8")
    return decoded


def _in(content: bytes, encoding: str) -> Decoded | None:
    """Decode bytes in an encoding, or say by None that they are not in it."""
    try:
        return Decoded(content.decode(encoding), codecs.lookup(encoding).name, False)
    except (LookupError, UnicodeDecodeError):
        return None


def _marked(content: bytes) -> Decoded | None:
    encoding = next((encoding for mark, encoding in MARKS.items() if content.startswith(mark)), None)
    return _in(content, encoding) if encoding else None


def _mixed(content: bytes, alphabet: Alphabet) -> Decoded | None:
    found = by_line(content, alphabet)
    return Decoded(*found, True) if found else None


def _declared(content: bytes, declared: str | None, alphabet: Alphabet) -> Decoded | None:
    try:
        encoding = codecs.lookup(declared or "").name
    except LookupError:
        return None
    decoded = _in(content, MEANT.get(encoding, encoding)) or _in(content, encoding)
    return _likelier(decoded, content, alphabet) if decoded and encoding in MEANT else decoded


def _likelier(decoded: Decoded, content: bytes, alphabet: Alphabet) -> Decoded:
    """Return what bytes are in another encoding, if that is much likelier than what was decoded."""
    misfits = _misfits(decoded.text, alphabet)
    if misfits < SURE:
        return decoded
    others = [_in(content, encoding) for encoding in WESTERN[1:4]]
    best = min(filter(None, others), key=lambda other: _misfits(other.text, alphabet), default=decoded)
    if SURE * _misfits(best.text, alphabet) > misfits:
        return decoded
    return best._replace(encoding_was_guessed=True)


def _guessed(content: bytes, name: str, alphabet: Alphabet) -> Decoded:
    """Decode bytes in what is the likeliest of the Western encodings."""
    matches = list(from_bytes(content, cp_isolation=WESTERN))
    if not matches:
        raise InputError(
            f"{name} is not a text file, or its encoding is unknown: it is not UTF-8, and no other encoding "
            "gives a readable text; save it as UTF-8"
        )
    best = max(matches, key=lambda match: (_readable(str(match), alphabet), match.encoding == WESTERN[0]))
    return Decoded(str(best), best.encoding.replace("_", "-"), True)


def _misfits(text: str, alphabet: Alphabet) -> int:
    """Return how many signs of a text its language lacks, or cannot have where they stand."""
    known = {symbol for symbol in set(text) if alphabet.fate(symbol).kind in (KEPT, REPLACED)}
    return sum(match[0] not in known or is_misplaced(text, match) for match in BEYOND_ASCII.finditer(text))


def _readable(text: str, alphabet: Alphabet) -> int:
    """Return how many of its signs a text in the language may have, and where they stand."""
    known = {symbol for symbol in set(text) if alphabet.fate(symbol).kind in (KEPT, REPLACED)}
    misplaced = sum(is_misplaced(text, match) for match in BEYOND_ASCII.finditer(text) if match[0] in known)
    return sum(count for symbol, count in Counter(text).items() if symbol in known) - misplaced
