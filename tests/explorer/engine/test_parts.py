"""The smaller parts of the engine, each against its twin in Python."""

import json
import random
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from proust_attention import parameters, parts
from proust_attention.explorer.site import STATIC
from proust_attention.generation import sampling
from proust_attention.generation.context import window_start
from proust_attention.tokenizer import CharacterTokenizer
from proust_attention.tokenizer.alphabet import TYPOGRAPHY, Alphabet
from tests.architecture.test_twins import CONCEPTS
from tests.explorer.browsing import Engine, unpacked
from tests.gradients.test_gradcheck import DESIGNS, design

ROOT = STATIC.parents[3]

DRAWN = """async cases => {
  const { probabilities, draw } = await import("/engine/sampling.js")
  return cases.map(({ logits, sampling, window, uniform }) => {
    const p = probabilities(logits, sampling, window)
    return { p: [...p], drawn: draw(p, uniform) }
  })
}"""


DECLARED = """async configs => {
  const { machine } = await import("/engine/parts.js")
  const { shapes } = await import("/engine/parameters.js")
  return configs.map(config => ({ ...machine(config), shapes: [...shapes(config)] }))
}"""


def initial(how: parts.Initial) -> Any:
    """How a weight begins, as parts.js says it."""
    match how:
        case parts.Constant(value):
            return {"constant": value}
        case parts.Normal(standard_deviation):
            return {"standardDeviation": standard_deviation}
    return "uniform"


def test_what_the_parts_declare(engine: Engine) -> None:
    configs = [design(*choices) for choices in DESIGNS]
    tables = engine.page.evaluate(DECLARED, [config.to_dict() for config in configs])
    for config, declared in zip(configs, tables, strict=True):
        part = parts.machine(config)
        for found, weight in zip(declared["weights"], part.weights, strict=True):
            assert (found["name"], found["axes"]) == (weight.name, weight.axes)
            assert found["normal"] == initial(weight.normal)
            assert found["scaled"] == initial(weight.scaled)
        for found, array in zip(declared["arrays"], part.arrays, strict=True):
            assert (found["name"], found["formula"], found["axes"]) == (array.name, array.formula, array.axes)
            assert found.get("dropped", False) == array.dropped
        shapes = [(name, tuple(shape)) for name, shape in declared["shapes"]]
        assert shapes == list(parameters.shapes(config).items())


def test_distributions_and_draws(engine: Engine) -> None:
    roll = random.Random(5)
    cases: list[dict[str, Any]] = []
    for _ in range(300):
        V = roll.randint(2, 40)
        rough = roll.random() < 0.5  # with ties
        logits = [float(roll.randint(-3, 3)) if rough else roll.uniform(-30, 30) for _ in range(V)]
        settings = {
            "temperature": roll.choice([0.0, 1e-320, 0.3, 1.0, 2.5, 1e6]),
            "top_k": roll.choice([0, 1, 3, 40]),
            "top_p": roll.choice([1.0, 0.9, 0.3, 1e-9]),
            "min_p": roll.choice([0.0, 0.1, 1.0]),
            "repetition_penalty": roll.choice([1.0, 1.7]),
        }
        window = [roll.randrange(V) for _ in range(roll.randint(0, 20))]
        uniform = roll.choice([0.0, 1 - 2**-53, roll.random(), roll.random()])
        cases.append({"logits": logits, "sampling": settings, "window": window, "uniform": uniform})
    for case, response in zip(cases, engine.page.evaluate(DRAWN, cases), strict=True):
        window = np.array(case["window"], np.int64)
        p = sampling.probabilities(
            np.array(case["logits"]), sampling.UNCHANGED.replace(**case["sampling"]), window
        )
        np.testing.assert_allclose(response["p"], p, rtol=1e-12, atol=1e-300, err_msg=str(case))
        assert (
            response["drawn"] == sampling.draw(p, case["uniform"])
            or abs(p.cumsum() - case["uniform"]).min() < 1e-12
        )
        assert p[response["drawn"]] > 0


def test_a_logit_that_is_not_finite(engine: Engine) -> None:
    code = """async () => {
      const { probabilities } = await import("/engine/sampling.js")
      try { probabilities([0, NaN]) } catch (error) { return `${error.name}: ${error.message}` }
    }"""
    assert engine.page.evaluate(code).startswith("MachineError: model.safetensors is damaged")


def test_the_end_of_the_context(engine: Engine) -> None:
    cases = [(length, context) for context in range(2, 12) for length in range(60)]
    code = """async cases => {
      const { windowStart } = await import("/engine/context.js")
      return cases.map(([length, context]) => windowStart(length, context))
    }"""
    assert engine.page.evaluate(code, cases) == [window_start(*case) for case in cases]


def test_every_half(engine: Engine) -> None:
    code = """async () => {
      const { fromFloat16, fromBfloat16 } = await import("/engine/halves.js")
      const all = Uint16Array.from({ length: 65536 }, (_, i) => i)
      return pack({ native: fromFloat16(all), computed: fromFloat16(all, null), bfloat: fromBfloat16(all) })
    }"""
    found = unpacked(engine.page.evaluate(code))
    assert engine.page.evaluate("typeof Float16Array") == "function"  # so that both ways are tested
    bits = np.arange(65536, dtype=np.uint16)
    for half in (found["native"], found["computed"]):
        np.testing.assert_array_equal(half, bits.view(np.float16).astype(np.float32))
    np.testing.assert_array_equal(found["bfloat"], (bits.astype(np.uint32) << 16).view(np.float32))


def test_characters(engine: Engine) -> None:
    code = """async ([symbols, texts]) => {
      const { asTyped, refusalOf } = await import("/engine/alphabet.js")
      const { fromTable } = await import("/engine/tokenizer.js")
      const tokenizer = fromTable({ kind: "characters", symbols })
      return texts.map(typed => {
        const text = asTyped(typed)
        const ids = tokenizer.encode(text)
        const { unknown, unknownCount } = tokenizer.alphabet.report(text)
        const said = { unknown, unknownCount, sentences: unknown.map(one => refusalOf(one).message) }
        return { text, ids: [...ids], spans: tokenizer.spans(text), ...said }
      })
    }"""
    symbols = CharacterTokenizer.of_text("la magdalena é🙂\n'").symbols
    texts = ["lana", "e\u0301\r\n🙂 a", "L’â\tß", "\u0007\ud83d!", "aaaxxxa"]
    one, two, three, four, five = engine.page.evaluate(code, [symbols, texts])
    assert one["ids"] == CharacterTokenizer(symbols).encode("lana").tolist()
    assert (one["text"], two["text"]) == ("lana", "é\n🙂 a")
    assert two["spans"] == [[place, place + 1] for place in range(5)]
    assert [(u["character"], u["place"], u["nearest"]) for u in three["unknown"]] == [
        *(("L", 0, "l"), ("’", 1, "'"), ("â", 2, "a"), ("\t", 3, " "), ("ß", 4, None)),
    ]
    assert three["sentences"][1] == (
        "the machine does not know the character '’' (U+2019, character 2 of the text); "
        "the nearest that it knows is '''"
    )
    assert [u["code"] for u in four["unknown"]] == ["U+0007", "U+D83D", "U+0021"]
    assert four["sentences"][0] == (
        "the machine does not know the character U+0007 (character 1 of the text); it knows none like it"
    )
    assert (five["unknownCount"], len(five["unknown"]), five["ids"][3]) == (3, 1, -1)


def test_typographic_signs_mean_the_same(engine: Engine) -> None:
    code = """async ([symbols, signs]) => {
      const { Alphabet } = await import("/engine/alphabet.js")
      const { TYPOGRAPHY } = await import("/engine/typography.js")
      const alphabet = new Alphabet(symbols)
      return [TYPOGRAPHY, signs.map(sign => alphabet.asRead(sign)), signs.map(sign => alphabet.nearest(sign))]
    }"""
    plain = Alphabet.of_text("".join(TYPOGRAPHY.values()))
    table, read, nearest = engine.page.evaluate(code, [plain.symbols, list(TYPOGRAPHY)])
    assert table == TYPOGRAPHY
    assert read == [plain.as_read(sign) for sign in TYPOGRAPHY] == list(TYPOGRAPHY.values())
    assert nearest == [plain.nearest(sign) for sign in TYPOGRAPHY]


@pytest.mark.parametrize("concept", sorted(CONCEPTS))
def test_the_third_twin(concept: str) -> None:
    text = (STATIC / "engine" / f"{concept}.js").read_text(encoding="utf-8")
    assert "# Class Notes" in text.split("*/", 1)[0]


def test_the_look_of_the_files() -> None:
    for path in (path for path in STATIC.rglob("*.*") if path.suffix in (".js", ".css", ".html", ".ts")):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0][:2] in ("/*", "<!"), path  # what it is comes first
        assert max(map(len, lines)) <= 115, path


def test_types(tmp_path: Path, node_modules: Path) -> None:
    shutil.copy(ROOT / "jsconfig.json", tmp_path)
    copy = tmp_path / STATIC.relative_to(ROOT)
    shutil.copytree(STATIC, copy)
    refused = "tests/explorer/types"
    shutil.copytree(ROOT / refused, tmp_path / refused)
    (tmp_path / "node_modules").symlink_to(node_modules)

    def tsc() -> str:
        command = ["node", "node_modules/typescript/bin/tsc", "--project", "jsconfig.json"]
        run = subprocess.run(
            command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=300, check=False
        )
        return run.stdout

    assert tsc() == ""
    (copy / "wrong.js").write_text(
        'import { read } from "./engine/safetensors.js"\nread("text")\n', encoding="utf-8"
    )
    assert "wrong.js(2,6): error TS2345" in tsc()  # the check itself sees a fault


def test_typescript_is_pinned() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    version = wanted["devDependencies"]["typescript"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert lock["packages"]["node_modules/typescript"]["version"] == version
    assert "dependencies" not in wanted
