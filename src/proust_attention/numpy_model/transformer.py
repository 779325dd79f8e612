"""Transformer: the whole machine, from symbols to what may come next, and back.

# Class Notes

    ids (B, T) -> embedding -> block 0 ... block L-1 -> final norm -> output projection -> logits (B, T, V)

At every position t the machine gives V numbers, the logits: one for each symbol that could stand at t + 1.
softmax makes probabilities of them. Since no position sees what comes after it, a window of T symbols is T
exercises at once, and all of them are learned from.

This is the decoder of the paper without the encoder, as in GPT, with a last layer norm added. In a pre-norm
machine it has to be there: the residual stream that leaves the last block has passed no norm. In a post-norm
machine, the article's, two norms then follow one another, the last block's norm_2 and this one. Before training
the second does (almost) nothing, since what arrives has mean 0 and variance 1 already; later norm_2 has γ and β of
its own, which change that. It stays because the article's machine has it, and 2·D of its 419,840 parameters are
there. The output projection has weights of its own (it is not the transposed embedding table), and no bias.

    Vaswani et al. 2017; Radford et al. 2018 (decoder only)

The gradient. A machine of parts one after the other is a function of a function: y = f(g(x)), and by the chain
rule what arrives at y goes back through f, and what comes out of that goes back through g. So the backward
calls the parts' backwards in the reverse order, each of which gives the gradients of its own weights on the
way. That is all that back-propagation is; each part knows only itself.

Nothing is hidden in the object: `forward` returns what `backward` needs, and whoever is curious can read it.

So a batch becomes new weights in four steps: the forward gives the logits, the loss compares them with the
targets, the backward gives the gradient of the loss with respect to every weight, and every weight takes a small
step against its gradient. Here with plain gradient descent, three times on one batch of one text; optimizer/ has
better steps.

>>> config = ModelConfig(vocab_size=94)
>>> machine = Transformer(config, parameters.initial(config))
>>> logits, saved = machine.forward(np.array([[4, 8, 15, 16, 23, 42]]))
>>> logits.shape, saved.blocks[1].attention.attention_weights.shape
((1, 6, 94), (1, 2, 6, 6))
>>> from proust_attention.numpy_model import cross_entropy
>>> inputs, targets = np.array([[4, 8, 15, 16, 23]]), np.array([[8, 15, 16, 23, 42]])
>>> for step in range(3):
...     logits, saved = machine.forward(inputs)
...     loss, saved_loss = cross_entropy.forward(logits, targets)
...     gradients = machine.backward(saved, cross_entropy.backward(saved_loss))
...     for name, gradient in gradients.items():
...         machine.values[name] -= 0.1 * gradient
...     print(f"{loss:.2f}")
4.43
1.75
0.55
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Integer

from proust_attention import parameters, parts
from proust_attention.config import ModelConfig
from proust_attention.interventions import Interventions, check_names
from proust_attention.numpy_model import block, embedding, layer_norm, positions
from proust_attention.numpy_model.attention import Rotation
from proust_attention.numpy_model.feed_forward import flat
from proust_attention.numpy_model.interventions import Array, Hooks
from proust_attention.parameters import under
from proust_attention.shown import short_repr

Stream = Float[np.ndarray, "B T D"]
Logits = Float[np.ndarray, "B T V"]


@dataclass(frozen=True)
class Saved:
    """What the backward needs: of every part, what that part's backward needs."""

    embedding: embedding.Saved
    blocks: tuple[block.Saved, ...]
    final_norm: layer_norm.Saved
    normed: Float[np.ndarray, "B T D"]
    hooks: Hooks

    __repr__ = short_repr


class Transformer:
    """The machine in NumPy; any float dtype, that of its weights."""

    def __init__(self, config: ModelConfig, values: Mapping[str, Array]) -> None:
        """Take the weights `values` (not copied). Raises InputError if they do not fit `config`."""
        parameters.check(config, values)
        self.config = config
        self.values = dict(values)
        dtype = values["output_projection"].dtype
        self.positions: Float[np.ndarray, "T D"] | None = None
        self.rotation: Rotation | None = None
        if config.positions == "rotary":
            self.rotation = positions.rotary(config.context_length, config.head_width, dtype)
        else:
            self.positions = positions.sinusoidal(config.context_length, config.d_model, dtype)

    def forward(
        self, token_ids: Integer[np.ndarray, "B T"], interventions: Interventions | None = None
    ) -> tuple[Logits, Saved]:
        """Return the logits, and what the backward needs.

        `interventions` say what becomes of arrays on the way, by their names (interventions.py). Raises InputError
        where T exceeds the context length, or an intervention has the name or the shape of no array.
        """
        check_names(interventions, self.config)
        hooks = Hooks("", interventions)
        T = token_ids.shape[1]
        parameters.check_length(T, self.config)
        table = None if self.positions is None else self.positions[:T]
        rotation = None if self.rotation is None else (self.rotation[0][:T], self.rotation[1][:T])
        x, saved_embedding = embedding.forward(token_ids, under(self.values, "embedding"), table, interventions)
        saved_blocks = []
        for name in parts.block_names(self.config):
            x, saved = block.forward(x, under(self.values, name), self.config, rotation, interventions, name)
            saved_blocks.append(saved)  # (B, T, D) -> (B, T, D)
        normed, saved_norm = layer_norm.forward(x, under(self.values, "final_norm"), self.config)
        normed = hooks("final_norm", normed)
        logits = normed @ self.values["output_projection"]  # (B, T, D) @ (D, V) -> (B, T, V)
        return hooks("logits", logits), Saved(saved_embedding, tuple(saved_blocks), saved_norm, normed, hooks)

    def backward(self, saved: Saved, d_logits: Logits) -> dict[str, Array]:
        """Return the gradient of every weight, under the names of parameters.py and in their order."""
        gradients: dict[str, Array] = {}
        for _, _, d_weights in self.backward_parts(saved, d_logits):
            gradients |= d_weights
        return {name: gradients[name] for name in parameters.shapes(self.config)}

    def backward_parts(
        self, saved: Saved, d_logits: Logits
    ) -> Iterator[tuple[str, Stream | None, dict[str, Array]]]:
        """Yield of each part, from the last, its name and the gradients with respect to its input and weights."""
        d_logits = saved.hooks.backward("logits", d_logits)  # hooks("logits", logits)
        d_projection = flat(saved.normed).T @ flat(d_logits)  # logits = normed @ output_projection
        d_x = d_logits @ self.values["output_projection"].T  # (B, T, V) @ (V, D) -> (B, T, D)
        yield "output_projection", d_x, {"output_projection": d_projection}
        d_x = saved.hooks.backward("final_norm", d_x)  # normed = hooks("final_norm", normed)
        d_x, d_norm = layer_norm.backward(saved.final_norm, d_x)  # normed = final_norm(x)
        yield "final_norm", d_x, {f"final_norm.{weight}": d for weight, d in d_norm.items()}
        names = parts.block_names(self.config)
        for name, saved_block in reversed(list(zip(names, saved.blocks, strict=True))):
            d_x, d_block = block.backward(saved_block, d_x)  # x = block(x)
            yield name, d_x, {f"{name}.{weight}": d for weight, d in d_block.items()}
        d_embedding = embedding.backward(saved.embedding, d_x)  # x = embedding(token_ids)
        yield "embedding", None, {f"embedding.{weight}": d for weight, d in d_embedding.items()}
