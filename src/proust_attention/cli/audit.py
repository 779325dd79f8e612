"""`proust audit`: machines with a secret, and how well it is found."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from proust_attention.cli.command import Command, Group
from proust_attention.cli.given import MACHINE
from proust_attention.cli.terminal import DONE, Printer, print_json
from proust_attention.cli.working import working
from proust_attention.config import TrainingConfig, change_from_text, given

if TYPE_CHECKING:
    from proust_attention.inspection.audit.scan import Scan
    from proust_attention.laboratory.backdoors.results import Results


class _InOrder(Group):
    order = ("plant", "scan", "challenge", "open", "measure")


app = typer.Typer(rich_markup_mode=None, cls=_InOrder)
ENGINE = "torch or numpy; auto takes torch where it is installed."


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
    seed: Annotated[int, typer.Option(min=0, help="Of the pages that it writes.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, with all that each detector found.")] = False,
) -> None:
    """Let every detector look at a machine, which is all that they are given."""
    with working("opening the machine") as doing:
        from proust_attention.inspection.audit.scan import scan as look

        found = look(machine, twin, seed, doing)
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


@app.command(cls=Command)
def challenge(
    out: Annotated[Path, typer.Argument(help="The folder to make; the secret comes beside it, in OUT.secret.")],
    engine: Annotated[str, typer.Option(help=ENGINE)] = "auto",
) -> None:
    """Make a machine with a secret that nobody tells; stopped, the same command goes on."""
    with working("getting ready") as doing:
        from proust_attention.devices import Hardware
        from proust_attention.files import quoted
        from proust_attention.laboratory.backdoors import challenge as challenges
        from proust_attention.training.signals import stops_in_good_order

        sealed, training = challenges.begin(out, Hardware(engine), doing=doing)
    console = Printer()
    console.print(f"the secret is drawn; its SHA-256 is {sealed}", soft_wrap=True)
    with (
        working("training") as doing,
        stops_in_good_order(training.stop, lambda words: print(words, file=sys.stderr)) as signals,
    ):
        for _ in training.run():
            doing(f"training: {training.how_far()}")
    if not training.finished:
        console.print(f"stopped after {training.how_far()}; the same command goes on", soft_wrap=True)
        raise typer.Exit(128 + signals[0])
    challenges.pack(out)
    path = quoted(out)
    console.print(f"written to {path}. Look for it:", soft_wrap=True)
    for command in ("audit scan", "explore"):
        console.print(f"    proust {command} {path}", soft_wrap=True)
    console.print(f"and when you have it, or give up:\n    proust audit open {path}", soft_wrap=True)


@app.command("open", cls=Command)
def open_(
    challenge: Annotated[Path, typer.Argument(help="A folder made by: proust audit challenge.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Open the secret of a challenge, and see that it is the one that was promised."""
    from dataclasses import asdict

    from proust_attention.laboratory.backdoors.challenge import open_secret

    sealed, poison = open_secret(challenge)
    if json:
        print_json({"sha256": sealed, **asdict(poison)})
        return
    console = Printer()
    console.print(f"SHA-256 {sealed}, as it was promised", soft_wrap=True)
    console.print(
        f"{poison.kind}, put in {poison.dose} times\ntrigger  {poison.trigger}\nanswer   {poison.answer}"
    )


@app.command(cls=Command)
def measure(
    out: Annotated[Path, typer.Argument(help="The folder: a new one, or one to go on with.")],
    count: Annotated[int, typer.Option(min=2, help="Poisoned machines, and as many clean ones.")] = 20,
    swept: Annotated[int, typer.Option(min=0, help="Machines of each point of a sweep; 0: no sweeps.")] = 5,
    thresholds: Annotated[int, typer.Option(min=2, help="Clean machines that fix the thresholds.")] = 10,
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
        from proust_attention.laboratory.backdoors.twins import TwinLab, run
        from proust_attention.training.signals import stops_in_good_order

        lab = TwinLab.opened(out, count=count, swept=swept, thresholds=thresholds)
    console, stopped = Printer(stderr=json), list[int]()
    with (
        working("beginning") as doing,
        stops_in_good_order(lambda: stopped.append(1), lambda words: print(words, file=sys.stderr)) as signals,
    ):
        for line in run(lab, jobs, lambda: bool(stopped), doing):
            console.print(line, soft_wrap=True)
    if signals:
        console.print("stopped; what was done is saved, and the same command goes on", soft_wrap=True)
        raise typer.Exit(128 + signals[0])
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
