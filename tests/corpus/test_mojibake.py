"""UTF-8 that somebody has read in another encoding: undone where that is certain, reported elsewhere."""

from pathlib import Path

import pytest

from proust_attention import corpus
from proust_attention.corpus import Alphabet, Source

FRENCH = "L’été, la clef d’où venait l’œuvre ; « Voilà », dit-elle — à Évreux… Ô Cécile, ça !"
SPANISH = "—¿Qué señal? ¡Ándale! —dijo el niño, y se marchó; “Íñigo” no volvió… Él sí."
PORTUGUESE = "A manhã não é fácil — “São João”, disse a irmã; o coração às vezes… É assim."


def read_as(text: str, encoding: str) -> str:
    """Return what becomes of a text in UTF-8 that is read in another encoding."""
    return "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in text.encode())


def cleaned(text: str, language: str) -> str:
    document = corpus.clean(text, Alphabet.of(language))
    account = document.account()
    assert account["input"] == sum(account[fate] for fate in ("kept", "replaced", "folded", "dropped"))
    return document.text


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman", "cp850"])
@pytest.mark.parametrize(("language", "text"), [("fr", FRENCH), ("es", SPANISH), ("pt", PORTUGUESE)])
def test_it_is_undone(language: str, text: str, encoding: str) -> None:
    spoilt = read_as(text, encoding)
    assert spoilt != text
    assert cleaned(spoilt, language) == cleaned(text, language)
    if encoding in ("cp1252", "latin-1"):
        assert cleaned(read_as(spoilt, encoding), language) == cleaned(text, language)  # twice


@pytest.mark.parametrize(
    ("spoilt", "text"),
    [
        ("voilÃ\u00a0 la clef", "voilà la clef"),
        ("voilÃ  la clef", "voilà la clef"),  # the no-break space has become one of another kind
        ("la clÃ© Ã la porte,\nÃ côté de la lampe", "la clé à la porte,\nà côté de la lampe"),
        ("Â«Â Oui, c'est ÃªtreÂ Â»", "« Oui, c'est être »"),
        ("c’est lâ€™Ã©tÃ©", "c'est l'été"),  # only a part of it
        ("DE LÃ€ Ã€ PARIS, PROVENÃ‡AL, CÃ”TE", "DE LÀ À PARIS, PROVENÇAL, CÔTE"),
    ],
)
def test_what_is_certain(spoilt: str, text: str) -> None:
    assert cleaned(spoilt, "fr") == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pt", "“A MINHA IRMÔ, disse; MANHÃ… SÃO «NÃO» MAÇûMÃ—, E A LÃ e a Ã."),
        ("pt", "NÃO SÃO IRMÃ»; a manhÃ£ e a IRMÃ”."),  # one that is certain makes no other so
        ("fr", "L’ÂGE « Â » et là\u00a0» ; PÂTÉ\u00a0! Ôtez là\u00a0: É\u00a0»"),
        ("de", "ÄÖÜ, „Über Ångström“ und FÅ’N, x√π + √2"),
    ],
)
def test_what_is_meant_stays(language: str, text: str) -> None:
    document = corpus.clean(text, Alphabet.of(language))
    undone = document.account_by_rule().get("mojibake", {})
    assert undone == ({"replaced": 2} if "Ã£" in text else {})


def test_lines_that_are_whole_stay() -> None:
    whole = f"{FRENCH}\n\n{SPANISH}"
    document = corpus.clean(f"{whole}\n\n{read_as(FRENCH, 'cp1252')}", Alphabet.of("fr"))
    assert document.text == cleaned(f"{whole}\n\n{FRENCH}", "fr")
    assert all(tally.place > len(whole) for kind, tally in document.tallies.items() if kind.rule == "mojibake")


def test_what_is_left_is_reported() -> None:
    survey = corpus.survey(Source.of_text("a.txt", "Una tarde.\nLa maÃana y el dÃa.\nY el maï¿½ana, no l�."))
    assert [(line, why) for line, why, *_ in survey.suspicions if "moji" in why] == [
        (2, "mojibake?"),
        (3, "mojibake?"),
    ]
    assert not [
        why
        for _, why, *_ in corpus.survey(Source.of_text("a.txt", f"{SPANISH}\nNÃO, IRMÃ”")).suspicions
        if "moji" in why
    ]


def test_real_books_hold_none(corpora: Path) -> None:
    for path in sorted(corpora.glob("*-*/*.txt")):
        document = corpus.clean(path.read_text(encoding="utf-8")[:200_000], Alphabet.of(path.parent.name[-2:]))
        assert "mojibake" not in document.account_by_rule(), path


def test_a_real_book_comes_back(corpora: Path) -> None:
    for path in sorted((corpora / "controls-fr").glob("*.txt")):
        text = path.read_text(encoding="utf-8")[:100_000]
        assert cleaned(read_as(text, "cp1252"), "fr") == cleaned(text, "fr"), path
