"""The glossary: both languages have the same terms, and every file that README and glossary name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    *("README.md", "README.es.md", "docs/guide.md", "docs/guia.md", "docs/glossary.md", "docs/glosario.md"),
    *("docs/architecture.md", "docs/format.md", "docs/sharing.md"),
]


def links(page: str) -> list[str]:
    """The links of a page to files of the repository, in order."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return [link for link in re.findall(r"\]\(([^)#\s]+)\)", text) if "://" not in link]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page: str) -> None:
    assert links(page)
    missing = [link for link in links(page) if not (ROOT / page).parent.joinpath(link).exists()]
    assert not missing


def test_both_languages_have_the_same_terms() -> None:
    english, spanish = (
        [link for link in links(page) if "src/" in link] for page in ("docs/glossary.md", "docs/glosario.md")
    )
    assert english == spanish


def test_both_languages_read_the_code_in_the_same_order() -> None:
    english, spanish = (
        [link for link in links(page) if re.search(r"(numpy_model|tokenizer|inspection|optimizer)/\w+\.py", link)]
        for page in ("README.md", "README.es.md")
    )
    assert english == spanish
    assert [Path(link).stem for link in english] == [
        *("characters", "bpe", "embedding", "cross_entropy", "feed_forward", "attention"),
        *("positions", "layer_norm", "block", "transformer", "gradcheck", "adamw"),
    ]
