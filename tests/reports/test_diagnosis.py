"""What is said of a run: of made-up curves, and of real small ones."""

import json
import math
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proust_attention.checkpoint import RunFolder
from proust_attention.checkpoint.history import History
from proust_attention.config import Config, build
from proust_attention.errors import ProustError
from proust_attention.files import read_lines
from proust_attention.reports.diagnosis import diagnose
from proust_attention.reports.finding import Finding
from proust_attention.tokenizer import CharacterTokenizer
from proust_attention.training import Hardware, Training
from tests.conftest import SOON
from tests.reports.logs import Record, evaluation, made_up

STEPS = 4000


def said(records: Iterable[Record], steps: int = STEPS) -> list[Finding]:
    return diagnose(History.of(records), steps)


def kinds(records: Iterable[Record], steps: int = STEPS) -> list[str]:
    return [finding.kind for finding in said(records, steps)]


def levels_off(done: float) -> float:
    return 1.4 + 2.8 * math.exp(-12 * done)


def keeps_falling(done: float) -> float:
    return 4.2 - 2.5 * done**0.5


def turns(done: float) -> float:
    return 2.0 + 2.2 * (1 - done / 0.3) ** 2 if done < 0.3 else 2.0 + 0.8 * (done - 0.3)


def test_it_finished_well() -> None:
    assert kinds(made_up(STEPS, levels_off, ratio=2e-3)) == ["flat"]


def test_it_was_still_falling() -> None:
    (finding,) = said(made_up(STEPS, keeps_falling, ratio=5e-3))
    assert finding.kind == "falling"
    assert "From step 2,000 to the end the held-out loss went from 2.432 to 1.700 nats" in finding.evidence


def test_it_overfits() -> None:
    (finding,) = said(made_up(STEPS, turns, keeps_falling))
    assert finding.kind == "overfitting"
    assert "since about step 1,200:" in finding.says
    assert (
        "from 2.000 to 2.560 nats (step 4,000), while the training loss went from 2.831 to 1.700"
        in finding.evidence
    )


def test_a_run_that_began_at_its_best_overfits_from_the_beginning() -> None:
    (finding,) = said(made_up(STEPS, lambda done: 1.5 + done, keeps_falling))
    assert finding.says == "It has been overfitting from the beginning: it learns the training text by heart."
    assert "The weights of step 0 are the ones kept." in finding.evidence


def test_both_losses_rise() -> None:
    assert kinds(made_up(STEPS, turns)) == ["worse"]


def test_one_bad_evaluation_is_no_overfitting() -> None:
    records = made_up(STEPS, levels_off)
    records[-2] |= {"held_out_loss": 1.5}
    assert records[-2]["kind"] == "evaluation"
    assert "overfitting" not in kinds(records)


def test_the_learning_rate_is_too_high() -> None:
    thrown = made_up(STEPS, lambda done: 4.2 + 8 * math.sin(math.pi * done), ratio=1e-3)
    (finding,) = said(thrown)
    assert (finding.kind, finding.says) == ("too high", "The learning rate was probably too high.")
    assert "at step 2,000 the held-out loss was 12.200, more than before any training (4.200)" in finding.evidence
    spikes = made_up(STEPS, keeps_falling)
    for record in [record for record in spikes if record["kind"] == "step"][10:30:5]:
        record["loss"] += 3
    assert kinds(spikes) == ["too high"]
    (finding,) = said(made_up(STEPS, keeps_falling, ratio=0.3))
    assert finding.says == "The learning rate was perhaps too high."
    assert finding.doubt


def test_a_hump_from_which_the_loss_came_back() -> None:
    def hump(height: float) -> list[Record]:
        return made_up(STEPS, lambda done: keeps_falling(done) + height * (abs(done - 0.4) < 0.05))

    (finding,) = said(hump(1.0))
    assert finding.kind == "too high"
    assert "from step 1,200 to 1,600 the held-out loss rose from" in finding.evidence
    assert kinds(hump(0.05)) == ["falling"]


def test_the_learning_rate_is_too_low() -> None:
    assert kinds(made_up(STEPS, keeps_falling, ratio=1e-4)) == ["too low", "falling"]
    assert kinds(made_up(STEPS, lambda done: 4.5 - 0.3 * done, ratio=1e-4)) == ["too low", "falling"]
    assert kinds(made_up(STEPS, levels_off, ratio=1e-4)) == ["flat"]  # small updates, and nothing left to learn


def test_it_learned_nothing() -> None:
    assert kinds(made_up(STEPS, lambda done: 4.2)) == ["nothing learned"]


def diverged(step: int) -> Record:
    where = {"array": "blocks.1.attention.W_Q", "layer": "layer 1 of 0 to 1", "what": "the weight W_Q: NaN"}
    return {"kind": "diverged", "step": step, "bad_step": step + 1, **where}


def test_it_diverged() -> None:
    records = [*made_up(STEPS, keeps_falling, ratio=0.3, final=False), diverged(STEPS)]
    first, second = said(records, 2 * STEPS)
    assert "went wrong at step 4,001" in first.says
    assert "What was found, in layer 1 of 0 to 1: the weight W_Q: NaN." in first.evidence
    assert second.kind == "too high"
    assert kinds([diverged(0)]) == ["diverged"]


def test_it_diverged_before_that_was_noticed() -> None:
    records = made_up(STEPS, keeps_falling, final=False)
    wrong = {**diverged(STEPS), "bad_step": STEPS - 20, "bound": 12.98}
    first, *_ = said([*records, wrong], 2 * STEPS)
    assert first.says == "The run went wrong at step 3,980: its loss passed 13.0 nats."
    assert "At step 4,000 it was still so, and the run was stopped." in first.evidence
    assert kinds([*records, wrong, evaluation(STEPS + 1, 1.7)], 2 * STEPS)[0] == "unfinished"  # it was overcome


def test_a_divergence_that_was_overcome() -> None:
    assert kinds([diverged(100), *made_up(STEPS, levels_off)]) == ["flat"]


def test_a_run_in_progress() -> None:
    half = [record for record in made_up(STEPS, keeps_falling, final=False) if record["step"] <= STEPS // 2]
    assert kinds(half) == ["unfinished"]
    assert "ends at step 2,000 of 4,000" in said(half)[0].evidence
    assert kinds([evaluation(0, 4.2)]) == kinds([]) == ["unfinished", "early"]


def test_a_run_that_was_continued_has_no_final_figure_yet() -> None:
    longer = [evaluation(STEPS + 400, 1.7, 1.7)]
    assert History.of(made_up(STEPS, keeps_falling)).final == pytest.approx(1.7)
    assert History.of([*made_up(STEPS, keeps_falling), *longer]).final is None


HUGE = 10**400  # a number in JSON, and more than any float
JSON: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from([HUGE, -HUGE]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "kind": st.sampled_from(["step", "evaluation", "final", "diverged"]),
                "step": st.integers(0, 9) | JSON,
            },
            optional={
                "loss": JSON,
                "held_out_loss": st.floats() | JSON,
                "training_loss": st.floats() | JSON,
                "gradient_norm": st.floats() | JSON,
                "bad_step": JSON,
                "groups": st.dictionaries(
                    st.text(max_size=3), st.fixed_dictionaries({"update_ratio": st.floats()})
                )
                | JSON,
            },
        ),
        max_size=20,
    )
)
def test_whatever_stands_in_a_log_something_is_said(records: list[Record]) -> None:
    with np.errstate(all="ignore"):
        assert said(records, 9)


@pytest.mark.parametrize(
    "value", ["1" + 400 * "0", "-1" + 400 * "0", "NaN", "Infinity", "-Infinity", "1e999", "[]"]
)
def test_what_cannot_be_reckoned_with_is_left_out(tmp_path: Path, value: str) -> None:
    whole = made_up(STEPS, levels_off, ratio=2e-3)
    figures = {"loss": 0, "held_out_loss": 0, "characters": 0, "bad_step": 0, "bound": 0}
    record = json.dumps({"step": STEPS, **figures, "groups": {"embedding": {"update_ratio": 0}}})
    log = tmp_path / "metrics.jsonl"
    for kind in ("step", "evaluation", "final", "diverged"):
        for step in (str(STEPS), value):
            bad = record.replace(": 0", f": {value}").replace(str(STEPS), step)
            log.write_text(f'{bad[:-1]}, "kind": "{kind}"}}\n', encoding="utf-8")
            bad_record, *_ = read_lines(log)
            assert History.of([*whole, bad_record]) == History.of(whole)


LARGER = {"model": {"d_model": 48, "n_heads": 2, "n_layers": 2, "d_ff": 96, "context_length": 32}}

Tiny = tuple[Config, CharacterTokenizer, np.ndarray]


def trained(path: Path, tiny: Tiny, **training: Any) -> list[Finding]:
    config, tokenizer, ids = tiny
    settings = {"samples": 1, "evaluations": 20, "warmup_steps": 10, **training}
    changed = replace(config, training=replace(config.training, **settings))
    run = Training.start(path, changed, tokenizer, {}, ids, Hardware("torch", "cpu"))
    list(run.run())
    return said(run.run_folder.read_log("metrics"), run.steps)


def test_a_real_run_that_overfits(tmp_path: Path, prose: str) -> None:
    few = prose[:2000]
    tokenizer = CharacterTokenizer.of_text(few)
    tiny = build(tokenizer.vocab_size, "article", [SOON, LARGER]), tokenizer, tokenizer.encode(few)
    first, *_ = trained(tmp_path / "run", tiny, steps=300, batch_size=12, learning_rate=0.01)
    assert first.kind == "overfitting"
    step = int(first.says.split("step ")[1].split(":")[0])
    assert 60 <= step <= 180, first.says


@pytest.mark.parametrize(("rate", "kind"), [(1.0, "too high"), (1e-5, "too low")])
def test_a_real_run_with_a_wrong_learning_rate(tmp_path: Path, tiny: Tiny, rate: float, kind: str) -> None:
    assert kind in [finding.kind for finding in trained(tmp_path / "run", tiny, steps=120, learning_rate=rate)]


def test_a_real_run_that_diverges(tmp_path: Path, tiny: Tiny) -> None:
    with np.errstate(all="ignore"), pytest.raises(ProustError):
        trained(tmp_path / "run", tiny, steps=60, learning_rate=1e30, warmup_steps=0)
    first, *_ = said(RunFolder.open(tmp_path / "run").read_log("metrics"), 60)
    assert first.kind == "diverged"
    assert "infinite" in first.evidence or "NaN" in first.evidence
