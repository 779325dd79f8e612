"""Write with the machine of this folder, in Python.

    pip install numpy onnxruntime
    python write.py "La casa" 200 0.8        # the beginning, how many tokens, the temperature (0: the likeliest)

model.onnx computes the tokens that are new from those and from what it computed before, the keys and values, which
go in and come out. Where the text outgrows the context, its last half is read again, from an empty past.
"""

import json
import re
import sys
import unicodedata
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime

FOLDER = Path(__file__).parent
WORD = re.compile(r" ?[^ \n]{1,100}|[ \n]")  # no merge crosses a word
NEVER = 1 << 62
MODEL = json.loads((FOLDER / "config.json").read_text("utf-8"))["model"]
TABLE = json.loads((FOLDER / "tokenizer.json").read_text("utf-8"))
MERGES = [tuple(pair) for pair in TABLE.get("merges", [])]
PIECES = [*TABLE["symbols"], *(left + right for left, right in MERGES)]
IDS = {piece: number for number, piece in enumerate(PIECES)}
ORDER = {pair: place for place, pair in enumerate(MERGES)}
SESSION = onnxruntime.InferenceSession(FOLDER / "model.onnx", providers=["CPUExecutionProvider"])


def encode(text: str) -> list[int]:
    """Divide a text into pieces: in each word the merge that was learned first is done first."""
    text = unicodedata.normalize("NFC", text)
    if unknown := next((character for character in text if character not in IDS), None):
        raise SystemExit(f"the machine does not know {unknown!r}")
    if not MERGES:
        return [IDS[character] for character in text]
    return [IDS[piece] for word in WORD.findall(text) for piece in divided([*word])]


def divided(pieces: list[str]) -> list[str]:
    """Merge the characters of a word, until no merge applies."""
    while len(pieces) > 1:
        places = [ORDER.get(pair, NEVER) for pair in pairwise(pieces)]
        if min(places) == NEVER:
            break
        at = places.index(min(places))
        pieces[at : at + 2] = ["".join(pieces[at : at + 2])]
    return pieces


def draw(logits: np.ndarray, temperature: float) -> int:
    """Draw the next token; at temperature 0 take the likeliest."""
    if temperature == 0:
        return int(logits.argmax())
    p = np.exp((logits - logits.max()) / temperature)
    return int(np.random.default_rng().choice(len(p), p=p / p.sum()))


def write(prompt: str, tokens: int, temperature: float) -> str:
    """Return the prompt and what goes on from it; an empty one begins a paragraph."""
    text, context = encode(prompt or "\n"), MODEL["context_length"]
    nothing = np.zeros(
        (MODEL["n_layers"], 1, MODEL["n_heads"], 0, MODEL["d_model"] // MODEL["n_heads"]), np.float32
    )
    keys = values = nothing
    half = context // 2
    start = 0 if len(text) <= context else len(text) - (len(text) - context - 1) % (context + 1 - half) - half
    new = text[start:]
    for _ in range(tokens):
        given = {"input_ids": np.array([new], np.int64), "past_keys": keys, "past_values": values}
        logits, keys, values = SESSION.run(["logits", "keys", "values"], given)
        text.append(draw(logits[0, -1], temperature))
        new = text[-1:]
        if keys.shape[3] == context:  # it is full
            keys = values = nothing
            new = text[-half:]
    return "".join(PIECES[i] for i in text)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    given = sys.argv[1:]
    prompt, tokens, temperature = [*given, *("", "200", "0.8")[len(given) :]]
    try:
        count, heat = int(tokens), float(temperature)
    except ValueError:
        raise SystemExit("how many tokens, and the temperature, must be numbers") from None
    print(write(prompt, count, heat))
