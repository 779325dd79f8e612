"""A machine of proust-attention for transformers: a small decoder-only transformer, in one file.

    AutoModelForCausalLM.from_pretrained(FOLDER, trust_remote_code=True)

It reads tokens, and says how likely each token is to come next. config.json has its sizes and its design:

    norm_placement   post   x = norm(x + sublayer(x)), as in 2017        pre   x = x + sublayer(norm(x))
    positions        sinusoidal, added to the embeddings                 rotary, by rotating queries and keys
    activation       relu   max(z, 0)                                    relu_squared   max(z, 0)²
    qk_norm          queries and keys divided by their root mean square

The machine sees `context_length` tokens. When a text outgrows them, it keeps the last half and reads that again
from position 0 (`window_start`), as proust-attention does: so `generate` writes what that writes, however long.
While the text grows, keys and values of what was read before are kept (transformers' DynamicCache).

    B batch   T time   D d_model   H heads   K = D/H   F d_ff   V vocabulary         weights are (in, out): x @ W
"""

import math
from functools import partial

import torch
from torch import nn
from torch.nn import functional as F
from transformers import DynamicCache, GenerationMixin, PreTrainedConfig, PreTrainedModel
from transformers.modeling_outputs import CausalLMOutputWithPast

EPSILON = 1e-5


class ProustConfig(PreTrainedConfig):
    """The settings of the machine: all of them stand in config.json."""

    model_type = "proust_attention"
    attribute_map = {  # noqa: RUF012 - as transformers has it
        "hidden_size": "d_model",
        "num_attention_heads": "n_heads",
        "num_hidden_layers": "n_layers",
        "intermediate_size": "d_ff",
        "max_position_embeddings": "context_length",
    }


def angles(first: int, T: int, width: int) -> torch.Tensor:
    """Return the angle of T positions and every pair, (T, width/2): t · 10000^(-2i/width), in float64."""
    speeds = 10000.0 ** (-torch.arange(0, width, 2, dtype=torch.float64) / width)
    return torch.arange(first, first + T, dtype=torch.float64).unsqueeze(1) * speeds


def rotate(x: torch.Tensor, first: int) -> torch.Tensor:
    """Rotate each pair of numbers of x (B, H, T, K) by the angle of its position; the first stands at `first`."""
    phi = angles(first, *x.shape[-2:])  # (T, K/2)
    cos, sin = phi.cos().to(x), phi.sin().to(x)
    a, b = x.unflatten(-1, (-1, 2)).unbind(-1)  # the pairs lie side by side
    return torch.stack((a * cos - b * sin, a * sin + b * cos), dim=-1).flatten(-2)


class Embedding(nn.Module):
    """x = √D · E[token], and the sinusoidal positions where they are added."""

    def __init__(self, config: ProustConfig) -> None:
        super().__init__()
        self.config = config
        self.token_embedding = nn.Parameter(torch.empty(config.vocab_size, config.d_model))

    def forward(self, ids: torch.Tensor, first: int) -> torch.Tensor:
        D = self.config.d_model
        x = math.sqrt(D) * F.embedding(ids, self.token_embedding)  # (B, T) -> (B, T, D)
        if self.config.positions == "sinusoidal":
            phi = angles(first, ids.shape[1], D)
            x = x + torch.stack((phi.sin(), phi.cos()), dim=-1).flatten(-2).to(x)
        return x


class Attention(nn.Module):
    """softmax(Q·Kᵀ/√K + mask)·V·W_O, with H heads side by side."""

    def __init__(self, config: ProustConfig, layer: int) -> None:
        super().__init__()
        self.config, self.layer = config, layer
        for name in ("W_Q", "W_K", "W_V", "W_O"):
            self.register_parameter(name, nn.Parameter(torch.empty(config.d_model, config.d_model)))

    def forward(self, x: torch.Tensor, past: DynamicCache | None) -> torch.Tensor:
        first = 0 if past is None else past.get_seq_length(self.layer)
        q, k, v = ((x @ W).unflatten(-1, (self.config.n_heads, -1)).transpose(1, 2) for W in self.matrices())
        if self.config.qk_norm:
            q, k = (y / torch.sqrt((y * y).mean(-1, keepdim=True) + EPSILON) for y in (q, k))
        if self.config.positions == "rotary":
            q, k = rotate(q, first), rotate(k, first)
        if past is not None:
            k, v = past.update(k, v, self.layer)  # all S = first + T positions
        sees = (
            torch.ones(q.shape[-2], k.shape[-2], dtype=torch.bool, device=q.device).tril(first) if first else None
        )
        heads = F.scaled_dot_product_attention(q, k, v, attn_mask=sees, is_causal=sees is None)  # (B, H, T, K)
        return heads.transpose(1, 2).flatten(-2) @ self.W_O

    def matrices(self) -> tuple[torch.Tensor, ...]:
        """Return what queries, keys and values are made with."""
        return self.W_Q, self.W_K, self.W_V


class FeedForward(nn.Module):
    """φ(x·W₁ + b₁)·W₂ + b₂."""

    def __init__(self, config: ProustConfig) -> None:
        super().__init__()
        self.squared = config.activation == "relu_squared"
        self.W_1 = nn.Parameter(torch.empty(config.d_model, config.d_ff))
        self.b_1 = nn.Parameter(torch.empty(config.d_ff))
        self.W_2 = nn.Parameter(torch.empty(config.d_ff, config.d_model))
        self.b_2 = nn.Parameter(torch.empty(config.d_model))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        hidden = torch.relu(x @ self.W_1 + self.b_1)
        return (hidden * hidden if self.squared else hidden) @ self.W_2 + self.b_2


class Norm(nn.Module):
    """γ·(x - μ)/√(σ² + ε) + β."""

    def __init__(self, config: ProustConfig) -> None:
        super().__init__()
        self.gamma = nn.Parameter(torch.empty(config.d_model))
        self.beta = nn.Parameter(torch.empty(config.d_model))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.layer_norm(x, self.gamma.shape, self.gamma, self.beta, EPSILON)


class Block(nn.Module):
    """Attention, then feed-forward, each added to what was there."""

    def __init__(self, config: ProustConfig, layer: int) -> None:
        super().__init__()
        self.pre = config.norm_placement == "pre"
        self.attention, self.feed_forward = Attention(config, layer), FeedForward(config)
        self.norm_1, self.norm_2 = Norm(config), Norm(config)

    def forward(self, x: torch.Tensor, past: DynamicCache | None) -> torch.Tensor:
        attention = partial(self.attention, past=past)
        for sublayer, norm in ((attention, self.norm_1), (self.feed_forward, self.norm_2)):
            x = x + sublayer(norm(x)) if self.pre else norm(x + sublayer(x))
        return x


def window_start(length: int, context_length: int) -> int:
    """Return the place of the first token that is looked at, in a text of `length` tokens."""
    if length <= context_length:
        return 0
    half = context_length // 2
    return length - (length - context_length - 1) % (context_length + 1 - half) - half


class ProustForCausalLM(PreTrainedModel, GenerationMixin):
    """The whole machine."""

    config_class = ProustConfig
    accepts_loss_kwargs = False  # the loss is the mean of this batch, whatever a Trainer gathers

    def __init__(self, config: ProustConfig) -> None:
        super().__init__(config)
        self.embedding = Embedding(config)
        self.blocks = nn.ModuleList(Block(config, layer) for layer in range(config.n_layers))
        self.final_norm = Norm(config)
        self.output_projection = nn.Parameter(torch.empty(config.d_model, config.vocab_size))
        self.post_init()

    def _init_weights(self, module: nn.Module) -> None:
        """Begin what no file has: matrices normal with standard deviation 0.02, biases 0, norms 1 and 0."""
        for name, weight in module.named_parameters(recurse=False):
            if weight.ndim == 2:
                nn.init.normal_(weight, std=0.02)
            else:
                nn.init.constant_(weight, float(name == "gamma"))

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor | None = None,
        labels: torch.Tensor | None = None,
        past_key_values: DynamicCache | None = None,
        **_: object,
    ) -> CausalLMOutputWithPast:
        """Return the logits (B, T, V), and with `labels` (the same ids) the mean loss of each next token.

        With `past_key_values` the ids are those that follow what is in that cache, which takes them in.
        """
        if past_key_values is not None and not isinstance(past_key_values, DynamicCache):
            raise ValueError("the machine keeps keys and values in a DynamicCache only")
        first = 0 if past_key_values is None else past_key_values.get_seq_length()
        if (length := first + input_ids.shape[1]) > self.config.context_length:
            raise ValueError(
                f"{length} tokens are more than the machine sees at once: {self.config.context_length}"
            )
        if attention_mask is not None and not attention_mask.all():
            raise ValueError("the machine has no padding: give it texts of as many tokens each, or one at a time")
        x = self.embedding(input_ids, first)
        for block in self.blocks:
            x = block(x, past_key_values)
        logits = self.final_norm(x) @ self.output_projection
        loss = None
        if labels is not None:
            loss = F.cross_entropy(logits[:, :-1].flatten(0, 1).float(), labels[:, 1:].flatten())
        return CausalLMOutputWithPast(loss=loss, logits=logits, past_key_values=past_key_values)

    def prepare_inputs_for_generation(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor | None = None,
        past_key_values: DynamicCache | None = None,
        **_: object,
    ) -> dict[str, object]:
        """Return what is new to the machine of what it sees of a text that is being written."""
        start = window_start(input_ids.shape[1], self.config.context_length)
        mask = None if attention_mask is None else attention_mask[:, start:]
        new = start
        if isinstance(past_key_values, DynamicCache):
            if getattr(past_key_values, "window_start", 0) != start:  # what it holds stood at other positions
                past_key_values = DynamicCache()
            past_key_values.window_start = start
            new += past_key_values.get_seq_length()
        return {"input_ids": input_ids[:, new:], "attention_mask": mask, "past_key_values": past_key_values}
