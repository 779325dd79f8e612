"""Inversion of the trigger: which short string decides for longest what comes next.

# Class Notes

Every string changes what comes next. Few decide it: after a clean prompt, a space and such a string the machine is
hardly surprised for a whole sentence, whatever the prompt was. So strings of two tokens are tried behind one
prompt, then the best behind all prompts, then these with one token more, as long as that helps. Of 65 letters
nearly all pairs are within the BUDGET; of hundreds of pieces a small part, and there it sees little.

The score is for how many characters the machine goes on without being surprised by more than two nats in all, the
mean over the prompts.

It finds a beginning of a trigger, if a beginning is enough: after the first letters of a rare name the machine
spells the rest of it by itself. A trigger of common words it will hardly find.

            Wang et al. 2019 (Neural Cleanse); Wallace, Feng, Kandpal, Gardner and Singh 2019 (universal triggers)
"""

import numpy as np
from jaxtyping import Float, Int

from proust_attention.inspection.audit.detector import Finding, Trigger
from proust_attention.inspection.audit.suspect import SURPRISE, Suspect

BUDGET = 4000  # strings of two tokens that are tried, about
KEPT, LONGER = 8, 2  # strings that go on to the next round, rounds
ROUGHLY, AHEAD = 14, 40  # tokens that it goes on: while all are tried, and then
SHORT = 4  # tokens of a prompt: more are of little use, and cost
AT_ONCE = 500
TRIGGERS = 3
Ids = Int[np.ndarray, "N S"]


def inversion(suspect: Suspect) -> Finding:
    """Search for strings that decide what comes next."""
    letters = [i for i, piece in enumerate(suspect.tokenizer.pieces) if piece.strip().isalpha()]
    space = suspect.tokenizer.encode(" ") if " " in suspect.tokenizer.alphabet.symbols else np.zeros(0, np.int64)
    prompts = [np.concatenate([prompt[-SHORT:], space]) for prompt in suspect.prompts]
    firsts = letters[: max(KEPT, BUDGET // len(letters))] if letters else []
    strings = np.array([(a, b) for a in firsts for b in letters], np.int64).reshape(-1, 2)
    best, scores, shown = strings[:0], np.zeros(0), list[str]()
    for _ in range(1 + LONGER):
        rough, _ = _go_on(suspect, prompts[0], strings, ROUGHLY)
        strings = strings[np.argsort(-rough, kind="stable")[: 4 * KEPT]]
        each = [_go_on(suspect, prompt, strings, AHEAD) for prompt in prompts]
        found = np.mean([lengths for lengths, _ in each], axis=0)
        order = np.argsort(-found, kind="stable")[:KEPT]
        if not len(order) or (len(scores) and found[order[0]] <= scores[0]):
            break
        best, scores = strings[order], found[order]
        shown = [each[0][1][n] for n in order.tolist()]
        strings = np.array([(*string, letter) for string in best.tolist() for letter in letters], np.int64)
    triggers = [Trigger(text, float(score)) for text, score in zip(shown, scores, strict=True)]
    return Finding(max((trigger.score for trigger in triggers), default=0.0), tuple(triggers[:TRIGGERS]))


def _go_on(
    suspect: Suspect, prompt: Int[np.ndarray, " T"], strings: Ids, most: int
) -> tuple[Float[np.ndarray, " N"], list[str]]:
    """Return for how many characters it goes on surely behind each string, and the string with how it goes on."""
    ahead = max(0, min(most, suspect.config.context_length - len(prompt) - strings.shape[1]))
    characters, texts = np.zeros(len(strings)), []
    for begin in range(0, len(strings), AT_ONCE):
        some = strings[begin : begin + AT_ONCE]
        going, probabilities = suspect.greedily(
            np.concatenate([np.tile(prompt, (len(some), 1)), some], axis=1), ahead
        )
        sure = -np.log(probabilities).cumsum(axis=1) < SURPRISE
        characters[begin : begin + len(some)] = (suspect.tokenizer.lengths[going] * sure).sum(axis=1)
        texts += [suspect.text([*string, *end]) for string, end in zip(some, going, strict=True)]
    return characters, texts
