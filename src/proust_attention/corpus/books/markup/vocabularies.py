"""What the elements of HTML, FictionBook and TEI are to a text.

# Class Notes

The three differ in names, not in nature: each has blocks, which are paragraphs; lines of verse; headings; elements
inside of a paragraph, which need not be listed; and what is no text at all. HTML says more in attributes:
`epub:type` and `role` name what a part of a book is (footnote, pagebreak, toc). A file that has lost its
namespaces in a conversion keeps those words in a plain `type`.
"""

from dataclasses import dataclass, field

NOTES, MARKS, PAGES, LINES = "notes", "note marks", "page numbers", "line numbers"
NAVIGATION, FRONT, HEADINGS, IMAGES = "navigation", "front matter", "headings", "images"
DRAWINGS, FORMULAS = "pictures with text", "formulas"
FALLBACKS, RUBY = "fallback text", "ruby"  # of a film, a form; how a word is read, above it
FRAME = "frame of a web page"  # its head, its foot, its side columns
TRAILERS = "trailers"  # words that end a part: fin del tomo primero
ASIDES = "outside the reading order"
# What stays if somebody wants it.
OPTIONAL = (
    NOTES,
    MARKS,
    PAGES,
    LINES,
    NAVIGATION,
    FRAME,
    FRONT,
    DRAWINGS,
    FORMULAS,
    TRAILERS,
    ASIDES,
    FALLBACKS,
    RUBY,
)
IF_WORDS = (DRAWINGS, FALLBACKS, RUBY)  # are worth a word only if they hold any
SILENT = ""  # no text, and not worth a word


@dataclass(frozen=True)
class Vocabulary:
    """The elements of one kind of markup, in small letters and without namespaces."""

    blocks: frozenset[str]
    lines: frozenset[str]  # of verse
    stanzas: frozenset[str]  # in which lines belong together; elsewhere each is a block
    headings: frozenset[str]
    breaks: frozenset[str]  # empty; where a line ends
    apart: frozenset[str]  # which are no words with what stands beside them: the cells of a table
    perhaps_apart: frozenset[str] = frozenset()  # which may part words, or stand in one: the pages of the print
    dropped: dict[str, str] = field(default_factory=dict)  # to their kinds


def names(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


HTML = Vocabulary(
    blocks=names(
        "html body p div h1 h2 h3 h4 h5 h6 li ul ol dl dt dd blockquote section article aside header footer main "
        "figure figcaption table caption thead tbody tr pre hr center address form fieldset details summary "
        "mbp:pagebreak"
    ),
    lines=frozenset(),
    stanzas=frozenset(),
    headings=names("h1 h2 h3 h4 h5 h6"),
    breaks=names("br"),
    apart=names("td th text"),  # text: of a drawing
    dropped={
        **dict.fromkeys(
            names("head style script template rp"),
            SILENT,
        ),
        **dict.fromkeys(names("canvas audio video iframe select textarea"), FALLBACKS),
        "rt": RUBY,
        "svg": DRAWINGS,
        "math": FORMULAS,
        **dict.fromkeys(("img", "image"), IMAGES),
        **dict.fromkeys(names("nav guide search dialog button"), NAVIGATION),
    },
)
FB2 = Vocabulary(
    blocks=names(
        "fictionbook body section title subtitle p epigraph poem stanza cite text-author date empty-line "
        "annotation table tr"
    ),
    lines=names("v"),
    stanzas=names("stanza poem"),
    headings=names("title subtitle"),
    breaks=frozenset(),
    apart=names("td th"),
    dropped={
        "description": SILENT,
        "stylesheet": SILENT,
        "binary": SILENT,
        "image": IMAGES,
        "annotation": FRONT,
    },
)
TEI = Vocabulary(
    blocks=names(
        "tei text body group div div0 div1 div2 div3 div4 div5 div6 div7 p ab lg l head sp speaker stage "
        "list item label opener closer salute signed dateline argument epigraph byline postscript table row "
        "floatingtext prologue epilogue front back titlepage doctitle titlepart docauthor docimprint docdate "
        "docedition imprimatur castlist castitem trailer"
    ),
    lines=names("l"),
    stanzas=names("lg sp ab p"),
    headings=names("head"),
    breaks=frozenset(),
    apart=names("cell space"),
    perhaps_apart=names("lb pb cb gb milestone caesura seg w"),
    dropped={
        "teiheader": SILENT,
        "standoff": SILENT,
        "facsimile": SILENT,
        "front": FRONT,
        "back": FRONT,
        "trailer": TRAILERS,
        "titlepage": FRONT,
        "note": NOTES,
        "notegrp": NOTES,
        "fw": PAGES,
        "figure": IMAGES,
        "graphic": IMAGES,
        "del": SILENT,
    },
)
TYPE = "{http://www.idpf.org/2007/ops}type"  # epub:type
INSTEAD = {"sic": "corr", "orig": "reg", "abbr": "expan"}  # of a TEI <choice>: what goes where the other is there
READINGS, APPARATUS = names("rdg rdggrp"), names("app rdggrp")  # other editions' words for a place

TYPES = {
    **dict.fromkeys(names("footnote footnotes endnote endnotes rearnote rearnotes note notes"), NOTES),
    **dict.fromkeys(names("noteref annoref biblioref backlink referrer"), MARKS),
    "pagebreak": PAGES,
    **dict.fromkeys(names("toc toc-brief landmarks page-list pagelist loi lot loa lov index"), NAVIGATION),
    **dict.fromkeys(
        names(
            "frontmatter backmatter cover titlepage halftitlepage halftitle copyright-page copyright imprint "
            "imprimatur dedication acknowledgments acknowledgements colophon contributors other-credits credits "
            "errata bibliography glossary foreword preface introduction afterword seriespage"
        ),
        FRONT,
    ),
}
# By its definition in EPUB a preface is the author's; of a foreword and an introduction that is not said.
PREFACES = names("preface afterword")
IN_THE_TEXT = names(
    "dedication introduction foreword"
)  # are the author's where they stand in the body of the text
AROUND_THE_TEXT = names("frontmatter backmatter")  # types that leave open what it is
KEPT_TYPES = names(  # stronger than TYPES
    "bodymatter chapter part volume division prologue epilogue epigraph conclusion"
)
PARTS = KEPT_TYPES | names("footnotes endnotes rearnotes notes")  # are looked for in front and back matter
PAGE_BREAK = "pagebreak"
ROLES = names("navigation search dialog alertdialog toolbar menu menubar")  # are navigation
NO_TEXT = {  # classes: those of MediaWiki, what is not to be printed, and what transcribers say of their work
    **dict.fromkeys(names("transnote trans-note tnote transcribers-note transcriber-note"), NOTES),
    **dict.fromkeys(
        names(
            "mw-editsection mw-jump-link navbox catlinks printfooter headertemplate ws-noexport licensecontainer "
            "noprint no-print skip-link skiplink skip-nav skip-to-content"
        ),
        NAVIGATION,
    ),
}
CLASSES = {
    **dict.fromkeys(names(f"pagenum pagenumber page-number page_number pageno ws-pagenum {PAGE_BREAK}"), PAGES),
    **dict.fromkeys(names("linenum lineno lnum line-number linenumber versenum ws-poem-versenum"), LINES),
}
STANZAS = names("stanza strophe estrofa linegroup ws-poem-stanza")  # classes of what holds lines in paragraphs
VERSE = STANZAS | names(
    "poem poetry poems verse verses verso versos poema poemas poesia poesía poésie gedicht vers"
)  # classes and types
LINE_CLASSES = names("line verse verso vers verseline verse-line poemline poem-line poetry-line ws-poem-line")
