"""The explorer's page with a machine on it, and what hosts of pages want beside it.

index.html ...   the page as `proust explore --export` writes it, which begins with this machine
README.md        the head that a static Space of the Hugging Face Hub reads, and what the page is
.nojekyll        so that GitHub Pages hands out every file as it lies
"""

import json
from pathlib import Path

from proust_attention import files
from proust_attention.explorer import site
from proust_attention.sharing.known import Known


def write(machine: Known, folder: str | Path) -> None:
    """Write the folder, whole or not at all. Raises InputError if it is taken, SaveError."""
    run = machine.run
    pages = site.build(run.path if run.which == "best" else f"{run.path}@{run.which}", live=False)
    site.write({**pages, "README.md": _readme(machine).encode(), ".nojekyll": b""}, folder)


def upload_line(machine: Known, folder: str | Path) -> str:
    """Return the line for a shell that makes the Space and uploads the folder."""
    makes = f"hf repos create {machine.repository} --type space --sdk static"
    return f"{makes} && hf upload {machine.repository} {files.quoted(Path(folder))} --type space"


def _readme(machine: Known) -> str:
    return f"""---
title: {json.dumps(machine.name, ensure_ascii=False)}
emoji: 📖
colorFrom: indigo
colorTo: yellow
sdk: static
app_file: index.html
pinned: false
---

# {machine.name}

A transformer of {machine.n_parameters:,} parameters that has read {machine.title}, alive in the browser: where
every head looks, every number on the way, and what comes next. Nothing is sent anywhere; the page computes it all.

Rights of the text: {machine.rights}. Made with proust-attention: `proust export MACHINE --to FOLDER --as space`.
Any web server can hand out this folder; opened as a file it does not run.
"""
