"""Two editions of one text: both read, the machine would learn it twice, and be tried on what it has read.

Texts are compared clean, so that neither markup nor the way in which lines were broken tells them apart. One
edition shares with another the pieces between commas, whatever was put before, behind or between; of those that
are long enough, two different books share hardly one in a thousand. So of two texts that share half of the
shorter one's pieces, one is another edition of the other, or a part of it. Two translations of one volume share
nothing: of these only the titles can tell (`one_edition_of_each`).

>>> same_text(["Una tarde.", "Otra.", "Una  tarde."])
[(0, 2)]
"""

from collections.abc import Sequence

from proust_attention.corpus.volumes import Volume
from proust_attention.errors import InputError

LONG_ENOUGH = 30  # characters of a piece
FEWEST_PIECES = 20  # of a text, for a share to mean something
SAME = 0.5  # of the pieces of the shorter text


def same_text(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return the numbers of texts that are nearly the same: that of the first, and that of a later one."""
    pieces = [{piece for piece in text.split(",") if len(piece) >= LONG_ENOUGH} for text in texts]
    bare = ["".join(text.split()) for text in texts]
    found = []
    for later in range(len(texts)):
        for first in range(later):
            fewer = min(len(pieces[first]), len(pieces[later]))
            shared = len(pieces[first] & pieces[later]) if fewer >= FEWEST_PIECES else 0
            if bare[first] == bare[later] or shared > SAME * fewer:
                found.append((first, later))
                break
    return found


def one_edition_of_each(volumes: Sequence[Volume], keep_first: bool) -> tuple[list[Volume], list[Volume]]:
    """Return the volumes to read and those to leave out, since another has the same known title.

    Raises InputError, unless the first of each is to be kept.
    """
    kept: list[Volume] = []
    left_out: list[Volume] = []
    for volume in volumes:
        first = next((other for other in kept if volume.is_edition_of(other)), None)
        if first is None:
            kept.append(volume)
        elif keep_first:
            left_out.append(volume)
        else:
            raise InputError(
                f"{first.source.name} and {volume.source.name} are two editions of one volume ({volume.why}); "
                "leave one out, keep the first with --keep-first, or read both with --as-given"
            )
    return kept, left_out
