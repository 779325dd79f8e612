"""Numbers in titles."""

import pytest

from proust_attention.corpus.ordering.numbering import numbered


@pytest.mark.parametrize(
    ("title", "number", "marked", "stem"),
    [
        ("Fortunata y Jacinta, tomo II", 2, True, "fortunata y jacinta"),
        ("Fortunata y Jacinta II", 2, False, "fortunata y jacinta"),
        ("La Regenta (Tomo primero)", 1, True, "la regenta"),
        ("Vol.3: El mundo", 3, True, "el mundo"),
        ("Les Misérables, 1re partie", 1, True, "les miserables"),
        ("Sodome et Gomorrhe. Deuxième partie", 2, True, "sodome et gomorrhe"),
        ("Parte tercera", 3, True, ""),
        ("War and Peace, Book Four", 4, True, "war and peace"),
        ("2. Guermantes", 2, True, "guermantes"),
        ("XIV - La Regenta", 14, True, "la regenta"),
        ("02 Guermantes", 2, True, "guermantes"),
        ("3_El mundo", 3, True, "el mundo"),
        ("Episodios nacionales #3", 3, False, "episodios nacionales"),
    ],
)
def test_a_number_is_found(title: str, number: int, marked: bool, stem: str) -> None:
    assert numbered(title) == (number, marked, stem)


@pytest.mark.parametrize(
    "title",
    [
        *("", "I, Claudius", "1984", "Fahrenheit 451", "Plan C", "Vi la mar", "Parte de mar"),
        *("20 poemas de amor", "20.000 leguas de viaje submarino", "20,000 Leagues under the Sea"),
    ],
)
def test_what_is_not_the_number_of_a_volume(title: str) -> None:
    assert numbered(title) is None
