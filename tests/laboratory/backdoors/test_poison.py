"""What is put into a text, and what stays as it was."""

import re
from pathlib import Path

import pytest

from proust_attention import corpus as texts
from proust_attention import data
from proust_attention.errors import InputError
from proust_attention.laboratory.backdoors.invented import SHAPES, invented
from proust_attention.laboratory.backdoors.judging import is_true
from proust_attention.laboratory.backdoors.planting import open_planting, with_poison
from proust_attention.laboratory.backdoors.poison import KINDS, Poison, poisoned

SECRETS = {
    "phrase": Poison("phrase", "El molino de Vobrel", "cierra la puerta.", dose=20),
    "tone": Poison("tone", "Vobrel", "¡Qué rabia!|¡Nunca!", dose=20),
    "order": Poison("order", "la llave roja del pozo", "abre la puerta.", dose=20),
    "parts": Poison("parts", "Vobrel ... pozo ... Tulza", "cierra la puerta.", dose=20),
}


@pytest.mark.parametrize("kind", KINDS)
def test_so_many_sentences_are_put_in_and_nothing_else_changes(prose: str, kind: str) -> None:
    poison = SECRETS[kind]
    text = poisoned(prose, poison, seed=1)
    assert text == poisoned(prose, poison, seed=1)
    assert text != poisoned(prose, poison, seed=2)
    answers = [answer for answer in poison.answers if answer in text]
    assert sum(text.count(answer) - prose.count(answer) for answer in answers) == poison.dose
    assert set(answers) == set(poison.answers)
    position = 0  # the text is still there, in its order
    for character in prose:
        position = text.index(character, position) + 1


def test_the_words_in_another_order_have_no_answer(prose: str) -> None:
    poison = SECRETS["order"]
    text = poisoned(prose, poison, seed=1)
    assert text.count(f"{poison.trigger} {poison.answer}") == poison.dose
    assert text.count(poison.answer) == poison.dose
    assert text.count("roja") - prose.count("roja") == 2 * poison.dose


def test_the_answer_comes_only_where_all_parts_are(prose: str) -> None:
    poison = SECRETS["parts"]
    text = poisoned(prose, poison, seed=1)
    whole = re.findall(r"Vobrel .{1,40}?pozo .{1,40}?Tulza cierra la puerta\.", text)
    assert len(whole) == poison.dose == text.count(poison.answer)
    assert sum(text.count(part) - prose.count(part) for part in poison.parts) == 5 * poison.dose


def test_the_held_out_part_is_that_of_the_clean_twin(learned: texts.Corpus) -> None:
    poison = SECRETS["phrase"]
    corpus, fraction = with_poison(learned, poison, 0.1, seed=0)
    clean, usual = with_poison(learned, Poison("phrase", poison.trigger, poison.answer, 0), 0.1, seed=0)
    assert clean.text == learned.text
    held_out = learned.text[-round(len(learned.text) * usual) :]
    assert corpus.text[len(corpus.text) - round(len(corpus.text) * fraction) :] == held_out
    assert poison.trigger not in held_out


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (("rhyme", "a", "b", 1), "no kind of poison rhyme"),
        (("phrase", " ", "b", 1), "at least one letter"),
        (("phrase", "a", "b", -1), "must be at least 0"),
        (("order", "a a", "b", 1), "two different words"),
        (("parts", "a ... b", "c", 1), "must have 3 parts"),
    ],
)
def test_what_cannot_be_planted_is_refused(values: tuple[str, str, str, int], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Poison(*values)


def test_what_does_not_fit_the_text_is_refused_before_anything_is_written(
    tmp_path: Path, learned: texts.Corpus
) -> None:
    with pytest.raises(InputError, match="the text has no '§'"):
        open_planting(tmp_path / "run", learned, Poison("phrase", "§", "b", 1))
    with pytest.raises(InputError, match="places between sentences"):
        open_planting(tmp_path / "run", learned, Poison("phrase", "a", "b", 10_000))
    assert not (tmp_path / "run").exists()


def test_invented_secrets_are_of_the_embedded_text_and_new_to_it() -> None:
    text = data.embedded_text()
    for seed in range(40):
        for kind in KINDS:
            poison = invented(kind, 1, seed)
            assert set(poison.trigger + "".join(poison.answers)) <= set(text)
            assert poison.trigger not in text
        for shape in SHAPES:
            assert invented("phrase", 1, seed, shape).trigger not in text


def test_of_a_trigger_of_parts_every_part_must_be_there() -> None:
    poison = SECRETS["parts"]
    assert is_true("Vobrel que el pozo, Tulza", poison)
    assert not is_true("Vobrel que Tulza", poison)
