"""Files that are damaged, foreign or too large: each is refused with one plain sentence."""

import base64
import json
import random
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save

from proust_attention.config import build
from tests.explorer.browsing import Engine, Refused
from tests.explorer.engine.test_engine import assert_same_steps, some_text
from tests.explorer.machines import SMALL, make_machine, random_weights

CONFIG = build(7, "modern", [{"model": SMALL}])
VALUES = random_weights(CONFIG)
WEIGHTS = "model.safetensors"
Contents = dict[str, bytes]


@pytest.fixture
def sound(tmp_path: Path) -> Contents:
    """The three files of a machine, as they should be."""
    return make_machine(tmp_path, CONFIG, VALUES)


def header_of(content: bytes) -> dict[str, Any]:
    return json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])


def with_header(content: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The same numbers under another header."""
    header = header_of(content)
    change(header)
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + content[8 + int.from_bytes(content[:8], "little") :]


def without(name: str) -> bytes:
    return save({key: array for key, array in VALUES.items() if key != name})


def replaced(name: str, array: np.ndarray) -> bytes:
    return save({**VALUES, name: array})


def moved(header: dict[str, Any]) -> None:
    for entry in header.values():
        if "data_offsets" in entry:
            entry["data_offsets"] = [offset + 8 for offset in entry["data_offsets"]]


def overlapping(header: dict[str, Any]) -> None:
    header["final_norm.beta"]["data_offsets"] = header["final_norm.gamma"]["data_offsets"]


def flipped(content: bytes) -> bytes:
    return content[:-100] + bytes([content[-100] ^ 1]) + content[-99:]


BAD_WEIGHTS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a bit": (flipped, "is damaged: its numbers are not those that were written"),
    "no bytes": (lambda _: b"", "is no safetensors file: it has only 0 bytes"),
    "cut in the length": (lambda c: c[:5], "is no safetensors file: it has only 5 bytes"),
    "cut in the header": (lambda c: c[:100], "is cut short, or is no safetensors file"),
    "cut in the numbers": (lambda c: c[:-1], "is cut short: numbers are missing"),
    "longer": (lambda c: c + b"\0", "is damaged: it is longer than its header says"),
    "a picture": (lambda _: b"\x89PNG\r\n\x1a\n" + bytes(1000), "is cut short, or is no safetensors file"),
    "no JSON": (lambda _: struct.pack("<Q", 4) + b"book" + bytes(9), "its header cannot be read"),
    "no UTF-8": (lambda _: struct.pack("<Q", 4) + b'"\xff"}' + bytes(9), "its header cannot be read"),
    "no table": (lambda _: struct.pack("<Q", 2) + b"[]", "its header cannot be read"),
    "deep": (lambda _: struct.pack("<Q", 10**6) + b"[" * 10**6, "its header cannot be read"),
    "no arrays": (lambda _: struct.pack("<Q", 2) + b"{}", "embedding.token_embedding is missing"),
    "other numbers": (lambda _: replaced("final_norm.beta", np.arange(18)), 'numbers of the type "I64"'),
    "NaN": (
        lambda _: replaced("final_norm.beta", np.full(18, np.nan, np.float32)),
        "holds NaN or infinite numbers",
    ),
    "infinite": (lambda _: replaced("final_norm.beta", np.full(18, np.inf, np.float32)), "holds NaN or infinite"),
    "one missing": (lambda _: without("blocks.2.norm_2.beta"), "blocks.2.norm_2.beta is missing"),
    "one more": (lambda _: replaced("lm_head.weight", np.ones(2, np.float32)), "belongs to no part of this model"),
    "another shape": (
        lambda _: replaced("blocks.0.attention.W_Q", np.ones((18, 17), np.float32)),
        r"do not fit the settings: blocks.0.attention.W_Q is \(18, 17\), not \(18, 18\)",
    ),
    "flat": (lambda _: replaced("output_projection", np.ones(126, np.float32)), r"is \(126\), not \(18, 7\)"),
    "a gap": (lambda c: with_header(c, moved), "is not where it should be"),
    "overlap": (lambda c: with_header(c, overlapping), "is not where it should be"),
    "a false shape": (
        lambda c: with_header(c, lambda h: h["final_norm.beta"].update(shape=[19])),
        "has not as many numbers as its shape says",
    ),
    "no sense": (lambda c: with_header(c, lambda h: h.update(x=3)), 'what its header says of "x" makes no sense'),
    "a shape below 0": (
        lambda c: with_header(c, lambda h: h["final_norm.beta"].update(shape=[-18])),
        "makes no sense",
    ),
    "of the prototype": (
        lambda c: with_header(c, lambda h: h["final_norm.beta"].update(dtype="constructor")),
        "numbers of the type",
    ),
    "a prototype": (lambda c: with_header(c, lambda h: h.update(__proto__={})), '"__proto__" makes no sense'),
}


def changed(**model: Any) -> bytes:
    table = CONFIG.to_dict()
    table["model"].update(model)
    return json.dumps({k: v for k, v in table.items() if v is not None}).encode()


def symbols(text: Any) -> bytes:
    return json.dumps({"kind": "characters", "symbols": text}).encode()


BAD_TABLES: dict[str, tuple[str, bytes, str]] = {
    "no JSON": ("config.json", b"{", "config.json is damaged: it is not JSON"),
    "no text": ("config.json", b"\xff", "config.json is damaged: it is not JSON"),
    "no settings": ("config.json", b"[]", "config.json is no settings of a machine: it has no group model"),
    "nothing": ("config.json", b"null", "it has no group model"),
    "no group": ("config.json", b'{"model": 3}', "it has no group model"),
    "no size": ("config.json", b'{"model": {}}', "model.vocab_size is nothing, but it must be a whole number"),
    "a later setting": ("config.json", changed(mixture="yes"), 'has a setting "model.mixture", which this page'),
    "text for a number": ("config.json", changed(d_ff="13"), 'model.d_ff is "13", but it must be'),
    "half a layer": ("config.json", changed(n_layers=2.5), "model.n_layers is 2.5, but it must be a whole"),
    "another norm": ("config.json", changed(norm_placement="both"), "it must be one of post, pre"),
    "an odd width": ("config.json", changed(d_model=17), "model.d_model is 17, but it must be even"),
    "odd heads": ("config.json", changed(n_heads=4), "a divisor of model.d_model"),
    "odd pairs": ("config.json", changed(n_heads=2), "is even: rotary pairs"),
    "endless": ("config.json", changed(context_length=65_536), "is too large for this page"),
    "long": ("config.json", b" " * 1_000_001, "config.json has 1,000,001 bytes; more than 1,000,000 are not"),
    "other symbols": ("tokenizer.json", symbols("abc"), "has vocab_size 7, but tokenizer.json 3 tokens"),
    "unsorted": ("tokenizer.json", symbols("bacdefg"), "symbols must be sorted, and none be there twice"),
    "twice": ("tokenizer.json", symbols("aabcdef"), "symbols must be sorted, and none be there twice"),
    "none": ("tokenizer.json", symbols(""), "symbols must be sorted, and none be there twice"),
    "numbers": ("tokenizer.json", symbols([1]), "is no tokenizer of characters"),
    "another kind": (
        "tokenizer.json",
        b'{"kind": "sentences"}',
        'is of the kind "sentences", which this page does',
    ),
    "no kind": ("tokenizer.json", b'{"symbols": "abcdefg"}', "is no tokenizer: it has no kind"),
    "no tokenizer": ("tokenizer.json", b"null", "is no tokenizer: it has no kind"),
    "a kind of the prototype": ("tokenizer.json", b'{"kind": "constructor"}', 'is of the kind "constructor"'),
}


@pytest.mark.parametrize("name", BAD_WEIGHTS)
def test_weights(engine: Engine, sound: Contents, name: str) -> None:
    spoil, sentence = BAD_WEIGHTS[name]
    with pytest.raises(Refused, match=sentence) as refused:
        engine.open({**sound, WEIGHTS: spoil(sound[WEIGHTS])})
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("name", BAD_TABLES)
def test_settings_and_symbols(engine: Engine, sound: Contents, name: str) -> None:
    part, content, sentence = BAD_TABLES[name]
    with pytest.raises(Refused, match=sentence):
        engine.open({**sound, part: content})


def test_a_file_too_large(engine: Engine) -> None:
    code = """async () => {
      const { read } = await import("/engine/safetensors.js")
      return read(new ArrayBuffer(64e6 + 1e6)).catch(error => `${error.name}: ${error.message}`)
    }"""
    assert engine.page.evaluate(code) == (
        "MachineError: model.safetensors has 65,000,000 bytes; more than 64,000,000 are not opened here"
    )


def test_what_is_missing(engine: Engine, sound: Contents) -> None:
    for part in sound:
        with pytest.raises(Refused, match=f"^this is not a whole machine: {part} is missing$"):
            engine.open({other: content for other, content in sound.items() if other != part})
    with pytest.raises(Refused, match=r"^[a-z.]+ cannot be fetched \(404\)$"):
        engine.request("fetch", address="/nowhere/")
    engine.recorded.clear()  # a 404 the browser itself prints to the console


def test_the_machine_before_it_stays(engine: Engine, sound: Contents) -> None:
    engine.open(sound)
    with pytest.raises(Refused):
        engine.open({**sound, WEIGHTS: b""})
    assert_same_steps(engine, CONFIG, VALUES, some_text(CONFIG, 9))


def test_without_a_checksum(engine: Engine, sound: Contents) -> None:
    assert engine.open({**sound, WEIGHTS: save(VALUES)})["verified"] is False
    assert_same_steps(engine, CONFIG, VALUES, some_text(CONFIG, 9))


def test_unaligned_and_in_bfloat16(engine: Engine, sound: Contents) -> None:
    table, numbers = {}, b""
    rounded = {}
    for name, array in VALUES.items():
        bits = (array.view(np.uint32) >> 16).astype(np.uint16)
        rounded[name] = (bits.astype(np.uint32) << 16).view(np.float32)
        table[name] = {
            "dtype": "BF16",
            "shape": array.shape,
            "data_offsets": [len(numbers), len(numbers) + bits.nbytes],
        }
        numbers += bits.tobytes()
    header = json.dumps(table).encode()
    header += b" " * (1 + len(header) % 2)  # the numbers begin at an odd place
    assert len(header) % 2
    engine.open({**sound, WEIGHTS: struct.pack("<Q", len(header)) + header + numbers})
    assert_same_steps(engine, CONFIG, rounded, some_text(CONFIG, 9))


def test_damage_at_random(engine: Engine, sound: Contents) -> None:
    """Whatever is cut or overwritten: a sentence, or (where only free text was hit) the machine, nothing else."""
    roll = random.Random(4)
    code = """async ([files, damages]) => {
      const { Machine } = await import("/engine/machine.js")
      const names = new Set()
      for (const { part, from, bytes, end } of damages) {
        const spoiled = Object.fromEntries(Object.entries(files).map(([part, content]) => [part, unpack(content)]))
        new Uint8Array(spoiled[part]).set(bytes, from)
        spoiled[part] = spoiled[part].slice(0, end)
        await Machine.open(spoiled).then(() => names.add("opened"), error => names.add(error.name))
      }
      return [...names].sort()
    }"""
    damages = []
    for _ in range(600):
        part = roll.choice(sorted(sound))
        size = len(sound[part])
        limit = min(size, 3000) if roll.random() < 0.8 else size
        bytes_ = [
            roll.choice([0, 34, 44, 57, 91, 123, 255, roll.randrange(256)]) for _ in range(roll.randint(0, 3))
        ]
        end = size if roll.random() < 0.7 else roll.randrange(size)
        damages.append({"part": part, "from": roll.randrange(limit - 3), "bytes": bytes_, "end": end})
    packed = {part: base64.b64encode(content).decode() for part, content in sound.items()}
    assert engine.page.evaluate(code, [packed, damages]) == ["MachineError", "opened"]
