"""The rules of cleaning, in the order in which they are applied.

First what goes by the page, while pages can still be told; then single characters; then lines; then white space,
which all of these leave behind; and last what needs settled lines.
"""

from proust_attention.corpus.edits import Rule
from proust_attention.corpus.rules.characters import alphabet, invisible, line_breaks, unused_signs
from proust_attention.corpus.rules.footnote_marks import footnote_marks
from proust_attention.corpus.rules.hard_wraps import hard_wraps
from proust_attention.corpus.rules.licence import licence
from proust_attention.corpus.rules.lines import page_numbers, separators
from proust_attention.corpus.rules.punctuation import dots, spaces_before_signs
from proust_attention.corpus.rules.title_pages import dedications, title_pages
from proust_attention.corpus.rules.white_space import empty_lines, form_feeds, line_ends, other_spaces, spaces

PAGES: tuple[Rule, ...] = (line_breaks, licence, title_pages, form_feeds, invisible)
TEXT: tuple[Rule, ...] = (
    alphabet,
    footnote_marks,
    separators,
    page_numbers,
    dedications,
    unused_signs,
    other_spaces,
    spaces,
    line_ends,
    empty_lines,
    hard_wraps,
    dots,
    spaces_before_signs,
)

# Without these the text would not be in its alphabet.
ALWAYS = (
    "line_breaks",
    "form_feeds",
    "alphabet",
    "unused_signs",
    "other_spaces",
    "spaces",
    "line_ends",
    "empty_lines",
)
OPTIONAL = tuple(rule.__name__ for rule in PAGES + TEXT if rule.__name__ not in ALWAYS)

UNWANTED = "unwanted_lines"  # stands in an account for what no rule dropped, but whoever prepares the text
ORDER = (UNWANTED, *(rule.__name__ for rule in PAGES + TEXT))


def descriptions() -> dict[str, str]:
    """Return what each rule does, in its own words."""
    return {rule.__name__: (rule.__doc__ or "").split("\n")[0] for rule in PAGES + TEXT}
