"""The panel Learn, as a person uses it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.explorer.page.test_header import drop
from tests.explorer.visiting import Explorer
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

TINY = {"steps": 8, "batch_size": 2, "d_model": 32, "context_length": 16, "n_layers": 1}


class Workshop:
    """The workshop of the panel, opened."""

    def __init__(self, explorer: Explorer, **settings: Any) -> None:
        self.explorer, self.page = explorer, explorer.page
        self.page.locator(".learn-open").click()
        self.page.locator(".learn-workshop").wait_for()
        self.set(**{**TINY, **settings})

    def set(self, **settings: Any) -> None:
        """Choose settings."""
        self.page.evaluate("document.querySelector('.learn-settings').open = true")
        for name, value in settings.items():
            control = self.page.locator(f"#learn-{name}")
            if control.evaluate("one => one.tagName") == "SELECT":
                control.select_option(str(value))
            else:
                control.fill(f"{value}")
                control.blur()

    def read(self, text: str) -> None:
        """Type a text of one's own."""
        self.page.select_option("#learn-source", "own")
        self.page.fill("#learn-text", text)

    def button(self, name: str) -> "Locator":
        return self.page.locator("#learn").get_by_role("button", name=name, exact=True)

    def says(self, pattern: str, place: str = ".learn-where") -> None:
        self.explorer.says(f"#learn {place}", pattern)

    def train(self) -> None:
        """To the end."""
        self.button("Start").click()
        self.says("All steps are done")

    @property
    def samples(self) -> list[str]:
        """When it wrote, the newest first."""
        found: list[str] = self.page.locator(".learn-samples > li").evaluate_all(
            "all => all.map(one => one.value)"
        )
        return [str(one) for one in found]


def asleep(page: "Page") -> bool:
    """Whether nothing of what trains has been loaded."""
    return not [url for url in resources(page) if "engine/training/worker" in url or "/learn/workshop" in url]


def resources(page: "Page") -> list[str]:
    found: list[str] = page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")
    return found


def wait_until_kept(workshop: Workshop, step: int) -> None:
    kept = workshop.page.locator(".learn-kept")
    until(lambda: all(f"up to step {step}:" in text for text in kept.all_inner_texts()), kept.all_inner_texts)


def drop_on(workshop: Workshop, path: Path) -> None:
    """Drop a file or a folder on the workshop."""
    place = workshop.page.locator(".learn-rival")
    place.evaluate("one => one.scrollIntoView({ block: 'center' })")
    box = place.bounding_box()
    assert box
    drop(workshop.explorer, path, at=(box["x"] + 20, box["y"] + 5))
