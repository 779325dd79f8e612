"""A ZIP archive, read in memory: nothing of it is ever written to the disk.

# Class Notes

The classical attack on whoever unpacks a ZIP is a member named ../../.bashrc, or a link that leads away followed
by a member that goes through it. Here no member becomes a file, so neither can do anything; an archive that holds
one is refused all the same, for its maker meant no book. The other attack is the bomb. What a member says of its
size is not trusted: no more is decompressed than is allowed, and the count of members is taken before Python's
zipfile builds an object for each.

Names differ, too: in a backslash, in capitals, in how an accent is composed (a Mac takes é apart), in a %20 that
means a space or itself. A name that no member has means the one that differs in these only, if there is but one.

Of the ways to compress only the two that EPUB knows are taken: another (LZMA) lets the file decide how much memory
its reader needs.
"""

import io
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from proust_attention.corpus.books import limits
from proust_attention.corpus.books.book import About
from proust_attention.corpus.books.limits import RefusedError

MARKS = (b"PK\3\4", b"PK\5\6")  # with which a ZIP begins
LOCKED = 0x1  # a flag of a member
LONGEST_NAME = 1_000  # characters; it becomes a part of every link's
# What zipfile raises.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, NotImplementedError)
WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

_OUTSIDE = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|^[A-Za-z]:|\0")


def _plain(name: str) -> str:
    """Return what two names that mean the same have in common."""
    return unicodedata.normalize("NFC", unquote(name).replace("\\", "/")).casefold()


class Budget:
    """How many bytes may still be decompressed, and members listed, over all archives of one file."""

    def __init__(self) -> None:
        self._bytes, self._members = limits.ARCHIVE_BYTES, limits.MEMBERS

    def enter(self, count: int) -> None:
        """Take so many members. Raises RefusedError when none are left."""
        self._members -= count
        if self._members < 0:
            raise RefusedError(
                f"is an archive of more than {limits.MEMBERS:,} members, with those in its archives"
            )

    def spend(self, count: int) -> None:
        """Take so many bytes. Raises RefusedError when none are left."""
        self._bytes -= count
        if self._bytes < 0:
            raise RefusedError(f"decompresses to more than {limits.ARCHIVE_BYTES // limits.MEBI} MiB")


class Archive:
    """The members of a ZIP, by name."""

    def __init__(self, content: bytes, budget: Budget) -> None:
        """Open it, in memory. Raises RefusedError for a damaged one, and for one that is no honest archive."""
        self._budget = budget
        budget.enter(content.count(b"PK\1\2"))
        try:
            self._file = zipfile.ZipFile(io.BytesIO(content))
        except DAMAGE as error:
            raise RefusedError(f"is a damaged archive: {str(error) or type(error).__name__}") from None
        self._members = {member.filename: member for member in self._file.infolist() if not member.is_dir()}
        for name, member in self._members.items():
            if len(name) > LONGEST_NAME:
                raise RefusedError(f"is an archive with a name of more than {LONGEST_NAME:,} characters in it")
            if _OUTSIDE.search(name.replace("\\", "/")):
                raise RefusedError(f"is an archive with a name that leads out of it: {name[:80]!r}")
            if stat.S_ISLNK(member.external_attr >> 16):
                raise RefusedError(f"is an archive with a link in it: {name[:80]!r}")

    def __contains__(self, name: str) -> bool:
        return self.meant(name) in self._members

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def meant(self, name: str) -> str:
        """Return the name of the member that a name means, or the name itself if it means none."""
        alike = [name] if name in self._members else self._alike.get(_plain(name), [])
        return alike[0] if len(alike) == 1 else name

    @cached_property
    def _alike(self) -> dict[str, list[str]]:
        """The names of the members by what they have in common."""
        names: dict[str, list[str]] = {}
        for name in self._members:
            names.setdefault(_plain(name), []).append(name)
        return names

    def read(self, name: str, most: int = limits.DOCUMENT_BYTES) -> bytes:
        """Unfold one member, at most so many bytes. Raises RefusedError."""
        member = self._members.get(self.meant(name))
        if member is None:
            raise RefusedError(f"is damaged: {name[:80]!r} is not in it")
        if member.flag_bits & LOCKED:
            raise RefusedError(f"is protected: {name[:80]!r} is locked with a password")
        if member.compress_type not in WAYS:
            raise RefusedError(f"is an archive that is compressed in an unusual way ({member.compress_type})")
        try:
            with self._file.open(member) as file:
                content = file.read(most + 1)
        except DAMAGE as error:
            raise RefusedError(f"is damaged at {name[:80]!r}: {str(error) or type(error).__name__}") from None
        if len(content) > most:
            raise RefusedError(f"holds a member of more than {most / limits.MEBI:.0f} MiB: {name[:80]!r}")
        if len(content) > max(limits.SMALL_BYTES, limits.RATIO * member.compress_size):
            raise RefusedError(f"decompresses to more than {limits.RATIO} times its size at {name[:80]!r}")
        self._budget.spend(len(content))
        return content

    def begins(self, name: str, count: int) -> bytes:
        """Return the first bytes of a member, none where it cannot be read. Raises RefusedError."""
        member = self._members[name]
        if member.flag_bits & LOCKED or member.compress_type not in WAYS:
            return b""
        try:
            with self._file.open(member) as file:
                content = file.read(count)
        except DAMAGE:
            return b""
        self._budget.spend(len(content))
        return content


@dataclass(frozen=True)
class Packed:
    """An archive whose members are files of their own, and what it says of some of them."""

    archive: Archive
    about: Mapping[str, About]
