"""Pieces of words in the browser: the same ids, the same spans as in Python."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from proust_attention.data import embedded_text
from proust_attention.errors import InputError
from proust_attention.tokenizer import BpeTokenizer
from tests.explorer.browsing import Engine

MANY = """async ([table, texts]) => {
  const { fromTable } = await import("/engine/tokenizer.js")
  try {
    const tokenizer = fromTable(table)
    const ends = text => tokenizer.spans(text).map(([, end]) => end)
    return { pieces: tokenizer.pieces, ids: texts.map(text => [...tokenizer.encode(text)]), ends: texts.map(ends) }
  } catch (error) {
    return { name: error.name, message: error.message }
  }
}"""
ROLLS = random.Random(21)
PROSE = embedded_text()[:20_000] + "🙂🙂! 🙂!"
TOKENIZER = BpeTokenizer.learn("".join(sorted(set(PROSE))), PROSE, 300)


LEARNED = """async ([symbols, text, size]) => {
  const { BpeTokenizer } = await import("/engine/bpe.js")
  try {
    return BpeTokenizer.learn(symbols, text, size).merges
  } catch (error) {
    return `${error.name}: ${error.message}`
  }
}"""


def in_the_page(engine: Engine, table: dict[str, Any], texts: Sequence[str] = ()) -> Any:
    return engine.page.evaluate(MANY, [table, list(texts)])


def same(engine: Engine, tokenizer: BpeTokenizer, texts: Sequence[str]) -> None:
    found = in_the_page(engine, tokenizer.to_dict(), texts)
    assert found["pieces"] == tokenizer.pieces
    expected = [tokenizer.encode(text) for text in texts]
    assert found["ids"] == [ids.tolist() for ids in expected]
    assert found["ends"] == [tokenizer.lengths[ids].cumsum().tolist() for ids in expected]


def test_ids_are_those_of_python_on_10_000_random_strings(engine: Engine) -> None:
    some = [*TOKENIZER.pieces, *"  \n\n🙂"]
    texts = ["".join(ROLLS.choices(some, k=ROLLS.randint(0, 20))) for _ in range(10_000)]
    same(engine, TOKENIZER, texts)


def test_ids_of_pages_and_of_a_text_without_spaces(engine: Engine) -> None:
    page = embedded_text()[60_000:100_000]
    known = "".join(character for character in page if character in TOKENIZER.symbols)
    same(engine, TOKENIZER, [known, known.replace(" ", ""), known[:150].replace(" ", "") + "🙂" * 250])


@pytest.mark.parametrize("name", ["recherche-fr", "novelas-es"])
def test_ids_of_real_pages(engine: Engine, corpora: Path, name: str) -> None:
    book = sorted((corpora / name).glob("*.txt"))[0].read_text(encoding="utf-8")
    tokenizer = BpeTokenizer.learn("".join(sorted(set(book))), book[:300_000], 512)
    same(engine, tokenizer, [book[start : start + 3000] for start in range(0, 300_000, 30_000)])


def test_a_character_that_is_not_known_divides_a_word(engine: Engine) -> None:
    result = engine.encode(TOKENIZER.to_dict(), "queΩque")
    (que,) = TOKENIZER.encode("que")
    assert result["ids"].tolist() == [que, -1, que]
    assert [(token["text"], token["from"], token["to"]) for token in result["tokens"]] == [
        ("que", 0, 3),
        ("Ω", 3, 4),
        ("que", 4, 7),
    ]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"symbols": None}, "is no tokenizer of pieces: its symbols or its merges are missing"),
        ({"merges": "ab"}, "is no tokenizer of pieces: its symbols or its merges are missing"),
        ({"merges": [["a"]]}, "is no tokenizer of pieces: its symbols or its merges are missing"),
        ({"merges": [["a", 1]]}, "is no tokenizer of pieces: its symbols or its merges are missing"),
        ({"merges": [["a", "Ω"]]}, "a merge must make a new piece of two pieces before it"),
        ({"merges": [["a", "n"], ["a", "n"]]}, "a merge must make a new piece of two pieces before it"),
        (
            {"merges": [["q", "u"], ["u", "e"], ["qu", "e"], ["q", "ue"]]},
            "a merge must make a new piece of two pieces before it",
        ),
        ({"symbols": "ba"}, "its symbols must be sorted"),
    ],
)
def test_a_damaged_table(engine: Engine, changed: dict[str, Any], sentence: str) -> None:
    refused = in_the_page(engine, {**TOKENIZER.to_dict(), **changed})
    assert refused["name"] == "MachineError"
    assert sentence in refused["message"]


def test_merges_are_those_that_python_learns(engine: Engine) -> None:
    some = "".join(ROLLS.choices("aab  ñ🙂", k=3000))
    for text, sizes in ((PROSE, (110, 300, 900)), (some, (6, 7, 60)), ("aaaaa aaaa aaa", (3, 4))):
        symbols = "".join(sorted(set(text)))
        for size in sizes:
            expected = BpeTokenizer.learn(symbols, text, size)
            found = engine.page.evaluate(LEARNED, [symbols, text, size])
            assert found == [list(pair) for pair in expected.merges], size


@pytest.mark.parametrize("size", [1, 40])
def test_pieces_that_a_text_does_not_have(engine: Engine, size: int) -> None:
    with pytest.raises(InputError) as refused:
        BpeTokenizer.learn(" al", "la la ala", size)
    assert engine.page.evaluate(LEARNED, [" al", "la la ala", size]) == f"MachineError: {refused.value}"
