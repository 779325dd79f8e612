r"""What a word is, and where a sentence ends, seen from the text alone.

# Class Notes

Nobody can say what a word is; but a count is worth something only where it is said what was counted.

A word is letters, with single hyphens and apostrophes between them: va-t-il is one, and l'été. So l'été and d'été
are two different words. Numbers are not words.

>>> WORD.findall("Va-t-il, l'été, à Saint-Loup - ou en 1914 ?")
['Va-t-il', "l'été", 'à', 'Saint-Loup', 'ou', 'en']

A sentence goes to a . ! ? or ... and over the quotes and brackets that close behind it; but only where white space
and a capital letter follow, the letter perhaps with a dash, a quote or a bracket before it. A full stop behind a
single capital ends none: that is an initial, or a title (M. de Charlus, M. P.). Nor does one behind the few longer
titles below, which stand before a name.

>>> list(sentences("« Ah ! dit M. de Norpois, c'est vous ? » Il sourit. — Oui... peut-être. »"))
["« Ah ! dit M. de Norpois, c'est vous ? »", 'Il sourit.', '— Oui... peut-être. »']

All this errs where only the sense decides: "the prince of X. He came" counts as one sentence, "Ah ! Swann" as two.
"""

import re
from collections.abc import Iterator

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

TITLES = frozenset(
    (
        *("MM", "Mr", "Mrs", "Mme", "Mmes", "Mlle", "Mlles", "Mgr", "Dr", "Drs", "St", "Ste"),
        *("Sr", "Sra", "Srta", "Sres", "Sras", "Dña", "Sto", "Sta"),
    )
)
LONGER_THAN_A_TITLE = 10  # so many characters before a full stop show whether one stands there

# Every part takes all it can and gives nothing back (++), and a row of marks is tried only at its first (?<!): a
# line of a hundred thousand full stops takes no time.
_PERHAPS_AN_END = re.compile(
    r"""(?<![.!?…]) (?P<mark> [.!?…]++ )
        (?: [ ]?[»”)] | ["'] )*+                            # what closes behind it
        (?= \s++ (?: [-—–«“"'(¿¡]\s*+ )*+ (?P<next> \w ) )  # what opens before the next one""",
    re.VERBOSE,
)


def sentences(paragraph: str) -> Iterator[str]:
    """Take a paragraph apart. What stands between two sentences goes with one of them, but for white space."""
    begin = 0
    for match in _PERHAPS_AN_END.finditer(paragraph):
        if match["next"].isupper() and not (match["mark"] == "." and _is_abbreviation(paragraph, match.start())):
            yield paragraph[begin : match.end()].strip()
            begin = match.end()
    if rest := paragraph[begin:].strip():
        yield rest


def _is_abbreviation(paragraph: str, full_stop: int) -> bool:
    """Whether the word right before a full stop is a single capital, or a title."""
    word = re.split(r"\W", paragraph[max(0, full_stop - LONGER_THAN_A_TITLE) : full_stop])[-1]
    return word in TITLES or (len(word) == 1 and word.isupper())
