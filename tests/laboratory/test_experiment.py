"""Experiments as files: those that ship are whole, and what is wrong with one is said in a line."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proust_attention.batches.windows import cut
from proust_attention.corpus import Corpus, of_texts
from proust_attention.corpus.reading import Source
from proust_attention.errors import InputError
from proust_attention.laboratory.experiment import Experiment
from proust_attention.laboratory.experiment_file import experiment_of, read, shipped
from proust_attention.laboratory.texts import beginning, with_share
from proust_attention.laboratory.trial import named, prepare
from proust_attention.training.opening import text_of

TWO: dict[str, Any] = {"budget": {"steps": 5}, "variants": {"a": {}, "b": {}}}


@pytest.mark.parametrize("name", shipped())
def test_every_variant_of_those_that_ship_can_begin(name: str) -> None:
    experiment = read(name)
    assert experiment.title != name
    assert experiment.question
    assert Experiment.from_dict(experiment.to_dict()) == experiment
    text = beginning(text_of(experiment.corpus), 30_000)
    for variant in experiment.variants:
        assert len(variant.seeds) >= 5
        if variant.settings["tokenizer"].get("vocab_size", 0) < 1000:
            config = prepare(variant, text).config
            named(variant.interventions, config.model)


def test_what_is_left_out_has_a_default() -> None:
    experiment = experiment_of("x", TWO)
    assert experiment.compare == (("a", "b"),)
    assert [variant.seeds for variant in experiment.variants] == [(0, 1, 2, 3, 4)] * 2
    assert experiment.variants[0].preset == "modern"


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"variants": {"a": {}}}, "two variants or more"),
        ({"variant": {}}, "there is no key variant; did you mean variants?"),
        ({"budget": {"hours": 1}}, "a budget is one of characters, steps, passes, minutes"),
        ({"budget": {"steps": 0}}, r"budget.steps is 0, but it must be a number above 0"),
        ({"budget": {"steps": float("nan")}}, "budget.steps is nan"),
        ({"seeds": 0}, "seeds is 0"),
        ({"seeds": [1, 1]}, "names one twice"),
        ({"seeds": True}, "seeds is True"),
        ({"compare": [["a", "c"]]}, "there is no variant c"),
        ({"compare": [["a"]]}, "a list of pairs"),
        ({"compare": [["a", "a"]]}, "a is compared with itself"),
        ({"compare": [["a", "b"], ["a", "b"]]}, "names a pair twice"),
        ({"variants": {"": {}, "b": {}}}, "the name of a variant is ''"),
        ({"variants": {"a": {}, "b\n": {}}}, "the name of a variant is"),
        ({"variants": {"a": {}, "b" * 41: {}}}, "the name of a variant is"),
        ({"seeds": [2**63]}, "seeds is"),
        ({"variants": {"a": {}, "b": {"interventions": {"*": float("nan")}}}}, "must be a factor"),
        ({"text": -1}, "text is -1"),
        ({"figure": "loss"}, "there is no figure loss"),
        ({"gradient_norms": [-1]}, "gradient_norms is a list of steps"),
        ({"variants": {"a": {}, "b": {"seeds": 3}}}, "a has 5 seeds and b 3"),
        ({"variants": {"a": {}, "b": {"share": 0}}}, "the share of b is 0"),
        ({"variants": {"a": {}, "b": {"preset": "old"}}}, "there is no preset old"),
        ({"variants": {"a": {}, "b": {"model": {"n_layer": 2}}}}, "did you mean model.n_layers"),
        ({"variants": {"a": {}, "b": {"model": {"n_layers": 0}}}}, "model.n_layers is 0"),
        ({"variants": {"a": {}, "b": {"training": {"steps": 9}}}}, "the budget says how long"),
        ({"base": {"training": {"seed": 9}}}, "seeds says which"),
        ({"base": {"modal": {}}}, "there is no group of settings modal"),
        ({"variants": {"a": {}, "b": {"interventions": {"*.query": "4"}}}}, "must be a factor"),
        ({"variants": {"a": 1, "b": {}}}, "a is a table"),
    ],
)
def test_what_is_wrong_is_said(changes: dict[str, Any], line: str) -> None:
    with pytest.raises(InputError, match=line):
        experiment_of("x", TWO | changes)


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no file none.toml"):
        read("none.toml")
    with pytest.raises(InputError, match="there is no experiment prenom; did you mean prenorm?"):
        read("prenom")
    with pytest.raises(InputError, match="is a folder; give a TOML file"):
        read(str(tmp_path))
    (tmp_path / "x.toml").write_text("seeds = [", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.toml is not TOML"):
        read(str(tmp_path / "x.toml"))
    (tmp_path / "y.toml").write_text("budget.steps = 5", encoding="utf-8")
    with pytest.raises(InputError, match=r"y\.toml: an experiment has two variants or more"):
        read(str(tmp_path / "y.toml"))


def test_patterns_that_mean_no_array(learned: Corpus) -> None:
    experiment = experiment_of("x", TWO | {"variants": {"a": {}, "b": {"interventions": {"blocks.*.scores": 2}}}})
    config = prepare(experiment.variants[1], learned).config
    with pytest.raises(InputError, match=r"there is no array blocks\.\*\.scores"):
        named(experiment.variants[1].interventions, config.model)


@given(
    text=st.text("abcd \n", min_size=20, max_size=400).filter(str.strip),
    share=st.floats(0.05, 1),
    fraction=st.floats(0.05, 0.5),
)
def test_whatever_share_trains_the_held_out_text_stays(text: str, share: float, fraction: float) -> None:
    whole = of_texts([Source.of_text("t", text)], "es")
    if not 0 < cut(len(whole.text), fraction) < len(whole.text):
        return
    held_out = whole.text[cut(len(whole.text), fraction) :]
    try:
        part, of_it = with_share(whole, share, fraction)
    except InputError as error:
        assert "is too small" in str(error)  # noqa: PT017
        return
    assert part.manifest["symbols"] == whole.manifest["symbols"]  # with fewer to choose from it would lose less
    place = cut(len(part.text), of_it)
    assert part.text[place:] == held_out
    assert whole.text.endswith(part.text)
    assert place == (
        round(share * cut(len(whole.text), fraction)) if share < 1 else cut(len(whole.text), fraction)
    )
