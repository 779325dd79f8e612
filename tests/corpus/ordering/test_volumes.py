"""Volumes in the order in which they are to be read, and by what they are placed."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proust_attention.corpus import Source, in_order, natural_order, one_edition_of_each
from proust_attention.errors import InputError


def book(title: str | None = None, name: str = "x.epub", author: str | None = None, **said: object) -> Source:
    return replace(Source.of_text(name, ""), title=title, author=author, **said)


def names(*books: Source) -> list[str]:
    return [volume.source.name for volume in in_order(books)]


SEVEN = {
    "es": [
        "Por la parte de Swann",
        "A LA SOMBRA DE LAS MUCHACHAS EN FLOR",
        "El mundo de Guermantes",
        "Sodoma y Gomorra",
        "La prisionera",
        "La fugitiva (Albertina desaparecida)",
        "El tiempo recobrado",
    ],
    "fr": [
        "Du côté de chez Swann",
        "A l’ombre des jeunes filles en fleurs",
        "Le Co\u0302te\u0301 de Guermantes",
        "À la recherche du temps perdu, tome 4 : Sodome et Gomorrhe",
        "La prisonnière (Sodome et Gomorrhe III)",
        "Albertine disparue",
        "Le Temps retrouvé",
    ],
    "en": [
        "The Way by Swann's (In Search of Lost Time, #1)",
        "Within a Budding Grove, Vol. 2 of Remembrance of Things Past",
        "The Guermantes Way",
        "Cities of the Plain",
        "The Captive",
        "The Sweet Cheat Gone",
        "Finding Time Again",
    ],
}


def test_why_a_title_with_a_number_stands_where_it_does_is_said_truly() -> None:
    galdos = [book("La corte de Carlos IV", "1.epub", "Galdós"), book("20 poemas", "2.epub", "Neruda")]
    assert [volume.why for volume in in_order(galdos)] == ["by its name", "by its name"]
    two = [book(f"Fortunata y Jacinta {number}", f"{number}.epub", "Galdós") for number in ("II", "I")]
    assert [volume.why for volume in in_order(two)] == ["number 1 in its title", "number 2 in its title"]
    (sodom,) = in_order([book("Sodoma y Gomorra [IV]", author="Proust")])
    assert sodom.why == "volume 4 of À la recherche du temps perdu, by its title"


@pytest.mark.parametrize("language", SEVEN)
@pytest.mark.parametrize("author", [None, "Proust, Marcel"])
@pytest.mark.parametrize("known_by", ["title", "name"])
def test_the_seven_volumes_are_known(language: str, author: str | None, known_by: str) -> None:
    titles = SEVEN[language]
    found = [book(title, f"{n}.epub", author) for n, title in enumerate(titles)]
    if known_by == "name":
        found = [book(None, f"{title.replace(' ', '_')}.mobi", author) for title in titles]
    shuffled = random.Random(language).sample(found, 7)
    volumes = in_order(shuffled)
    assert [volume.source for volume in volumes] == found
    for number, volume in enumerate(volumes, 1):
        assert volume.why == f"volume {number} of À la recherche du temps perdu, by its {known_by}"
    assert one_edition_of_each(volumes, keep_first=False) == (volumes, [])


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("The Captive", None),  # alone
        ("The Prisoner of Zenda", "Anthony Hope"),
        ("Notes on Swann's Way", "Somebody"),
        ("En busca del tiempo perdido", "Marcel Proust"),  # all of it
        ("En busca del tiempo perdido (7 vols.)", "Marcel Proust"),
        ("El tiempo", "Marcel Proust"),
    ],
)
def test_what_is_none_of_the_seven(title: str, author: str | None) -> None:
    assert in_order([book(title, author=author)])[0].why == "by its name"


def test_a_title_of_one_word_counts_in_company() -> None:
    found = [book(name=f"{title}.txt") for title in ("The Captive", "The Prisoner of Zenda", "Time Regained")]
    assert names(*found, book(name="Swann's Way.txt")) == [
        *("Swann's Way.txt", "The Captive.txt", "Time Regained.txt"),
        "The Prisoner of Zenda.txt",
    ]


def test_parts_of_a_volume_and_volumes_that_bear_only_the_name_of_the_work() -> None:
    found = [
        book("À la recherche du temps perdu V", "a"),
        book("Le côté de Guermantes II", "b"),
        book("À l'ombre des jeunes filles en fleurs : deuxième partie", "c"),
        book("Le côté de Guermantes, 1re partie", "d"),
        book("À l'ombre des jeunes filles en fleurs : première partie", "e"),
        book("Something else", "f", series="In Search of Lost Time", number=1.0),
    ]
    assert names(*found) == ["f", "e", "c", "d", "b", "a"]
    assert one_edition_of_each(in_order(found), keep_first=False)[1] == []


def test_another_book_of_his_is_none_of_the_seven() -> None:
    other = book("Los placeres y los días", "a", "Marcel Proust", series="Obras de Marcel Proust", number=5.0)
    volumes = in_order([other, book("La prisionera", "b", "Marcel Proust")])
    assert one_edition_of_each(volumes, keep_first=False) == (volumes, [])


def test_a_series_and_its_numbers() -> None:
    found = [book(name=name, series="Episodios", number=number) for name, number in (("a", 10.0), ("b", 9.5))]
    assert [volume.why for volume in in_order([*found, book(name="c")])] == [
        *("number 9.5 of the series Episodios", "number 10 of the series Episodios"),
        "by its name",
    ]


@pytest.mark.parametrize(
    ("titles", "order"),
    [
        (["Fortunata y Jacinta II", "La Regenta", "Fortunata y Jacinta I"], [2, 0, 1]),  # works stay together
        (["Tomo 2: Bar", "Tomo 1: Foo", "Otra"], [1, 0, 2]),  # one work, each volume with its own title
        (["Bar, tomo 2", "Bar, tomo 1", "Foo, tomo 2", "Foo, tomo 1"], [1, 0, 3, 2]),  # two works
        (["Malcolm X", "Catch-22", "Seven 7"], [0, 1, 2]),  # numbers that count nothing
        (["Tomo IX", "Tomo V", "Tomo XI"], [1, 0, 2]),
    ],
)
def test_numbers_in_titles(titles: list[str], order: list[int]) -> None:
    found = [book(title, f"{n}.epub", "An Author") for n, title in enumerate(titles)]
    assert names(*found) == [f"{n}.epub" for n in order]


def test_names_alone_stay_in_the_order_they_came_in() -> None:
    assert names(*(book(name=f"Proust-{n:02}.txt") for n in (1, 2, 10))) == [
        *("Proust-01.txt", "Proust-02.txt", "Proust-10.txt")
    ]


def test_two_editions_of_one_volume() -> None:
    found = [book("Swann's Way", "a"), book("Por el camino de Swann", "b"), book("Time Regained", "c")]
    with pytest.raises(
        InputError, match=r"^a and b are two editions of one volume \(volume 1 of .*--keep-first, or"
    ):
        one_edition_of_each(in_order(found), keep_first=False)
    kept, left_out = one_edition_of_each(in_order(found), keep_first=True)
    assert [volume.source.name for volume in kept] == ["a", "c"]
    assert [volume.source.name for volume in left_out] == ["b"]


STRANGE = "Tomo|I|ıv|İ|iv|²|٣|7|99|part|two|Guermantes|El mundo de|(|–|#|.|La prisionera|Proust|ﬁ|\0|1re|partie"
WORDS = st.lists(st.sampled_from([*STRANGE.split("|"), "In Search of Lost Time"]), max_size=6).map(" ".join)


@given(st.lists(st.tuples(WORDS, WORDS), max_size=4))
def test_no_title_or_name_is_too_strange(called: list[tuple[str, str]]) -> None:
    found = [book(title, f"{name}.epub") for title, name in called]
    volumes = in_order(found)
    assert sorted(volume.source.name for volume in volumes) == sorted(source.name for source in found)
    natural_order(Path(source.name) for source in found)
