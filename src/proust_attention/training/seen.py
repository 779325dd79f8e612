"""Whether a machine has been taught the very text that is to judge it.

# Class Notes

The held-out loss says how well a machine predicts what it has never seen. A run that begins with the weights of
another (`--from`) may have seen it all the same: a corpus to which a book was added is cut at another place, and
what it holds out may be what the former run was trained on. The text of a run folder says so exactly: pieces of
the held-out part, evenly spread, are searched for in it. A machine without its text has only hashes of its files.

>>> learned = "La lluvia golpeaba los cristales, y nadie hablaba. " * 9
>>> share_of_pieces(learned[20:], learned), share_of_pieces("El molino daba vueltas toda la noche. " * 9, learned)
(1.0, 0.0)
"""

from typing import Any

from proust_attention.batches import split
from proust_attention.batches.windows import cut
from proust_attention.checkpoint import RunFolder

PIECES, LENGTH = 64, 60  # characters: so many in a row are the same only in the same text
WORTH_A_WORD = 0.02  # a quotation, a refrain


def warning(source: RunFolder, text: str, manifest: dict[str, Any], held_out_fraction: float) -> str | None:
    """Return what to say of a text whose held-out part was taught to the machine of `source`; None: nothing.

    Raises InputError if the text of `source` is damaged.
    """
    held_out = text[cut(len(text), held_out_fraction) :]
    if (source.path / "tokens.npy").is_file():
        fraction = source.config.training.held_out_fraction
        ids, _ = split(source.tokens(), fraction, source.tokenizer.lengths)
        share = share_of_pieces(held_out, source.tokenizer.decode(ids))
        found = f"{share:.0%} of the held-out part stand" if share > WORTH_A_WORD else ""
    else:
        names = _files_seen(source, manifest, len(held_out))
        found = f"the held-out part is of {', '.join(names)}, which may stand" if names else ""
    consequence = "its held-out loss will be too good; let the text end with one that is new to it"
    return f"{found} in the text that the machine was trained on: {consequence}" if found else None


def share_of_pieces(text: str, learned: str) -> float:
    """Return how many of the pieces of a text, as a share, stand in another."""
    places = [i * max(0, len(text) - LENGTH) // (PIECES - 1) for i in range(PIECES)]
    return sum(text[place : place + LENGTH] in learned for place in places) / PIECES


def _files_seen(source: RunFolder, manifest: dict[str, Any], n_held_out: int) -> list[str]:
    """Return the files of the end of a text, as far as it is held out, that a machine knows by their hashes."""
    known = source.corpus()
    if known.get("sha256") == manifest.get("sha256"):
        return []  # the same text, and the same end of it held out
    hashes = {one.get("sha256") for one in known.get("sources", [])}
    names, left = [], n_held_out
    for one in reversed(manifest.get("sources", [])):
        if left > 0 and one.get("sha256") in hashes:
            names.append(one["name"])
        left -= one.get("characters_out", 0)
    return names
