"""The catalogue, and downloading from servers good and bad."""

import hashlib
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest

from proust_attention import corpus, data
from proust_attention.corpus import catalogue
from proust_attention.corpus.catalogue import fetching
from proust_attention.corpus.catalogue.entries import Entry
from proust_attention.errors import DownloadError, InputError, SaveError
from tests import servers
from tests.servers import serving
from tests.waiting import PATIENCE, until

TEXTS = {name: random.Random(name).randbytes(100_000) for name in ("1.txt", "2.txt", "3.txt")}
ENTRY = Entry(
    name="novel",
    title="A Novel",
    author="Nobody",
    language="es",
    licence="public domain",
    about="Noise.",
    origin="http://127.0.0.1:9/",  # where nothing is
    bytes=300_000,
    files={name: hashlib.sha256(content).hexdigest() for name, content in TEXTS.items()},
)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PROUST_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(fetching, "RETRIES", 0)
    return tmp_path / "cache" / ENTRY.name


@pytest.fixture
def out(tmp_path: Path) -> Iterator[Path]:
    """A folder to make; when the test is over, nothing is beside it but what should be."""
    yield tmp_path / "out"
    assert set(os.listdir(tmp_path)) <= {"cache", "out"}


def content_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


@pytest.mark.parametrize("entry", catalogue.entries(), ids=lambda entry: entry.name)
def test_every_entry_is_pinned(entry: Entry) -> None:
    assert catalogue.entry(entry.name) == entry
    assert entry.origin.startswith("https://")
    assert entry.origin.endswith("/")
    assert any(len(part) == 40 and set(part) <= set("0123456789abcdef") for part in entry.origin.split("/"))
    assert all(len(pinned) == 64 and set(pinned) <= set("0123456789abcdef") for pinned in entry.files.values())
    assert list(entry.files) == sorted(entry.files)  # a shell's *.txt gives this order
    assert len({Path(name).suffix for name in entry.files}) == 1
    assert all(Path(name).name == name and not name.startswith("tmp") for name in entry.files)
    assert all("\n" not in value for value in (entry.title, entry.author, entry.licence, entry.about))


def test_an_unknown_name() -> None:
    with pytest.raises(InputError, match="there is no text recherche; did you mean recherche-fr"):
        catalogue.entry("recherche")


@pytest.mark.parametrize("behaviour", [servers.well, servers.packed])
def test_all_files_arrive(out: Path, behaviour: servers.Behaviour) -> None:
    listed: dict[str, list[int]] = {}
    with serving(TEXTS, {"2.txt": behaviour}) as server:
        mirror = server.address + "/"
        result = catalogue.download(
            ENTRY, out, mirror=mirror, progress=lambda name, count: listed.setdefault(name, []).append(count)
        )
        assert server.requested == list(TEXTS)
    assert result == out
    assert content_of(out) == TEXTS
    assert list(listed) == list(TEXTS)
    for counts in listed.values():
        assert counts == sorted(counts)
        assert 0 < counts[0] < counts[-1] == 100_000


def test_the_address_of_the_entry_is_asked(out: Path) -> None:
    with pytest.raises(DownloadError, match=r"cannot download http://127\.0\.0\.1:9/1\.txt: no connection"):
        catalogue.download(ENTRY, out)


@pytest.mark.parametrize(
    ("behaviour", "says"),
    [
        (servers.lies, "2.txt is not the file that the catalogue pins, and is not kept"),
        (servers.stalls, "2.txt: timed out, nothing came for 1 seconds"),
        (servers.dawdles, "2.txt: timed out, nothing came for 1 seconds"),
        (servers.cuts_off, "2.txt: the connection was cut off"),
        (servers.packs_badly, "2.txt: what the server sends is damaged"),
        (servers.redirects_for_ever, "2.txt: Exceeded 30 redirects"),
        (servers.speaks_no_http, "2.txt: no connection could be made"),
        (servers.missing, "2.txt: the server returned the HTTP status 404"),
    ],
)
def test_a_bad_server(
    out: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, behaviour: servers.Behaviour, says: str
) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT", 1.0)
    with serving(TEXTS, {"2.txt": behaviour}) as server:
        with pytest.raises(DownloadError) as caught:
            catalogue.download(ENTRY, out, mirror=server.address)
        assert f"{server.address}/{says}" in str(caught.value)
        assert str(caught.value).endswith(f"; {fetching.HELP}")
        assert not out.exists()
        assert content_of(cache) == {"1.txt": TEXTS["1.txt"]}  # whole, and nothing half

        server.behaviours.clear()
        server.requested.clear()
        catalogue.download(ENTRY, out, mirror=server.address)
        assert server.requested == ["2.txt", "3.txt"]  # it goes on with what is there
    assert content_of(out) == TEXTS


def test_a_server_that_is_down(out: Path, cache: Path) -> None:
    with serving(TEXTS) as server:
        pass
    with pytest.raises(DownloadError, match=rf"{server.address}/1.txt: no connection could be made; try again"):
        catalogue.download(ENTRY, out, mirror=server.address)
    assert not out.exists()
    assert content_of(cache) == {}


def test_it_is_tried_once_more_and_then_no_more(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "RETRIES", 1)
    monkeypatch.setattr("time.sleep", lambda seconds: None)  # pooch's second between the two
    behaviours = {"2.txt": servers.first(servers.cuts_off, then=servers.well), "3.txt": servers.cuts_off}
    with serving(TEXTS, behaviours) as server:
        with pytest.raises(DownloadError, match="3.txt: the connection was cut off"):
            catalogue.download(ENTRY, out, mirror=server.address)
        assert server.requested == ["1.txt", "2.txt", "2.txt", "3.txt", "3.txt"]


def test_no_network_is_needed_twice(tmp_path: Path, out: Path) -> None:
    assert not catalogue.is_cached(ENTRY)
    with serving(TEXTS) as server:
        catalogue.download(ENTRY, out, mirror=server.address)
    assert catalogue.is_cached(ENTRY)
    listed = []
    catalogue.download(ENTRY, out / "again", progress=lambda *news: listed.append(news))
    assert content_of(out / "again") == TEXTS
    assert listed == [(name, 100_000) for name in TEXTS]


def test_a_damaged_file_is_fetched_again(tmp_path: Path, out: Path, cache: Path) -> None:
    with serving(TEXTS) as server:
        catalogue.download(ENTRY, out, mirror=server.address)
        (cache / "2.txt").write_bytes(TEXTS["2.txt"][:-1] + b"?")
        assert not catalogue.is_cached(ENTRY)
        server.requested.clear()
        catalogue.download(ENTRY, out / "again", mirror=server.address)
        assert server.requested == ["2.txt"]
    assert catalogue.is_cached(ENTRY)
    assert content_of(out / "again") == TEXTS


@contextmanager
def full_disk() -> Iterator[None]:
    """The system refuses whatever is larger than half a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk(out: Path, cache: Path) -> None:
    with serving(TEXTS) as server:
        with full_disk(), pytest.raises(SaveError, match=r"1\.txt: File too large; PROUST_CACHE can name another"):
            catalogue.download(ENTRY, out, mirror=server.address)
        assert content_of(cache) == {}
        catalogue.download(ENTRY, out / "elsewhere", mirror=server.address)
    with full_disk(), pytest.raises(SaveError, match=r"cannot write .*1\.txt: File too large"):
        catalogue.download(ENTRY, out / "here")
    assert os.listdir(out) == ["elsewhere"]


def test_a_cache_that_cannot_be_made(out: Path, cache: Path) -> None:
    cache.parent.write_bytes(b"")
    assert not catalogue.is_cached(ENTRY)
    with serving(TEXTS) as server, pytest.raises(SaveError, match="cannot write .*: Not a directory"):
        catalogue.download(ENTRY, out, mirror=server.address)
    assert not out.exists()


def test_what_is_wrong_is_said_before_anything_is_asked(out: Path) -> None:
    with serving(TEXTS) as server:
        out.mkdir()
        (out / "mine").write_bytes(b"")
        with pytest.raises(InputError, match="already holds other files"):
            catalogue.download(ENTRY, out, mirror=server.address)
        assert server.requested == []
    assert os.listdir(out) == ["mine"]


@pytest.mark.parametrize(("mirror", "says"), [("http://a b", "invalid character"), ("http://a..b", "label empty")])
def test_an_address_that_cannot_be(out: Path, mirror: str, says: str) -> None:
    with pytest.raises(DownloadError, match=f"cannot download {mirror}/1.txt: .*{says}.*; try again"):
        catalogue.download(ENTRY, out, mirror=mirror)


@pytest.mark.parametrize("mirror", ["", "texts", "ftp://a.b/c", "http://", "http://[", "http://a:b/"])
def test_a_mirror_that_is_no_address(out: Path, mirror: str) -> None:
    with pytest.raises(InputError, match="it must begin with http:// or https://"):
        catalogue.download(ENTRY, out, mirror=mirror)


PROCESS = """
import sys
from pathlib import Path
from proust_attention.corpus import catalogue
from proust_attention.corpus.catalogue.entries import Entry

catalogue.download({entry}, Path(sys.argv[1]), mirror=sys.argv[2])
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_killed_process_leaves_nothing_half(out: Path, cache: Path, how: signal.Signals) -> None:
    def half_files() -> list[Path]:
        return [path for path in cache.glob("*") if path.name not in TEXTS]

    with serving(TEXTS, {"2.txt": servers.stalls}) as server:
        arguments = [sys.executable, "-c", PROCESS.format(entry=ENTRY), str(out), server.address]
        process = subprocess.Popen(arguments, stderr=subprocess.PIPE)
        until(lambda: (cache / "1.txt").exists() and any(path.stat().st_size for path in half_files()))
        process.send_signal(how)
        process.communicate(timeout=PATIENCE)
        assert process.returncode == -how
        assert not out.exists()
        assert {"1.txt": TEXTS["1.txt"]}.items() <= content_of(cache).items()
        assert len(half_files()) == (how == signal.SIGKILL)  # who is killed so cannot clear up

        server.behaviours.clear()
        server.requested.clear()
        catalogue.download(ENTRY, out, mirror=server.address)
        assert server.requested == ["2.txt", "3.txt"]
    assert content_of(out) == TEXTS


def test_half_files_of_the_dead_are_removed_and_those_of_the_living_stay(out: Path, cache: Path) -> None:
    cache.mkdir(parents=True)
    for name in ("tmp_dead", "tmp_living"):
        (cache / name).write_bytes(b"half")
    long_ago = time.time() - 2 * fetching.ABANDONED
    os.utime(cache / "tmp_dead", (long_ago, long_ago))
    with serving(TEXTS) as server:
        catalogue.download(ENTRY, out, mirror=server.address)
    assert content_of(cache) == TEXTS | {"tmp_living": b"half"}


def test_the_cache_is_the_users_unless_he_names_another(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert fetching.cache_folder("x") == tmp_path / "cache" / "x"
    monkeypatch.setenv("PROUST_CACHE", "")
    assert fetching.cache_folder("x").parts[-2:] == ("proust-attention", "x")


def test_the_whole_recherche(corpora: Path, out: Path) -> None:
    entry = catalogue.entry("recherche-fr")
    originals = content_of(corpora / "recherche-fr")
    with serving(originals) as server:
        catalogue.download(entry, out, mirror=server.address)
    assert content_of(out) == originals
    assert len(originals) == 15
    assert sum(map(len, originals.values())) == entry.bytes


def test_the_eight_novels_are_those_that_a_machine_in_the_box_has_read(corpora: Path, out: Path) -> None:
    """Read from the catalogue's TEI, they are the same text as the plain one, to the last character."""
    entry = catalogue.entry("novelas-es")
    originals = content_of(corpora / "novelas-es-tei")
    with serving(originals) as server:
        catalogue.download(entry, out, mirror=server.address)
    assert content_of(out) == originals
    assert sum(map(len, originals.values())) == entry.bytes
    books = corpus.read_all([out], corpus.Alphabet.of("es"))
    assert {book.format for book in books} == {"TEI"}
    assert [book.name for book in books] == [f"out/{name}" for name in entry.files]
    made = corpus.of_texts([volume.source for volume in corpus.in_order(books)], "es")
    read = json.loads((files(data) / "machines" / "novelas-es" / "corpus.json").read_text(encoding="utf-8"))
    assert made.manifest["sha256"] == read["sha256"]


def test_pooch_is_loaded_only_when_something_is_fetched() -> None:
    code = (
        "import sys; from proust_attention.corpus import catalogue; print({'pooch', 'requests'} & {*sys.modules})"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert result.stdout == "set()\n"
