"""What an EPUB says of its pages, and what it gets wrong."""

import zipfile
from pathlib import Path

import pytest

from proust_attention.corpus.books import Book, open_books
from proust_attention.errors import InputError

CONTAINER = '<container><rootfiles><rootfile full-path="My%20Book/book.opf"/></rootfiles></container>'
PACKAGE = """<package version="{version}"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title>
{metas}</metadata><manifest>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>{items}</manifest>
<spine toc="ncx">{spine}</spine><guide>{guide}</guide></package>"""
CONTENTS = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint>
<navLabel><text>The Door</text></navLabel><content src="b.html#start"/></navPoint></navMap></ncx>"""


def opened(
    folder: Path,
    pages: dict[str, str],
    *,
    spine: str = "abc",
    guide: str = "",
    aside: str = "",
    metas: str = "",
    version: str = "2.0",
) -> Book:
    """An EPUB with these pages, of which the spine names some."""
    items = "".join(f'<item id="{name}" href="{name}.html" media-type="application/xhtml+xml"/>' for name in pages)
    linear = {name: "no" if name in aside else "yes" for name in spine}
    order = "".join(f'<itemref idref="{name}" linear="{linear[name]}"/>' for name in spine)
    path = folder / "book.epub"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        package = PACKAGE.format(version=version, metas=metas, items=items, spine=order, guide=guide)
        archive.writestr("My Book/book.opf", package)
        archive.writestr("My Book/toc.ncx", CONTENTS)
        for name, content in pages.items():
            archive.writestr(f"My Book/{name}.html", content)
    (book,) = open_books(path)
    return book


PAGES = {name: f"<html><body><p>page {name}</p></body></html>" for name in "cba"}


def test_the_spine_is_the_order_and_a_page_outside_of_it_is_no_text(tmp_path: Path) -> None:
    assert opened(tmp_path, PAGES, spine="bca").text == "page b\n\npage c\n\npage a\n"
    book = opened(tmp_path, PAGES, aside="b")
    assert book.text == "page a\n\npage c\n"
    assert [(one.kind, one.count) for one in book.dropped] == [("outside the reading order", 1)]
    assert opened(tmp_path, PAGES, aside="abc").text == "page a\n\npage b\n\npage c\n"


def test_the_guide_names_front_matter_but_a_page_with_the_text_stays(tmp_path: Path) -> None:
    guide = '<reference type="copyright-page" href="a.html"/><reference type="cover" href="b.html"/>'
    assert opened(tmp_path, PAGES, guide=guide).text == "page c\n"
    within = guide + '<reference type="text" href="b.html#x"/>'
    assert opened(tmp_path, PAGES, guide=within).text == "page c\n"
    begins = guide + '<reference type="text" href="b.html"/>'
    assert opened(tmp_path, PAGES, guide=begins).text == "page b\n\npage c\n"
    long = {**PAGES, "b": "<p>" + "long " * 5000 + "</p>"}
    assert len(opened(tmp_path, long, guide=guide).text) > 20_000
    assert opened(tmp_path, PAGES, guide='<reference type="cover" href="a.html#x"/>').text.startswith("page a")


def test_a_page_that_the_guide_calls_a_table_of_contents_is_one_only_if_it_is_mostly_links(tmp_path: Path) -> None:
    guide = '<reference type="toc" href="b.html"/>'
    link = '<p><a href="a.html">Page a</a> 1</p>'
    of_links = {**PAGES, "b": f"<html><body>\n{link}\n{link}\n</body></html>"}
    assert opened(tmp_path, of_links, guide=guide).text == "page a\n\npage c\n"
    of_text = {**PAGES, "b": f"<html><body>\n{link}\n<p>And then the whole of the book.</p>\n</body></html>"}
    assert "the whole of the book" in opened(tmp_path, of_text, guide=guide).text


@pytest.mark.parametrize("kind", ["cover", "toc"])
def test_the_last_page_stays_whatever_the_guide_calls_it(kind: str, tmp_path: Path) -> None:
    guide = f'<reference type="{kind}" href="a.html"/>'
    page = {"a": "<html><body>\n<p><a href='a.html#x'>All of it.</a></p>\n</body></html>"}
    assert opened(tmp_path, page, spine="a", guide=guide).text == "All of it.\n"


def test_a_page_that_has_two_names_is_text_if_it_is_text_under_one(tmp_path: Path) -> None:
    items = "".join(f'<item id="{name}" href="a.html" media-type="text/html"/>' for name in "xy")
    for first, second in (("yes", "no"), ("no", "yes")):
        spine = (
            f'<itemref idref="x" linear="{first}"/>\n<itemref idref="y" linear="{second}"/><itemref idref="b"/>'
        )
        path = tmp_path / "two.epub"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("META-INF/container.xml", CONTAINER)
            more = '<item id="b" href="b.html" media-type="text/html"/>'
            package = PACKAGE.format(version="2.0", metas="", items=items + more, spine=spine, guide="")
            archive.writestr("My Book/book.opf", package)
            archive.writestr("My Book/a.html", PAGES["a"])
            archive.writestr("My Book/b.html", PAGES["b"])
        (book,) = open_books(path)
        assert book.text == "page a\n\npage b\n"


def test_the_table_of_contents_tells_a_heading_that_is_called_a_paragraph(tmp_path: Path) -> None:
    pages = {**PAGES, "b": '<html><body><p class="x" id="start">The  door.</p><p>It opened.</p></body></html>'}
    assert opened(tmp_path, pages).parts == ("The door.",)


def test_series_and_version(tmp_path: Path) -> None:
    two = '<meta name="calibre:series" content="Casas"/><meta name="calibre:series_index" content="2.0"/>'
    three = '<meta property="belongs-to-collection">Casas</meta><meta property="group-position">2</meta>'
    for metas, version in ((two, "2.0"), (three, "3.0")):
        book = opened(tmp_path, PAGES, metas=metas, version=version)
        assert (book.series, book.number, book.format) == ("Casas", 2.0, f"EPUB {version[0]}")


def renamed(path: Path, names: dict[str, str], says: tuple[str, str] = ("", "")) -> None:
    """Give members of an EPUB other names, as other programs write them, and change what the package says."""
    with zipfile.ZipFile(path) as archive:
        members = {names.get(name, name): archive.read(name).decode() for name in archive.namelist()}
    members["My Book/book.opf"] = members["My Book/book.opf"].replace(*says)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


@pytest.mark.parametrize(
    ("said", "member"),
    [
        ("Text/página", "My Book/Text/pa\u0301gina.html"),  # as a Mac composes it
        ("Text/pa\u0301gina", "My Book/Text/página.html"),
        ("text/a", "My Book/Text/A.html"),
        ("Text\\a", "My Book/Text/a.html"),
        ("Text/a", "My Book\\Text\\a.html"),
        ("a%20b", "My Book/a%20b.html"),
        ("a b", "My Book/a%20b.html"),
    ],
)
def test_a_page_is_found_under_a_name_that_differs_as_names_do(said: str, member: str, tmp_path: Path) -> None:
    opened(tmp_path, PAGES, spine="ba")
    path = tmp_path / "book.epub"
    renamed(path, {"My Book/a.html": member}, says=('href="a.html"', f'href="{said}.html"'))
    assert open_books(path)[0].text == "page b\n\npage a\n"


def test_of_two_names_that_differ_in_case_only_neither_is_meant(tmp_path: Path) -> None:
    opened(tmp_path, PAGES)
    renamed(tmp_path / "book.epub", {"My Book/a.html": "My Book/A.html", "My Book/toc.ncx": "my book/A.html"})
    with pytest.raises(InputError, match=r"'My Book/a\.html' is not in it"):
        open_books(tmp_path / "book.epub")


def test_a_protected_page_is_found_under_such_a_name_too(tmp_path: Path) -> None:
    opened(tmp_path, PAGES)
    data = '<EncryptedData><CipherData><CipherReference URI="My Book/A.html"/></CipherData></EncryptedData>'
    with zipfile.ZipFile(tmp_path / "book.epub", "a") as archive:
        archive.writestr("META-INF/encryption.xml", f"<encryption>{data}</encryption>")
    with pytest.raises(InputError, match=r"protected \(DRM\)"):
        open_books(tmp_path / "book.epub")


def test_of_front_and_back_matter_the_parts_stay_that_are_the_authors(tmp_path: Path) -> None:
    page = '<html xmlns:epub="http://www.idpf.org/2007/ops"><body epub:type="{}">{}</body></html>'
    prologue = (
        '<section epub:type="prologue"><p>It began</p><div epub:type="part"><p>It went on.</p></div></section>'
    )
    motto = '<section epub:type="epigraph"><p>A motto.</p></section>'
    inside = f"<p>By him.</p>loose{motto} loose <div><p>Printed here.</p>{prologue}</div>"
    notes = '<section epub:type="endnotes"><p>A note.</p></section><section><p>An advertisement.</p></section>'
    pages = {"a": page.format("frontmatter", inside), "b": PAGES["b"], "c": page.format("backmatter", notes)}
    book = opened(tmp_path, pages)
    assert book.text == "A motto.\n\nIt began\n\nIt went on.\n\npage b\n"
    assert {one.kind: one.count for one in book.dropped} == {"front matter": 5, "notes": 1}


def test_an_empty_page_is_no_trouble_and_a_missing_one_is_refused(tmp_path: Path) -> None:
    assert opened(tmp_path, {**PAGES, "b": ""}).text == "page a\n\npage c\n"
    path = tmp_path / "book.epub"
    renamed(path, {"My Book/a.html": "My Book/another.html"})
    with pytest.raises(InputError, match=r"book\.epub is damaged: 'My Book/a\.html' is not in it"):
        open_books(path)
