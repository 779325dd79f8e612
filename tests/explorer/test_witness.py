"""The witness beside the page: what it computes of a posted step, and what it refuses."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import numpy as np
import pytest

from proust_attention.checkpoint import arrays
from proust_attention.config import ModelConfig, build
from proust_attention.explorer import Server, site, witness
from proust_attention.inspection import Example
from proust_attention.inspection.gradcheck import gradients_by_hand
from proust_attention.numpy_model.dropout import RandomMasks
from tests.explorer.browsing import serving
from tests.explorer.machines import SMALL, Values, random_weights
from tests.servers import in_the_background

CONFIG = build(7, "article", [{"model": {**SMALL, "dropout": 0.1}}])
MODEL: ModelConfig = CONFIG.model
VALUES = random_weights(CONFIG, np.float64)
INPUTS = np.random.default_rng(0).integers(0, 7, (2, 9))
TARGETS = np.roll(INPUTS, -1, axis=1)
WEIGHT, PLACE = "blocks.1.attention.W_Q", 23
BYTES = "application/octet-stream"


def step(values: Values = VALUES, **changes: Any) -> bytes:
    """A step as the page packs it."""
    batch = {"model": MODEL.to_dict(), "inputs": INPUTS.ravel().tolist(), "targets": TARGETS.ravel().tolist()}
    return arrays.packed(values, {"batch": json.dumps({**batch, "T": 9, "dropped": None, **changes})})


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


def posted(
    server: Server,
    content: bytes,
    asked: str = f"weight={WEIGHT}&place={PLACE}",
    address: str = "/witness",
    **headers: str,
) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    connection.request("POST", f"{address}?{asked}", content, {"Content-Type": BYTES, **headers})
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response.status, text


@pytest.mark.parametrize("dropped", [None, {"seed": 5, "step": 3}])
def test_it_finds_the_same_gradient(server: Server, dropped: dict[str, int] | None) -> None:
    masks = RandomMasks(MODEL, **dropped) if dropped else None
    expected = gradients_by_hand(MODEL, VALUES, Example(INPUTS, TARGETS, masks))[WEIGHT].flat[PLACE]
    status, text = posted(server, step(dropped=dropped))
    assert status == 200, text
    found = json.loads(text)
    assert found["numpy"] == pytest.approx(expected, rel=1e-12)
    if "torch" in witness.engines():
        assert found["torch"] == pytest.approx(expected, rel=1e-8)
    else:
        assert found["torch"] is None


WRONG = {
    "is no batch of a step": {"model": None},
    "model.d_model": {"model": MODEL.to_dict() | {"d_model": -2}},
    "its windows do not fit the machine": {"T": 18},
    "ids that are none of this machine's": {"inputs": [7] * 18},
    "the weights do not fit the settings": {"model": MODEL.to_dict() | {"d_ff": 14}},
    "too large a step": {"inputs": [1] * 90_000, "targets": [1] * 90_000},
}


@pytest.mark.parametrize("why", WRONG)
def test_a_step_that_is_none(server: Server, why: str) -> None:
    status, text = posted(server, step(**WRONG[why]))
    assert (status, text.count("\n")) == (400, 1)
    assert why in text


@pytest.mark.parametrize(
    "dropped", [{"seed": -1, "step": 3}, {"seed": 0, "step": "3"}, {"seed": 1 << 63, "step": 3}]
)
def test_masks_of_no_run(server: Server, dropped: dict[str, Any]) -> None:
    status, text = posted(server, step(dropped=dropped))
    assert (status, text) == (400, "what was posted is no batch of a step\n")


def test_what_is_damaged(server: Server) -> None:
    content = step()
    for damaged in (b"", b"nothing", content[:-3], content[:-3] + b"abc"):
        status, text = posted(server, damaged)
        assert (status, text.split(" is damaged")[0]) == (400, "what was posted")
    infinite = {name: array * (np.inf if name == WEIGHT else 1) for name, array in VALUES.items()}
    with np.errstate(invalid="ignore"):
        assert f"{WEIGHT} holds what is not finite" in posted(server, step(infinite))[1]
    for asked in (
        f"weight={WEIGHT}",
        f"weight={WEIGHT}&place=-1",
        f"weight={WEIGHT}&place=324",
        "weight=W&place=0",
    ):
        assert "there is no number" in posted(server, content, asked)[1]


def test_what_is_no_step_at_all(server: Server) -> None:
    assert posted(server, step(), **{"Content-Type": "text/plain"})[0] == 415  # what any page of the web may send
    assert posted(server, b"", **{"Content-Length": "x"})[0] == 411
    assert posted(server, b"", **{"Content-Length": str(witness.LARGEST + 1)})[0] == 413
    assert posted(server, step(), Host="example.org")[0] == 421
    assert posted(server, step(), address="/elsewhere")[0] == 405


def test_behind_the_secret() -> None:
    with Server(site.build(), secret="abc") as server, in_the_background(server):
        assert posted(server, step())[0] == 405
        assert posted(server, step(), address="/abc/witness")[0] == 200


def test_a_page_of_files_has_none(server: Server) -> None:
    pages = site.build()
    assert json.loads(site.content(pages["engines.json"])) == []
    assert json.loads(site.content(server.table["/engines.json"])) == witness.engines()
    del pages["engines.json"]
    with Server(pages) as alone, in_the_background(alone):
        assert posted(alone, step())[0] == 405
