"""Books of any format as sources."""

from pathlib import Path

from proust_attention import corpus
from tests.corpus.books.epubs import write_epub

SPANISH = corpus.Alphabet.of("es")


def test_what_a_book_says_of_itself_reaches_the_source(tmp_path: Path) -> None:
    path = tmp_path / "a.epub"
    calibre = {"series": "En busca", "series_index": "2.0"}
    write_epub(path, ["Una tarde."], heading="I", calibre=calibre, title="Otra", creator="Nadie", language="es")
    [source] = corpus.read_all([path], SPANISH)
    assert (source.format, source.title, source.author, source.language) == ("EPUB 2", "Otra", "Nadie", "es")
    assert (source.series, source.number, source.parts) == ("En busca", 2.0, ("I",))
    assert source.text.split() == ["I", "Una", "tarde."]
    assert corpus.in_order([source])[0].why == "number 2 of the series En busca"
    [bare] = corpus.read_all([path], SPANISH, headings=False)
    assert bare.text.split() == ["Una", "tarde."]
    assert [(one.kind, one.count) for one in bare.dropped_with_markup] == [("headings", 1)]


def test_no_two_sources_have_one_name(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder / "books").mkdir(parents=True)
        for number in (10, 9):
            (tmp_path / folder / "books" / f"{number}.txt").write_text("Una tarde.", encoding="utf-8")
    paths = [tmp_path / "a" / "books", tmp_path / "b" / "books", tmp_path / "a" / "books" / "9.txt"]
    names = [source.name for source in corpus.read_all(paths, SPANISH)]
    in_folders = [f"{folder / name}" for folder in paths[:2] for name in ("9.txt", "10.txt")]
    assert names == [*in_folders, "9.txt"]


TEI = """<?xml version="1.0"?><TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body><div>
<p>Una <emph>tarde</emph><pb n="7"/> larga.</p><lg><l>Tarde gris,</l><l>mar gris.</l></lg>
<quote><l>Sola va</l><l>la barca.</l></quote><sp><speaker>ANA</speaker><l>¿Quién</l><l>llama?</l></sp>
<trailer>FIN</trailer></div></body></text></TEI>"""


def test_verse_stands_in_lines_where_an_editor_says_what_belongs_together(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(TEI, encoding="utf-8")
    [source] = corpus.read_all([tmp_path / "a.xml"], SPANISH)
    assert source.text.strip().split("\n\n") == [
        *("Una tarde larga.", "Tarde gris,\nmar gris.", "Sola va", "la barca.", "ANA", "¿Quién\nllama?")
    ]
    assert [(one.kind, one.first_words) for one in source.dropped_with_markup] == [("trailers", ("FIN",))]
