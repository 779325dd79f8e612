"""The parts of a report beside its curves: findings, samples, and the tables."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

from proust_attention.charts.drawing import text
from proust_attention.config import SECTIONS, Config
from proust_attention.evaluation import Size, bits_a_byte, nats_to_bits
from proust_attention.evaluation.yardsticks import Yardstick
from proust_attention.reports.finding import Finding
from proust_attention.reports.page import paragraph, table

Values = dict[str, Any]

LOOKS = {"diverged": "grave", "overfitting": "grave", "worse": "grave", "flat": "", "falling": ""}


class Figure(NamedTuple):
    """How good the machine is."""

    nats: float  # a character
    rests_on: str  # in words
    size: Size | None  # of the text that it rests on; None: some part of it, nobody knows of how many bytes


def diagnosis(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield what the curves say."""
    yield "<h2>What the curves say</h2>"
    for finding in findings:
        yield f'<div class="finding {LOOKS.get(finding.kind, "doubtful")}">'
        yield f"<p><strong>{text(finding.says)}</strong></p>{paragraph(finding.evidence)}"
        if finding.doubt:
            yield paragraph(finding.doubt, "quiet")
        yield "</div>"


def samples(records: Sequence[Values], author: str) -> Iterator[str]:
    """Yield what the machine wrote on the way, and in the end what the author did."""
    shown = [r for r in records if isinstance(r.get("text"), str) and isinstance(r.get("step"), int)]
    if not shown:
        return
    yield "<h2>How it learned to write</h2>"
    yield paragraph(
        "The same beginning and the same throw of the dice each time, so that whatever changes is the machine: "
        "from noise to letters, to words, to sentences."
    )
    for record in shown:
        when = "before training" if record["step"] == 0 else f"step {record['step']:,}"
        yield sample(when, str(record.get("prompt", "")), record["text"])
    if author:
        yield sample("the book itself", str(shown[-1].get("prompt", "")), author)


def sample(when: str, prompt: str, written: str) -> str:
    """Return one piece that a machine wrote, or the book itself."""
    quoted = f'<blockquote><span class="prompt">{text(prompt)}</span>{text(written)}</blockquote>'
    return f'<div class="sample"><div class="quiet">{text(when)}</div>{quoted}</div>'


def yardstick_table(yardsticks: Sequence[Yardstick], size: Size | None, machine: Figure | None) -> Iterator[str]:
    """Yield the yardsticks with the machine among them, the worst first.

    `size`, of the held-out text, is None where the text is gone.
    """
    yield "<h2>Yardsticks</h2>"
    if not yardsticks:
        yield paragraph(
            "The text is no longer in the run folder (tokens.npy), so that nothing else can be measured on it."
        )
    rows = [(y.nats, y.name, size, y.explanation) for y in yardsticks]
    if machine is not None:
        rows.append((machine.nats, "this machine", machine.size, machine.rests_on))
    if not rows:
        return
    yield paragraph(
        "What simpler means need for the same held-out text, after they have read the same training part."
    )
    figures = [
        (name, f"{nats:.3f}", f"{nats_to_bits(nats):.3f}", _of_bytes(nats, of_what), explanation)
        for nats, name, of_what, explanation in sorted(rows, key=lambda row: row[:2], reverse=True)
    ]
    heads = ("", "nats a character", "bits a character", "bits a byte", "")
    yield table(heads, figures, numbers=frozenset({1, 2, 3}))


def _of_bytes(nats: float, size: Size | None) -> str:
    return "-" if size is None else f"{bits_a_byte(nats, *size):.3f}"


def settings(config: Config) -> Iterator[str]:
    """Yield every setting with its explanation."""
    yield "<h2>Settings</h2>"
    rows = [
        (
            f"{group.section}.{field.name}",
            value_in_words(getattr(group, field.name)),
            field.metadata["explanation"],
        )
        for group in (getattr(config, section) for section in SECTIONS)
        for field in fields(group)
    ]
    yield table(("setting", "value", "what it is"), rows)


def value_in_words(value: object) -> str:
    """Write the value of a setting."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "left out"
    return f"{value:,}" if isinstance(value, int) else f"{value:g}" if isinstance(value, float) else str(value)


def corpus(manifest: Values) -> Iterator[str]:
    """Yield what the text was: its files, and what became of each character of them."""
    yield "<h2>The text</h2>"
    language, characters, symbols = (manifest.get(name) for name in ("language", "characters", "symbols"))
    if isinstance(characters, int) and isinstance(symbols, str):
        yield paragraph(f"{characters:,} characters, {len(symbols)} symbols; language: {language}.")
    if isinstance(account := manifest.get("account"), dict):
        fates = (f"{count:,} {fate}" for fate, count in account.items() if fate != "input" and _is_whole(count))
        if _is_whole(account.get("input")):
            yield paragraph(f"Of {account['input']:,} characters that were found: {', '.join(fates)}.")
    rows = [
        (str(s.get("name", "")), *(_count(s.get(key)) for key in ("characters_in", "characters_out")))
        for s in sources(manifest)
    ]
    if rows:
        yield table(("file", "characters found", "characters kept"), rows, numbers=frozenset({1, 2}))
    else:
        yield paragraph("The run does not say where it came from.")


def sources(manifest: Values) -> list[Values]:
    """Return what a manifest says of its files; what is no such record is passed over."""
    found = manifest.get("sources")
    return [source for source in found if isinstance(source, dict)] if isinstance(found, list) else []


def _count(value: object) -> str:
    return f"{value:,}" if _is_whole(value) else ""


def _is_whole(value: object) -> bool:
    return type(value) is int
