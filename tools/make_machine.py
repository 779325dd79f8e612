"""Train a machine that ships with the library, or go on with its training, and pack it into the package.

    proust corpus prepare recherche-fr/*.txt --language fr --out corpora/recherche-fr
    python tools/make_machine.py recherche-fr --corpus corpora/recherche-fr --run runs/recherche-fr

Ctrl-C stops it, and the same command goes on. Nothing is chosen by hand or by the held-out text: the samples of
the model card are those of the seeds 1, 2 and 3, and the weights those of the last step.
"""

import argparse
import json
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
import torch
from proust_command import proust

from proust_attention import data, parameters
from proust_attention.checkpoint import RunFolder, arrays
from proust_attention.checkpoint.run_folder import WRITING_PARTS
from proust_attention.evaluation.held_out import HeldOut
from proust_attention.evaluation.scoring import score
from proust_attention.evaluation.torch_scorer import TorchScorer
from proust_attention.files import new_folder, read_json, write_bytes, write_json
from proust_attention.generation import Writer, load
from proust_attention.sharing.known import without_text

SEEDS = (1, 2, 3)
CPU = torch.device("cpu")


class Plan(NamedTuple):
    """What a machine learns from, and for how long."""

    title: str
    source: str
    prompt: str
    steps: int


PLANS = {
    "recherche-fr": Plan(
        "Marcel Proust, À la recherche du temps perdu",
        "the seven volumes in fifteen files, from the package proustr (`proust corpus list` names the address)",
        "Longtemps, je me suis",
        24_000,
    ),
    "novelas-es": Plan(
        "Galdós, Clarín, Pardo Bazán, Pereda, Blasco Ibáñez, Valera",
        "eight novels of theirs, 1874-1894, from ELTeC-spa (github.com/COST-ELTeC)",
        "La tarde caía sobre",
        24_000,
    ),
}


def train(corpus: Path, run: Path, plan: Plan) -> None:
    """Train the preset `modern`, or go on where it stopped."""
    if run.exists():
        proust("train", "--run", run, "--resume")
    else:
        proust("train", "--run", run, "--corpus", corpus, "--preset", "modern", "--steps", plan.steps)


def pack(name: str, run: RunFolder, folder: Path) -> None:
    """Write the machine of a finished run as a bundled one."""
    state, counters = run.load_state() or sys.exit(f"{run.path} has no state: it is not finished")
    if counters["step"] < (run.config.training.steps or 0):
        sys.exit(f"{run.path} is not finished: {counters['step']:.0f} steps are done")
    values = {n: a.astype(np.float16) for n, a in parameters.under(state, "weights").items()}
    whole = read_json(run.path / "corpus.json")
    with new_folder(folder) as new:
        for part in ("config.json", "tokenizer.json"):
            shutil.copy(run.path / part, new / part)
        write_json(new / "corpus.json", without_text(whole))
        arrays.write(new / "model.safetensors", values)
    packed = RunFolder.open(folder, WRITING_PARTS)
    nats = _held_out_loss(packed, HeldOut.of_run(run).ids)
    training = run.config.training
    about = {
        "name": name,
        "title": PLANS[name].title,
        "language": whole["language"],
        "characters": whole["characters"],
        "sha256": whole["sha256"],
        "parameters": parameters.count(run.config.model),
        "nats": round(nats, 4),
        "trained": f"preset modern, {training.steps:,} steps of {training.batch_size} windows of "
        f"{run.config.model.context_length} characters, seed {training.seed}, products in {training.precision}",
    }
    write_json(folder / "machine.json", about)
    write_bytes(folder / "README.md", _card(about, run, load(folder)).encode())
    print(json.dumps(about, ensure_ascii=False, indent=2))


def _held_out_loss(machine: RunFolder, ids: np.ndarray) -> float:
    scorer = TorchScorer(machine.config.model, machine.weights(), CPU)
    return float(score(scorer, ids, machine.config.model.context_length).losses.mean())


def _card(about: dict[str, Any], run: RunFolder, writer: Writer) -> str:
    name, nats = about["name"], about["nats"]
    _, source, prompt, _ = PLANS[name]
    seen = run.config.training.steps * run.config.training.batch_size * run.config.model.context_length
    passes = seen / ((1 - run.config.training.held_out_fraction) * about["characters"])
    samples = [writer.generate(prompt, length=500, seed=seed) for seed in SEEDS]
    quoted = ["".join(f"> {line}\n" for line in sample.split("\n")) for sample in samples]
    written = "\n".join(f"Seed {seed}:\n\n{text}" for seed, text in zip(SEEDS, quoted, strict=True))
    sampling, context_length = writer.config.sampling, run.config.model.context_length
    return f"""# {name}

A character-level transformer of {about["parameters"]:,} parameters that has read one text and nothing else:
{about["title"]}.

- **Text**: {about["characters"]:,} characters, {len(writer.tokenizer.alphabet.symbols)} symbols; public domain;
  {source}.
  corpus.json says what each file was, with hashes; the text itself is not here.
- **Recipe**: {about["trained"]};
  {seen / 1e6:.1f} million characters, {passes:.1f} passes over the first nine tenths of the text.
  `python tools/make_machine.py {name}` trained and packed it.
- **Loss**: {nats:.4f} nats, {nats / np.log(2):.4f} bits a character, on the last tenth of the text, which it did
  not train on, in windows of {context_length} characters side by side, with the rounded weights here.
  `proust evaluate {name} --corpus FOLDER` computes it again.
- **Weights**: float16, {sum(2 * array.size for array in writer.weights.values()) / 1e6:.2f} MB.

## Limits

It knows letters, words and, for a clause or so, grammar. It does not know what it says, and it looks back
{context_length} characters and no further. The world that it writes of is its text's, prejudices included. What it
writes is no quotation, though it may have some phrases by heart.

## Samples

Begun with "{prompt}", temperature {sampling.temperature}, top-k {sampling.top_k}; the seeds
{", ".join(map(str, SEEDS))}, as they came.

{written}"""


def main() -> None:
    """Train, and pack when the training is done."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("name", choices=PLANS)
    options.add_argument("--corpus", type=Path, required=True)
    options.add_argument("--run", type=Path, required=True)
    options.add_argument("--out", type=Path, help="[the package's own folder]")
    given = options.parse_args()
    train(given.corpus, given.run, PLANS[given.name])
    folder = given.out or data.HERE / "machines" / given.name
    with TemporaryDirectory() as temporary:
        pack(given.name, RunFolder.open(given.run), Path(temporary) / "machine")
        shutil.rmtree(folder, ignore_errors=True)  # only now that there is another in its place
        shutil.copytree(Path(temporary) / "machine", folder)


if __name__ == "__main__":
    main()
