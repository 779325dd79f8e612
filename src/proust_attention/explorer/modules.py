"""The modules of the page: which scripts one script imports, and those in turn.

A browser learns of a module's imports when it has read it; so they would come one after the other, as deep as the
imports go. Where the page names them all at its beginning, they come together.

What is imported by `import("./late.js")` is left out: it comes later, as the panels below the first screen do, or
when it is used, as all that only training needs does.
"""

import posixpath
import re
from pathlib import Path

IMPORT = re.compile(r'^(?:import|export) (?:.* from )?"(\.[^"]*)"$', re.MULTILINE)


def imported(root: Path, script: str) -> list[str]:
    """Return all that a script imports, itself left out; paths below `root`, in the order in which they are met.

    A module that does not lie there (it is made elsewhere) is in the list too.
    """
    found: dict[str, None] = {}

    def follow(path: str) -> None:
        if not (root / path).exists():
            return
        for name in IMPORT.findall((root / path).read_text(encoding="utf-8")):
            module = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            if module not in found:
                found[module] = None
                follow(module)

    follow(script)
    return list(found)
