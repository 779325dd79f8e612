"""In which languages a text is, and where."""

import pytest

from proust_attention.corpus.languages import Languages, languages_of

SPANISH = (
    "La tía guardaba las llaves del desván, y nadie sabía por qué la lámpara de la cocina no se apagaba nunca."
)
ENGLISH = "My aunt kept the keys of the attic, and nobody knew why the lamp in the kitchen was never put out."
FRENCH = "La tante gardait les clefs du grenier, et personne ne savait pourquoi la lampe était allumée."
GERMAN = (
    "Die Tante hatte die Schlüssel von dem Dachboden, und es war nicht klar, warum die Lampe in der Küche brannte."
)
CATALAN = "La tia guardava les claus de les golfes, i ningú no sabia per què el llum no s'apagava amb el vent."
DUTCH = "Mijn tante bewaarde de sleutels van de zolder, en niemand wist waarom de lamp altijd bleef branden."


def shares(text: str) -> dict[str, int]:
    """Return the languages of a text, in hundredths."""
    return {one.language: round(100 * one.share) for one in languages_of(text).shares}


def test_one_after_the_other() -> None:
    shown = languages_of("\n\n".join([SPANISH] * 6 + [ENGLISH] * 4))
    assert [(one.language, one.stretches[0][1:3]) for one in shown.shares] == [("es", (1, 11)), ("en", (13, 19))]
    assert shares("\n\n".join([FRENCH] * 9 + [GERMAN])) == {"fr": 88, "de": 12}


@pytest.mark.parametrize("between", ["\n\n", "\n", "     "])
def test_a_translation_beside_its_text(between: str) -> None:
    found = shares("\n".join([f"{SPANISH}{between}{ENGLISH}"] * 5))
    assert 50 <= found["es"] <= 53
    assert found["es"] + found["en"] == 100


def test_a_translation_of_short_sentences() -> None:
    pairs = [
        ("La tía guardaba las llaves.", "My aunt kept the keys."),
        ("El barco no volvió.", "The ship did not come back."),
        ("La lluvia caía sobre los tejados.", "The rain fell on the roofs."),
        ("Mi hermano no quiso hablar del viaje, pero lo sabía.", "My brother knew, but he would not speak of it."),
    ]
    shown = languages_of("\n\n".join(f"{one}\n\n{other}" for one, other in pairs * 12))
    assert {one.language for one in shown.shares} == {"es", "en"}


def test_a_quotation_is_not_told() -> None:
    assert list(shares("\n\n".join([*[FRENCH] * 40, ENGLISH, ENGLISH, *[FRENCH] * 40]))) == ["fr"]


def test_lines_too_short_to_show_a_language_show_one_together() -> None:
    assert shares("La tarde es gris,\nel barco se va,\ny el agua no tiene\nla voz que tenía.\n" * 9) == {"es": 100}


@pytest.mark.parametrize("text", ["", "Ana.", "I\n\nLa tarde.", DUTCH, "Pérez, 12; López, 14; García, 18; "])
def test_a_short_text_shows_nothing(text: str) -> None:
    assert languages_of(text) == Languages()


def test_languages_without_an_alphabet() -> None:
    assert shares("\n".join([CATALAN] * 24)) == {"ca": 100}
    assert languages_of("\n".join([DUTCH] * 24)) == Languages(is_unknown=True)
    assert languages_of("Никто не знал, почему горит лампа на кухне. " * 60) == Languages(is_unknown=True)
