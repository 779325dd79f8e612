"""`proust corpus prepare` and `inspect`, as processes."""

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.cli.test_commands import refused
from tests.conftest import Proust
from tests.corpus.dirtying import dirty


def test_files_are_read_in_natural_order_unless_told(proust: Proust, tmp_path: Path) -> None:
    for number in (10, 2, 1):
        (tmp_path / f"book-{number}.txt").write_text(f"Tarde {number}.", encoding="utf-8")
    files = ["book-10.txt", "book-2.txt", "book-1.txt"]
    prepared = proust("corpus", "prepare", *files, "--language", "es", "--out", "natural", cwd=tmp_path)
    shown = [" ".join(line.split()) for line in prepared.stdout.split("\n\n")[0].splitlines()]
    assert shown[0] == "in this order:"
    assert shown[2:] == [f"{rank} book-{number}.txt by its name" for rank, number in ((1, 1), (2, 2), (3, 10))]
    assert (tmp_path / "natural/corpus.txt").read_text(encoding="utf-8") == "Tarde 1.\n\nTarde 2.\n\nTarde 10.\n"
    given = proust("corpus", "prepare", *files, "--language", "es", "--out", "given", "--as-given", cwd=tmp_path)
    assert given.stdout.startswith("in the order given: book-10.txt, book-2.txt, book-1.txt\n")
    assert (tmp_path / "given/corpus.txt").read_text(encoding="utf-8") == "Tarde 10.\n\nTarde 2.\n\nTarde 1.\n"


def test_every_rule_is_explained(proust: Proust, prose: str, tmp_path: Path) -> None:
    (tmp_path / "book.txt").write_bytes(dirty(prose))
    command = ["corpus", "prepare", "book.txt", "--language", "auto", "--out", "corpus"]
    prepared = proust(*command, "--explain", "--examples", 2, "--without", "separators", cwd=tmp_path)
    assert prepared.returncode == 0, prepared.stderr
    manifest = json.loads((tmp_path / "corpus/corpus.json").read_text(encoding="utf-8"))
    rules = {rule["rule"]: rule for rule in manifest["rules"]}
    assert {"licence", "page_numbers", "hard_wraps"} <= set(rules)
    assert manifest["rules_left_out"] == ["separators"]
    assert "separators" not in rules
    for name, rule in rules.items():
        assert f"{name}: " in prepared.stdout
        assert len(rule["examples"]) == min(2, rule["edits"])
    assert prepared.stdout.count("    before  ") == sum(len(rule["examples"]) for rule in rules.values())
    account = manifest["account"]
    assert f"input {account['input']:,} characters = {account['kept']:,} kept" in prepared.stdout
    dropped = [json.loads(line) for line in (tmp_path / "corpus/dropped.jsonl").read_text("utf-8").splitlines()]
    assert dropped[0]["rule"] == "licence"
    assert dropped[0]["line"] == 1


def test_rare_symbols_and_unwanted_lines(proust: Proust, tmp_path: Path) -> None:
    (tmp_path / "book.txt").write_text("Nota del editor.\n" + "una tarde larga, " * 4 + "Z\n", encoding="utf-8")
    prepared = proust(
        *("corpus", "prepare", "book.txt", "--language", "es", "--out", "corpus"),
        *("--drop-rare", 2, "--drop-lines", "book.txt:1"),
        cwd=tmp_path,
    )
    assert "rare: Z, 1 times" in prepared.stdout
    assert (tmp_path / "corpus/corpus.txt").read_text(encoding="utf-8") == ("una tarde larga, " * 4).strip() + "\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            ["--without", "hyphens"],
            "there is no rule to leave out, hyphens; there are broken_words, dedications, dots",
        ),
        (["--without", "dot"], "did you mean dots?"),
        (["--drop-lines", "book.txt"], "names no lines; write it as book.txt:1-12"),
        (["--drop-lines", "other.txt:1"], "other.txt is not one of the files"),
        (["--drop-lines", "book.txt:9"], "book.txt has the lines 1-1; 9-9 are not lines of it"),
        (["--drop-rare", "-1"], "Invalid value for '--drop-rare'"),
        (["--language", "tlh"], "there is no alphabet for the language 'tlh'"),
        (["greek.txt"], "greek.txt holds no character of the Spanish alphabet"),
        (["again.txt"], "book.txt and again.txt are the same text"),
    ],
)
def test_prepare_refuses(proust: Proust, tmp_path: Path, arguments: list[str], says: str) -> None:
    for name in ("book.txt", "again.txt"):
        (tmp_path / name).write_text("Una tarde.", encoding="utf-8")
    (tmp_path / "greek.txt").write_text("αβγ", encoding="utf-8")
    command = ["corpus", "prepare", "book.txt", "--as-given", "--language", "es", "--out", "corpus", *arguments]
    result = proust(*command, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.count("\n") == 1
    assert says in result.stderr
    assert not (tmp_path / "corpus").exists()


def test_inspect(proust: Proust, prose: str, tmp_path: Path) -> None:
    (tmp_path / "book-10.txt").write_bytes(dirty(prose))
    (tmp_path / "book-9.txt").write_text("Война и мир. " * 20 + "[]", encoding="utf-8")
    result = proust("corpus", "inspect", "book-10.txt", "book-9.txt", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    first, second = result.stdout.split("\n\n")
    assert first.startswith("book-9.txt\n")
    assert "language  none of those that have an alphabet (guessed)" in first
    assert "[left square bracket] 1" in first or "[[] 1" in first
    assert "encoding  cp1252 (guessed)" in second
    assert "hard-wrapped at about" in second
    assert "language  es (guessed)" in second
    refused(proust("corpus", "inspect", "nowhere.txt", cwd=tmp_path), "cannot read nowhere.txt")
    refused(proust("corpus", "inspect", "book-9.txt", "--language", "xx", cwd=tmp_path), "no alphabet")


def test_inspect_lists_the_lines_that_a_machine_expects_least(proust: Proust, tmp_path: Path) -> None:
    lines = [
        "Le soir, nous allions sur le chemin qui menait à la maison,",
        "et ma mère me disait que la mer était belle et que le vent",
        "ne se lévait pqs sur les jarbins avont la fin de la jovrnée",
        "quand il faisait beau et que nous restions dans le salon.",
    ]
    (tmp_path / "book.txt").write_text("\n".join(lines), encoding="utf-8")
    shown = proust("corpus", "inspect", "book.txt", "--model", "recherche-fr", cwd=tmp_path).stdout
    table = shown[shown.index("what recherche-fr expects least") :].splitlines()[1:]
    assert lines[2][:40] in table[0]
    assert table[0].split()[0] == "3"
    assert len(table) == 4


def test_the_pattern_that_inspect_prints_is_one_for_prepare(proust: Proust, tmp_path: Path) -> None:
    mark = "http://www.libros.invalid/l'ami (9)\nUna tarde cualquiera.\n"
    (tmp_path / "book.txt").write_text(mark * 4, encoding="utf-8")
    shown = proust("corpus", "inspect", "book.txt", cwd=tmp_path).stdout
    (hint, *_) = re.findall("to leave out all such lines: (.+)", shown)
    prepared = ["corpus", "prepare", "book.txt", "--language", "es", "--out", "clean", *shlex.split(hint)]
    proust(*prepared, cwd=tmp_path)
    assert (tmp_path / "clean/corpus.txt").read_text(encoding="utf-8") == "Una tarde cualquiera.\n" * 4
