"""Two editions of one text: both read, the machine would learn it twice, and be tried on what it has read.

Texts are compared clean, so that neither markup nor the way in which lines were broken makes them differ. One
edition shares with another the pieces between commas, whatever was put before, behind or between; of those that
are long enough, two different books share hardly one in a thousand. So of two texts that share half of the
shorter one's pieces, one is another edition of the other, or a part of it. Two translations of one volume share
nothing: these are recognised by their titles alone (`one_edition_of_each`).

>>> same_text(["Una tarde.", "Otra.", "Una  tarde."])
[(0, 2)]
"""

from collections.abc import Sequence

from proust_attention.corpus.ordering.volumes import Volume
from proust_attention.errors import InputError

LONG_ENOUGH = 30  # characters of a piece
FEWEST_PIECES = 20  # of a text, for a share to mean something
SAME = 0.5  # of the pieces of the shorter text
PART = 0.8  # of the pieces of another; a text with fewer is only a part of it


def same_text(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return the numbers of texts that are nearly the same: that of the one to keep, and that of the other.

    The first is the one to keep, unless it is only a part of the other: that would lose the rest. No text is left
    out for one that is itself left out.
    """
    lines = [" ".join(text.split()) for text in texts]
    pieces = [{piece for piece in text.split(",") if len(piece) >= LONG_ENOUGH} for text in lines]
    bare = [text.replace(" ", "") for text in lines]
    found: list[tuple[int, int]] = []
    kept: list[int] = []
    for later in range(len(texts)):
        same = [first for first in kept if bare[first] == bare[later] or _share(pieces[first], pieces[later])]
        whole = next((first for first in same if len(pieces[first]) >= PART * len(pieces[later])), None)
        if whole is not None:
            found.append((whole, later))
        else:
            found += [(later, first) for first in same]
            kept = [*(first for first in kept if first not in same), later]
    return found


def _share(one: set[str], other: set[str]) -> bool:
    """Whether two texts share more than half of the pieces of the shorter one, if it has enough."""
    fewer = min(len(one), len(other))
    return fewer >= FEWEST_PIECES and len(one & other) > SAME * fewer


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
