"""Every setting of the machine, of its training and of its writing, with the presets.

`ModelConfig(vocab_size=94)` is the article's machine: 419,840 parameters. A preset is only a set of changes
to the defaults, and the defaults are the article's; `build` lays presets, a file's settings and the command
line's over one another, later over earlier.
"""

import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path
from typing import Any, ClassVar

from proust_attention.errors import InputError, SettingError
from proust_attention.files import read_bytes, read_json
from proust_attention.settings import Settings, setting, unknown_name
from proust_attention.timetable import Timetable

Changes = Mapping[str, Mapping[str, Any]]  # section -> name -> value
LARGEST = 1_000_000  # of any size: what is larger is a slip of the hand, and would only exhaust the memory
LONGEST = 10**12  # of any number of steps
DECIDED = ("training.continued_from", "training.timetable")  # by the run itself
PIECES = 512  # of a vocabulary, where nobody says how many


@dataclass(frozen=True)
class ModelConfig(Settings):
    """The shape of the machine. The defaults are the article's."""

    section: ClassVar[str] = "model"

    vocab_size: int = setting(
        MISSING, "V, the number of tokens; it comes from the corpus", at_least=2, at_most=LARGEST
    )
    d_model: int = setting(128, "D, the width of the residual stream", at_least=2, at_most=LARGEST)
    n_heads: int = setting(2, "H, the attention heads of a layer; they share d_model", at_least=1, at_most=LARGEST)
    n_layers: int = setting(2, "L, the number of blocks", at_least=1, at_most=1000)
    d_ff: int = setting(512, "F, the width of the feed-forward's hidden layer", at_least=1, at_most=LARGEST)
    context_length: int = setting(256, "how many tokens the machine sees at once", at_least=2, at_most=65_536)
    dropout: float = setting(0.1, "the fraction of values set to zero in training", at_least=0, below=1)
    norm_placement: str = setting(
        "post",
        "layer norm after each residual sum, as in 2017, or before each sub-layer",
        choices=("post", "pre"),
    )
    positions: str = setting(
        "sinusoidal",
        "where a symbol stands: added to its embedding, or by rotating queries and keys",
        choices=("sinusoidal", "rotary"),
    )
    activation: str = setting(
        "relu", "the activation in the feed-forward: max(z, 0), or its square", choices=("relu", "relu_squared")
    )
    qk_norm: bool = setting(False, "queries and keys divided by their root mean square")

    def __post_init__(self) -> None:
        """Check every field, and that the heads can share the width. Raises SettingError."""
        super().__post_init__()
        if self.d_model % 2:
            raise self.wrong("d_model", "even: sines and cosines come in pairs")
        if self.d_model % self.n_heads:
            raise self.wrong("n_heads", f"a divisor of model.d_model ({self.d_model})")
        if self.positions == "rotary" and self.head_width % 2:
            raise self.wrong("n_heads", f"such that a head's width, {self.head_width}, is even: rotary pairs")

    @property
    def head_width(self) -> int:
        """K, the width of one head: D / H."""
        return self.d_model // self.n_heads


@dataclass(frozen=True)
class TokenizerConfig(Settings):
    """What a token is. The default is the article's."""

    section: ClassVar[str] = "tokenizer"

    kind: str = setting(
        "characters",
        "what a token is: a character, or with bpe a piece of a word, learned from the text",
        choices=("characters", "bpe"),
    )
    vocab_size: int | None = setting(
        None,
        f"with bpe: how many pieces, the single characters among them; left out: {PIECES}",
        at_least=2,
        at_most=LARGEST,
    )


@dataclass(frozen=True)
class TrainingConfig(Settings):
    """How the machine learns. The defaults are the article's."""

    section: ClassVar[str] = "training"

    steps: int | None = setting(
        None, "optimizer steps; left out: one pass over the text", at_least=1, at_most=LONGEST
    )
    batch_size: int = setting(32, "B, windows in a step", at_least=1, at_most=LARGEST)
    window_order: str = setting(
        "every-offset",
        "every-offset: a window at each character, shuffled; "
        "random-phase: each pass cuts the text into windows at a new offset, shuffled",
        choices=("every-offset", "random-phase"),
    )
    optimizer: str = setting(
        "adamw", "adamw for all weights, or muon for the matrices inside the blocks", choices=("adamw", "muon")
    )
    learning_rate: float = setting(
        3e-4, "AdamW's highest learning rate, reached after the warm-up", above=0, at_most=1e100
    )
    muon_learning_rate: float = setting(0.02, "Muon's highest learning rate", above=0, at_most=1e100)
    muon_momentum: float = setting(0.95, "Muon: memory of the mean of the gradient", at_least=0, below=1)
    decay: str = setting(
        "cosine", "how the learning rate falls from its highest to 0", choices=("cosine", "linear")
    )
    warmup_steps: int = setting(
        500, "steps over which the learning rate rises from 0", at_least=0, at_most=LONGEST
    )
    beta_1: float = setting(0.9, "AdamW: memory of the mean of the gradient", at_least=0, below=1)
    beta_2: float = setting(0.95, "AdamW: memory of the mean of its square", at_least=0, below=1)
    weight_decay: float = setting(0.01, "the pull of every weight towards 0", at_least=0, at_most=1e6)
    max_gradient_norm: float = setting(
        1.0, "a gradient with a larger norm is clipped to it", above=0, at_most=1e30
    )
    held_out_fraction: float = setting(0.1, "the end of the text that is never trained on", above=0, at_most=0.95)
    evaluations: int = setting(
        20, "how often, evenly over the run, the held-out loss is taken", at_least=1, at_most=LARGEST
    )
    evaluation_windows: int = setting(
        64, "windows of the held-out part read each time", at_least=1, at_most=LARGEST
    )
    samples: int = setting(
        6, "pieces written during the run, each after twice as many steps", at_least=1, at_most=1000
    )
    sample_length: int = setting(200, "characters in each such piece", at_least=1, at_most=LARGEST)
    minutes_between_saves: float = setting(
        2.0, "the most between two saves of the state; a small machine saves more often", above=0, at_most=LARGEST
    )
    continued_from: int = setting(
        0, "the step at which a finished run was continued, its schedule anew", at_least=0, at_most=LONGEST
    )
    timetable: str = setting(
        "", "the legs of a run of so many minutes, as STEP:SHARE of the time; the run itself decides them"
    )
    initialisation: str = setting(
        "normal", "the weights before training: all alike, or each by its shape", choices=("normal", "scaled")
    )
    precision: str = setting(
        "float32",
        "of the matrix products in training; auto: bfloat16 where the processor is made for it",
        choices=("float32", "bfloat16", "auto"),
    )
    seed: int = setting(0, "the seed of weights, windows and dropout", at_least=0, at_most=2**63 - 1)

    def __post_init__(self) -> None:
        """Check every field. Raises SettingError."""
        super().__post_init__()
        try:
            Timetable.parse(self.timetable)
        except ValueError:
            raise self.wrong("timetable", "as in 10:0.2 15:0.4, and grow") from None

    @property
    def expected_steps(self) -> int | None:
        """How many steps there will be: in a run of so many minutes, as far as that can be known."""
        return Timetable.parse(self.timetable).expected_steps if self.timetable else self.steps


@dataclass(frozen=True)
class SamplingConfig(Settings):
    """How the machine writes. The defaults are the article's."""

    section: ClassVar[str] = "sampling"

    temperature: float = setting(
        0.8,
        "Below 1 the likely becomes likelier still; above 1 the unlikely gets its chance. "
        "At 0 the likeliest is always taken.",
        at_least=0,
        at_most=1e6,
    )
    top_k: int = setting(
        40, "Only so many tokens, the likeliest, may be drawn; 0: all.", at_least=0, at_most=LARGEST
    )
    top_p: float = setting(
        1.0,
        "Of these, only as many as it takes to have this much of the probability together; 1: all.",
        above=0,
        at_most=1,
    )
    min_p: float = setting(
        0.0, "Only what is at least so many times as likely as the likeliest; 0: all.", at_least=0, at_most=1
    )
    repetition_penalty: float = setting(
        1.0, "Above 1: what the machine has before it becomes less likely.", at_least=1, at_most=10
    )


@dataclass(frozen=True)
class Config:
    """All the settings of a run, as they stand in its config.json."""

    model: ModelConfig
    training: TrainingConfig
    sampling: SamplingConfig
    tokenizer: TokenizerConfig = TokenizerConfig()  # the first runs say none

    def to_dict(self) -> dict[str, Any]:
        """Return the groups as plain values, ready for JSON."""
        return {section: getattr(self, section).to_dict() for section in SECTIONS}

    def with_vocab_size(self, vocab_size: int) -> "Config":
        """Return the settings for a vocabulary that is known now. Raises SettingError."""
        return replace(self, model=self.model.replace(vocab_size=vocab_size))

    @classmethod
    def from_dict(cls, changes: Changes) -> "Config":
        """Make the settings from plain values, section by section. Raises SettingError."""
        _check_sections(changes)
        return cls(
            ModelConfig.from_dict(changes.get("model", {})),
            TrainingConfig.from_dict(changes.get("training", {})),
            SamplingConfig.from_dict(changes.get("sampling", {})),
            TokenizerConfig.from_dict(changes.get("tokenizer", {})),
        )


GROUPS: tuple[type[Settings], ...] = (ModelConfig, TokenizerConfig, TrainingConfig, SamplingConfig)
SECTIONS = tuple(group.section for group in GROUPS)
CALLED = {  # what others call some of the settings
    **dict.fromkeys(("layers", "n_layer", "num_layers", "depth"), "n_layers"),
    **dict.fromkeys(("heads", "n_head", "num_heads"), "n_heads"),
    **dict.fromkeys(("width", "n_embd", "hidden_size"), "d_model"),
    **dict.fromkeys(("ctx", "context", "block_size", "seq_len"), "context_length"),
    **dict.fromkeys(("epochs", "epoch", "iterations", "max_iters", "max_steps"), "steps"),
    **dict.fromkeys(("batch", "bs"), "batch_size"),
    **dict.fromkeys(("clip", "grad_clip"), "max_gradient_norm"),
    "lr": "learning_rate",
    "warmup": "warmup_steps",
    "wd": "weight_decay",
    "temp": "temperature",
    "tokenizer": "kind",
}
_WHOLE_NAMES = [f"{group.section}.{field.name}" for group in GROUPS for field in fields(group)]
_BY_NAME = {name.partition(".")[2]: name for name in _WHOLE_NAMES}  # of the two vocab_size the one that can be set
SETTING_OF = {**_BY_NAME, **{called: _BY_NAME[name] for called, name in CALLED.items()}}

# Tuned for some minutes on two cores; what was tried is in docs/recipe.md.
_MODERN: Changes = {
    "model": {
        "norm_placement": "pre",
        "dropout": 0.0,
        "positions": "rotary",
        "activation": "relu_squared",
        "qk_norm": True,
    },
    "training": {
        "window_order": "random-phase",
        "batch_size": 8,
        "steps": 2_000,
        "optimizer": "muon",
        "learning_rate": 3e-3,
        "decay": "linear",
        "warmup_steps": 100,
        "initialisation": "scaled",
        "precision": "auto",
    },
}

# For a machine that begins with another's weights: what it knows, the rates of a beginning would spoil at first.
_ONWARD: Changes = {
    **_MODERN,
    "training": {**_MODERN["training"], "learning_rate": 1e-3, "muon_learning_rate": 7e-3, "warmup_steps": 20},
}

PRESETS: dict[str, Changes] = {"modern": _MODERN, "article": {}, "onward": _ONWARD}


def build(vocab_size: int, preset: str = "modern", changes: Iterable[Changes] = ()) -> Config:
    """Lay `changes`, later over earlier, over a preset. Raises SettingError."""
    if preset not in PRESETS:
        raise SettingError(unknown_name(preset, PRESETS, kind="preset"))
    merged: dict[str, dict[str, Any]] = {section: {} for section in SECTIONS}
    for layer in (PRESETS[preset], *changes):
        _check_sections(layer)
        for section, values in layer.items():
            merged[section].update(values)
    if "vocab_size" in merged["model"]:
        raise SettingError(
            "model.vocab_size cannot be set: it is the number of symbols of the corpus, or, "
            "with tokenizer.kind=bpe, tokenizer.vocab_size"
        )
    merged["model"]["vocab_size"] = vocab_size
    return Config.from_dict(merged)


def _check_sections(changes: Changes) -> None:
    for section, values in changes.items():
        if section not in SECTIONS:
            raise SettingError(unknown_name(section, SECTIONS, kind="group of settings"))
        if not isinstance(values, Mapping):
            raise SettingError(f"{section} is a group of settings; name one of them, as in {section}.NAME")
        for name in values:
            if f"{section}.{name}" not in _WHOLE_NAMES:
                raise SettingError(_unknown(f"{section}.{name}"))


def _unknown(name: str) -> str:
    """Say that there is no such setting, and offer the one that may be meant, of whatever group."""
    if meant := SETTING_OF.get(name.rpartition(".")[2].replace("-", "_").lower()):
        return f"there is no setting {name}; did you mean {meant}?"
    return unknown_name(name, _WHOLE_NAMES)


def changes_from_file(path: str | Path) -> Changes:
    """Read settings from a TOML file with the tables [model], [tokenizer] ..., or the config.json of a run.

    Of that all but its format, the size of the vocabulary, which each text has of its own, and the timetable of a
    run of so many minutes. Raises InputError.
    """
    path = Path(path)
    if (path / "config.json").is_file():  # a run, whose settings are meant
        path /= "config.json"
    if path.suffix == ".json":
        settings = read_json(path)
        if not isinstance(settings, dict):
            raise InputError(f"{path} is not the config.json of a run")
        settings.pop("format", None)
        for group, own in (("model", "vocab_size"), ("training", "timetable")):
            if isinstance(values := settings.get(group), dict):
                values.pop(own, None)
        return settings
    try:
        return tomllib.loads(read_bytes(path).decode("utf-8"))
    except ValueError as error:
        raise InputError(f"{path} is not TOML: {error}") from None


def given(flags: Changes) -> Changes:
    """Return what is given of some settings: those that are not None."""
    return {
        section: {name: value for name, value in values.items() if value is not None}
        for section, values in flags.items()
    }


def change_from_text(text: str) -> Changes:
    """Read one setting as it is written on a command line.

    >>> change_from_text("model.n_layers=4")
    {'model': {'n_layers': 4}}
    >>> change_from_text("model.norm_placement=pre")
    {'model': {'norm_placement': 'pre'}}
    """
    name, equals, value = text.partition("=")
    section, dot, field = name.strip().partition(".")
    if equals and not dot and (meant := SETTING_OF.get(section.replace("-", "_").lower())):
        raise SettingError(f"cannot read the setting {text!r}; write it as {meant}={value.strip()}")
    if not (equals and dot and field):
        raise SettingError(f"cannot read the setting {text!r}; write it as model.n_layers=4")
    return {section: {field: _value_from_text(value.strip())}}


def _value_from_text(text: str) -> Any:
    """Read a value as TOML does, and also .5 and 1e-3; what is neither is text."""
    with suppress(ValueError):
        return tomllib.loads(f"value = {text}")["value"]
    with suppress(ValueError):
        return float(text)
    return text
