"""Other machines in the page: dropped or chosen, refused, drawing with their own settings."""

import shutil
from pathlib import Path

from proust_attention.config import build
from proust_attention.data import DEFAULT_MACHINE
from proust_attention.generation import load
from tests.explorer.machines import SMALL, make_machine, random_weights
from tests.explorer.visiting import Explorer
from tests.waiting import until

PHRASE = "Longtemps, je me suis"
TINY = build(7, "modern", [{"model": SMALL}])


def small_machine(folder: Path) -> Path:
    make_machine(folder, TINY, random_weights(TINY))
    return folder


def drop(explorer: Explorer, *paths: Path, at: tuple[float, float] = (200, 200)) -> None:
    """Drop files or a folder from the disk, as the system does it."""
    session = explorer.page.context.new_cdp_session(explorer.page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": at[0], "y": at[1], "data": data})


def test_another_machine(explorer: Explorer, tmp_path: Path) -> None:
    page, folder = explorer.page, small_machine(tmp_path / "run")
    drop(explorer, folder)
    explorer.says("#notice", "cannot bring it back")
    assert page.input_value("#machine") == ""
    page.fill("#phrase", "#!")
    explorer.says("#rest", "^The 0 below")  # of 7 symbols
    page.select_option("#machine", DEFAULT_MACHINE)
    explorer.has_read("!")
    page.set_input_files("#files", list(folder.iterdir()))
    explorer.says("#notice", "cannot bring it back")
    explorer.has_read("#!")


def test_what_is_refused(explorer: Explorer, tmp_path: Path) -> None:
    explorer.type(PHRASE)
    weights = small_machine(tmp_path / "run") / "model.safetensors"
    whole = weights.read_bytes()

    weights.write_bytes(whole[:-4])
    drop(explorer, weights.parent)
    explorer.says("#notice", "cannot be opened; the one before it stays.*is cut short: numbers are missing")

    with weights.open("wb") as file:
        file.truncate(64_000_001)
    drop(explorer, *weights.parent.iterdir())
    explorer.says("#notice", "64,000,001 bytes; more than 64,000,000 are not opened here")

    explorer.page.locator("#language").select_option("es")
    explorer.says("#notice", "No se puede abrir .*64.000.001 bytes; aquí no se abren más de 64.000.000")
    assert explorer.page.get_attribute("#notice q", "lang") == "es"
    explorer.page.locator("#language").select_option("en")

    weights.unlink()
    explorer.page.set_input_files("#files", list(weights.parent.iterdir()))
    explorer.says("#notice", "not a whole machine: model.safetensors is missing")

    shutil.rmtree(weights.parent)
    (tmp_path / "poem.md").write_text("O", encoding="utf-8")
    drop(explorer, tmp_path / "poem.md")
    explorer.says("#notice", "not a whole machine: config.json is missing")
    (tmp_path / "run.zip").write_bytes(b"PK")
    drop(explorer, tmp_path / "run.zip")
    explorer.says("#notice", "run.zip is a ZIP archive: unpack it first")

    assert explorer.page.input_value("#machine") == DEFAULT_MACHINE
    explorer.type(PHRASE + " couché")


def test_a_run_draws_with_its_own_settings(explorer: Explorer, tmp_path: Path) -> None:
    own = {"sampling": {"temperature": 1.25, "top_k": 3, "top_p": 0.9, "min_p": 0.05, "repetition_penalty": 1.5}}
    config = build(7, "modern", [{"model": {"d_model": 18, "n_heads": 3, "n_layers": 3, "d_ff": 13}}, own])
    make_machine(tmp_path / "run", config, random_weights(config))
    expected = load(tmp_path / "run").generate("#!", length=6, seed=1)
    drop(explorer, tmp_path / "run")
    explorer.says("#notice", "cannot bring it back")
    names = ("temperature", "topK", "topP")
    assert [explorer.page.input_value(f"#{name}-number") for name in names] == ["1.25", "3", "0.9"]
    explorer.says("#sliders", "less than 0.05 times .* a penalty of 1.5.$")
    explorer.type("#!")
    for _ in range(6):
        explorer.page.click("#step")
    explorer.has_read(expected)


def test_text_is_never_html(explorer: Explorer, tmp_path: Path) -> None:
    text = "<b>a</b><img src=x onerror=alert(1)>"
    make_machine(tmp_path / "run", build(94, "article"), random_weights(build(94, "article")))
    drop(explorer, tmp_path / "run")
    explorer.says("#notice", "cannot bring it back")
    explorer.type(text)
    explorer.page.click("#step")
    until(lambda: len(explorer.phrase) > len(text), lambda: explorer.phrase)
    assert explorer.page.locator("main b, main img").count() == 0
