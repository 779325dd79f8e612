"""`proust import`: a run folder from a folder of the Hub."""

from pathlib import Path
from typing import Annotated

import typer


def import_(
    folder: Annotated[Path, typer.Argument(help="A folder made by: proust export --as hub.")],
    to: Annotated[Path, typer.Option(help="The new run folder.")],
) -> None:
    """Make the run folder of an exported machine again, to the bit.

    It writes, and shows itself; it has no text and no state, so that only train --from goes on with it.
    """
    from proust_attention.sharing import hub

    hub.import_machine(folder, to)
    print(f"in {to}, to the bit; proust generate --model {to} writes with it")
