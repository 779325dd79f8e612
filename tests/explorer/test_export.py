"""The page as files: any web server can hand it out, at any path, and it is the same page."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from proust_attention.errors import InputError, SaveError
from proust_attention.explorer import site
from proust_attention.explorer.server import POLICY
from tests.explorer.browsing import looking_at
from tests.servers import in_the_background

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@contextmanager
def any_server(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Serve a folder as `python -m http.server` does; yield its address, and every path that is requested."""
    requested: list[str] = []

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            requested.append(self.path)

    handler = partial(Handler, directory=str(root))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, in_the_background(server):
        yield f"http://127.0.0.1:{server.server_port}", requested


def test_it_lies_at_any_path_of_any_server(browser: "Browser", trained: Path, tmp_path: Path) -> None:
    pages = site.build(trained, live=False)
    site.write(pages, tmp_path / "some" / "where")
    with any_server(tmp_path) as (address, requested), looking_at(browser, f"{address}/some/where/"):
        assert f"/some/where/machines/{trained.name}/model.safetensors" in requested
        assert all(path.startswith("/some/where/") for path in requested)


def test_it_is_the_site(trained: Path, tmp_path: Path) -> None:
    pages = site.build(trained, live=False)
    site.write(pages, tmp_path / "page")
    written = {
        path.relative_to(tmp_path / "page").as_posix(): path for path in tmp_path.rglob("*") if path.is_file()
    }
    assert set(written) == set(pages)
    for address, path in written.items():
        assert path.read_bytes() == site.content(pages[address]), address


def test_the_page_says_the_policy_itself() -> None:
    page = site.content(site.build()["index.html"]).decode()
    assert page.count(f'<meta http-equiv="Content-Security-Policy"\n    content="{POLICY}">') == 1
    assert page.index("Content-Security-Policy") < min(page.index("<link"), page.index("<script"))


def test_whole_or_not_at_all(tmp_path: Path) -> None:
    pages = site.build()
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="taken already holds other files"):
        site.write(pages, tmp_path / "taken")
    with pytest.raises(SaveError, match="^cannot write .*page: No such file or directory"):
        site.write({**pages, "zzz.json": tmp_path / "gone.json"}, tmp_path / "page")
    assert [path.name for path in tmp_path.rglob("*")] == ["taken", "mine.txt"]
    site.write(pages, tmp_path / "page")
    assert (tmp_path / "page" / "index.html").stat().st_mode & 0o777 == (
        tmp_path / "taken" / "mine.txt"
    ).stat().st_mode & 0o777
