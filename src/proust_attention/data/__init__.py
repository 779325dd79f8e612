"""What ships with the library: an original Spanish text, so that there is something to learn at once."""

from importlib.resources import files

EMBEDDED_NAME = "la-casa-de-los-membrillos.txt"
EMBEDDED_LANGUAGE = "es"


def embedded_text() -> str:
    """Return "La casa de los membrillos", written for this project and in the public domain (CC0)."""
    return (files(__package__) / EMBEDDED_NAME).read_text(encoding="utf-8")
