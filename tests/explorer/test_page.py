"""The page, used as a person uses it; its numbers against NumPy's, its writing against Python's."""

import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from proust_attention.config import build
from proust_attention.data import DEFAULT_MACHINE
from proust_attention.generation import Writer, load, sampling
from proust_attention.numpy_model import Transformer
from tests.explorer.machines import make_machine, random_weights
from tests.explorer.page import Explorer, until, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

PHRASE = "Longtemps, je me suis"
SMALL = build(
    7, "modern", [{"model": {"d_model": 18, "n_heads": 3, "n_layers": 3, "d_ff": 13, "context_length": 9}}]
)


@pytest.fixture(scope="module")
def visit(browser: "Browser") -> Iterator[Explorer]:
    """One page for all the tests of this file."""
    with visiting(browser) as explorer:
        yield explorer


@pytest.fixture
def explorer(visit: Explorer) -> Explorer:
    """The page, opened anew."""
    visit.open()
    return visit


@pytest.fixture(scope="module")
def writer() -> Writer:
    """The machine that the page opens first, in Python."""
    return load(DEFAULT_MACHINE)


def logits_after(writer: Writer, text: str) -> np.ndarray:
    ids = writer.tokenizer.encode(text).astype(np.int64)
    return Transformer(writer.config.model, writer.weights).forward(ids[None])[0][0, -1].astype(np.float64)


def percent(figure: str) -> tuple[float, float]:
    """The least and the most that a written figure can stand for."""
    if "%" not in figure:  # the name of the slider that has cut it off
        return 0, 0
    number = re.sub(r"[%<>\s]", "", figure)
    if "<" in figure:
        return 0, float(number) / 100
    if ">" in figure:
        return float(number) / 100, 1
    half = 0.5 * 10.0 ** -len(number.partition(".")[2])
    return (float(number) - half) / 100, (float(number) + half) / 100


def bars(explorer: Explorer) -> list[tuple[str, str, str]]:
    """Of each bar the character, what the machine says, and what is drawn from."""
    code = "bars => [...bars.children].map(bar => [...bar.children].map(part => part.textContent))"
    shown = explorer.page.locator("#bars").evaluate(code)
    return [(character, before, after) for character, _, before, after in shown]


def shows(explorer: Explorer, writer: Writer, text: str, **manner: Any) -> None:
    """Wait until the bars are what comes after a text."""
    logits = logits_after(writer, text)
    expected = [sampling.probabilities(logits), sampling.probabilities(logits, **manner)]
    order = np.argsort(-logits, kind="stable")
    seen = {" ": "␣", "\n": "↵"}

    def as_expected() -> bool:
        for (character, *figures), id_ in zip(bars(explorer), order, strict=True):
            symbol = writer.tokenizer.symbols[id_]
            least_and_most = [percent(figure) for figure in figures]
            near = [
                low - 1e-6 <= p[id_] <= high + 1e-6
                for (low, high), p in zip(least_and_most, expected, strict=True)
            ]
            if character != seen.get(symbol, symbol) or not all(near):
                return False
        return True

    until(as_expected, lambda: bars(explorer)[:15])


def test_type_point_and_pin(explorer: Explorer) -> None:
    page = explorer.page
    assert explorer.phrase.startswith("Longtemps")
    explorer.type("Une heure\nn'est pas")
    explorer.says("#where", "^Character 19 of 19: “s”.$")
    explorer.character(3).hover()
    explorer.says("#where", "^Character 4 of 19: space.$")
    explorer.character(9).click()
    explorer.says("#where", "^Character 10 of 19: end of line, pinned.$")
    explorer.character(2).hover()
    page.focus("#characters")
    page.keyboard.press("ArrowLeft")
    explorer.says("#where", "^Character 9 of 19: “e”, pinned.$")
    assert page.get_attribute("#characters", "aria-activedescendant") == "c8"
    page.keyboard.press("ArrowDown")
    explorer.says("#where", "^Character 1[1-9] of 19: .*, pinned.$")
    page.keyboard.press("Escape")
    page.keyboard.press("Home")
    explorer.says("#where", "^Character 1 of 19: “U”.$")
    page.keyboard.press("Enter")
    explorer.says("#where", "pinned.$")
    page.keyboard.press("End")
    explorer.says("#where", "^Character 19 of 19: “s”, pinned.$")


def test_bars_and_sliders(explorer: Explorer, writer: Writer) -> None:
    explorer.type(PHRASE)
    shows(explorer, writer, PHRASE, temperature=0.8, top_k=40)
    explorer.set("#temperature-number", 1.5)
    explorer.set("#topP-number", 0.9)
    explorer.set("#topK-number", 3)
    shows(explorer, writer, PHRASE, temperature=1.5, top_k=3, top_p=0.9)
    assert {after for _, _, after in bars(explorer)} >= {"top-k"}
    explorer.set("#topK-number", len(writer.tokenizer.symbols))
    explorer.set("#topP-number", 0.5)
    shows(explorer, writer, PHRASE, temperature=1.5, top_p=0.5)
    assert {after for _, _, after in bars(explorer)} >= {"top-p"}
    explorer.page.focus("#temperature")
    explorer.page.keyboard.press("Home")
    shows(explorer, writer, PHRASE, temperature=0)
    explorer.character(8).click()
    explorer.says("#after", "^After character 9, “s”, which is pinned")
    shows(explorer, writer, PHRASE[:9], temperature=0)


def test_write_back_forward_and_branch(explorer: Explorer, writer: Writer) -> None:
    page = explorer.page
    expected = writer.generate(PHRASE, length=12, temperature=0.8, top_k=40, seed=3)
    explorer.type(PHRASE)
    explorer.set("#seed", 3)
    for _ in range(12):
        page.click("#step")
    explorer.has_read(expected)
    drawn = np.random.Generator(np.random.Philox(3)).random(12)[-1]
    explorer.says("#drawn", f"^Random number 12 of seed 3 is {drawn:.4f}; it falls on ")
    for _ in range(5):
        page.click("#back")
    explorer.has_read(expected[:-5])
    page.click("#forward")
    explorer.has_read(expected[:-4])
    page.click("#step")  # with the same number as before
    explorer.has_read(expected[:-3])
    assert page.is_disabled("#forward")

    other = bars(explorer)[6][0]
    page.locator("#bars > *").nth(6).click()
    explorer.has_read(expected[:-3] + other)
    page.click("#back")
    explorer.has_read(expected[:-3])
    page.click("#forward")
    explorer.has_read(expected[:-3] + other)
    explorer.character(3).click()
    shows(explorer, writer, expected[:4], temperature=0.8, top_k=40)
    other = bars(explorer)[1][0]
    page.focus("#bars")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    explorer.has_read(expected[:4] + other)
    explorer.says("#where", "^Character 5 of 5")


def test_write_on_over_the_end_of_the_context(explorer: Explorer, writer: Writer) -> None:
    prompt = (PHRASE + " couché de bonne heure. ") * 6
    prompt = prompt[: writer.config.model.context_length - 2]
    expected = writer.generate(prompt, length=60, temperature=0.8, top_k=40, seed=1)
    explorer.type(prompt)
    explorer.page.focus("#speed")
    explorer.page.keyboard.press("End")
    explorer.page.click("#write-on")
    until(lambda: len(explorer.phrase) > len(prompt) + 5, lambda: explorer.phrase)
    explorer.page.click("#write-on")
    explorer.says("#phrase-note", "at most 256 characters; of this text it reads the last 1[0-9][0-9]")
    written = explorer.phrase
    assert written == expected[: len(written)]
    explorer.says("#write-on", "^Write on$")


def test_the_numbers_of_a_seed(explorer: Explorer) -> None:
    code = """async ([seed, places]) => {
      const { uniform } = await import("./page/philox.js")
      return places.map(place => uniform(seed, place))
    }"""
    for seed in (0, 1, 2**32 - 1, 2**32, 2**53 - 1):
        expected = np.random.Generator(np.random.Philox(seed)).random(400)
        places = [0, 1, 2, 3, 4, 5, 399]
        assert explorer.page.evaluate(code, [seed, places]) == expected[places].tolist()


def small_machine(folder: Path) -> Path:
    make_machine(folder, SMALL, random_weights(SMALL))
    return folder


def drop(explorer: Explorer, *paths: Path) -> None:
    """Drop files or a folder from the disk, as the system does it."""
    session = explorer.page.context.new_cdp_session(explorer.page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 200, "y": 200, "data": data})


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

    weights.unlink()
    explorer.page.set_input_files("#files", list(weights.parent.iterdir()))
    explorer.says("#notice", "not a whole machine: model.safetensors is missing")

    shutil.rmtree(weights.parent)
    (tmp_path / "poem.txt").write_text("O", encoding="utf-8")
    drop(explorer, tmp_path / "poem.txt")
    explorer.says("#notice", "not a whole machine: config.json is missing")

    assert explorer.page.input_value("#machine") == DEFAULT_MACHINE
    explorer.type(PHRASE + " couché")


def test_language_and_address(browser: "Browser") -> None:
    with visiting(browser, locale="es-ES") as explorer:
        page = explorer.page
        explorer.says("h1", "^La máquina de atención de Proust$")
        page.select_option("#language", "en")
        explorer.says("h1", "^The attention machine of Proust$")
        assert page.get_attribute("html", "lang") == "en"
        page.fill("#phrase", "Mme Verdurin & 7%\n\u00a0là")
        explorer.has_read("Mme Verdurin  7\n là")
        explorer.set("#temperature-number", 0.35)
        explorer.set("#topK-number", 5)
        explorer.set("#seed", 77)
        page.click("#step")
        until(lambda: len(explorer.ribbon) == 20, lambda: explorer.ribbon)
        explorer.character(4).click()
        until(lambda: "position=4&pinned=1" in explorer.address, lambda: explorer.address)
        before = [explorer.ribbon, bars(explorer), explorer.text("#where"), explorer.address]
        page.reload()
        explorer.says("#where", "pinned")
        until(lambda: len(bars(explorer)) > 0, lambda: "no bars")
        assert [explorer.ribbon, bars(explorer), explorer.text("#where"), explorer.address] == before
        assert [page.input_value(f"#{name}") for name in ("seed", "topK-number", "language")] == ["77", "5", "en"]


@pytest.mark.parametrize(
    "address",
    [
        "machine=../../etc&text=%FF%C3&position=-3&pinned=maybe&layer=900&head=1e9&topK=x&topP=7&seed=1.5&language=xx",
        "machine=nobody&text=%ED%A0%80a&position=99999&pinned=1&key=12345&layer=0x1&scale=__proto__&temperature=NaN",
        "%%%&&&===#",
    ],
)
def test_a_damaged_address(visit: Explorer, address: str) -> None:
    visit.open(address)
    assert visit.page.input_value("#machine") == DEFAULT_MACHINE
    assert visit.page.input_value("#language") == "en"
    assert [visit.page.input_value(f"#{name}-number") for name in ("temperature", "topK", "topP")] == [
        "0.8",
        "40",
        "1",
    ]
    assert visit.page.input_value("#seed") == "1"
    visit.says("#where", r"^Character (\d+) of \1: ")
    within = r"^#machine=recherche-fr&text=[^&]*&position=\d\d?(&layer=1)?$"  # the last one, not the 900th
    until(lambda: re.search(within, visit.address) is not None, lambda: visit.address)
    visit.type(PHRASE)


def test_an_address_changed_by_hand(explorer: Explorer) -> None:
    def change(address: str) -> None:
        explorer.page.evaluate("address => { location.hash = address }", address)

    explorer.type("La vie")
    change("text=La+vie&position=9999&pinned=1&layer=900&head=900&key=77")
    explorer.says("#where", "^Character 6 of 6: “e”.$")
    until(lambda: re.search("position=5&layer=[0-9]&head=[0-9]$", explorer.address), lambda: explorer.address)
    change("text=La+vie&position=1&pinned=1")
    explorer.says("#where", "^Character 2 of 6: “a”, pinned.$")
    change("text=La+mer&position=3")
    explorer.has_read("La mer")
    explorer.says("#where", "^Character 4 of 6: “m”.$")


def test_a_key_that_is_masked_comes_back(explorer: Explorer) -> None:
    explorer.open("text=La+vie&position=2&pinned=1&key=4&layer=1&head=1")
    explorer.page.locator('#characters > .key[data-place="4"]').wait_for()
    until(lambda: "key=4" in explorer.address, lambda: explorer.address)
    explorer.character(3).click()
    explorer.says("#where", "^Character 4 of 6")
    assert explorer.page.locator("#characters > .key").count() == 0
    until(lambda: "position=3&pinned=1" in explorer.address, lambda: explorer.address)
    assert "key" not in explorer.address


def test_nothing_typed_comes_back(explorer: Explorer) -> None:
    explorer.page.fill("#phrase", "")
    explorer.says("#phrase-note", "^Nothing is typed")
    until(lambda: "text=&" in explorer.address, lambda: explorer.address)
    explorer.page.reload()
    explorer.says("#phrase-note", "^Nothing is typed that it knows, so the machine begins .*: end of line.$")
    assert explorer.phrase == ""


def test_what_is_typed_while_the_machine_comes(explorer: Explorer) -> None:
    page = explorer.page
    waiting: list[Route] = []
    page.route("**/model.safetensors", lambda route: waiting.append(route))
    page.goto("about:blank")
    page.goto(explorer.server.address)
    until(lambda: page.locator("#machine option").count() > 1 and waiting, lambda: waiting)
    page.fill("#phrase", "Bonjour, madame")
    waiting[0].continue_()
    page.unroute("**/model.safetensors")
    explorer.has_read("Bonjour, madame")


def test_a_wrong_seed_changes_nothing(explorer: Explorer) -> None:
    seed = explorer.page.locator("#seed")
    for wrong in ("-3", "1.5", "", "12345678901234567890"):
        seed.fill("7")
        assert seed.get_attribute("aria-invalid") == "false"
        seed.fill(wrong)
        explorer.says("#seed-about", "^A seed is a whole number .* 7 stays.$")
        assert seed.get_attribute("aria-invalid") == "true"
    until(lambda: "seed=7" in explorer.address, lambda: explorer.address)


def test_what_was_typed_stays_as_it_was(explorer: Explorer) -> None:
    explorer.page.fill("#phrase", "Salut 😀 l’ami")
    explorer.has_read("Salut  l'ami")
    explorer.page.click("#step")
    until(lambda: len(explorer.phrase) == 14, lambda: explorer.phrase)
    assert explorer.phrase.startswith("Salut 😀 l’ami")


def test_a_run_draws_in_its_own_manner(explorer: Explorer, tmp_path: Path) -> None:
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


def test_a_megabyte_of_anything(explorer: Explorer) -> None:
    rolls = random.Random(0)
    odd = "".join(
        chr(rolls.choice((rolls.randrange(32, 0xD800), rolls.randrange(0x1F300, 0x1FAFF)))) for _ in range(400_000)
    )
    assert len(odd.encode()) > 1_000_000
    explorer.page.fill("#phrase", "")
    explorer.page.keyboard.insert_text(odd + "\u202e\x00e\u0301")
    explorer.says("#phrase-note", "left out: .* more.*last 10,000 characters are kept")
    until(lambda: explorer.ribbon.endswith("é"), lambda: explorer.ribbon)
    explorer.page.fill("#phrase", "")
    explorer.says("#phrase-note", "^Nothing is typed")
    assert explorer.ribbon == "↵"
    explorer.type("Là !")


def test_text_is_never_html(explorer: Explorer, tmp_path: Path) -> None:
    text = "<b>a</b><img src=x onerror=alert(1)>"
    make_machine(tmp_path / "run", build(94, "article"), random_weights(build(94, "article")))
    drop(explorer, tmp_path / "run")
    explorer.says("#notice", "cannot bring it back")
    explorer.type(text)
    explorer.page.click("#step")
    until(lambda: len(explorer.phrase) > len(text), lambda: explorer.phrase)
    assert explorer.page.locator("main b, main img").count() == 0
