"""Settings: what is refused and how, round trips, presets, layers."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proust_attention import config
from proust_attention.config import PRESETS, Config, ModelConfig, SamplingConfig, TrainingConfig, build
from proust_attention.errors import InputError, SettingError


def test_the_defaults_are_the_article() -> None:
    model = ModelConfig(vocab_size=94)
    assert (model.d_model, model.n_heads, model.n_layers, model.d_ff) == (128, 2, 2, 512)
    assert (model.context_length, model.dropout, model.norm_placement) == (256, 0.1, "post")
    training = TrainingConfig()
    assert (training.learning_rate, training.beta_1, training.beta_2) == (3e-4, 0.9, 0.95)
    assert (training.weight_decay, training.warmup_steps, training.max_gradient_norm) == (0.01, 500, 1.0)
    assert (training.batch_size, training.window_order, training.held_out_fraction) == (32, "every-offset", 0.1)
    assert SamplingConfig() == SamplingConfig(temperature=0.8, top_k=40)
    assert build(94, "article") == Config(model, training, SamplingConfig())


@pytest.mark.parametrize(
    ("group", "name", "value", "allowed"),
    [
        (ModelConfig, "n_heads", 3, "a divisor of model.d_model (128)"),
        (ModelConfig, "d_model", 3, "even: sines and cosines come in pairs"),
        (ModelConfig, "n_layers", 0, "at least 1 and at most 1000"),
        (ModelConfig, "n_layers", 2.5, "a whole number"),
        (ModelConfig, "n_layers", True, "a whole number"),
        (ModelConfig, "d_ff", "many", "a whole number"),
        (ModelConfig, "dropout", 1.0, "at least 0 and below 1"),
        (ModelConfig, "dropout", float("nan"), "a number"),
        (ModelConfig, "norm_placement", "middle", "one of post, pre"),
        (ModelConfig, "context_length", 1, "at least 2 and at most 65536"),
        (ModelConfig, "qk_norm", 1, "true or false"),
        (ModelConfig, "positions", "rotery", "one of sinusoidal, rotary"),
        (TrainingConfig, "learning_rate", 10**400, "a number"),
        (TrainingConfig, "steps", 0, "at least 1 and at most 1000000000000"),
        (TrainingConfig, "steps", "all", "a whole number"),
        (TrainingConfig, "learning_rate", 0, "above 0 and at most 1e+100"),
        (TrainingConfig, "held_out_fraction", 0.99, "above 0 and at most 0.95"),
        (SamplingConfig, "temperature", -1, "at least 0 and at most 1000000.0"),
        (SamplingConfig, "top_k", -1, "at least 0 and at most 1000000"),
    ],
)
def test_a_wrong_value_is_refused_by_name(group: Any, name: str, value: Any, allowed: str) -> None:
    given = {"vocab_size": 94, name: value} if group is ModelConfig else {name: value}
    with pytest.raises(SettingError) as refused:
        group(**given)
    as_number = type(value) is int and name in ("learning_rate", "temperature") and value < 10
    shown = float(value) if as_number else value
    assert str(refused.value) == f"{group.section}.{name} is {shown!r}, but it must be {allowed}"


def test_rotary_positions_need_pairs() -> None:
    with pytest.raises(SettingError, match="such that a head's width, 3, is even"):
        ModelConfig(vocab_size=94, d_model=6, n_heads=2, positions="rotary")


@pytest.mark.parametrize(
    ("text", "value"), [(".5", 0.5), ("1e-3", 1e-3), ("true", True), ("post", "post"), ("1" * 5000, float("inf"))]
)
def test_values_on_the_command_line(text: str, value: object) -> None:
    assert config.change_from_text(f"a.b={text}") == {"a": {"b": value}}


def test_every_field_is_explained() -> None:
    for group in (ModelConfig, TrainingConfig, SamplingConfig):
        for field in dataclasses.fields(group):
            assert len(field.metadata["explanation"]) > 10, field.name


def test_an_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(SettingError, match=r"no setting model\.n_layer; did you mean model\.n_layers\?"):
        build(94, "modern", [config.change_from_text("model.n_layer=4")])
    with pytest.raises(SettingError, match="no group of settings modle; did you mean model"):
        build(94, "modern", [config.change_from_text("modle.n_layers=4")])
    with pytest.raises(SettingError, match="no preset modren; did you mean modern"):
        build(94, "modren")


@pytest.mark.parametrize("text", ["model.n_layers", "n_layers=4", "=4", "", "model.=4"])
def test_a_setting_that_cannot_be_read(text: str) -> None:
    with pytest.raises(SettingError, match=r"write it as model\.n_layers=4"):
        config.change_from_text(text)


def test_the_number_of_symbols_cannot_be_set() -> None:
    with pytest.raises(SettingError, match="number of symbols of the corpus"):
        build(94, "modern", [{"model": {"vocab_size": 12}}])


def test_later_layers_win(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("[model]\nn_layers = 4\nd_ff = 64\n[training]\nseed = 7\n", encoding="utf-8")
    by_hand = [config.change_from_text("model.n_layers=3"), {"training": {"steps": 5}}]
    built = build(50, "modern", [config.changes_from_file(file), *by_hand])
    assert (built.model.n_layers, built.model.d_ff, built.training.seed, built.training.steps) == (3, 64, 7, 5)
    assert built.model.norm_placement == "pre"
    assert build(50, "modern").model.n_layers == 2  # the preset itself is as it was


@pytest.mark.parametrize(
    ("content", "message"), [("model = [", "is not TOML"), ("model = 3", "is a group of settings")]
)
def test_a_file_of_settings_that_is_wrong(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "mine.toml").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        build(94, "modern", [config.changes_from_file(tmp_path / "mine.toml")])
    with pytest.raises(InputError, match="cannot read"):
        config.changes_from_file(tmp_path / "other.toml")


@given(
    vocab_size=st.integers(2, 500),
    preset=st.sampled_from(sorted(PRESETS)),
    heads=st.integers(1, 8),
    width=st.integers(1, 20),
    dropout=st.floats(0, 0.99),
    steps=st.none() | st.integers(1, 10**9),
    temperature=st.floats(0, 1e6),
)
def test_settings_to_json_and_back(
    vocab_size: int, preset: str, heads: int, width: int, dropout: float, steps: int | None, temperature: float
) -> None:
    changes = {
        "model": {"n_heads": heads, "d_model": 2 * heads * width, "dropout": dropout},
        "training": {"steps": steps},
        "sampling": {"temperature": temperature},
    }
    built = build(vocab_size, preset, [changes])
    assert Config.from_dict(json.loads(json.dumps(built.to_dict()))) == built
