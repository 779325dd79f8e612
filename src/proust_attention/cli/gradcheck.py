"""`proust gradcheck`: hold every derived gradient against two other witnesses."""

from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table

from proust_attention.cli.terminal import DONE, FAILED, Printer, print_json
from proust_attention.cli.working import working
from proust_attention.config import PRESETS, ModelConfig, build, change_from_text

# Small, and nothing equal to anything else by accident.
SIZES = {"d_model": 12, "n_heads": 3, "n_layers": 2, "d_ff": 17, "context_length": 9}
VOCABULARY, TEXTS = 11, 5


def gradcheck(
    preset: Annotated[
        str | None, typer.Option(help=f"{' or '.join(PRESETS)}: its choices, in a small size. [all of them]")
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="One setting, as model.qk_norm=true; may be repeated.")
    ] = None,
    samples: Annotated[int, typer.Option(min=1, help="Numbers of each weight that are moved.")] = 20,
    seed: Annotated[int, typer.Option(min=0, help="The seed of weights, text and samples.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare each gradient derived by hand with finite differences and, with PyTorch, with autograd."""
    changes = [{"model": SIZES}, *map(change_from_text, set_ or [])]
    configs: dict[str, ModelConfig] = {}
    for name in [preset] if preset else PRESETS:
        config = build(VOCABULARY, name, changes).model
        if config not in configs.values():  # two presets may have one model
            configs[name] = config
    checked = {name: (config, _check(config, samples, seed)) for name, config in configs.items()}
    verdicts = {name: all(row.passed for row in rows) for name, (_, rows) in checked.items()}
    if json:
        found = {
            name: {"model": config.to_dict(), "passed": verdicts[name], "rows": [asdict(row) for row in rows]}
            for name, (config, rows) in checked.items()
        }
        print_json(found[preset] if preset else {"passed": all(verdicts.values()), "presets": found})
    else:
        for name, (config, rows) in checked.items():
            _show(name, config, rows, verdicts[name])
    raise typer.Exit(DONE if all(verdicts.values()) else FAILED)


def _check(config: ModelConfig, samples: int, seed: int) -> list[Any]:
    import numpy as np

    from proust_attention import inspection
    from proust_attention.numpy_model.dropout import RandomMasks

    length = min(config.context_length, SIZES["context_length"]) + 1
    ids = np.random.default_rng(seed).integers(0, VOCABULARY, (TEXTS, length))
    masks = RandomMasks(config, seed, 0) if config.dropout else None
    example = inspection.Example(ids[:, :-1], ids[:, 1:], masks)
    with working(f"moving numbers of every weight of {config.n_layers} layers"):
        return inspection.gradcheck(config, inspection.random_values(config, seed), example, samples, seed)


def _show(preset: str, config: ModelConfig, rows: list[Any], passed: bool) -> None:
    from proust_attention.inspection.gradcheck import TOLERANCE_OF_AUTOGRAD, TOLERANCE_OF_DIFFERENCES

    console = Printer()
    table = Table("weight", box=None, pad_edge=False)
    for column in ("max|gradient|", "differences", "sampled", "redrawn", "autograd", ""):
        table.add_column(column, justify="right")
    for row in rows:
        autograd = "no PyTorch" if row.autograd_error is None else f"{row.autograd_error:.1e}"
        figures = f"{row.largest:.2e}", f"{row.differences_error:.1e}", str(row.sampled), str(row.redrawn)
        table.add_row(row.name, *figures, autograd, "ok" if row.passed else "WRONG")
    choices = {name: value for name, value in config.to_dict().items() if type(value) is not int}  # no sizes
    console.print(f"{preset}: " + ", ".join(f"{name} {value}" for name, value in choices.items()))
    console.print_table(table)
    limits = f"{TOLERANCE_OF_DIFFERENCES:.0e} from differences, {TOLERANCE_OF_AUTOGRAD:.0e} from autograd"
    verdict = "every gradient is right" if passed else "some gradients are WRONG"
    console.print(f"{preset}: {verdict} (max|Δ| / max|gradient| at most {limits})", soft_wrap=True)
