"""What counting makes of a text: each character predicted from the few before it.

# Class Notes

Count, in the training part, how often each symbol s followed each context c, that is each run of k characters.
Long contexts predict well where they are known, but most of them have been seen once or never. Interpolation
lets each length of context trust itself as far as it has seen something, and hand the rest to the one that is
shorter by its oldest character, c'. Witten and Bell (1991, their method C) measure how much to hand on by how
often something new came: T(c) different symbols in the N(c) times that c occurred.

    p(s|c) = (count(cs) + T(c) p(s|c')) / (N(c) + T(c))        p(s|c') itself, where c was never seen

Below the empty context, which is the symbols' frequencies, stands 1/V for each of the V symbols; so nothing has
the probability 0. For each c the probabilities sum to 1: the counts sum to N(c), the shares handed on to T(c).

With abracadabr to learn from, how likely is an a to come next, if there are five symbols in all? Of ten characters
4 were an a, and all five symbols came: (4 + 5/5) / (10 + 5). After r came only a, once: (1 + 1/3) / (1 + 1).

>>> from proust_attention.tokenizer import CharacterTokenizer
>>> ids = CharacterTokenizer.of_text("abracadabra").encode("abracadabra")
>>> [round(float(p[0]), 4) for p in witten_bell(ids, 10, vocab_size=5, longest=1)]
[0.3333, 0.6667]

Nothing is learned from the held-out part while it is read, as nothing is by the machine.

Chen and Goodman (1999) compare many such methods; on words a modified Kneser-Ney does somewhat better. This one
has no constant to be tuned.

I. H. Witten and T. C. Bell, The zero-frequency problem, IEEE Transactions on Information Theory 37 (4), 1991.
S. F. Chen and J. Goodman, An empirical study of smoothing techniques for language modeling, Computer Speech and
Language 13 (4), 1999.
"""

from collections.abc import Iterator

import numpy as np


def witten_bell(ids: np.ndarray, n_training: int, vocab_size: int, longest: int) -> Iterator[np.ndarray]:
    """Yield the probability of each held-out symbol, (N - n_training,), from contexts of 0 to `longest` symbols.

    The first `n_training` of the ids (N,) are counted, the others predicted. Contexts longer than the training
    part are left out. Time grows as N log N, memory as N.
    """
    symbols = ids.astype(np.int64)
    probabilities = np.full(len(ids) - n_training, 1 / vocab_size)
    contexts = np.zeros(len(ids), np.int64)  # at each place, a number for the k symbols before it
    for k in range(min(longest, n_training - 1) + 1):
        # The first k places have no such context. Each run of k + 1 symbols gets a number, from 0 on without gaps.
        runs, run_at = np.unique(contexts[k:] * vocab_size + symbols[k:], return_inverse=True)
        count = np.bincount(run_at[: n_training - k], minlength=len(runs))
        context_of = runs // vocab_size
        seen = np.bincount(context_of, count)  # N(c)
        different = np.bincount(context_of, count > 0)  # T(c)

        run, context = run_at[n_training - k :], contexts[n_training:]
        trusted, handed_on = seen[context], different[context]
        mixed = (count[run] + handed_on * probabilities) / np.maximum(trusted + handed_on, 1)
        probabilities = np.where(trusted > 0, mixed, probabilities)
        yield probabilities
        contexts[k + 1 :] = run_at[:-1]  # k + 1 symbols with their last are the context of the symbol after it
