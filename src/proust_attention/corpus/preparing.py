"""From found texts to a corpus: each is cleaned, all are joined, and the manifest says what was done."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from proust_attention.corpus.account import Pair, Values, account_of, around
from proust_attention.corpus.alphabets import AUTO, Alphabet
from proust_attention.corpus.cleaning import begin, doubts, finish
from proust_attention.corpus.corpus import BETWEEN, END, Corpus, sha256
from proust_attention.corpus.document import Document, Run
from proust_attention.corpus.ordering.editions import same_text
from proust_attention.corpus.reading import Source, broken_characters
from proust_attention.corpus.unwanted import Lines, spans
from proust_attention.corpus.wrong_language import languages_in, refuse_if_little_is_left, warnings_of
from proust_attention.errors import InputError

BY_MARKUP = "markup: "  # before the kind of what the markup sets apart, in the place of a rule


def of_texts(
    sources: Sequence[Source],
    language: str,
    *,
    left_out: Sequence[Source] = (),
    without: Collection[str] = (),
    drop_lines: Sequence[Lines] = (),
    drop_rare: int = 0,
    keep_first: bool = False,
    any_language: bool = False,
    examples: int = 0,
) -> Corpus:
    """Clean texts and join them.

    language     whose alphabet to keep, or AUTO for one that is made of what occurs often enough in these texts
    left_out     what is not read since it is another edition of one of these: the manifest names it
    without      names of rules to leave out
    drop_lines   what is not wanted
    drop_rare    fewer occurrences than this, and a symbol is treated as if the alphabet lacked it
    keep_first   of texts that are the same, or nearly, keep the first, or that of which another is only a part;
                 otherwise they are refused
    any_language take also a text of which the alphabet leaves little; otherwise it is refused
    examples     of each rule keep up to so many edits in the manifest

    Raises InputError for an unknown language or rule, for lines that are not there, for texts that are the same,
    and for a text of which nothing, or little, is left.
    """
    if drop_rare < 0:
        raise InputError(f"--drop-rare is {drop_rare}, but it must be at least 0")
    documents = [begin(source.text, without, examples, unwanted=spans(source, drop_lines)) for source in sources]
    doubtful = [  # while pages can still be recognised
        sorted([*doubts(document), *_prefaces(source)])
        for source, document in zip(sources, documents, strict=True)
    ]
    found_in = Alphabet.found_in([document.text for document in documents]) if language == AUTO else None
    alphabet = found_in or Alphabet.of(language)
    shown = [languages_in(document) for document in documents]
    warnings = []
    for source, document, spoken in zip(sources, documents, shown, strict=True):
        finish(document, alphabet, without)
        if not document.text:
            raise InputError(f"{source.name} holds no character of the {alphabet.name} alphabet")
        if not any_language:
            refuse_if_little_is_left(source, spoken, document, alphabet)
        warnings.append([*broken_characters(source), *warnings_of(source, spoken, document, alphabet)])
    kept = _different(sources, documents, keep_first)
    pairs = [(sources[number], documents[number]) for number in kept]
    open_doubts = [
        doubt for number in kept for doubt in _still_there(sources[number], documents[number], doubtful[number])
    ]
    rare = _drop_rare(pairs, alphabet, without, drop_rare)
    text = BETWEEN.join(document.text for _, document in pairs) + END
    manifest = {
        "language": language,
        "characters": len(text),
        "symbols": "".join(sorted(set(text))),
        "sha256": sha256(text),
        "other_editions_left_out": [source.name for source in left_out],
        "same_text_left_out": [source.name for number, source in enumerate(sources) if number not in kept],
        "rules_left_out": sorted(without),
        "rare_symbols_left_out": rare,
        "doubtful": open_doubts,
        "warnings": [line for number in kept for line in warnings[number]],
        **account_of(pairs),
    }
    dropped = [
        {"file": source.name, **run._asdict()} for source, document in pairs for run in _runs(source, document)
    ]
    return Corpus(text, manifest, dropped)


def _prefaces(source: Source) -> Iterator[tuple[int, str]]:
    """Yield what the markup of a source calls a preface: its place, and its heading."""
    for line, heading in source.doubtful:
        place = 0
        for _ in range(line - 1):
            place = source.text.index("\n", place) + 1
        yield place, heading


def _runs(source: Source, document: Document) -> list[Run]:
    """Return what of a source was dropped, by its markup and by the rules, in the order of its lines."""
    set_apart = (Run(line, f"{BY_MARKUP}{kind}", text) for line, kind, text in source.set_apart)
    return sorted([*set_apart, *document.dropped()], key=lambda run: run.line)


def _still_there(source: Source, document: Document, doubtful: Iterable[tuple[int, str]]) -> Iterator[Values]:
    """Yield the doubtful pages that no later rule dropped."""
    for place, text in doubtful:
        if document.stands(place):
            yield {"file": source.name, "line": document.line(place), "text": text}


def _different(sources: Sequence[Source], documents: Sequence[Document], keep_first: bool) -> list[int]:
    """Return the numbers of the texts that are not the same, or nearly the same, as another."""
    same = same_text([document.text for document in documents])
    for first, later in map(sorted, same):
        if not keep_first:
            raise InputError(
                f"{sources[first].name} and {sources[later].name} are the same text, or mostly; leave one out, "
                "or keep the first with --keep-first"
            )
    left_out = {number for _, number in same}
    return [number for number in range(len(documents)) if number not in left_out]


def _drop_rare(pairs: Sequence[Pair], alphabet: Alphabet, without: Collection[str], fewest: int) -> list[Values]:
    """Bring the texts into the alphabet without its rare symbols; return which those were, how often and where."""
    if not fewest:
        return []
    counts = Counter[str]()
    for _, document in pairs:
        counts.update(document.text)
    rare = {symbol for symbol in alphabet.symbols if counts[symbol] < fewest and not symbol.isspace()}
    listed = [
        {"symbol": symbol, "count": counts[symbol], "places": list(_places(symbol, pairs))}
        for symbol in sorted(rare & set(counts))
    ]
    if listed:
        for source, document in pairs:
            finish(document, alphabet.without(rare), without)
            if not document.text:
                raise InputError(
                    f"nothing of {source.name} is left without symbols that occur less than {fewest} times"
                )
    return listed


def _places(symbol: str, pairs: Sequence[Pair]) -> Iterator[Values]:
    for source, document in pairs:
        place = document.text.find(symbol)
        while place >= 0:
            line = document.line(int(document.origin[place]))
            yield {"file": source.name, "line": line, "around": around(document.text, place, 1)}
            place = document.text.find(symbol, place + 1)
