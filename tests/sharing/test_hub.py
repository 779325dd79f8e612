"""A folder for the Hub: transformers loads it as it lies, computes and writes what we do; and the way back."""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch

import proust_attention as proust
from proust_attention import data
from proust_attention.checkpoint import arrays
from proust_attention.checkpoint.machines import open_machine
from proust_attention.errors import InputError, UnknownCharacterError
from proust_attention.files import append_line
from proust_attention.generation.context import window_start
from proust_attention.numpy_model import Transformer
from proust_attention.sharing import hub
from proust_attention.sharing.known import known
from proust_attention.tokenizer import Tokenizer
from tests.conftest import Proust
from tests.sharing.conftest import PROMPT, some_ids


def exported(machine: str | Path, folder: Path) -> Path:
    hub.write(known(open_machine(machine)), folder)
    return folder


def loaded(transformers: ModuleType, folder: Path) -> tuple[Any, Any]:
    """Load the tokenizer and the model of a folder as its card says it."""
    return (
        transformers.AutoTokenizer.from_pretrained(folder, trust_remote_code=True),
        transformers.AutoModelForCausalLM.from_pretrained(folder, trust_remote_code=True),
    )


def written(tokenizer: Any, model: Any, prompt: str, tokens: int, **how: Any) -> str:
    ids = tokenizer(prompt, return_tensors="pt")
    return tokenizer.decode(model.generate(**ids, max_new_tokens=tokens, do_sample=False, **how)[0])


def test_it_computes_and_writes_what_we_do(transformers: ModuleType, machine: Path, tmp_path: Path) -> None:
    tokenizer, model = loaded(transformers, exported(machine, tmp_path / "hub"))
    run = open_machine(machine)
    ids = some_ids(run.tokenizer.vocab_size, (2, run.config.model.context_length))
    logits, _ = Transformer(run.config.model, run.weights()).forward(ids)
    with torch.no_grad():
        assert np.abs(model(torch.from_numpy(ids)).logits.numpy() - logits).max() < 1e-4
    ours = proust.load(machine).generate(PROMPT, length=60, temperature=0)  # three times the context
    theirs = written(tokenizer, model, PROMPT, 60)
    assert theirs.startswith(ours)
    assert written(tokenizer, model, PROMPT, 60, use_cache=False) == theirs
    reads_what_we_read(tokenizer, run.tokenizer)


def test_the_machine_in_the_box_writes_the_same(transformers: ModuleType, tmp_path: Path) -> None:
    tokenizer, model = loaded(transformers, exported("recherche-fr", tmp_path / "hub"))
    prompt = "Longtemps, je me suis"
    ours = proust.load("recherche-fr").generate(prompt, length=200, temperature=0)
    assert written(tokenizer, model, prompt, 200) == ours
    torch.manual_seed(0)
    drawn = model.generate(**tokenizer(prompt, return_tensors="pt"))  # by the settings of the folder
    assert drawn.shape == (1, len(prompt) + hub.LENGTH)


def test_it_reads_no_token_twice_but_at_the_end_of_its_context(
    transformers: ModuleType, machine: Path, tmp_path: Path
) -> None:
    _, model = loaded(transformers, exported(machine, tmp_path / "hub"))
    T = model.config.context_length
    ids = torch.from_numpy(some_ids(model.config.vocab_size, (2, T)))
    with torch.no_grad():
        whole = model(ids).logits
        cache = transformers.DynamicCache()
        parts = [model(ids[:, a:b], past_key_values=cache).logits for a, b in ((0, 3), (3, 4), (4, T))]
        assert (torch.cat(parts, dim=1) - whole).abs().max() < 1e-5
        with pytest.raises(ValueError, match=f"{T + 1} tokens are more than the machine sees at once: {T}"):
            model(ids[:, :1], past_key_values=cache)
        with pytest.raises(ValueError, match="in a DynamicCache only"):
            model(ids[:, :1], past_key_values=transformers.StaticCache(config=model.config, max_cache_len=T))
    read = list[int]()
    model.register_forward_pre_hook(
        lambda _, given, named: read.append(named["input_ids"].shape[1]), with_kwargs=True
    )
    for how in ({}, {"num_beams": 2}):
        read.clear()
        model.generate(ids[:, :2], max_new_tokens=T, do_sample=False, min_new_tokens=T, **how)
        assert read == [
            2,
            *[1] * (T - 2),
            T // 2,
        ]  # the last but one fills the context; its last half is read again


def reads_what_we_read(tokenizer: Any, ours: Tokenizer) -> None:
    assert (tokenizer.all_special_tokens, len(tokenizer)) == ([], ours.vocab_size)
    every = "".join(ours.pieces)  # each piece, the spaces among them
    for text in (every, "  des  heures ", "\n\n", "de ,de!", "Voilà", "l’ombre", "Voila\u0300\r\n", ""):
        as_read = ours.alphabet.as_read(text)
        ids = tokenizer(text)["input_ids"]
        assert ids == ours.encode(as_read).tolist(), text
        assert tokenizer.decode(ids) == tokenizer.decode(ids, skip_special_tokens=True) == as_read
    with pytest.raises(ValueError, match=r"does not know the character 'Ж' \(U\+0416\)"):
        tokenizer("Ж")
    with pytest.raises(UnknownCharacterError, match=r"does not know the character 'Ж' \(U\+0416"):
        ours.encode("Ж")


def test_what_transformers_saves_it_loads(transformers: ModuleType, tmp_path: Path) -> None:
    tokenizer, model = loaded(transformers, exported("novelas-es", tmp_path / "hub"))
    for part in (tokenizer, model):
        part.save_pretrained(tmp_path / "saved")
    tokenizer_again, again = loaded(transformers, tmp_path / "saved")
    assert tokenizer_again("l’ombre")["input_ids"] == tokenizer("l’ombre")["input_ids"]
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), again.parameters(), strict=True))
    new = transformers.AutoModelForCausalLM.from_config(model.config, trust_remote_code=True)
    assert new.output_projection.std().item() == pytest.approx(
        0.02, rel=0.1
    )  # to be trained: not what memory held
    assert {weight.abs().max().item() for name, weight in new.named_parameters() if "norm" in name} == {0, 1}
    half = transformers.AutoModelForCausalLM.from_pretrained(
        tmp_path / "hub", trust_remote_code=True, dtype=torch.float16
    )
    text = tokenizer(["La casa", "El agua"], return_tensors="pt")
    with torch.no_grad():
        assert (half(**text).logits - model(**text).logits).abs().max() < 0.1


def test_its_sampling_is_ours(trained: Path, tmp_path: Path) -> None:
    settings = json.loads((exported(trained, tmp_path / "hub") / "generation_config.json").read_text("utf-8"))
    assert settings.items() >= {**open_machine(trained).config.sampling.to_dict(), "do_sample": True}.items()


def test_a_run_that_goes_on_has_no_final_loss_yet(trained: Path, tmp_path: Path) -> None:
    assert "held out at the end" in known(open_machine(trained)).measured_on
    run = shutil.copytree(trained, tmp_path / "run")
    append_line(run / "metrics.jsonl", {"kind": "step", "step": 31, "loss": 2.0})
    going_on = known(open_machine(run))
    assert (going_on.nats, "windows" in going_on.measured_on) == (open_machine(run).loss_of_weights(), True)


def test_a_name_that_a_shell_would_read(trained: Path, tmp_path: Path) -> None:
    hub.write(replace(known(open_machine(trained)), name='my "best" $one'), tmp_path / "hub")
    card = (tmp_path / "hub" / "README.md").read_text(encoding="utf-8")
    assert "proust import my-best-one --to runs/my-best-one" in " ".join(card.split())


def test_loss_and_refusals(transformers: ModuleType, tmp_path: Path) -> None:
    tokenizer, model = loaded(transformers, exported("novelas-es", tmp_path / "hub"))
    text = "La tarde caía sobre la ciudad."
    ids = tokenizer(text, return_tensors="pt")["input_ids"]
    ours = proust.load("novelas-es").score(text)[1:].mean()
    assert model(ids, labels=ids).loss.item() == pytest.approx(ours, abs=1e-5)
    with pytest.raises(ValueError, match="257 tokens are more than the machine sees at once: 256"):
        model(torch.zeros(1, 257, dtype=torch.int64))
    with pytest.raises(ValueError, match="has no padding"):
        model(ids, attention_mask=torch.zeros_like(ids))


def test_its_window_is_ours(transformers: ModuleType, tmp_path: Path) -> None:
    _, model = loaded(transformers, exported("novelas-es", tmp_path / "hub"))
    for length in [*range(1, 600, 7), *range(255, 262), *range(380, 400)]:
        seen = model.prepare_inputs_for_generation(torch.arange(length)[None])["input_ids"]
        assert int(seen[0, 0]) == window_start(length, 256)


@pytest.mark.parametrize("which", ["", "@last", "@15"])
def test_there_and_back(trained: Path, tmp_path: Path, which: str) -> None:
    run = open_machine(f"{trained}{which}")
    again = hub.import_machine(exported(f"{trained}{which}", tmp_path / "hub"), tmp_path / "runs" / "again")
    assert (again.config, again.tokenizer) == (run.config, run.tokenizer)
    expected = run.weights()
    assert {n: (a.dtype, a.tobytes()) for n, a in again.weights().items()} == {
        n: (a.dtype, a.tobytes()) for n, a in expected.items()
    }
    for part in ("config.json", "tokenizer.json"):
        assert (again.path / part).read_bytes() == (trained / part).read_bytes()


def test_float16_comes_back_as_float16(tmp_path: Path) -> None:
    again = hub.import_machine(exported("recherche-fr", tmp_path / "hub"), tmp_path / "again")
    there = arrays.read(data.HERE / "machines" / "recherche-fr" / "model.safetensors")
    back = arrays.read(again.path / "model.safetensors")
    assert {n: (a.dtype, a.tobytes()) for n, a in back.items()} == {
        n: (a.dtype, a.tobytes()) for n, a in there.items()
    }


def test_the_card_and_nothing_of_the_text(trained: Path, tmp_path: Path, proust: Proust) -> None:
    folder = tmp_path / "my machine"
    done = proust("export", trained, "--to", folder, "--as", "hub", "--rights", "all of them mine")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"hf upload {trained.name} '{folder}'"
    card = (folder / "README.md").read_text(encoding="utf-8")
    manifest = json.loads((trained / "corpus.json").read_text(encoding="utf-8"))
    for words in ("language: es", "library_name: transformers", "all of them mine", manifest["sha256"], "nats"):
        assert words in card
    for quoted in ("begins", "ends"):
        words = manifest["sources"][0][quoted][20:80]
        assert all(words not in path.read_text(encoding="utf-8") for path in folder.glob("*.json"))
        assert words not in card
    again = proust("import", folder, "--to", tmp_path / "again")
    assert again.returncode == 0, again.stderr
    assert proust("generate", "La", "--model", tmp_path / "again", "--seed", 1).stdout == (
        proust("generate", "La", "--model", trained, "--seed", 1).stdout
    )
    refused = proust("generate", "La", "--model", folder)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"proust import '{folder}' --to 'runs/my machine'" in refused.stderr


def test_refusals(trained: Path, tmp_path: Path, proust: Proust) -> None:
    wrong = proust("export", trained, "--to", tmp_path / "new", "--as", "gguf")
    assert (wrong.returncode, wrong.stderr.count("\n")) == (2, 1)
    assert "there is no export --as gguf" in wrong.stderr
    taken = proust("export", trained, "--to", trained, "--as", "hub")
    assert (taken.returncode, "already holds a run" in taken.stderr) == (2, True)
    with pytest.raises(InputError, match=r"was not made by proust export --as hub: run_config\.json is missing"):
        hub.import_machine(trained, tmp_path / "new")
    folder = exported(trained, tmp_path / "hub")
    weights = bytearray((folder / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (folder / "model.safetensors").write_bytes(weights)
    with pytest.raises(InputError, match=r"hub/model\.safetensors is damaged"):
        hub.import_machine(folder, tmp_path / "new")
    shutil.rmtree(folder)
    with pytest.raises(InputError, match="there is no folder"):
        hub.import_machine(folder, tmp_path / "new")
    assert not (tmp_path / "new").exists()
