"""`proust score`, as a process."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import proust_attention as proust
from proust_attention.checkpoint import RunFolder
from proust_attention.cli import main
from proust_attention.generation import surprise
from tests.terminals import COLOUR, terminal

COMMAND = [sys.executable, "-m", "proust_attention", "score"]
TEXT = "La casa de los membrillos.\nEl armario; la casa. ¿Un qqq? " * 3


def scored(*arguments: object, given: str = TEXT) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], input=given, capture_output=True, encoding="utf-8", timeout=120
    )


def figures(result: "subprocess.CompletedProcess[str]") -> dict[str, Any]:
    assert (result.returncode, result.stderr) == (0, "")
    return json.loads(result.stdout)


def test_for_other_programs(trained: Path, tmp_path: Path) -> None:
    result = figures(scored("-", "--model", trained, "--json"))
    writer = proust.load(trained)
    nats = surprise.of_text(writer.config.model, writer.weights, writer.tokenizer.encode(TEXT))[1:]
    assert result["nats_of_each"][0] is None
    assert result["nats_of_each"][1:] == pytest.approx(nats.tolist())
    assert (result["text"], result["file"], result["model"]) == (TEXT, "-", str(trained))
    assert result["scored"] == len(TEXT) - 1 == len(nats)
    assert result["nats"] == pytest.approx(nats.sum())
    assert result["bits"] == pytest.approx(nats.sum() / np.log(2))
    assert result["nats_a_character"] == pytest.approx(nats.mean())
    assert result["bits_a_character"] == pytest.approx(nats.mean() / np.log(2))
    assert result["bits_a_byte"] == pytest.approx(nats.sum() / np.log(2) / len(TEXT[1:].encode()))
    assert result["perplexity"] == pytest.approx(np.exp(nats.mean()))
    (tmp_path / "text.txt").write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    of_file = figures(scored(tmp_path / "text.txt", "--model", trained, "--json"))
    assert of_file["nats_of_each"] == result["nats_of_each"]


def test_without_colour_the_most_surprising_places_are_listed(trained: Path) -> None:
    expected = figures(scored("-", "--model", trained, "--json"))
    result = scored("-", "--model", trained)
    assert (result.returncode, result.stderr) == (0, "")
    first, second, third, *places = result.stdout.splitlines()
    assert first.startswith(f"{len(TEXT) - 1} characters, all but the first: {expected['nats']:,.1f} nats = ")
    assert second.startswith(f"{expected['nats_a_character']:.4f} nats a character = ")
    assert third.startswith("the most surprising")
    assert len(places) == 10
    shown = [float(line.split()[0]) for line in places]
    assert shown == [round(nats, 2) for nats in sorted(expected["nats_of_each"][1:], reverse=True)[:10]]
    for line in places:
        _, nats, number, context = re.split(r"^ *([\d.]+) nats  line (\d+) +", line)
        before, after = context[: context.index("[")], context[context.index("]") + 1 :]
        character = context[len(before) + 1]
        place = expected["nats_of_each"].index(
            next(each for each in expected["nats_of_each"][1:] if round(each, 2) == float(nats))
        )
        if shown.count(float(nats)) == 1:
            flat = TEXT.replace("\n", "↵")
            assert flat[place] == character
            assert flat[:place].endswith(before)
            assert flat[place + 1 :].startswith(after)
            assert int(number) == TEXT[:place].count("\n") + 1


def test_in_a_terminal_they_have_a_colour(trained: Path, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    nats = figures(scored("-", "--model", trained, "--json"))["nats_of_each"]
    with terminal(tmp_path / "text.txt", "--model", trained, command="score") as shown:
        text = shown.rest()
        assert shown.process.returncode == 0
    shades = {"\x1b[30;43m": (10, 100), "\x1b[97;41m": (100, 1000), "\x1b[97;45m": (1000, np.inf)}
    written, _, legend = text.partition("\x1b[30;43m less")
    for colour, (more_than, up_to) in shades.items():
        coloured = "".join(re.findall(re.escape(colour) + r"([^\x1b]*)\x1b\[0m", written)).replace("↵", "\n")
        expected = [
            character
            for character, surprise in zip(TEXT[1:], nats[1:], strict=True)
            if np.log(more_than) < surprise <= np.log(up_to)
        ]
        assert "".join(coloured.split()) == "".join("".join(expected).split())
    assert "".join(COLOUR.sub("", written).replace("↵", "").split()) == "".join(TEXT.split())
    assert "than 1 in 10 less than 1 in 100" in " ".join(COLOUR.sub("", legend).split())
    assert "perplexity" in legend
    with terminal(tmp_path / "text.txt", "--model", trained, command="score", NO_COLOR="1") as shown:
        plain = shown.rest()
    assert "\x1b" not in plain
    assert "the most surprising" in plain


def test_it_refuses(trained: Path, tmp_path: Path) -> None:
    def refused(*arguments: object, given: str = TEXT) -> str:
        result = scored(*arguments, "--model", trained, given=given)
        assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
        return result.stderr

    assert "does not know the character '語' (U+8A9E, character 4" in refused("-", given="La 語")
    assert "the text is too short" in refused("-", given="L")
    assert "the text is too short" in refused("-", given="")
    assert "cannot read" in refused(tmp_path / "no")
    assert "cannot read" in refused(tmp_path)
    (tmp_path / "latin.txt").write_bytes("año".encode("latin-1"))
    assert "latin.txt is not UTF-8 (its byte 1)" in refused(tmp_path / "latin.txt")
    replaced = figures(scored("-", "--model", trained, "--replace-unknown", "--json", given="Ça va"))
    assert replaced["text"] == "Ca va"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(st.text(max_size=50), st.text("La cs\nñ", max_size=100), st.binary(max_size=20)),
    switches=st.sets(st.sampled_from(["--json", "--replace-unknown"])),
)
def test_whatever_is_given_there_is_a_score_or_a_plain_line(
    trained: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    text: str | bytes,
    switches: set[str],
) -> None:
    (tmp_path / "text.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    arguments = ["proust", "score", str(tmp_path / "text.txt"), f"--model={trained}", *sorted(switches)]
    monkeypatch.setattr(sys, "argv", arguments)
    status = main._run()
    shown = capsys.readouterr()
    assert (status, shown.err.count("\n"), bool(shown.out)) in ((0, 0, True), (2, 1, False))


def test_damaged_weights(trained: Path, tmp_path: Path) -> None:
    run = Path(shutil.copytree(trained, tmp_path / "run"))
    folder = RunFolder.open(run)
    folder.save_weights({name: np.full_like(array, 3e38) for name, array in folder.weights().items()})
    result = scored("-", "--model", run)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "model.safetensors is damaged" in result.stderr
