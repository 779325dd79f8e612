"""What a corpus is made of, counted by hand and by the library."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proust_attention.corpus import Alphabet, Corpus, Source, of_texts, read_all
from proust_attention.corpus.statistics.counting import COMMONEST, Share, statistics
from proust_attention.errors import InputError


def of(*texts: str) -> Corpus:
    """A corpus of clean texts; its manifest holds no more than statistics needs."""
    sources = [{"name": f"{i}.txt", "characters_out": len(text)} for i, text in enumerate(texts)]
    return Corpus("\n\n".join(texts) + "\n", {"sources": sources})


def test_counted_by_hand() -> None:
    # 1st paragraph: sentences of 2, 4 and 1 words; 2nd: 3 words; a line without words; 3rd: 1 word
    result = statistics(of("Le chat. L'été, le chat dort ! Oui.\n\nM. P. arrive", "* * *\n\nFin"))
    assert (result.characters, result.words.count) == (62, 11)

    assert (result.sentences.count, result.sentences.mean) == (5, 11 / 5)
    assert (result.sentences.median, result.sentences.nine_in_ten, result.sentences.longest) == (2, 4, 4)
    assert result.sentences.longest_begins == "L'été, le chat dort"
    assert [b.count for b in result.sentences.bins] == [2, 2, 1]

    assert (result.paragraphs.count, result.paragraphs.mean) == (3, 11 / 3)
    assert (result.paragraphs.median, result.paragraphs.nine_in_ten, result.paragraphs.longest) == (3, 7, 7)
    assert result.paragraphs.longest_begins == "Le chat. L'été, le chat dort ! Oui"
    assert [b.count for b in result.paragraphs.bins] == [1, 1, 1]

    words = result.words
    assert (words.different, words.once) == (9, 7)  # le and chat stand there twice
    assert words.mean_length == (2 * 2 + 2 * 4 + 5 + 4 + 3 + 1 + 1 + 6 + 3) / 11
    assert words.commonest[:2] == (Share("le", 2, 2 / 11), Share("chat", 2, 2 / 11))

    assert result.symbols[0] == Share(" ", 11, 11 / 62)
    assert result.files == (Share("0.txt", 49, 49 / 59), Share("1.txt", 10, 10 / 59))


def test_one_word() -> None:
    result = statistics(of("Longtemps"))
    for lengths in (result.sentences, result.paragraphs):
        assert (lengths.count, lengths.mean, lengths.median, lengths.nine_in_ten, lengths.longest) == (
            1,
            1,
            1,
            1,
            1,
        )
        assert lengths.longest_begins == "Longtemps"
        assert [(b.low, b.high, b.count) for b in lengths.bins] == [(1, 1, 1)]
    assert (result.words.different, result.words.once, result.words.mean_length) == (1, 1, 9)
    assert result.files == (Share("0.txt", 9, 1.0),)


def test_no_word_at_all() -> None:
    result = statistics(of("1914 ?\n— 7."))
    assert result.sentences.count == result.paragraphs.count == result.words.count == 0
    assert (result.sentences.longest_begins, result.sentences.bins, result.words.commonest) == ("", (), ())
    assert result.symbols[0].count == 2


def test_a_long_sentence_is_quoted_by_its_first_words() -> None:
    assert (
        statistics(of("« Un, " + "et un " * 20 + "»")).sentences.longest_begins
        == "« Un, " + "et un " * 5 + "et ..."
    )
    assert statistics(of("et un " * 6 + "!")).sentences.longest_begins == ("et un " * 6).strip()


def test_the_first_of_several_longest_is_quoted() -> None:
    assert statistics(of("Un. Deux mots. Trois mots.")).sentences.longest_begins == "Deux mots"


PROSE = st.text(st.sampled_from("AMàé'-. !?\n—«»7"), min_size=1, max_size=80)


@given(st.lists(PROSE, min_size=1, max_size=3))
def test_everything_adds_up(texts: list[str]) -> None:
    result = statistics(of(*texts))
    words = result.words.count
    for lengths in (result.sentences, result.paragraphs):
        assert round(lengths.mean * lengths.count) == words
        assert sum(b.count for b in lengths.bins) == lengths.count
        assert lengths.median <= lengths.nine_in_ten <= lengths.longest <= words
        assert (lengths.count == 0) == (words == 0)
    assert result.paragraphs.count <= result.sentences.count
    assert result.words.once <= result.words.different <= words
    assert sum(share.count for share in result.symbols) == result.characters
    assert sum(share.share for share in result.symbols) == pytest.approx(1)
    assert sum(share.share for share in result.files) == pytest.approx(1)
    if result.words.different <= COMMONEST:
        assert sum(share.count for share in result.words.commonest) == words


def test_what_the_command_prepares(prose: str) -> None:
    made = of_texts([Source.of_text("a.txt", prose[:8_000]), Source.of_text("b.txt", prose[8_000:])], "es")
    result = statistics(made)
    assert result.characters == made.manifest["characters"]
    sizes = [source["characters_out"] for source in made.manifest["sources"]]
    assert [(share.name, share.count) for share in result.files] == list(
        zip(["a.txt", "b.txt"], sizes, strict=True)
    )
    assert sum(sizes) == result.characters - len("\n\n" + "\n")
    assert {share.name for share in result.symbols} == set(made.manifest["symbols"])


@pytest.mark.parametrize(
    "manifest",
    [{}, {"sources": None}, {"sources": [{"name": "a"}]}, {"sources": [{"name": "a", "characters_out": "many"}]}],
)
def test_a_manifest_of_another_hand(manifest: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"corpus\.json does not say how long its files are"):
        statistics(Corpus("Longtemps\n", manifest))


def test_the_longest_sentence_of_the_recherche(corpora: Path) -> None:
    french = Alphabet.of("fr")
    files = sorted((corpora / "recherche-fr").glob("*.txt"))
    result = statistics(of_texts(read_all(files, french), "fr"))
    assert result.sentences.longest_begins.startswith("Sans honneur que précaire, sans liberté que provisoire")
    assert 800 < result.sentences.longest < 900
    assert 1_150_000 < result.words.count < 1_250_000
    assert [share.name for share in result.words.commonest[:3]] == ["de", "la", "à"]
    assert len(result.files) == 15
