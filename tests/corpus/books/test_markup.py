"""What becomes of markup, one thing at a time."""

from pathlib import Path

import pytest

from proust_attention.corpus import Alphabet
from proust_attention.corpus.books import open_books
from proust_attention.errors import InputError
from tests.corpus.books.pages import opened

XHTML = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>{}</body></html>'
)
NOTE = '<p>Word<a id="m1" href="#n1"><sup>1</sup></a>, more.</p><p id="n1"><a href="#m1">1</a> The note.</p>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One\n  two</p><p>three</p>", "One two\n\nthree"),
        ("<p>Caf&eacute; &amp;&nbsp;t&#233; &hellip;</p>", "Café &\xa0té …"),
        ("<p>R&D, &unknown; and &#xE9;</p>", "R&D, &unknown; and é"),
        ("<h2>I<br/>The door</h2><p>It opened.</p>", "I\nThe door\n\nIt opened."),
        ("<p>One line,<br/>\nanother.</p>", "One line,\nanother."),
        (
            '<div class="stanza"><p>One line,</p><p>another.</p></div><p>Prose.</p>',
            "One line,\nanother.\n\nProse.",
        ),
        ("<pre>as\n it  is</pre>", "as\nit is"),
        ("<div>Bare text<p>and a paragraph</p>and more</div>", "Bare text\n\nand a paragraph\n\nand more"),
        ('<p><span class="small-caps">Ma</span>drid</p>', "Madrid"),
        ('<p><span class="dropcap">L</span>ongtemps</p>', "Longtemps"),
        ('<p><span class="dropcap">L</span> ongtemps</p>', "Longtemps"),
        ('<p><span class="dropcap">A</span> la mañana</p>', "A la mañana"),
        ('<div class="dropcap">L</div>\n<p>ongtemps</p>', "Longtemps"),
        ('<p>a<img src="x" alt="An alternative"/>b</p>', "ab"),
        ('<p>a <span epub:type="pagebreak" title="12">12</span>b</p>', "a b"),
        ('<p>a <span class="pagenum">[Pg 12]</span>b</p>', "a b"),
        ('<p>a <span class="pagenum">what is not a number</span> b</p>', "a what is not a number b"),
        (
            '<p>a<a epub:type="noteref">1</a></p><aside epub:type="footnote"><p>1 b</p></aside>',
            "a",
        ),
        ('<p>a<a role="doc-noteref" href="#n">1</a></p><div role="doc-endnotes"><h2>N</h2><p>b</p></div>', "a"),
        (NOTE, "Word, more."),
        ('<p>Word<a href="#n1">[*]</a>.</p><h2>Notes</h2><p id="n1">[*] Nothing leads back.</p>', "Word."),
        ('<p><a href="#c1">1</a></p><h2 id="c1">1</h2><p>A chapter, to which a number leads.</p>', None),
        ('<p><a href="#c1">1</a></p><p id="c1">1 A chapter.</p>', "1\n\n1 A chapter."),
        ('<p>See <a href="#far">1</a>.</p><p id="far">What is no note.</p>', "See 1.\n\nWhat is no note."),
        ('<section epub:type="frontmatter foreword"><p>By another</p></section><p>a</p>', "a"),
        ('<section epub:type="frontmatter prologue"><p>By the author</p></section><p>a</p>', "By the author\n\na"),
        (
            '<nav><ol><li>I</li></ol></nav><p hidden="">h</p><p style="display: none">h</p><p>a</p>',
            "a",
        ),
        ("<script>alert()</script><style>p {}</style><svg><text>s</text></svg><p>a</p>", "a"),
        ("<p>One<video>no film</video>two.</p>", "One two."),
        ("<table><tr><td>a</td> <td>b</td></tr><tr><td>c</td></tr></table>", "a b\n\nc"),
    ],
)
def test_html(body: str, text: str | None, tmp_path: Path) -> None:
    wanted = "1\n\n1\n\nA chapter, to which a number leads." if text is None else text
    assert opened(XHTML.format(body), tmp_path).text == wanted + "\n"


def test_what_has_text_is_read_or_counted(tmp_path: Path) -> None:
    book = opened(
        "<html><body><p>One <svg><text>a map</text></svg>two<math><mi>x</mi></math>.</p><svg><path/></svg>"
        "<object data='film'><p>A film.</p></object><noscript><p>No script.</p></noscript>"
        "<canvas>a picture</canvas></body></html>",
        tmp_path,
    )
    assert book.text == "One two.\n\nA film.\n\nNo script.\n"
    assert {one.kind: (one.count, one.characters) for one in book.dropped} == {
        "pictures with text": (1, 4),
        "formulas": (1, 1),
        "fallback text": (1, 8),
    }


def test_html_that_nobody_closed(tmp_path: Path) -> None:
    book = opened("<html><head><title>A &amp; B</title><body><p>One<p>two <i>three<p>R&D</body>", tmp_path)
    assert (book.title, book.text) == ("A & B", "One\n\ntwo three\n\nR&D\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_page_says_its_encoding(encoding: str, tmp_path: Path) -> None:
    page = f'<?xml version="1.0" encoding="{encoding}"?><html><body><p>¿Qué? Año</p></body></html>'
    assert opened(page.encode(encoding), tmp_path).text == "¿Qué? Año\n"


def test_a_page_in_another_encoding_than_it_says_is_read_as_text_is(tmp_path: Path) -> None:
    page = '<html><head><meta charset="utf-8"/></head><body><p>La mañana, el niño y la cigüeña</p></body>'
    book = opened(page.encode("cp1252"), tmp_path)
    assert book.text == "La mañana, el niño y la cigüeña\n"
    assert book.encoding_was_guessed


SAYS_LATIN1 = {
    "html": '<html><head><meta charset="iso-8859-1"/></head><body><p>{}</p></body></html>',
    "fb2": '<?xml version="1.0" encoding="ISO-8859-1"?><FictionBook><body><section><p>{}</p></section></body>'
    "</FictionBook>",
    "tei": '<?xml version="1.0" encoding="latin1"?><TEI><text><body><p>{}</p></body></text></TEI>',
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("page", SAYS_LATIN1.values(), ids=SAYS_LATIN1)
def test_the_bytes_of_a_page_are_believed_before_what_it_says(encoding: str, page: str, tmp_path: Path) -> None:
    book = opened(page.format("“¿Quién llamó?” — preguntó…").encode(encoding), tmp_path)
    assert book.text == "“¿Quién llamó?” — preguntó…\n"
    assert not book.encoding_was_guessed


@pytest.mark.parametrize(
    ("encoding", "language", "words"),
    [
        ("mac_roman", "es", "¿Quién llamó?» — preguntó el niño…"),
        ("cp850", "es", "¿Quién llamó? preguntó el niño"),
        ("mac_roman", "de", "„Schöne Größe“, sagte sie; für Äpfel."),
        ("iso8859_15", "fr", "Un cœur, une œuvre, des sœurs, un nœud : été."),
    ],
)
@pytest.mark.parametrize("page", SAYS_LATIN1.values(), ids=SAYS_LATIN1)
def test_latin1_that_gives_no_words_is_another_encoding(
    encoding: str, language: str, words: str, page: str, tmp_path: Path
) -> None:
    (tmp_path / "page").write_bytes(page.format(words).encode(encoding))
    (book,) = open_books(tmp_path / "page", Alphabet.of(language))
    assert book.text == words + "\n"
    assert book.encoding_was_guessed


@pytest.mark.parametrize("words", ["10½, 3¾, ¼ y ½ £, ¾", "SEÑOR ÓÑÉ: «ÀÇ» §5, 20°, 3²", "Ã© Ã³ Ã± Ã¡ Ãº"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_latin1_that_may_be_meant_stays(words: str, language: str, tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(SAYS_LATIN1["html"].format(words).encode("latin-1"))
    (book,) = open_books(tmp_path / "page", Alphabet.of(language))
    assert not book.encoding_was_guessed


def test_bytes_that_windows_1252_lacks_are_latin1(tmp_path: Path) -> None:
    assert opened(SAYS_LATIN1["html"].format("a\x81ñ").encode("latin-1"), tmp_path).text == "a\x81ñ\n"


def test_fictionbook(tmp_path: Path) -> None:
    book = opened(
        """<?xml version="1.0"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"
        xmlns:l="http://www.w3.org/1999/xlink"><description><title-info><author><first-name>Ana</first-name>
        <last-name>Ruiz</last-name></author><book-title>El patio</book-title><lang>es</lang>
        <sequence name="Casas" number="3"/></title-info></description>
        <body><title><p>Ana Ruiz</p><p>El patio</p></title><section><title><p>I</p>
        <p>La llave</p></title><epigraph><p>Lema</p></epigraph>
        <p>Uno<a l:href="#n1" type="note">1</a> <strong>dos</strong>.</p>
        <poem><stanza><v>Un verso,</v><v>otro.</v></stanza><stanza><v>Más.</v></stanza></poem><image l:href="#i"/>
        <subtitle>* * *</subtitle><p>Fin.</p></section></body>
        <body name="notes"><section id="n1"><p>La nota.</p></section></body><binary id="i">AAAA</binary>
        </FictionBook>""",
        tmp_path,
    )
    assert book.text == "I\n\nLa llave\n\nLema\n\nUno dos.\n\nUn verso,\notro.\n\nMás.\n\n* * *\n\nFin.\n"
    assert (book.title, book.author, book.language) == ("El patio", "Ana Ruiz", "es")
    assert (book.series, book.number, book.parts) == ("Casas", 3, ("I", "La llave"))
    counts = {one.kind: one.count for one in book.dropped}
    assert counts == {"front matter": 1, "note marks": 1, "images": 1, "notes": 1}


def test_tei(tmp_path: Path) -> None:
    book = opened(
        """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>El patio</title>
        <author>Ruiz, Ana</author></titleStmt></fileDesc></teiHeader>
        <text xml:lang="es"><front><p>Prólogo</p></front><body><div type="chapter"><head>I</head>
        <p>Una pa<pb n="2"/>labra <choice><sic>mall</sic><corr>mal</corr></choice> dicha<note>N.</note>,
        <choice><abbr>Sr.</abbr><expan>señor</expan></choice>.</p>
        <quote><lg><l>Un verso,</l><l>otro.</l></lg></quote>
        <p>Fin<ref type="noteAnchor">1</ref>.</p></div></body><back><p>Índice</p></back></text></TEI>""",
        tmp_path,
    )
    assert book.text == "I\n\nUna palabra mal dicha, señor.\n\nUn verso,\notro.\n\nFin.\n"
    assert (book.title, book.author, book.language, book.parts) == ("El patio", "Ruiz, Ana", "es", ("I",))


LAUGHS = '<!DOCTYPE {0} [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("root", ["html", "TEI", "FictionBook"])
def test_no_entity_is_expanded_and_none_is_fetched(root: str, tmp_path: Path) -> None:
    body = f"{LAUGHS.format(root)}<{root}><body><text><p>x &b; &c; &eacute;</p></text></body></{root}>"
    assert opened(body, tmp_path).text == "x &b; &c; é\n"


def test_elements_that_are_nested_too_deep_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="deep"):
        opened("<html><body>" + "<div>" * 2000 + "x", tmp_path)
