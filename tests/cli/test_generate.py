"""`proust generate`, as a process: piped, and in a terminal that is none (a pty)."""

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import proust_attention as proust
from proust_attention.checkpoint import RunFolder
from proust_attention.cli import main
from proust_attention.cli.paper import Wrapper
from proust_attention.generation import surprise
from proust_attention.generation.readers.opening import LONG
from tests.conftest import run_proust
from tests.terminals import COLOUR, terminal

COMMAND = [sys.executable, "-m", "proust_attention", "generate"]


def written(*arguments: object, given: bytes = b"") -> str:
    """What the command prints to a pipe."""
    result = subprocess.run([*COMMAND, *map(str, arguments)], input=given, capture_output=True, timeout=120)
    assert (result.returncode, result.stderr.decode()) == (0, "")
    return result.stdout.decode()


def refused(*arguments: object, given: bytes = b"") -> str:
    """The one line with which the command refuses."""
    result = subprocess.run([*COMMAND, *map(str, arguments)], input=given, capture_output=True, timeout=120)
    assert (result.returncode, result.stdout) == (2, b"")
    line = result.stderr.decode()
    assert line.startswith("proust: ")
    assert line.count("\n") == 1
    return line


def test_a_pipe_gets_the_text_as_it_is(trained: Path) -> None:
    text = written("La casa", "--model", trained, "--length", 200, "--seed", 3)
    assert text == proust.load(trained).generate("La casa", length=200, seed=3) + "\n"


def test_the_prompt_from_standard_input(trained: Path) -> None:
    flags = "--model", trained, "--length", 30, "--seed", 3
    expected = written("La casa", *flags)
    assert written("-", *flags, given=b"La casa\n") == expected
    assert written("-", *flags, given=b"La casa\r\n") == expected
    assert written(*flags, given=b"La casa") == expected
    assert written("-", *flags, given=b"La casa\n\n") == written("La casa\n", *flags)
    assert written("La casa – no…", *flags) == written("La casa — no...", *flags)
    assert "standard input is not UTF-8 (its byte 2)" in refused("-", *flags, given=b"La\xff")
    assert "'語'" in refused("-", *flags, given="La 語".encode())


def test_several_texts(trained: Path) -> None:
    flags = "--model", trained, "--length", 40
    alone = [written("La casa", *flags, "--seed", seed) for seed in (5, 6, 7)]
    together = written("La casa", *flags, "--seed", 5, "--count", 3)
    assert together == "".join(f"--- seed {5 + n} ---\n{text}" for n, text in enumerate(alone))


def test_for_other_programs(trained: Path) -> None:
    flags = (
        *("--length", 60, "--seed", 5, "--count", 2),
        *("--temperature", 0.5, "--top-p", 0.9, "--stop", "a", "--stop", "…"),
    )
    texts = json.loads(written("La casa", "--model", trained, *flags, "--json"))
    writer = proust.load(trained)
    for seed, text in zip((5, 6), texts, strict=True):
        plain = writer.generate("La casa", length=60, seed=seed, temperature=0.5, stop=["a", "..."], top_p=0.9)
        assert text["prompt"] + text["text"] == plain
        assert (text["seed"], text["model"]) == (seed, str(trained))
        assert text["settings"] == {
            **writer.config.sampling.replace(temperature=0.5, top_p=0.9).to_dict(),
            "length": 60,
            "stop": ["a", "..."],
            "until_sentence_end": False,
            "engine": "numpy",
        }
        nats = surprise.of_text(writer.config.model, writer.weights, writer.tokenizer.encode(plain))[7:]
        assert text["log_probabilities"] == pytest.approx([-each for each in nats], rel=1e-3, abs=1e-3)


def test_endings(trained: Path) -> None:
    flags = "--model", trained, "--seed", 1
    whole = written("La casa", *flags, "--length", 200)
    assert written("La casa", *flags, "--length", 200, "--stop", "e") == whole[: whole.index("e", 7)] + "\n"
    longer = written("La casa", *flags, "--length", 30, "--until-sentence-end")
    assert len("La casa") + 30 < len(longer) <= len("La casa") + 531
    assert longer[:37] == whole[:37]
    endless = "generate", "La casa", *flags, "--length", 9, "--temperature", 0, "--until-sentence-end"
    assert run_proust(*endless).stderr == "(seed 1: no sentence ended within 500 more characters)\n"


def test_engines_write_the_same(trained: Path) -> None:
    pytest.importorskip("numba")
    flags = "--model", trained, "--seed", 1, "--length", 100
    chosen = "--min-p", 0.02, "--repetition-penalty", 1.1
    expected = written("La casa", *flags, *chosen)
    assert written("La casa", *flags, *chosen, "--engine", "compiled") == expected


def test_a_long_text_is_written_compiled_where_that_can_be(trained: Path) -> None:
    """By itself, and the same one; a short text is not."""
    pytest.importorskip("numba")

    def first(*flags: object) -> tuple[str, str]:
        """The first text and its engine; it ends soon, at a stop string."""
        same = "--model", trained, "--seed", 1, "--stop", "e", "--json"
        text = json.loads(written("La casa", *same, *flags))[0]
        return text["text"], text["settings"]["engine"]

    text, _ = first("--engine", "numpy")
    assert first("--length", LONG) == first("--length", LONG // 2, "--count", 2) == (text, "compiled")
    assert first("--length", LONG - 1) == (text, "numpy")


def test_stats(trained: Path) -> None:
    result = run_proust("generate", "La casa", "--model", trained, "--length", 50, "--seed", 4, "--stats")
    assert len(result.stdout) == len("La casa") + 51
    assert re.fullmatch(r"50 characters in \d+\.\d\d s, [\d,]+ a second \(numpy, seed 4\)\n", result.stderr)
    pytest.importorskip("numba")
    flags = "--model", trained, "--length", 1001, "--seed", 4, "--engine", "compiled"
    result = run_proust("generate", "La", *flags, "--stats")
    assert re.fullmatch(
        r"1,001 characters in [\d.]+ s, [\d,]+ a second \(compiled, seed 4\); before that, [\d.]+ s to compile\n",
        result.stderr,
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--top-p", "0"], "sampling.top_p is 0.0, but it must be above 0 and at most 1"),
        (["--min-p", "2"], "sampling.min_p is 2.0, but it must be at least 0 and at most 1"),
        (["--repetition-penalty", "nan"], "sampling.repetition_penalty is nan, but it must be a number"),
        (["--count", "0"], "Invalid value for '--count'"),
        (["--stop", ""], "a stop string is empty"),
        (["--engine", "abacus"], "there is no engine abacus; there are numpy, compiled, torch"),
        (["--length", "-3"], "the length is -3, but it must be at least 0"),
        (["--seed", "-3", "--json"], "the seed is -3, but it must be at least 0"),
        (["--length", "many"], "Invalid value for '--length'"),
    ],
)
def test_it_refuses(trained: Path, arguments: list[str], says: str) -> None:
    assert says in refused("La", "--model", trained, *arguments)


def test_damaged_weights(trained: Path, tmp_path: Path) -> None:
    run = Path(shutil.copytree(trained, tmp_path / "run"))
    folder = RunFolder.open(run)
    folder.save_weights({name: np.full_like(array, 3e38) for name, array in folder.weights().items()})
    result = run_proust("generate", "La casa", "--model", run)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)
    assert "model.safetensors is damaged" in result.stderr


def test_ctrl_c_ends_with_130(trained: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "La casa", "--model", str(trained), "--length", "100000000", "--engine", "numpy"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout
    assert process.stdout.read(30).startswith(b"La casa")
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=60)
    assert (process.returncode, error) == (130, b"")
    assert out.endswith(b"\n")


# --- in a terminal


def test_words_are_wrapped_and_the_prompt_has_a_colour(trained: Path) -> None:
    arguments = "La casa", "--model", trained, "--length", 300, "--seed", 3
    plain = written(*arguments)
    with terminal(*arguments) as shown:
        text = shown.rest()
        assert shown.process.returncode == 0
    assert text.startswith("\x1b[36mLa\x1b[0m\x1b[36m casa")
    assert text.count("\x1b[36m") == text.count("\x1b[0m") == 2
    lines = COLOUR.sub("", text).split("\n")
    assert max(map(len, lines)) <= 40
    assert len(lines) > 7
    assert "".join(lines).replace(" ", "") == plain.replace("\n", "").replace(" ", "")
    with terminal(*arguments, NO_COLOR="1") as shown:
        assert shown.rest() == COLOUR.sub("", text)


def test_ctrl_c_in_a_terminal_leaves_no_colour(trained: Path) -> None:
    with terminal("La casa", "--model", trained, "--length", 100000000, "--engine", "numpy") as shown:
        shown.until("casa")
        time.sleep(0.3)
        shown.type("\x03")
        text = shown.rest()
        assert shown.process.returncode == 130
    assert text.count("\x1b[36m") == text.count("\x1b[0m")
    assert text.endswith("\n")
    assert "Traceback" not in text


@given(st.lists(st.text("ab \n", max_size=12), max_size=12), st.integers(2, 12))
def test_wrapping_changes_only_white_space(pieces: list[str], width: int) -> None:
    wrapper = Wrapper(width)
    shown = "".join([wrapper.add(piece) for piece in pieces] + [wrapper.rest()])
    text = "".join(pieces)
    assert "".join(shown.split()) == "".join(text.split())
    assert all(len(line) <= width for line in shown.split("\n"))
    if all(len(word) <= width for word in text.split()):  # no word is broken
        assert shown.split() == text.split()


def test_wrapping_by_hand() -> None:
    wrapper = Wrapper(10)
    shown = wrapper.add("uno dos tres\n\n  cuatrocientosmil « a\u00a0! »") + wrapper.rest()
    assert shown == "uno dos\ntres\n\n\ncuatrocien\ntosmil « \na\u00a0! »".replace(" \n", "\n")
    assert Wrapper(6).add("日本語日本語 ") == "日本語\n日本語"
    coloured = Wrapper(20)
    assert coloured.add("un ", "<") + coloured.add("a") + coloured.rest() == "<un\x1b[0m<\u0020\x1b[0ma"


# --- whatever is given


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    prompt=st.one_of(st.text(max_size=40), st.text("La cs\nñ", max_size=60)),
    options=st.fixed_dictionaries(
        {"--length": st.integers(-2, 40)},
        optional={
            "--temperature": st.floats(),
            "--top-k": st.integers(),
            "--top-p": st.floats(-0.5, 1.5),
            "--min-p": st.floats(-0.5, 1.5),
            "--repetition-penalty": st.floats(0, 11),
            "--seed": st.integers(),
            "--count": st.integers(0, 3),
            "--stop": st.text(max_size=3),
            "--engine": st.sampled_from(["auto", "numpy", "compiled"]),
        },
    ),
    switches=st.sets(st.sampled_from(["--json", "--stats", "--until-sentence-end", "--replace-unknown"])),
)
@example("", {"--length": 0, "--temperature": 0.0}, {"--until-sentence-end", "--stats"})  # no sentence ends
def test_whatever_is_given_there_is_a_text_or_a_plain_line(
    trained: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    prompt: str,
    options: dict[str, Any],
    switches: set[str],
) -> None:
    given = [f"{name}={value}" for name, value in options.items()]
    arguments = ["proust", "generate", f"--model={trained}", *given, *sorted(switches), "--", prompt]
    monkeypatch.setattr(sys, "argv", arguments)
    monkeypatch.setattr(sys, "stdin", None)  # for the prompt -
    status = main._run()
    shown = capsys.readouterr()
    if status == 0:
        assert shown.out
        unended = shown.err.count("no sentence ended")
        assert unended <= options.get("--count", 1) * ("--until-sentence-end" in switches)
        drawn = "--seed" not in options  # then it is said, by --stats too
        assert shown.err.count("\n") == unended + (drawn or "--stats" in switches)
    else:
        assert (status, shown.out) == (2, "")
        assert shown.err.startswith("proust: ")
        assert shown.err.count("\n") == 1
