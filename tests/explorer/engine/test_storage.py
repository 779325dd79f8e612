"""Runs that the browser keeps: over the death of the worker, with no room left, and where it keeps nothing."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.explorer.browsing import Refused, beginning, serving
from tests.explorer.engine.test_runs import NEW, Trainer

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def trainer(browser: "Browser") -> Iterator[Trainer]:
    with beginning(browser) as begin:
        yield Trainer(begin().page)


def test_the_browser_keeps_a_run(trainer: Trainer) -> None:
    """Over the death of its worker."""
    trainer.begin()
    trainer.train(steps=3)
    trainer.request("keep", name="mine")
    trainer.page.evaluate("training.close()")
    trainer.page.evaluate(NEW)
    assert trainer.request("kept") == ["mine"]
    assert trainer.request("take", name="mine")["step"] == 3
    trainer.request("keep", name="mine", every=1e-9)
    trainer.train(steps=2)
    assert trainer.request("take", name="mine")["step"] == 4  # of step 5 no loss is known yet
    trainer.request("keep", name="mine", every=1000)
    trainer.train()
    assert trainer.request("take", name="mine")["finished"] is True
    trainer.request("forget", name="mine")
    assert trainer.request("kept") == []
    with pytest.raises(Refused, match="^no run is kept here under the name mine$"):
        trainer.request("take", name="mine")


def test_two_tabs_do_not_go_on_with_the_same_run(trainer: Trainer) -> None:
    """They would write over each other. What the first was at is free when it is at another, or closed."""
    trainer.begin()
    trainer.request("keep", name="shared")
    trainer.page.evaluate("window.first = training")
    trainer.page.evaluate(NEW)
    with pytest.raises(Refused, match="^another tab of this browser has this run open: go on there, or close"):
        trainer.request("take", name="shared")
    trainer.page.evaluate("first.request('keep', { name: 'other' })")
    assert trainer.request("take", name="shared")["step"] == 0
    with pytest.raises(Refused, match="^another tab"):
        trainer.request("keep", name="other")
    trainer.page.evaluate("first.close()")
    trainer.request("keep", name="other")
    for name in ("shared", "other"):
        trainer.request("forget", name=name)


def test_what_broke_does_not_take_the_place_of_what_is_kept(trainer: Trainer) -> None:
    trainer.begin(learning_rate=1e9, warmup_steps=0, steps=400)
    trainer.request("keep", name="broken", every=1e-9)
    assert trainer.train()[-1]["kind"] == "broken"
    assert trainer.request("take", name="broken")["step"] == 0
    assert trainer.request("step")["events"][-1]["loss"] < 5


def test_weights_that_are_not_finite_are_not_kept(trainer: Trainer) -> None:
    """They take the place of no good ones, and another moment can be gone back to."""
    trainer.begin(learning_rate=1e60, warmup_steps=0, evaluations=1)
    trainer.request("keep", name="good")
    assert trainer.train()[-1]["kind"] == "broken"
    for kind, given in (("keep", {"name": "good"}), ("files", {})):
        with pytest.raises(Refused, match="the weights are not finite any more: go back to a kept moment"):
            trainer.request(kind, **given)
    assert trainer.request("back", step=0)["moments"] == [0]
    assert len(trainer.request("files")["files"]) > 8
    assert trainer.request("take", name="good")["step"] == 0
    trainer.request("forget", name="good")


def test_no_room_left(browser: "Browser") -> None:
    """It trains on, says so once more when it was to keep the run, and keeps it when there is room again."""
    with beginning(browser) as begin:
        page = begin().page
        trainer = Trainer(page)
        origin = page.evaluate("location.origin")
        browsers = page.context.new_cdp_session(page)
        browsers.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1000})
        trainer.begin()
        sentence = (
            "the browser has no room left for this page: forget a run that is kept, or save this one as files"
        )
        with pytest.raises(Refused, match=f"^{sentence}; nothing of what was kept before is lost$"):
            trainer.request("keep", name="large", every=1e-9)
        events = trainer.train(steps=2)
        unkept = [event["sentence"] for event in events if event["kind"] == "unkept"]
        assert len(unkept) == 2
        assert all(one.startswith(sentence) for one in unkept)
        assert events[-1]["step"] == 2
        assert trainer.request("kept") == []
        browsers.send("Storage.overrideQuotaForOrigin", {"origin": origin})
        trainer.request("keep", name="large")
        assert trainer.request("take", name="large")["step"] == 2


def test_a_browser_that_keeps_nothing(browser: "Browser", tmp_path: Path) -> None:
    """As a person sets it: no site may store anything."""
    blocked = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default/Preferences").write_text(json.dumps(blocked), encoding="utf-8")
    launched = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=shutil.which("chromium"), args=["--no-sandbox"]
    )
    with serving() as server, launched as visit:
        page = visit.new_page()
        page.goto(server.address + "engine/protocol.js")
        trainer = Trainer(page)
        trainer.begin()
        with pytest.raises(
            Refused, match=r"^the browser keeps nothing for this page \(.+\); save the run as files"
        ):
            trainer.request("keep", name="mine")
        assert trainer.train(steps=1)[-1]["step"] == 1
        assert "config.json" in trainer.request("files")["files"]
