"""The package of an EPUB: what the book is called, what is in it, in which order. HTMLZ files have one too."""

import re
from dataclasses import dataclass

from proust_attention.corpus.books.book import About
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.books.markup.elements import Element, name_of, words_of


@dataclass(frozen=True)
class Item:
    """A file of the book, as the manifest lists it."""

    id: str
    link: str
    type: str
    properties: frozenset[str]


@dataclass(frozen=True)
class Package:
    """What a package says."""

    version: str
    about: About
    items: dict[str, Item]  # by id
    spine: tuple[tuple[Item, bool], ...]  # in reading order; whether it belongs there, or is an aside
    guide: tuple[tuple[str, str], ...]  # kinds and links
    contents: str | None  # the id of the NCX


def read_package(root: Element) -> Package:
    """Read a package. Raises RefusedError if it lists nothing to be read."""
    if name_of(root) != "package":
        raise RefusedError("is damaged: its package document (OPF) has no <package>")
    items = {}
    for element in root.iter("{*}item"):
        properties = frozenset((element.get("properties") or "").split())
        item = Item(
            element.get("id") or "", element.get("href") or "", element.get("media-type") or "", properties
        )
        items[item.id] = item
    spine = tuple(
        (items[wanted], element.get("linear") != "no")
        for element in root.iter("{*}itemref")
        if (wanted := element.get("idref") or "") in items
    )
    if not spine:
        raise RefusedError("is damaged: its package lists nothing to read")
    guide = tuple((element.get("type") or "", element.get("href") or "") for element in root.iter("{*}reference"))
    contents = next((element.get("toc") for element in root.iter("{*}spine")), None)
    return Package(root.get("version") or "2.0", about(root), items, spine, guide, contents)


def about(root: Element) -> About:
    """Return what a package says of its book; of several titles and languages the first, of authors all."""
    said: dict[str, list[str]] = {"title": [], "creator": [], "language": []}
    metas: dict[str, str] = {}
    for element in root.iter("{*}title", "{*}creator", "{*}language", "{*}meta"):
        name = name_of(element)
        if name == "meta":
            key = element.get("name") or element.get("property") or ""
            metas.setdefault(key, element.get("content") or words_of(element))
        elif words := words_of(element):
            said[name].append(words)
    series = metas.get("calibre:series") or metas.get("belongs-to-collection")
    number = metas.get("calibre:series_index") or metas.get("group-position") or ""
    return About(
        title=next(iter(said["title"]), None),
        author=", ".join(dict.fromkeys(said["creator"][:5])) or None,
        language=next(iter(said["language"]), None),
        series=series or None,
        number=float(number) if series and re.fullmatch(r"\d{1,4}(\.\d{1,3})?", number) else None,
    )
