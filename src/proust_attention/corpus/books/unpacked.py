"""An EPUB that is not packed: a folder, or one in an archive, that holds what an EPUB does.

# Class Notes

Who unpacks an EPUB to look into it has such a folder, and macOS keeps the books of its reader so, in folders that
are called book.epub. Its pages are in the order of the package, not in that of their names; so it is packed again,
in memory, and read as any EPUB is: by the same reader, with the same limits. What is not in the folder cannot be
read by it: links are not followed, and a name that leads out of it is none of its members. Pictures and fonts,
which hold no text, stay where they are.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.limits import RefusedError

CONTAINER = "META-INF/container.xml"
MOST_FOLDERS = 8  # in an archive, around one that is an EPUB
EARLIEST = (1980, 1, 1, 0, 0, 0)  # of all dates that a ZIP knows: the same bytes whenever it is packed
_WITHOUT_TEXT = re.compile(  # pictures, fonts, sounds, looks
    r"[^/]\.(?:jpe?g|png|gif|svg|webp|bmp|tiff?|[ot]tf|woff2?|mp[34]|m4[av]|ogg|wav|css|js)\Z", re.I
)


def is_unpacked(folder: Path) -> bool:
    """Whether a folder is an EPUB that is not packed."""
    container = folder / CONTAINER
    return container.is_file() and not container.is_symlink() and not container.parent.is_symlink()


def with_unpacked(members: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the members of an archive; instead of those of a folder that is an EPUB, the folder, and them.

    They are named as in the folder, and as in the archive.
    """
    every = list(members)
    folders = {name.removesuffix(f"/{CONTAINER}") for name in every if name.endswith(f"/{CONTAINER}")}
    found: dict[str, dict[str, str]] = {}
    for name in every:
        folder = _folder_around(name, folders) if folders else None
        if folder is None:
            found.setdefault(name, {})
        else:
            found.setdefault(folder, {})[name.removeprefix(f"{folder}/")] = name
    return found


def _folder_around(member: str, folders: set[str]) -> str | None:
    """Return the outermost of some folders in which a member is."""
    parts = member.split("/", MOST_FOLDERS)
    paths = ("/".join(parts[:count]) for count in range(1, len(parts)))
    return next((path for path in paths if path in folders), None)


def pack(members: Iterable[tuple[str, Callable[[], bytes]]]) -> bytes:
    """Return an archive of some files, less those without text. Raises RefusedError where it gets too large."""
    packed, size = io.BytesIO(), 0
    with zipfile.ZipFile(packed, "w") as archive:
        for name, read in members:
            if _WITHOUT_TEXT.search(name) or _is_no_text(name):
                continue
            content = read()
            size += len(content)
            if size > limits.FILE_BYTES:
                raise RefusedError(f"is an unpacked EPUB of more than {limits.FILE_BYTES // limits.MEBI} MiB")
            archive.writestr(zipfile.ZipInfo(name, EARLIEST), content)
    return packed.getvalue()


def _is_no_text(name: str) -> bool:
    """Whether the name of a file is bytes that are no characters."""
    return any("\ud800" <= sign <= "\udfff" for sign in name)
