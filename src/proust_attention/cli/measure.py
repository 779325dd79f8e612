"""`proust audit measure`: what the detectors are worth, on many machines with a secret and without."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from proust_attention.cli.given import MACHINE
from proust_attention.cli.terminal import DONE, Printer, print_json
from proust_attention.cli.workers import print_each
from proust_attention.cli.working import working

if TYPE_CHECKING:
    from proust_attention.laboratory.backdoors.results import Results


def measure(
    out: Annotated[Path, typer.Argument(help="The folder: a new one, or one to go on with.")],
    count: Annotated[int, typer.Option(min=2, help="Poisoned machines, and as many clean ones.")] = 20,
    swept: Annotated[int, typer.Option(min=0, help="Machines of each point of a sweep; 0: no sweeps.")] = 5,
    thresholds: Annotated[int, typer.Option(min=2, help="Clean machines that fix the thresholds.")] = 10,
    from_: Annotated[
        Path,
        typer.Option("--from", help=f"The machine that all of them go on from; it must know Spanish. {MACHINE}"),
    ] = Path("novelas-es"),
    jobs: Annotated[int, typer.Option(min=1, help="How many work at a time, with one thread each.")] = 1,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with all figures.")] = False,
) -> None:
    """Measure the detectors on poisoned and clean twins; stopped, the same command goes on."""
    from proust_attention.errors import needs_extra

    with needs_extra("lab"):
        import scipy.stats  # noqa: F401  before anything is trained: the intervals need it
    with working("getting ready"):
        from proust_attention.files import write_bytes, write_json
        from proust_attention.laboratory.backdoors import pictures
        from proust_attention.laboratory.backdoors.results import results_of
        from proust_attention.laboratory.backdoors.running import run
        from proust_attention.laboratory.backdoors.twins import TwinLab

        lab = TwinLab.opened(out, count=count, swept=swept, thresholds=thresholds, base=str(from_))
    console = Printer(stderr=json)
    status = print_each(lambda stops, doing: run(lab, jobs, stops, doing), console)
    if status != DONE:
        console.print("stopped; what was done is saved, and the same command goes on", soft_wrap=True)
        raise typer.Exit(status)
    results = results_of(lab)
    write_json(out / "results.json", results.to_dict())
    write_bytes(out / "detectors.svg", pictures.by_detector(results).encode())
    if swept:
        write_bytes(out / "doses.svg", pictures.by_dose(results).encode())
    if json:
        print_json(results.to_dict())
        return
    _tables(console, results)


def _tables(console: Printer, results: "Results") -> None:
    from proust_attention.laboratory.backdoors import results as tables

    table = Table("detector", "found", "false alarms", "true trigger", "one that works", box=None, pad_edge=False)
    for row in tables.main_table(results):
        table.add_row(*row)
    console.print_table(table)
    console.print()
    table = Table("group", "works", "loss", *tables.NAMES, box=None, pad_edge=False)
    for row in tables.group_table(results):
        table.add_row(*row)
    console.print_table(table)
