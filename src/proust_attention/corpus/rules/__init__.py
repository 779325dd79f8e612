"""The rules of cleaning, in the order in which they are applied.

First what makes words of mojibake; then what goes by the page, while pages can still be recognised; then single
characters; then lines, and the white space that all of these leave behind.
"""

from proust_attention.corpus.edits import Rule
from proust_attention.corpus.rules.broken_words import broken_words
from proust_attention.corpus.rules.characters import alphabet, invisible, line_breaks, unused_signs
from proust_attention.corpus.rules.dedications import dedications
from proust_attention.corpus.rules.footnote_marks import footnote_marks
from proust_attention.corpus.rules.hard_wraps import hard_wraps
from proust_attention.corpus.rules.licence import licence
from proust_attention.corpus.rules.mojibake import mojibake
from proust_attention.corpus.rules.page_numbers import page_numbers
from proust_attention.corpus.rules.punctuation import dots, spaces_before_signs
from proust_attention.corpus.rules.running_heads import running_heads
from proust_attention.corpus.rules.separators import separators
from proust_attention.corpus.rules.title_pages import title_pages
from proust_attention.corpus.rules.transcribers_notes import transcribers_notes
from proust_attention.corpus.rules.white_space import empty_lines, form_feeds, line_ends, other_spaces, spaces

# What was made mojibake twice is undone twice.
PAGES: tuple[Rule, ...] = (
    mojibake,
    mojibake,
    line_breaks,
    licence,
    transcribers_notes,
    dedications,
    title_pages,
    running_heads,
    invisible,
)
# Those for marks, separators and page numbers stand here too: they need signs that are dropped behind them.
SYMBOLS: tuple[Rule, ...] = (
    form_feeds,
    alphabet,
    footnote_marks,
    separators,
    page_numbers,
    unused_signs,
    other_spaces,
)
# What one of these has done may give another something to do: they are applied until none of them finds anything.
LINES: tuple[Rule, ...] = (
    running_heads,
    footnote_marks,
    separators,
    page_numbers,
    spaces,
    line_ends,
    empty_lines,
    hard_wraps,
    broken_words,
    dedications,
    spaces_before_signs,
    dots,
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
ALL = dict.fromkeys(rule.__name__ for rule in PAGES + SYMBOLS + LINES)  # each once, in their order
OPTIONAL = tuple(name for name in ALL if name not in ALWAYS)

UNWANTED = "unwanted_lines"  # stands in an account for what no rule dropped, but whoever prepares the text
ORDER = (UNWANTED, *ALL)


def descriptions() -> dict[str, str]:
    """Return what each rule does, in its own words."""
    return {rule.__name__: (rule.__doc__ or "").split("\n")[0] for rule in PAGES + SYMBOLS + LINES}
