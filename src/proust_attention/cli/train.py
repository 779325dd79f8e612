"""`proust train`: teach a machine a text."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from proust_attention.cli.given import ENGINE, MACHINE
from proust_attention.cli.options import with_default
from proust_attention.cli.settings_table import show_settings
from proust_attention.cli.working import working
from proust_attention.config import PRESETS, Changes, TokenizerConfig, TrainingConfig, change_from_text, given
from proust_attention.devices import Hardware, is_helper


def train(
    run: Annotated[Path, typer.Option(help="The folder of the run: a new one, or one to go on with.")],
    corpus: Annotated[
        Path | None, typer.Option(help="A folder made by: proust corpus prepare. [the embedded Spanish text]")
    ] = None,
    preset: Annotated[
        str | None, typer.Option(help=f"{' or '.join(PRESETS)}. [modern; with --from: onward]")
    ] = None,
    steps: Annotated[int | None, typer.Option(help=with_default(TrainingConfig, "steps"))] = None,
    minutes: Annotated[
        float | None, typer.Option(help="As many steps as fit into this time, all included.")
    ] = None,
    batch_size: Annotated[int | None, typer.Option(help=with_default(TrainingConfig, "batch_size"))] = None,
    seed: Annotated[int | None, typer.Option(help=with_default(TrainingConfig, "seed"))] = None,
    tokenizer: Annotated[str | None, typer.Option(help=with_default(TokenizerConfig, "kind"))] = None,
    vocab_size: Annotated[int | None, typer.Option(help=with_default(TokenizerConfig, "vocab_size"))] = None,
    engine: Annotated[str, typer.Option(help=ENGINE)] = "auto",
    device: Annotated[str, typer.Option(help="auto, cpu, cuda or mps.")] = "auto",
    accumulate: Annotated[
        int,
        typer.Option(help="Compute a step's batch in so many parts, one after the other, where memory is short."),
    ] = 1,
    config: Annotated[Path | None, typer.Option(help="Settings from a TOML file, or a run's config.json.")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="One setting, as model.n_layers=4; may be repeated.")
    ] = None,
    _list: Annotated[
        bool,
        typer.Option(
            "--list-settings",
            help="Show every setting, its default and what it means.",
            callback=show_settings,
            is_eager=True,
        ),
    ] = False,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume",
            help="Go on with the run in --run, or begin it if it is not there; with --steps, beyond its end.",
        ),
    ] = False,
    from_: Annotated[
        Path | None,
        typer.Option("--from", help=f"Begin with the weights of this machine, not with none. {MACHINE}"),
    ] = None,
    tensorboard: Annotated[
        bool, typer.Option("--tensorboard", help="Write event files for TensorBoard beside the logs.")
    ] = False,
) -> None:
    """Train a machine on a text, and keep all that it becomes in a run folder."""
    began = time.monotonic()  # the minutes are those of whoever waits
    if is_helper():
        from proust_attention.training.processes import help_out

        raise typer.Exit(help_out(sys.argv[1:]))
    with working("getting ready"):
        from proust_attention.cli.progress import follow
        from proust_attention.training.opening import open_training
        from proust_attention.training.processes import leading

    with leading(sys.argv[1:]):  # whatever goes wrong from here on, the others are let go
        flags: Changes = {
            "training": {"steps": steps, "batch_size": batch_size, "seed": seed},
            "tokenizer": {"kind": tokenizer, "vocab_size": vocab_size},
        }
        event_files = _event_files() if tensorboard else None  # before anything is written: it may be missing
        with working("getting ready") as doing:
            training = open_training(
                run,
                corpus,
                preset=preset,
                config=config,
                settings=[*map(change_from_text, set_ or []), given(flags)],
                minutes=minutes,
                since=began,
                hardware=Hardware(engine, device, accumulate),
                resume=resume,
                from_=from_,
                doing=doing,
            )
        if event_files:
            training.observer.listeners.append(event_files(run, training.step))
        status = follow(training)
    raise typer.Exit(status)


def _event_files() -> Callable[[Path, int], Callable[[dict[str, Any]], None]]:
    from proust_attention.errors import needs_extra

    with needs_extra("tensorboard"):
        from proust_attention.training.tensorboard import event_files
    return event_files
