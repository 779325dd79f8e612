"""Texts that are nearly the same."""

from proust_attention.corpus import Source, of_texts
from proust_attention.corpus.ordering.editions import same_text


def test_another_edition_is_found_and_another_book_is_not(prose: str) -> None:
    half = prose.index("\n", len(prose) // 2)
    first, second = prose[:half], prose[half:]
    revised = "Prólogo de otro.\n\n" + first.replace(" que ", " cual ", 20).replace("—", "-") + "\n\nFIN"
    assert same_text([first, second, revised]) == [(0, 2)]
    assert same_text([prose, second]) == [(0, 1)]  # a part of it
    assert same_text([first, second]) == []


def test_of_a_text_and_its_parts_the_whole_is_kept_and_nothing_is_lost(prose: str) -> None:
    half = prose.index("\n", len(prose) // 2)
    first, second = prose[:half], prose[half:]
    assert same_text([first, prose, second]) == [(1, 0), (1, 2)]
    assert same_text([first, second, prose]) == [(2, 0), (2, 1)]
    assert same_text([first, prose]) == [(1, 0)]
    for texts in ([first, prose, second], [second, first, prose]):
        sources = [Source.of_text(f"{number}.txt", text) for number, text in enumerate(texts)]
        made = of_texts(sources, "es", keep_first=True)
        assert made.text == of_texts([Source.of_text("prose.txt", prose)], "es").text
        assert len(made.manifest["same_text_left_out"]) == 2


def test_short_texts_are_the_same_only_if_nothing_but_space_differs() -> None:
    assert same_text(["Una tarde.", "Una\n tarde.", "Una tarde"]) == [(0, 1)]
