"""From files to a corpus folder and back."""

import hashlib
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proust_attention import corpus, data
from proust_attention.corpus import Alphabet
from proust_attention.errors import InputError
from tests.corpus.dirtying import difference, dirty

SPANISH = Alphabet.of("es")


@pytest.mark.parametrize(
    ("encoding", "named", "guessed"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8", False),
        ("utf-16", "utf-16", False),
        ("cp1252", "cp1252", True),
        ("mac_roman", "mac-roman", True),
        ("cp850", "cp850", True),
    ],
)
def test_encodings(tmp_path: Path, prose: str, encoding: str, named: str, guessed: bool) -> None:
    text = prose.replace("—", "-")  # cp850 has no dash
    path = tmp_path / "book.txt"
    path.write_bytes(text.encode(encoding))
    (source,) = corpus.read_all([path], SPANISH)
    assert source.text.removeprefix("\ufeff") == text
    assert (source.encoding, source.encoding_was_guessed) == (named, guessed)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])  # the others have no ’
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "L’hiver, l’horloge n’avait qu’une aiguille; l’organiste n’était plus qu’une ombre, d’un âge. "),
        ("it", "L’amore dell’oste, l’acqua dell’orto; un’altra volta, sull’aia, l’asino non dormiva, perché? "),
        ("es", "“¿Qué año?” —preguntó la cigüeña—. “Mañana…”, dijo el niño, y se quedó así. ¡Ándale, Íñigo! "),
    ],
)
def test_typographic_signs_do_not_vote_for_another_encoding(
    encoding: str, language: str, text: str, tmp_path: Path
) -> None:
    (tmp_path / "book.txt").write_bytes((text * 20).encode(encoding))
    (source,) = corpus.read_all([tmp_path / "book.txt"], Alphabet.of(language))
    assert source.text == text * 20


def test_the_alphabet_decides_between_encodings(tmp_path: Path) -> None:
    text = "Le cœur a ses raisons, et la sœur aussi; l'été, à Combray, on déjeunait plus tôt. " * 30
    (tmp_path / "book.txt").write_bytes(text.encode("iso8859_15"))  # in Windows-1252 each œ would be ½
    assert corpus.read_all([tmp_path / "book.txt"], Alphabet.of("fr"))[0].text == text


def test_a_half_is_no_letter(tmp_path: Path) -> None:
    text = (
        "Vers 10 h. ½, dans un salon de l'hôtel où l'été avait été très long, il était là; à 9½ on déjeunait. "
        * 30
    )
    (tmp_path / "book.txt").write_bytes(text.encode("latin-1"))  # in ISO 8859-15 each ½ would be œ
    assert corpus.read_all([tmp_path / "book.txt"], Alphabet.of("fr"))[0].text == text


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x10\x00\x00\x00\x10\x08\x02\x00\x00\x00\x90\x91h6"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (PNG + bytes(range(256)) * 40, "is not a book"),
        (b"abc\0def", "is not a book"),
        (b"abc " * 20_000 + b"\0", "is not a text file"),  # behind what is looked at to detect the format
        (b"\x81\x8d\x8f\x90\x9d" * 200, "is not a text file"),
    ],
)
def test_what_is_no_text(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "book.txt").write_bytes(content)
    with pytest.raises(InputError, match=f"book.txt {says}"):
        corpus.read_all([tmp_path / "book.txt"], SPANISH)


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read .*: No such file"):
        corpus.read_all([tmp_path / "book.txt"], SPANISH)


TEXTS = st.lists(st.text(st.sampled_from("aé’œ½ \n\u00a0*")).map(lambda text: "a" + text), min_size=1, max_size=4)


@given(TEXTS)
def test_the_manifest_adds_up(texts: list[str]) -> None:
    sources = [corpus.Source.of_text(f"{i}.txt", text) for i, text in enumerate(texts)]
    made = corpus.of_texts(sources, "es", keep_first=True)
    manifest = made.manifest
    account, kept = manifest["account"], manifest["sources"]
    assert len(kept) + len(manifest["same_text_left_out"]) == len(texts)
    assert account["input"] == sum(source["characters_in"] for source in kept)
    assert account["input"] == account["kept"] + account["replaced"] + account["folded"] + account["dropped"]
    for fate in ("replaced", "folded", "dropped"):
        assert sum(rule.get(fate, 0) for rule in manifest["rules"]) == account[fate]
    between_and_end = 2 * (len(kept) - 1) + 1
    characters_out = sum(source["characters_out"] for source in kept)
    assert manifest["characters"] == len(made.text) == between_and_end + characters_out
    assert set(manifest["symbols"]) == set(made.text)
    for rule in manifest["rules"]:
        of_this_rule = [change["count"] for change in manifest["changes"] if change["rule"] == rule["rule"]]
        assert sum(of_this_rule) == rule["edits"]


def sources(*texts: str) -> list[corpus.Source]:
    return [corpus.Source.of_text(f"{number}.txt", text) for number, text in enumerate(texts)]


def test_the_same_text_twice() -> None:
    with pytest.raises(
        InputError, match=r"0\.txt and 2\.txt are the same text, or mostly; leave one out, or keep"
    ):
        corpus.of_texts(sources("Una  tarde…", "Otra.", "\ufeffUna\ntarde..."), "es")
    made = corpus.of_texts(sources("Una  tarde…", "Otra.", "\ufeffUna\ntarde..."), "es", keep_first=True)
    assert made.text == "Una tarde...\n\nOtra.\n"
    assert made.manifest["same_text_left_out"] == ["2.txt"]
    assert [source["name"] for source in made.manifest["sources"]] == ["0.txt", "1.txt"]


def test_rare_symbols_are_left_out_and_named() -> None:
    text = "La tarde era gris y larga. " * 5 + "Über, dijo (Ana)."
    made = corpus.of_texts(sources(text, "Otra tarde gris."), "es", drop_rare=3)
    rare = {entry["symbol"]: entry for entry in made.manifest["rare_symbols_left_out"]}
    assert rare["Ü"]["count"] == 1
    assert rare["Ü"]["places"] == [{"file": "0.txt", "line": 1, "around": "e era gris y larga. Über, dijo (Ana)."}]
    assert set(made.text).isdisjoint(rare)
    assert all(made.text.count(symbol) >= 3 for symbol in set(made.text) - {" ", "\n"})


def test_a_rare_letter_is_folded_before_it_is_dropped() -> None:
    made = corpus.of_texts(sources("La tarde es mi vida. Mas." * 3 + " Una tarde así."), "es", drop_rare=3)
    assert made.text.endswith("Mas. a tarde asi.\n")
    assert [rare["symbol"] for rare in made.manifest["rare_symbols_left_out"]] == ["U", "n", "í"]


def test_lines_that_are_not_wanted() -> None:
    text = "Prólogo del editor.\nQue nadie lee.\nUna tarde.\nFIN\n"
    made = corpus.of_texts(
        sources(text), "es", drop_lines=[corpus.Lines("0.txt", 4, 4), corpus.Lines("0.txt", 1, 2)]
    )
    assert made.text == "Una tarde.\n"
    assert made.manifest["rules"][0] == {"rule": "unwanted_lines", "edits": 2, "dropped": 39, "examples": []}
    assert [run["text"] for run in made.dropped] == ["Prólogo del editor.\nQue nadie lee.\n", "FIN\n"]
    for first, last in ((0, 1), (3, 2), (4, 5)):
        with pytest.raises(InputError, match=f"0.txt has the lines 1-4; {first}-{last} are not lines of it"):
            corpus.of_texts(sources(text), "es", drop_lines=[corpus.Lines("0.txt", first, last)])
    twice = [corpus.Lines("0.txt", 1, 2), corpus.Lines("0.txt", 2, 3), corpus.Lines("0.txt", 1, 1)]
    assert corpus.of_texts(sources(text), "es", drop_lines=twice).text == "FIN\n"


def test_all_lines_that_hold_something_are_not_wanted() -> None:
    found = sources("www.libros.invalid\nUna tarde.\n  www.libros.invalid | 2\n", "Otra.\nwww.libros.invalid\n")
    unwanted = corpus.lines_with(r"^www\.libros\.invalid", found)
    assert unwanted == [corpus.Lines("0.txt", 1, 1), corpus.Lines("0.txt", 3, 3), corpus.Lines("1.txt", 2, 2)]
    assert corpus.of_texts(found, "es", drop_lines=unwanted).text == "Una tarde.\n\nOtra.\n"
    with pytest.raises(InputError, match="no line holds ninguna"):
        corpus.lines_with("ninguna", found)
    with pytest.raises(InputError, match=r"\( is no regular expression: missing \)"):
        corpus.lines_with("(", found)


def test_an_alphabet_of_what_occurs() -> None:
    text = "Война и мир, — сказал он’ . " * 10 + "Ω ☃"
    made = corpus.of_texts(sources(text), corpus.AUTO)
    assert made.text.startswith("Война и мир, — сказал он'.")
    assert made.manifest["language"] == "auto"
    assert {change["symbol"] for change in made.manifest["changes"] if change["fate"] == "dropped"} >= {"Ω", "☃"}


def test_such_an_alphabet_takes_no_letter_out_of_a_word() -> None:
    text = "La tía Remedios y la llave del desván. Quizá Xavier volviera. Juan Müller y Wenceslao no; sí. дом ﬁn."
    made = corpus.of_texts(sources(text), corpus.AUTO)
    assert made.text == text.replace(";", "").replace("дом ﬁn", "fin") + "\n"


def test_every_dropped_run_is_told() -> None:
    made = corpus.of_texts(sources("Uno.\nDos §§ y ☃ tres."), "es")
    assert made.dropped == [
        {"file": "0.txt", "line": 2, "rule": "alphabet", "text": "§§"},
        {"file": "0.txt", "line": 2, "rule": "alphabet", "text": "☃"},
    ]


def test_to_disk_and_back(tmp_path: Path) -> None:
    made = corpus.of_texts([corpus.Source.of_text("a.txt", "Una tarde.\n\nOtra.")], "es")
    corpus.save(made, tmp_path / "corpus")
    assert corpus.load(tmp_path / "corpus") == made
    assert (tmp_path / "corpus" / "corpus.txt").read_bytes() == b"Una tarde.\n\nOtra.\n"
    assert json.loads((tmp_path / "corpus" / "corpus.json").read_text(encoding="utf-8")) == made.manifest
    with pytest.raises(InputError, match="already holds a corpus"):
        corpus.save(made, tmp_path / "corpus")


def test_a_corpus_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no corpus folder"):
        corpus.load(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"is not a corpus folder: corpus\.txt is missing"):
        corpus.load(tmp_path)
    made = corpus.of_texts([corpus.Source.of_text("a.txt", "Una tarde.")], "es")
    corpus.save(made, tmp_path / "corpus")
    (tmp_path / "corpus" / "corpus.txt").write_text("Otra tarde.\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"is not the text that corpus\.json describes"):
        corpus.load(tmp_path / "corpus")


@pytest.mark.parametrize(("content", "says"), [(b"caf\xe9", "is not UTF-8"), (b"\n", "holds no text")])
def test_a_corpus_made_by_another_hand(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "corpus.txt").write_bytes(content)
    manifest = {"sha256": hashlib.sha256(content).hexdigest()}
    (tmp_path / "corpus.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(InputError, match=says):
        corpus.load(tmp_path)


def test_no_allowed_character() -> None:
    with pytest.raises(InputError, match=r"greek\.txt holds no character of the Spanish alphabet"):
        corpus.of_texts([corpus.Source.of_text("greek.txt", "αβγ ∞\n")], "es")


def test_the_whole_recherche(corpora: Path) -> None:
    files = corpus.natural_order((corpora / "recherche-fr").glob("*.txt"))
    assert len(files) == 15
    made = corpus.of_texts(corpus.read_all(files, Alphabet.of("fr")), "fr")
    account = made.manifest["account"]
    assert account["input"] == sum(len(path.read_bytes().decode("utf-8")) for path in files) == 7_254_285
    assert account["input"] == account["kept"] + account["replaced"] + account["folded"] + account["dropped"]
    assert len(made.manifest["symbols"]) == 102
    assert [(doubt["file"], doubt["text"]) for doubt in made.manifest["doubtful"]] == [
        ("Proust-11.txt", "L’Éditeur.")
    ]
    assert made.text.startswith("Première partie\n\nCombray\n\nI\n\nLongtemps, je me suis couché de bonne heure. ")
    assert made.text.endswith("— dans le Temps.\n")
    for trace in (
        "Bibliothèque",
        "BeQ",
        "1871",
        "version 1",
        "Cet ouvrage est",
        "Dupuis",
        "9. Sodome",
        "Calmette",
    ):
        assert not re.search(rf"^.{{0,40}}{trace}.{{0,40}}$", made.text, re.MULTILINE), trace
    # Apart from the pages around them and single strange signs, nothing of the volumes is gone.
    around = ("title_pages", "dedications", "separators")
    others = [run["text"] for run in made.dropped if run["rule"] not in around]
    assert max(len(text) for text in others if set(text) != {"."}) <= 9  # γνῶθι σεαυτόν, in two words
    assert sum(map(len, others)) < 200
    pages = Counter(run["file"] for run in made.dropped if run["rule"] == "title_pages")
    assert set(pages.values()) == {5, 6}
    assert len(pages) == 15
    assert max(len(run["text"]) for run in made.dropped) < 1_400


@pytest.mark.parametrize("folder", ["recherche-fr", "novelas-es"])
def test_dirtied_volumes_come_back(corpora: Path, tmp_path: Path, folder: str) -> None:
    alphabet = Alphabet.of(folder[-2:])
    files = list((corpora / folder).glob("*.txt"))
    assert len(files) == {"recherche-fr": 15, "novelas-es": 8}[folder]
    for path in files:
        found = corpus.read_all([path], alphabet)[0].text[:150_000]  # some seventy pages
        clean = corpus.clean(found.rpartition("\n")[0], alphabet).text
        (tmp_path / "dirty.txt").write_bytes(dirty(clean))
        back = corpus.clean(corpus.read_all([tmp_path / "dirty.txt"], alphabet)[0].text, alphabet).text
        assert difference(clean, back) <= 0.0005 * len(clean), path


def test_the_embedded_text_dirtied_comes_back(tmp_path: Path) -> None:
    text = data.embedded_text().rstrip()
    (tmp_path / "dirty.txt").write_bytes(dirty(text))
    (source,) = corpus.read_all([tmp_path / "dirty.txt"], SPANISH)
    assert source.encoding == "cp1252"
    document = corpus.clean(source.text, SPANISH)
    assert difference(text, document.text) <= 0.0005 * len(text)
    did = document.account_by_rule()
    assert {"line_breaks", "licence", "separators", "page_numbers", "hard_wraps"} <= set(did)


def test_a_clean_text_is_changed_by_nothing_but_what_is_named(corpora: Path) -> None:
    """Against a plain whitelist pass, every difference is an edit of these rules, and a small one."""
    files = list((corpora / "novelas-es").glob("*.txt"))
    assert len(files) == 8
    for path in files:
        text = path.read_text(encoding="utf-8")
        document = corpus.clean(text, SPANISH)
        assert set(document.account_by_rule()) <= {"alphabet", "unused_signs", "dots", "spaces_before_signs"}
        assert all(len(run.text) <= 2 or set(run.text) <= set(" .") for run in document.dropped())
        whitelisted = Counter(symbol for symbol in text if symbol in SPANISH.symbols)
        left = Counter(document.text)
        assert {c for c in whitelisted if whitelisted[c] > left[c]} <= {" ", "."}, path


def test_all_that_is_left_out_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match="nothing of 0.txt is left without symbols that occur less than 500 times"
    ):
        corpus.of_texts(sources("aaa"), "es", drop_rare=500)


def test_french_keeps_its_spaces_in_an_alphabet_of_what_occurs() -> None:
    text = "Vous êtes là ? « Oui ! » dit-il ; et la mer est grise : elle l'est pour nous. " * 5
    decomposed = unicodedata.normalize("NFD", text)
    assert corpus.of_texts(sources(decomposed), corpus.AUTO).text == text.strip() + "\n"
