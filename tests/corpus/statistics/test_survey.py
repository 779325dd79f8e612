"""What a text is, before anything is done to it."""

from pathlib import Path

import pytest

from proust_attention import corpus
from proust_attention.corpus import Alphabet, guess_language
from proust_attention.corpus.statistics.survey import Survey
from tests.corpus.dirtying import dirty, printed


def looked_at(path: Path) -> Survey:
    (source,) = corpus.read_all([path], Alphabet.of_all())
    return corpus.survey(source)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "En un lugar de la Mancha, de cuyo nombre no quiero acordarme, vivía un hidalgo con los libros.",
            "es",
        ),
        (
            "Longtemps, je me suis couché de bonne heure, et je n'avais pas le temps de dire que la nuit est là.",
            "fr",
        ),
        (
            "It was the best of times, and he had all of it.",
            "en",
        ),
        (
            "Als Gregor erwachte, fand er sich in dem Bett zu einem Tier verwandelt, und er war nicht mit sich.",
            "de",
        ),
        (
            "Quel ramo del lago di Como, che è la via con i monti, e non per il fiume, si fa più bello.",
            "it",
        ),
        (
            "No fim do dia, o homem não tinha uma casa, e as ruas de Lisboa eram mais longas do que ao sol.",
            "pt",
        ),
        ("Война и мир: все счастливые семьи похожи друг на друга.", None),
        ("", None),
    ],
)
def test_languages_are_guessed(text: str, language: str | None) -> None:
    assert guess_language(text) == language


def test_the_languages_of_real_texts(corpora: Path) -> None:
    for folder in ("recherche-fr", "novelas-es", "controls-fr"):
        for path in (corpora / folder).glob("*.txt"):
            assert guess_language(path.read_text(encoding="utf-8")) == folder[-2:], path


def test_a_dirty_text_is_seen_through(tmp_path: Path, prose: str) -> None:
    (tmp_path / "book.txt").write_bytes(dirty(prose))
    survey = looked_at(tmp_path / "book.txt")
    assert (survey.source.encoding, survey.source.encoding_was_guessed) == ("cp1252", True)
    assert survey.language == "es"
    assert survey.width is not None
    assert 60 <= survey.width <= 70
    assert survey.lines == (tmp_path / "book.txt").read_bytes().count(b"\n")
    assert dict(survey.symbols)["e"] == survey.source.text.count("e")
    assert survey.alphabet == Alphabet.of("es")
    assert survey.document.text[:100] == prose[:100]


def test_lines_to_look_at(tmp_path: Path) -> None:
    prose = "La tarde era larga y la mar gris, y nadie hablaba de los que se habían ido en el barco. " * 3
    text = "Un lema\n\n\n\n\n" + f"{prose}\nEL MAR\n" * 4 + "Una ta7rde\n~^| 3% = 4; <#>\n"
    (tmp_path / "book.txt").write_text(text, encoding="utf-8")
    found = [(line, why) for line, why, *_ in looked_at(tmp_path / "book.txt").suspicions]
    assert found == [
        (1, "a title page or a colophon?"),
        (7, "stands 4 times: a running head?"),
        (14, "spoilt: 1 of 2 words"),
        (15, "spoilt: no words"),
    ]


def test_all_lines_like_one_that_stands_often_can_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "book.txt").write_text("www.libros.invalid (9)\nUna tarde de mayo.\n" * 4, encoding="utf-8")
    survey = looked_at(tmp_path / "book.txt")
    (mark, _) = survey.suspicions
    unwanted = corpus.lines_with(mark.pattern, [survey.source])
    assert corpus.of_texts([survey.source], "es", drop_lines=unwanted).text == "Una tarde de mayo.\n" * 4


def test_a_scan_is_known_for_one(tmp_path: Path, prose: str) -> None:
    (tmp_path / "book.txt").write_text(printed(prose), encoding="utf-8")
    survey = looked_at(tmp_path / "book.txt")
    assert survey.width is not None
    assert survey.joined > 200
    assert survey.broken[0] > 10
    assert survey.broken[1] == 0
    assert survey.suspicions == ()


def test_clean_prose_raises_no_suspicion(tmp_path: Path, prose: str) -> None:
    (tmp_path / "book.txt").write_text(prose, encoding="utf-8")
    survey = looked_at(tmp_path / "book.txt")
    assert survey.suspicions == ()
    assert survey.width is None
