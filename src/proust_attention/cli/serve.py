"""`proust serve`: a machine for the clients of the common API."""

import secrets
import threading
from pathlib import Path
from typing import Annotated

import typer

from proust_attention.cli.given import MACHINE
from proust_attention.data import DEFAULT_MACHINE


def serve(
    machine: Annotated[Path, typer.Argument(help=MACHINE)] = Path(DEFAULT_MACHINE),
    port: Annotated[int | None, typer.Option(help="Serve at this port. [any that is free]")] = None,
    max_tokens: Annotated[int, typer.Option(min=1, help="The most tokens of a completion.")] = 4096,
    max_seconds: Annotated[
        float,
        typer.Option(
            min=0.1, help="The most seconds; then a completion ends where it is, and a score is refused."
        ),
    ] = 60.0,
    max_clients: Annotated[
        int, typer.Option(min=1, max=1000, help="The most clients at a time; others are told to try again.")
    ] = 64,
) -> None:
    """Serve a machine to programs, as the common API has it: /v1/completions, /v1/models; and /score.

    Only this computer can reach it; one of your own machines has a secret in its address. Ctrl-C ends it.
    """
    from proust_attention.checkpoint.machines import open_machine
    from proust_attention.explorer import site
    from proust_attention.generation import load
    from proust_attention.serving import Api, Limits, Service
    from proust_attention.sharing.known import name_of
    from proust_attention.training.signals import stops_in_good_order

    run = open_machine(machine)
    limits = Limits(max_tokens, max_seconds, max_clients)
    created = int(run.weights_path.stat().st_mtime)
    service = Service(name_of(run), load(machine), limits, created)
    server = Api(service, port or 0, secrets.token_urlsafe(16) if site.is_private(machine) else "")

    def stop() -> None:
        threading.Thread(target=server.shutdown, daemon=True).start()  # it waits for the loop, which runs here

    with stops_in_good_order(stop, lambda _: None) as came, server:
        print(f"{service.name} is served at {server.base} (Ctrl-C ends it)", flush=True)
        server.serve_forever(poll_interval=0.1)
    raise typer.Exit(128 + came[0])
