"""A notebook, run by a real kernel: it trains, plots, writes, shows attention; interrupted, it saves."""

import asyncio
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from proust_attention.checkpoint import arrays
from tests.conftest import TINY
from tests.waiting import PATIENCE, until

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


def test_it_trains_plots_writes_and_shows_attention(client: NotebookClient) -> None:
    cells = TRAIN, "run", PLOT, 'print(run.machine.generate("La casa", length=30, seed=1))', MAPS
    trained, itself, plotted, wrote, maps = run_cells(client, *cells)
    assert not [output for cell in (trained, itself, plotted, wrote, maps) for output in cell
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
