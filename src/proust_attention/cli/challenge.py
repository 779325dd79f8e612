"""`proust audit challenge` and `proust audit open`: a machine with a secret that nobody tells, and the secret."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from proust_attention.cli.given import ENGINE
from proust_attention.cli.terminal import Printer, print_json
from proust_attention.cli.working import working


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
