"""`proust lab`: designs compared over seeds."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from proust_attention.cli.given import ENGINE
from proust_attention.cli.terminal import DONE, Printer, print_json
from proust_attention.cli.workers import Doing, Stops, print_each
from proust_attention.cli.working import working
from proust_attention.errors import InputError, ProustError

if TYPE_CHECKING:
    from proust_attention.laboratory.lab import Lab, Trial
    from proust_attention.laboratory.results import Results


def lab(
    experiment: Annotated[
        str | None,
        typer.Argument(help="A TOML file, or an experiment from: proust lab --list.", metavar="FILE|NAME"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="The folder: a new one, or one to go on with. [lab/NAME]")
    ] = None,
    corpus: Annotated[
        Path | None, typer.Option(help="A folder made by: proust corpus prepare. [the experiment's]")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(help="Make the budgets so large that all of it takes about so long.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, help="How many runs are trained at a time, with one thread each. [as many as cores]"),
    ] = None,
    engine: Annotated[str, typer.Option(help=ENGINE)] = "auto",
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    list_: Annotated[
        bool, typer.Option("--list", help="Name the experiments that come with the library.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with all figures.")] = False,
) -> None:
    """Compare designs over several seeds, and say which differences are real."""
    from proust_attention.errors import needs_extra

    if list_:
        _list(json)
        return
    if experiment is None:
        raise InputError(
            "name an experiment, or a TOML file that describes one; proust lab --list names those there are"
        )
    with needs_extra("lab"):
        import scipy.stats  # noqa: F401  before anything is trained: the verdict needs it
    with working("getting ready"):
        from proust_attention.charts.drawing import standing_alone
        from proust_attention.devices import Hardware
        from proust_attention.files import quoted, write_bytes, write_json
        from proust_attention.laboratory.experiment_file import read
        from proust_attention.laboratory.lab import Lab
        from proust_attention.laboratory.page import html
        from proust_attention.laboratory.picture import differences
        from proust_attention.laboratory.plain import to_dict
        from proust_attention.laboratory.results import results_of
        from proust_attention.laboratory.running import open_lab

        asked = read(experiment)
        path = out or Path("lab", asked.name)
        opened = open_lab(path, asked, corpus, minutes=minutes, hardware=Hardware(engine, device))
    status = _run(opened, _cores() if jobs is None else jobs, quiet=json)
    if status != DONE:
        raise typer.Exit(status)
    with working("comparing"):
        results = results_of(Lab.open(path))
        write_json(path / "results.json", to_dict(results))
        write_bytes(path / "results.html", html(results).encode())
        write_bytes(path / "results.svg", standing_alone(differences(results)).encode())
    if json:
        print_json(to_dict(results))
        return
    console = Printer()
    _show(console, results)
    console.print(
        f"\nwritten to {quoted(path / 'results.html')}, with results.json and results.svg", soft_wrap=True
    )


def _list(as_json: bool) -> None:
    from proust_attention.laboratory.experiment_file import read, shipped

    found = [read(name) for name in shipped()]
    if as_json:
        print_json([each.to_dict() for each in found])
        return
    console = Printer()
    for each in found:
        runs = sum(len(variant.seeds) for variant in each.variants)
        console.print(f"{each.name}  {each.title} ({len(each.variants)} variants, {runs} runs)", soft_wrap=True)


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _run(lab: "Lab", jobs: int, quiet: bool) -> int:
    """Do what is missing, a line for each run that is done; return the exit status."""
    from proust_attention.laboratory.running import run

    console, total = Printer(stderr=quiet), len(lab.trials())

    def lines(stops: Stops, doing: Doing) -> Iterator[str]:
        for number, trial in enumerate(run(lab, jobs, stops, doing), 1):
            yield f"{number:>{len(str(total))}} of {total}  {_came_to(trial)}"

    status = print_each(lines, console)
    done = sum(trial.is_done for trial in lab.trials())
    if done == total:
        return DONE
    if status == DONE:
        raise ProustError(f"{total - done} of {total} runs did not come to their end; the same command goes on")
    console.print(f"stopped: {done} of {total} runs are done, and what the others have is saved", soft_wrap=True)
    console.print("the same command goes on", soft_wrap=True)
    return status


def _came_to(trial: "Trial") -> str:
    history = trial.history()
    final = history.final if history else None
    return f"{trial.name}: {'it diverged' if final is None else f'{final:.4f} nats a character'}"


def _show(console: Printer, results: "Results") -> None:
    from proust_attention.laboratory.words import cautions, conclusions

    compared = f"{results.lab.experiment.figure}, {results.measure.unit}"
    table = Table("", box=None, pad_edge=False)
    for name in ("parameters", compared, "spread", "seconds a run"):
        table.add_column(name, justify="right")
    for outcome in results.outcomes:
        figures = (("-" if value is None else f"{value:.4f}") for value in (outcome.mean, outcome.spread))
        seconds = f"{outcome.seconds_a_run:,.1f}"
        table.add_row(outcome.variant.name, f"{outcome.parameters:,}", *figures, seconds)
    console.print()
    console.print_table(table)
    for words in (*conclusions(results), *cautions(results)):
        console.print(f"\n{words}", soft_wrap=True)
