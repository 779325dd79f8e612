"""The TOML file of an experiment, read and checked.

Here are all its keys, and which may be left out (the rest):

    title = "Norm before or after"
    question = "Does a machine with its norms before the sub-layers learn more?"
    preset = "article"                   modern, where it is left out
    corpus = "corpora/proust"            a folder, as seen from where the command is called; the embedded text
    text = 500_000                       only so many of its characters, from the beginning; all
    seeds = 5                            0 to 4; or a list, as [7, 8, 9]
    budget = { characters = 400_000 }    what each run reads; or steps, or passes over the text, or minutes
    gradient_norms = [0, 100, "end"]     after which steps they are measured, layer by layer; never
    compare = [["post", "pre"]]          the second against the first; each against the first of all
    figure = "held-out"                  the loss that is compared; or gap: that, less the training loss at the end

    [base]                               settings of all, as in a file for `proust train --config`
    model.n_layers = 2

    [variants.post]                      settings of one
    [variants.pre]
    model.norm_placement = "pre"

A variant may also have a `preset`, `seeds` and a `budget` of its own, a `share` (it trains on the last so much of
the training part, 0 to 1) and `interventions`, factors by which arrays are multiplied while it learns and is
tested (`"blocks.*.attention.query" = 4.0`).
"""

import math
import tomllib
from collections.abc import Mapping
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from proust_attention.config import PRESETS, SECTIONS, build
from proust_attention.errors import InputError, SettingError
from proust_attention.files import read_bytes
from proust_attention.laboratory.experiment import BUDGETS, END, FIGURES, Budget, Experiment, Variant
from proust_attention.settings import unknown_name
from proust_attention.shown import visible

LONGEST_NAME = 40  # letters
MOST_SEEDS = 1000
_KEYS = ("title", "question", "preset", "corpus", "text", "seeds", "budget", "gradient_norms", "compare", "figure")
_OF_A_VARIANT = ("preset", "seeds", "budget", "share", "interventions", *SECTIONS)


def read(name: str) -> Experiment:
    """Read an experiment: a TOML file, or one that comes with the library, by its name. Raises InputError."""
    path, known = Path(name), shipped()
    if path.is_dir():
        raise InputError(f"{path} is a folder; give a TOML file, or the name of an experiment")
    if not path.is_file() and name not in known:
        raise InputError(
            f"there is no file {path}" if path.suffix == ".toml" else unknown_name(name, known, "experiment")
        )
    content = read_bytes(path) if path.is_file() else known[name]
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise InputError(f"{path} is not TOML: {error}") from None
    try:
        return experiment_of(path.stem, table)
    except InputError as error:
        raise type(error)(f"{path}: {error}") from None


def shipped() -> dict[str, bytes]:
    """Return the experiments that come with the library, by their names, as TOML."""
    folder = resources("proust_attention.laboratory") / "experiments"
    found = sorted((file.name, file.read_bytes()) for file in folder.iterdir() if file.name.endswith(".toml"))
    return {name.removesuffix(".toml"): content for name, content in found}


def experiment_of(name: str, table: Mapping[str, Any]) -> Experiment:
    """Make an experiment from plain values. Raises InputError, SettingError."""
    _require_known(table, (*_KEYS, "base", "variants"), "key")
    base, given = _table(table, "base"), _table(table, "variants")
    if len(given) < 2:
        raise InputError("an experiment has two variants or more: [variants.ONE] and [variants.OTHER]")
    variants = tuple(_variant(each, _table(given, each), table, base) for each in given)
    names = [variant.name for variant in variants]
    pairs = table.get("compare", [[names[0], other] for other in names[1:]])
    if not isinstance(pairs, list) or not all(isinstance(p, list) and len(p) == 2 for p in pairs) or not pairs:
        raise InputError('compare is a list of pairs of variants, as [["post", "pre"]]')
    for one in (each for pair in pairs for each in pair):
        if one not in names:
            raise InputError(unknown_name(str(one), names, "variant"))
    if len({tuple(pair) for pair in pairs}) < len(pairs):
        raise InputError("compare names a pair twice: it would count as two questions")
    for first, second in pairs:
        _require_pairs(*(variants[names.index(each)] for each in (first, second)))
    at = table.get("gradient_norms", [])
    if not isinstance(at, list) or not all(step == END or (type(step) is int and step >= 0) for step in at):
        raise InputError(f'gradient_norms is a list of steps, as [0, 100, "{END}"]')
    text = table.get("text")
    if text is not None and not (type(text) is int and text > 0):
        raise InputError(f"text is {text!r}, but it must be a number of characters")
    words = [table.get(key, default) for key, default in (("title", name), ("question", ""), ("corpus", ""))]
    if not all(isinstance(word, str) for word in words):
        raise InputError("title, question and corpus are text")
    title, question, corpus = words
    if (figure := table.get("figure", FIGURES[0])) not in FIGURES:
        raise InputError(unknown_name(str(figure), FIGURES, "figure"))
    compared = tuple((first, second) for first, second in pairs)
    return Experiment(name, title, question, corpus or None, text, tuple(at), variants, compared, figure)


def _require_name(name: str) -> None:
    if not name.strip() or not name.isprintable() or len(name) > LONGEST_NAME:
        raise InputError(
            f"the name of a variant is {visible(name[:LONGEST_NAME])!r}: give it 1 to {LONGEST_NAME} letters"
        )


def _variant(name: str, own: Mapping[str, Any], table: Mapping[str, Any], base: Mapping[str, Any]) -> Variant:
    _require_known(own, _OF_A_VARIANT, f"key of the variant {name}")
    _require_name(name)
    preset = own.get("preset", table.get("preset", "modern"))
    if preset not in PRESETS:
        raise SettingError(unknown_name(str(preset), PRESETS, "preset"))
    _require_known(base, SECTIONS, "group of settings")
    settings = {section: {**_table(base, section), **_table(own, section)} for section in SECTIONS}
    build(2, preset, [settings])  # refuses what is wrong with them
    for setting, instead in (("steps", "the budget says how long a run is"), ("seed", "seeds says which")):
        if setting in settings["training"]:
            raise InputError(f"{name} sets training.{setting}: {instead}")
    share = own.get("share", 1.0)
    if type(share) not in (int, float) or not 0 < share <= 1:
        raise InputError(f"the share of {name} is {share!r}, but it must be above 0 and at most 1")
    factors = _table(own, "interventions")
    for pattern, factor in factors.items():
        if type(factor) not in (int, float) or not math.isfinite(factor):
            raise InputError(f"the intervention {pattern} of {name} is {factor!r}, but it must be a factor")
    seeds = _seeds(own.get("seeds", table.get("seeds", 5)))
    budget = _budget(own.get("budget", table.get("budget")))
    return Variant(name, preset, settings, seeds, budget, float(share), factors)


def _seeds(given: Any) -> tuple[int, ...]:
    seeds = list(range(given)) if type(given) is int and given <= MOST_SEEDS else given
    if not (isinstance(seeds, list) and seeds and all(type(s) is int and 0 <= s < 2**63 for s in seeds)):
        raise InputError(
            f"seeds is {given!r}, but it must be how many (at most {MOST_SEEDS}), or a list of whole numbers"
        )
    if len(set(seeds)) < len(seeds):
        raise InputError("seeds names one twice: the same run would count as two")
    return tuple(seeds)


def _budget(given: Any) -> Budget:
    if not (isinstance(given, dict) and len(given) == 1 and next(iter(given)) in BUDGETS):
        raise InputError(f"a budget is one of {', '.join(BUDGETS)}, as budget = {{ characters = 400_000 }}")
    [(unit, amount)] = given.items()
    if type(amount) not in (int, float) or not 0 < amount < 1e15:
        raise InputError(f"budget.{unit} is {amount!r}, but it must be a number above 0")
    return Budget(unit, float(amount))


def _require_pairs(first: Variant, second: Variant) -> None:
    if first is second:
        raise InputError(f"{first.name} is compared with itself")
    if len(first.seeds) != len(second.seeds):
        raise InputError(
            f"{first.name} has {len(first.seeds)} seeds and {second.name} {len(second.seeds)}: runs are compared "
            "in pairs"
        )


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = table.get(key, {})
    if not isinstance(value, dict):
        raise InputError(f"{key} is a table: write it as [{key}]")
    return value


def _require_known(table: Mapping[str, Any], known: tuple[str, ...], kind: str) -> None:
    for name in table:
        if name not in known:
            raise InputError(unknown_name(name, known, kind))
