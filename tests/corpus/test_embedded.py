"""The text that ships with the library."""

from proust_attention import corpus, data


def test_the_embedded_text_is_clean_spanish() -> None:
    text = data.embedded_text()
    made = corpus.of_texts([corpus.Source.of_text(data.EMBEDDED_NAME, text)], data.EMBEDDED_LANGUAGE)
    assert made.text == text  # nothing to replace, to fold, to drop
    assert len(text) >= 60_000
    assert made.manifest["account"]["kept"] == len(text) - 1  # the last line break
