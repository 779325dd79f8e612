"""`proust generate`: write with a machine."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from proust_attention.data import DEFAULT_MACHINE
from proust_attention.errors import UnknownCharacterError


def generate(
    prompt: Annotated[str, typer.Argument(help="The beginning; the machine goes on from it.")],
    model: Annotated[
        Path | None, typer.Option(help="A run folder, or a name from: proust machines. [recherche-fr]")
    ] = None,
    length: Annotated[int, typer.Option(help="How many characters to write.")] = 300,
    temperature: Annotated[
        float | None,
        typer.Option(help="Below 1 more careful, above 1 wilder, 0 the likeliest always. [run's: 0.8]"),
    ] = None,
    top_k: Annotated[
        int | None, typer.Option(help="Draw among the k likeliest symbols; 0: among all. [run's: 40]")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed writes the same text.")] = None,
    replace_unknown: Annotated[
        bool, typer.Option("--replace-unknown", help="Put the nearest known symbol for an unknown character.")
    ] = False,
) -> None:
    """Go on from a prompt, a character at a time."""
    from proust_attention.generation import load
    from proust_attention.generation.writer import as_typed

    writer, prompt = load(model or DEFAULT_MACHINE), as_typed(prompt)
    sampling = writer.config.sampling.but(temperature=temperature, top_k=top_k)
    if replace_unknown:
        prompt = writer.tokenizer.decode(writer.tokenizer.encode(prompt, replace_unknown=True))
    with _naming_who_knows(prompt):
        characters = writer.stream(prompt, length=length, sampling=sampling, seed=seed)
    if model is None:
        print(f"({DEFAULT_MACHINE} writes; --model names another, proust machines lists them)", file=sys.stderr)
    print(prompt, end="", flush=True)
    for character in characters:
        print(character, end="", flush=True)
    print()


@contextmanager
def _naming_who_knows(prompt: str) -> Iterator[None]:
    """Add to the complaint about an unknown character which bundled machine knows it."""
    from proust_attention.checkpoint.machines import that_know

    try:
        yield
    except UnknownCharacterError as error:
        names = " and ".join(f"--model {name}" for name in that_know(prompt))
        raise UnknownCharacterError(
            f"{error}; all of the prompt is known to {names}" if names else str(error)
        ) from None
