"""Make the notebooks of both languages from their sources, which lie in the package (data/notebooks).

    python tools/notebooks.py        # writes notebooks/NAME.en.ipynb and notebooks/NAME.es.ipynb

A source is cells, each below a line that says what it is:

    === en, === es                   a text, in one language
    === code                         code, the same in both
    === install                      the cell that makes the library be there
    === parameters, === small        the sizes, as they are for people and as they are for the tests
"""

import re
from pathlib import Path

import nbformat

from proust_attention import __version__, data
from proust_attention.files import write_bytes

INSTALL_FROM = "proust-attention[torch,notebook,lab]"  # a name that pip knows, or the path or address of a wheel
WHEEL = f"./proust_attention-{__version__}-py3-none-any.whl[torch,notebook,lab]"
NOT_PUBLISHED = {
    "en": f"""\
# The library is not on PyPI yet. Where it is not installed, make its wheel, in its folder (pip wheel --no-deps .),
# put that beside this notebook, and name it below instead: {WHEEL}
""",
    "es": f"""\
# La biblioteca aún no está en PyPI. Si no la tienes instalada, crea su wheel en la carpeta del proyecto
# (pip wheel --no-deps .), déjalo junto a este cuaderno y ponlo abajo en su lugar: {WHEEL}
""",
}
INSTALL = f"""try:
    import proust_attention as proust
except ImportError:
    %pip install --quiet "{INSTALL_FROM}"
    import proust_attention as proust

%matplotlib inline"""
SOURCES = data.HERE / "notebooks"
FOLDER = Path(__file__).parents[1] / "notebooks"
NAMES = sorted(path.stem for path in SOURCES.glob("*.txt"))
LANGUAGES = ("en", "es")
HEADER = re.compile(r"^=== (\w+)$\n?", re.MULTILINE)


def cells(name: str) -> list[tuple[str, str]]:
    """Return the kind and the content of every cell of a source."""
    _, *parts = HEADER.split((SOURCES / f"{name}.txt").read_text(encoding="utf-8"))
    return [(kind, content.rstrip()) for kind, content in zip(parts[::2], parts[1::2], strict=True)]


def notebook(name: str, language: str, small: bool = False) -> nbformat.NotebookNode:
    """Return a notebook in a language; a small one for the tests."""
    made = []
    for number, (kind, content) in enumerate(cells(name)):
        where = {"id": f"{name}-{number}"}
        if kind == language:
            made.append(nbformat.v4.new_markdown_cell(content, **where))
        elif kind == "install":
            made.append(nbformat.v4.new_code_cell(NOT_PUBLISHED[language] + INSTALL, **where))
        elif kind == "code" or kind == ("small" if small else "parameters"):
            made.append(nbformat.v4.new_code_cell(content, **where))
    about = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return nbformat.v4.new_notebook(cells=made, metadata=about)


def main() -> None:
    """Write all of them."""
    FOLDER.mkdir(exist_ok=True)
    for name in NAMES:
        for language in LANGUAGES:
            write_bytes(FOLDER / f"{name}.{language}.ipynb", content(name, language))


def content(name: str, language: str) -> bytes:
    """Return the file of a notebook."""
    return (nbformat.writes(notebook(name, language)) + "\n").encode()


if __name__ == "__main__":
    main()
