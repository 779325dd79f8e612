"""Where sentences end, and what a word is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proust_attention.corpus.sentences import LONGER_THAN_A_TITLE, TITLES, WORD, sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["Une.", "Deux !", "Trois ?", "Quatre...", "Cinq"],
        ["M. de Norpois et MM. Dupont saluent Mme. Swann, le Dr. Cottard et J.-P. Morel !", "Ils sortent."],
        ["El Sr. D. Fermín llegó.", "¿Cuándo?", "—¡Ayer!", "(Nadie lo vio.)", "«Bien.»", "Fin."],
        ["—¿Vienes? —preguntó Juan.", "—No, no. —dijo ella.", "—Sí.", "—Juan se levantó."],
        ["« Ah ! dit-il, non... peut-être. »", "« Si ? »", "Oui."],
        ["“Quoi ?” demanda-t-elle.", '"Rien."', '"Vraiment ?"', "'Bien.'", "Soit."],
        ["Il a 3.5 francs, à 11 h. moins dix, à 5 h. 30 au plus. 12 personnes attendent."],
        ["C'est fini !...", "À demain.", "Été, hiver."],
        ["J'aime la fin d'une gamme.", "Tout drs.", "Le Comme.", "Non."],  # words that end as titles do
        ["Louis XIV.", "Il régna."],
        ["...", "Elle ne dit rien"],
        [],
    ],
    ids=lambda parts: parts[0][:12] if parts else "nothing",
)
def test_where_a_sentence_ends(parts: list[str]) -> None:
    assert list(sentences(" ".join(parts))) == parts
    assert list(sentences("  " + "  ".join(parts) + " ")) == parts


@pytest.mark.parametrize("title", sorted(TITLES))
def test_a_title_ends_none_but_a_longer_word_does(title: str) -> None:
    assert len(title) < LONGER_THAN_A_TITLE
    assert len(list(sentences(f"Ce {title}. Swann"))) == 1
    assert len(list(sentences(f"Ce re{title}. Swann"))) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Va-t-il, l'été, à Saint-Loup ?", ["Va-t-il", "l'été", "à", "Saint-Loup"]),
        ("l’été aujourd'hui d' « eau »", ["l’été", "aujourd'hui", "d", "eau"]),
        ("un--deux -trois- 'quatre' (cinq)", ["un", "deux", "trois", "quatre", "cinq"]),
        ("en 1914, 40° ; no_pas, a1b", ["en", "no", "pas", "a", "b"]),
        ("— ... ! 7.", []),
    ],
)
def test_what_a_word_is(text: str, words: list[str]) -> None:
    assert WORD.findall(text) == words


@given(st.text(st.sampled_from("AÉMbé .!?…»«—-“”\"'’()1\n\t"), max_size=60))
def test_nothing_is_lost_but_white_space(text: str) -> None:
    parts = list(sentences(text))
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part and part == part.strip() for part in parts)
    assert [word for part in parts for word in WORD.findall(part)] == WORD.findall(text)


@pytest.mark.parametrize("long", [".", ". ", ".»", ". »", ". —", ".'", ' "', "A.", "a. ", "— "])
def test_long_rows_of_marks_take_no_time(long: str) -> None:
    assert "".join(sentences("Oui" + long * 100_000)).startswith("Oui")
