"""Other weights for the machine that is open: what it computes with them, and what it refuses."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from proust_attention.checkpoint import RunFolder, arrays, eight_bits
from proust_attention.config import Config, build
from proust_attention.explorer import site
from proust_attention.numpy_model import Transformer
from proust_attention.tokenizer import CharacterTokenizer
from tests.explorer.browsing import Engine, Open, Refused
from tests.explorer.machines import Values, assert_near, exact
from tests.explorer.moments_of import BEST, run_with_moments, weights_at
from tests.explorer.piece_machine import SAMPLE
from tests.explorer.shown import SIZES

TOKENIZER = CharacterTokenizer.of_text(SAMPLE)
CONFIG: Config = build(TOKENIZER.vocab_size, "modern", [{"model": SIZES}])
HERE = "/machines/run/"
IDS = TOKENIZER.encode("Le soir, je me")
SNAPSHOT = "snapshots/step-{:09}.safetensors"


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    return run_with_moments(tmp_path / "run", CONFIG, TOKENIZER, SAMPLE)


@contextmanager
def opened(start: Open, run: RunFolder) -> Iterator[Engine]:
    engine = start(site.build(run.path))
    engine.fetch()
    yield engine


def computes(engine: Engine, values: Values) -> None:
    """That it computes with these weights, the whole window and step by step."""
    expected = Transformer(CONFIG.model, exact(values)).forward(IDS.astype(np.int64)[None])[0][0]
    text = TOKENIZER.decode(IDS)
    assert_near(engine.request("predict", ids=IDS.tolist())["logits"].reshape(expected.shape), expected)
    assert_near(engine.request("step", text=text)["logits"], expected[-1])


def test_to_and_fro(start: Open, run: RunFolder) -> None:
    with opened(start, run) as engine:
        computes(engine, weights_at(CONFIG, BEST))
        for step in (4, 0, 4):
            about = engine.request("moment", address=HERE, weights=SNAPSHOT.format(step))
            assert (about["verified"], about["config"]["d_model"]) == (True, CONFIG.model.d_model)
            computes(engine, weights_at(CONFIG, step))
        engine.request("moment", address=HERE, weights="model.safetensors")
        computes(engine, weights_at(CONFIG, BEST))


def test_the_last_forward_stays(start: Open, run: RunFolder) -> None:
    with opened(start, run) as engine:
        engine.request("forward", text="Le soir")
        before = engine.request("intermediate", name="logits")["data"]
        engine.request("moment", address=HERE, weights=SNAPSHOT.format(4))
        np.testing.assert_array_equal(engine.request("intermediate", name="logits")["data"], before)


def test_made_ready(start: Open, run: RunFolder) -> None:
    """Nothing of what is open changes, and when it is requested it need not be fetched."""
    with opened(start, run) as engine:
        assert engine.request("prepare", address=HERE, weights=SNAPSHOT.format(4)) == {}
        computes(engine, weights_at(CONFIG, BEST))
        run.snapshots()[4].unlink()
        engine.request("moment", address=HERE, weights=SNAPSHOT.format(4))
        computes(engine, weights_at(CONFIG, 4))


def test_nobody_waits_for_what_is_made_ready(start: Open, run: RunFolder) -> None:
    pages, file, come = site.build(run.path), SNAPSHOT.format(4), threading.Event()
    content = run.snapshots()[4].read_bytes()

    def slowly() -> bytes:
        assert come.wait(60)
        return content

    pages[f"machines/run/{file}"] = slowly
    engine = start(pages)
    engine.fetch()
    given = json.dumps({"address": HERE, "weights": file})
    engine.page.evaluate(f"void (window.ready = engine.request('prepare', {given}))")
    computes(engine, weights_at(CONFIG, BEST))
    come.set()
    engine.page.evaluate("ready")
    engine.request("moment", address=HERE, weights=file)
    computes(engine, weights_at(CONFIG, 4))


def test_in_eight_bits(start: Open, run: RunFolder) -> None:
    stored = eight_bits.rounded(weights_at(CONFIG, 16))
    arrays.write(run.snapshots()[16], stored)
    with opened(start, run) as engine:
        engine.request("moment", address=HERE, weights=SNAPSHOT.format(16))
        computes(engine, {name: array.astype(np.float32) for name, array in eight_bits.restored(stored).items()})


def test_what_is_refused(start: Open, run: RunFolder) -> None:
    stored = eight_bits.rounded(weights_at(CONFIG, 16))
    del stored["output_projection.scale"]
    arrays.write(run.snapshots()[16], stored)
    arrays.write(run.snapshots()[4], {"W": np.zeros(3, np.float32)})
    with opened(start, run) as engine:
        refusals = {
            SNAPSHOT.format(16): '^"output_projection" has eight bits a number, and no scale for each',
            SNAPSHOT.format(4): "^the weights do not fit the settings: ",
        }
        for weights, sentence in refusals.items():
            with pytest.raises(Refused, match=sentence):
                engine.request("moment", address=HERE, weights=weights)
        with pytest.raises(Refused, match="^another machine has been opened since$"):
            engine.request("moment", address="/machines/recherche-fr/", weights=SNAPSHOT.format(0))
        computes(engine, weights_at(CONFIG, BEST))
        with pytest.raises(Refused, match=r"^model\.safetensors cannot be fetched \(404\)$"):
            engine.request("moment", address=HERE, weights=SNAPSHOT.format(64))
        engine.recorded.clear()  # the browser says in its console that there is no such file
