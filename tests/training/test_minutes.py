"""A run of so many minutes: it ends in time whatever the computer does beside, and goes on as any other."""

import math
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from proust_attention.checkpoint import RunFolder
from proust_attention.cli.progress import follow
from proust_attention.config import TrainingConfig, build
from proust_attention.errors import InputError, SettingError
from proust_attention.files import write_json
from proust_attention.optimizer.schedules import lr_scale
from proust_attention.timetable import Timetable
from proust_attention.training import Training
from proust_attention.training.events import Evaluated, Event, Finished, Noticed, Sampled, Stepped, Stopped
from proust_attention.training.plan import Plan
from proust_attention.training.timing import Costs, Timing, next_leg
from tests.training.runs import NUMPY, Tiny

Load = Callable[[float], float]  # by what everything takes longer, at a time
STEP, EVALUATION, SAMPLE = 0.1, 0.3, 0.2  # seconds on a computer that does nothing else


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self, load: Load) -> None:
        self.now, self.load = 0.0, load

    def monotonic(self) -> float:
        return self.now

    def spend(self, seconds: float) -> None:
        """Let pass what so much work takes now."""
        self.now += seconds * self.load(self.now)


def ends_at(clock: Clock, minutes: float = 1.0, legs: int = 20, windows: int = 640, evaluated: int = 64) -> float:
    """Return when a run of so many minutes ends, its last sample and the reading included, in seconds."""
    timing, step, share = Timing(minutes, since=0.0), 0, 0.0
    for part, seconds in (("evaluation", EVALUATION), ("sample", SAMPLE)):
        with timing.part(part):
            clock.spend(seconds)
    timing.begin_leg(0)
    while share < 1:
        costs = Costs(timing.step_time(step) or STEP * clock.load(clock.now), timing.took["evaluation"])
        steps, share = next_leg(share, timing.left(windows, evaluated), costs, legs)
        timing.begin_leg(step)
        for _ in range(steps):
            step += 1
            clock.spend(STEP)
        with timing.part("evaluation"):
            clock.spend(EVALUATION)
    clock.spend(SAMPLE)
    clock.spend(EVALUATION * timing.readable(windows, evaluated) / evaluated)
    return clock.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[Load], Clock]:
    """What puts a clock in the place of the time."""

    def make(load: Load) -> Clock:
        made = Clock(load)
        monkeypatch.setattr("proust_attention.training.timing.time", made)
        return made

    return make


@pytest.mark.parametrize(
    "load",
    [
        lambda now: 1.0,
        lambda now: 1.0 if now > 2 else 4.0,  # a test that came to its end
        lambda now: 1.0 if now < 40 else 3.0,  # one that began
        lambda now: 2.0 + math.sin(now),
        lambda now: 1.0 + int(now / 7) % 3,
        lambda now: 20.0,
    ],
    ids=["quiet", "sooner quiet", "later loud", "waves", "stairs", "slow"],
)
def test_it_ends_in_time_whatever_else_the_computer_does(load: Load, clock: Callable[[Load], Clock]) -> None:
    assert 54 <= ends_at(clock(load)) <= 66


def test_what_is_left_of_the_time(clock: Callable[[Load], Clock]) -> None:
    """A run that goes on has the share that was not over, from when it went on; the end is kept back."""
    now = clock(lambda _: 1.0)
    now.now = 1000.0
    timing = Timing(minutes=1.0, since=990.0, share=0.5)
    timing.took = {"evaluation": 0.64, "sample": 1.0}
    for_the_steps = 0.98 * 60 - 1.0 - 0.64 * 320 / 64
    assert timing.left(320, 64) == pytest.approx(0.5 * for_the_steps - 10)


def test_a_resumed_run_has_the_rest_of_its_time(
    tmp_path: Path, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[float, float]] = []

    def decide(share: float, left: float, *_: object) -> tuple[int, float]:
        asked.append((share, left))
        return (4, 0.75) if share == 0 else (3, 1.0)

    monkeypatch.setattr("proust_attention.training.loop.next_leg", decide)
    steps_and_stop(begin(tmp_path / "run", tiny, minutes=600), 4)
    assert isinstance(list(Training.resume(tmp_path / "run", NUMPY).run())[-1], Finished)
    (first, all_of_it), (then, rest) = asked
    assert (first, then) == (0.0, 0.75)
    assert rest == pytest.approx(all_of_it / 4, rel=0.05)


def test_a_run_that_goes_on_for_its_last_reading_reads_no_more_than_fits(tmp_path: Path, tiny: Tiny) -> None:
    training = begin(tmp_path / "run", tiny, minutes=0.01)
    list(training.run())
    log = tmp_path / "run" / "metrics.jsonl"
    kept = [line for line in log.read_text("utf-8").splitlines() if '"kind": "final"' not in line]
    log.write_text("".join(f"{line}\n" for line in kept), "utf-8")  # as if killed in the reading
    again = Training.resume(tmp_path / "run", NUMPY)
    assert not again.finished
    again.observer.windows_at_the_end(again.engine)
    assert again.observer.timing is not None
    assert again.observer.timing.took["evaluation"] > 0
    again.lock.release()


def test_a_computer_on_which_nothing_fits_makes_one_step() -> None:
    assert next_leg(0.0, -5.0, Costs(100.0, 100.0), 20) == (1, 1.0)
    assert next_leg(0.0, 60.0, Costs(1000.0, 0.1), 20) == (1, 1.0)


def test_what_is_read_at_the_end_fits_into_a_fifth_of_the_time() -> None:
    timing = Timing(minutes=1.0, since=0.0)
    assert timing.readable(2800, 64) == 2800  # as long as nobody knows how long it takes
    timing.took["evaluation"] = 0.2
    assert timing.readable(2800, 64) == 2800
    timing.took["evaluation"] = 2.0
    assert timing.readable(2800, 64) == 384
    timing.took["evaluation"] = 100.0
    assert timing.readable(2800, 64) == 64


def test_the_rate_falls_with_the_time() -> None:
    timetable = "10:0.2 15:0.6 30:1.0"
    training = TrainingConfig(steps=30, warmup_steps=5, decay="linear", timetable=timetable)
    rates = [lr_scale(step, training) for step in range(30)]
    assert rates[:5] == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0])
    assert rates[5] == 1.0
    assert rates[10] == pytest.approx(1 - (0.2 - 0.1) / 0.9)  # the warm-up took a tenth of the time
    assert rates[15] == pytest.approx(1 - (0.6 - 0.1) / 0.9)
    assert rates == sorted(rates[:5]) + sorted(rates[5:], reverse=True)
    assert 0 < rates[-1] < 0.05
    even = replace(training, timetable="15:0.5 30:1.0")
    assert [lr_scale(s, even) for s in range(30)] == pytest.approx(
        [lr_scale(s, replace(even, timetable="")) for s in range(30)]
    )


def test_the_plan_of_what_is_decided() -> None:
    training = TrainingConfig(steps=15, evaluations=100, samples=3, timetable="10:0.2 15:0.6")
    plan = Plan.of(training)
    assert (plan.evaluate_at, plan.sample_at) == ({10, 15}, {11, 14})  # a quarter of the time, and half
    assert plan.log_at == {5, 10, 12, 15}
    assert training.expected_steps == 25


@pytest.mark.parametrize("timetable", ["x", "3", "3:2", "3:0.5 3:0.6", "5:0.5 6:0.5", "0:0.1", "2:nan", "-1:0.1"])
def test_what_is_no_timetable(timetable: str) -> None:
    with pytest.raises(SettingError, match=r"training\.timetable is .*, but it must be as in 10:0\.2"):
        TrainingConfig(timetable=timetable)


def begin(path: Path, tiny: Tiny, minutes: float) -> Training:
    config, tokenizer, ids = tiny
    config = replace(config, training=replace(config.training, evaluations=4, samples=3, sample_length=20))
    return Training.start(path, config, tokenizer, {}, ids, NUMPY, minutes=minutes)


def steps_and_stop(training: Training, steps: int) -> list[Event]:
    events = []
    for event in training.run():
        events.append(event)
        if isinstance(event, Stepped) and event.step >= steps:
            training.stop()
    return events


def test_a_run_of_so_many_minutes(tmp_path: Path, tiny: Tiny) -> None:
    training = begin(tmp_path / "run", tiny, minutes=0.02)
    events = list(training.run())
    config = RunFolder.open(tmp_path / "run").config.training
    timetable = Timetable.parse(config.timetable)
    assert timetable.share == 1
    assert config.steps == timetable.steps == training.steps == training.step
    ends = [step for step, _ in timetable.legs]
    assert [event.step for event in events if isinstance(event, Evaluated)] == [0, *ends]
    assert [event.step for event in events if isinstance(event, Sampled)] == [
        0,
        *sorted(Plan.of(config).sample_at),
    ]
    assert isinstance(events[-1], Finished)
    again = Training.resume(tmp_path / "run", NUMPY)
    assert again.finished
    again.lock.release()
    longer = Training.resume(tmp_path / "run", NUMPY, steps=training.steps + 5)
    assert [event.step for event in longer.run() if isinstance(event, Stepped)][-1] == training.steps + 5
    assert RunFolder.open(tmp_path / "run").config.training.timetable == ""


def test_where_there_was_no_time_for_all_of_the_text_the_last_line_says_so(
    tmp_path: Path, tiny: Tiny, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Timing, "readable", lambda *_: 2)
    training = begin(tmp_path / "run", tiny, minutes=0.02)
    follow(training)
    (line,) = (line for line in capsys.readouterr().out.splitlines() if line.startswith("finished: "))
    read, all_of_it = 2 * training.config.model.context_length, len(training.material.held_out) - 1
    assert f" bits a character, on {read:,} of the {all_of_it:,} held-out characters, with" in line


@pytest.mark.parametrize("stop_at", [3, "the end of a leg"])
def test_what_is_decided_is_done_again(
    tmp_path: Path, tiny: Tiny, stop_at: int | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run goes on where it was stopped; another that is told what this one decided has the same weights."""
    run, other = tmp_path / "run", tmp_path / "other"
    legs = iter([(4, 0.2), (5, 0.5), (2, 0.6), (7, 1.0)])
    monkeypatch.setattr("proust_attention.training.loop.next_leg", lambda *_: next(legs))
    training = begin(run, tiny, minutes=1)
    events = []
    for event in training.run():
        events.append(event)
        if isinstance(event, Evaluated if stop_at == "the end of a leg" else Stepped) and training.step >= 3:
            training.stop()
    assert isinstance(events[-1], Stopped)
    shutil.copytree(run, other)
    on_the_way = Training.resume(run, NUMPY)
    came = list(on_the_way.run())
    assert not [event for event in came if isinstance(event, Noticed)]
    assert isinstance(came[-1], Finished)
    assert RunFolder.open(run).config.training.timetable.startswith(
        RunFolder.open(other).config.training.timetable
    )
    shutil.copy(run / "config.json", other)
    assert isinstance(list(Training.resume(other, NUMPY).run())[-1], Finished)
    for part in ("state/state.safetensors", "model.safetensors", "config.json"):
        assert (run / part).read_bytes() == (other / part).read_bytes(), part


def test_a_run_of_minutes_of_an_older_version_keeps_its_steps(tmp_path: Path, tiny: Tiny) -> None:
    config, tokenizer, ids = tiny
    steps_and_stop(Training.start(tmp_path / "run", config, tokenizer, {}, ids, NUMPY), 5)
    write_json(tmp_path / "run" / "began.json", {"engine": "numpy", "minutes": 1.0})
    training = Training.resume(tmp_path / "run", NUMPY)
    assert (training.observer.timing, training.steps) == (None, 12)
    training.lock.release()


def test_without_its_beginning_it_does_not_know_its_end(tmp_path: Path, tiny: Tiny) -> None:
    steps_and_stop(begin(tmp_path / "run", tiny, minutes=10), 3)
    write_json(tmp_path / "run" / "began.json", {"engine": "numpy"})
    with pytest.raises(InputError, match=r"began\.json does not say for how many minutes"):
        Training.resume(tmp_path / "run", NUMPY)


def test_the_settings_of_another_run_bring_no_timetable(tmp_path: Path, tiny: Tiny) -> None:
    from proust_attention.config import changes_from_file

    steps_and_stop(begin(tmp_path / "run", tiny, minutes=10), 3)
    changes = changes_from_file(tmp_path / "run" / "config.json")
    assert build(5, "modern", [changes, {"training": {"steps": 7}}]).training.timetable == ""
