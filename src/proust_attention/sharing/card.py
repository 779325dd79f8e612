"""The model card: README.md of an exported folder, with the block of metadata that the Hub reads."""

import hashlib
import shlex
from typing import NamedTuple

import numpy as np

from proust_attention.sharing.known import SEEDS, Known

TAGS = ("proust-attention", "numpy", "education")


class Form(NamedTuple):
    """What a card says of the folder that it lies in."""

    library: str  # that loads it, as the Hub calls it
    use: str  # how it is used, with {name} and {prompt} in it, or {word}: the prompt as a shell is given it
    settings: str  # the file that has all of them
    weights: str  # the file that has them


def card(machine: Known, form: Form, weights: bytes) -> str:
    """Return the whole card, in Markdown; `weights` is the content of their file."""
    config, tokenizer = machine.run.config, machine.run.tokenizer
    tokens = "characters" if tokenizer.kind == "characters" else f"{tokenizer.vocab_size} pieces of words (BPE)"
    prompt, samples = machine.samples()
    begun = f'Begun with "{prompt}"' if prompt else "Begun with nothing, as a paragraph begins"
    written = "\n".join(f"Seed {seed}:\n\n{_quoted(text)}" for seed, text in zip(SEEDS, samples, strict=True))
    return f"""{_metadata(machine, form.library)}
# {machine.name}

A decoder-only transformer of {machine.n_parameters:,} parameters, on {tokens}, that has read one text and nothing
else: {machine.title}.
It was made with the library proust-attention.

{form.use.format(name=machine.repository, prompt=_in_quotes(prompt), word=shlex.quote(prompt))}

- **Text**: {machine.corpus.get("characters", 0):,} characters, {len(tokenizer.alphabet.symbols)} different ones,
  language `{machine.corpus.get("language", "unknown")}`, SHA-256 `{machine.hash_of_text}`.
  corpus.json says what each file was; the text itself is not here.
- **Rights of the text**: {machine.rights}.
- **Design**: {_design(machine)}.
- **Recipe**: {machine.trained}.
  All settings are in {form.settings}.
- **Loss**: {_loss(machine)}.
- **Weights**: {form.weights}, {len(weights) / 1e6:.2f} MB, SHA-256 `{hashlib.sha256(weights).hexdigest()}`.

## Limits

It knows its text and nothing else. It does not know what it says, and it looks back {config.model.context_length}
tokens and no further. The world that it writes of is its text's, prejudices included. What it writes is no
quotation, though it may have some phrases by heart. Characters that its text lacks it refuses.

## Samples

{begun}, temperature {config.sampling.temperature}, top-k {config.sampling.top_k}; the seeds
{", ".join(map(str, SEEDS))} of `proust generate`, as they came.

{written}"""


def _metadata(machine: Known, library: str) -> str:
    language = machine.corpus.get("language")
    lines = [f"language: {language}"] if isinstance(language, str) and len(language) == 2 else []
    lines += [f"library_name: {library}", "pipeline_tag: text-generation", "tags:"]
    return "\n".join(["---", *lines, *(f"- {tag}" for tag in TAGS), "---"])


def _design(machine: Known) -> str:
    model = machine.run.config.model
    return (
        f"{model.n_layers} layers of {model.n_heads} heads, d_model {model.d_model}, d_ff {model.d_ff}, context "
        f"{model.context_length}; {model.norm_placement}-norm, {model.positions} positions, {model.activation}"
        + (", QK norm" if model.qk_norm else "")
    )


def _loss(machine: Known) -> str:
    if machine.nats is None:
        return "not taken with these weights"
    return f"{machine.nats:.4f} nats, {machine.nats / np.log(2):.4f} bits a character, on {machine.measured_on}"


def _quoted(text: str) -> str:
    return "".join(f"> {line}\n" for line in text.split("\n"))


def _in_quotes(text: str) -> str:
    return (text or "\n").replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
