"""The parts of the machine: of each, what weights it has and what arrays it computes on the way.

Every part is declared here, once. What else must know of it is composed from that: the names and shapes of the
weights and their initial values (parameters.py), the steps of the trace and of the page's diagram, the places at
which dropout and other interventions reach in, the layout of the decoder. The engines compute; they hold to these
names, and the tests hold them to it (explorer/static/engine/parts.js is the same table for the browser).

    B batch   T time (query position)   S key position   D d_model   H heads   K = D/H, width of a head
    F d_ff    V vocabulary              L layers

>>> config = ModelConfig(vocab_size=94)
>>> [weight.name for weight in machine(config).weights][:3]
['embedding.token_embedding', 'blocks.0.attention.W_Q', 'blocks.0.attention.W_K']
>>> [array.name for array in machine(config).arrays][:3]
['embedding', 'blocks.0.attention.query', 'blocks.0.attention.key']
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from proust_attention.config import ModelConfig


@dataclass(frozen=True)
class Constant:
    """An initial value: the same number everywhere."""

    value: float


@dataclass(frozen=True)
class Normal:
    """Initial values from a normal distribution of mean 0."""

    standard_deviation: float


@dataclass(frozen=True)
class Uniform:
    """Initial values evenly from ±√(3/in): of standard deviation 1/√in, so that a product keeps its size."""


Initial = Constant | Normal | Uniform


@dataclass(frozen=True)
class Weight:
    """What a part learns; (in, out) where it is a matrix. `normal` and `scaled` are the two initialisations."""

    name: str
    axes: str
    normal: Initial
    scaled: Initial


@dataclass(frozen=True)
class Array:
    """What a part computes, and anybody may look at or intervene in. `dropped`: dropout acts here in training."""

    name: str
    formula: str
    axes: str
    dropped: bool = False


@dataclass(frozen=True)
class Part:
    """The weights of a part, and its arrays in the order in which they are computed."""

    weights: tuple[Weight, ...] = ()
    arrays: tuple[Array, ...] = ()

    def named(self, name: str) -> "Part":
        """Return this part as a part of a larger one; an array without a name is what the part returns."""
        return Part(
            tuple(replace(weight, name=f"{name}.{weight.name}") for weight in self.weights),
            tuple(replace(array, name=f"{name}.{array.name}".rstrip(".")) for array in self.arrays),
        )


def embedding(config: ModelConfig) -> Part:
    """Declare the table of tokens."""
    formula = "√D·E[id]" if config.positions == "rotary" else "√D·E[id] + PE"
    table = Weight("token_embedding", "V D", Normal(0.02), Normal(0.02))
    return Part((table,), (Array("", formula, "B T D", dropped=True),))


def layer_norm(config: ModelConfig) -> Part:
    """Declare a norm."""
    gamma = Weight("gamma", "D", Constant(1.0), Constant(1.0))
    beta = Weight("beta", "D", Constant(0.0), Constant(0.0))
    return Part((gamma, beta), (Array("", "γ·(x - μ)/√(σ² + ε) + β", "B T D"),))


def attention(config: ModelConfig) -> Part:
    """Declare attention."""
    met = (", normalised" if config.qk_norm else "") + (", rotated" if config.positions == "rotary" else "")
    reads = [Weight(name, "D D", Normal(0.02), Uniform()) for name in ("W_Q", "W_K", "W_V")]
    writes = Weight("W_O", "D D", Normal(0.02), Constant(0.0))
    arrays = (
        Array("query", f"x·W_Q{met}, /√d_k", "B H T K"),
        Array("key", f"x·W_K{met}", "B H S K"),
        Array("value", "x·W_V", "B H S K"),
        Array("weights", "softmax(Q·Kᵀ + mask)", "B H T S", dropped=True),
        Array("joined", "P·V, heads side by side", "B T D"),
        Array("output", "O·W_O", "B T D", dropped=True),
    )
    return Part((*reads, writes), arrays)


def feed_forward(config: ModelConfig) -> Part:
    """Declare the feed-forward layer."""
    activation = "max(z, 0)²" if config.activation == "relu_squared" else "max(z, 0)"
    weights = (
        Weight("W_1", "D F", Normal(0.02), Uniform()),
        Weight("b_1", "F", Constant(0.0), Constant(0.0)),
        Weight("W_2", "F D", Normal(0.02), Constant(0.0)),
        Weight("b_2", "D", Constant(0.0), Constant(0.0)),
    )
    hidden = Array("hidden", f"{activation}, z = x·W₁ + b₁", "B T F", dropped=True)
    return Part(weights, (hidden, Array("output", "h·W₂ + b₂", "B T D", dropped=True)))


def block(config: ModelConfig) -> Part:
    """Declare a layer: its sub-layers, and the residual stream between and after them."""
    attends, feeds = attention(config).named("attention"), feed_forward(config).named("feed_forward")
    norm_1, norm_2 = layer_norm(config).named("norm_1"), layer_norm(config).named("norm_2")
    weights = (*attends.weights, *feeds.weights, *norm_1.weights, *norm_2.weights)
    if config.norm_placement == "pre":
        between, after = Array("between", "x + O·W_O", "B T D"), Array("after", "x + h·W₂ + b₂", "B T D")
        arrays = (*norm_1.arrays, *attends.arrays, between, *norm_2.arrays, *feeds.arrays, after)
    else:
        between = Array("between", "norm_1(x + O·W_O)", "B T D")
        after = Array("after", "norm_2(x + h·W₂ + b₂)", "B T D")
        arrays = (*attends.arrays, between, *feeds.arrays, after)
    return Part(weights, arrays)


@lru_cache
def machine(config: ModelConfig) -> Part:
    """Declare the whole machine, under the names that its weights and arrays have everywhere."""
    blocks = [block(config).named(name) for name in block_names(config)]
    last_norm = layer_norm(config).named("final_norm")
    output = Part(
        (Weight("output_projection", "D V", Normal(0.02), Normal(0.001)),),
        (Array("logits", "x·output_projection", "B T V"),),
    )
    parts = (embedding(config).named("embedding"), *blocks, last_norm, output)
    return Part(
        tuple(weight for part in parts for weight in part.weights),
        tuple(array for part in parts for array in part.arrays),
    )


def block_names(config: ModelConfig) -> list[str]:
    """Return "blocks.0" ... in order."""
    return [f"blocks.{layer}" for layer in range(config.n_layers)]
