"""The panel Learn: a machine learns in the page, is paused, goes step by step, breaks, is kept, taken up again."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from proust_attention.checkpoint import RunFolder
from proust_attention.devices import Hardware
from proust_attention.generation.writer import load
from proust_attention.reports.report import report
from proust_attention.training.opening import open_training
from tests.explorer.engine.test_runs import in_python
from tests.explorer.page.learning import Workshop, asleep, drop_on, wait_until_kept
from tests.explorer.visiting import Explorer, visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def workshop(explorer: Explorer) -> Iterator[Workshop]:
    yield Workshop(explorer)
    explorer.page.evaluate("indexedDB.deleteDatabase('proust-attention')")


def test_nothing_is_loaded_before_it_is_used(explorer: Explorer) -> None:
    page = explorer.page
    assert asleep(page)
    page.locator("#learn-begin").click()
    page.locator(".learn-workshop").wait_for()
    assert len(page.workers) == 1  # that of the engine
    with page.expect_event("worker") as began:
        page.locator(".learn-go").click()
    assert began.value.url.endswith("engine/training/worker.js")


def test_it_learns(workshop: Workshop) -> None:
    """Losses against their yardsticks, samples, gradients, maps."""
    page = workshop.page
    workshop.says("^$")
    workshop.says("It knows nothing yet", ".learn-words")
    workshop.train()
    workshop.says("^Step 8 of 8: it has read 256 characters")
    workshop.says(r"^On the whole text that it never trained on, its loss is \d\.\d\d nats", ".learn-words")
    assert workshop.samples == ["8", "4", "2", "1", "0"]
    rows = page.locator(".learn-gradients tbody tr")
    assert rows.locator("th").all_inner_texts() == [
        *("embedding", "layer 1, attention", "layer 1, feed-forward", "layer 1, norms"),
        *("last norm", "output projection"),
    ]
    norms = [float(text) for text in rows.locator("td:nth-child(2)").all_inner_texts()]
    assert all(norm >= 0 for norm in norms)
    assert any(norm > 0.01 for norm in norms)
    assert page.locator(".learn-map").count() == 2
    workshop.explorer.says(".learn-maps", r"layer 1, head 2: spread over \d\.\d places$")
    levels = page.locator(".learn-yardstick").evaluate_all("all => all.map(one => Number(one.getAttribute('y1')))")
    assert len(levels) == 3
    assert levels == sorted(levels)  # the loss of guessing evenly is the highest, and above all
    path = page.locator(".learn-batches").get_attribute("d") or ""
    assert path.count("L") == 7
    label = page.locator(".learn-chart").get_attribute("aria-label") or ""
    assert "nats a character" in label


def test_pause_one_step_and_on(workshop: Workshop) -> None:
    page = workshop.page
    workshop.set(steps=100_000)
    workshop.button("Start").click()
    workshop.says("steps a second")
    assert workshop.button("One step").is_disabled()
    workshop.button("Pause").click()
    workshop.says("It waits")
    step = int(re.findall(r"Step ([\d,]+)", workshop.explorer.text(".learn-where"))[0].replace(",", ""))
    workshop.button("One step").focus()
    page.keyboard.press("Enter")
    workshop.says(f"^Step {step + 1:,} of 100,000")
    wait_until_kept(workshop, step + 1)
    workshop.page.select_option("#learn-pace", "slow")
    workshop.button("Go on").click()
    workshop.says(f"^Step {step + 2:,} of")
    workshop.button("Pause").click()
    workshop.says("It waits")


def test_back_to_a_moment(workshop: Workshop) -> None:
    workshop.train()
    losses = workshop.page.locator(".learn-batches").get_attribute("d")
    workshop.page.get_by_role("button", name="Go back to step 4", exact=True).click()
    workshop.says("^Step 4 of 8")
    assert workshop.samples == ["4", "2", "1", "0"]
    workshop.button("Go on").click()
    workshop.says("All steps are done")
    assert workshop.page.locator(".learn-batches").get_attribute("d") == losses  # the same windows, the same steps


@pytest.mark.parametrize("rate", ["1e9", "10"])
def test_a_learning_rate_at_which_it_breaks(workshop: Workshop, rate: str) -> None:
    """The page says why; one goes back, and begins anew with a lower one."""
    workshop.set(learning_rate=rate, steps=400)
    workshop.button("Start").click()
    workshop.says("It has broken")
    said = "9" if rate == "1e9" else "10"
    workshop.says(
        rf"^It broke at step \d+\. Each step moves every number against its gradient.* (1E)?{said} was too far: "
        r"every step jumped over the valley.*Its last losses: .*; guessing evenly costs \d\.\d\d",
        ".learn-trouble",
    )
    assert workshop.button("Go on").is_disabled()
    workshop.page.get_by_role("button", name="Go back to step 0", exact=True).click()
    workshop.says("^Step 0 of 400.*It waits")
    workshop.set(learning_rate=0.003, steps=3)
    workshop.button("Begin anew with these settings").click()
    workshop.says("^Step 0 of 3")
    workshop.button("Go on").click()
    workshop.says("All steps are done")
    assert workshop.explorer.text(".learn-trouble") == ""


def test_a_reload_offers_to_go_on(browser: "Browser") -> None:
    with visiting(browser) as explorer:
        workshop = Workshop(explorer, steps=100_000)
        workshop.button("Start").click()
        workshop.says("steps a second")
        workshop.button("Pause").click()
        workshop.says("It waits")
        step = int(re.findall(r"Step ([\d,]+)", explorer.text(".learn-where"))[0].replace(",", ""))
        until(
            lambda: f"up to step {step:,}:" in explorer.text(".learn-kept"), lambda: explorer.text(".learn-kept")
        )
        explorer.page.reload()
        explorer.whole()
        explorer.page.locator("#learn").scroll_into_view_if_needed()
        explorer.says(".learn-offers", "^A machine that began to learn here on .* is kept in this browser")
        assert asleep(explorer.page)
        explorer.page.get_by_role("button", name="Go on with it").click()
        workshop.says(f"^Step {step:,} of 100,000.*It waits")
        workshop.says("nats a character", ".learn-words")
        workshop.button("One step").click()
        workshop.says(f"^Step {step + 1:,} of")
        until(lambda: f"step {step + 1:,}:" in explorer.text(".learn-kept"), lambda: explorer.text(".learn-kept"))
        explorer.page.reload()
        explorer.whole()
        explorer.page.locator("#learn").scroll_into_view_if_needed()
        explorer.page.get_by_role("button", name="Forget it").click()
        until(lambda: explorer.text(".learn-offers") == "", lambda: explorer.text(".learn-offers"))


def test_going_on_with_one_forgets_no_other(browser: "Browser") -> None:
    with visiting(browser) as explorer:
        page = explorer.page
        workshop = Workshop(explorer)
        workshop.button("One step").click()
        workshop.says("^Step 1 of 8")
        workshop.says("That is about as well as guessing evenly", ".learn-words")
        wait_until_kept(workshop, 1)
        page.reload()
        explorer.whole()
        page.locator("#learn").scroll_into_view_if_needed()
        explorer.says(".learn-offers", "^A machine that began")
        workshop = Workshop(explorer)
        for step in (1, 2):
            workshop.button("One step").click()
            workshop.says(f"^Step {step} of 8")
        wait_until_kept(workshop, 2)
        for step in (1, 2):  # of each machine while the other is there
            page.get_by_role("button", name="Go on with it").click()
            workshop.says(f"^Step {step} of 8")
            explorer.says(".learn-offers", "^A machine that began")


def test_saved_as_a_run_folder_and_opened_again(workshop: Workshop, tmp_path: Path) -> None:
    """`proust` opens it and goes on; and the page goes on with what `proust` has begun, dropped or chosen."""
    page = workshop.page
    for step in (1, 2, 3):
        workshop.button("One step").click()
        workshop.says(f"^Step {step} of 8")
    with page.expect_download() as download:
        workshop.button("Save as a run folder").click()
    assert download.value.suggested_filename == "proust-run-3.zip"
    with zipfile.ZipFile(download.value.path()) as packed:
        assert packed.testzip() is None
        packed.extractall(tmp_path)
    run = tmp_path / "proust-run-3"
    assert RunFolder.open(run).config.training.steps == 8
    assert len(load(run).generate("la", length=9, seed=1)) == 11
    training = open_training(run, resume=True, hardware=Hardware(engine="numpy"))
    for _ in training.run():
        if training.step == 6:
            training.stop()
    assert "<svg" in report(run).html

    drop_on(workshop, run)
    workshop.says("^Step 6 of 8.*It waits")
    workshop.button("Go on").click()
    workshop.says("All steps are done")
    page.locator('#learn input[type="file"][webkitdirectory]').set_input_files(run)
    workshop.says("^Step 6 of 8.*It waits")
    (run / "tokens.npy").unlink()
    drop_on(workshop, run)
    workshop.says("^This cannot be done. .*this is not a whole run: tokens.npy is missing$", ".learn-refused")
    workshop.says("^Step 6 of 8")  # the run before it is still there


def test_look_inside(workshop: Workshop) -> None:
    """The rest of the page shows the machine that learns, and follows it."""
    page, explorer = workshop.page, workshop.explorer
    workshop.train()
    workshop.button("Look inside").click()
    until(lambda: page.locator("#maps figure").count() == 2, lambda: page.locator("#maps figure").count())
    assert page.locator("#machine option:checked").text_content() == "step 8, as it is learning below"
    page.get_by_label("keep the panels above at its latest numbers").check()
    page.get_by_role("button", name="Go back to step 2", exact=True).click()
    until(
        lambda: page.locator("#machine option:checked").text_content() == "step 2, as it is learning below",
        lambda: page.locator("#machine option:checked").text_content(),
    )
    page.select_option("#machine", "recherche-fr")
    explorer.says("#maps", "layer 2, head 2")


def test_a_text_of_ones_own(workshop: Workshop, tmp_path: Path) -> None:
    """In any alphabet: it is that of the text."""
    text = "El río 漢字 Ω 🙂. " * 60
    workshop.read(text)
    workshop.explorer.says(".learn-own", f"{len(text.encode('utf-16-le')) // 2} characters")
    workshop.train()
    workshop.says("^Step 8 of 8")
    (tmp_path / "latin.txt").write_bytes(("La lluvia cayó año tras año. " * 5000).encode("windows-1252"))
    drop_on(workshop, tmp_path / "latin.txt")
    workshop.explorer.says(".learn-own", "The text of latin.txt: 145,000 characters")
    workshop.button("Begin anew with these settings").click()
    workshop.says("^Step 0 of 8")
    workshop.button("One step").click()
    workshop.says("^Step 1 of 8")
    explorer_samples = workshop.page.locator(".learn-samples q").first.inner_text()
    assert set(explorer_samples) <= set("La lluvia cayó año tras año. ")


def test_in_spanish(browser: "Browser") -> None:
    with visiting(browser, locale="es-ES") as explorer:
        workshop = Workshop(explorer)
        workshop.button("Empezar").click()
        workshop.says("Ha dado todos los pasos")
        workshop.says(r"su pérdida es de \d,\d\d nats por carácter", ".learn-words")
        explorer.says("#learn .learn-maps", "capa 1, cabeza 2")
        workshop.set(learning_rate="")
        workshop.button("Empezar de nuevo con estos ajustes").click()
        workshop.says("^Estos ajustes no tienen un valor", ".learn-refused")
        assert explorer.text("#learn").count("learn_") == 0
        explorer.page.select_option("#language", "en")
        workshop.says("All steps are done")
        workshop.says(r"its loss is \d\.\d\d nats", ".learn-words")
        workshop.says("^These settings hold no value that can be used: Learning rate.$", ".learn-refused")
        explorer.says("#learn .learn-maps", "layer 1, head 2")
        assert np.all([word not in explorer.text("#learn") for word in ("pérdida", "Empezar", "cabeza", "learn_")])


def test_two_side_by_side(workshop: Workshop) -> None:
    """From the same start, on the same windows; the second with another setting."""
    page = workshop.page
    page.select_option("#learn-rival", "optimizer")
    page.select_option("#learn-rival-value", "adamw")
    workshop.train()
    until(
        lambda: page.locator(".learn-bench:visible h3").count() == 2, lambda: page.locator(".learn-bench").count()
    )
    titles = page.locator(".learn-bench h3")
    until(
        lambda: (
            [text.split(":")[0] for text in titles.all_inner_texts()] == ["Optimizer Muon", "Optimizer AdamW"]
            and all("step 8" in text for text in titles.all_inner_texts())
        ),
        titles.all_inner_texts,
    )
    code = "all => all.map(one => one.getAttribute('d').split(/[ML]/).slice(1))"
    until(lambda: [len(one) for one in page.locator(".learn-batches").evaluate_all(code)] == [8, 8])
    curves = page.locator(".learn-batches").evaluate_all(code)
    assert curves[0][0] == curves[1][0]  # before the first step they are one machine, with one batch
    assert curves[0][7] != curves[1][7]
    page.get_by_role("button", name="Go back to step 2", exact=True).first.click()
    until(lambda: all("step 2" in text for text in titles.all_inner_texts()), titles.all_inner_texts)
    page.select_option("#learn-rival", "")
    workshop.button("Begin anew with these settings").click()
    until(lambda: page.locator(".learn-bench:visible").count() == 1)


def test_two_are_taken_up_after_a_reload(browser: "Browser") -> None:
    with visiting(browser) as explorer:
        workshop = Workshop(explorer)
        explorer.page.select_option("#learn-rival", "learning_rate")
        explorer.page.fill("#learn-rival-value", "0.5")
        workshop.button("One step").click()
        workshop.says("^Step 1 of 8")
        wait_until_kept(workshop, 1)
        explorer.page.reload()
        explorer.whole()
        explorer.page.locator("#learn").scroll_into_view_if_needed()
        explorer.page.get_by_role("button", name="Go on with it").click()
        until(lambda: explorer.page.locator(".learn-bench:visible").count() == 2)
        explorer.says(".learn-bench:last-child h3", "Learning rate 0.5; step 1")


def test_a_run_on_pieces(workshop: Workshop, tmp_path: Path) -> None:
    """One that `proust` has begun, with a tokenizer of pieces, goes on in the page."""
    run = in_python(tmp_path / "pieces", stop_after=4, tokenizer={"kind": "bpe", "vocab_size": 90})
    drop_on(workshop, run)
    workshop.says("^Step 4 of 8")
    workshop.button("Go on").click()
    workshop.says("All steps are done")
    found = re.findall(r"its loss is (\d\.\d\d)", workshop.explorer.text(".learn-words"))
    whole = in_python(tmp_path / "whole", tokenizer={"kind": "bpe", "vocab_size": 90})
    expected = RunFolder.open(whole).read_log("metrics")[-1]["held_out_loss"]
    assert [float(one) for one in found] == [pytest.approx(expected, abs=0.006)]


def test_pieces_that_are_learned_in_the_page(workshop: Workshop) -> None:
    workshop.set(vocabulary=256)
    workshop.button("One step").click()
    workshop.says("^Step 1 of 8: it has read 32 tokens")
    workshop.says("in the first 16 tokens of the text", ".learn-bench")
    workshop.page.select_option("#language", "es")
    workshop.says("ha leído 32 tokens")


def test_with_the_keyboard_alone(explorer: Explorer) -> None:
    page = explorer.page
    page.locator(".learn-open").focus()
    page.keyboard.press("Enter")
    page.locator(".learn-workshop").wait_for()
    names = []
    for _ in range(12):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.className || document.activeElement.id"))
        if "learn-go" in names[-1]:
            break
    assert names[0] == "learn-source"
    page.keyboard.press("Enter")
    explorer.says("#learn .learn-where", "steps a second")
    page.keyboard.press("Enter")  # the same button pauses
    explorer.says("#learn .learn-where", "It waits")
    assert "learn-go" in page.evaluate("document.activeElement.className")
