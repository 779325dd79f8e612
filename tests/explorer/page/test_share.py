"""Sharing the page: its address copied, some panels inside another page, what others show of a link."""

import struct
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from proust_attention.errors import InputError
from proust_attention.explorer import site
from tests.explorer.browsing import recording
from tests.explorer.test_export import any_server
from tests.explorer.visiting import Explorer, visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_the_address_is_copied(browser: "Browser") -> None:
    with visiting(browser, permissions=["clipboard-read", "clipboard-write"]) as explorer:
        page = explorer.page
        explorer.type("La vie")
        page.locator(".map-out").first.click()
        page.click("#share")
        explorer.says("#notice", "^The address is copied")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith(f"{explorer.server.address}#machine=recherche-fr&text=La+vie&")
        assert "out=0.0" in copied
        page.goto("about:blank")
        page.goto(copied)
        explorer.has_read("La vie")
        page.locator("#maps figure.out").wait_for()


def test_where_the_browser_does_not_copy_it_is_said(explorer: Explorer) -> None:
    explorer.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    explorer.type("La vie")
    explorer.page.click("#share")
    explorer.says("#notice", "The address is: http://127.0.0.1:.*#machine=recherche-fr&text=La\\+vie")


@pytest.mark.parametrize(("embed", "shown"), [("maps", ["maps"]), ("text,next", ["text", "next"])])
def test_panels_inside_another_page(browser: "Browser", tmp_path: Path, embed: str, shown: list[str]) -> None:
    site.write(site.build(), tmp_path / "machine")
    frame = f'<title>a</title><iframe width=900 height=700 src="machine/?embed={embed}#text=La+vie&language=en">'
    (tmp_path / "index.html").write_text(f"<!doctype html>{frame}</iframe>", encoding="utf-8")
    with any_server(tmp_path) as (address, _), recording(browser) as (recorded, visit):
        recorded.allowed.add(address)
        page = visit.new_page()
        page.goto(f"{address}/")
        inside = page.frame_locator("iframe")
        inside.locator("#maps figure").first.wait_for(state="attached")
        sections = inside.locator("main section")
        visible = [one.get_attribute("id") for one in sections.all() if one.is_visible()]
        assert visible == shown
        assert not inside.locator("h1").is_visible()
        assert inside.locator("#writing").is_visible() is ("next" in shown)
        recorded.forget("/favicon.ico")
        recorded.lines[:] = [line for line in recorded.lines if "favicon" not in line]


def test_an_embedding_of_nothing_is_the_whole_page(explorer: Explorer) -> None:
    explorer.page.goto("about:blank")
    explorer.page.goto(f"{explorer.server.address}?embed=header,nothing#language=en")
    until(lambda: explorer.ribbon != "", lambda: explorer.ribbon)
    assert explorer.page.locator("h1").is_visible()


def test_what_others_show_of_a_link(explorer: Explorer) -> None:
    named = "all => all.map(one => [one.getAttribute('property'), one.content.length > 3])"
    found = explorer.page.locator("meta[property^='og:']").evaluate_all(named)
    assert {name for name, _ in found} >= {"og:title", "og:description", "og:type"}
    assert all(filled for _, filled in found)
    assert "og:image" not in dict(found)  # its address has to be whole, and a page knows none of itself


@pytest.mark.parametrize("address", ["https://host.example/a/page", "https://host.example/a/page/"])
def test_a_link_to_an_export_shows_a_picture(tmp_path: Path, address: str) -> None:
    site.write(site.at(site.build(), address), tmp_path / "page")
    html = (tmp_path / "page" / "index.html").read_text(encoding="utf-8")
    assert '<meta property="og:image" content="https://host.example/a/page/preview.png">' in html
    assert '<meta property="og:url" content="https://host.example/a/page/">' in html
    picture = (tmp_path / "page" / "preview.png").read_bytes()
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert len(picture) < 200_000


@pytest.mark.parametrize(
    "address", ["host.example", 'https://host.example/"><script>', "file:///a", "https://a b/"]
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(InputError, match="is no address of a page"):
        site.at(site.build(), address)
