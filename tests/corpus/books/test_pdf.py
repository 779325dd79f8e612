"""PDFs: their lines in the order of reading, paragraphs, words; what is not in them, and what is refused."""

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdf
import pytest
from pdf_files import line, pdf, stream

from proust_attention import corpus
from proust_attention.corpus.books import Book, open_books
from proust_attention.errors import InputError

FILES = Path(__file__).parent / "files"
SPANISH = corpus.Alphabet.of("es")
LEFT = [
    "El reloj de la estación",
    "atrasaba desde el lunes y",
    "nadie quería subir a la",
    "torre, porque el viento",
    "movía los peldaños.",
]
LEFT += ["El alcalde mandó a su", "sobrino con un farol y"]
RIGHT = [
    "dos mantas; volvió al",
    "alba, sin el farol, y dijo",
    "que arriba había un nido.",
    "Desde entonces la hora",
    "de aquel pueblo era la de",
]
RIGHT += ["las cigüeñas, y ningún", "tren llegaba ya tarde."]


def book(content: bytes, folder: Path) -> Book:
    path = folder / "libro.pdf"
    path.write_bytes(content)
    (opened,) = open_books(path)
    return opened


def refusal(content: bytes, folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        book(content, folder)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def column(x: float, lines: list[str], top: float = 700) -> bytes:
    return b"".join(line(x, top - 12 * number, text) for number, text in enumerate(lines))


def test_lines_paragraphs_and_pages(tmp_path: Path) -> None:
    indented = column(50, LEFT[:5]) + line(65, 640, LEFT[5]) + line(50, 628, LEFT[6])
    apart = column(50, RIGHT[:3]) + column(50, RIGHT[3:], top=655)
    wanted = [*LEFT[:5], "", *LEFT[5:], "\f" + RIGHT[0], *RIGHT[1:3], "", *RIGHT[3:]]
    assert book(pdf([indented, apart]), tmp_path).text.split("\n") == wanted


def test_a_short_speech_is_a_paragraph_and_a_verse_is_not(tmp_path: Path) -> None:
    speeches = ["—¿Quién sube?", "—Nadie.", "—¿Y la escalera?"]
    first = column(50, LEFT[:5]) + line(65, 640, LEFT[5]) + column(50, RIGHT[:4], top=628)
    second = column(50, LEFT[:2]) + column(65, speeches, top=676) + column(50, RIGHT[:4], top=640)
    third = (
        column(50, LEFT[:2])
        + column(85, RIGHT[:3], top=676)
        + line(65, 640, LEFT[5])
        + column(50, RIGHT[3:], top=628)
    )
    pages = book(pdf([first, second, third]), tmp_path).text.split("\n\f")
    assert pages[1].split("\n\n") == ["\n".join(LEFT[:2]), *speeches[:2], "\n".join([speeches[2], *RIGHT[:4]])]
    assert pages[2].split("\n\n") == ["\n".join(some) for some in (LEFT[:2], RIGHT[:3], [LEFT[5], *RIGHT[3:]])]


@pytest.mark.parametrize("across", [False, True])
def test_two_columns_are_read_one_after_the_other(across: bool, tmp_path: Path) -> None:
    head, foot = line(50, 750, "LA TORRE", 8), line(290, 40, "17", 8)
    if across:
        columns = b"".join(
            line(50, 700 - 12 * number, one) + line(310, 700 - 12 * number, two)
            for number, (one, two) in enumerate(zip(LEFT, RIGHT, strict=True))
        )
    else:
        columns = column(50, LEFT) + column(310, RIGHT)
    found = book(pdf([foot + head + columns]), tmp_path).text.replace("\n\n", "\n").split("\n")
    assert found == ["LA TORRE", *LEFT, *RIGHT, "17"]


def test_columns_that_are_written_across_in_one_go(tmp_path: Path) -> None:
    shown = b"BT /F 10 Tf 12 TL 50 712 Td "
    for one, two in zip(LEFT, RIGHT, strict=True):
        shown += b"T* (%s) Tj 260 0 Td (%s) Tj -260 0 Td " % (one.encode("cp1252"), two.encode("cp1252"))
    assert book(pdf([shown + b"ET"]), tmp_path).text.split("\n") == [*LEFT, *RIGHT]


def test_one_column_is_read_from_top_to_bottom_however_it_is_written(tmp_path: Path) -> None:
    lines = [line(50, 700 - 12 * number, text) for number, text in enumerate(LEFT)]
    content = b"".join(lines[::2] + lines[1::2])
    assert book(pdf([content]), tmp_path).text.split("\n") == LEFT


def test_a_title_and_its_page_are_a_line(tmp_path: Path) -> None:
    titles = column(50, ["Primera parte", "Segunda parte"]) + column(300, ["7", "93"])
    assert book(pdf([titles]), tmp_path).text == "Primera parte 7\nSegunda parte 93"


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        ("[(El)-226(reloj)-190(de)-333(la)-160(torre)] TJ", "El reloj de la torre"),  # gaps for spaces
        ("[(El r)-83(elo)28(j)-100( de la)] TJ", "El reloj de la"),  # letters nearer, and farther
        ("(El) Tj 12 0 Td (reloj) Tj 23.5 0 Td (de la torre) Tj", "El reloj de la torre"),
        ("(El reloj de la) Tj /F 6 Tf 4 Ts (1) Tj 0 Ts /F 10 Tf ( torre) Tj", "El reloj de la1 torre"),
        ("3 Tc (El reloj de la torre) Tj", "El reloj de la torre"),  # spaced out
        ("80 Tz [(El)-226(reloj de la torre)] TJ", "El reloj de la torre"),
        ("(El reloj de la torre) Tj 0.3 0 Td (El reloj de la torre) Tj", "El reloj de la torre"),  # bold
        ("(El re\\255-) Tj 0 -12 Td (loj de la torre) Tj", "El re\u00ad-\nloj de la torre"),
        ("3 Tr (El reloj de la torre) Tj", "El reloj de la torre"),  # as OCR writes
        ("(El reloj) Tj 12 TL (de la) ' 1 0 (torre) \"", "El reloj\nde la\ntorre"),
    ],
)
def test_words(shown: str, text: str, tmp_path: Path) -> None:
    content = f"BT /F 10 Tf 50 700 Td {shown} ET".encode("cp1252")
    assert book(pdf([content]), tmp_path).text == text


def test_a_font_without_a_space_has_gaps(tmp_path: Path) -> None:
    widths = b" ".join([b"500"] * 224)  # and a sign half an em wide in the place of the space, as TeX's have
    font = b"<</Type/Font/Subtype/Type1/BaseFont/T/FirstChar 32/LastChar 255/Widths[%s]/Encoding/WinAnsiEncoding>>"
    content = b"BT /F 10 Tf 50 700 Td [(hund\xeda)-190(en)-190(\xe9l)-190(la)-190(u\xf1a)] TJ ET"
    assert book(pdf([content], font=font % widths), tmp_path).text == "hundía en él la uña"


def test_accents_that_are_written_over_letters(tmp_path: Path) -> None:
    font = (
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</BaseEncoding/WinAnsiEncoding"
        b"/Differences[1/dotlessi/acute/tilde/dieresis]>>>>"
    )
    content = b"BT /F 10 Tf 50 700 Td [(Aqu)-5(\2)306(\1, ma)-100(\3)430(nana, ping)-100(\4)440(uino)] TJ ET"
    assert book(pdf([content], font=font), tmp_path).text == "Aquí, mañana, pingüino"
    apostrophes = b"BT /F 10 Tf 50 700 Td (l\xb4eau, d\xb4abord) Tj ET"
    assert book(pdf([apostrophes]), tmp_path).text == "l´eau, d´abord"


def test_a_large_first_letter(tmp_path: Path) -> None:
    letter = line(50, 678, "E", 30)
    beside = column(71, ["l reloj de la torre", "atrasaba desde", "el lunes y nadie"]) + column(
        50, LEFT[2:], top=664
    )
    for content in (letter + beside, beside + letter):
        found = book(pdf([content]), tmp_path).text.split("\n")
        assert found == ["El reloj de la torre", "atrasaba desde", "el lunes y nadie", *LEFT[2:]]


def test_a_large_first_letter_that_is_a_word(tmp_path: Path) -> None:
    def page(first: str, *beside: str) -> bytes:
        below = column(50, ["el lunes de un hombre"], top=664)
        return line(50, 684, first, 30) + column(74, list(beside), top=700) + below

    pages = [page("A", "nd so it was", "a man of the", "sea"), page("A", "man went and", "came", "back")]
    found = book(pdf(pages), tmp_path).text.split("\n\f")
    assert [text.split("\n")[0] for text in found] == ["And so it was", "A man went and"]
    assert all("" not in text.split("\n") for text in found)  # the line below its foot begins where others do


def test_pages_that_are_turned_and_stamps_in_the_margin(tmp_path: Path) -> None:
    lines = b"".join(
        b"BT /F 10 Tf 0 1 -1 0 %d 50 Tm (%s) Tj ET " % (100 + 12 * number, text.encode("cp1252"))
        for number, text in enumerate(LEFT)
    )
    opened = book(pdf([lines + line(300, 20, "Biblioteca de la Villa")], entries=b"/Rotate 90"), tmp_path)
    assert opened.text.split("\n") == LEFT
    (turned,) = opened.dropped
    assert (turned.kind, turned.count, turned.first_words) == ("turned text", 1, ("Biblioteca de la Villa",))
    assert turned.characters == len("BibliotecadelaVilla")


def test_a_page_within_a_page_is_read(tmp_path: Path) -> None:
    form = stream(column(0, LEFT), b"/Type/XObject/Subtype/Form/Matrix[1 0 0 1 50 0]/BBox[0 0 600 800]")
    picture = stream(
        b"\0", b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
    )
    assert book(pdf([b"q /X Do Q"], objects=[form]), tmp_path).text.split("\n") == LEFT
    assert "holds pictures of pages and no text" in refusal(
        pdf([b"q 600 0 0 800 0 0 cm /X Do Q"], objects=[picture]), tmp_path
    )


def test_pages_without_text_are_told(tmp_path: Path) -> None:
    opened = book(pdf([column(50, LEFT), b"", b"0 0 9 9 re f", line(50, 40, "4")]), tmp_path)
    assert [(one.kind, one.count, one.characters) for one in opened.dropped] == [("pages without text", 3, 0)]


@pytest.mark.parametrize(
    "pages",
    [
        [b"0 0 9 9 re f"] * 3,
        [line(20, 20, "Digitalizado por la Biblioteca de la Villa")] * 40,  # a stamp is no text
        [line(50, 40, str(number)) for number in range(40)],
        [column(50, LEFT), *[b"0 0 9 9 re f"] * 30],
    ],
)
def test_a_file_without_text_says_what_would_help(pages: list[bytes], tmp_path: Path) -> None:
    assert refusal(pdf(pages), tmp_path) == (
        "libro.pdf holds pictures of pages and no text: recognise it first, for instance with ocrmypdf"
    )


def test_glyphs_that_are_only_numbers(tmp_path: Path) -> None:
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts"
        b"[<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>>>]>>"
    )
    numbers = "".join(f"{ord(sign) - 29:04x}" for sign in " ".join(LEFT[:4]))
    content = b"BT /F 10 Tf 50 700 Td <%s> Tj ET" % numbers.encode()
    assert "does not say which characters its glyphs are: recognise it first" in refusal(
        pdf([content], font=font), tmp_path
    )
    assert "does not say which characters" in refusal(pdf([content.replace(b"/F ", b"/None ")]), tmp_path)


def locked(content: bytes, algorithm: str, **passwords: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(**passwords, algorithm=algorithm)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_protected_files(tmp_path: Path) -> None:
    content = pdf([column(50, LEFT)])
    assert refusal(locked(content, "RC4-128", user_password="nido"), tmp_path) == (
        "libro.pdf is protected with a password; take it off first, for instance with qpdf --decrypt"
    )
    opened = book(locked(content, "RC4-128", user_password="", owner_password="nido"), tmp_path)
    assert opened.text.split("\n") == LEFT


@pytest.mark.parametrize(
    "damaged",
    [
        lambda content: b"%PDF-1.7 ...",
        lambda content: content[: len(content) // 3],
        lambda content: content.replace(b"/Kids[", b"/Kids[2 0 R "),  # pages in themselves
        lambda content: content.replace(b" Tj ET", b" Tj <<", 1),
    ],
)
def test_a_damaged_file_is_refused_in_a_line(damaged: object, tmp_path: Path) -> None:
    assert callable(damaged)
    assert refusal(damaged(pdf([column(50, LEFT)])), tmp_path).startswith("libro.pdf is a damaged PDF: ")


def test_a_page_that_costs_too_much(tmp_path: Path) -> None:
    assert "is a damaged PDF" in refusal(pdf([b" " * 17_000_000], packed=True), tmp_path)
    form = stream(b"/X Do " * 9, b"/Type/XObject/Subtype/Form/Resources<</XObject<</X 10 0 R>>>>")
    assert "too many pages within it" in refusal(pdf([b"/X Do"], objects=[form]), tmp_path)


@pytest.mark.parametrize(
    ("about", "title", "author"),
    [
        (b"/Title(La torre)/Author(Nadie)", "La torre", "Nadie"),
        (b"/Title(Microsoft Word - torre.doc)/Author(  )", None, None),
        (b"/Title(torre_final.indd)", None, None),
        (b"/Title<FEFF004C006100200063006900670075006500F10061>", "La cigueña", None),
        (b"", None, None),
    ],
)
def test_what_it_says_of_itself(about: bytes, title: str | None, author: str | None, tmp_path: Path) -> None:
    opened = book(b"\r\n" + pdf([column(50, LEFT)], about=about), tmp_path)
    assert (opened.format, opened.title, opened.author, opened.language) == ("PDF", title, author, "es")


def test_in_a_folder_it_is_a_book_and_one_without_text_is_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "casa"
    folder.mkdir()
    (folder / "1.pdf").write_bytes(pdf([column(50, LEFT)]))
    (folder / "2.txt").write_text("Uno.\n", encoding="utf-8")
    (folder / "3.pdf").write_bytes(pdf([b"0 0 9 9 re f"]))
    passed: list[str] = []
    assert [one.name for one in open_books(folder, passed_over=passed.append)] == ["casa/1.pdf", "casa/2.txt"]
    assert passed == [
        "casa/3.pdf holds pictures of pages and no text: recognise it first, for instance with ocrmypdf"
    ]
    with zipfile.ZipFile(tmp_path / "casa.zip", "w") as archive:
        for file in folder.iterdir():
            archive.write(file, file.name)
    assert [one.name for one in open_books(tmp_path / "casa.zip")] == ["casa.zip/1.pdf", "casa.zip/2.txt"]


def test_the_printed_book_has_all_the_words_in_their_order() -> None:
    (printed,) = open_books(FILES / "chromium.pdf")
    text = re.sub(r"\n\n\d+\n\fLa casa de los membrillos\n", "\n", printed.text)  # foot and head
    body = text.replace("ﬁ", "fi").partition("I. El cancel")[2].partition("Notas")[0].casefold()
    body = re.sub(r"(?<=\w)[12]|‐\n", "", body)  # the marks of notes, and broken words
    wanted = (FILES / "membrillos.txt").read_text(encoding="utf-8").partition("\n")[2].casefold()
    assert re.findall(r"\w+", body) == re.findall(r"\w+", wanted)
    assert all("\n\n" + paragraph[:12] in body for paragraph in wanted.strip().split("\n\n"))


def test_it_is_another_edition_of_the_same_text(tmp_path: Path) -> None:
    (printed,) = corpus.read_all([FILES / "chromium.pdf"], SPANISH)
    (epub,) = corpus.read_all([FILES / "membrillos.epub"], SPANISH)
    assert (printed.format, epub.format) == ("PDF", "EPUB 3")
    with pytest.raises(InputError, match="chromium.pdf"):
        corpus.of_texts([printed, epub], "es")


def test_without_pypdf_it_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['pypdf'] = None\n"
        "from pathlib import Path\n"
        "from proust_attention.corpus.books import open_books\n"
        "from proust_attention.errors import MissingExtraError\n"
        "try:\n"
        "    open_books(Path(sys.argv[1]))\n"
        "except MissingExtraError as error:\n"
        "    print(error)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(FILES / "chromium.pdf")],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    line = "this needs the package pypdf, which is not installed: pip install 'proust-attention[pdf]'\n"
    assert result.stdout == line
