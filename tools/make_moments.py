"""Give a machine in the box earlier moments of a training, for the slider of the explorer.

    python tools/make_moments.py recherche-fr --corpus corpora/recherche-fr --run runs/moments

The machine that ships stays as it is. What led to it was not kept; so it is trained once more, with its own
settings and seed: the same first weights, the same batches, the same learning rates. It is stopped after the last
moment that is wanted. Another computer rounds its sums otherwise, so it need not be the same to the bit.

Ctrl-C stops it, and the same command goes on. Into the folder of the machine go

    snapshots/        the weights of these moments, in eight bits
    metrics.jsonl     losses on the same 64 held-out windows, those of the rounded weights at the moments
    samples.jsonl     what each moment writes, the last one too: the same prompt, seed 1
    machine.json      `retrained`: how far, and the loss on the whole held-out part there
    README.md         the same in words

What tools/make_machine.py packs anew has none of this: then it is to be done again.
"""

import argparse
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from make_machine import CPU, PLANS

from proust_attention import corpus, data
from proust_attention.batches import encode_parts
from proust_attention.checkpoint import RunFolder, arrays, eight_bits
from proust_attention.checkpoint.history import History
from proust_attention.checkpoint.machines import open_machine
from proust_attention.checkpoint.run_folder import SNAPSHOT
from proust_attention.config import Config
from proust_attention.evaluation import mean_loss, whole_loss
from proust_attention.evaluation.torch_scorer import TorchScorer
from proust_attention.files import append_line, read_json, write_bytes, write_json
from proust_attention.generation import Writer
from proust_attention.training.loop import Training
from proust_attention.training.material import Material

MOMENTS = (0, 23, 46, 93, 187, 750, 3_000)  # of 24,000 steps: halved again and again, most is learned early
EVERY = 100  # steps, from one evaluation to the next
SAMPLE_LENGTH, SEED = 200, 1


def train(machine: RunFolder, corpus_folder: Path, path: Path) -> RunFolder:
    """Train with the settings of a machine up to the last moment, or go on with that."""
    if path.exists():
        training = Training.resume(path)
    else:
        learned = corpus.load(corpus_folder)
        if learned.manifest["sha256"] != machine.corpus()["sha256"]:
            raise SystemExit(f"{corpus_folder} is not the text that {machine.path.name} has learned")
        ids = encode_parts(learned.text, machine.config.training.held_out_fraction, machine.tokenizer)
        config = _watched(machine.config)
        training = Training.start(path, config, machine.tokenizer, learned.manifest, ids)
    if training.step < MOMENTS[-1]:
        for event in training.run():
            if training.step >= MOMENTS[-1]:
                training.stop()
            if training.step % EVERY == 0:
                print(f"step {training.step}: {type(event).__name__}", flush=True)
    else:
        training.lock.release()
    return RunFolder.open(path)


def _watched(config: Config) -> Config:
    """Return the settings with more snapshots and evaluations, which change no weight."""
    steps = config.training.steps or 0
    training = replace(config.training, samples=12, evaluations=steps // EVERY)
    return replace(config, training=training)


def pack(machine: RunFolder, run: RunFolder) -> None:
    """Write the moments of a run into the folder of a machine."""
    folder = machine.path
    shutil.rmtree(folder / "snapshots", ignore_errors=True)
    for name in ("metrics", "samples"):
        (folder / f"{name}.jsonl").unlink(missing_ok=True)
    for step in MOMENTS:
        values = eight_bits.rounded(replace(run, which=str(step)).weights())
        (folder / "snapshots").mkdir(exist_ok=True)
        arrays.write(folder / SNAPSHOT.format(step), values)
    material = Material.of(machine.config, run.tokenizer, run.tokens())
    losses = dict(History.of(run.read_log("metrics")).held_out)
    shown = {step: replace(machine, which=str(step)) for step in MOMENTS}
    shown[machine.config.training.steps or 0] = machine
    for step, moment in shown.items():
        losses[step] = mean_loss(_evaluated(moment), *_windows(material, moment))[0]
        writer = Writer.of_weights(moment.config, moment.tokenizer, moment.weights())
        prompt = PLANS[folder.name].prompt
        text = writer.generate(prompt, length=SAMPLE_LENGTH, seed=SEED)
        append_line(folder / "samples.jsonl", {"step": step, "prompt": prompt, "text": text.removeprefix(prompt)})
    for step, loss in sorted(losses.items()):
        record = {"kind": "evaluation", "step": step, "held_out_loss": round(loss, 4)}
        append_line(folder / "metrics.jsonl", record)
    last = shown[MOMENTS[-1]]
    nats = whole_loss(_evaluated(last), material.held_out, last.config.model.context_length, last.tokenizer)[0]
    about: dict[str, Any] = read_json(folder / "machine.json")
    write_json(folder / "machine.json", about | {"retrained": {"step": MOMENTS[-1], "nats": round(nats, 4)}})
    card = (folder / "README.md").read_text(encoding="utf-8")
    write_bytes(folder / "README.md", with_moments(card, folder.name, nats).encode())
    print(json.dumps({"losses": {step: losses[step] for step in shown}, "whole": nats}, indent=2))


def with_moments(card: str, name: str, nats: float) -> str:
    """Return a model card with a point about the earlier moments, in the place of an older one."""
    card = re.sub(r"- \*\*Earlier moments\*\*.*?\n(?=\n)", "", card, flags=re.DOTALL)
    steps = ", ".join(f"{step:,}" for step in MOMENTS[:-1])
    said = f"""- **Earlier moments**: the weights after {steps} and {MOMENTS[-1]:,} steps, in eight bits, for the
  slider of `proust explore`; `{name}@{MOMENTS[-1]}` names the last of them. What led to this machine was not kept:
  they come from a second training with the same settings and the same seed, stopped there, where its loss is
  {nats:.4f} nats a character on the same last tenth, with the rounded weights.
  `python tools/make_moments.py {name}` trained and packed them.
"""
    return re.sub(r"(- \*\*Weights\*\*.*?\n)(?=\n)", lambda found: found[1] + said, card, count=1, flags=re.DOTALL)


def _evaluated(machine: RunFolder) -> Any:
    scorer = TorchScorer(machine.config.model, machine.weights(), CPU)
    return lambda batch: float(scorer(batch).mean())


def _windows(material: Material, machine: RunFolder) -> tuple[Any, ...]:
    return material.held_out, material.held_out_windows, machine.config.model.context_length, machine.tokenizer


def main() -> None:
    """Train, and pack when the last moment is there."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("name", choices=PLANS)
    options.add_argument("--corpus", type=Path, required=True)
    options.add_argument("--run", type=Path, required=True)
    given = options.parse_args()
    machine = open_machine(data.HERE / "machines" / given.name)
    run = train(machine, given.corpus, given.run)
    if run.snapshots().keys() >= set(MOMENTS):
        pack(machine, run)


if __name__ == "__main__":
    main()
