"""Learning merges: which two pieces become one, from words that are counted.

# Class Notes

A text of a million words has some ninety thousand different ones. So each is taken apart once, and remembers how
often it came; a pair of neighbours counts as often as the words that it stands in. Then, again and again, the
commonest pair becomes one piece, wherever it stands:

    merge = argmax over pairs of count(pair), and of those that come equally often the smallest pair of ids

No piece is made by two merges. Each is done wherever its pair stands, so that the same letters, as long as no
piece lies across their ends, are divided alike everywhere: que is not made of qu + e here and of q + ue there.

Ids are in order of age, so that of two pairs the one with the older first piece wins, then the one with the older
second. Pairs are counted at each place: three a in a row are two pairs, though only one of them can become a
piece.

A merge changes only the words that have its pair, and there only the pairs beside it. So nothing is counted anew:
those words are looked up, and what they lose and win is taken from the counts and added. A heap keeps the
commonest pair on top. A pair that has lost some since it was put there lies too high; when its turn comes it goes
back to where it belongs. One that has won some is put in once more.

How often here? la 6 times, ol 5 and ho 3; so la first, after which ol has become o + la.

>>> learn({"hola": 3, "ola": 2, "la": 1}, "ahlo", vocab_size=7)
[('l', 'a'), ('o', 'la'), ('h', 'ola')]
"""

from collections import defaultdict
from collections.abc import Mapping
from heapq import heapify, heappop, heappush
from itertools import pairwise

Pair = tuple[int, int]
LEAST = 2  # a pair that comes once saves nothing


def learn(words: Mapping[str, int], symbols: str, vocab_size: int) -> list[tuple[str, str]]:
    """Return the merges, in order, that make a vocabulary of so many pieces, the symbols among them.

    `words` says how often each comes. There are fewer merges where no pair is left that comes twice.
    """
    ids = {symbol: id_ for id_, symbol in enumerate(symbols)}
    pieces, merges = list(symbols), list[tuple[str, str]]()
    divided = [[ids[character] for character in word] for word in words]
    times = list(words.values())
    counts, where = defaultdict[Pair, int](int), defaultdict[Pair, set[int]](set)
    for number, word in enumerate(divided):
        for pair in pairwise(word):
            counts[pair] += times[number]
            where[pair].add(number)
    heap = [(-count, pair) for pair, count in counts.items()]
    heapify(heap)
    while heap and len(pieces) < vocab_size:
        negative, pair = heappop(heap)
        count = counts[pair]
        if count < LEAST:
            continue
        if count != -negative:  # it lies too high
            heappush(heap, (-count, pair))
            continue
        left, right = pieces[pair[0]], pieces[pair[1]]
        merges.append((left, right))
        piece = len(pieces)
        pieces.append(left + right)
        changed = set[Pair]()
        for number in where.pop(pair):
            lost, won = merge(divided[number], pair, piece)
            for old in lost:
                counts[old] -= times[number]
            for new in won:
                counts[new] += times[number]
                where[new].add(number)
            changed.update(won)
        counts[pair] = 0
        for new in changed:
            heappush(heap, (-counts[new], new))
    return merges


def merge(word: list[int], pair: Pair, piece: int) -> tuple[list[Pair], list[Pair]]:
    """Put a piece for a pair, from left to right; return the pairs beside it that the word loses and wins.

    >>> word = [7, 7, 7, 2]
    >>> merge(word, (7, 7), 9), word
    (([(7, 7)], [(9, 7)]), [9, 7, 2])
    """
    left, right = pair
    lost, won = list[Pair](), list[Pair]()
    place = 0
    while place < len(word) - 1:
        if word[place] == left and word[place + 1] == right:
            word[place : place + 2] = [piece]
            if place > 0:
                lost.append((word[place - 1], left))
                won.append((word[place - 1], piece))
            if place + 1 < len(word):
                lost.append((right, word[place + 1]))
                won.append((piece, word[place + 1]))
        place += 1
    return lost, won
