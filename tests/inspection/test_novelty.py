"""Whether a machine is said to quote that does, and the places of what is quoted."""

from pathlib import Path

import pytest

from proust_attention import corpus as texts
from proust_attention.checkpoint.machines import open_machine
from proust_attention.devices import Hardware
from proust_attention.errors import InputError
from proust_attention.evaluation.novelty.learned import Learned, Volumes
from proust_attention.evaluation.novelty.verdict import long_passages
from proust_attention.inspection.novelty import novelty, pages_of
from proust_attention.training.opening import open_training

OVERTRAINED = {
    "model": {"d_model": 64, "n_layers": 2, "d_ff": 128, "context_length": 32},
    "training": {"steps": 290, "batch_size": 32, "evaluations": 1, "samples": 1, "sample_length": 5},
}


@pytest.fixture(scope="module")
def two_volumes(prose: str) -> texts.Corpus:
    sources = [
        texts.Source.of_text("I.txt", prose[:8000]),
        texts.Source.of_text("II.txt", prose[8000:16000]),
    ]
    return texts.of_texts(sources, "es")


def a_run(path: Path, corpus: texts.Corpus, changes: dict, pieces: str = "characters") -> Path:
    """A run folder of the machine as it is after its last step."""
    tokenizer = {"tokenizer": {"kind": pieces, **({"vocab_size": 120} if pieces == "bpe" else {})}}
    training = open_training(path, corpus, settings=[changes, tokenizer], hardware=Hardware("numpy"))
    for _ in training.run():
        pass
    return path


TINY = {
    "model": {"d_model": 16, "n_layers": 1, "d_ff": 16, "context_length": 16},
    "training": {"steps": 2, "batch_size": 2, "evaluations": 1, "samples": 1, "sample_length": 5},
}


@pytest.mark.parametrize("pieces", ["characters", "bpe"])
def test_a_planted_quotation_is_found_with_its_place(
    tmp_path: Path, two_volumes: texts.Corpus, pieces: str
) -> None:
    run = a_run(tmp_path / "run", two_volumes, TINY, pieces)
    begin = two_volumes.manifest["sources"][0]["characters_out"] + 2
    quoted = two_volumes.text[begin + 1000 : begin + 1060]
    invented = "Nadie supo jamás quién hubo encendido aquella lámpara. " * 3
    found = novelty(run, f"{invented}{quoted} {invented}")
    longest = found.asked.longest
    assert quoted in longest.text
    assert longest.source == "II.txt"
    assert longest.offset + longest.text.index(quoted) == 1000
    assert longest in long_passages(found.asked, found.real)


def test_a_machine_that_learned_by_heart_is_told_to_quote(tmp_path: Path, prose: str) -> None:
    pytest.importorskip("torch")
    corpus = texts.of_texts([texts.Source.of_text("I.txt", prose[:1600])], "es")
    training = open_training(tmp_path / "run", corpus, settings=[OVERTRAINED], hardware=Hardware("torch"))
    for _ in training.run():
        pass
    found = novelty(f"{tmp_path / 'run'}@last", count=8, length=60)
    assert found.quotes
    assert found.statement[0].startswith("it quotes what it learned")
    assert found.asked.longest.characters > 50


def test_an_untrained_machine_is_not_told_to_quote(tmp_path: Path, two_volumes: texts.Corpus) -> None:
    run = a_run(tmp_path / "run", two_volumes, TINY)
    found = novelty(run, count=3, length=100)
    assert not found.quotes
    assert found.asked.new_share[20] == 1.0
    assert found.real.new_share[5] < found.asked.new_share[5]
    read = novelty(run, two_volumes.text[:260], length=100)
    assert [len(page) for page in read.asked.pages] == [130, 130]
    assert {len(page) for page in read.real.pages} == {130}


def test_whoever_stops_goes_on_with_the_pages_that_are_kept(tmp_path: Path, two_volumes: texts.Corpus) -> None:
    run, keep = a_run(tmp_path / "run", two_volumes, TINY), tmp_path / "pages.jsonl"

    def stop(words: str) -> None:
        if words.endswith("page 2 of 2"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        novelty(run, count=2, length=60, keep=keep, doing=stop)
    first = keep.read_bytes()
    assert first.count(b"\n") == 1
    found = novelty(run, count=2, length=60, keep=keep)
    kept = keep.read_bytes()
    assert kept.startswith(first)
    assert kept.count(b"\n") == 2 * 6  # its own temperature is one of the controls
    assert novelty(run, count=2, length=60, keep=keep).asked.pages == found.asked.pages
    assert keep.read_bytes() == kept
    assert novelty(run, count=2, length=60).asked.pages == found.asked.pages
    novelty(f"{run}@0", count=2, length=60, keep=keep)  # another machine
    assert keep.read_bytes().count(b"\n") == 2 * len(kept.splitlines())
    (tmp_path / "mine.txt").write_text("a text of mine", encoding="utf-8")
    with pytest.raises(InputError, match="holds no pages that a machine wrote"):
        novelty(run, count=2, length=60, keep=tmp_path / "mine.txt")


def test_the_machine_in_the_box_does_not_quote(corpora: Path, tmp_path: Path) -> None:
    files = sorted((corpora / "recherche-fr").glob("*.txt"))
    prepared = texts.prepare(files, language="fr")
    texts.save(prepared, tmp_path / "corpus")
    found = novelty("recherche-fr", count=4, length=250, corpus=tmp_path / "corpus")
    assert not found.quotes
    assert found.statement[0].startswith("no sign of learning by heart")


def test_without_the_text_there_is_one_plain_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, learned: texts.Corpus
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"the text that recherche-fr was trained on is not here.*--corpus"):
        novelty("recherche-fr")
    texts.save(learned, tmp_path / "corpus")
    with pytest.raises(InputError, match="hashes are different"):
        novelty("recherche-fr", corpus=tmp_path / "corpus")


def test_the_text_is_found_by_its_hash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, two_volumes: texts.Corpus
) -> None:
    run = a_run(tmp_path / "run", two_volumes, TINY)
    (run / "tokens.npy").unlink()
    (tmp_path / "elsewhere").mkdir()
    texts.save(two_volumes, tmp_path / "elsewhere" / "corpora" / "mine")
    monkeypatch.chdir(tmp_path / "elsewhere")
    learned = Learned.of(open_machine(run))
    assert learned.training + learned.held_out == two_volumes.text
    assert learned.volumes.names == ("I.txt", "II.txt")


def test_a_part_of_a_text_is_one_volume() -> None:
    assert Volumes.of({"sources": [{"name": "I", "characters_out": 10}]}, length=5).at(4) == ("the text", 4)


def test_pages_side_by_side_are_the_whole_text() -> None:
    for length in (1, 9, 10, 14, 15, 16, 29):
        text = "x" * length
        pages = pages_of(text, 10)
        assert "".join(pages) == text
        assert all(min(length, 10) <= len(page) < 20 for page in pages)
        assert max(map(len, pages)) - min(map(len, pages)) <= 1
