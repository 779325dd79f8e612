"""Runs side by side: what is compared, in which unit, and what is refused."""

import math
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from proust_attention import parameters
from proust_attention.checkpoint import RunFolder
from proust_attention.config import build
from proust_attention.errors import InputError
from proust_attention.reports.comparison import compare
from proust_attention.reports.comparison_table import html, rows, to_dict
from proust_attention.tokenizer import CharacterTokenizer
from tests.conftest import SOON, TINY
from tests.reports.logs import made_up

HELD_OUT = "¿Qué? La casa de los membrillos. " * 10


def a_run(folder: Path, training: str, level: float, held_out: str = HELD_OUT, **settings: float) -> Path:
    """A run whose held-out loss goes from 4 to `level`, and whose text ends with `held_out`, half and half."""
    text = (training * len(held_out))[: len(held_out)] + held_out
    tokenizer = CharacterTokenizer.of_text(text)
    half = {"training": {"held_out_fraction": 0.5, "steps": 400, **settings}}
    config = build(tokenizer.vocab_size, "article", [SOON, TINY, half])
    run = RunFolder.create(folder, config, tokenizer, {}, tokenizer.encode(text), parameters.initial(config.model))
    for record in made_up(400, lambda done: 4 + (level - 4) * done):
        run.log("metrics", record)
    return folder


def test_what_is_compared(tmp_path: Path) -> None:
    one = a_run(tmp_path / "one", "La casa. ¿Qué? dlmbrios", 2.0)
    other = a_run(tmp_path / "other", "La casa. ¿Qué? dlmbrios", 1.5, learning_rate=0.01, batch_size=8)
    result = compare([one, other])
    table = {row[0]: row[1:] for row in rows(result)}
    assert table[""] == ["one", "other"]
    assert table["training.learning_rate"] == ["0.003", "0.01"]
    assert table["characters seen"] == [f"{400 * 4 * 32:,}", f"{400 * 8 * 32:,}"]
    assert table["final, nats a character"] == ["2.0000", "1.5000"]
    assert table["best on the way, nats a character"] == ["2.0000", "1.5000"]
    assert table["characters a second"] == ["-", "-"]
    assert "model.d_model" not in table
    figures = to_dict(result)
    assert figures["differing"] == ["training.batch_size", "training.learning_rate"]
    assert [run["final"] for run in figures["runs"]] == [2.0, 1.5]
    assert figures["notes"] == []


def test_different_symbols_are_compared_in_bits_a_byte(tmp_path: Path) -> None:
    one, other = a_run(tmp_path / "one", "La casa", 2.0), a_run(tmp_path / "other", "LA CASA œ", 1.5)
    result = compare([one, other])
    assert to_dict(result)["unit"] == "bits a byte"
    share = len(HELD_OUT[1:]) / len(HELD_OUT[1:].encode())
    assert [run["final"] for run in to_dict(result)["runs"]] == pytest.approx(
        [2.0 / math.log(2) * share, 1.5 / math.log(2) * share]
    )
    assert "different symbols" in result.notes[0]
    assert "bits a byte" in html(result)


def test_a_final_figure_of_a_part_of_the_text_is_noted(tmp_path: Path) -> None:
    one, other = (a_run(tmp_path / name, "La casa. ¿Qué? dlmbrios", 2.0) for name in ("one", "other"))
    log = (one / "metrics.jsonl").read_text(encoding="utf-8")
    (one / "metrics.jsonl").write_text(log.replace('"characters": 1000', '"characters": 320'), encoding="utf-8")
    (note,) = compare([one, other]).notes
    assert note.startswith("Not every final figure is of all 329 characters that can be scored: one scored 320.")


def test_what_means_nothing_is_refused(tmp_path: Path) -> None:
    one = a_run(tmp_path / "one", "La casa", 2.0)
    other = a_run(tmp_path / "other", "La casa", 2.0, held_out=HELD_OUT[::-1])
    with pytest.raises(
        InputError, match=r"other and one were not tested on the same text; their texts are different"
    ):
        compare([one, other])
    less = a_run(tmp_path / "less", "La casa", 2.0, held_out_fraction=0.25)
    with pytest.raises(InputError, match=r"held_out_fraction is 0\.25 in the one and 0\.5 in the other"):
        compare([one, less])
    with pytest.raises(InputError, match="one run alone"):
        compare([one])
    (other / "tokens.npy").unlink()
    with pytest.raises(InputError, match=r"tokens\.npy is missing"):
        compare([one, other])


def test_runs_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    paths = [a_run(tmp_path / folder / "run", "La casa", 2.0) for folder in ("a", "b")]
    assert rows(compare(paths))[0] == ["", *map(str, paths)]


def test_the_windows_on_the_way_differ(tmp_path: Path) -> None:
    one = a_run(tmp_path / "one", "La casa", 2.0)
    other = a_run(tmp_path / "other", "La casa", 2.0, evaluation_windows=2)
    assert "compare their final figures" in compare([one, other]).notes[0]


def test_the_page(tmp_path: Path) -> None:
    hostile = tmp_path / "<script>alert(1)<"
    paths = [a_run(folder, "La casa", 2.0) for folder in (tmp_path / "one", hostile)]
    page = html(compare(paths))
    assert "<script" not in page
    drawn = ET.fromstring(page[page.index("<svg") : page.index("</svg>") + 6])
    assert len(list(drawn.iter("path"))) == 2
