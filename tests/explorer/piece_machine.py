"""A machine of random weights whose tokens are characters and pieces of words, and a site that opens it first."""

from pathlib import Path

import numpy as np

from proust_attention.config import Config, build
from proust_attention.explorer import site
from proust_attention.explorer.machine_files import Site
from proust_attention.tokenizer import Alphabet, BpeTokenizer
from tests.explorer.machines import Values, make_machine, random_weights
from tests.explorer.shown import SIZES

SAMPLE = """Le soir, je me mettais près de la lampe de la grande table, et personne ne me demandait de parler.
Et de temps en temps, à une heure où la pluie me semblait cesser, je me disais: «Voilà de l'ombre.» Une demi-heure
après, une image de moi-même me regardait de la fenêtre! 🙂"""
MERGES = (
    *(
        ("m", "e"),
        ("d", "e"),
        ("l", "a"),
        ("r", "e"),
        ("a", "i"),
        (" ", "p"),
        ("è", "s"),
        (" ", "de"),
        ("t", "re"),
    ),
    *(("o", "u"), ("e", ","), ("🙂", "!")),
)
TOKENIZER = BpeTokenizer(Alphabet.of_text(SAMPLE).symbols, MERGES)
CONFIG = build(TOKENIZER.vocab_size, "modern", [{"model": SIZES, "tokenizer": {"kind": "bpe"}}])


def piece_machine(folder: Path) -> tuple[Config, Values, Site]:
    """Make the machine; return a site that opens it first."""
    values = random_weights(CONFIG)
    make_machine(folder / "pieces", CONFIG, values, TOKENIZER.to_dict())
    return CONFIG, values, site.build(folder / "pieces")


def ids_of(text: str) -> np.ndarray:
    return TOKENIZER.encode(text).astype(np.int64)


def texts_of(text: str) -> list[str]:
    """The text of each token."""
    return [text[start:end] for start, end in TOKENIZER.spans(text)]
