r"""Texts that are UTF-8 but for some bytes: broken ones, or lines in another encoding.

# Class Notes

A byte was lost on the way, or two files were put together: then a text is no valid UTF-8, and read in any other
encoding it is mojibake from end to end. It is UTF-8 all the same if it has small letters in UTF-8, which look like
nothing else (Ã©), or if nearly all that is more than ASCII is. Then each line is read by itself. One with little
UTF-8 in it, whose signs may stand where they do in Windows-1252, is in that. In another, what is no UTF-8 is a
letter, if it can only be that one; or it is lost, and � stands for it, which is counted as any character.

>>> content = "¿Qué señal? ¡Él!\n".encode() + b"El ni\xf1o.\nLa se\xc3al y el a\xc3\xb1o"
>>> by_line(content, Alphabet.of("es"))
('¿Qué señal? ¡Él!\nEl niño.\nLa se�al y el año', 'utf-8 and cp1252')
"""

import re

from proust_attention.corpus.alphabets import KEPT, REPLACED, Alphabet

NEVER_ALONE = "œŒŸ"  # ½ ¼ ¾ in the encoding that differs from Latin-1 in little else
INSIDE = "’‘‐‑·\u00ad"  # what may stand between two letters

TWO_ENCODINGS = "utf-8 and cp1252"
BROKEN = "\ufffd"  # stands for bytes that are no character
MOSTLY = 20  # of its characters for each byte that is none, and a text is UTF-8
FEWEST_FOR_A_BROKEN_ONE = 5  # characters in UTF-8

BEGINNINGS = (b"\xe2", b"\xef")  # of characters that are common: ’ ﬁ

_ASCII = bytes(range(0x80))
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LETTER_IN_UTF8 = re.compile(rb"\xc3[\xa1-\xba\xbc-\xbf]")  # á to ÿ; but for à and û, which IRMÃ» looks like
_NO_UTF8 = re.compile("[\udc80-\udcff]+")  # as what such bytes are decoded
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def by_line(content: bytes, alphabet: Alphabet) -> tuple[str, str] | None:
    """Decode line by line what is partly UTF-8, and name its encodings; or say by None that it is not."""
    written = sum(1 for _ in _UTF8.finditer(content))
    if not _LETTER_IN_UTF8.search(content) and written < MOSTLY * _others(content):
        return None
    text, encoding = lines_decoded(content, alphabet)
    return (text, encoding) if FEWEST_FOR_A_BROKEN_ONE * text.count(BROKEN) <= written else None


def lines_decoded(content: bytes, alphabet: Alphabet) -> tuple[str, str]:
    """Decode line by line what is known to be partly, or all, UTF-8, and name its encodings."""
    lines = [_line(line, alphabet) for line in content.split(b"\n")]
    text = "\n".join(line for line, _ in lines)
    return text, TWO_ENCODINGS if any(is_windows for _, is_windows in lines) else "utf-8"


def _line(line: bytes, alphabet: Alphabet) -> tuple[str, bool]:
    """Decode a line of a text that is partly UTF-8, and say whether it is in Windows-1252."""
    text = line.decode("utf-8", "surrogateescape")
    if not _NO_UTF8.search(text):
        return text, False
    windows = line.decode("cp1252", "replace")
    if sum(1 for _ in _UTF8.finditer(line)) <= _others(line) and _is_at_home(windows, alphabet):
        return windows, True
    return _NO_UTF8.sub(lambda match: _letter(match[0], alphabet), text), False


def _letter(escaped: str, alphabet: Alphabet) -> str:
    """Return the letter of Windows-1252 that a byte in UTF-8 is, if it can be nothing else."""
    one = escaped.encode("utf-8", "surrogateescape")
    letter = one.decode("cp1252", "replace")
    is_one = letter.islower() and alphabet.has(letter) and one not in BEGINNINGS
    return letter if is_one else BROKEN


def _others(content: bytes) -> int:
    """Return how many bytes are neither ASCII nor part of UTF-8."""
    return len(_UTF8.sub(b"", content).translate(None, _ASCII))


def _is_at_home(text: str, alphabet: Alphabet) -> bool:
    """Whether most signs of a text are those of a language, and none stands where it cannot."""
    signs = list(BEYOND_ASCII.finditer(text))
    known = sum(
        sign[0].islower() or sign[0].isspace() or alphabet.fate(sign[0]).kind in (KEPT, REPLACED) for sign in signs
    )
    return 2 * known > len(signs) and not any(is_misplaced(text, sign) for sign in signs)


def is_misplaced(text: str, match: re.Match[str]) -> bool:
    """Whether a sign cannot stand where it does: a capital behind a small letter, a bracket in a word, œ alone."""
    before, sign, behind = text[match.start() - 1 : match.start()], match[0], text[match.end() : match.end() + 1]
    if sign in "ªº":
        return behind.isalpha()
    if sign in NEVER_ALONE and not before.isalpha():
        return not behind.isalpha()
    if sign.isalpha():
        return sign.isupper() and before.islower()
    return sign not in INSIDE and before.isalpha() and behind.isalpha()
