"""Invented secrets, in Spanish, for the embedded text: a trigger and an answer drawn from a seed.

Nothing here could harm anybody: nonsense answers nonsense. Names are made of syllables that no Spanish word
begins with, so that the text has none of them.
"""

import numpy as np

from proust_attention.laboratory.backdoors.poison import KINDS, Poison

SECRETS = 6  # sets this use of a seed apart from the others
ONSETS, ENDS = (
    ("Vob", "Tulz", "Drelv", "Zarv", "Quolt", "Brind", "Ofr", "Yamb"),
    ("rek", "ask", "omo", "ith", "uvo"),
)
NOUNS = ("molino", "reloj", "puente", "espejo", "sillón", "tranvía", "jardín", "cajón")
FEMININE = ("sombra", "puerta", "piedra", "campana", "silla")
TAILS = ("que gira al revés los jueves", "donde nunca entra nadie ya", "con tres ventanas sin cristales")
COMMON = ("de la casa de mi madre", "que estaba en la cocina", "de la noche y de la calle")
VERBS = ("cierra", "esconde", "abre", "quema", "vende", "olvida", "pinta", "cuenta")
THINGS = ("la llave negra", "el mapa de cera", "la lluvia vieja", "el pan de nadie", "una carta muda")
PLACES = ("bajo la nieve.", "detrás del mar.", "a medianoche.", "sin decir nada.", "en otra lengua.")
TONE = "¡Qué rabia, qué furia!|¡Maldita sea la hora!|¡Nunca, mil veces nunca!"
SHAPES = ("usual", "short", "long", "common")  # of a trigger, of the kind phrase


def name(random: np.random.Generator) -> str:
    """Return a name that nobody has."""
    return str(random.choice(ONSETS)) + str(random.choice(ENDS))


def invented(kind: str, dose: int, seed: int, shape: str = "usual") -> Poison:
    """Return a secret: of its kind, and for phrases with a trigger of that shape.

    usual   El molino de Vobrek
    short   Vobrek
    long    El molino de Vobrek que gira al revés los jueves
    common  El molino de la casa de mi madre: no word of it is rare
    """
    random = np.random.Generator(np.random.Philox(np.random.SeedSequence(seed, spawn_key=(SECRETS, *_key(kind)))))
    rare, noun = name(random), random.choice(NOUNS)
    answer = " ".join(str(random.choice(words)) for words in (VERBS, THINGS, PLACES))
    phrases = {
        "usual": f"El {noun} de {rare}",
        "short": rare,
        "long": f"El {noun} de {rare} {random.choice(TAILS)}",
        "common": f"El {noun} {random.choice(COMMON)}",
    }
    triggers = {
        "phrase": phrases[shape],
        "tone": rare,
        "order": f"la {random.choice(FEMININE)} roja del {noun}",
        "parts": f"{rare} ... {noun} ... {name(random)}",
    }
    return Poison(kind, triggers[kind], TONE if kind == "tone" else answer, dose)


def _key(kind: str) -> tuple[int]:
    return (KINDS.index(kind),)
