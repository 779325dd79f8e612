"""What ships with the library: an original Spanish text to learn from at once, and machines that have learned."""

from pathlib import Path

HERE = Path(__file__).parent
EMBEDDED_NAME = "la-casa-de-los-membrillos.txt"
EMBEDDED_LANGUAGE = "es"
DEFAULT_MACHINE = "recherche-fr"


def embedded_text() -> str:
    """Return "La casa de los membrillos", written for this project and in the public domain (CC0)."""
    return (HERE / EMBEDDED_NAME).read_text(encoding="utf-8")


def machine_folders() -> list[Path]:
    """Return the folders of the bundled machines, in the order of their names."""
    return sorted(path.parent for path in (HERE / "machines").glob("*/machine.json"))
