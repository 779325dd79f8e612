"""Two machines: a second one beside the first, on the same text, aligned by characters; against Python."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from proust_attention.explorer import site
from proust_attention.generation import load, surprise
from proust_attention.numpy_model import Transformer
from tests.explorer.browsing import looking_at
from tests.explorer.page.test_next import percent
from tests.explorer.piece_machine import CONFIG, ids_of, piece_machine, texts_of
from tests.explorer.test_export import any_server
from tests.explorer.visiting import Explorer, visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FRENCH, SPANISH = "recherche-fr", "novelas-es"
PHRASE = "Longtemps, je me suis couché"
ROWS = "all => all.map(row => [...row.children].map(one => one.textContent))"


def choose(explorer: Explorer, name: str) -> None:
    explorer.page.select_option("#beside-machine", name)
    explorer.page.locator(".beside-next tbody tr").first.wait_for()


def rows(explorer: Explorer) -> list[list[str]]:
    """Of each character that may come next what the two machines say."""
    found = explorer.page.locator(".beside-next tbody tr").evaluate_all(ROWS)
    return [[character[0], first, second] for character, _, first, second in found]


def bits_of(name: str, text: str) -> np.ndarray:
    """The surprise of each character but the first."""
    writer = load(name)
    nats = surprise.of_text(writer.config.model, writer.weights, writer.tokenizer.encode(text))
    return nats[1:] / np.log(2)


def chances(name: str, text: str) -> dict[str, float]:
    writer = load(name)
    ids = writer.tokenizer.encode(text).astype(np.int64)
    logits = Transformer(writer.config.model, writer.weights).forward(ids[None])[0][0, -1].astype(np.float64)
    p = np.exp(logits - logits.max())
    return dict(zip(writer.tokenizer.pieces, p / p.sum(), strict=True))


def shown_bits(explorer: Explorer, count: int) -> list[float]:
    """By how many bits the second was more surprised, of so many units."""
    units = explorer.page.locator(".beside-text > [data-bits]")
    until(lambda: units.count() == count, lambda: (units.count(), explorer.text(".beside-mean")))
    return units.evaluate_all("all => all.map(one => Number(one.dataset.bits))")


def says_of(explorer: Explorer, character: str, first: float, second: float) -> bool:
    """Whether the table says these chances of a character."""
    found = next((row for row in rows(explorer) if row[0] == character.replace(" ", "␣")), None)
    if not found:
        return False
    ranges = [percent(figure) for figure in found[1:]]
    return all(low - 1e-6 <= p <= high + 1e-6 for (low, high), p in zip(ranges, (first, second), strict=True))


def test_what_comes_next_by_both(explorer: Explorer) -> None:
    choose(explorer, SPANISH)
    until(lambda: len(rows(explorer)) == 10, lambda: rows(explorer))
    french, spanish = chances(FRENCH, PHRASE), chances(SPANISH, PHRASE)
    for best in (max(french, key=french.__getitem__), max(spanish, key=spanish.__getitem__)):
        both = french.get(best, 0), spanish.get(best, 0)
        until(lambda best=best, both=both: says_of(explorer, best, *both), lambda: rows(explorer))
    explorer.says(".beside-next caption", "^The likeliest characters behind character 28, «é»$")
    explorer.character(9).click()
    explorer.says(".beside-next caption", "character 10, «,»$")
    french, spanish = chances(FRENCH, PHRASE[:10]), chances(SPANISH, PHRASE[:10])
    until(lambda: says_of(explorer, " ", french[" "], spanish[" "]), lambda: rows(explorer))


def test_surprise_by_both_and_where_they_differ(explorer: Explorer) -> None:
    choose(explorer, SPANISH)
    french, spanish = bits_of(FRENCH, PHRASE), bits_of(SPANISH, PHRASE)
    found = shown_bits(explorer, len(PHRASE) - 1)
    assert found == pytest.approx(spanish - french, abs=2e-3)
    explorer.says(
        ".beside-mean",
        f"^On average {french.mean():.2f} bits a character for {FRENCH}, {spanish.mean():.2f} for {SPANISH}",
    )
    worst = int(np.argmax(np.abs(spanish - french))) + 1
    first = explorer.page.locator(".beside-places button").first
    assert first.inner_text().endswith(f"({worst + 1})")
    first.click()
    explorer.says(
        ".beside-sentence", f"cost {FRENCH} {french[worst - 1]:.1f} bits, {SPANISH} {spanish[worst - 1]:.1f}"
    )
    explorer.says("#where", f"^Character {worst} of 28: .*, pinned")  # what was expected in its place
    explorer.says(".beside-next caption", f"character {worst},")
    orange = explorer.page.locator(f'.beside-text > [data-at="{worst}"]').evaluate("one => one.className")
    assert (orange == "of-first") is bool(spanish[worst - 1] > french[worst - 1])


def test_by_keyboard_and_in_spanish(explorer: Explorer) -> None:
    page = explorer.page
    page.select_option("#language", "es")
    page.focus("#beside-machine")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    until(lambda: page.input_value("#beside-machine") == SPANISH, lambda: page.input_value("#beside-machine"))
    shown_bits(explorer, len(PHRASE) - 1)
    explorer.says(".beside-mean", rf"^De media, \d,\d\d bits por carácter para {FRENCH}; \d,\d\d para {SPANISH}")
    page.focus(".beside-text")
    explorer.says(".beside-sentence", "^De «L» no hay sorpresa de las dos")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    explorer.says(".beside-sentence", rf"^«g» le ha costado a {FRENCH} \d+,\d bits; a {SPANISH}, \d+,\d\.$")
    page.keyboard.press("Enter")
    explorer.says("#where", "^Carácter 3 de 28: .*fijado")
    explorer.says(".beside-next caption", "tras el carácter 3,")
    assert page.locator(".beside-next thead").inner_text().split() == ["carácter", FRENCH, SPANISH]


def test_the_address_has_it(explorer: Explorer) -> None:
    choose(explorer, SPANISH)
    until(lambda: f"beside={SPANISH}" in explorer.address, lambda: explorer.address)
    explorer.page.reload()
    explorer.whole()
    shown_bits(explorer, len(PHRASE) - 1)
    assert explorer.page.input_value("#beside-machine") == SPANISH
    explorer.page.select_option("#beside-machine", "")
    until(lambda: "beside" not in explorer.address, lambda: explorer.address)
    assert explorer.page.locator(".beside-body").is_hidden()
    explorer.open("beside=nobody")
    until(lambda: "beside" not in explorer.address, lambda: explorer.address)
    assert explorer.page.input_value("#beside-machine") == ""


def test_what_the_second_does_not_know(explorer: Explorer) -> None:
    """A character that it has not, nor any like it, is left out: of that there is nothing to compare."""
    choose(explorer, SPANISH)
    text = "Le cœur — l'été"
    explorer.type(text)
    known = set(load(SPANISH).tokenizer.alphabet.symbols)
    assert "œ" not in known
    until(lambda: explorer.text(".beside-text") == text, lambda: explorer.text(".beside-text"))
    shown_bits(explorer, sum(character in known for character in text) - 1)
    assert explorer.page.locator('.beside-text > [data-at="4"]').get_attribute("data-bits") is None


def test_with_a_machine_on_pieces(browser: "Browser", tmp_path: Path) -> None:
    _, values, pages = piece_machine(tmp_path)
    text = "Le soir, je me mettais près de la"
    with visiting(browser, pages) as explorer:
        explorer.page.fill("#phrase", text)
        choose(explorer, FRENCH)
        pieces = texts_of(text)
        ends = np.cumsum([len(piece) for piece in pieces])
        nats = surprise.of_text(CONFIG.model, values, ids_of(text))[1:] / np.log(2)
        of_characters = np.concatenate([[np.nan], bits_of(FRENCH, text)])
        expected = [of_characters[end - len(piece) : end].sum() for piece, end in zip(pieces, ends, strict=True)][
            1:
        ]
        found = shown_bits(explorer, len(pieces) - 1)
        assert found == pytest.approx(np.array(expected) - nats, abs=2e-3)
        units = explorer.page.locator(".beside-text > *").all_text_contents()
        assert units == pieces
        explorer.says(".beside-next caption", "^The likeliest characters behind token")
        assert all(len(row[0]) == 1 for row in rows(explorer))
        # the other way round: pieces beside characters
        explorer.page.select_option("#machine", FRENCH)
        choose(explorer, "pieces")
        until(
            lambda: explorer.page.locator(".beside-text > *").all_text_contents() == pieces,
            lambda: explorer.page.locator(".beside-text > *").all_text_contents(),
        )
        found = shown_bits(explorer, len(pieces) - 1)
        assert found == pytest.approx(nats - np.array(expected), abs=2e-3)


def test_beside_its_own_beginning(explorer: Explorer) -> None:
    """The same machine twice: the first at another moment of its training."""
    choose(explorer, FRENCH)
    assert np.abs(shown_bits(explorer, len(PHRASE) - 1)).max() < 1e-3
    explorer.page.fill("#time-slider", "0")
    until(lambda: np.mean(shown_bits(explorer, len(PHRASE) - 1)) < -2, lambda: explorer.text(".beside-mean"))
    explorer.says(".beside-mean", f"for {FRENCH}@0, ")


def test_loaded_only_when_it_is_chosen(browser: "Browser", tmp_path: Path) -> None:
    site.write(site.build(FRENCH, live=False), tmp_path / "some" / "where")
    with any_server(tmp_path) as (address, requested), looking_at(browser, f"{address}/some/where/") as page:

        def of_the_second() -> list[str]:
            return [path for path in requested if f"machines/{SPANISH}/" in path]

        assert of_the_second() == []
        workers = sum(path.endswith("engine/worker.js") for path in requested)
        page.select_option("#beside-machine", SPANISH)
        page.locator(".beside-next tbody tr").first.wait_for()
        assert len(of_the_second()) == 3
        assert all(path.startswith("/some/where/") for path in requested)
        assert workers == 1


@pytest.fixture
def without(browser: "Browser", tmp_path: Path) -> Iterator[Explorer]:
    """A page whose second machine lacks its weights."""
    pages = {**site.build(FRENCH), f"machines/{SPANISH}/model.safetensors": tmp_path / "gone"}
    with visiting(browser, pages) as explorer:
        yield explorer


def test_one_that_cannot_be_opened(without: Explorer) -> None:
    without.page.select_option("#beside-machine", SPANISH)
    without.says(
        "#notice", f"^{SPANISH} cannot be put beside the first machine. model.safetensors cannot be fetched"
    )
    assert without.page.input_value("#beside-machine") == ""
    until(lambda: "beside" not in without.address, lambda: without.address)
    without.recorded.clear()
