"""The rules for lines of print: heads and numbers of pages, broken words, margins."""

import pytest

from proust_attention import data
from proust_attention.corpus import Alphabet, clean
from proust_attention.corpus.document import Document
from proust_attention.corpus.edits import Rule
from proust_attention.corpus.rules.broken_words import broken_words
from proust_attention.corpus.rules.characters import invisible
from proust_attention.corpus.rules.hard_wraps import hard_wraps
from proust_attention.corpus.rules.margins import measure, measures
from proust_attention.corpus.rules.page_numbers import page_numbers
from proust_attention.corpus.rules.running_heads import running_heads
from tests.corpus.dirtying import difference, printed

SPANISH = Alphabet.of("es")


def after(rule: Rule, text: str) -> str:
    document = Document(text)
    document.apply(rule, SPANISH)
    return document.text


LONG = "waves and wind " * 25


def pages(*numbers: int, between: str = "et la mer qui", before: str = LONG) -> str:
    return "".join(f"{before}{between}\n\n{number}\n\n" for number in numbers) + "fin."


class TestPageNumbers:
    CUT = f"{LONG}et la mer qui\n"

    def test_pages_that_cut_sentences_are_closed_up(self) -> None:
        assert after(page_numbers, pages(7, 8, 9, 11, 12)) == self.CUT * 5 + "fin."

    def test_between_sentences_the_number_alone_goes(self) -> None:
        text = pages(1, 2, 3, 4, 5) + LONG + "Non.\n\n- 6 -\n\nUn autre.\n\n7"
        assert after(page_numbers, text) == self.CUT * 5 + "fin." + LONG + "Non.\n\n\nUn autre.\n\n"

    @pytest.mark.parametrize(
        "text",
        [
            pages(1, 2, 3, 4, 5, 6, between="Le chapitre finit."),  # chapters
            pages(1, 2, 3, 4, 5, 6, between="sagte er.“"),
            pages(1, 2, 3, 4, 5, 6, before="La nuit " * 50),  # poems: each begins with a capital
            pages(1, 2, 3),  # too few
            pages(9, 7, 5, 3, 1),
            pages(10, 20, 30, 40, 50, 60),  # verses, or years
            pages(*range(1890, 1900), before=""),  # a table
        ],
    )
    def test_other_numbers_stay(self, text: str) -> None:
        assert after(page_numbers, text) == text

    @pytest.mark.parametrize("shape", ["{}/240", "{} / 240", "{} de 240", "[Pg {}]", "— {} —"])
    def test_the_shapes_of_numbers(self, shape: str) -> None:
        text = "".join(f"{LONG}et la mer qui\n\n{shape.format(page)}\n\n" for page in range(7, 13)) + "fin."
        assert after(page_numbers, text) == self.CUT * 6 + "fin."

    def test_roman_numbers_before_others(self) -> None:
        preface = "".join(f"{LONG}et la mer qui\n\n{page}\n\n" for page in ("iii", "iv", "v", "vi", "- vii -"))
        assert after(page_numbers, preface + pages(1, 2, 3, 4, 5)) == self.CUT * 10 + "fin."
        chapters = preface.replace("et la mer qui", "Fin.").upper()
        assert after(page_numbers, chapters) == chapters

    def test_numbers_in_a_line_that_say_what_they_are(self) -> None:
        marks = ["[Pg 7]", "[Pg 8]", "[p. 9]", "[p. 13]", "[p. 14]", "[pág. 15]"]
        text = "".join(f"{LONG}La ca{mark}sa " for mark in marks)
        assert after(page_numbers, text + "[p. 200]") == f"{LONG}La casa " * 6 + "[p. 200]"
        assert after(page_numbers, text.replace(LONG, "La mar.")) == text.replace(LONG, "La mar.")

    @pytest.mark.parametrize(
        "text",
        [
            "He says [p. 12] that. Then [p. 13] this. And [p. 15] the end. Then [p. 200].",
            LONG.join(f"[p. {page}]" for page in (12, 13, 15, 16)),  # too few
            LONG.join(f"[p. {page}]" for page in (1, 2, 3, 4, 5, 60, 9, 70, 31, 80, 12)),  # few of them count on
        ],
    )
    def test_an_authors_references_to_pages_stay(self, text: str) -> None:
        assert after(page_numbers, text) == text

    def test_roman_numbers_in_capitals_head_parts(self) -> None:
        verse = "y la mar que va\npor la arena gris\n" * 10
        for shape, page in (("{}", False), ("{}.", False), ("[{}]", False), ("p. {}", True), ("— {} —", True)):
            numbers = [shape.format(roman) for roman in ("I", "II", "III", "IV", "V", "VI", "VII")]
            text = "".join(f"{number}\n\n{verse}\n" for number in numbers)
            assert (after(page_numbers, text) != text) == page, shape

    def test_a_number_that_is_no_page_stays_among_pages(self) -> None:
        assert "\n\n1871\n\n" in after(page_numbers, pages(1, 2, 1871, 3, 4, 5))


WRAPPED = """El viento pasaba sobre los tejados del pue-
blo, y la mar, que era gris por la mañana,
se volvía azul cuando salía el sol de agos-
to. Nadie hablaba de los barcos que habían
salido. El pueblo esperaba sin decir nada,
y los tejados brillaban. Llegaba un bienes-
tar raro, que nadie nombraba.
—¿Qué dices?
—Nada.
""".strip()


class TestHardWraps:
    def test_paragraphs_come_back(self) -> None:
        text = "\n\n".join([WRAPPED] * 5)
        found = measure(text.split("\n"))
        assert found is not None
        assert found.width == 43
        paragraph = after(hard_wraps, text).split("\n\n")[0]
        assert paragraph.startswith("El viento pasaba sobre los tejados del pueblo, y la mar, que era gris por")
        assert "el sol de agosto. Nadie" in paragraph
        assert "un bienestar raro" in paragraph
        assert paragraph.endswith("nadie nombraba.\n—¿Qué dices?\n—Nada.")

    def test_a_word_keeps_its_own_hyphen(self) -> None:
        lines = [
            "c'était peut-être la mer, et peut-",
            "être la nuit qui venait du grand la",
            "rge, ou le vent de là-bas, peut-être",
        ]
        text = after(hard_wraps, "\n".join(lines * 10))
        assert "et peut-être la nuit" in text
        assert "peutêtre" not in text

    @pytest.mark.parametrize(
        "text",
        [
            "\n".join(["la mer", "la nuit qui vient du large", "et le vent"] * 20),  # verse
            "\n".join(
                ["Longtemps, la mer fut grise et le vent passa sur les toits. " * 5] * 30
            ),  # a paragraph to a line
            "\n\n".join(["une ligne de la longueur que les autres ont"] * 30),
            "court\n" * 10,
        ],
    )
    def test_what_is_not_wrapped_stays(self, text: str) -> None:
        assert measure(text.split("\n")) is None
        assert after(hard_wraps, text) == text


NOVEL = """El viento pasaba sobre los tejados del pueblo, y la mar que era
gris por la mañana se volvía azul cuando salía el sol de agosto
y los barcos volvían, uno detrás de otro, con las velas caídas
"""
NOVEL = NOVEL * 14 + "sobre el agua.\n"
NARROW = """Al pie de la torre, que nadie
miraba ya, crecía la hierba de
un jardín sin flores, y por él
"""
NARROW = NARROW * 14 + "no pasaba nadie.\n"
VERSE = """cuando la noche viene por los montes,
y el río calla, y calla la arboleda,
yo vuelvo solo, amor, por el camino,
que nadie sabe ya dónde nos lleva;
"""
VERSE = VERSE * 14


class TestMargins:
    def test_two_margins_in_one_text_are_both_found(self) -> None:
        lines = after(hard_wraps, f"{NOVEL}\n{NARROW}").split("\n")
        assert [len(line) for line in lines if line] == [len(NOVEL) - 1, len(NARROW) - 1]

    @pytest.mark.parametrize("other", [VERSE, "velas, f.\nhierba, f. y sus flores\nsol, m.\nmar, m. o f.\n" * 20])
    def test_what_is_not_wrapped_keeps_its_lines_beside_what_is(self, other: str) -> None:
        for text in (f"{NOVEL}\n{other}", f"{other}\n{NOVEL}", f"{NOVEL}\n{other}\n{NOVEL}"):
            assert after(hard_wraps, text) == text.replace(NOVEL, NOVEL[:-1].replace("\n", " ") + "\n")

    def test_verse_in_small_letters_has_no_margin(self) -> None:
        assert set(measures(VERSE.split("\n"))) == {None}

    def test_what_has_no_signs_is_no_prose(self) -> None:
        numbers = "\n".join(
            f"{n * 7919 % 1000:03} {n * 104729 % 1000:03} {n * 1299709 % 100000:05} {n:03} {n:03}"
            for n in range(100, 140)
        )
        silent = VERSE.replace(",", "").replace(";", "")
        for text in (numbers, silent):
            assert after(hard_wraps, text) == text

    def test_a_page_that_ended_in_a_sentence_is_closed(self) -> None:
        text = f"{NOVEL}Nadie los esperaba en el muelle cuando, a la mañana, amanecía al\n\nfin. Era tarde.\n"
        assert after(hard_wraps, text).endswith(
            "sobre el agua.\nNadie los esperaba en el muelle cuando, a la mañana, amanecía al fin. Era tarde.\n"
        )


class TestBrokenWords:
    @pytest.mark.parametrize(
        ("found", "whole"),
        [
            (
                "el viejo organista guardaba la ven-\ntana abierta",
                "el viejo organista guardaba la ventana\nabierta",
            ),
            ("la lámpara. Una lám-\npara, otra", "la lámpara. Una lámpara,\notra"),
            ("Pasó lamen-\n\ntando la hora", "Pasó lamentando la hora"),
            ("peut-être, peut-\nêtre", "peut-être, peut-être"),
            ("CAPÍ-\nTULO. El CAPÍTULO", "CAPÍTULO. El\nCAPÍTULO".replace(". El\n", ".\nEl ")),
        ],
    )
    def test_they_are_made_whole(self, found: str, whole: str) -> None:
        assert after(broken_words, found) == whole

    @pytest.mark.parametrize(
        "text",
        [
            "-V-\n\nEn la casa, ven",  # a chapter
            "no te dirá el boquirru-\nque no pones bien los de-",  # Cervantes
            "Nadie quería, pero yo-\n\nno sé. Eso no.",
            "anti-\nauto-\npre-",
            "anti-\n\nprefijo que dice",
            "die Vor-\nund Nachteile des Hauses",
            "1914-\n1918",
        ],
    )
    def test_what_is_none_stays(self, text: str) -> None:
        assert after(broken_words, text) == text

    def test_a_soft_hyphen_at_a_lines_end_has_broken_a_word(self) -> None:
        assert (
            after(invisible, "la ven\u00ad\ntana, la ma¬ \nñana, el ta\u00adller")
            == "la ven-\ntana, la ma- \nñana, el taller"
        )


PAGE = "las olas y el viento " * 30


def headed(*heads: str, cut: str = "de la mar que") -> str:
    return "".join(f"{PAGE}{cut}\n\n{head}\n\n" for head in heads) + "siempre vuelve."


class TestRunningHeads:
    @pytest.mark.parametrize(
        "heads",
        [
            ["LA CASA 7", "8 MEMBRILLOS", "LA CASA 9", "10 MEMBRILLOS", "LA CASA 11"],
            ["LA CASA", "MEMBRILLOS"] * 3,
            ["xv PRÓLOGO", "PRÓLOGO xvi", "xvii  PRÓLOGO", "PRÓLOGO   xviii", "XIX PRÓLOGO"],
            ["Las llaves | 7", "8 | Las llaves", "Las llaves | 9"],
            ["LA CASA 7", "8 LA CASA", "LA C4SA 9", "10 I.A CASA", "LA CASA 11", "EL POZO 12", "LA CASA 13"],
        ],
    )
    def test_they_go_and_the_sentence_goes_on(self, heads: list[str]) -> None:
        pages = [f"{PAGE}de la mar que"] * len(heads)
        assert after(running_heads, headed(*heads)) == "\n".join([*pages, "siempre vuelve."])

    @pytest.mark.parametrize(
        "heads",
        [
            [f"{page} LA CASA" for page in range(8, 18, 2)],  # left pages
            ["LA CASA 7", "8 LA CASA", "LA CASA 9", "10 LA CASA", "LA CASA 11", "12 LA CASA", "LA CASA 13"],
        ],
    )
    def test_they_are_known_by_their_numbers_alone(self, heads: list[str]) -> None:
        first, *others = heads
        text = headed(first) + headed(*others, cut="Fin.").replace("siempre", "Siempre")
        assert "CASA" not in after(running_heads, text.replace("siempre vuelve.", "", 1))

    def test_a_chapter_that_is_called_like_them_stays(self) -> None:
        pages = headed(*["LA CASA"] * 9).split("LA CASA")
        half = len(pages[4]) // 2
        pages[4] = f"{pages[4][:half]}Fin.\n\nLA CASA\n\nEra tarde.{pages[4][half:]}"
        left = after(running_heads, "LA CASA".join(pages))
        assert left.count("LA CASA") == 1
        assert "Fin.\n\nLA CASA\n\nEra tarde." in left

    @pytest.mark.parametrize("address", ["www.libros.example", "http://libros.example/abc"])
    def test_an_address_may_be_one(self, address: str) -> None:
        assert address not in after(running_heads, headed(*[address] * 5).replace("\n\n", "\n"))

    def test_numbers_beside_them_go_as_page_numbers(self) -> None:
        text = headed(*(f"{page}\n\nLA CASA" for page in range(7, 13)))
        assert after(page_numbers, after(running_heads, text)).count("\n") == 6

    def test_the_heading_that_they_repeat_stays(self) -> None:
        text = f"Prólogo.\n\nLas llaves\n\nEra tarde. {headed('Las llaves', 'Las llaves', 'Las llaves')}"
        assert after(running_heads, text).count("Las llaves") == 1

    @pytest.mark.parametrize(
        "text",
        [
            headed(*(f"CAPÍTULO {number}" for number in range(1, 7)), cut="Fin.").replace("siempre", "Siempre"),
            headed("DON JUAN", "DOÑA INÉS", "DON JUAN", "DOÑA INÉS", "DON JUAN", "DOÑA INÉS", cut="Adiós."),
            headed("LA CASA", "LA CASA"),  # too few
            headed(*["(Vase.)"] * 5),
            "LA CASA\ny la mar que\n" * 30,  # too near
            headed(*["verde que te quiero verde"] * 5),  # refrains
            headed(*["Verde que te quiero verde"] * 5).replace("\n\n", "\n"),
            headed(*(f"Mayo, {day}" for day in range(3, 15, 2)), cut="Fin.").replace("siempre", "Siempre"),
            headed(*(f"ANA {n}" for n in range(1, 9, 2)), cut="Fin.").replace("siempre", "Siempre"),
        ],
    )
    def test_what_is_none_stays(self, text: str) -> None:
        assert after(running_heads, text) == text


@pytest.mark.parametrize("between", ["\n\n", "\f", "\n\f\n"])
def test_the_embedded_text_printed_comes_back(between: str) -> None:
    text = data.embedded_text().rstrip()
    document = clean(printed(text, between=between), SPANISH)
    assert difference(text, document.text) <= 0.0004 * len(text)
    assert document.account_by_rule()["running_heads"]["dropped"] > 1_000
