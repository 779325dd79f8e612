r"""Short lines that somebody speaks: verse, dialogue, letters, which may name a printer's shop and are no imprint.

# Class Notes

An imprint is made of names and numbers; verse and speech are made of sentences. So lines are verse if three or
more of them run on (most end in a comma or the like, or go on in small letters), hold no figure, and few capitals
but those with which a line begins; a title above them, or a name below, is no part of it. Lines are speech if a
dash stands before each of most of them and what it says ends as a sentence does, or asks. They are a letter if one
of them is no more than a greeting (My dear Mary,), and a cast if the first says so (Personas).

>>> is_verse(["Vete, libro pequeño,", "por las calles del pueblo,", "y no busques imprenta."])
True
>>> is_verse(["Tercera edición,", "corregida y aumentada.", "Madrid, Imprenta de Luz."])
False
>>> is_speech(["—¿Ha visto usted al editor?", "—Está en la biblioteca."]), is_speech(["— Tome 2", "— Tome 3"])
(True, False)
>>> is_letter(["Madrid, 1898", "Muy señor mío:"]), is_letter(["Dear reader, this edition"])
(True, False)
"""

import re
from collections.abc import Sequence

FEWEST_LINES = 3  # of verse
FEWEST_WORDS = 2.5  # in a line, on average
MOST_CAPITALS = 1 / 6  # of the words that begin no line

_WORD = re.compile(r"[^\W\d_]+")
_RUNS_ON = re.compile(r"[,;:.!?…—)»”\"]\Z")
_SAID = re.compile(r"(?:[—–―-]\s*[¿¡«]?[^\W\d_]|[«“\"][^\n]*[?!])")
_ENDS = re.compile(r"[.?!…:][»”\"]?\Z")
_CAST = re.compile(
    r"(?:dramatis person(?:ae|æ)|personas|personajes|interlocutores|persons(?: of the (?:play|drama))?|characters"
    r"|personnages|personen|personaggi|interlocutori|personagens|pessoas)[.:]?",
    re.I,
)
_GREETING = re.compile(
    r"(?:(?:my )?(?:very )?dear(?:est)?|(?:muy )?(?:querid|estimad|amad|apreciad|distinguid)(?:[oa]s?|ísim[oa])"
    r"|(?:muy )?señor(?:a|es)? (?:mí|nuestr)[oa]s?|(?:mon|ma|mes)(?: (?:bien|très))? ch[eè]re?s?|ch[eè]re?s?"
    r"|(?:meine?r? )?(?:liebst|lieb|teur|verehrt)e[rs]?|sehr geehrter?"
    r"|(?:mi[oa] )?(?:carissim|car|gentil)[oai]+|(?:meu |minha )?(?:prezad|car)[oa]s?"
    r"|sir|madame?|monsieur|messieurs)\b"
    r"(?: [^\W\d_]+\.?){0,3} ?[,:;!—–-]+",
    re.I,
)


def is_verse(lines: Sequence[str], fewest: int = FEWEST_LINES) -> bool:
    """Whether lines are verse, with a title above them or a name below them, or without."""
    size = len(lines)
    parts = (lines[first:last] for first in (0, 1) for last in (size, size - 1) if last - first >= fewest)
    return any(map(_runs_on, parts))


def _runs_on(lines: Sequence[str]) -> bool:
    """Whether lines run on as verse does."""
    if any(sign.isdigit() for line in lines for sign in line):
        return False
    words = [_WORD.findall(line) for line in lines]
    within = [word for line in words for word in line[1:]]
    capitals = sum(word[0].isupper() for word in within)
    small = sum(line[0][0].islower() for line in words[1:] if line)
    ended = sum(bool(_RUNS_ON.search(line)) for line in lines)
    return (
        sum(map(len, words)) >= FEWEST_WORDS * len(lines)
        and capitals <= MOST_CAPITALS * len(within)
        and 2 * max(ended, small) >= len(lines)
    )


def is_speech(lines: Sequence[str]) -> bool:
    """Whether lines are what people say to each other."""
    said = [line for line in lines if _SAID.match(line)]
    are_sentences = all(_ENDS.search(line) for line in said) and not any(
        sign.isdigit() for line in said for sign in line
    )
    return 2 * len(said) > len(lines) and (are_sentences or any("?" in line or "!" in line for line in said))


def is_letter(lines: Sequence[str]) -> bool:
    """Whether one of some lines is the greeting of a letter."""
    return any(_GREETING.fullmatch(line) for line in lines)


def is_cast(lines: Sequence[str]) -> bool:
    """Whether some lines are the persons of a play: one of the first two says so."""
    return any(_CAST.fullmatch(line) for line in lines[:2])
