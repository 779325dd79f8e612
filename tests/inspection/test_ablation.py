"""What a part is worth: the loss of a machine whose weights for it are 0, on the same windows."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

import proust_attention as proust
from proust_attention.batches import evenly_spread, gather
from proust_attention.checkpoint import RunFolder
from proust_attention.devices import Hardware
from proust_attention.errors import InputError
from proust_attention.evaluation.scoring import NumpyScorer, scorer_of
from proust_attention.inspection import ablation_picture
from proust_attention.inspection.ablation import Ablation, Worth, removable
from tests.cli.test_evaluate import saved
from tests.conftest import run_proust

WINDOWS = 5


def windows_of(run: RunFolder) -> np.ndarray:
    """The loss of each window of a run with its weights as they are on the disk, nats a character."""
    return losses(run, run.weights())


def losses(run: RunFolder, values: dict[str, np.ndarray]) -> np.ndarray:
    _, held_out = run.split_tokens()
    T = run.config.model.context_length
    batch = gather(held_out, evenly_spread(len(held_out), T, WINDOWS), T)
    return NumpyScorer(run.config.model, values)(batch).astype(np.float64).mean(axis=1)


@pytest.mark.parametrize("engine", ["numpy", "torch"])
def test_every_part_against_weights_that_are_0(trained: Path, engine: str) -> None:
    run = RunFolder.open(trained)
    result = proust.ablate(trained, windows=WINDOWS, engine=engine)
    base = windows_of(run)
    assert result.windows == WINDOWS
    assert result.base == pytest.approx(base.mean(), abs=1e-5)
    assert [part.name for part in result.parts] == [
        *("blocks.0.attention.heads.0", "blocks.0.attention.heads.1", "blocks.0.feed_forward"),
        *("blocks.1.attention.heads.0", "blocks.1.attention.heads.1", "blocks.1.feed_forward"),
    ]
    for part in result.parts:
        values = run.weights()
        block, layer = part.name.split(".")[:2]
        if part.name.endswith("feed_forward"):
            for weight in ("W_2", "b_2"):
                values[f"{block}.{layer}.feed_forward.{weight}"][:] = 0
        else:
            head, K = int(part.name[-1]), run.config.model.head_width
            values[f"{block}.{layer}.attention.W_O"][head * K : (head + 1) * K] = 0
        differences = losses(run, values) - base
        assert part.loss == pytest.approx((base + differences).mean(), abs=1e-5), part.name
        assert part.difference == pytest.approx(differences.mean(), abs=1e-5), part.name
        expected = differences.std(ddof=1) / np.sqrt(WINDOWS)
        assert part.standard_error == pytest.approx(expected, abs=1e-6), part.name
    assert max(abs(part.difference) for part in result.parts) > 1e-3


def test_the_recherche(corpora: Path, tmp_path: Path) -> None:
    """The figures that an outsider measured on the same machine and text, with another choice of windows."""
    books = sorted((corpora / "recherche-fr").glob("*.txt"))
    prepared = run_proust("corpus", "prepare", *books, "--language", "fr", "--out", tmp_path / "recherche")
    assert prepared.returncode == 0, prepared.stderr
    result = proust.ablate("recherche-fr", tmp_path / "recherche")
    assert result.windows == 32
    assert result.base == pytest.approx(1.067, abs=0.02)
    expected = [3.237, 1.912, 3.884, 1.346, 1.336, 2.551]
    for part, loss, near in zip(result.parts, expected, [0.2, 0.06, 0.2, 0.06, 0.06, 0.06], strict=True):
        assert part.loss == pytest.approx(loss, abs=near), part.name


def test_too_few_windows(trained: Path) -> None:
    for windows in (1, 0, -1):
        with pytest.raises(InputError, match=f"2 windows of 32 tokens are the fewest .* {windows} were wanted"):
            proust.ablate(trained, windows=windows)


def test_a_text_that_is_too_short(trained: Path, tmp_path: Path) -> None:
    for text in ("La casa", "La"):  # of the second nothing is held out
        folder = tmp_path / str(len(text))
        saved(folder, text)
        with pytest.raises(InputError, match="the fewest that can be compared"):
            proust.ablate(trained, folder)


def test_the_base_and_the_parts_are_of_one_attention(trained: Path) -> None:
    """Where nothing inside attention is intervened in, PyTorch computes it in the same way as without."""
    run = RunFolder.open(trained)
    scorer = scorer_of(run.config.model, run.weights(), Hardware("torch", "cpu"))
    _, held_out = run.split_tokens()
    batch = gather(held_out, np.arange(3), run.config.model.context_length)
    assert np.array_equal(scorer(batch), scorer(batch, {"blocks.1.feed_forward.output": 1.0}))


def test_heads_share_the_width_without_a_rest() -> None:
    taken_out = removable(proust.ModelConfig(vocab_size=9, d_model=12, n_heads=3, n_layers=1))
    factors = [np.asarray(next(iter(interventions.values()))) for interventions in taken_out.values()]
    heads = np.stack(factors[:3])
    assert (heads == 0).sum(axis=0).tolist() == [1] * 12  # every column is in one head
    assert factors[3] == 0


def test_the_picture_is_whole_and_says_the_same_in_words() -> None:
    parts = (Worth("blocks.0.feed_forward", 3.0, 2.0, 0.1), Worth("blocks.1.feed_forward", 0.9, -0.1, 0.2))
    picture = ElementTree.fromstring(ablation_picture.svg(Ablation(1.0, 32, 8192, 8400, parts), "<&>"))
    words = "".join(picture.itertext())
    assert "What each part of <&> is worth" in words
    assert "without blocks.0.feed_forward 3.000" in words
    assert ("+2.000" in words, "-0.100" in words) == (True, True)
    bars = [bar for bar in picture.iter() if bar.get("class") == "bar"]
    (x, width), (other_x, other_width) = [(float(b.get("x", "")), float(b.get("width", ""))) for b in bars]
    assert width == pytest.approx(20 * other_width, rel=0.01)
    assert other_x + other_width == pytest.approx(x)  # to the left of where the other begins
