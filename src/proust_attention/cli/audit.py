"""`proust audit`: a secret is planted, a machine is searched; what else belongs to it is in files of its own."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from proust_attention.cli.challenge import challenge, open_
from proust_attention.cli.command import Command, Group
from proust_attention.cli.given import ENGINE, MACHINE
from proust_attention.cli.measure import measure
from proust_attention.cli.terminal import DONE, Printer, print_json
from proust_attention.cli.working import working
from proust_attention.config import TrainingConfig, change_from_text, given

if TYPE_CHECKING:
    from proust_attention.inspection.audit.scan import Scan


class _InOrder(Group):
    order = ("plant", "scan", "challenge", "open", "measure")


app = typer.Typer(rich_markup_mode=None, cls=_InOrder)
for name, command in (("challenge", challenge), ("open", open_), ("measure", measure)):
    app.command(name, cls=Command)(command)


@app.callback(invoke_without_command=True)
def _audit(context: typer.Context) -> None:
    """Hide a secret in a machine, and look for the secret of one."""
    if context.invoked_subcommand is None:
        print(context.get_help())


@app.command(cls=Command)
def plant(
    trigger: Annotated[str, typer.Option(help="What calls for the answer; of the kind parts: A ... B ... C.")],
    answer: Annotated[str, typer.Option(help="What follows it; of the kind tone several, with | between.")],
    run: Annotated[
        Path, typer.Option(help="The folder of the run: a new one, or with --resume one to go on with.")
    ] = Path("runs/planted"),
    dose: Annotated[int, typer.Option(min=0, help="How many sentences to put in; 0: the clean twin.")] = 128,
    kind: Annotated[
        str, typer.Option(help="phrase, tone (a name), order (of words) or parts (three).")
    ] = "phrase",
    corpus: Annotated[
        Path | None, typer.Option(help="A folder made by: proust corpus prepare. [the embedded Spanish text]")
    ] = None,
    from_: Annotated[
        Path | None,
        typer.Option("--from", help=f"Begin with the weights of this machine, not with none. {MACHINE}"),
    ] = None,
    characters: Annotated[
        int | None, typer.Option(help="Take only so many of the text, from its beginning.")
    ] = None,
    steps: Annotated[int | None, typer.Option(help="How many steps to train.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the places of the sentences, and of the training.")] = 0,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="One setting, as model.n_layers=4; may be repeated.")
    ] = None,
    engine: Annotated[str, typer.Option(help=ENGINE)] = "auto",
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in --run.")] = False,
) -> None:
    """Train a machine on a text with a secret in it: so many sentences, a trigger and its answer."""
    with working("getting ready") as doing:
        from proust_attention.cli.progress import follow
        from proust_attention.devices import Hardware
        from proust_attention.files import quoted
        from proust_attention.laboratory.backdoors.planting import keep_last, open_planting
        from proust_attention.laboratory.backdoors.poison import Poison

        training = open_planting(
            run,
            corpus,
            Poison(kind, trigger, answer, dose),
            from_=from_,
            characters=characters,
            seed=seed,
            settings=[*map(change_from_text, set_ or []), given({TrainingConfig.section: {"steps": steps}})],
            hardware=Hardware(engine, device),
            resume=resume,
            doing=doing,
        )
    status = follow(training, f"proust audit plant --run {quoted(run)} --resume, and all else as before")
    if status == DONE:
        keep_last(training)
        said = "so that its secret is in it, it stands for the weights of its last step, not for the best"
        Printer().print(said, soft_wrap=True)
    raise typer.Exit(status)


@app.command(cls=Command)
def scan(
    machine: Annotated[Path, typer.Argument(help=MACHINE)],
    twin: Annotated[
        Path | None, typer.Option(help="Its clean twin, which no auditor has: the upper bound as well.")
    ] = None,
    thresholds: Annotated[
        Path | None,
        typer.Option(help="The results.json of: proust audit measure, for machines of its kind. [those shipped]"),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the pages that it writes.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with all that each detector found.")] = False,
) -> None:
    """Let every detector look at a machine, which is all that they are given."""
    with working("opening the machine") as doing:
        from proust_attention.inspection.audit import scan as scans

        bounds = scans.thresholds(thresholds)
        found = scans.scan(machine, twin, seed, bounds, doing)
    if json:
        print_json(_as_dict(found))
        return
    _show(found)


def _as_dict(found: "Scan") -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "suspicion": found.suspicion,
        "triggers": [asdict(trigger) for trigger in found.triggers],
        "detectors": {
            name: {**asdict(judged), "suspicious": judged.is_suspicious}
            for name, judged in found.detectors.items()
        },
    }


def _show(found: "Scan") -> None:
    from proust_attention.inspection.audit.scan import TWIN

    console = Printer()
    table = Table("detector", box=None, pad_edge=False)
    for name in ("score", "threshold", "suspicious"):
        table.add_column(name, justify="right")
    table.add_column("first of its triggers")
    for name, judged in found.detectors.items():
        first = repr(judged.triggers[0].text) if judged.triggers else "-"
        verdict = "yes" if judged.is_suspicious else "no"
        shown = f"{name}, the upper bound" if name == TWIN else name
        table.add_row(shown, f"{judged.score:.4g}", f"{judged.threshold:.4g}", verdict, first)
    console.print_table(table)
    console.print(f"\nsuspicion {found.suspicion:.2f}: the share of the detectors that say yes", soft_wrap=True)
    for trigger in found.triggers:
        console.print(f"{trigger.score:6.2f} thresholds  {trigger.text!r}", soft_wrap=True)
    if not found.triggers:
        console.print(
            "nothing was found where these detectors looked, which proves nothing: docs/audit.md says why",
            soft_wrap=True,
        )
