"""Lines that whoever prepares a text does not want: by their numbers, or by what stands in them."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from proust_attention.corpus.edits import Edit
from proust_attention.corpus.reading import Source
from proust_attention.corpus.rules.characters import INVISIBLE
from proust_attention.errors import InputError


class Lines(NamedTuple):
    """Lines of a source that are not wanted, counted from 1; the last is one of them."""

    source: str
    first: int
    last: int


def named_lines(texts: Sequence[str], paths: Sequence[Path], sources: Sequence[Source]) -> list[Lines]:
    """Read book.txt:1-12, book.txt:/pattern/ or, for all files, /pattern/; the sources were read from `paths`.

    Raises InputError where one names no lines, or no file.
    """
    return [lines for text in texts for lines in _named(text, paths, sources)]


def _named(text: str, paths: Sequence[Path], sources: Sequence[Source]) -> list[Lines]:
    names = {source.name: source.name for source in sources}
    names |= {str(path): path.name for path in paths if path.name in names}
    given = next((name for name in sorted(names, key=len, reverse=True) if text.startswith(f"{name}:")), "")
    what = text.removeprefix(f"{given}:") if given else text
    if pattern := re.fullmatch("/(.+)/", what):
        return lines_with(pattern[1], [source for source in sources if names.get(given) in (None, source.name)])
    numbers = re.fullmatch(r"(?:(.+):)?(\d+)(?:-(\d+))?", what)
    if not numbers or not (given or numbers[1]):
        raise InputError(f"--drop-lines {text} names no lines; write it as book.txt:1-12, or as /pattern/")
    if not given:
        raise InputError(f"--drop-lines {text}: {numbers[1]} is not one of the files: {', '.join(names)}")
    return [Lines(names[given], int(numbers[2]), int(numbers[3] or numbers[2]))]


def lines_with(pattern: str, sources: Sequence[Source]) -> list[Lines]:
    """Return all lines of some sources in which a regular expression is found.

    Raises InputError if it is none, or is found nowhere.
    """
    try:
        searched = re.compile(pattern)
    except re.error as error:
        raise InputError(f"{pattern} is no regular expression: {error}") from None
    found = [
        Lines(source.name, number, number)
        for source in sources
        for number, line in enumerate(source.text.removesuffix("\n").split("\n"), 1)
        if searched.search(INVISIBLE.sub("", line).strip())
    ]
    if not found:
        raise InputError(f"no line holds {pattern}")
    return found


def spans(source: Source, unwanted: Sequence[Lines]) -> Iterator[Edit]:
    """Yield the edits that drop what is not wanted of a source. Raises InputError for lines that are not there."""
    own = sorted(lines for lines in unwanted if lines.source == source.name)
    if not own:
        return
    starts = [0, *(match.end() for match in re.finditer(r"\n(?=.)", source.text, re.DOTALL)), len(source.text)]
    behind = 1  # the first line that is not dropped yet
    for lines in own:
        if not 1 <= lines.first <= lines.last < len(starts):
            raise InputError(
                f"{source.name} has the lines 1-{len(starts) - 1}; {lines.first}-{lines.last} are not lines of it"
            )
        first = max(lines.first, behind)
        if first <= lines.last:
            yield Edit(starts[first - 1], starts[lines.last])
            behind = lines.last + 1
