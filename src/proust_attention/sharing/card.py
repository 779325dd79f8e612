"""The model card: README.md of a folder for the Hub, with the block of metadata that the Hub reads."""

import numpy as np

from proust_attention.sharing.known import SEEDS, Known

TAGS = ("proust-attention", "numpy", "education")


def card(machine: Known) -> str:
    """Return the whole card, in Markdown."""
    config, tokenizer = machine.run.config, machine.run.tokenizer
    tokens = "characters" if tokenizer.kind == "characters" else f"{tokenizer.vocab_size} pieces of words (BPE)"
    prompt, samples = machine.samples()
    begun = f'Begun with "{prompt}"' if prompt else "Begun with nothing, as a paragraph begins"
    written = "\n".join(f"Seed {seed}:\n\n{_quoted(text)}" for seed, text in zip(SEEDS, samples, strict=True))
    return f"""{_metadata(machine)}
# {machine.name}

A decoder-only transformer of {machine.n_parameters:,} parameters, on {tokens}, that has read one text and nothing
else: {machine.title}.
It was made with the library proust-attention.

```python
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("{machine.name}", trust_remote_code=True)
model = AutoModelForCausalLM.from_pretrained("{machine.name}", trust_remote_code=True)
text = tokenizer("{_in_quotes(prompt)}", return_tensors="pt")
print(tokenizer.decode(model.generate(**text)[0]))
```

(The name is that of the folder, or OWNER/NAME on the Hub. The code that is trusted is modeling_proust.py and
tokenization_proust.py: two short files, to be read.) `proust import {machine.name} --to runs/{machine.name}` makes
the run folder of it again, to the bit, for every command of the library.

- **Text**: {machine.corpus.get("characters", 0):,} characters, {len(tokenizer.alphabet.symbols)} different ones,
  language `{machine.corpus.get("language", "unknown")}`, SHA-256 `{machine.corpus.get("sha256", "unknown")}`.
  corpus.json says what each file was; the text itself is not here.
- **Rights of the text**: {machine.rights}.
- **Design**: {_design(machine)}.
- **Recipe**: {machine.trained}.
  All settings are in run_config.json.
- **Loss**: {_loss(machine)}.
- **Weights**: {machine.weights["output_projection"].dtype}, {len(machine.content) / 1e6:.2f} MB;
  model.safetensors, SHA-256 `{machine.hash_of_weights}`.

## Limits

It knows its text and nothing else. It does not know what it says, and it looks back {config.model.context_length}
tokens and no further. The world that it writes of is its text's, prejudices included. What it writes is no
quotation, though it may have some phrases by heart. Characters that its text lacks it refuses.

## Samples

{begun}, temperature {config.sampling.temperature}, top-k {config.sampling.top_k}; the seeds
{", ".join(map(str, SEEDS))} of `proust generate`, as they came.

{written}"""


def _metadata(machine: Known) -> str:
    language = machine.corpus.get("language")
    lines = [f"language: {language}"] if isinstance(language, str) and len(language) == 2 else []
    lines += ["library_name: transformers", "pipeline_tag: text-generation", "tags:"]
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
