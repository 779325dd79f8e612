r"""A signed dedication, before the book begins.

# Class Notes

A dedication is recognised by its two ends, before the first long line of a text: it begins with To (À, A, Al, An
...) and a name, it runs over a few short lines without an empty one between, and it is signed: with initials,
perhaps after an empty line, or with a name that stands on the title page too. Without a signature it might be a
heading ("À l'ombre des jeunes filles en fleurs"), and stays.

>>> text = "À Léon Daudet\nà l'incomparable ami\n\n     M. P.\n\n" + "Le pépiement matinal des oiseaux " * 10
>>> [text[edit.start:edit.end] for edit in dedications(text, Alphabet.of("fr"))]
["À Léon Daudet\nà l'incomparable ami\n\n     M. P."]
"""

import re
from collections.abc import Iterator

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.edits import Edit
from proust_attention.corpus.rules.title_pages import LONG_LINE, has_wrapped_paragraph

MOST_LINES = 15
LONGEST_HEAD = 20_000  # characters

_TO = re.compile(
    r"^[^\S\n]*(?:À|A|Á|Al|Alla|Ao|To|Dem|Meine[mr]|Für|For) [^\n]{1,99}(?<![a-zà-ÿ)»”][.!?…:;])$", re.MULTILINE
)
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.[ -]?){2,4}")
_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]+(?: [^\W\d_a-z][\w.'’-]*){1,3}")


def dedications(text: str, alphabet: Alphabet) -> Iterator[Edit]:
    """Drop a signed dedication before the first long line."""
    head = text[: _end_of_head(text)]
    last = 0
    for begin in _TO.finditer(head):
        end = _signed(head, begin.start())
        if begin.start() >= last and end:
            yield Edit(begin.start(), end)
            last = end


def _end_of_head(text: str) -> int:
    """Return where the first line of prose begins, 0 if there is none near."""
    lines: list[str] = []
    for match in re.finditer(r"[^\n]*\S[^\n]*", text[:LONGEST_HEAD]):
        lines.append(match[0].strip())
        if len(lines[-1]) >= LONG_LINE or has_wrapped_paragraph(lines[-4:]):
            return match.start()
    return 0


def _signed(head: str, start: int) -> int | None:
    """Return where the signature of a dedication ends, or None if it has none."""
    place = start
    for count, line in enumerate(head[start:].split("\n")):
        end = place + len(line)
        signature = line.strip()
        if not signature or count == MOST_LINES:
            break
        if count and (_INITIALS.fullmatch(signature) or _is_known_name(signature.rstrip("."), head, place)):
            return end
        place = end + 1
    after = re.compile(r"\n[^\S\n]*([^\n]+)").match(head, place)
    return after.end() if after and _INITIALS.fullmatch(after[1].strip()) else None


def _is_known_name(line: str, head: str, place: int) -> bool:
    """Whether a line is a name that stands alone on another line, before."""
    if not _NAME.fullmatch(line):
        return False
    return re.search(rf"^[^\S\n]*{re.escape(line)}[^\S\n]*$", head[:place], re.MULTILINE) is not None
