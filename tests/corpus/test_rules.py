"""Each rule by itself: what it changes, and what it leaves alone."""

import re

import pytest

from proust_attention.corpus import Alphabet
from proust_attention.corpus.document import Document
from proust_attention.corpus.edits import Edit, Rule
from proust_attention.corpus.rules import ALL, descriptions
from proust_attention.corpus.rules.characters import alphabet, invisible, line_breaks, unused_signs
from proust_attention.corpus.rules.dedications import dedications
from proust_attention.corpus.rules.footnote_marks import footnote_marks
from proust_attention.corpus.rules.licence import licence
from proust_attention.corpus.rules.punctuation import dots, spaces_before_signs
from proust_attention.corpus.rules.separators import separators
from proust_attention.corpus.rules.title_pages import doubtful, title_pages
from proust_attention.corpus.rules.transcribers_notes import transcribers_notes
from proust_attention.corpus.rules.white_space import empty_lines, form_feeds, line_ends, other_spaces, spaces

FRENCH, SPANISH = Alphabet.of("fr"), Alphabet.of("es")
GAP = "\n\n\n\n\n"
KEPT_FIGURES = "1 un, 1871, XIV1, H2O, catch22, 20 m², psalm(23), COVID1, un4"
PROSE = "Longtemps, la mer fut grise et le vent passa sur les toits. " * 5


def after(rule: Rule, text: str, of: Alphabet = FRENCH) -> str:
    document = Document(text)
    document.apply(rule, of)
    return document.text


@pytest.mark.parametrize(
    ("rule", "found", "left"),
    [
        (line_breaks, "a\r\nb\rc\u2028d\x85e\x0bf\n\rg", "a\nb\nc\nd\ne\nf\n\ng"),
        (form_feeds, "a\fb", "a\nb"),
        (invisible, "\ufeffco\u00adra\u200bz\u200dón\x00\x7f\tz", "corazón\tz"),
        (alphabet, "œ ’ – … ñ Ω [1] * ¹", "œ ' — ... n  [1] * ¹"),
        (alphabet, "e\u0301 n\u0303 *\u0301", "é n *"),
        (alphabet, "a⸺b⸻ c", "a—b— c"),
        (alphabet, "Leroux & fils, A&B, &c. &co & c", "Leroux et fils, A et B, etc. et co et c"),
        (alphabet, "un→b c★★deux £5 6€ ★e f+★ g+h g\u0301\u0302h дом", "un b c deux 5 6 e f gh gh "),
        (
            alphabet,
            "3×4, 3×a, b×4, cent×mots, une⸗clé, № 5, Ⅳ, ⅷ, １８",
            "3 4, 3 a, b 4, cent mots, une-clé, No 5, IV, viii, 18",
        ),
        (unused_signs, "une~clé, mot=mots, a=b, ~clé~, =clé=", "une clé, mot mots, ab, clé, clé"),
        (unused_signs, "a * [b] ~¹", "a  b 1"),
        (unused_signs, "mer[c]i _mar_ée un•deux", "merci marée un deux"),
        (
            footnote_marks,
            "ce volume1 (Sodome), la pensée², et partie3\n[4] Note",
            "ce volume (Sodome), la pensée, et partie\n Note",
        ),
        (footnote_marks, "mot(1), mot (2) {4} puis5 [Note] fin1(2)", "mot, mot (2) puis [Note] fin"),
        (footnote_marks, KEPT_FIGURES, KEPT_FIGURES),
        (separators, "a\n\n* * *\n\nb\n-----\n _ _ _ \n*\n⁂\n", "a\n\n\n\nb\n\n\n\n\n"),
        (separators, "— Non.\n--\n......\n. . . .\n- 3 -\n—\n¿?", "— Non.\n--\n......\n. . . .\n- 3 -\n—\n¿?"),
        (other_spaces, "a\u00a0b\u2009\tc", "a b  c"),
        (spaces, "a  b    c d", "a b c d"),
        (line_ends, "a \nb\n", "a\nb\n"),
        (empty_lines, "\n\n a\n\n\nb\n c\n \n \nd\n\n", "a\n\nb\nc\n\nd"),
        (dots, "a.... b..... c... d. . . . e .. f. g. h", "a... b... c... d... e .. f. g. h"),
        (spaces_before_signs, "a ; b ! c , d . e ... f .5 g »", "a ; b ! c, d. e ... f .5 g »"),
    ],
)
def test_what_a_rule_leaves(rule: Rule, found: str, left: str) -> None:
    assert after(rule, found) == left
    assert after(rule, left) == left


@pytest.mark.parametrize(
    "note",
    [
        "[Illustration]",
        "[Illustration: THE KEYS\nOF THE ATTIC]",
        "   [Ilustración: Las llaves [véase página 3] del desván.]  ",
        "[Footnote 12: It was sold.\n\nTo a baker.]",
        "[Note A: Vendu.]",
        "[Nota 3: Vendido.]",
        "[Sidenote: The keys are sold.]",
        "[Blank Page]",
        "[Decoration]",
        "[Transcriber’s Notes: Errors were corrected.]",
        "[Note du transcripteur: fautes corrigées.]",
        "[Nota del transcriptor: se ha corregido.]",
        "[Nota de la transcripción: se ha corregido.]",
        "[Nota do transcritor: foi corrigido.]",
        "[Nota del Trascrittore: è stato corretto.]",
        "[Anmerkungen zur Transkription: verbessert.]",
        "Note: Project Gutenberg also has an HTML version of this\n      file which has pictures.",
    ],
)
def test_a_transcribers_notes_go(note: str) -> None:
    assert after(transcribers_notes, f"Una tarde.\n\n{note}\n\nLlovía.").split() == ["Una", "tarde.", "Llovía."]


@pytest.mark.parametrize(
    ("found", "left"),
    [
        ("Uno.[A] Dos.[B]\n\n[A] Del editor,\ny suya.\n[B] Otra.\n\nTres.", "Uno. Dos.\n\n\n\n\nTres."),
        ("Uno.[1]\n\nNOTAS:\n\n [1] Del editor.\n", "Uno.[1]\n\n\n"),
        ("Uno.[*] Y dos.[*]\n\n[*] Del editor.\n\n[*] Otra.", "Uno.[*] Y dos.[*]\n\n\n\n"),
        ("Dos[B] y uno[A] van.\n\n[A] Véase [B]\n[B] Otra.", "Dos y uno van.\n\n\n"),
        ("Uno.[A] Y [B] dos.[C]\n\n[A] Una.\n\n[B] Otra.\n\n[C] Más.", "Uno. Y [B] dos.\n\n\n\n[B] Otra.\n\n"),
    ],
)
def test_paragraphs_that_answer_a_mark_are_notes(found: str, left: str) -> None:
    assert after(transcribers_notes, found) == left


@pytest.mark.parametrize(
    ("note", "behind"),
    [
        ("Nota del editor sobre la casa.", "\nA la mañana siguiente volvió.\nNadie supo."),
        ("Nota.", "\n\fcontinuaba el texto en la mar\ny nada más."),
        ("Nota", "\fcontinuaba el texto."),
        ("Nota.", "\n    Un párrafo.\n    Otro párrafo."),
        ("Nota de", "\n    los que saben:\n    la mar."),
        ("Nota que\nsigue, del\nSr. Pérez; y\nnada más.", "\nNadie supo.\ny siguió."),
        ("Nota, etc.\ny fin.\n[2] Otra.", "\nNadie supo."),
    ],
)
def test_an_authors_line_behind_a_note_stays(note: str, behind: str) -> None:
    left = after(transcribers_notes, f"En ella.[1] Y él.[2]\n\n[1] {note}{behind}").removeprefix(
        "En ella.[1] Y él.[2]"
    )
    assert left.lstrip("\n") == behind.lstrip("\n")


def test_a_note_behind_a_line_that_stays_goes() -> None:
    found = "Uno.[1] Dos.[2]\n\n[1] Nota.\nFin de ella.\n[2] Otra.\n\n[2] Tres."
    assert after(transcribers_notes, found) == "Uno.[1] Dos.[2]\n\n\nFin de ella.\n\n\n[2] Tres."


@pytest.mark.parametrize(
    "text",
    [
        "Up, and so [I] to bed.\n\n[I] rose early and went to the office,\nwhere I was.",
        "Up, and so[I] to bed.\n\n[I] rose early.",
        "Salió [Y] entonces.\n\n[Y] se fue con todo.",
        "El rey [A] entra.\n\n[A] la reina no la vio.",
        "Uno.[A] Dos.[C]\n\nNada.\n\n[C] la reina.",
        "Véase lo dicho en [1] más abajo.\n\n[1] El mundo es todo lo que acaece.",
        "[Images of my childhood came back to me then, and went.]",
        "[Grabado en la puerta: nada.]",
        "Uno.\n\n[1] Dos.\n\n[2] Tres.",
        "Uno.[1]\n\n[1] \n\nDos.",
        "Dijo [a].\n\n[A]quel día [A]quel hombre.\n\n[A]quel.",
        "Uno.[1]\n\nDos,\n[1] tres.",
        "Dijo [Nota 3: nada] y calló.",
        "[Nota: nadie lo sabe.]",
        "[Note 1: sin fin",
        "[Illustrious he was.]",
        "Note: nobody came.",
        "[Y nada más.]",
    ],
)
def test_what_is_no_transcribers_note(text: str) -> None:
    assert after(transcribers_notes, text) == text


@pytest.mark.parametrize(
    ("language", "found", "left"),
    [
        (
            "es",
            "El 50% de las 7, o el 3,5 % (el 2%).",
            "El 50 por ciento de las 7, o el 3,5 por ciento (el 2 por ciento).",
        ),
        ("en", "5% or 6\u00a0%; the % of it", "5 per cent or 6\u00a0per cent; the per cent of it"),
        ("de", "zu 4%, zu 4\u202f%", "zu 4 Prozent, zu 4\u202fProzent"),
        ("it", "il 50%\ndei soci", "il 50 per cento\ndei soci"),
        ("pt", "os 50%dos", "os 50 por cento dos"),
        ("fr", "à 5 % et 6\u202f%, le 4% Russe", "à 5 pour cent et 6\u202fpour cent, le 4 Russe"),
    ],
)
def test_a_hundredth_is_read_as_words(language: str, found: str, left: str) -> None:
    assert after(alphabet, found, Alphabet.of(language)) == left


def test_an_e_over_a_letter_is_an_umlaut_of_old_print() -> None:
    old = "\u0364ber Mu\u0364ller, Go\u0364tter, Va\u0364ter".replace("\u0364ber", "u\u0364ber")
    assert after(alphabet, old, Alphabet.of("de")) == "über Müller, Götter, Väter"


def test_a_found_alphabet_reads_signs_in_the_language_of_the_text() -> None:
    text = "La casa de Pérez & Hijos dio en el mes el 50% de las llaves, que no se le van. Y, de la que va, no."
    assert after(alphabet, text, Alphabet.found_in([text])) == text.replace("&", "y").replace("%", " por ciento")


def test_german_opens_with_what_others_close_with() -> None:
    german = Alphabet.of("de")
    assert after(spaces_before_signs, "Er rief: »Komm!« Dann , »ja«", german) == "Er rief: »Komm!« Dann, »ja«"


def test_only_french_has_a_space_before_high_signs() -> None:
    assert after(spaces_before_signs, "Nicolás , ¿ sí ? « no »", SPANISH) == "Nicolás, ¿ sí? « no»"


class TestLicence:
    BOOK = "Chapter I\n\n" + "A tale.\n" * 12
    START, END = (
        "*** START OF THE PROJECT GUTENBERG EBOOK X ***\n",
        "*** END OF THE PROJECT GUTENBERG EBOOK X ***\n",
    )

    @pytest.mark.parametrize(
        ("before", "behind"),
        [
            (START, END),
            (
                "Title: X\n\n***START OF THIS PROJECT GUTENBERG EBOOK A VERY\nLONG TITLE***\n",
                "\n\nEnd of Project Gutenberg's X\n\n" + END,
            ),
            (
                START + "\n\nProduced by A. and\nby B.\n\n",
                "\n\nEnd of the Project Gutenberg EBook of X\n\n" + END + "Terms.",
            ),
            ("Project Gutenberg\n*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*\n", ""),
            (
                "**The Project Gutenberg Etext of X, by A**\n\nThis header should be the first thing seen when\n"
                "anyone starts.\n\nTitle: X\nAuthor: A\n\nThis etext was made by B.\n\n\n",
                "\n\nEnd of The Project Gutenberg Etext of X, by A\n\n*END*THE SMALL PRINT! FOR ETEXTS*END*\n",
            ),
            (
                "Copyright laws are changing.\n\nThis header should be the first thing seen when viewing this\n"
                "Project Gutenberg file.\n\n*****These eBooks Were Made By Many!*****\n\nLanguage: English\n\n"
                "[This file was first posted in May]\n\nProduced by B.\n\n",
                "\n***START**THE SMALL PRINT!**FOR PUBLIC DOMAIN EBOOKS**START***\nTerms.\n",
            ),
        ],
    )
    def test_it_goes(self, before: str, behind: str) -> None:
        assert after(licence, before + self.BOOK + behind).strip() == self.BOOK.strip()

    def test_two_books_in_one_file(self) -> None:
        one = self.START + self.BOOK + self.END + "Terms.\n"
        assert after(licence, one + "Header\n" + one) == self.BOOK * 2

    @pytest.mark.parametrize(
        "text",
        [
            "The Project Gutenberg was begun in 1971.\n*** START ***\nThe end of Project X.\n",
            "Project Gutenberg says: this header should come first.\n\nThe etext was old.\n",
            "They spoke of the\nend of Project Gutenberg's first year. And then they went.\n",
            "A tale.\n" * 5_000 + "Project Gutenberg\n*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*END*\n",
        ],
    )
    def test_a_book_about_gutenberg_stays(self, text: str) -> None:
        assert after(licence, text) == text


class TestTitlePages:
    TITLE = f"Ana Autor{GAP}El mar\n\nNovela{GAP}Ana Autor\n(1850-1920)\n\nEl mar{GAP}"
    IMPRINT = f"Madrid, Imprenta de Luz\nColección Mar y cielo{GAP}"

    def test_pages_with_evidence_go(self) -> None:
        text = self.TITLE + self.IMPRINT + "Un lema\nde otro" + GAP + "El mar" + GAP + "Capítulo I\n\n" + PROSE
        left = re.sub("\n{5,}", "|", after(title_pages, text))
        assert left == "|Un lema\nde otro|Capítulo I\n\n" + PROSE

    @pytest.mark.parametrize(
        "contents", ["1. Le matin\n2. Le midi\n3. Le soir", "I. Le matin\nII. Le midi\nIII. Le soir"]
    )
    def test_a_list_of_volumes_goes(self, contents: str) -> None:
        assert after(title_pages, contents + GAP + PROSE) == GAP + PROSE

    @pytest.mark.parametrize(
        "colophon", ["Este libro es el 3.º de la\nColección Mar y cielo", "Madrid, Imprenta de Luz.\nA. B."]
    )
    def test_a_colophon_goes(self, colophon: str) -> None:
        text = self.TITLE + self.IMPRINT + PROSE + GAP + colophon
        assert after(title_pages, text).strip("\n") == PROSE

    @pytest.mark.parametrize(
        "text",
        [
            "Un motto\n\nde quelqu'un" + GAP + PROSE,  # no evidence
            PROSE + GAP + "FIN",
            PROSE + GAP + "Valencia, 1894.",
            PROSE + GAP + "Published and edited, said the printer,\nin a third edition of the sea",  # a poem
            "Troisième édition" + GAP + "la mer\nla nuit" + GAP + "le vent",  # no prose at all
            "Première édition\n\n" + PROSE,  # no gap: it may be the story's
            "I hear the sea\nI see the wind\nI was there" + GAP + PROSE,  # I is no numeral here
            "la mer s'en va\nla nuit" + GAP + "la mer s'en va\nle vent" + GAP + PROSE,  # a refrain
            "— Non, dit l'éditeur.\n" * 300 + GAP + PROSE,  # a chapter of speech
            "I" + GAP + "Un lema" + GAP + "I" + GAP + PROSE,
            "Tercera edición\n" * 2000 + GAP + PROSE,  # too much of it to be a title page
        ],
    )
    def test_without_evidence_a_page_stays(self, text: str) -> None:
        assert after(title_pages, text) == text

    def test_what_is_left_is_doubtful(self) -> None:
        text = "Un motto" + GAP + PROSE + GAP + "FIN"
        assert [page.lines for page in doubtful(text)] == [("Un motto",), ("FIN",)]
        assert doubtful(PROSE) == []

    def test_a_publishers_preface_is_doubtful(self) -> None:
        text = "Le vent\n\n" + PROSE + "\nL'Éditeur.\n\n" + PROSE
        assert after(title_pages, text) == text
        assert [page.lines for page in doubtful(text)] == [("L'Éditeur.",)]

    def test_form_feeds_part_pages(self) -> None:
        assert after(title_pages, "Madrid, Imprenta de Luz\f" + PROSE) == "\f" + PROSE

    def test_wrapped_prose_is_prose(self) -> None:
        wrapped = "\n".join(["Longtemps, la mer fut grise et le vent passa sur les toits, et"] * 6)
        text = "Tercera edición" + GAP + wrapped + GAP + "Una edición" + GAP + wrapped
        assert after(title_pages, text) == text.removeprefix("Tercera edición")

    def test_a_signed_dedication_goes(self) -> None:
        text = "I\n\nÀ Léon D.\nà l'ami.\n\n\t\tM. P.\n\n" + PROSE
        assert after(dedications, text) == "I\n\n\n\n" + PROSE
        text = "Anne Auteur\n\nÀ monsieur Gaston C.\nEn témoignage.\nAnne Auteur.\n" + PROSE
        assert after(dedications, text) == "Anne Auteur\n\n\n" + PROSE

    @pytest.mark.parametrize(
        "text",
        [
            "À l'ombre des fleurs\n\n" + PROSE,  # a heading
            "À Léon\n" + "une ligne\n" * 20 + "M. P.\n" + PROSE,  # too long for one
            PROSE + "\nÀ Léon\nM. P.\n",  # not at the head
            "A room. For a while nobody speaks.\nLADY BRACKNELL.\n" + PROSE,  # a play
            "Al fin llega la noche\ny nadie habla.\nDOÑA ANA.\n" + PROSE,
        ],
    )
    def test_what_is_no_dedication(self, text: str) -> None:
        assert after(dedications, text) == text


def test_every_rule_says_what_it_does() -> None:
    assert len(descriptions()) == len(ALL)
    assert all(len(words) > 20 for words in descriptions().values())


def test_one_of_several_characters_may_go() -> None:
    document = Document("ab…d")
    document.make("alphabet", [Edit(2, 3, "...", "replaced")])
    document.make("dots", [Edit(3, 5)])
    assert (document.text, document.origin.tolist()) == ("ab.d", [0, 1, 2, 3])
    assert document.account() == {"input": 4, "kept": 3, "replaced": 1, "folded": 0, "dropped": 0}
    document.make("dots", [Edit(2, 3)])
    assert document.account_by_rule() == {"dots": {"dropped": 1}}


def test_edits_that_overlap_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="the edits of dots overlap"):
        Document("abc").make("dots", [Edit(0, 2), Edit(1, 3)])
