"""The moments of a training, as the site has them: of a run that trains, one that is finished, one in the box."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proust_attention.checkpoint import RunFolder
from proust_attention.config import build
from proust_attention.data import DEFAULT_MACHINE
from proust_attention.explorer import site
from proust_attention.explorer.machine_files import Site
from proust_attention.tokenizer import CharacterTokenizer
from tests.explorer.browsing import serving
from tests.explorer.moments_of import BEST, STEPS, add_moment, finish, loss_at, run_with_moments
from tests.explorer.piece_machine import SAMPLE
from tests.explorer.shown import SIZES
from tests.explorer.test_server import requested

AT = "machines/run/"


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    tokenizer = CharacterTokenizer.of_text(SAMPLE)
    config = build(tokenizer.vocab_size, "modern", [{"model": SIZES}])
    return run_with_moments(tmp_path / "run", config, tokenizer, SAMPLE)


def read(pages: Site, address: str) -> Any:
    return json.loads(site.find(pages, address))


def offered(pages: Site) -> dict[str, Any]:
    return read(pages, "machines/index.json")["machines"][-1]


def test_of_a_run(run: RunFolder) -> None:
    pages = site.build(run.path)
    assert offered(pages) == {
        "name": "run",
        "title": "run",
        "language": "fr",
        "phrase": "Le soir",
        "moments": [*STEPS, BEST],
        "at": BEST,
        "grow": True,
    }
    found = read(pages, AT + "moments.json")
    assert [one["step"] for one in found["moments"]] == [*STEPS, BEST]
    assert [one["loss"] for one in found["moments"]] == [loss_at(step) for step in (*STEPS, BEST)]
    assert found["curve"] == [[step, loss_at(step)] for step in (*STEPS, BEST)]
    assert found["moments"][1]["sample"] == {"prompt": "Le soir", "text": ", à l'étape 4"}
    assert found["moments"][-1] == {"step": BEST, "weights": "model.safetensors", "loss": 2.0, "sample": None}
    for one in found["moments"][:-1]:
        assert site.find(pages, AT + one["weights"]) == run.snapshots()[one["step"]].read_bytes()


def test_it_grows_until_it_is_finished(run: RunFolder) -> None:
    with serving(site.build(run.path)) as server:

        def steps() -> list[int]:
            return [one["step"] for one in json.loads(requested(server, f"/{AT}moments.json")[1])["moments"]]

        late = f"/{AT}snapshots/step-000000064.safetensors"
        assert requested(server, late)[0].status == 404
        add_moment(run, 64)  # its loss is the lowest, but the weights that are handed out are those of step 20
        run.save_weights({name: array + 1 for name, array in run.weights().items()}, loss_at(64))
        assert steps() == [*STEPS, 64]
        assert requested(server, late)[1] == run.snapshots()[64].read_bytes()
        finish(run, 64)
        assert json.loads(requested(server, f"/{AT}moments.json")[1])["growing"] is False


@pytest.mark.parametrize(
    "name",
    ["..%2ftokens.npy", "../tokens.npy", "step-1.safetensors", "step-000000004.safetensors%00", "", "index.html"],
)
def test_nothing_else_of_the_folder(run: RunFolder, name: str) -> None:
    (run.path / "snapshots" / "index.html").write_text("mine", encoding="utf-8")
    with serving(site.build(run.path)) as server:
        assert requested(server, f"/{AT}snapshots/{name}")[0].status == 404
        (run.path / "snapshots" / "step-000000032.safetensors").symlink_to(Path(__file__))
        assert requested(server, f"/{AT}snapshots/step-000000032.safetensors")[0].status == 404


@pytest.mark.parametrize(("which", "at"), [("4", 4), ("best", BEST)])
def test_the_moment_that_is_opened(run: RunFolder, which: str, at: int) -> None:
    pages = site.build(f"{run.path}@{which}")
    name = offered(pages)["name"]
    found = read(pages, f"machines/{name}/moments.json")
    assert (offered(pages)["at"], found["at"]) == (at, at)
    assert {one["step"] for one in found["moments"]} == {*STEPS, at}
    weights = next(one["weights"] for one in found["moments"] if one["step"] == at)
    assert site.find(pages, f"machines/{name}/{weights}") == site.find(pages, f"machines/{name}/model.safetensors")


def test_the_last_state_is_a_moment(trained: Path) -> None:
    pages = site.build(f"{trained}@last")
    assert offered(pages)["at"] == 30
    assert "grow" not in offered(pages)


def test_an_export_does_not_grow(run: RunFolder, tmp_path: Path) -> None:
    pages = site.build(run.path, live=False)
    site.write(pages, tmp_path / "page")
    folder = tmp_path / "page" / "machines" / "run"
    found = json.loads((folder / "moments.json").read_text(encoding="utf-8"))
    assert found["growing"] is False
    assert all((folder / one["weights"]).is_file() for one in found["moments"])
    assert "grow" not in json.loads((folder.parent / "index.json").read_text(encoding="utf-8"))["machines"][-1]


def test_one_moment_alone_is_no_list(tmp_path: Path) -> None:
    tokenizer = CharacterTokenizer.of_text(SAMPLE)
    config = build(tokenizer.vocab_size, "modern", [{"model": SIZES}])
    run = run_with_moments(tmp_path / "run", config, tokenizer, SAMPLE)
    for path in run.snapshots().values():
        path.unlink()
    pages = site.build(run.path, live=False)
    assert "moments" not in offered(pages)
    assert f"{AT}moments.json" not in pages


def test_of_the_machine_in_the_box() -> None:
    pages = site.build()
    found = read(pages, f"machines/{DEFAULT_MACHINE}/moments.json")
    assert len(found["moments"]) == 8
    losses = [one["loss"] for one in found["moments"]]
    assert losses == sorted(losses, reverse=True)
    assert found["moments"][0]["step"] == 0
    assert found["at"] == found["moments"][-1]["step"] == 24_000
    assert all(one["sample"]["prompt"] == "Longtemps, je me suis" for one in found["moments"])
    earlier = [f"machines/{DEFAULT_MACHINE}/{one['weights']}" for one in found["moments"][:-1]]
    assert sum(len(site.find(pages, address)) for address in earlier) <= 3_200_000
    assert found["retrained"]["step"] == found["moments"][-2]["step"]
    assert np.diff([step for step, _ in found["curve"]]).min() > 0
