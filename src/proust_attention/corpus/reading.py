"""From a file to characters, whatever its encoding.

Nearly every text of today is UTF-8, and bytes that are not are hardly ever valid UTF-8 by accident: so that is
tried first, strictly. Only where it fails does a library (charset-normalizer) weigh the encodings of Western
European texts by how well the result reads; that is a guess, and is reported.
"""

import codecs
import hashlib
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from proust_attention.errors import InputError

WESTERN = ["cp1252", "iso8859_15", "mac_roman", "cp850", "utf_16", "utf_32"]
MARKS = {codecs.BOM_UTF32_LE: "utf_32", codecs.BOM_UTF16_LE: "utf_16", codecs.BOM_UTF16_BE: "utf_16"}


@dataclass(frozen=True)
class Source:
    """A text as it was found."""

    name: str
    text: str
    sha256: str  # of the bytes
    encoding: str
    encoding_was_guessed: bool = False

    @classmethod
    def of_text(cls, name: str, text: str) -> "Source":
        """Make a source of a text that is already read."""
        return cls(name, text, hashlib.sha256(text.encode()).hexdigest(), "utf-8")


def read(path: Path) -> Source:
    """Read a text file. Raises InputError if it is not there, is empty or is no text."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    if not content:
        raise InputError(f"{path} is empty")
    text, encoding, guessed = _decode(content, path)
    if "\0" in text:
        raise InputError(f"{path} is no text file: it holds bytes that no text has")
    return Source(path.name, text, hashlib.sha256(content).hexdigest(), encoding, guessed)


def _decode(content: bytes, path: Path) -> tuple[str, str, bool]:
    """Return the text, the name of its encoding, and whether that was guessed."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            try:
                return content.decode(encoding), encoding.replace("_", "-"), False
            except UnicodeDecodeError:
                break
    try:
        return content.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError as error:
        best = from_bytes(content, cp_isolation=WESTERN).best()
        if best is None:
            raise InputError(
                f"{path} is no text file, or its encoding is unknown: byte {error.start} is not UTF-8, "
                "and no other encoding gives a readable text; save it as UTF-8"
            ) from None
        return str(best), best.encoding.replace("_", "-"), True
