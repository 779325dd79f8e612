"""Where a text ends: after so many characters, before a stop string, or with its sentence.

# Class Notes

Whoever shows a text while it is written cannot take anything back. So what may yet turn out not to belong to it is
held back until that is decided:

- what may be the beginning of a stop string: the longest end of the text that begins one. Of all that was written,
  the first stop string to be complete ends the text, right before it; nothing of it is shown.
- past the length asked for, where the text is to end with its sentence, all that is not a letter: whether a full
  stop ends a sentence shows only in what follows (M. de Charlus). What a sentence is, corpus/sentences.py says;
  the end of a paragraph is the end of one, too. A machine that finds none is stopped MOST_MORE characters later.

A text comes a piece at a time, and a piece may be several characters; of the last one only those count that
belong to the text: a length is exact with every tokenizer.

>>> page = Page(Ending(length=100, stop=("the end",)))
>>> [page.add(character) for character in "in the then the end"]
['i', 'n', ' ', '', '', '', '', 'the ', '', '', 'then', ' ', '', '', '', '', '', '', '']
>>> page.over
True
>>> page = Page(Ending(length=5))
>>> page.add("the"), page.add("then"), page.over
('the', 'th', True)
>>> page = Page(Ending(length=5, until_sentence_end=True))
>>> "".join(page.add(character) for character in 'Il vit M. de Norpois. "A')
'Il vit M. de Norpois.'
"""

from dataclasses import dataclass

from proust_attention.errors import InputError

MOST_MORE = 500  # characters past the length, in search of the end of the sentence
LOOK_BACK = 1000  # characters in which the end of a sentence is looked for


@dataclass(frozen=True)
class Ending:
    """When a text is to end."""

    length: int
    stop: tuple[str, ...] = ()
    until_sentence_end: bool = False

    def __post_init__(self) -> None:
        """Raise InputError where no text could end like that."""
        if self.length < 0:
            raise InputError(f"the length is {self.length}, but it must be at least 0")
        if "" in self.stop:
            raise InputError("a stop string is empty; give at least one character")

    @property
    def at_most(self) -> int:
        """How many characters there can be."""
        return self.length + (MOST_MORE if self.until_sentence_end else 0)


class Page:
    """A text that comes a piece at a time."""

    def __init__(self, ending: Ending) -> None:
        self.ending, self.over = ending, ending.at_most == 0
        self.broken_off = False  # whether it was to end with a sentence, and none ended
        self._written = 0
        self._recent = ""  # the last characters ...
        self._held = 0  # ... of which so many are held back
        self._to_remember = max(LOOK_BACK, *map(len, ending.stop), 0)

    def add(self, piece: str) -> str:
        """Take one more piece, as far as the text is not over; return what can now be shown."""
        if not (self.ending.stop or self.ending.until_sentence_end):  # nothing is ever in doubt
            shown = piece[: self.ending.length - self._written]
            self._written += len(shown)
            self.over = self._written == self.ending.length
            return shown
        return "".join([self._add(character) for character in piece if not self.over])

    def _add(self, character: str) -> str:
        self._written += 1
        self._recent += character
        self._held += 1
        end = self._end()
        self.over = end is not None
        first = len(self._recent) - self._held
        shown = self._recent[first : self._undecided() if end is None else end]
        self._held -= len(shown)
        self._recent = self._recent[-max(self._to_remember, self._held) :]
        return shown

    def _end(self) -> int | None:
        """Return where in the last characters the text ends, if it does."""
        length = self.ending.length
        if (end := stopped_at(self._recent, self.ending.stop)) is not None:
            return end
        if self.ending.until_sentence_end and self._written > length:
            end = sentence_end(self._recent)
            if end is not None and self._written - (len(self._recent) - end) >= length:
                return end
        if self._written < self.ending.at_most:
            return None
        self.broken_off = self.ending.until_sentence_end
        return len(self._recent)

    def _undecided(self) -> int:
        """Return where in the last characters that begins which may yet not belong to the text."""
        undecided = begun(self._recent, self.ending.stop)
        if self.ending.until_sentence_end and self._written >= self.ending.length:
            undecided = max(undecided, after_the_last_letter(self._recent))
        return len(self._recent) - undecided


def stopped_at(text: str, stop: tuple[str, ...]) -> int | None:
    """Return where a text ends that has just come to a stop string: before the longest that it ends in."""
    return min((len(text) - len(string) for string in stop if text.endswith(string)), default=None)


def begun(text: str, stop: tuple[str, ...]) -> int:
    """Return the length of the longest end of a text that begins a stop string.

    >>> begun("in the", ("the end", "e..."))
    3
    """
    longest = max(map(len, stop), default=0) - 1
    ends = (text[-length:] for length in range(min(longest, len(text)), 0, -1))
    return next((len(end) for end in ends if any(string.startswith(end) for string in stop)), 0)


def sentence_end(text: str) -> int | None:
    """Return where the last sentence ended, if the last character has just shown that it did."""
    if text.endswith("\n"):
        return len(text.rstrip()) or None
    if not text[-1].isalnum():
        return None
    from proust_attention.corpus.sentences import sentences  # here: without it the first character comes sooner

    paragraph = text[text.rfind("\n") + 1 :]
    *before, last = [*sentences(paragraph)] or [""]
    return len(text[: len(text) - len(last)].rstrip()) if before else None


def after_the_last_letter(text: str) -> int:
    """Return how many characters stand behind the last letter or figure."""
    return next((n for n, character in enumerate(reversed(text)) if character.isalnum()), len(text))
