"""Texts that are UTF-8 but for some bytes."""

from pathlib import Path

import pytest

from proust_attention import corpus
from proust_attention.corpus import Alphabet, Source

LINE = "L’été, la clef d’où venait l’œuvre ; « Voilà », dit-elle — à Évreux… Ô Cécile, ça !\n"
SPANISH = "—¿Qué señal? ¡Ándale! —dijo el niño, y se marchó; “Íñigo” no volvió… Él sí.\n"


def read(content: bytes, folder: Path, language: str = "fr") -> Source:
    (folder / "book.txt").write_bytes(content)
    (source,) = corpus.read_all([folder / "book.txt"], Alphabet.of(language))
    return source


@pytest.mark.parametrize(
    ("broken", "becomes"),
    [
        (b"C\xc3cile", "C�cile"),  # the second byte of é is gone
        (b"C\xa9cile", "C�cile"),  # the first
        (b"C\xffcile", "Cÿcile"),
        (b"C\xe9cile", "Cécile"),  # é in Latin-1
        (b"l\xe2\x80 Cile", "l� Cile"),
        (b"\xc3\xa9\xc3", "é�"),
    ],
)
@pytest.mark.parametrize("around", [b"", b"\xef\xbb\xbf"])
def test_a_broken_byte_costs_one_character(broken: bytes, becomes: str, around: bytes, tmp_path: Path) -> None:
    whole = (LINE * 40).encode()
    source = read(around + whole + LINE.encode().replace("Cécile".encode(), broken) + whole, tmp_path)
    assert source.text.removeprefix("\ufeff") == LINE * 40 + LINE.replace("Cécile", becomes) + LINE * 40
    assert (source.encoding, source.encoding_was_guessed) == ("utf-8", True)


@pytest.mark.parametrize(("language", "line"), [("fr", LINE), ("es", SPANISH)])
def test_two_files_that_were_put_together(language: str, line: str, tmp_path: Path) -> None:
    for first, second in ((30, 30), (2, 200), (200, 2)):
        for content in (
            (line * first).encode() + (line * second).encode("cp1252"),
            (line * first).encode("cp1252") + (line * second).encode(),
        ):
            source = read(content, tmp_path, language)
            assert source.text == line * (first + second)
            assert source.encoding == "utf-8 and cp1252"


def test_what_is_in_one_other_encoding_is_not_taken_for_utf8(tmp_path: Path) -> None:
    capitals = "“A MINHA IRMÔ, disse; a manhã não vem; IRMûs.\nMANHÔ disse.\nMANHû disse.\n"
    for encoding in ("cp1252", "latin-1"):
        text = capitals.replace("“", "«").replace("”", "»") if encoding == "latin-1" else capitals
        assert read((text * 30).encode(encoding), tmp_path, "pt").text == text * 30


def test_another_script_with_a_broken_byte(tmp_path: Path) -> None:
    text = "Никто не знал, почему горит лампа.\n" * 20
    assert read(text.encode() + b"\xd0", tmp_path).text == f"{text}�"


def test_what_is_lost_is_told_and_counted(tmp_path: Path) -> None:
    content = (LINE * 9).encode() + b"La cl\xc3 se perdait, l\xc3\xa9g\xc3re\n" + (LINE * 9).encode()
    source = read(content, tmp_path)
    made = corpus.of_texts([source], "fr")
    told = "book.txt has 2 broken characters (�), which are lost: lines 10"
    assert made.manifest["warnings"] == [told]
    assert corpus.survey(source).warnings == (told,)
    assert "La cl se perdait, légre" in made.text  # and no word is parted
    assert sum(run["text"].count("�") for run in made.dropped) == 2
    source = read((LINE * 9).encode() + (LINE * 9).encode("cp1252"), tmp_path)
    assert "is in two encodings, utf-8 and cp1252" in corpus.of_texts([source], "fr").manifest["warnings"][0]
