"""The run folder: round trips, and every way in which it can be damaged."""

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import proust_attention as proust
from proust_attention import parameters
from proust_attention.checkpoint import RunFolder, arrays
from proust_attention.config import Config, build
from proust_attention.errors import InputError
from proust_attention.tokenizer import CharacterTokenizer


@settings(max_examples=25)
@given(
    symbols=st.text(st.characters(exclude_categories=["Cs"]), min_size=2, max_size=20),
    seed=st.integers(0, 2**32),
    layers=st.integers(1, 3),
    step=st.integers(0, 10**9),
)
def test_to_disk_and_back(
    tmp_path_factory: pytest.TempPathFactory, symbols: str, seed: int, layers: int, step: int
) -> None:
    tokenizer = CharacterTokenizer.of_text(symbols + "ab")
    config = build(tokenizer.vocab_size, "modern", [{"model": {"d_model": 4, "d_ff": 3, "n_layers": layers}}])
    values, ids = parameters.initial(config.model, seed), tokenizer.encode(symbols)
    path = tmp_path_factory.mktemp("runs") / "run"
    made = RunFolder.create(path, config, tokenizer, {"language": "es"}, ids, values)
    read = RunFolder.open(path)
    assert read == made
    assert np.array_equal(read.tokens(), ids)
    assert read.tokens().dtype == ids.dtype
    weights = read.weights()
    assert all(np.array_equal(weights[name], values[name]) for name in values)

    assert read.load_state() is None
    read.save_state({"first_moment.w": ids}, {"step": step, "best_loss": 0.1})
    state, counters = read.load_state() or ({}, {})
    assert np.array_equal(state["first_moment.w"], ids)
    assert counters == {"step": step, "best_loss": 0.1}


@pytest.fixture
def run(trained: Path, tmp_path: Path) -> Path:
    """A run of one's own, to damage."""
    return Path(shutil.copytree(trained, tmp_path / "run"))


@pytest.mark.parametrize("part", ["config.json", "tokenizer.json", "model.safetensors"])
def test_a_part_is_missing(run: Path, part: str) -> None:
    (run / part).unlink()
    with pytest.raises(InputError, match=f"is not a whole run: {part} is missing"):
        proust.load(run)


def test_there_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no run folder"):
        proust.load(tmp_path / "nowhere")


@pytest.mark.parametrize("kept", [0, 4, 500, -1])
def test_the_weights_are_cut(run: Path, kept: int) -> None:
    weights = run / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:kept])
    with pytest.raises(InputError, match=r"model\.safetensors is damaged, or is not a safetensors file"):
        proust.load(run)


def changed(run: Path, part: str, change: Any) -> None:
    content = json.loads((run / part).read_text(encoding="utf-8"))
    change(content)
    (run / part).write_text(json.dumps(content), encoding="utf-8")


def test_the_weights_do_not_fit(run: Path) -> None:
    changed(run, "config.json", lambda config: config["model"].update(d_ff=25))
    with pytest.raises(InputError, match=r"do not fit the settings: blocks.0.feed_forward.W_1 is \(16, 24\), not"):
        proust.load(run)


@pytest.mark.parametrize("wrong", [np.full((128,), np.nan, np.float32), np.ones(128, np.int32)])
def test_the_weights_are_not_finite(run: Path, wrong: np.ndarray) -> None:
    values = RunFolder.open(run).weights()
    arrays.write(run / "model.safetensors", {**values, "final_norm.gamma": wrong[:16]})
    with pytest.raises(InputError, match=r"the weights are damaged: final_norm\.gamma"):
        proust.load(run)


def test_the_symbols_do_not_fit(run: Path) -> None:
    changed(run, "tokenizer.json", lambda tokenizer: tokenizer.update(symbols="abc"))
    with pytest.raises(InputError, match=r"config\.json has a vocabulary of \d+ tokens, tokenizer\.json of 3"):
        proust.load(run)


@pytest.mark.parametrize(
    ("part", "content", "says"),
    [
        ("config.json", "{", r"config\.json is damaged: it is not JSON"),
        ("config.json", "[]", r"config\.json is damaged: it does not hold a JSON object"),
        ("config.json", "{}", r"config\.json is damaged: model\.vocab_size is missing"),
        ("config.json", '{"model": {"layers": 2}}', "did you mean"),
        ("tokenizer.json", "{}", r"tokenizer\.json is damaged: this is no tokenizer"),
    ],
)
def test_damaged_settings(run: Path, part: str, content: str, says: str) -> None:
    (run / part).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        proust.load(run)


def test_damaged_tokens(run: Path) -> None:
    np.save(run / "tokens.npy", np.zeros(100, np.float32))
    with pytest.raises(InputError, match="does not hold ids of this tokenizer"):
        RunFolder.open(run).tokens()
    np.save(run / "tokens.npy", np.full(100, 200, np.uint8))  # there are not 200 symbols
    with pytest.raises(InputError, match="does not hold ids of this tokenizer"):
        RunFolder.open(run).tokens()
    for content in (b"no array", b""):
        (run / "tokens.npy").write_bytes(content)
        with pytest.raises(InputError, match=r"tokens\.npy is damaged"):
            RunFolder.open(run).tokens()


def test_a_run_is_refused_where_one_is(run: Path, tiny: tuple[Config, CharacterTokenizer, np.ndarray]) -> None:
    config, tokenizer, ids = tiny
    with pytest.raises(InputError, match="already holds a run"):
        RunFolder.create(run, config, tokenizer, {}, ids, parameters.initial(config.model))


def test_a_log_with_half_a_character_is_cut_as_any_other(run: Path) -> None:
    """JSON has an escape for half of a pair of surrogates, UTF-8 has nothing: it stays the escape."""
    folder = RunFolder.open(run)
    folder.log("samples", {"step": 0, "text": "á\ud800"})
    folder.forget_after(0)
    assert folder.read_log("samples")[-1] == {"step": 0, "text": "á\ud800"}


def test_logs_are_cut_at_a_step(run: Path) -> None:
    folder = RunFolder.open(run)
    steps = [record["step"] for record in folder.read_log("metrics")]
    assert max(steps) == 30
    folder.forget_after(10)
    kept = [record["step"] for record in folder.read_log("metrics")]
    assert kept == [step for step in steps if step <= 10] != []


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.uint8, np.int64])
def test_arrays_of_any_layout(tmp_path: Path, dtype: type) -> None:
    matrix = np.arange(6).reshape(2, 3).astype(dtype)
    arrays.write(tmp_path / "a.safetensors", {"m": matrix, "transposed": matrix.T, "number": np.array(3.5)})
    read = arrays.read(tmp_path / "a.safetensors")
    assert np.array_equal(read["transposed"], matrix.T)
    assert read["m"].dtype == dtype
    assert read["number"] == 3.5
