"""How much memory a training takes, reckoned before it is taken.

Two figures, for one step. The least is what no engine can do without: weights, gradients and what the optimizer
remembers, and of each layer the arrays that its gradients are made of. What asks for more than the computer has
is refused before anything is drawn: later the system would slow down for minutes, and end the process without a
word. The usual one is what was measured, about (12 D + 6 F + 3 H T) L numbers a token: with it the line about
memory that has come to its end says which batches would fit.
"""

from proust_attention import files, parameters
from proust_attention.config import Config
from proust_attention.errors import InputError, OutOfMemoryError

NUMBER = 4  # bytes of a float32
KEPT = 4  # arrays for each weight: it, its gradient, two moments


def least(config: Config) -> int:
    """Return the bytes that a step takes at least."""
    model, B = config.model, config.training.batch_size
    a_token = model.n_layers * (6 * model.d_model + 2 * model.d_ff)
    return NUMBER * (KEPT * parameters.count(model) + B * model.context_length * a_token)


def usual(config: Config, batch_size: int) -> int:
    """Return about how many bytes a step takes, with batches of that size."""
    model, T = config.model, config.model.context_length
    a_token = model.n_layers * (12 * model.d_model + 6 * model.d_ff + 3 * model.n_heads * T) + 3 * model.vocab_size
    return NUMBER * (KEPT * parameters.count(model) + batch_size * T * a_token)


def require(config: Config) -> None:
    """Raise InputError where these settings need more memory than this computer has."""
    wanted, there = least(config), files.memory_of_this_computer()
    if there is not None and wanted > there:
        raise InputError(
            f"these settings need at least {gigabytes(wanted)} of memory, and there are {gigabytes(there)}; "
            f"{advice(config, there)}"
        )


def exhausted(config: Config, there: int | None) -> OutOfMemoryError:
    """Make the error of a training for which the memory did not suffice, of which there are so many bytes."""
    there = there or usual(config, config.training.batch_size)
    return OutOfMemoryError(
        f"there is not enough memory for batches of {config.training.batch_size} windows: they take about "
        f"{gigabytes(usual(config, config.training.batch_size))}; {advice(config, there)}"
    )


def advice(config: Config, there: int) -> str:
    """Say what would fit into so many bytes: half as many windows, a quarter ..., or a smaller machine."""
    sizes = [config.training.batch_size >> halvings for halvings in range(1, 21)]
    fitting = next((size for size in sizes if size and usual(config, size) * 3 // 2 < there), None)
    return (
        f"--batch-size {fitting} should fit"
        if fitting
        else "a machine with fewer layers, or a smaller d_model, would fit"
    )


def gigabytes(size: int) -> str:
    """Write a number of bytes.

    >>> gigabytes(16_450_000_000), gigabytes(117_440_512)
    ('16.4 GB', '0.1 GB')
    """
    return f"{size / 1e9:.1f} GB"
