"""A folder as the Hugging Face Hub wants it, which transformers (5 or later) loads; and the way back.

    model.safetensors                    the weights, under the names that they have everywhere
    config.json  generation_config.json  tokenizer_config.json       what transformers reads first
    modeling_proust.py  tokenization_proust.py                       the code with which it loads them (remote/)
    run_config.json  run_tokenizer.json  corpus.json                 the files of the run, as they are there
    README.md                            the model card

transformers has names of its own in config.json, and takes a tokenizer.json for one of its library `tokenizers`;
so those of the run are called run_*.json here. Nothing of the text is in the folder.
"""

import shutil
from pathlib import Path
from typing import Any

from proust_attention import files
from proust_attention.checkpoint import RunFolder, arrays
from proust_attention.checkpoint.run_folder import WRITING_PARTS
from proust_attention.errors import InputError
from proust_attention.sharing.card import Form, card
from proust_attention.sharing.known import Known
from proust_attention.tokenizer.alphabet import TYPOGRAPHY

REMOTE = Path(__file__).parent / "remote"
CODE = ("modeling_proust.py", "tokenization_proust.py")
RENAMED = {"run_config.json": "config.json", "run_tokenizer.json": "tokenizer.json"}  # here, in a run
WEIGHTS, MANIFEST = "model.safetensors", "corpus.json"
LENGTH = 300  # tokens that `generate` writes where nobody says how many
NOT_THERE = ("dropout",)  # settings that transformers' form of the machine does without

FORM = Form(
    "transformers",
    """```python
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("{name}", trust_remote_code=True)
model = AutoModelForCausalLM.from_pretrained("{name}", trust_remote_code=True)
text = tokenizer("{prompt}", return_tensors="pt")
print(tokenizer.decode(model.generate(**text)[0]))
```

(The name is that of the folder, or OWNER/NAME on the Hub. The code that is trusted is modeling_proust.py and
tokenization_proust.py: two short files, to be read.) `proust import {name} --to runs/{name}` makes
the run folder of it again, to the bit, for every command of the library.""",
    "run_config.json",
    WEIGHTS,
)


def write(machine: Known, folder: str | Path) -> None:
    """Write the folder, whole or not at all. Raises InputError if it is taken, SaveError."""
    weights = arrays.packed(machine.weights, {"format": "pt"})  # as PyTorch's libraries want it said
    with files.new_folder(Path(folder)) as new:
        files.write_bytes(new / WEIGHTS, weights)
        for here, there in RENAMED.items():
            files.write_bytes(new / here, files.read_bytes(machine.run.path / there))
        files.write_json(new / MANIFEST, machine.corpus)
        for name, value in _of_transformers(machine).items():
            files.write_json(new / name, value)
        for name in CODE:
            files.write_bytes(new / name, files.read_bytes(REMOTE / name))
        files.write_bytes(new / "README.md", card(machine, FORM, weights).encode())


def upload_line(machine: Known, folder: str | Path) -> str:
    """Return the line for a shell that uploads the folder, with the command of the library huggingface_hub."""
    return f"hf upload {machine.repository} {files.quoted(Path(folder))}"


def import_machine(folder: str | Path, run: str | Path) -> RunFolder:
    """Make the run folder of a machine again, from what `write` wrote, to the bit.

    Raises InputError if the folder is none of ours or damaged, or `run` is taken; SaveError.
    """
    folder, run = Path(folder), Path(run)
    if not folder.is_dir():
        raise InputError(f"there is no folder {folder}")
    for part in (*RENAMED, WEIGHTS):
        if not (folder / part).is_file():
            raise InputError(f"{folder} was not made by proust export --as hub: {part} is missing")
    parts = {**RENAMED, WEIGHTS: WEIGHTS, MANIFEST: MANIFEST}
    with files.new_folder(run) as new:
        for here, there in parts.items():
            if (folder / here).is_file():  # who gives a machine on may leave the manifest out
                shutil.copyfile(folder / here, new / there)
        try:
            RunFolder.open(new, WRITING_PARTS).weights()  # what is damaged is told before anything is there
        except InputError as error:
            said = str(error)
            for here, there in parts.items():
                said = said.replace(str(new / there), str(folder / here))
            raise InputError(said) from None
    return RunFolder.open(run, WRITING_PARTS)


def _of_transformers(machine: Known) -> dict[str, dict[str, Any]]:
    model, sampling = machine.run.config.model.to_dict(), machine.run.config.sampling
    drawn = sampling.to_dict()  # transformers has the same names
    if sampling.temperature == 0:  # nothing is drawn; it would warn of the rest
        drawn = {"repetition_penalty": sampling.repetition_penalty}
    return {
        "config.json": {
            "architectures": ["ProustForCausalLM"],
            "model_type": "proust_attention",
            "auto_map": {
                "AutoConfig": "modeling_proust.ProustConfig",
                "AutoModelForCausalLM": "modeling_proust.ProustForCausalLM",
            },
            "dtype": "float32",
            "tie_word_embeddings": False,
            **{name: value for name, value in model.items() if name not in NOT_THERE},
        },
        "generation_config.json": {
            "use_cache": True,
            "max_new_tokens": LENGTH,
            "do_sample": sampling.temperature > 0,
            **drawn,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "ProustTokenizer",
            "auto_map": {"AutoTokenizer": ["tokenization_proust.ProustTokenizer", None]},
            "model_max_length": machine.run.config.model.context_length,
            "typography": TYPOGRAPHY,
        },
    }
