"""What may go wrong while a machine learns in the page: a sentence each, nothing lost, the page stays usable."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from proust_attention.explorer import site
from tests.explorer.browsing import recording, serving
from tests.explorer.page.learning import Workshop, drop_on, wait_until_kept
from tests.explorer.visiting import Explorer, visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def still_usable(explorer: Explorer) -> None:
    explorer.type("Longtemps, je me levais")
    until(lambda: len(explorer.bars) > 5, lambda: explorer.bars)


REFUSED = {
    "five characters": (
        "abcde",
        {},
        "the text is too short: its training part, 5 tokens, does not hold one window",
    ),
    "nothing": ("", {}, "the text is too short: it has no two different characters"),
    "one letter": ("a" * 5000, {}, "the text is too short: it has no two different characters"),
    "too large": (
        "La lluvia cayó. " * 100,
        {"n_layers": 1000, "d_model": 512, "batch_size": 1024, "context_length": 256},
        r"these settings need about [\d.,]+ GB of memory, and a page is better not to take more than 1\.5: choose",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_begun(explorer: Explorer, name: str) -> None:
    text, settings, sentence = REFUSED[name]
    workshop = Workshop(explorer, **settings)
    workshop.read(text)
    workshop.button("Start").click()
    workshop.says(f"^This cannot be done. {sentence}", ".learn-refused")
    workshop.read("La lluvia cayó año tras año. " * 50)
    workshop.set(n_layers=1, d_model=32, batch_size=2, context_length=16)
    workshop.train()
    assert explorer.text(".learn-refused") == ""
    still_usable(explorer)


def test_a_field_that_holds_no_value(explorer: Explorer) -> None:
    workshop = Workshop(explorer, learning_rate="", batch_size=0)
    workshop.button("Start").click()
    workshop.says("^These settings hold no value that can be used: Learning rate, Batch.$", ".learn-refused")
    assert workshop.page.locator("#learn-batch_size").get_attribute("aria-invalid") == "true"
    workshop.set(learning_rate=0.003, batch_size=2)
    workshop.train()


def test_a_text_of_five_million(explorer: Explorer, tmp_path: Path) -> None:
    page = explorer.page
    workshop = Workshop(explorer)
    line = "En la casa de los membrillos nadie hablaba de la lluvia, ni de los años; Leonor, menos que nadie.\n"
    (tmp_path / "long.txt").write_text(line * (5_000_000 // len(line) + 1), encoding="utf-8")
    drop_on(workshop, tmp_path / "long.txt")
    workshop.says(r"The text of long.txt: 5,000,\d\d\d characters", ".learn-own")
    assert page.locator("#learn-text").input_value() == ""  # a field with so much would be slow
    workshop.button("One step").click()
    workshop.says("^Step 1 of 8")
    wait_until_kept(workshop, 1)
    still_usable(explorer)


def test_no_room_left(browser: "Browser") -> None:
    """It learns on, and says so; when there is room again, it is kept."""
    with visiting(browser) as explorer:
        origin = explorer.page.evaluate("location.origin")
        browsers = explorer.page.context.new_cdp_session(explorer.page)
        workshop = Workshop(explorer)
        browsers.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1000})
        workshop.train()
        workshop.says("^Not kept: the browser has no room left for this page.*It learns on", ".learn-kept")
        browsers.send("Storage.overrideQuotaForOrigin", {"origin": origin})
        explorer.page.get_by_role("button", name="Go back to step 4", exact=True).click()
        wait_until_kept(workshop, 4)
        still_usable(explorer)


def test_a_browser_that_keeps_nothing(browser: "Browser", tmp_path: Path) -> None:
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default/Preferences").write_text(json.dumps(blocked), encoding="utf-8")
    launched = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=shutil.which("chromium"), args=["--no-sandbox"], locale="en-GB"
    )
    with serving() as server, launched as visit:
        explorer = Explorer(visit.new_page(), server, [])
        explorer.open()
        workshop = Workshop(explorer)
        workshop.train()
        workshop.says("^Not kept: the browser keeps nothing for this page .*save the run as files", ".learn-kept")
        with explorer.page.expect_download():
            workshop.button("Save as a run folder").click()
        still_usable(explorer)


def test_webassembly_refused(browser: "Browser") -> None:
    with serving(site.build()) as server, recording(browser, locale="en-GB") as (recorded, visit):
        strict = server.headers["Content-Security-Policy"].replace(" 'wasm-unsafe-eval'", "")
        server.headers = {**server.headers, "Content-Security-Policy": strict}
        recorded.allowed.add(server.address)
        explorer = Explorer(visit.new_page(), server, recorded.lines)
        explorer.open()
        workshop = Workshop(explorer)
        workshop.train()
        workshop.says("This browser refuses WebAssembly: it learns all the same")
        still_usable(explorer)
        recorded.lines[:] = [
            line for line in recorded.lines if "WebAssembly" not in line
        ]  # the browser's own word


def test_a_hidden_tab(browser: "Browser") -> None:
    """It is kept at once, goes on, and says how far it went."""
    with visiting(browser) as explorer:
        workshop = Workshop(explorer, steps=100_000)
        workshop.button("Start").click()
        workshop.says("steps a second")
        see(explorer.page, "hidden")
        until(lambda: "up to step 0:" not in explorer.text(".learn-kept"), lambda: explorer.text(".learn-kept"))
        assert "Kept in this browser up to step" in explorer.text(".learn-kept")
        explorer.page.wait_for_timeout(500)
        see(explorer.page, "visible")
        explorer.says(
            "#learn", r"While this page was hidden it went on learning, from step [\d,]+ to step [\d,]+\."
        )
        workshop.button("Pause").click()
        workshop.says("It waits")


def see(page: "Page", state: str) -> None:
    """Tell the page that it is seen or not: this browser has no window that could be hidden."""
    page.evaluate(
        """state => {
          Object.defineProperty(document, "visibilityState", { value: state, configurable: true })
          document.dispatchEvent(new Event("visibilitychange"))
        }""",
        state,
    )


@pytest.mark.parametrize("way", ["fails", "is silent"])
def test_a_worker_that_ends(browser: "Browser", way: str) -> None:
    """What was kept is still there, and one goes on from it."""
    with visiting(browser) as explorer:
        page = explorer.page
        workshop = Workshop(explorer)
        workshop.set(steps=100_000)
        for step in (1, 2, 3):
            workshop.button("One step").click()
            workshop.says(f"^Step {step} of")
        wait_until_kept(workshop, 3)
        if way == "is silent":
            page.evaluate(
                "const now = performance.now; performance.now = () => now.call(performance) + (window.later ?? 0)"
            )
        workshop.button("Go on").click()
        workshop.says("steps a second")
        (worker,) = [worker for worker in page.workers if "training" in worker.url]
        if way == "fails":
            worker.evaluate("setTimeout(() => { throw new Error('out of memory') })")
        else:
            worker.evaluate("self.close()")
            page.evaluate("window.later = 60_000")
            explorer.says("#learn", "Nothing has come from it for a while.*the browser may have ended it")
            workshop.button("End it").click()
        workshop.says(
            "^The part of the page that trains has come to an end: by hand, or the browser", ".learn-trouble"
        )
        still_usable(explorer)
        explorer.page.get_by_role("button", name="Go on from step").click()
        workshop.says("steps a second")
        workshop.button("Pause").click()
        workshop.says("It waits")
        explorer.recorded[:] = [line for line in explorer.recorded if "out of memory" not in line]
