"""The engine with a machine whose tokens are pieces of words: the same ids, the same numbers."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from proust_attention.generation.context import window_start
from proust_attention.inspection import forward_steps
from proust_attention.numpy_model import Transformer
from tests.explorer.browsing import Engine, Open, Refused, beginning
from tests.explorer.machines import Values, assert_near, exact
from tests.explorer.piece_machine import CONFIG, TOKENIZER, ids_of, piece_machine, texts_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

T = CONFIG.model.context_length
ROLLS = random.Random(7)


@pytest.fixture(scope="module")
def values(opened: tuple[Engine, Values]) -> Values:
    return opened[1]


@pytest.fixture(scope="module")
def engine(opened: tuple[Engine, Values]) -> Engine:
    return opened[0]


@pytest.fixture(scope="module")
def opened(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, Values]]:
    """An engine that has opened the machine."""
    _, values, pages = piece_machine(tmp_path_factory.mktemp("pieces"))
    with beginning(browser) as begin:
        engine = begin(pages)
        engine.fetch()
        yield engine, values


def some_text(n_tokens: int) -> str:
    """A text of so many tokens, as it is divided."""
    while True:
        text = "".join(ROLLS.choices(TOKENIZER.pieces, k=n_tokens))
        if len(TOKENIZER.spans(text)) == n_tokens:
            return text


def test_what_the_machine_is(engine: Engine) -> None:
    result = engine.fetch()
    assert result["pieces"] == TOKENIZER.pieces
    assert result["tokenizer"] == TOKENIZER.to_dict()
    assert {len(piece) for piece in result["pieces"]} == {1, 2, 3}


def test_ids_and_tokens_are_those_of_python(engine: Engine) -> None:
    for _ in range(100):
        text = "".join(ROLLS.choices(TOKENIZER.pieces, k=ROLLS.randint(1, 60)))
        result = engine.encode(TOKENIZER.to_dict(), text)
        assert result["text"] == text
        assert result["ids"].tolist() == TOKENIZER.encode(text).tolist()
        assert [(token["from"], token["to"]) for token in result["tokens"]] == TOKENIZER.spans(text)
        assert [token["text"] for token in result["tokens"]] == texts_of(text)
        assert result["unknownCount"] == 0


def test_an_unknown_character(engine: Engine) -> None:
    pair = "de"
    result = engine.encode(TOKENIZER.to_dict(), f"{pair}🙂!ÉΩ{pair}É")
    assert result["ids"].tolist() == [*ids_of(f"{pair}🙂!").tolist(), -1, -1, *ids_of(pair).tolist(), -1]
    found = [(one["character"], one["place"], one["nearest"]) for one in result["unknown"]]
    assert found == [("É", 4, "E"), ("Ω", 5, None)]  # the places are of characters
    assert result["unknownCount"] == 3
    for kind in ("forward", "step"):
        with pytest.raises(Refused, match=r"'É' \(U\+00C9, character 5 of the text\); .* knows is 'E'$"):
            engine.request(kind, text=f"{pair}🙂!É")


@pytest.mark.parametrize("n_tokens", [1, 2, T - 1, T, T + 1, 3 * T])
def test_every_number_on_the_way(engine: Engine, values: Values, n_tokens: int) -> None:
    text = some_text(n_tokens)
    assert len(text) > n_tokens or n_tokens < 3
    result = engine.request("forward", text=text)
    start = window_start(n_tokens, T)
    ids = ids_of(text)[start:]
    assert result["start"] == start
    assert result["ids"].tolist() == ids.tolist()
    assert [token["text"] for token in result["tokens"]] == texts_of(text)
    expected, _ = forward_steps(CONFIG.model, exact(values), ids[None])
    assert [step["name"] for step in result["steps"]] == [step.name for step in expected]
    for step in expected:
        found = engine.request("intermediate", name=step.name)
        assert_near(found["data"].reshape(found["shape"]), step.array, step.name)


def test_the_cached_step(engine: Engine, values: Values) -> None:
    text = some_text(3 * T)
    for length in range(1, len(text)):  # where half a piece stands at the end, the next text is divided otherwise
        ids = ids_of(text[:length])
        window = ids[window_start(len(ids), T) :]
        logits = Transformer(CONFIG.model, exact(values)).forward(window[None])[0][0, -1]
        result = engine.request("step", text=text[:length])
        assert result["ids"].tolist() == window.tolist()
        assert_near(result["logits"], logits, repr(text[:length]))


def test_a_table_of_another_size(start: Open, tmp_path: Path) -> None:
    _, _, pages = piece_machine(tmp_path)
    fewer = json.dumps({**TOKENIZER.to_dict(), "merges": [["d", "e"]]})
    (tmp_path / "pieces" / "tokenizer.json").write_text(fewer, encoding="utf-8")
    expected = f"has vocab_size {TOKENIZER.vocab_size}, but .* {len(TOKENIZER.symbols) + 1} tokens"
    with pytest.raises(Refused, match=expected):
        start(pages).fetch()


def test_a_page_that_does_not_know_the_kind(start: Open, tmp_path: Path) -> None:
    piece_machine(tmp_path)
    contents = {path.name: path.read_bytes() for path in (tmp_path / "pieces").iterdir()}
    contents["tokenizer.json"] = json.dumps({**TOKENIZER.to_dict(), "kind": "pairs"}).encode()
    with pytest.raises(Refused, match=r'^tokenizer\.json is of the kind "pairs", which this page does not know$'):
        start().open(contents)
