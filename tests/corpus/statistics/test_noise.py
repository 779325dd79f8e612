"""What recognition has spoilt, seen without a dictionary."""

from pathlib import Path

import pytest

from proust_attention.corpus.statistics.noise import Noise

PROSE = "La maestra guardaba las llaves del desván, como siempre, con la paciencia de los pobres.\n" * 12


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("las 1laves del desván", "a figure in a word"),
        ("la mae5tra y las llaves", "a figure in a word"),
        ("las llaues y la maeStra", "a capital in a word"),
        ("las llaves.del desván", "a sign in a word"),
        ("la maestra y el grff", "a word without a vowel"),
        ("la maestra j las llaves", "a letter alone"),
        ("la maestra | las llaves", "a stray sign"),
        ("la maestra, corno las llaves", "a word like a frequent one"),
        ("ra o,", "a line of no words"),
        ("A . e po a", "a line of no words"),
        ("FRA e, —N", "a line of no words"),
        ("?", "a line of no words"),
    ],
)
def test_what_is_seen(line: str, kind: str) -> None:
    noise = Noise.of(f"{PROSE}{line}\n{PROSE}")
    assert noise.kinds == {kind: 1}
    assert [place for place, _ in noise.worst] == [len(PROSE)]
    assert noise.rate == pytest.approx(1000 / noise.words)
    assert [rate > 0 for rate in noise.pieces].count(True) == 1


@pytest.mark.parametrize(
    "line",
    [
        "el 1er día, la 2ª vez, le XIXe, the 42nd, 20 km, 3º",
        "* * *",
        "—¿Y a ti?",
        "—No.",
        "XVI",
        "M. P. y el Sr. D. Juan y la Vda. de X",
        "McDonald, LaFayette y DeVoto",
        "l'été et l'or, y ou e, ó la noche à la mer",
        "en www.ejemplo.invalid y en a.b@ejemplo.invalid",
        "FIN",
        "12",
        "OTOÑO, SEGÚN",
    ],
)
def test_what_is_no_noise(line: str) -> None:
    assert Noise.of(f"{PROSE}{line}\n{PROSE}").kinds == {}


def test_real_novels_have_next_to_none(corpora: Path) -> None:
    for folder in ("recherche-fr", "novelas-es", "controls-fr"):
        for path in (corpora / folder).glob("*.txt"):
            assert Noise.of(path.read_text(encoding="utf-8-sig")).rate < 0.5, path
