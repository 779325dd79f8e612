"""From books to a corpus in one call, as `proust corpus prepare` does it.

corpus = proust.prepare("books/", language="fr", out="corpora/proust")
run = proust.train(corpus, run="runs/a")
"""

import warnings
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from proust_attention.corpus.alphabets import AUTO, Alphabet
from proust_attention.corpus.corpus import Corpus, save
from proust_attention.corpus.natural import natural_order
from proust_attention.corpus.ordering.editions import one_edition_of_each
from proust_attention.corpus.ordering.volumes import in_order
from proust_attention.corpus.preparing import of_texts
from proust_attention.corpus.reading import Source, read_all
from proust_attention.corpus.unwanted import named_lines
from proust_attention.errors import InputError
from proust_attention.files import refuse_to_overwrite


def prepare(
    files: str | Path | Sequence[str | Path],
    *,
    language: str,
    out: str | Path | None = None,
    without: str | Sequence[str] = (),
    drop_rare: int = 0,
    drop_lines: str | Sequence[str] = (),
    as_given: bool = False,
    keep_first: bool = False,
    any_language: bool = False,
    headings: bool = True,
    keep: str | Sequence[str] = (),
) -> Corpus:
    """Read books, clean them, and return the corpus; with `out` it is written to that folder, too.

    files         books of any format, folders, ZIP archives; one or several
    language      whose alphabet to keep: es, fr, en, de, it, pt; auto keeps what occurs often enough
    without       names of rules to leave out
    drop_rare     leave out symbols that occur less often than this
    drop_lines    lines to leave out: "book.txt:1-12", or all with "/a regular expression/"
    as_given      read the files in the order given, whatever they are called
    keep_first    of two editions of a text keep the first
    any_language  take a text of which this alphabet leaves little, too
    headings      False drops the headings that a book's markup shows
    keep          what a book's markup sets apart and is to stay: "front-matter", "notes" ...

    What the command would warn of is a Python warning. Raises InputError, SaveError.
    """
    folder = Path(out).expanduser() if out is not None else None
    if folder is not None:
        refuse_to_overwrite(folder)
    given = _several(files)
    if not given:
        raise InputError("there are no files to prepare a corpus of")
    named = [Path(path).expanduser() for path in given]
    paths, sources = read_books(
        named, language, as_given=as_given, headings=headings, keep=_several(keep), passed_over=_warn
    )
    unwanted = named_lines(_several(drop_lines), paths, sources)
    kept, left_out = sources, []
    if not as_given:
        volumes = [list(some) for some in one_edition_of_each(in_order(sources), keep_first)]
        kept, left_out = ([volume.source for volume in some] for some in volumes)
    corpus = of_texts(
        kept,
        language,
        left_out=left_out,
        without=_several(without),
        drop_lines=unwanted,
        drop_rare=drop_rare,
        keep_first=keep_first,
        any_language=any_language,
    )
    for line in (
        *(f"left out: {source.name}, another edition" for source in left_out),
        *corpus.manifest["warnings"],
    ):
        _warn(line)
    if folder is not None:
        save(corpus, folder)
    return corpus


def read_books(
    files: Sequence[Path],
    language: str,
    *,
    as_given: bool,
    headings: bool,
    keep: Collection[str],
    passed_over: Callable[[str], None],
) -> tuple[list[Path], list[Source]]:
    """Return the files in the order in which they are read, and the texts in them, as `read_all` finds them."""
    alphabet = Alphabet.of_all() if language == AUTO else Alphabet.of(language)
    paths = list(files) if as_given else natural_order(files)
    return paths, read_all(paths, alphabet, headings=headings, keep=keep, passed_over=passed_over)


def _several(given: Any) -> Sequence[Any]:
    """Return what is given, one or several, as several."""
    return [given] if isinstance(given, str | Path) else given


def _warn(line: str) -> None:
    warnings.warn(line, stacklevel=3)  # of whoever called prepare
