"""What lets the page shade a text by what it quotes: the text that a machine learned, and its suffix array.

    machines/NAME/learned.json    the training part, its volumes and where each begins; how much of it stands in
                                  pages of the same text that it has not read; with which weights it began
    machines/NAME/learned.bin     the places of its suffixes, sorted, four bytes each, the lowest first

evaluation/novelty/index.py explains the array; page/text/learned.js searches in it. Both files are made when the
first of them is asked for. They hold a text that may not be everybody's, so a site has them only where its maker
wants them.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np

from proust_attention.checkpoint.machines import open_machine
from proust_attention.data import DEFAULT_MACHINE
from proust_attention.errors import InputError, needs_extra
from proust_attention.evaluation.novelty.index import Index
from proust_attention.evaluation.novelty.learned import Learned
from proust_attention.evaluation.novelty.measuring import LONGEST, measure, stands_in
from proust_attention.evaluation.novelty.verdict import long_run
from proust_attention.explorer.machine_files import Site, as_json
from proust_attention.explorer.site import content
from proust_attention.inspection.novelty import PAGE, REAL_PAGES, spread

FEWEST_PAGES = 10  # real ones: of a short held-out part they are shorter
MACHINES = "machines/index.json"


def with_text(pages: Site, opened: str | Path | None = None) -> Site:
    """Return a site with the text of the machine that it opens, and what its search needs.

    `opened` is what the site was built with. Raises InputError if the text is not here, or has too few held-out
    characters to compare with; MissingExtraError without pydivsufsort.
    """
    with needs_extra("novelty"):
        import pydivsufsort  # noqa: F401  what sorts, later
    run = open_machine(opened or DEFAULT_MACHINE)
    learned, before = Learned.of(run), run.began().get("from")
    length = min(PAGE, len(learned.held_out) // FEWEST_PAGES)
    if length < LONGEST:
        raise InputError(
            f"its text has {len(learned.held_out):,} held-out characters; to be compared with, "
            f"{FEWEST_PAGES * LONGEST} are needed"
        )
    name = json.loads(content(pages[MACHINES]))["opened"]

    def offered() -> bytes:
        table = json.loads(content(pages[MACHINES]))  # at each request: a run may get more moments
        for machine in table["machines"]:
            machine["quotes"] = machine["name"] == name
        return as_json(table)

    @cache
    def made() -> tuple[bytes, bytes]:
        return _made(learned, length, before)

    return {
        **pages,
        MACHINES: offered,
        f"machines/{name}/learned.json": lambda: made()[0],
        f"machines/{name}/learned.bin": lambda: made()[1],
    }


def _made(learned: Learned, length: int, before: str | None) -> tuple[bytes, bytes]:
    """Return the contents of the two files; the real pages have so many characters."""
    index = Index(learned.training)
    real = measure("held out", spread(learned.held_out, length, REAL_PAGES), index, learned.volumes)
    stands = np.concatenate([stands_in(runs.lengths) for runs in real.runs])
    table = {
        "text": learned.training,
        "volumes": {"names": learned.volumes.names, "begins": learned.volumes.begins},
        "real": {"length": length, "median": int(np.median(stands)), "long": long_run(real)},
        "from": before,
    }
    return json.dumps(table, ensure_ascii=False).encode(), index.places.astype("<i4").tobytes()
