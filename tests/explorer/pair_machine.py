"""A machine of random weights, its tokens characters and pairs of them, and a site that knows their tokenizer."""

from pathlib import Path

import numpy as np

from proust_attention.config import Config, build
from proust_attention.explorer import site
from proust_attention.explorer.site import STATIC, Site
from tests.explorer.machines import Values, make_machine, random_weights
from tests.explorer.shown import SIZES
from tests.tokenizer.pairs import PairTokenizer

SAMPLE = """Le soir, je me mettais près de la lampe de la grande table, et personne ne me demandait de parler.
Et de temps en temps, à une heure où la pluie me semblait cesser, je me disais: «Voilà de l'ombre.» Une demi-heure
après, une image de moi-même me regardait de la fenêtre! 🙂"""
LETTERS = PairTokenizer.of_text(SAMPLE)
TOKENIZER = PairTokenizer(
    LETTERS.symbols, (*LETTERS.pairs, "e ", ",\n", "🙂!")
)  # some that cannot be seen, or are long
CONFIG = build(TOKENIZER.vocab_size, "modern", [{"model": SIZES}])
IMPORTED = 'import { CharacterTokenizer } from "./characters.js"\n'
KIND = '  ["characters", CharacterTokenizer],\n'


def registering(text: str) -> str:
    """Return the text of tokenizer.js, with the kind of these tokens among those that it knows."""
    for place, more in [
        (IMPORTED, 'import { PairTokenizer } from "./pairs.js"\n'),
        (KIND, '  ["pairs", PairTokenizer],\n'),
    ]:
        assert text.count(place) == 1, f"engine/tokenizer.js has no longer this line: {place}"
        text = text.replace(place, place + more)
    return text


def scripts() -> dict[str, bytes]:
    """What stands beside the engine, or in the place of its files."""
    tokenizer = STATIC / "engine" / "tokenizer.js"
    return {
        "engine/pairs.js": Path(__file__).with_name("pairs.js").read_bytes(),
        "engine/tokenizer.js": registering(tokenizer.read_text(encoding="utf-8")).encode(),
    }


def pair_machine(folder: Path) -> tuple[Config, Values, Site]:
    """Make the machine; return a site that opens it first."""
    values = random_weights(CONFIG)
    make_machine(folder / "pairs", CONFIG, values, TOKENIZER.to_dict())
    return CONFIG, values, {**site.build(folder / "pairs"), **scripts()}


def ids_of(text: str) -> np.ndarray:
    return TOKENIZER.encode(text).astype(np.int64)


def texts_of(text: str) -> list[str]:
    """The text of each token."""
    return [text[start:end] for start, end in TOKENIZER.spans(text)]
