"""The page with a machine whose tokens are pieces of words: places and words are of tokens."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote

import numpy as np
import pytest

from proust_attention.generation import sampling
from proust_attention.generation.context import window_start
from proust_attention.inspection import forward_steps
from proust_attention.numpy_model import Transformer
from tests.explorer.machines import Values, assert_near, exact
from tests.explorer.piece_machine import CONFIG, TOKENIZER, ids_of, piece_machine, texts_of
from tests.explorer.shown import H, middle
from tests.explorer.visiting import UNSEEN, Explorer, visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHORT = "je me perds,\nprès de"
LONG = "Le soir, je me mettais près de la lampe de la grande table, et personne ne parlait"
CONTEXT = CONFIG.model.context_length
TOKENS = "tokens => [...tokens].map(token => [token.textContent, Number(token.dataset.place)])"


@pytest.fixture(scope="module")
def opened(browser: "Browser", tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Explorer, Values]]:
    """A page for all the tests of this file."""
    _, values, pages = piece_machine(tmp_path_factory.mktemp("pieces"))
    with visiting(browser, pages) as explorer:
        yield explorer, exact(values)


@pytest.fixture
def explorer(opened: tuple[Explorer, Values]) -> Explorer:
    """The page, opened anew: it has read SHORT."""
    opened[0].open(f"text={quote(SHORT)}")
    return opened[0]


@pytest.fixture(scope="module")
def values(opened: tuple[Explorer, Values]) -> Values:
    return opened[1]


def seen(text: str) -> list[str]:
    """The tokens of a text, as they are shown."""
    return [piece.translate(UNSEEN) for piece in texts_of(text)]


def ribbon(explorer: Explorer) -> list[list[object]]:
    """Of each token that is shown its text and its place."""
    return explorer.page.locator("#characters > *").evaluate_all(TOKENS)


def shows(explorer: Explorer, text: str) -> None:
    """Wait until the ribbon shows the window of a text."""
    pieces = seen(text)
    start = window_start(len(pieces), CONTEXT)
    expected = [[piece, place] for place, piece in enumerate(pieces)][start:]
    until(lambda: ribbon(explorer) == expected, lambda: f"{ribbon(explorer)}, not {expected}")


def steps_of(values: Values, text: str) -> dict[str, np.ndarray]:
    """What NumPy computes of the window of a text."""
    ids = ids_of(text)
    steps, _ = forward_steps(CONFIG.model, values, ids[None, window_start(len(ids), CONTEXT) :])
    return {step.name: step.array for step in steps}


def logits_after(values: Values, text: str) -> np.ndarray:
    ids = ids_of(text)
    window = ids[window_start(len(ids), CONTEXT) :]
    return Transformer(CONFIG.model, values).forward(window[None])[0][0, -1].astype(np.float64)


def test_the_ribbon_shows_the_pieces(explorer: Explorer) -> None:
    pieces = seen(SHORT)
    assert {len(piece) for piece in pieces} == {1, 2, 3}
    assert {"␣p", "↵"} <= set(pieces)
    shows(explorer, SHORT)
    count = len(pieces)
    explorer.says("#where", f"^Token {count} of {count}: «␣de».$")
    place = pieces.index("␣p")
    explorer.character(place).locator(".unseen").hover()  # what is inside a token belongs to it
    explorer.says("#where", f"^Token {place + 1} of {count}: «␣p».$")
    explorer.character(place).click()
    explorer.says("#where", "pinned.$")
    assert explorer.character(place).get_attribute("aria-label") == "space p"
    assert explorer.character(pieces.index("me")).get_attribute("aria-label") is None
    explorer.page.focus("#characters")
    explorer.page.keyboard.press("ArrowRight")
    explorer.says("#where", f"^Token {place + 2} of {count}: «e», pinned.$")


def test_what_is_said_is_of_tokens(explorer: Explorer) -> None:
    page = explorer.page

    def said() -> str:
        labels = "all => all.map(one => one.ariaLabel ?? one.title).join(' ')"
        words = page.inner_text("body").replace(page.inner_text("#learn"), "")  # that reads characters
        words += page.locator("[aria-label], [title]").evaluate_all(labels)
        return re.sub(r"(nats|bits) (a character|por carácter)", r"\1", words)  # that is a unit, with pieces too

    for language, of_characters in [("en", "[Cc]haracter"), ("es", "[Cc]ar[áa]cter")]:
        page.select_option("#language", language)
        page.select_option("#machine", "pieces")
        explorer.says(".lead", "token")
        explorer.says("#where", "^Token")
        # of characters speaks only the sentence that says what a token is
        found = re.findall(f".*{of_characters}.*", said())
        assert len(found) == 1, found
        page.select_option("#machine", "recherche-fr")
        explorer.says("#where", f"^{of_characters}")
        explorer.says(".step-title >> nth=0", "^S[yí]mbol")
        assert len(re.findall(of_characters, said())) > 5
        assert "token" not in said().lower().replace("tokenizer.json", "")


def test_the_maps_and_the_arithmetic(explorer: Explorer, values: Values) -> None:
    page, pieces = explorer.page, seen(SHORT)
    T, layer, head, row, column = len(pieces), 1, 2, 7, 2
    surface = page.locator("#maps figure").nth(layer * H + head).locator(".grid-marks")
    surface.click(position=middle(surface, row, column, T, T))
    names = [f"«{pieces[place]}» ({place + 1})" for place in range(T)]
    cell = re.escape(f"Head {head + 1} of layer {layer + 1}, from {names[row]} to {names[column]}: ")
    explorer.says(".maps-sentence", rf"^{cell}0\.\d+$")
    explorer.says(".arithmetic-sentence", rf"^{cell}the weight 0\.\d+$")
    expected = steps_of(values, SHORT)[f"blocks.{layer}.attention.weights"][0, head, row, : row + 1]
    code = "rows => rows.map(row => [row.cells[0].textContent, Number(row.cells[3].textContent)])"
    found = page.locator("#arithmetic .table").nth(1).locator("tbody tr").evaluate_all(code)
    assert [name for name, _ in found] == names[: row + 1]
    assert_near([weight for _, weight in found], expected)
    shades = page.eval_on_selector_all("#text [data-weight]", "all => all.map(one => Number(one.dataset.weight))")
    assert_near(shades, expected)
    assert page.locator("#characters > .key").text_content() == pieces[column]

    sizes = (
        "figure => [...figure.querySelectorAll('.ruler, .grid')].map(one => [one.clientWidth, one.clientHeight])"
    )
    (_, thick), (wide, high), grid = page.locator("#maps figure").first.evaluate(sizes)
    assert thick == wide > 16  # room for two letters
    assert grid[0] == grid[1] == high
    page.get_by_label("a table instead").check()
    assert page.locator("#maps tbody th").all_text_contents() == names[: row + 1]


def test_bars_and_writing(explorer: Explorer, values: Values) -> None:
    page = explorer.page
    order = np.argsort(-logits_after(values, SHORT), kind="stable")
    until(
        lambda: [bar[0] for bar in explorer.bars] == [TOKENIZER.pieces[id_].translate(UNSEEN) for id_ in order],
        lambda: explorer.bars,
    )
    pair = next(place for place, id_ in enumerate(order) if len(TOKENIZER.pieces[id_]) == 2)
    piece = TOKENIZER.pieces[order[pair]]
    page.locator("#bars > *").nth(pair).click()
    shows(explorer, SHORT + piece)
    assert explorer.phrase == SHORT + piece

    explorer.character(3).click()  # what follows it is written over
    before = "".join(texts_of(SHORT)[:4])
    order = np.argsort(-logits_after(values, before), kind="stable")
    explorer.says("#after", "^After token 4, ")
    until(lambda: explorer.bars[0][0] == TOKENIZER.pieces[order[0]].translate(UNSEEN), lambda: explorer.bars)
    page.locator("#bars > *").first.click()
    shows(explorer, before + TOKENIZER.pieces[order[0]])


def test_what_is_written_may_be_divided_otherwise(explorer: Explorer) -> None:
    explorer.type("monde d")
    assert ribbon(explorer)[-1] == ["d", 5]
    id_ = TOKENIZER.pieces.index("e")
    explorer.page.locator(f"#b{id_}").click()
    shows(explorer, "monde de")
    assert ribbon(explorer)[-1] == ["␣de", 4]  # with the space before it


def test_it_draws_as_python_does(explorer: Explorer, values: Values) -> None:
    """Over the end of the context; after each token the whole text is read anew."""
    explorer.page.click("#write-on")
    text = SHORT
    uniforms = np.random.Generator(np.random.Philox(1))
    for _ in range(CONTEXT):
        ids = ids_of(text)
        window = ids[window_start(len(ids), CONTEXT) :]
        p = sampling.probabilities(logits_after(values, text), CONFIG.sampling, window)
        text += TOKENIZER.pieces[sampling.draw(p, uniforms.random())]
    until(lambda: len(explorer.phrase) > len(text), lambda: explorer.phrase)
    explorer.page.click("#write-on")
    assert explorer.phrase.startswith(text)


def test_what_is_pinned_stays_while_its_tokens_do(explorer: Explorer) -> None:
    n = len(seen("il me d"))
    explorer.type("il me d")
    explorer.character(n - 1).click()
    explorer.page.mouse.move(0, 0)  # else it points at what comes to stand there
    explorer.says("#where", f"^Token {n} of {n}: «d», pinned.$")
    explorer.type("il me d!")
    explorer.says("#where", f"^Token {n} of {n + 1}: «d», pinned.$")
    explorer.type("il me de!")  # its characters are still there, it is not
    explorer.says("#where", f"^Token {n} of {n}: «!».$")


def test_places_in_the_address_are_of_tokens(explorer: Explorer) -> None:
    row, column = 7, 2
    surface = explorer.page.locator("#maps figure").first.locator(".grid-marks")
    surface.click(position=middle(surface, row, column, len(seen(SHORT)), len(seen(SHORT))))
    until(lambda: f"position={row}&pinned=1&key={column}" in explorer.address, lambda: explorer.address)
    before = [ribbon(explorer), explorer.text("#where"), explorer.text(".maps-sentence")]
    explorer.page.reload()
    explorer.says(".maps-sentence", re.escape(before[2]) + "$")
    assert [ribbon(explorer), explorer.text("#where"), explorer.text(".maps-sentence")] == before


def test_a_text_longer_than_the_context(explorer: Explorer, values: Values) -> None:
    explorer.page.fill("#phrase", LONG)
    shows(explorer, LONG)
    spans = TOKENIZER.spans(LONG)
    start = window_start(len(spans), CONTEXT)
    assert spans[start][0] > start > 0
    explorer.says(
        "#phrase-note", f"at most {CONTEXT} tokens; of this text it reads the last {len(spans) - start},"
    )
    explorer.character(start + 4).click()
    explorer.says("#where", f"^Token {start + 5} of {len(spans)}: .* pinned.$")
    weights = steps_of(values, LONG)["blocks.0.attention.weights"][0, 0, 4, :5]
    code = "all => all.map(one => Number(one.dataset.weight))"
    until(lambda: explorer.page.locator("#text [data-weight]").count() == 5, lambda: ribbon(explorer))
    assert_near(explorer.page.eval_on_selector_all("#text [data-weight]", code), weights)

    until(lambda: "position=4&pinned=1" in explorer.address, lambda: explorer.address)
    window = LONG[spans[start][0] :]
    assert parse_qs(explorer.address[1:])["text"] == [window]
    explorer.page.reload()
    shows(explorer, window)
    explorer.says("#where", f"^Token 5 of {len(spans) - start}: .* pinned.$")


@pytest.mark.parametrize("length", [9_998, 9_999])
def test_the_longest_text_loses_whole_tokens(explorer: Explorer, length: int) -> None:
    text = ("de la fenêtre, " * 1000)[-length:]
    explorer.page.fill("#phrase", text)
    shows(explorer, text)
    pair = "me"
    explorer.page.locator(f"#b{TOKENIZER.pieces.index(pair)}").click()
    until(lambda: explorer.phrase.endswith(text[-20:] + pair), lambda: explorer.phrase[-30:])
    written = explorer.phrase
    kept = len(written) == len(text) + 2
    assert kept == (length + 2 <= 10_000)
    n_tokens, n_before = len(TOKENIZER.spans(written)), len(TOKENIZER.spans(text))
    assert kept or n_tokens == n_before + 1 - (CONTEXT + 1 - CONTEXT // 2)  # so the window begins where it did
    shows(explorer, written)


def test_the_diagram_and_its_heat_map(explorer: Explorer, values: Values) -> None:
    page, pieces = explorer.page, seen(SHORT)
    steps = steps_of(values, SHORT)
    T, V = len(pieces), TOKENIZER.vocab_size
    shapes = [shape.replace("\u00a0", " ") for shape in page.locator(".step-shape").all_inner_texts()]
    assert (shapes[0], shapes[-1]) == (f"(T) = ({T})", f"(T, V) = ({T}, {V})")
    explorer.says(".diagram-help", f"T = {T} tokens, .* V the vocabulary")
    page.locator('[data-step="logits"]').click()
    surface = page.get_by_role("application", name="Numbers of the step: Output: logits")
    surface.wait_for()
    id_ = TOKENIZER.pieces.index("me")
    surface.hover(position=middle(surface, 3, id_, T, V), force=True)
    named = re.escape(f"«{pieces[3]}» (4) · «me»: ")
    until(
        lambda: re.fullmatch(rf"{named}-?\d+\.\d+", page.locator(".tip:visible").inner_text()) is not None,
        lambda: page.locator(".tip:visible").inner_text(),
    )
    number = float(page.locator(".tip:visible").inner_text().split(": ")[1])
    assert number == pytest.approx(steps["logits"][0, 3, id_], abs=1e-4 * np.abs(steps["logits"]).max())
    page.get_by_label("a table of the token").check()
    columns = page.locator("#diagram tbody th")
    until(lambda: columns.count() == V, lambda: columns.count())
    assert columns.all_text_contents() == [f"«{piece.translate(UNSEEN)}»" for piece in TOKENIZER.pieces]
    weights = next(name for name in steps if name.endswith(".attention.weights"))
    page.locator(f'[data-step="{weights}"]').click()
    explorer.says("#diagram tbody th >> nth=2", re.escape(f"head 1, «{pieces[2]}» (3)"))


def test_an_unknown_character_is_read_as_its_nearest(explorer: Explorer) -> None:
    explorer.page.fill("#phrase", "îl me dë 語s")
    shows(explorer, "il me de s")
    explorer.says("#phrase-note", "nearest that it knows: î → i,  ë → e. Unknown, and left out: 語.$")
    explorer.page.fill("#phrase", "語")
    explorer.says("#phrase-note", "left out: 語. Nothing is typed .* from one character: end of line.$")
