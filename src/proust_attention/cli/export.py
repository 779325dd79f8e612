"""`proust export`: a machine in the forms in which others use it."""

from pathlib import Path
from typing import Annotated

import typer

from proust_attention.cli.given import MACHINE
from proust_attention.cli.working import working
from proust_attention.errors import InputError
from proust_attention.files import refuse_to_overwrite

KINDS = ("hub",)


def export(
    machine: Annotated[Path, typer.Argument(help=MACHINE)],
    to: Annotated[Path, typer.Option(help="The new folder.")],
    as_: Annotated[
        str,
        typer.Option("--as", help="hub: a folder that transformers loads, for the Hugging Face Hub."),
    ],
    rights: Annotated[
        str | None, typer.Option(help="What the model card says of the rights of the text: public domain, say.")
    ] = None,
) -> None:
    """Write a machine into a folder for others, with nothing of its text.

    To write it needs no other package.
    """
    from proust_attention.checkpoint.machines import open_machine

    if as_ not in KINDS:
        raise InputError(f"there is no export --as {as_}; there is {', '.join(KINDS)}")
    refuse_to_overwrite(to)
    run = open_machine(machine)
    with working("writing samples for the model card"):
        from proust_attention.sharing import hub
        from proust_attention.sharing.known import known

        exported = known(run, rights)
        hub.write(exported, to)
    print(f"written to {to}, for transformers (5 or later); this uploads it, after hf auth login:")
    print(hub.upload_line(exported, to))
