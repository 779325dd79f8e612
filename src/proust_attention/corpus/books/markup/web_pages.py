"""What stands around the text of a page that was saved from the web: heads, feet, side columns, notices.

# Class Notes

`<header>`, `<footer>` and `<aside>` may be the author's: the signature of a letter, an epigraph, a thought apart.
They are the page's only where they stand in no article and no section, and only if the page shows that it comes
from the web: it has navigation that leads out of it, a form, a button, landmarks (`role`), the names that
MediaWiki gives, or says its address. Of another page a foot and side columns go that stand beside its <main> or
its one <article>, and what speaks of rights or cookies, or leads out of it.

Pages older than HTML5 have elements that are called so instead (id="header"): they go if they lead out of the
page, or speak of rights, and hold no prose; and so do those called a menu, if they are little but links.

Where a page from the web says which one element holds what it is about (its <main>, its one <article>), what
stands beside that goes too, but for paragraphs of prose, and for a title where the element has none. A part inside
of it goes if its name is that of what sites put there (cookies, share, related), and if besides it is a form or
links.
"""

import re
from itertools import islice

from proust_attention.corpus.books.markup.elements import Element, name_of, text_of
from proust_attention.corpus.books.markup.vocabularies import FRAME, HTML

LONG = 120  # characters of a paragraph of prose, beside links
MOST_PARTS = 200  # elements that are looked at in one
MOST_NAMED = 300  # elements of a page that may be parts of a site
LANDMARKS = frozenset(("main", "navigation", "search", "banner", "contentinfo", "complementary"))
OWN = frozenset(("article", "section", "blockquote", "figure", "li", "td"))  # what may have a foot of its own
HEADS = frozenset(
    ("header", "footer", "cabecera", "pie", "entete", "pied")
)  # what elements are called in pages older than HTML5
MENUS = frozenset(("sidebar", "menu", "mainmenu", "nav", "navbar", "navigation", "topnav"))
FRAMES = {"banner": "header", "contentinfo": "footer", "complementary": "aside"}
BESIDE = (HTML.blocks - {"html", "body"}) | {"a", "span"}
MEDIAWIKI = frozenset(("mw-content-text", "mw-parser-output"))
_OUT = re.compile(r"\s*(?:https?:|//|/)", re.I)
_SITE = re.compile(
    r"©|copyright|(?:rights|derechos|direitos) reserv|droits réserv|rechte vorbehalten|creative commons"
    r"|\b(?:licen[cs]|lizen|cookies|newsletter|su[bs]?scr[ií]b)",
    re.I,
)
_NAMES = re.compile(
    r"(?<![a-z])(?:cookies?|consent|gdpr|breadcrumbs?|share|sharing|sharedaddy|social|related|sidebar|widgets?"
    r"|comments|respond|newsletter|subscribe|pagination|pager)(?![a-z])",
    re.I,
)
_COMMENTS = re.compile(r"(?:^| )(?:comments|comments-area|respond)(?: |$)", re.I)
_OTHERS = re.compile(rf"{_COMMENTS.pattern}|(?<![a-z])(?:cookies?|gdpr)(?![a-z])", re.I)


def frame_of(root: Element) -> dict[Element, str]:
    """Return the elements of a page that are no part of its text, and as what they are dropped."""
    from lxml import etree

    core, from_the_web = _core(root), any(map(_shows_the_web, root.iter("*")))
    around = set() if core is None else {core, *core.iterancestors()}
    has_articles = core is not None and any(name_of(one) == "article" for one in core.iterdescendants("*"))
    found: list[Element] = []
    walk, own, inside, tried = etree.iterwalk(root, events=("start", "end")), 0, False, 0
    for event, element in walk:
        if event == "end":
            own -= name_of(element) in OWN
            inside &= element is not core
            continue
        own += name_of(element) in OWN
        inside |= element is core
        if element in around:
            continue
        name = FRAMES.get(_role(element)) or name_of(element)
        is_frame = False
        if name in ("header", "footer", "aside") and not own:
            if name == "header":
                is_frame = core is not None and not inside and not (_has_title(element) and not _has_title(core))
            else:
                is_frame = not inside or has_articles
            is_apart = core is not None and not inside and name != "header"
            is_frame = is_frame and (from_the_web or is_apart or _speaks_of_the_site(element))
        if not is_frame and not own and tried < MOST_NAMED and _is_called_frame(element, name):
            tried += 1
            is_frame = _is_older_frame(element)
        if not is_frame and from_the_web and tried < MOST_NAMED and _may_be_a_part_of_the_site(element, name):
            tried += 1
            is_frame = _is_form_or_links(element)
        if is_frame:
            found.append(element)
            walk.skip_subtree()
    if core is not None and from_the_web:
        beside = (part for one in core.iterancestors() for part in one if part not in around)
        found += [part for part in beside if _is_beside(part, core)]
    return dict.fromkeys(found, FRAME)


def _shows_the_web(element: Element) -> bool:
    """Whether an element shows that its page was saved from the web."""
    name = name_of(element)
    if name == "nav":
        return any(_OUT.match(link.get("href") or "") for link in islice(element.iter("{*}a"), MOST_PARTS))
    if name == "link":
        return element.get("rel") == "canonical"
    if name == "meta":
        return (element.get("property") or "").startswith("og:")
    if name in ("form", "button") or _role(element) in LANDMARKS or element.get("id") in MEDIAWIKI:
        return True
    return not MEDIAWIKI.isdisjoint((element.get("class") or "").split())


def _role(element: Element) -> str:
    """Return the role of an element."""
    said = element.get("role")
    return said.casefold().strip() if said else ""


def _core(root: Element) -> Element | None:
    """Return the one element that holds what a page is about, None where none is the only one."""
    from lxml import etree

    articles, walk = [], etree.iterwalk(root, events=("start",), tag="{*}article")
    for _, article in walk:
        walk.skip_subtree()
        articles.append(article)
    mains, wiki = [], []
    for one in root.iter("*"):
        if name_of(one) == "main" or _role(one) == "main":
            mains.append(one)
        if one.get("id") == "mw-content-text":
            wiki.append(one)
    return next((found[0] for found in (mains, articles, wiki) if len(found) == 1), None)


def _has_title(element: Element) -> bool:
    """Whether there is a first heading in an element, or it is one."""
    return next(element.iter("{*}h1"), None) is not None


def _speaks_of_the_site(element: Element) -> bool:
    """Whether an element names a right or a notice of a site, or leads out of its page."""
    parts = list(islice(element.iter("*"), MOST_PARTS))
    words = " ".join(f"{part.text or ''} {part.tail or ''}" for part in parts)
    return _SITE.search(words) is not None or any(_OUT.match(part.get("href") or "") for part in parts)


def _is_called_frame(element: Element, name: str) -> bool:
    """Whether an element is called a head, a foot or a menu."""
    return name in ("div", "table", "ul") and not (HEADS | MENUS).isdisjoint(_names_of(element).casefold().split())


def _is_older_frame(element: Element) -> bool:
    """Whether what is called a head, a foot or a menu is a site's. A title that is no link is the text's."""
    if not _speaks_of_the_site(element) or _holds_prose(element):
        return False
    if HEADS.isdisjoint(_names_of(element).casefold().split()):
        return _is_form_or_links(element)
    return all(next(title.iter("{*}a"), None) is not None for title in element.iter("{*}h1"))


def _may_be_a_part_of_the_site(element: Element, name: str) -> bool:
    """Whether an element is a side column, or has a name that sites give to what is no text."""
    return name == "aside" or (name in HTML.blocks and _NAMES.search(_names_of(element)) is not None)


def _names_of(element: Element) -> str:
    """Return what an element is called, for its looks and to be found."""
    return f"{element.get('id') or ''} {element.get('class') or ''}"


def _is_form_or_links(element: Element) -> bool:
    """Whether an element holds what is to be filled in or pressed, or most of its text is links.

    Where it holds prose besides, it must be called what readers say, or a notice.
    """
    parts = list(islice(element.iter("*"), MOST_PARTS + 1))
    is_form = any(name_of(part) in ("button", "form", "input", "textarea") for part in parts)
    if len(parts) > MOST_PARTS or (is_form and _holds_prose(element)):
        others = _COMMENTS if len(parts) > MOST_PARTS else _OTHERS
        return is_form and others.search(_names_of(element)) is not None
    linked = sum(len(text_of(part)) for part in parts if name_of(part) == "a")
    return is_form or (linked > 0 and 2 * linked >= len(text_of(element)))


def _is_beside(part: Element, core: Element) -> bool:
    """Whether what stands beside the core of a page is no text: neither its title nor prose."""
    is_title = _has_title(part) and not _has_title(core)
    return name_of(part) in BESIDE and not is_title and not _holds_prose(part)


def _holds_prose(element: Element) -> bool:
    """Whether a long paragraph is in an element, or is it."""
    from lxml import etree

    walk = etree.iterwalk(element, events=("start",), tag=("{*}p", "{*}blockquote", "{*}pre"))
    for _, paragraph in walk:
        walk.skip_subtree()
        linked = sum(len(text_of(link)) for link in paragraph.iter("{*}a"))
        if len(text_of(paragraph)) - linked >= LONG:
            return True
    return False
