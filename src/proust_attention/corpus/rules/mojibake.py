r"""Mojibake: what was written in UTF-8 and then read in another encoding, so that é came out as Ã©.

# Class Notes

UTF-8 writes é as the bytes C3 A9. Whoever takes them for Windows-1252 reads Ã and ©; for the old encoding of the
Macintosh, √ and ©; for that of DOS, ├ and ®. All such forms are known; whether somebody meant the two signs is the
question. Nobody means ’ to be â€™, nor Ã to stand behind a small letter or before ©. But in Portuguese capitals a
word may end in Ã, and a quotation, a dash or a space behind it: IRMÃ”. Such a form is undone only in a text that
has certain ones, and nowhere an Ã or Â before a letter, where it is one itself (NÃO).

Some programs write the no-break space of Ã⍽, which was à, as a space.

>>> spoilt = "L’été, voilà. “Ça”".encode().decode("latin-1")
>>> [edit.into for edit in mojibake(spoilt, Alphabet.of("fr"))]
['’', 'é', 'é', 'à', '“', 'Ç', '”']
>>> list(mojibake("A IRMÃ” NÃO", Alphabet.of("pt")))
[]
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit, replace

_BYTES = [bytes([byte]) for byte in range(0x80, 0x100)]
_LATIN = "".join(byte.decode("latin-1") for byte in _BYTES)
_WINDOWS = "".join(byte.decode("cp1252", "ignore") or byte.decode("latin-1") for byte in _BYTES)
_MAC, _DOS = (b"".join(_BYTES).decode(encoding) for encoding in ("mac_roman", "cp850"))

# What each encoding has beyond ASCII, and with what the forms begin that are looked for.
ENCODINGS = ((_WINDOWS, "ÂÃÅÆËâ"), (_LATIN, "ÂÃÅâ"), (_MAC, "¬√≈‚"), (_DOS, "┬├┼Ô"))
SIGNS = "¬√≈┬├┼"  # of these, no letters: in a word they are certain
MATHS = "π∞∑∏∫Ω"  # behind √
AT_THE_END = "\u00a0»”“’‘…—–›‹„‚"  # of a word these may stand
QUOTES = "”“’‘"
SPACES = {"Ã": "à", "Â": " "}  # what stood there if a no-break space was taken for a space


def _forms() -> dict[str, str]:
    """Return what each form was."""
    forms: dict[str, str] = {}
    for characters, beginnings in ENCODINGS:
        for written in {*_LATIN, *_WINDOWS, *characters, *"‐‑‒―‛‟′″⁄−"}:
            form = "".join(characters[byte - 0x80] for byte in written.encode())
            if form[0] in beginnings:
                forms.setdefault(form, written)
    return forms


FORMS = _forms()
_BEGINNING = re.compile(f"[{''.join({form[0] for form in FORMS})}](?=[^\x00-\x7f]|(?<=[ÃÂ])[ \n])")
_SOUND = re.compile("[ÂÃÅ√├](?=[A-Za-z])")
_SUSPECT = re.compile("(?<=[a-zß-ÿ])[ÃÂ√├┬]|â€|Ã[©¨±³ª§]|\ufffd")


class _Found(NamedTuple):
    """A form in a text."""

    start: int
    end: int
    written: str
    is_certain: bool


def mojibake(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Undo what reading UTF-8 in another encoding has made of letters, where that is certain."""
    found = list(_found(text))
    if any(form.is_certain for form in found):
        spoilt = {place for form in found for place in range(form.start, form.end)}
        everywhere = all(match.start() in spoilt for match in _SOUND.finditer(text))
        for form in found:
            if form.is_certain or everywhere:
                yield replace(form.start, form.end, form.written)


def suspects(text: str) -> Iterator[int]:
    """Yield the places of what may be mojibake, and was not undone."""
    return (match.start() for match in _SUSPECT.finditer(text))


def _found(text: str) -> Iterator[_Found]:
    """Yield all forms in a text, none overlapping another."""
    last = 0
    for match in _BEGINNING.finditer(text):
        start = match.start()
        if start < last:
            continue
        before = text[start - 1 : start]
        form = next((form for length in (3, 2) if (form := text[start : start + length]) in FORMS), match[0])
        last = start + len(form)
        if form in FORMS:
            yield _Found(start, last, FORMS[form], _is_certain(form, before, text[last : last + 1]))
        elif text[last] in " \n":
            yield _Found(start, last, SPACES[form], before.islower())


def _is_certain(form: str, before: str, behind: str) -> bool:
    """Whether nobody can have meant these signs, where they stand."""
    last = form[1:]
    if form[0] in SIGNS:
        return behind.isalpha() or (before.isalpha() and last not in MATHS)
    if before.islower() or len(form) == 3:
        return True
    if last in QUOTES:
        return behind.islower()
    return last not in AT_THE_END or (form == "Ã\u00a0" and not before.isalpha())
