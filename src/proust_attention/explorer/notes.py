"""The Class Notes, as the page shows them: the docstrings of the very files that compute what it computes.

They are read from the source, so that nothing has to be loaded for them, and there is only one text of each. In
Spanish they are the texts of class_notes/, whose formulas and sessions of Python a test holds to the English ones.
"""

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
SPANISH = Path(__file__).parent / "class_notes"
ENDING = ".es.md"
ELSEWHERE = {"sampling": PACKAGE / "generation" / "sampling" / "rules.py"}


def class_notes() -> dict[str, dict[str, str]]:
    """Return the notes by the names of what they explain: `module`, the file below the package, and `en`, `es`."""
    names = sorted(path.name.removesuffix(ENDING) for path in SPANISH.glob(f"*{ENDING}"))
    return {name: _note(name) for name in names}


def _note(name: str) -> dict[str, str]:
    file = ELSEWHERE.get(name, PACKAGE / "numpy_model" / f"{name}.py")
    english = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    spanish = (SPANISH / f"{name}{ENDING}").read_text(encoding="utf-8").rstrip("\n")
    return {"module": file.relative_to(PACKAGE).as_posix(), "en": english, "es": spanish}
