"""The Class Notes, as the page shows them: the docstrings of the very files that compute what it computes.

They are read from the source, so that nothing has to be loaded for them, and there is only one text of each.
"""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
SAMPLING = PACKAGE / "generation" / "sampling" / "rules.py"


def class_notes() -> dict[str, dict[str, str]]:
    """Return the notes by the names of what they explain: where each lies, below the package, and its text."""
    reference = sorted(path for path in (PACKAGE / "numpy_model").glob("*.py") if path.stem != "__init__")
    files = {**{file.stem: file for file in reference}, "sampling": SAMPLING}
    return {
        name: {"module": file.relative_to(PACKAGE).as_posix(), "text": _docstring(file)}
        for name, file in files.items()
    }


def _docstring(file: Path) -> str:
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
