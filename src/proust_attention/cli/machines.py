"""`proust machines`: what machines there are in the box."""

from typing import Annotated

import typer


def machines(
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the machines that ship with the library, ready to write."""
    from dataclasses import asdict

    from rich.table import Table

    from proust_attention.checkpoint.machines import bundled
    from proust_attention.cli.terminal import Printer, number, print_json

    if json:
        print_json([asdict(machine) for machine in bundled()])
        return
    table = Table("machine", "has read", "characters", "parameters", "nats", box=None, pad_edge=False)
    for column in table.columns[2:]:
        column.justify = "right"
    for machine in bundled():
        table.add_row(
            machine.name,
            f"{machine.title} ({machine.language})",
            number(machine.characters),
            number(machine.parameters),
            f"{machine.nats:.3f}",
        )
    console = Printer()
    console.print_table(table)
    console.print("\nnats a character, on the tenth of its text that it was not trained on", soft_wrap=True)
