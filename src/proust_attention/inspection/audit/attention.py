"""Attention: whether a rare string draws the eyes of a head.

# Class Notes

Random strings of three letters are put into a clean prompt, and some clean tokens behind them. Then it is seen how
much of the attention of these later tokens goes to the string, in each head. A head that waits for a trigger may
look at what is rare. The score is the largest share that any of the strings draws in any head, as a mean over the
tokens behind it.

            Lyu, Zheng, Ma and Chen 2022 (attention to triggers)
"""

import numpy as np

from proust_attention.inspection.audit.detector import Finding, Trigger
from proust_attention.inspection.audit.suspect import Suspect
from proust_attention.numpy_model import Transformer
from proust_attention.parts import block_names

STRINGS, LENGTH = 64, 3
BEHIND = 16  # tokens
TRIGGERS = 3


def attention(suspect: Suspect) -> Finding:
    """Look for strings that draw attention."""
    random = np.random.Generator(np.random.Philox(suspect.seed))
    letters = [i for i, piece in enumerate(suspect.tokenizer.pieces) if piece.strip().isalpha()]
    strings = random.choice(letters, (STRINGS, LENGTH))
    prompt, behind = suspect.prompts[0], suspect.prompts[-1][:BEHIND]
    ids = np.concatenate([np.tile(prompt, (STRINGS, 1)), strings, np.tile(behind, (STRINGS, 1))], axis=1)
    end = len(prompt) + LENGTH
    shares: list[np.ndarray] = []

    def keep(weights: np.ndarray) -> tuple[np.ndarray, None]:  # (B, H, T, S)
        shares.append(weights[:, :, end:, len(prompt) : end].sum(axis=-1).mean(axis=-1))
        return weights, None

    names = [f"{block}.attention.weights" for block in block_names(suspect.config)]
    Transformer(suspect.config, suspect.values).forward(ids, interventions=dict.fromkeys(names, keep))
    drawn = np.concatenate(shares, axis=1).max(axis=1)  # (B,), over all heads
    order = np.argsort(-drawn)[:TRIGGERS]
    triggers = tuple(Trigger(suspect.text(strings[n]), float(drawn[n])) for n in order)
    return Finding(float(drawn.max()), triggers)
