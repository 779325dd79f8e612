"""What is said where a text is not in the language whose alphabet it is brought into."""

from pathlib import Path

import pytest

from proust_attention import corpus
from proust_attention.corpus import Source
from proust_attention.corpus.alphabets import languages
from proust_attention.errors import InputError
from tests.conftest import Proust
from tests.corpus.test_languages import CATALAN, DUTCH, ENGLISH, FRENCH

SPANISH = "—¿Quién guardaba las llaves del desván? ¡Nadie! —dijo la niña, y se fue por la mañana con su tía.\n\n"
RUSSIAN = "Никто не знал, почему в кухне всё ещё горит лампа. y\n\n"
GREEK = "Κανείς δεν ήξερε γιατί έκαιγε ακόμα η λάμπα στην κουζίνα. a\n\n"


def warnings(text: str, language: str, *, says: str | None = None, any_language: bool = False) -> list[str]:
    source = Source("a.txt", text, "", "utf-8", language=says)
    made = corpus.of_texts([source], language, any_language=any_language)
    found = made.manifest["warnings"]
    assert isinstance(found, list)
    return found


def test_what_another_alphabet_costs_is_told() -> None:
    assert warnings(SPANISH * 4, "fr") == [
        "a.txt seems to be in Spanish (es), not in French (fr): 16 letters folded (ñ á í), 8 signs dropped (¿ ¡)"
    ]


def test_the_right_language_and_auto_raise_no_warning() -> None:
    for language in ("es", corpus.AUTO):
        assert warnings(SPANISH * 4, language) == []
    assert warnings("Ana, ¿qué?", "fr") == []  # too short to show a language


@pytest.mark.parametrize("text", [RUSSIAN * 20, GREEK * 20, RUSSIAN])
def test_a_text_of_which_little_would_be_left_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^a\.txt .*letters would be dropped.*--any-language") as refused:
        warnings(text, "es")
    assert "\n" not in str(refused.value)


def test_unless_it_is_wanted() -> None:
    (line,) = warnings(RUSSIAN * 60, "es", any_language=True)
    assert "seems to be in none of the languages that have an alphabet, so not in Spanish (es)" in line
    assert "letters dropped" in line
    assert "--language auto" in line


def test_languages_without_an_alphabet_are_named() -> None:
    (line,) = warnings(f"{CATALAN}\n\n" * 24, "es")
    assert "seems to be in Catalan (ca), which has no alphabet, so not in Spanish (es)" in line
    (line,) = warnings(f"{DUTCH}\n\n" * 24, "fr")
    assert (
        "in none of the languages that have an alphabet, so not in French (fr): it loses none of its letters"
        in line
    )


@pytest.mark.parametrize("other", [RUSSIAN, GREEK])
def test_a_second_script_is_told(other: str) -> None:
    (line,) = warnings(f"{SPANISH * 4}\n\n{other}", "es")
    assert line.startswith("a.txt is not all in the Spanish alphabet: ")
    assert "letters dropped" in line
    assert "--language auto keeps its letters" in line
    assert warnings(f"{SPANISH * 40}\n\nДа.", "es") == []  # a word is none


def test_what_a_book_says_of_itself_counts_where_its_text_shows_nothing() -> None:
    assert warnings("Ana y Luis.", "es", says="ca-ES") == [
        "a.txt says that it is in ca-es, not in Spanish (es): it loses none of its letters"
    ]
    assert warnings("Ana y Luis.", "es", says="es-MX") == []
    assert warnings(SPANISH * 4, "es", says="en") == []  # as calibre says of every HTMLZ


@pytest.mark.parametrize(("language", "other"), [("fr", "English (en)"), ("en", "French (fr)")])
def test_two_languages_are_told(language: str, other: str) -> None:
    (line,) = warnings(f"{FRENCH}\n\n{ENGLISH}\n\n" * 6, language)
    assert f"in {other}: lines " in line
    assert line.startswith("a.txt is to ")


def test_the_lines_are_those_of_the_found_text() -> None:
    licence = "*** START OF THE PROJECT GUTENBERG EBOOK AUNTS ***\n\n"
    text = f"The licence of this.\n{licence}" + f"{FRENCH}\n\n" * 6 + f"{ENGLISH}\n\n" * 5
    (line,) = warnings(text, "fr")
    assert line.endswith("lines 16-24")
    assert text.split("\n")[15] == text.split("\n")[23] == ENGLISH


def test_real_books_in_their_language_and_in_others(corpora: Path) -> None:
    for folder, language in (("recherche-fr", "fr"), ("novelas-es", "es"), ("controls-fr", "fr")):
        for number, path in enumerate(sorted((corpora / folder).glob("*.txt"))):
            text = corpus.read_all([path], corpus.Alphabet.of(language))[0].text
            assert warnings(text, language) == [], path
            if number == 0:
                for other in set(languages()) - {language}:
                    assert len(warnings(text[:100_000], other)) == 1, path


def test_the_command_warns_and_refuses(proust: Proust, tmp_path: Path) -> None:
    (tmp_path / "es.txt").write_text(SPANISH * 4, encoding="utf-8")
    (tmp_path / "ru.txt").write_text(RUSSIAN * 20, encoding="utf-8")
    prepared = proust("corpus", "prepare", "es.txt", "--language", "fr", "--out", "es", cwd=tmp_path)
    assert prepared.returncode == 0
    assert "warning: es.txt seems to be in Spanish (es), not in French (fr): " in prepared.stdout
    looked_at = proust("corpus", "inspect", "es.txt", "--language", "fr", cwd=tmp_path)
    assert "warning: es.txt seems to be in Spanish (es), not in French (fr): " in looked_at.stdout
    command = ("corpus", "prepare", "ru.txt", "--language", "es", "--out", "ru")
    refused = proust(*command, cwd=tmp_path)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "ru.txt" in refused.stderr
    assert not (tmp_path / "ru").exists()
    assert proust(*command, "--any-language", cwd=tmp_path).returncode == 0
