"""`proust generate`: write with a machine."""

import secrets
import sys
import time
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from proust_attention.cli.given import MACHINE, STANDARD_INPUT, in_known_symbols, read_text
from proust_attention.cli.options import NOTHING_GIVEN, with_sampling
from proust_attention.cli.terminal import number, print_json
from proust_attention.cli.working import working
from proust_attention.data import DEFAULT_MACHINE
from proust_attention.errors import InputError


@with_sampling
def generate(
    prompt: Annotated[
        str | None,
        typer.Argument(
            help="The beginning; the machine goes on from it. -: from standard input, but for a last line break. "
            "One that begins with a dash: after --, and after all options. Left out: a session, in a terminal.",
            show_default=False,
        ),
    ] = None,
    model: Annotated[Path | None, typer.Option(help=f"{MACHINE} [{DEFAULT_MACHINE}]")] = None,
    length: Annotated[int, typer.Option(help="How many characters to write.")] = 300,
    stop: Annotated[
        list[str] | None, typer.Option(help="End before this comes; may be given several times.")
    ] = None,
    until_sentence_end: Annotated[
        bool, typer.Option("--until-sentence-end", help="Then go on to the end of the sentence, if it comes soon.")
    ] = False,
    seed: Annotated[int | None, typer.Option(help="The same seed writes the same text. [drawn, and told]")] = None,
    count: Annotated[
        int, typer.Option(min=1, max=1000, help="So many texts, with this seed and those that follow it.")
    ] = 1,
    engine: Annotated[
        str,
        typer.Option(
            help="auto, numpy, compiled or torch; of rounding, a seed may mean another text in each. "
            "auto: compiled for a long text, where Numba is installed, else numpy."
        ),
    ] = "auto",
    device: Annotated[str, typer.Option(help="Of the engine torch: auto, cpu, cuda or mps.")] = "auto",
    replace_unknown: Annotated[
        bool, typer.Option("--replace-unknown", help="Put the nearest known symbol for an unknown character.")
    ] = False,
    json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="Print JSON, with the log-probability and the characters of every token.",
        ),
    ] = False,
    stats: Annotated[bool, typer.Option("--stats", help="Say on stderr how fast it was.")] = False,
    sampling: dict[str, Any] = NOTHING_GIVEN,
) -> None:
    """Go on from a prompt, a token at a time."""
    from proust_attention.cli.interactive import Session, converse
    from proust_attention.cli.paper import Paper
    from proust_attention.cli.texts import Texts
    from proust_attention.generation import load
    from proust_attention.generation.endings import MOST_MORE, Ending
    from proust_attention.generation.readers import engine_for
    from proust_attention.generation.writer import require_seed

    if seed is not None:
        require_seed(seed)
    converses = prompt is None and sys.stdin is not None and sys.stdin.isatty()
    if converses and (json or stats or count > 1 or not sys.stdout.isatty()):
        raise InputError("there is no prompt; give one, or - to read it from standard input")
    name = str(model or DEFAULT_MACHINE)
    if engine == "auto":
        engine = engine_for(length * count)
    with working("opening the machine") if engine != "numpy" else nullcontext():  # which is there at once
        writer = load(name, engine, device)
    ending = Ending(length, tuple(map(writer.tokenizer.alphabet.as_read, stop or ())), until_sentence_end)
    settings = writer.config.sampling.replace(**sampling)
    drawn = seed is None
    seed = secrets.randbits(32) if seed is None else seed
    if not converses:
        if prompt is None or prompt == STANDARD_INPUT:
            prompt = writer.tokenizer.alphabet.as_read(read_text(STANDARD_INPUT)).removesuffix("\n")
        prompt = in_known_symbols(prompt, writer.tokenizer, replace_unknown, "prompt")
        texts = Texts(writer, prompt, ending, settings, range(seed, seed + count))
    if model is None:
        print(f"({DEFAULT_MACHINE} writes; --model names another, proust machines lists them)", file=sys.stderr)
    compiling = ""
    if engine == "compiled":
        began = time.perf_counter()
        with working("compiling, which takes some seconds the first time"):
            writer.rehearse(count)
        compiling = f"; before that, {time.perf_counter() - began:.2f} s to compile"
    if converses:
        converse(Session(writer, settings, ending, seed, replace_unknown))
        return
    began = time.perf_counter()
    if json:
        about = {**settings.to_dict(), **asdict(ending), "engine": engine}
        with working("writing"):
            written = texts.as_dicts({"settings": about, "model": name})
        print_json(written)
    else:
        texts.show(Paper())
    for broken_off in texts.broken_off:
        print(f"(seed {broken_off}: no sentence ended within {MOST_MORE} more characters)", file=sys.stderr)
    if drawn and not stats:
        print(f"(seed {seed}; --seed {seed} writes the same again)", file=sys.stderr)
    if stats:
        seconds, characters = time.perf_counter() - began, sum(map(len, texts.texts))
        speed = (
            f"{number(characters)} characters in {seconds:.2f} s, {number(round(characters / seconds))} a second"
        )
        print(f"{speed} ({engine}, seed {seed}){compiling}", file=sys.stderr)
