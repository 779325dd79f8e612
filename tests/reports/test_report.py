"""The report: whole whatever the state of a run, safe whatever stands in it, and looked at in a real browser."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from proust_attention import parameters
from proust_attention.checkpoint import RunFolder
from proust_attention.config import build
from proust_attention.errors import InputError
from proust_attention.reports.page import MARK, require_writable
from proust_attention.reports.report import report
from proust_attention.tokenizer import CharacterTokenizer
from tests.conftest import SOON, TINY
from tests.reports.logs import Record, evaluation, made_up

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOSTILE = (
    "</title></style><script>alert(1)</script><img src=https://example.org/x onerror=alert(2)>\x00\u202e&amp;"
)
STEPS = 4000


def a_run(
    folder: Path,
    text: str,
    records: list[Record],
    samples: list[Record] | None = None,
    corpus: Any = None,
    steps: int = STEPS,
) -> Path:
    """A run folder with a made-up log."""
    tokenizer = CharacterTokenizer.of_text(text)
    config = build(tokenizer.vocab_size, "article", [SOON, TINY, {"training": {"steps": steps}}])
    values = parameters.initial(config.model)
    run = RunFolder.create(folder, config, tokenizer, corpus or {}, tokenizer.encode(text), values)
    for record in records:
        run.log("metrics", record)
    for sample in samples or []:
        run.log("samples", sample)
    return folder


def overfits(done: float) -> float:
    return 2.0 + 2.2 * (1 - done / 0.3) ** 2 if done < 0.3 else 2.0 + 0.8 * (done - 0.3)


def learns(done: float) -> float:
    return 4.2 - 2.5 * done**0.5


class Elements(HTMLParser):
    """The names of all elements, with their attributes, and the text that is seen."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.shown = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.shown += data


def test_what_is_on_the_page(tmp_path: Path, prose: str) -> None:
    sample = {"step": 500, "prompt": "a la casa", "text": " de los membrillos"}
    corpus = {
        "language": "es",
        "characters": 20_000,
        "symbols": "ab",
        "account": {"input": 20_010, "kept": 20_000},
    }
    corpus["sources"] = [{"name": "membrillos.txt", "characters_in": 20_010, "characters_out": 20_000}]
    made = report(a_run(tmp_path / "first", prose, made_up(STEPS, overfits, learns, 1e-2), [sample], corpus))
    page = Elements(made.html)
    assert [finding.kind for finding in made.findings] == ["overfitting"]
    for words in (
        *(
            "first",
            "on membrillos.txt",
            "Step 4,000 of 4,000, finished. 2.5600 nats a character = 3.6933 bits a character",
        ),
        *(made.findings[0].says, made.findings[0].evidence, made.findings[0].doubt),
        *("step 500", "a la casa de los membrillos", "n-grams", "this machine", "20,010"),
        *("training.max_gradient_norm", "a gradient with a larger norm is clipped to it"),
    ):
        assert words in page.shown, words
    titles = [title for title in ("Loss", "Learning rate", "Gradient", "Updates", "Speed") if title in page.shown]
    assert len(titles) == 5
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids)) == 2 * (2 * 2 + 4)  # two of the charts in two sizes


def test_an_old_run_without_the_newer_figures(tmp_path: Path, prose: str) -> None:
    shown = Elements(report(a_run(tmp_path / "run", prose, made_up(STEPS, learns))).html).shown
    assert "Gradient" in shown
    assert "Updates" not in shown
    assert "Speed" not in shown


def test_only_the_first_evaluation(tmp_path: Path, prose: str) -> None:
    made = report(a_run(tmp_path / "run", prose, [evaluation(0, 4.2)]))
    assert [finding.kind for finding in made.findings] == ["unfinished", "early"]
    assert "Step 0 of 4,000." in Elements(made.html).shown


def test_no_log_at_all(tmp_path: Path, prose: str) -> None:
    made = report(a_run(tmp_path / "run", prose, []))
    assert "Nothing has been logged yet." in made.html
    assert "<svg" not in made.html


def test_a_run_in_progress(tmp_path: Path, prose: str) -> None:
    half = [record for record in made_up(STEPS, learns, final=False) if record["step"] <= STEPS // 2]
    run = a_run(tmp_path / "run", prose, half)
    whole = report(run)
    with (run / "metrics.jsonl").open("a", encoding="utf-8") as log:
        log.write('{"kind": "evaluation", "step": 2100, "held_out_lo')  # it is being written at this moment
    assert report(run) == whole
    assert "The run is not finished." in whole.html
    assert "bits a character: at step 2,000, on a part of the held-out text." in Elements(whole.html).shown


def test_bits_a_byte_are_of_a_figure_of_all_of_the_text_only(tmp_path: Path, prose: str) -> None:
    records = made_up(STEPS, learns)
    scored = round(0.1 * len(prose)) - 1
    records[-1]["characters"] = scored
    shown = Elements(report(a_run(tmp_path / "whole", prose, records)).html).shown
    assert f" bits a byte: the best weights, on {scored:,} held-out characters." in shown
    records[-1]["characters"] = scored - 15
    shown = Elements(report(a_run(tmp_path / "part", prose, records)).html).shown
    assert (
        f" bits a character: the best weights, on {scored - 15:,} of the {scored:,} held-out characters." in shown
    )


def test_a_run_without_its_text(tmp_path: Path, prose: str) -> None:
    run = a_run(tmp_path / "run", prose, made_up(STEPS, learns))
    (run / "tokens.npy").unlink()
    (run / "corpus.json").write_text("[", encoding="utf-8")
    shown = Elements(report(run).html).shown
    assert "The text is no longer in the run folder" in shown
    assert "this machine" in shown


def test_hostile_content(tmp_path: Path, prose: str) -> None:
    records = made_up(STEPS, learns, ratio=1e-2)
    records[1]["groups"][HOSTILE] = {"update_ratio": 0.1}
    records.append({"kind": "diverged", "step": 4000, "bad_step": 4001, "array": HOSTILE, "layer": HOSTILE})
    corpus = {"language": HOSTILE, "characters": 3, "symbols": HOSTILE, "account": {"input": 9, HOSTILE: 7}}
    corpus["sources"] = [{"name": HOSTILE, "characters_out": HOSTILE}, HOSTILE, None]
    sample = {"step": 1, "prompt": HOSTILE, "text": HOSTILE}
    html = report(a_run(tmp_path / "<b>&'\"", prose + HOSTILE, records, [sample, {"step": "x"}], corpus)).html
    page = Elements(html)
    names = {name for name, _ in page.elements}
    assert not names & {"script", "img", "b", "iframe"}
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert HOSTILE.replace("\x00", "\ufffd").replace("\u202e", "\ufffd") in page.shown
    assert "<b>&'\"" in page.shown
    assert "\x00" not in html


def test_nothing_comes_from_elsewhere(tmp_path: Path, prose: str) -> None:
    html = report(a_run(tmp_path / "run", prose, made_up(STEPS, learns))).html
    assert re.findall(r"https?:|url\(|@import|\bsrc=", html) == []
    assert "default-src 'none'; style-src 'sha256-" in html


def test_no_run(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no run folder"):
        report(tmp_path / "nowhere")


def test_what_may_be_written_over(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    require_writable(page)
    page.write_text(MARK, encoding="utf-8")
    require_writable(page)
    page.write_text("my own", encoding="utf-8")
    wrong = {page: "no page of this command", tmp_path: "is a folder", page / "b": "there is no folder"}
    for path, says in wrong.items():
        with pytest.raises(InputError, match=says):
            require_writable(path)


IN_THE_PICTURE = """() => [...document.querySelectorAll("svg.chart")].filter(svg => svg.checkVisibility())
  .map(svg => {
  const box = svg.viewBox.baseVal
  return [...svg.querySelectorAll("path")].map(path => {
    const { x, y, width, height } = path.getBBox()
    return width > 50 && x >= 0 && y >= 0 && x + width <= box.width && y + height <= box.height
  })
})"""


@pytest.mark.parametrize("width", [1200, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_browser(browser: "Browser", tmp_path: Path, prose: str, width: int, scheme: Any) -> None:
    sample = {"step": 500, "prompt": HOSTILE, "text": "a" * 500}
    corpus = {"sources": [{"name": "x" * 200, "characters_in": 1, "characters_out": 1}]}
    made = report(a_run(tmp_path / "run", prose, made_up(STEPS, overfits, learns, 1e-2), [sample], corpus))
    file = tmp_path / "page.html"
    file.write_text(made.html, encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    noticed: list[str] = []
    page.on("request", lambda request: noticed.append(request.url))
    page.on("console", lambda message: noticed.append(message.text))
    page.on("pageerror", lambda error: noticed.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_load_state("networkidle")
    assert noticed == [file.as_uri()]  # the page itself, and nothing else
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    drawn = page.evaluate(IN_THE_PICTURE)
    assert len(drawn) == 6  # of the two large charts one size each
    assert all(paths and all(paths) for paths in drawn)
    assert _paper(page) == ("rgb(253, 252, 250)" if scheme == "light" else "rgb(27, 26, 29)")
    assert page.evaluate("getComputedStyle(document.querySelector('svg text')).fontSize") == "12px"
    context.close()


def _paper(page: "Page") -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_a_report_is_plain_values(tmp_path: Path, prose: str) -> None:
    run = a_run(tmp_path / "run", prose, made_up(STEPS, learns))
    before = {path.name: path.read_bytes() for path in run.iterdir() if path.is_file()}
    report(run)
    assert {path.name: path.read_bytes() for path in run.iterdir() if path.is_file()} == before
    assert json.loads(before["config.json"])["training"]["steps"] == STEPS
    assert np.load(run / "tokens.npy").size == len(prose)
