"""Archives that mean no good."""

import io
import zipfile
from pathlib import Path

import pytest

from proust_attention.corpus.books import limits, open_books
from proust_attention.corpus.books.archives import Archive, Budget
from proust_attention.errors import InputError

BOOKS = Path(__file__).parent / "files"


def packed(members: dict[str, bytes], way: int = zipfile.ZIP_DEFLATED, mode: int = 0) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type, info.create_system, info.external_attr = name, way, 3, mode << 16
            archive.writestr(info, content)
    return made.getvalue()


def refusal(content: bytes, folder: Path) -> str:
    inside = folder / "inside"
    inside.mkdir()
    (inside / "a.zip").write_bytes(content)
    with pytest.raises(InputError) as caught:
        open_books(inside / "a.zip")
    assert [path.name for path in folder.rglob("*")] == ["inside", "a.zip"], "something was written"
    assert str(caught.value).startswith("a.zip")
    return str(caught.value)


@pytest.mark.parametrize("name", ["../b.txt", "a/../../b.txt", "/b.txt", "C:\\b.txt", "..\\b.txt"])
def test_names_that_lead_out(name: str, tmp_path: Path) -> None:
    assert "leads out of it" in refusal(packed({"a.txt": b"a", name: b"b"}), tmp_path)


def test_links(tmp_path: Path) -> None:
    assert "a link in it" in refusal(packed({"a.txt": b"/etc/passwd"}, mode=0o120777), tmp_path)


def test_a_name_with_dots_in_it_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed({"a..b/..c.txt": b"text"}))
    assert [book.text for book in open_books(tmp_path / "a.zip")] == ["text"]


def test_a_bomb_in_one_member(tmp_path: Path) -> None:
    assert "more than 200 times its size" in refusal(packed({"a.txt": b"a" * 30_000_000}), tmp_path)


def test_a_page_that_is_too_long(tmp_path: Path) -> None:
    epub = {"META-INF/container.xml": b"\0" * (limits.DOCUMENT_BYTES + 1)}
    assert "holds a member of more than 16 MiB" in refusal(packed(epub), tmp_path)


@pytest.mark.parametrize(("limit", "most"), [("CHARACTERS", 300_000), ("BOOKS", 19)])
def test_too_many_books_together(limit: str, most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = {f"{number}.txt": f"{number} ".encode() * 10_000 for number in range(20)}
    monkeypatch.setattr(f"proust_attention.corpus.books.limits.{limit}", most)
    assert "is beyond what is read together" in refusal(packed(small), tmp_path)


def test_the_archives_in_an_archive_decompress_out_of_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proust_attention.corpus.books.limits.ARCHIVE_BYTES", 3000)
    budget = Budget()
    inner = Archive(packed({"b.zip": packed({"a": b"x" * 2000}, zipfile.ZIP_STORED)}), budget).read("b.zip")
    with pytest.raises(limits.RefusedError, match="decompresses to more than"):
        Archive(inner, budget).read("a")


def test_very_many_members(tmp_path: Path) -> None:
    many = {f"{number}": b"" for number in range(limits.MEMBERS + 1)}
    assert "more than 20,000 members" in refusal(packed(many, zipfile.ZIP_STORED), tmp_path)


def test_many_members_that_decompress_to_too_much_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = {f"{number}.txt": f"{number} ".encode() * 10_000 for number in range(20)}
    monkeypatch.setattr("proust_attention.corpus.books.limits.ARCHIVE_BYTES", 2**19)
    assert "decompresses to more than 0 MiB" in refusal(packed(small), tmp_path)


def test_what_is_only_looked_at_is_counted_as_decompressed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = {f"{number}.png": b"\x89PNG" + bytes(200_000) for number in range(20)}
    monkeypatch.setattr("proust_attention.corpus.books.limits.ARCHIVE_BYTES", 2**20)
    assert "decompresses to more than 1 MiB" in refusal(packed({**pictures, "a.txt": b"text"}), tmp_path)


def test_members_of_archives_in_an_archive_are_counted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = packed({f"{number}.txt": b"text" for number in range(5)})
    monkeypatch.setattr("proust_attention.corpus.books.limits.MEMBERS", 12)
    (tmp_path / "a.zip").write_bytes(packed({"a.zip": inside, "b.zip": inside}))
    assert len(open_books(tmp_path / "a.zip")) == 10
    (tmp_path / "a.zip").unlink()
    assert "more than 12 members" in refusal(packed({"a.zip": inside, "b.zip": inside, "c.zip": inside}), tmp_path)


def test_very_many_books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proust_attention.corpus.books.limits.BOOKS", 3)
    books = {f"{number}.txt": b"text" for number in range(4)}
    assert "a.zip/3.txt is beyond what is read together: at most 3 books" in refusal(packed(books), tmp_path)


def test_a_name_that_is_very_long(tmp_path: Path) -> None:
    assert "a name of more than 1,000 characters" in refusal(packed({"a" * 1001: b"text"}), tmp_path)


def test_a_long_plain_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proust_attention.corpus.books.limits.CHARACTERS", 100)
    assert "holds more than 0 MiB of text" in refusal(packed({"a.txt": b"a" * 101}), tmp_path)


def test_archives_in_archives(tmp_path: Path) -> None:
    content = packed({"a.txt": b"text"})
    (tmp_path / "a.zip").write_bytes(packed({"b.zip": content}))
    assert [book.name for book in open_books(tmp_path / "a.zip")] == ["a.zip/b.zip/a.txt"]
    (tmp_path / "a.zip").unlink()
    for name in ("b.zip", "c.zip"):
        content = packed({name: content})
    assert "archives, more than 2 deep" in refusal(content, tmp_path)


@pytest.mark.parametrize("way", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_an_unusual_way_to_compress(way: int, tmp_path: Path) -> None:
    assert "compressed in an unusual way" in refusal(packed({"a.txt": b"text"}, way), tmp_path)


def test_a_member_that_is_locked(tmp_path: Path) -> None:
    content = bytearray((BOOKS / "membrillos.epub").read_bytes())
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        start = -1
        while (start := content.find(mark, start + 1)) >= 0:
            content[start + place] |= 1
    assert "is protected" in refusal(bytes(content), tmp_path)


def test_the_name_of_a_member_is_shown_on_one_line(tmp_path: Path) -> None:
    assert refusal(packed({"a\n\x1b[31mb.fb2": b"<FictionBook/>"}), tmp_path).isprintable()
