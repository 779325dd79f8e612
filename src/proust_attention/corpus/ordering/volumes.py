"""The order of volumes, and by what each was placed.

# Class Notes

People's files have names such as proust_final_ok.epub, and a work should be read from its first volume to its
last: the last tenth of a corpus, on which a machine is tried, is then the end of the work. Four things show where
a volume belongs, the surer before the others:

    known title   one of the names that the seven volumes of the *Recherche* have had in three languages
                  (titles.toml); a number behind it (Guermantes II) distinguishes the parts of a volume
    series        its name and the number in it, as the book's metadata say
    number        Arabic or Roman, in the title (numbering.py)
    name          of the file, in natural order

Volumes of one work stand together, by their numbers; works follow one another as their first files do. So files
with nothing but names stay in natural order. Where neither the book nor its file says Proust, a title is taken
for his only if nothing else stands beside it, and one of a single word (The Captive) only beside volumes that are
surely his.

>>> from proust_attention.corpus.reading import Source
>>> found = [Source.of_text(name, "") for name in ("proust, TIME-REGAINED.txt", "3. El mundo de guermantes.txt")]
>>> for volume in in_order(found):
...     print(volume.source.name, "-", volume.why)
3. El mundo de guermantes.txt - volume 3 of À la recherche du temps perdu, by its name
proust, TIME-REGAINED.txt - volume 7 of À la recherche du temps perdu, by its name
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple

from proust_attention.corpus.ordering import known_titles
from proust_attention.corpus.ordering.known_titles import is_the_work, name_of_the_work, says_proust
from proust_attention.corpus.ordering.numbering import Numbered, fold, numbered
from proust_attention.corpus.reading import Source

RECHERCHE = "recherche"  # the work of the known titles
FEWEST_IN_COMPANY = 2  # volumes that are surely of it


class Place(NamedTuple):
    """Where a volume belongs."""

    work: str
    number: float
    part: int  # 0 if the volume is whole, as far as its title says
    why: str


@dataclass(frozen=True)
class Volume:
    """A source in its place."""

    source: Source
    place: Place

    @property
    def why(self) -> str:
        """Why it stands there."""
        return self.place.why

    def is_edition_of(self, other: "Volume") -> bool:
        """Whether both are of one volume of the Recherche, and not two parts of it."""
        mine, its = self.place, other.place
        one_volume = mine[:2] == its[:2] and mine.work == RECHERCHE
        return one_volume and (mine.part == its.part or 0 in (mine.part, its.part))


def in_order(sources: Sequence[Source]) -> list[Volume]:
    """Put sources, which come in natural order, into the order in which they are to be read."""
    places = _places(sources)
    first = {place.work: rank for rank, place in reversed(list(enumerate(places)))}
    ranks = sorted(range(len(places)), key=lambda rank: (first[places[rank].work], *places[rank][1:3], rank))
    return [Volume(sources[rank], places[rank]) for rank in ranks]


def _known(sources: Sequence[Source]) -> list[Place | None]:
    """Return for each source which volume of the Recherche it is, by its title or its name; None if none."""
    alone = [_known_volume(source, in_company=False) for source in sources]
    if sum(place is not None for place in alone) < FEWEST_IN_COMPANY:
        return alone
    return [_known_volume(source, in_company=True) for source in sources]


def _known_volume(source: Source, in_company: bool) -> Place | None:
    of_proust = says_proust(" ".join(filter(None, (source.title, source.author, source.series, source.name))))
    for text, by in ((source.title, "title"), (_stem(source), "name")):
        found = known_titles.volume(text or "", of_proust, in_company)
        if found:
            number, part = found
            behind = f", part {part}" if part else ""
            return Place(RECHERCHE, number, part, f"volume {number} of {name_of_the_work()}{behind}, by its {by}")
    return None


def _places(sources: Sequence[Source]) -> list[Place]:
    counted = [numbered(source.title or "") for source in sources]
    taken = Counter((source.author, one.number) for source, one in zip(sources, counted, strict=True) if one)
    several_works = {author for (author, _), count in taken.items() if count > 1}
    called = Counter((source.author, one.stem) for source, one in zip(sources, counted, strict=True) if one)
    return [
        known
        or _in_series(source)
        or (
            _counted(source, one, source.author in several_works)
            if one and (one.marked or called[source.author, one.stem] > 1)  # Carlos IV, alone, is no volume
            else None
        )
        or Place(f"file {source.name}", 0, 0, "by its name")
        for source, one, known in zip(sources, counted, _known(sources), strict=True)
    ]


def _in_series(source: Source) -> Place | None:
    if source.series is None or source.number is None:
        return None
    work = RECHERCHE if is_the_work(source.series) else f"series {fold(source.series)}"
    return Place(work, source.number, 0, f"number {source.number:g} of the series {source.series}")


def _counted(source: Source, found: Numbered, of_several_works: bool) -> Place:
    """Return the place of a volume with a number. One author's are of one work, if no number is there twice."""
    author = f"by {source.author}"
    work = author if found.marked and not of_several_works else f"{author}: {found.stem}"
    return Place(work, found.number, 0, f"number {found.number} in its title")


def _stem(source: Source) -> str:
    """Return the name of the file of a source, without its ending and the folders and archives it lies in."""
    return PurePath(source.name).stem
