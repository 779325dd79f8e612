"""A notebook, run by a real kernel: it trains, plots, writes, shows attention; interrupted, it saves."""

import asyncio
import math
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbclient import NotebookClient

import proust_attention as proust
from proust_attention.checkpoint import arrays
from proust_attention.generation import Writer
from tests.conftest import TINY
from tests.explorer.browsing import recording
from tests.waiting import PATIENCE, until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TRAIN = f"""
import proust_attention as proust
run = proust.train(run="runs/a", engine="numpy", **{TINY!r})
"""
PLOT = """
import pandas as pd
losses = pd.DataFrame(run.history).query("kind == 'step'").plot(x="step", y="loss")
"""
MAPS = """
import matplotlib.pyplot as plt
maps = run.machine.attention("La casa de los")
picture = plt.imshow(maps[0, 0])
"""
SHOW = """
proust.show(run, "La casa de los", panels=["text", "next", "maps", "surprise"], language="es")
"""
ENDLESS = """
import proust_attention as proust
run = proust.train(run="runs/b", engine="numpy", steps=1_000_000, batch_size=4, model={"d_model": 16, "d_ff": 24})
"""


@pytest.fixture
def client(tmp_path: Path) -> Iterator[NotebookClient]:
    """A notebook without cells, whose kernel starts with the first that is run."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the client's own
        yield NotebookClient(
            nbformat.v4.new_notebook(),
            kernel_name="python3",
            timeout=PATIENCE,
            allow_errors=True,
            resources={"metadata": {"path": str(tmp_path)}},
        )


def run_cells(client: NotebookClient, *sources: str) -> list[list[Any]]:
    """Run cells one after the other; return the outputs of each."""
    client.nb.cells = [nbformat.v4.new_code_cell(source) for source in sources]
    client.execute()
    return [cell.outputs for cell in client.nb.cells]


def shown(outputs: list[Any], kind: str) -> list[str]:
    """What a cell shows of a kind, such as text/html."""
    return [output["data"][kind] for output in outputs if kind in output.get("data", {})]


def test_it_trains_plots_writes_and_shows_attention(
    client: NotebookClient, browser: "Browser", tmp_path: Path
) -> None:
    cells = TRAIN, "run", PLOT, 'print(run.machine.generate("La casa", length=30, seed=1))', MAPS, SHOW
    trained, itself, plotted, wrote, maps, page = run_cells(client, *cells)
    assert not [output for cell in (trained, itself, plotted, wrote, maps, page) for output in cell
                if output.output_type == "error"]  # fmt: skip
    said = "".join(shown(trained, "text/html"))
    assert "finished: " in said
    assert "<progress" not in said  # it is gone when all is done
    assert "data:image/svg+xml" in said
    assert "step 12 of 12" in shown(itself, "text/html")[0]
    assert shown(itself, "text/plain")[0].startswith("Run('runs/a': ")
    assert wrote[0]["text"].startswith("La casa")
    assert shown(plotted, "image/png")
    assert shown(maps, "image/png")
    (html,) = shown(page, "text/html")
    assert shown(page, "text/plain")[0].startswith("Shown(")
    look_at(html, "La casa de los", proust.load(tmp_path / "runs" / "a"), browser, tmp_path)


def look_at(html: str, text: str, writer: Writer, browser: "Browser", folder: Path) -> None:
    """What `proust.show` shows, in a browser without a network, beside what Python computes."""
    (folder / "cell.html").write_text(f"<!doctype html><title>a</title>{html}", encoding="utf-8")
    maps, surprise = writer.attention(text), writer.score(text)
    with recording(browser, offline=True) as (recorded, visit):
        recorded.allowed |= {(folder / "cell.html").as_uri(), "blob:"}
        visit.new_page().goto((folder / "cell.html").as_uri())
        frame = visit.pages[0].frame_locator("iframe")
        frame.locator("#characters > [data-weight]").last.wait_for()
        assert frame.locator("#characters").inner_text().replace("␣", " ") == text
        assert frame.locator("#maps figure").count() == maps.shape[0] * maps.shape[1]
        weights = "all => all.map(one => Number(one.dataset.weight))"
        assert frame.locator("#characters > *").evaluate_all(weights) == pytest.approx(maps[0, 0, -1], abs=1e-5)
        assert frame.locator("#bars > *").count() > 9
        bits = frame.locator("#surprise [data-bits]")
        bits.nth(len(text) - 2).wait_for()
        found = bits.evaluate_all("all => all.map(one => Number(one.dataset.bits))")
        assert found == pytest.approx(surprise[1:] / math.log(2), abs=1e-3)
        assert not frame.locator("#diagram").is_visible()
        frame.locator("#phrase").fill("La vida")  # and it goes on, as the page does
        frame.locator("#characters > *").nth(6).wait_for()


def test_interrupted_it_saves(client: NotebookClient, tmp_path: Path) -> None:
    run = tmp_path / "runs" / "b"

    def interrupt() -> None:
        until(lambda: (run / "samples.jsonl").exists())
        asyncio.run(client.km.interrupt_kernel())

    button = threading.Thread(target=interrupt)
    button.start()
    (outputs,) = run_cells(client, ENDLESS)
    button.join()
    assert [output.ename for output in outputs if output.output_type == "error"] == ["KeyboardInterrupt"]
    said = "".join(shown(outputs, "text/html"))
    step = int(arrays.read(run / "state" / "state.safetensors")["counters.step"])
    assert f"stopped after step {step} of 1000000; the state is saved" in said
    assert "proust.train(run=&#x27;runs/b&#x27;, resume=True)" in said
