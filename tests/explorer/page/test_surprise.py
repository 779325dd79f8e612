"""Surprise: every token shaded by its bits, and what was expected instead; against Python's."""

import codecs
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import numpy as np
import pytest

from proust_attention.generation import load, surprise
from proust_attention.generation.context import window_start
from proust_attention.numpy_model import Transformer, cross_entropy
from tests.explorer.machines import exact
from tests.explorer.page.test_header import drop
from tests.explorer.page.test_next import percent
from tests.explorer.piece_machine import CONFIG, ids_of, piece_machine, texts_of
from tests.explorer.visiting import Explorer, visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PHRASE = "Longtemps, je me suis couché"
PIECES = "je me perds,\nprès de"  # fits the window of a small machine
LONG = ("Longtemps, je me suis couché de bonne heure. Parfois, à peine ma bougie éteinte, mes yeux se fermaient "
        "si vite que je n'avais pas le temps de me dire: «Je m'endors.» ") * 5  # fmt: skip
BITS = "all => all.map(one => Number(one.dataset.bits))"


def shown(explorer: Explorer, count: int) -> list[float]:
    """The bits of all tokens but the first, once they are known."""
    tokens = explorer.page.locator(".surprise-text [data-bits]")
    until(lambda: tokens.count() == count - 1, lambda: (tokens.count(), explorer.text(".surprise-mean")))
    bits: list[float] = tokens.evaluate_all(BITS)
    return bits


def test_of_a_text_longer_than_the_window(explorer: Explorer) -> None:
    writer = load("recherche-fr")
    ids = writer.tokenizer.encode(LONG)
    assert len(ids) > 3 * writer.config.model.context_length
    expected = surprise.of_text(writer.config.model, writer.weights, ids)[1:] / np.log(2)
    explorer.page.fill("#phrase", LONG)
    found = shown(explorer, len(ids))
    assert found == pytest.approx(expected, abs=1e-3)
    explorer.says(".surprise-mean", f"^On average {expected.mean():.2f} bits a character. Least expected: «.»")
    worst = int(np.argmax(expected)) + 1
    token = explorer.page.locator(f'.surprise-text [data-at="{worst}"]')
    token.hover()
    explorer.says(
        ".surprise-sentence",
        rf"^«.» cost {expected[worst - 1]:.1f} bits: the machine gave it .*%. It expected: «.» .*%",
    )
    style = "one => Number(getComputedStyle(one).getPropertyValue('--weight'))"
    assert token.evaluate(style) == pytest.approx(min(1, expected[worst - 1] / 8), abs=2e-3)


def test_what_was_expected_instead(explorer: Explorer) -> None:
    writer = load("recherche-fr")
    ids = writer.tokenizer.encode(PHRASE).astype(np.int64)
    logits = Transformer(writer.config.model, writer.weights).forward(ids[None])[0][0].astype(np.float64)
    explorer.open("shade=surprise&position=12&pinned=1")
    place = 12
    p = np.exp(logits[place - 1] - logits[place - 1].max())
    p /= p.sum()
    best = [writer.tokenizer.pieces[id_].replace(" ", "␣") for id_ in np.argsort(-p)[:3]]
    words = ", ".join(f"«{re.escape(piece)}» (.*?%)" for piece in best)
    bits = -np.log2(p[ids[place]])
    pattern = f"cost {bits:.1f} bits: the machine gave it (.*?%). It expected: {words}\\.$"
    explorer.says("#shaded", pattern)
    said = re.search(pattern, explorer.text("#shaded"))
    assert said
    for figure, chance in zip(said.groups(), [p[ids[place]], *sorted(p)[::-1][:3]], strict=True):
        least, most = percent(figure)
        assert least - 1e-6 <= chance <= most + 1e-6
    weights = "all => all.map(one => [Number(one.dataset.place), Number(one.dataset.weight)])"
    found = dict(explorer.page.locator("#characters > [data-weight]").evaluate_all(weights))
    assert set(found) == set(range(1, len(PHRASE)))
    assert found[place] * np.log2(np.e) == pytest.approx(bits, abs=1e-3)
    explorer.page.get_by_role("button", name="where a head looks").click()
    explorer.says("#shaded", "^The shading shows where head 1")
    until(lambda: "shade=" not in explorer.address, lambda: explorer.address)


def test_by_keyboard_and_with_parts_out(explorer: Explorer) -> None:
    explorer.open("out=0.1")
    shown(explorer, len(PHRASE))
    explorer.says(".surprise-mean", r"^On average \d\.\d\d bits .* without what is taken out; \d\.\d\d with")
    explorer.page.focus(".surprise-text")
    explorer.says(".surprise-sentence", "^«L» is the first")
    for _ in range(3):
        explorer.page.keyboard.press("ArrowRight")
    explorer.says(
        ".surprise-sentence",
        r"^«g» cost \d+\.\d bits without what is taken out \(\d+\.\d with it; a change of \+?-?\d+\.\d\d nats\)",
    )
    explorer.page.keyboard.press("Enter")
    explorer.says("#where", "^Character 4 of 28: «g», pinned.$")


@pytest.mark.parametrize("tokens", ["characters", "pieces"])
def test_before_and_after_side_by_side(browser: "Browser", tmp_path: Path, tokens: str) -> None:
    """What each token costs the whole machine and what is left of it, and the difference, in both panels."""
    if tokens == "pieces":
        text, ids = PIECES, ids_of(PIECES)
        config, values, pages = piece_machine(tmp_path)
        model, weights = config.model, exact(values)
    else:
        writer, pages = load("recherche-fr"), "recherche-fr"
        text, ids = PHRASE, writer.tokenizer.encode(PHRASE).astype(np.int64)
        model, weights = writer.config.model, writer.weights
    factor = np.ones(model.d_model)
    width = model.d_model // model.n_heads
    factor[width : 2 * width] = 0
    machine = Transformer(model, weights)
    whole, left = (
        cross_entropy.each(machine.forward(ids[None, :-1], taken)[0], ids[None, 1:])[0]
        for taken in ({}, {"blocks.0.attention.joined": factor})
    )
    with visiting(browser, pages) as explorer:
        page = explorer.page
        explorer.open(f"language=en&text={quote(text)}&out=0.1&shade=change")
        after = shown(explorer, len(ids))
        assert after == pytest.approx(left / np.log(2), abs=1e-3)
        before = page.locator(".surprise-whole [data-bits]").evaluate_all(BITS)
        assert before == pytest.approx(whole / np.log(2), abs=1e-3)
        changes = "all => all.map(one => [Number(one.dataset.change), one.className])"
        found = page.locator(".surprise-text [data-change]").evaluate_all(changes)
        assert [change for change, _ in found] == pytest.approx(left - whole, abs=1e-3)
        assert [way for _, way in found] == ["less" if one < 0 else "more" for one in left - whole]
        boxes = [page.locator(one).bounding_box() for one in (".surprise-whole", ".surprise-text")]
        assert boxes[0]
        assert boxes[1]
        assert boxes[0]["x"] + boxes[0]["width"] < boxes[1]["x"]

        weights_of = "all => all.map(one => Number(one.dataset.weight))"
        ribbon = page.locator("#characters > [data-weight]")
        until(lambda: ribbon.count() == len(ids) - 1, ribbon.count)
        assert ribbon.evaluate_all(weights_of) == pytest.approx(left - whole, abs=1e-3)
        place = 4
        page.locator(f'.surprise-whole [data-at="{place}"]').hover()
        change = f"{left[place - 1] - whole[place - 1]:+.2f}"
        explorer.says(".surprise-sentence", f"; a change of {re.escape(change)} nats\\): ")
        marked = page.locator('.surprised > [aria-selected="true"]')
        assert [marked.nth(i).get_attribute("data-at") for i in range(marked.count())] == [str(place)] * 2
        mean = (left - whole).sum() / (
            len(text) - len(page.locator(".surprise-text > *").first.text_content() or "")
        )
        explorer.says(
            ".surprise-mean", f"with all parts: a change of {re.escape(f'{mean:+.3f}')} nats a character"
        )
        explorer.says("#shaded", "Orange: more surprising since something is taken out; blue: less.$")
        page.get_by_role("button", name="Put everything in again").click()
        until(lambda: not page.locator(".surprise-whole").is_visible(), lambda: explorer.text(".surprise-mean"))
        assert page.get_by_role("button", name="change of surprise").is_hidden()
        until(lambda: page.locator(".surprise-text [data-bits]").count() == len(ids) - 1, lambda: len(ids))
        assert page.locator(".surprise-text [data-change]").count() == 0


def test_of_one_character_nothing_can_be_said(explorer: Explorer) -> None:
    shown(explorer, len(PHRASE))
    explorer.type("a")
    explorer.says(".surprise-mean", "^Of the first character nothing can be said")
    assert explorer.text(".surprise-text") == "a"


def test_what_lies_before_the_window_cannot_be_pinned(explorer: Explorer) -> None:
    explorer.page.fill("#phrase", LONG)
    explorer.says("#phrase-note", "of this text it reads the last")
    until(lambda: len(explorer.text(".surprise-text")) == len(LONG), lambda: explorer.text(".surprise-text"))
    where = explorer.text("#where")
    explorer.page.focus(".surprise-text")
    explorer.page.keyboard.press("Home")
    explorer.page.keyboard.press("Enter")
    explorer.says(".surprise-sentence", "^«L» is the first")
    assert explorer.text("#where") == where
    explorer.page.keyboard.press("End")
    explorer.page.keyboard.press("Enter")
    explorer.says("#where", "pinned")
    assert explorer.text("#where") == where.replace(".", ", pinned.")


def test_a_text_is_dropped(explorer: Explorer, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes("Une page.\r\nEt l'été…".encode())
    drop(explorer, page)
    explorer.says("#notice", "^The text of page.txt stands in the field")
    until(lambda: explorer.phrase == "Une page.\nEt l'été…", lambda: explorer.phrase)
    assert explorer.page.locator("#notice-frame.refused").count() == 0
    until(lambda: "shade=surprise" in explorer.address, lambda: explorer.address)
    page.write_bytes("Où est l'été?".encode("cp1252"))
    explorer.page.set_input_files("#files", page)
    until(lambda: explorer.phrase == "Où est l'été?", lambda: explorer.phrase)
    page.write_bytes("«Où?»".encode("cp1252"))  # its first byte cannot begin a character of UTF-8
    drop(explorer, page)
    until(lambda: explorer.phrase == "«Où?»", lambda: explorer.phrase)
    page.write_bytes("Où est Сергей?".encode("utf-16"))  # as Windows calls it, Unicode
    drop(explorer, page)
    until(lambda: explorer.phrase == "Où est Сергей?", lambda: explorer.phrase)
    # only its beginning says what it is, and it is the end that is read
    page.write_bytes(codecs.BOM_UTF16_BE + ("é" * 50_000 + "fin").encode("utf-16-be"))
    drop(explorer, page)
    until(lambda: explorer.phrase == "é" * 9_997 + "fin", lambda: explorer.phrase[:40])
    page.write_bytes(b"x" + "é".encode() * 400_000)  # its end begins within a character
    drop(explorer, page)
    until(lambda: explorer.phrase == "é" * 10_000, lambda: explorer.phrase[:40])
    explorer.says("#phrase-note", "at most the last 10,000 characters are kept")


def test_of_a_machine_on_pieces(browser: "Browser", tmp_path: Path) -> None:
    _, values, pages = piece_machine(tmp_path)
    text = "Le soir, je me mettais près de la lampe de la grande table, et personne ne parlait"
    with visiting(browser, pages) as explorer:
        explorer.page.fill("#phrase", text)
        ids = ids_of(text)
        assert window_start(len(ids), CONFIG.model.context_length) > 0
        expected = surprise.of_text(CONFIG.model, exact(values), ids)[1:]
        assert shown(explorer, len(ids)) == pytest.approx(expected / np.log(2), abs=1e-3)
        characters = len(text) - len(texts_of(text)[0])
        explorer.says(
            ".surprise-mean", f"^On average {expected.sum() / np.log(2) / characters:.2f} bits a character"
        )
