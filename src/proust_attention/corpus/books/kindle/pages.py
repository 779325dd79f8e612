"""The pages of a KF8 book, put together again from skeletons and fragments."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.kindle.header import NONE, Header
from proust_attention.corpus.books.kindle.index import read_index
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.markup.guide import kind_of_page

FRAGMENTS, SKELETONS, GUIDE = 248, 252, 260  # where the header names their indexes

_LINK = re.compile(rb"kindle:pos:fid:([0-9A-V]{1,6}):off:([0-9A-V]{1,12})")


@dataclass(frozen=True)
class Page:
    """One page of a Kindle book."""

    name: str
    content: bytes
    kind: str | None  # as what all of it is dropped


@dataclass(frozen=True)
class Fragment:
    """A piece of a page."""

    place: int  # in the text, with all that stands before it in its page
    length: int


def pages_of(header: Header, text: bytes) -> list[Page]:
    """Return the pages of a KF8 book. Raises RefusedError if its indexes are damaged."""
    skeletons = [(tags[6][0], tags[6][1], tags[1][0]) for _, tags in _index(header, SKELETONS) if _has(tags, 1, 6)]
    fragments = [
        Fragment(int(name), tags[6][1]) for name, tags in _index(header, FRAGMENTS) if _is_one(name, tags)
    ]
    if not skeletons:
        return [Page("0", text, None)]
    if len(skeletons) > limits.DOCUMENTS:
        raise RefusedError(f"has more than {limits.DOCUMENTS:,} pages")
    if sum(length for _, length, _ in skeletons) + sum(piece.length for piece in fragments) > 2 * len(text):
        raise RefusedError("is damaged: its pages overlap")
    contents: list[bytearray] = []
    starts: list[int] = []  # of each page, in the text
    first = 0
    for start, length, count in skeletons:
        mine = fragments[first : first + count]
        first += count
        contents.append(_page(text, start, length, mine))
        starts.append(start)
    if starts != sorted(starts):
        raise RefusedError("is damaged: its pages are not in order")
    return _linked(contents, starts, fragments, _guide(header, fragments, starts, contents))


def _page(text: bytes, start: int, length: int, fragments: list[Fragment]) -> bytearray:
    """Put one page together: the skeleton, with each fragment at its place."""
    skeleton, page = text[start : start + length], bytearray()
    at, behind = 0, start + length
    for fragment in fragments:
        count = min(max(0, fragment.place - start - len(page)), len(skeleton) - at)
        page += skeleton[at : at + count] + text[behind : behind + fragment.length]
        at += count
        behind += fragment.length
    return page + skeleton[at:]


def _linked(
    contents: list[bytearray], starts: list[int], fragments: list[Fragment], kinds: dict[int, str]
) -> list[Page]:
    """Return the pages, with anchors where links lead to."""
    goals: dict[int, set[int]] = {}

    def link(match: re.Match[bytes]) -> bytes:
        number, offset = int(match[1], 32), int(match[2], 32)
        if number >= len(fragments):
            return b"#"
        goal = fragments[number].place + offset
        page = max(0, bisect_right(starts, goal) - 1)
        goals.setdefault(page, set()).add(goal - starts[page])
        return b"%d#at%d" % (page, goal - starts[page])

    originals = [bytes(content) for content in contents]
    for content in originals:
        _LINK.sub(link, content)
    return [
        Page(str(number), _LINK.sub(link, anchored(content, sorted(goals.get(number, ())))), kinds.get(number))
        for number, content in enumerate(originals)
    ]


def anchored(page: bytes, goals: list[int]) -> bytes:
    """Put an anchor at each of these places of a page; before the tag that one lies in."""
    pieces, last = [], 0
    for goal in goals:
        place = min(goal, len(page))
        tag = page.rfind(b"<", max(0, place - 1000), place)
        if tag >= 0 and page.find(b">", tag, place) < 0:
            place = tag
        place = max(place, last)
        pieces += [page[last:place], b'<a id="at%d"></a>' % goal]
        last = place
    return b"".join([*pieces, page[last:]])


def kinds_of_pages(said: dict[int, set[str]], sizes: list[int]) -> dict[int, str]:
    """Return as what pages are dropped, by what the guide says of them, and their sizes in bytes."""
    kinds = {page: kind_of_page(types, sizes[page]) for page, types in said.items()}
    return {page: kind for page, kind in kinds.items() if kind is not None}


def _guide(
    header: Header, fragments: list[Fragment], starts: list[int], contents: list[bytearray]
) -> dict[int, str]:
    """Return as what the guide names whole pages."""
    said: dict[int, set[str]] = {}
    for name, tags in _index(header, GUIDE):
        number = (tags.get(6) or tags.get(3) or [len(fragments)])[0]
        if number < len(fragments):
            page = max(0, bisect_right(starts, fragments[number].place) - 1)
            said.setdefault(page, set()).add(name.casefold())
    return kinds_of_pages(said, [len(content) for content in contents])


def _index(header: Header, place: int) -> list[tuple[str, dict[int, list[int]]]]:
    """Return the entries of an index, none where the book has no such index."""
    number = header.number(place)
    return [] if number == NONE else read_index(header, number)


def _has(tags: dict[int, list[int]], *wanted: int) -> bool:
    """Whether an entry of the skeletons has what it needs."""
    return all(tags.get(tag) for tag in wanted) and len(tags[6]) >= 2


def _is_one(name: str, tags: dict[int, list[int]]) -> bool:
    """Whether an entry describes a fragment."""
    return name.isascii() and name.isdecimal() and len(name) <= 12 and len(tags.get(6, ())) >= 2
