"""`proust.show` outside a notebook: its page as a file by itself, and what it refuses."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import proust_attention as proust
from proust_attention.errors import InputError
from tests.explorer.browsing import recording
from tests.explorer.piece_machine import piece_machine

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_its_page_is_a_file_by_itself(browser: "Browser", tmp_path: Path) -> None:
    """With a machine on pieces of words, opened from the disk, offline: the notes of a step too, and writing."""
    piece_machine(tmp_path)
    shown = proust.show(tmp_path / "pieces", panels=["text", "next", "diagram"], language="es")
    (tmp_path / "page.html").write_text(shown.page, encoding="utf-8")
    assert str(len(shown.page))[:2] in repr(shown)
    with recording(browser, offline=True) as (recorded, visit):
        recorded.allowed |= {(tmp_path / "page.html").as_uri(), "blob:"}
        page = visit.new_page()
        page.goto((tmp_path / "page.html").as_uri())
        page.locator("#characters > *").first.wait_for()
        assert not page.locator("#maps, #share").first.is_visible()
        page.locator('[data-step="blocks.0.attention.weights"]').click()
        page.locator(".notes summary").click()
        assert "Apuntes de clase" in page.locator(".note").inner_text()
        before = page.input_value("#phrase")
        page.locator("#step").click()
        page.locator("#characters > .written").wait_for()
        assert page.input_value("#phrase").startswith(before)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"panels": ["map"]}, "there is no panel map; there are arithmetic, "),
        ({"panels": ["learn"]}, "there is no panel learn"),
        ({"language": "fr"}, "the page does not speak fr; it speaks en and es"),
        ({"machine": "nowhere"}, "there is no run folder nowhere"),
    ],
)
def test_what_it_refuses(given: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError) as refused:
        proust.show(**given)
    assert says in str(refused.value)
