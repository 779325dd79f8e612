"""Texts that are nearly the same."""

from proust_attention.corpus.editions import same_text


def test_another_edition_is_found_and_another_book_is_not(prose: str) -> None:
    half = prose.index("\n", len(prose) // 2)
    first, second = prose[:half], prose[half:]
    revised = "Prólogo de otro.\n\n" + first.replace(" que ", " cual ", 20).replace("—", "-") + "\n\nFIN"
    assert same_text([first, second, revised]) == [(0, 2)]
    assert same_text([prose, second]) == [(0, 1)]  # a part of it
    assert same_text([first, second]) == []


def test_short_texts_are_the_same_only_if_nothing_but_space_differs() -> None:
    assert same_text(["Una tarde.", "Una\n tarde.", "Una tarde"]) == [(0, 1)]
