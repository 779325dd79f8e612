"""A run from Python: the command's names, the command's refusals, the command's weights."""

import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import proust_attention as proust
from proust_attention import corpus
from proust_attention.checkpoint import arrays
from proust_attention.errors import InputError, ProustError
from proust_attention.training.events import Evaluated, Event, Finished, Sampled, Stepped
from tests.conftest import TINY, Proust
from tests.terminals import terminal
from tests.waiting import until

SMALL: dict[str, Any] = {**TINY, "engine": "numpy"}


def test_it_trains_what_the_command_trains(tmp_path: Path, learned: corpus.Corpus, proust: Proust) -> None:
    corpus.save(learned, tmp_path / "corpus")
    settings = [
        f"{group}.{name}={value}" for group in ("model", "training") for name, value in TINY[group].items()
    ]
    flags = [flag for setting in settings for flag in ("--set", setting)]
    line = ["--corpus", "corpus", "--run", "command", "--preset", "article", "--engine", "numpy", "--seed", 4]
    assert proust("train", *line, *flags, cwd=tmp_path).returncode == 0
    run = python_train(learned, run=tmp_path / "python", preset="article", seed=4, **SMALL)
    there, here = (arrays.read(tmp_path / name / "model.safetensors") for name in ("command", "python"))
    assert {name: array.tobytes() for name, array in there.items()} == {
        name: array.tobytes() for name, array in here.items()
    }
    assert (run.path / "config.json").read_bytes() == (tmp_path / "command" / "config.json").read_bytes()


def python_train(*given: Any, **named: Any) -> "proust.Run":
    return proust.train(*given, **named)


def test_what_a_run_is_to_python(tmp_path: Path) -> None:
    events: list[Event] = []
    run = proust.train(run=str(tmp_path / "a"), on_event=events.append, **SMALL)
    frame = pd.DataFrame(run.history)
    assert set(frame["kind"]) == {"step", "evaluation", "final"}
    assert frame[frame["kind"] == "step"]["loss"].notna().all()
    assert [event.step for event in events if isinstance(event, Stepped)] == list(range(1, 13))
    assert {Evaluated, Sampled, Finished} < {type(event) for event in events}
    assert run.machine.generate("La casa", length=9, seed=1).startswith("La casa")
    assert run.samples[-1]["step"] == 12
    assert run.finished
    assert repr(run).startswith(f"Run({str(run.path)!r}: ")
    assert "step 12 of 12" in repr(run)
    page = run._repr_html_()
    assert 'src="data:image/svg+xml;base64,' in page
    assert run.samples[-1]["prompt"] in page


def test_a_run_shows_itself_whatever_it_is_called(tmp_path: Path) -> None:
    run = proust.train(run=tmp_path / "<b>", show=False, **SMALL)
    assert "<b><b>" not in run._repr_html_()
    assert "&lt;b&gt;" in run._repr_html_()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"model": {"layers": 3}}, "there is no setting model.layers; did you mean model.n_layers?"),
        ({"preset": "x"}, "there is no preset x"),
        ({"engine": "x"}, "there is no engine x"),
        ({"minutes": 0}, "--minutes is 0, but it must be a number above 0"),
        ({"minutes": 1, "steps": 4}, "--minutes and training.steps exclude each other"),
        ({"minutes": 1, "training": {"steps": 4}}, "--minutes and training.steps exclude each other"),
        ({"corpus": "nowhere"}, "there is no corpus folder nowhere"),
        ({"from_": "nowhere"}, "there is no run folder nowhere"),
        ({"accumulate": 0}, "--accumulate is 0, but it must be at least 1"),
        ({"batch_size": "many"}, "training.batch_size is 'many', but it must be a whole number"),
    ],
)
def test_refusals_are_those_of_the_command(tmp_path: Path, given: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError) as refused:
        proust.train(run=tmp_path / "a", **given)
    assert says in str(refused.value)
    assert not (tmp_path / "a").exists()


def test_the_same_call_goes_on(tmp_path: Path, learned: corpus.Corpus) -> None:
    path = tmp_path / "a"

    def interrupted(event: Event) -> None:
        if isinstance(event, Stepped) and event.step == 5:
            signal.raise_signal(signal.SIGINT)

    call: dict[str, Any] = {"run": path, "resume": True, **SMALL}
    with pytest.raises(KeyboardInterrupt):
        proust.train(learned, on_event=interrupted, **call)
    assert not proust.Run(path).finished
    assert int(arrays.read(path / "state" / "state.safetensors")["counters.step"]) == 5
    assert proust.train(learned, **call).finished
    straight = proust.train(learned, run=tmp_path / "straight", **SMALL)
    one, other = (arrays.read(run / "state" / "state.safetensors") for run in (path, straight.path))
    assert all(np.array_equal(one[name], other[name]) for name in one)
    with pytest.raises(InputError, match="training.seed is 0 there, not 7"):
        proust.train(learned, seed=7, **call)


def test_what_a_callback_raises_loses_nothing(tmp_path: Path) -> None:
    def give_up(event: Event) -> None:
        if isinstance(event, Stepped) and event.step == 5:
            raise ValueError("enough")

    with pytest.raises(ValueError, match="enough"):
        proust.train(run=tmp_path / "a", on_event=give_up, **SMALL)
    assert int(arrays.read(tmp_path / "a" / "state" / "state.safetensors")["counters.step"]) == 5
    assert "step 5 of 12" in repr(proust.Run(tmp_path / "a"))
    assert proust.train(run=tmp_path / "a", resume=True, **SMALL).finished


SCRIPT = """
import sys
import proust_attention as proust
print("begins", flush=True)
proust.train(run=sys.argv[1], engine="numpy", steps=1_000_000, **{tiny!r})
print("goes on as if nothing had been")
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_script_that_is_stopped_saves_and_ends(tmp_path: Path, number: signal.Signals) -> None:
    tiny = {name: {k: v for k, v in group.items() if k != "steps"} for name, group in TINY.items()}
    code = SCRIPT.format(tiny=tiny)
    run = tmp_path / "a"
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(run)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    until(lambda: (run / "samples.jsonl").exists())
    process.send_signal(number)
    out, error = process.communicate(timeout=60)
    assert process.returncode == -number
    assert out == "begins\n"
    assert f"proust.train(run={str(run)!r}, resume=True)" in error
    assert (run / "state" / "state.safetensors").exists()


def in_a_terminal(run: Path, **how: Any) -> str:
    settings = {**TINY, "training": {**TINY["training"], "steps": 2000}, "engine": "numpy", **how}
    return f"import proust_attention as proust; proust.train(run={str(run)!r}, **{settings!r})"


def test_a_sign_of_life_in_a_terminal(tmp_path: Path) -> None:
    with terminal(code=in_a_terminal(tmp_path / "a")) as opened:
        opened.until("step ")
        assert "finished: " in opened.rest()
    with terminal(code=in_a_terminal(tmp_path / "b", show=False)) as opened:
        assert opened.rest() == ""


def test_a_terminal_that_is_closed(tmp_path: Path) -> None:
    """The run saves, though nobody can be told so any more."""
    run = tmp_path / "a"
    with terminal(code=in_a_terminal(run, training={**TINY["training"], "steps": 1_000_000})) as opened:
        until(lambda: (run / "samples.jsonl").exists())
        opened.hang_up()
        assert opened.process.wait(60) == -signal.SIGHUP
    assert (run / "state" / "state.safetensors").exists()


def test_a_run_of_minutes_says_how_far_it_is(tmp_path: Path) -> None:
    seen: list[str] = []
    settings = {name: value for name, value in TINY["training"].items() if name != "steps"}
    run = tmp_path / "a"
    proust.train(
        run=run, minutes=0.02, engine="numpy", model=TINY["model"], training=settings,
        on_event=lambda event: seen.append(repr(proust.Run(run))) if isinstance(event, Evaluated) else None,
    )  # fmt: skip
    assert "step 0 of a run of 0.02 min" in seen[0]
    assert all(" of about " in shown for shown in seen[1:-1])
    assert f"step {len(seen) and proust.Run(run).history[-1]['step']} of " in repr(proust.Run(run))


def test_books_become_a_corpus(tmp_path: Path, prose: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a.txt").write_text(prose, "utf-8")
    heading = "El armario de los membrillos"
    made = proust.prepare("~/a.txt", language="es", out="~/corpus", drop_lines=[f"/^{heading}$/"])
    assert corpus.load(tmp_path / "corpus").text == made.text
    assert heading not in made.text
    assert heading in proust.prepare([str(tmp_path / "a.txt")], language="es", as_given=True).text
    with pytest.raises(InputError, match="there is no alphabet for the language 'xx'"):
        proust.prepare(tmp_path / "a.txt", language="xx")
    with pytest.raises(InputError, match="there are no files"):
        proust.prepare([], language="es")
    with pytest.raises(InputError, match="--drop-rare is -1, but it must be at least 0"):
        proust.prepare(tmp_path / "a.txt", language="es", drop_rare=-1)
    with pytest.raises(InputError, match="there is no kind nonsense to keep"):
        proust.prepare(tmp_path / "a.txt", language="es", keep="nonsense")
    with pytest.raises(InputError, match="already holds a corpus"):
        proust.prepare(tmp_path / "a.txt", language="es", out=tmp_path / "corpus")
    with pytest.warns(UserWarning, match="seems to be in Spanish"):
        proust.prepare(tmp_path / "a.txt", language="it", any_language=True)


def test_arrays_of_a_text() -> None:
    writer = proust.load("recherche-fr")
    text = "Longtemps, je me suis couché"
    maps, nats = writer.attention(text), writer.score(text)
    model, n_tokens = writer.config.model, len(writer.tokenizer.encode(text))
    assert maps.shape == (model.n_layers, model.n_heads, n_tokens, n_tokens)
    np.testing.assert_allclose(maps.sum(-1), 1, atol=1e-5)
    assert not np.triu(maps, 1).any()
    machine = proust.torch_model.Transformer(model, writer.weights)
    import torch

    _, theirs = machine(
        torch.from_numpy(writer.tokenizer.encode(text).astype(np.int64)[None]), return_attention=True
    )
    np.testing.assert_allclose(maps, np.stack([layer[0].detach().numpy() for layer in theirs]), atol=1e-5)
    assert np.isnan(nats[0])
    assert 0 < nats[1:].mean() < 3
    assert nats.shape == (n_tokens,)
    with pytest.raises(InputError, match="the text has 600 tokens; give 1 to 256"):
        writer.attention("a" * 600)
    with pytest.raises(InputError, match="the text has 0 tokens"):
        writer.attention("")
    with pytest.raises(ProustError, match="does not know the character"):
        writer.score("Ω")
