"""A folder that is an EPUB is read as the EPUB that it is."""

import os
import zipfile
from pathlib import Path

import pytest

from proust_attention.corpus.books import Book, open_books
from proust_attention.errors import InputError
from tests.corpus.books.test_epub import PAGES, opened


def unpacked(folder: Path, name: str = "book.epub", *, spine: str = "bca", mimetype: bool = False) -> Path:
    """A folder of that name, with three pages that are not in the order of their names."""
    opened(folder, PAGES, spine=spine)
    with zipfile.ZipFile(folder / "book.epub") as archive:
        archive.extractall(folder / "unpacked")
    (folder / "book.epub").unlink()
    if mimetype:
        (folder / "unpacked" / "mimetype").write_text("application/epub+zip")
    (folder / "unpacked").rename(folder / name)
    return folder / name


def only(books: list[Book]) -> Book:
    (book,) = books
    return book


@pytest.mark.parametrize("mimetype", [True, False])
@pytest.mark.parametrize("name", ["book.epub", "a folder"])
def test_its_pages_are_read_in_the_order_of_the_package(name: str, mimetype: bool, tmp_path: Path) -> None:
    path = unpacked(tmp_path, name, mimetype=mimetype)
    book = only(open_books(path))
    assert (book.name, book.format, book.title) == (name, "EPUB 2", "T")
    assert book.text == "page b\n\npage c\n\npage a\n"
    (path / "cover.jpg").write_bytes(b"\xff\xd8\xff" + os.urandom(1000))
    (path / "My Book" / "a.html").touch()
    assert only(open_books(path)) == book  # the same bytes, whatever lies beside them, and whenever


def test_in_a_folder_of_books_it_is_one(tmp_path: Path) -> None:
    (tmp_path / "books").mkdir()
    unpacked(tmp_path).rename(tmp_path / "books" / "2.epub")
    for number in (10, 1):
        (tmp_path / "books" / f"{number}.txt").write_text("Una tarde.", encoding="utf-8")
    books = open_books(tmp_path / "books")
    assert [book.name for book in books] == ["books/1.txt", "books/2.epub", "books/10.txt"]
    assert books[1].text == "page b\n\npage c\n\npage a\n"


def test_so_it_is_in_an_archive(tmp_path: Path) -> None:
    path = unpacked(tmp_path)
    with zipfile.ZipFile(tmp_path / "books.zip", "w") as archive:
        for file in sorted(path.rglob("*")):
            archive.write(file, f"mine/{file.relative_to(tmp_path)}")
        archive.writestr("mine/1.txt", "Una tarde.")
        archive.writestr("__MACOSX/mine/book.epub/META-INF/._container.xml", "\0\0")
    books = open_books(tmp_path / "books.zip")
    assert [(book.name, book.text) for book in books] == [
        ("books.zip/mine/1.txt", "Una tarde."),
        ("books.zip/mine/book.epub", "page b\n\npage c\n\npage a\n"),
    ]


def test_the_current_folder_may_be_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(unpacked(tmp_path, "mine"))
    assert only(open_books(Path())).name == "mine"


@pytest.mark.parametrize(
    "link", ["../../secret.html", "/etc/passwd", "..%2F..%2Fsecret.html", "link.html", "folder/a.html"]
)
def test_nothing_outside_is_read(link: str, tmp_path: Path) -> None:
    path = unpacked(tmp_path)
    (tmp_path / "secret.html").write_text("<p>secret</p>", encoding="utf-8")
    (path / "My Book" / "link.html").symlink_to(tmp_path / "secret.html")
    (path / "My Book" / "folder").symlink_to(tmp_path)
    package = path / "My Book" / "book.opf"
    package.write_text(package.read_text().replace('href="b.html"', f'href="{link}"'))
    with pytest.raises(InputError, match=r"book\.epub is damaged: .* is not in it"):
        open_books(path)


@pytest.mark.parametrize("what", ["META-INF", "META-INF/container.xml"])
def test_a_folder_that_is_one_by_a_link_only_is_none(what: str, tmp_path: Path) -> None:
    path = unpacked(tmp_path)
    (path / what).rename(tmp_path / "elsewhere")
    (path / what).symlink_to(tmp_path / "elsewhere")
    assert {book.format for book in open_books(path)} == {"HTML"}


def test_one_that_is_damaged_or_protected_is_refused(tmp_path: Path) -> None:
    path = unpacked(tmp_path)
    (path / "META-INF" / "encryption.xml").write_text(
        "<encryption><EncryptedData><EncryptionMethod Algorithm='x'/><CipherData>"
        "<CipherReference URI='My%20Book/b.html'/></CipherData></EncryptedData></encryption>"
    )
    with pytest.raises(InputError, match=r"book\.epub is protected \(DRM\)"):
        open_books(path)
    (path / "META-INF" / "container.xml").write_text("<container>")
    with pytest.raises(InputError, match=r"book\.epub is damaged"):
        open_books(path)


def test_other_books_in_it_are_named(tmp_path: Path) -> None:
    path = unpacked(tmp_path)
    (path / "other.mobi").write_bytes(b"another book")
    passed: list[str] = []
    open_books(path, passed_over=passed.append)
    assert passed == ["book.epub/other.mobi is in an unpacked EPUB, which is read as one book"]


@pytest.mark.parametrize("begins", [b"CONT\2\0", b"\xeaDRMION\xee"])
def test_kfx_is_told(begins: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.kfx").write_bytes(begins + bytes(100))
    with pytest.raises(InputError, match=r"a\.kfx is (a KFX book|protected \(KFX\))"):
        open_books(tmp_path / "a.kfx")
    with zipfile.ZipFile(tmp_path / "a.kfx-zip", "w") as archive:
        archive.writestr("CR!1.kfx", begins + bytes(100))
        archive.writestr("manifest.kcb", b"{\0}")
    with pytest.raises(InputError, match=r"holds no book of a known format; .*CR!1\.kfx is .*KFX"):
        open_books(tmp_path / "a.kfx-zip")
