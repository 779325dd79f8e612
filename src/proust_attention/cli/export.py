"""`proust export`: a machine in the forms in which others use it."""

from pathlib import Path
from typing import Annotated

import typer

from proust_attention.cli.given import MACHINE
from proust_attention.cli.working import working
from proust_attention.errors import InputError
from proust_attention.files import quoted, refuse_to_overwrite

KINDS = ("hub", "onnx", "space")


def export(
    machine: Annotated[Path, typer.Argument(help=MACHINE)],
    to: Annotated[Path, typer.Option(help="The new folder.")],
    as_: Annotated[
        str,
        typer.Option(
            "--as", help="hub: for transformers and the Hugging Face Hub. onnx: for onnxruntime. space: a page."
        ),
    ],
    rights: Annotated[
        str | None, typer.Option(help="What the model card says of the rights of the text: public domain, say.")
    ] = None,
) -> None:
    """Write a machine into a folder for others, with nothing of its text.

    hub needs no other package to be written; onnx the extra of that name.
    """
    from proust_attention.checkpoint.machines import open_machine

    if as_ not in KINDS:
        raise InputError(f"there is no export --as {as_}; there are {', '.join(KINDS)}")
    refuse_to_overwrite(to)
    run = open_machine(machine)
    with working("writing it, with samples for the model card"):
        from proust_attention.sharing import hub, onnx_folder, space
        from proust_attention.sharing.known import known

        exported = known(run, rights)
        {"hub": hub, "onnx": onnx_folder, "space": space}[as_].write(exported, to)
    if as_ == "onnx":
        print(f"written to {to}; to write with it: python {quoted(to / 'write.py')}, or node write.mjs there")
        return
    kind = "transformers (5 or later)" if as_ == "hub" else "any web server"
    print(f"written to {to}, for {kind}; this uploads it to the Hugging Face Hub, after hf auth login:")
    print((hub if as_ == "hub" else space).upload_line(exported, to))
