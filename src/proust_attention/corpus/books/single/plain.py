"""Plain text, which nothing marks: what no other format recognises, and holds no zero bytes.

In a folder or an archive a text is as likely a README or a licence: there it needs a name that says that it is
to be read.
"""

from proust_attention.corpus.alphabets import Alphabet
from proust_attention.corpus.books import limits
from proust_attention.corpus.books.detection import File, Format
from proust_attention.corpus.books.limits import RefusedError
from proust_attention.corpus.decoding import Decoded, decode


def read_plain(file: File, alphabet: Alphabet) -> Decoded:
    """Read a plain text. Raises RefusedError, and InputError where its bytes are no characters."""
    if len(file.content) > limits.CHARACTERS:  # a character is a byte or more
        raise RefusedError(f"holds more than {limits.CHARACTERS // limits.MEBI} MiB of text")
    return decode(file.content, file.name, alphabet)


FORMAT = Format(
    "text",
    lambda file: bool(file.text and file.text.strip()),
    read_plain,
    endings=(".txt", ".text", ".md"),
    refusal="is plain text, which is read here only if its name ends in .txt",
)
