"""What large objects show of themselves at the end of a cell; and strings where paths are taken."""

import warnings
from pathlib import Path

import numpy as np
import pytest

import proust_attention as proust
from proust_attention import corpus, data
from proust_attention.batches import Batch
from proust_attention.checkpoint.machines import open_machine
from proust_attention.evaluation.held_out import HeldOut
from proust_attention.explorer import site
from proust_attention.reports.comparison import compare
from proust_attention.reports.report import report

LONGEST = 600


def test_a_text_shows_itself_in_a_line() -> None:
    source = corpus.Source.of_text("a.txt", data.embedded_text())
    survey = corpus.survey(source, "es")
    for each in (source, corpus.of_texts([source], "es"), survey, survey.document):
        assert len(repr(each)) < LONGEST
        assert "\n" not in repr(each)
        assert type(each).__name__ in repr(each)
    assert f"({len(source.text):,} characters)" in repr(source)


def test_a_machine_shows_itself_in_a_line(trained: Path) -> None:
    writer = proust.load("recherche-fr")
    ids = writer.tokenizer.encode("Longtemps").astype(np.int64)[None]
    _, saved = proust.numpy_model.Transformer(writer.config.model, writer.weights).forward(ids)
    values = proust.Value(np.zeros((300, 300)))
    held_out = HeldOut(np.zeros(9000, np.uint8), True, "a text")
    assert all(len(repr(part)) < LONGEST for part in (saved.embedding, saved.blocks[0], saved.blocks[0].attention))
    batch = Batch(np.zeros((32, 256), np.int64), np.zeros((32, 256), np.int64))
    assert repr(batch) == "Batch(inputs=<int64 (32, 256)>, targets=<int64 (32, 256)>)"
    for each in (writer, saved, values, held_out, report(trained), open_machine(trained), writer.tokenizer):
        assert len(repr(each)) < LONGEST


def test_strings_where_paths_are(
    trained: Path, prose: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(prose, encoding="utf-8")
    read = corpus.read_all(corpus.natural_order(["a.txt"]), corpus.Alphabet.of("es"))
    corpus.save(corpus.of_texts(read, "es"), "mine")
    assert corpus.load("mine").text == corpus.load(Path("mine")).text
    assert report(str(trained)).html == report(trained).html
    assert len(compare([str(trained), str(trained)]).runs) == 2
    site.write(site.build(str(trained)), "page")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        training = proust.training.Training.resume(str(trained))
    training.lock.release()
