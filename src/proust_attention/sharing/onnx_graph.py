"""A machine as a graph in ONNX, node by node: what numpy_model computes, with a key-value cache in and out.

    in    input_ids    (N, T) int64          T more tokens of N texts
          past_keys    (L, N, H, P, K)       what was computed for the P tokens before: P = 0 at the beginning
          past_values  (L, N, H, P, K)
    out   logits       (N, T, V)             of the token behind each of the T
          keys         (L, N, H, P + T, K)   the past of the next call
          values       (L, N, H, P + T, K)

P + T may not exceed the context. It is written by hand, not by PyTorch's exporter, so that it needs no PyTorch.
A rotation, which torch_model computes as a product of complex numbers, is real here, since ONNX has no others: of
a pair (a, b) it makes (a, b)·cos φ + (-b, a)·sin φ, and (-b, a) is the product with J, a matrix of 0, 1 and -1.

    N texts   T new tokens   P those before   D d_model   H heads   K = D/H   V vocabulary   L layers
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from proust_attention import parts
from proust_attention.config import ModelConfig
from proust_attention.numpy_model.layer_norm import EPSILON as NORM_EPSILON
from proust_attention.numpy_model.positions import rotary, sinusoidal
from proust_attention.numpy_model.qk_norm import EPSILON as QK_EPSILON

OPSET = 17  # the first with LayerNormalization
IR = 8  # of that time, so that older runtimes read it
CACHE = ("L", "N", "H", "P", "K")


class Graph:
    """A graph that grows: every call adds a node, and returns the name of what comes out of it."""

    def __init__(self, config: ModelConfig, weights: Mapping[str, np.ndarray]) -> None:
        self.config = config
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, np.ndarray] = {}
        for name, array in weights.items():
            self.constant(name, array.astype(np.float32))

    def constant(self, name: str, value: Any) -> str:
        """Keep an array under a name, and return that."""
        self.constants[name] = np.asarray(value)
        return name

    def add(self, operation: str, *inputs: str, to: str = "", **attributes: Any) -> str:
        """Add a node."""
        name = to or f"{operation}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, inputs, [name], **attributes))
        return name

    def integers(self, *values: int) -> str:
        """Keep some whole numbers, of an axis or a shape."""
        return self.constant("integers_" + "_".join(map(str, values)), np.array(values, np.int64))


def model_of(config: ModelConfig, weights: Mapping[str, np.ndarray], about: Mapping[str, str]) -> onnx.ModelProto:
    """Return the whole graph, checked; `about` goes with it as its metadata."""
    graph = Graph(config, weights)
    place, seen = _places(graph)
    x = _embedding(graph, place)
    keys, values = [], []
    for layer, block in enumerate(parts.block_names(config)):
        x, key, value = _block(graph, x, block, layer, place, seen)
        keys.append(key)
        values.append(value)
    graph.add("MatMul", _norm(graph, x, "final_norm"), "output_projection", to="logits")
    for name, of_layers in (("keys", keys), ("values", values)):
        graph.add("Concat", *of_layers, to=name, axis=0)
    model = helper.make_model(
        _as_graph(graph), opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR, producer_name="proust"
    )
    helper.set_model_props(model, dict(about))
    onnx.checker.check_model(model, full_check=True)
    return model


def _places(graph: Graph) -> tuple[str, str]:
    """Return the places of the new tokens in the context (T,), and which of all tokens each sees (T, P + T)."""
    zero, one = graph.constant("zero", np.int64(0)), graph.constant("one", np.int64(1))
    before = graph.add("Gather", graph.add("Shape", "past_keys"), graph.constant("three", np.int64(3)))
    new = graph.add("Gather", graph.add("Shape", "input_ids"), one)
    all_of_them = graph.add("Add", before, new)
    place = graph.add("Range", before, all_of_them, one)  # (T,)
    column = graph.add("Range", zero, all_of_them, one)  # (P + T,)
    return place, graph.add("LessOrEqual", column, graph.add("Unsqueeze", place, graph.integers(1)))


def _embedding(graph: Graph, place: str) -> str:
    config = graph.config
    scale = graph.constant("sqrt_D", np.float32(math.sqrt(config.d_model)))
    x = graph.add("Mul", graph.add("Gather", "embedding.token_embedding", "input_ids"), scale)  # (N, T, D)
    if config.positions == "sinusoidal":
        table = sinusoidal(config.context_length, config.d_model).astype(np.float32)
        x = graph.add("Add", x, graph.add("Gather", graph.constant("positions", table), place))
    return x


def _block(graph: Graph, x: str, block: str, layer: int, place: str, seen: str) -> tuple[str, str, str]:
    pre = graph.config.norm_placement == "pre"
    first, second = f"{block}.norm_1", f"{block}.norm_2"
    gathered, key, value = _attention(
        graph, _norm(graph, x, first) if pre else x, f"{block}.attention", layer, place, seen
    )
    x = graph.add("Add", x, gathered)
    x = x if pre else _norm(graph, x, first)
    x = graph.add("Add", x, _feed_forward(graph, _norm(graph, x, second) if pre else x, f"{block}.feed_forward"))
    return (x if pre else _norm(graph, x, second)), key, value


def _norm(graph: Graph, x: str, name: str) -> str:
    return graph.add("LayerNormalization", x, f"{name}.gamma", f"{name}.beta", axis=-1, epsilon=NORM_EPSILON)


def _attention(graph: Graph, x: str, name: str, layer: int, place: str, seen: str) -> tuple[str, str, str]:
    """Return what the heads gather, and the keys and values of all tokens, (1, N, H, P + T, K)."""
    config = graph.config
    query, key, value = (_heads(graph, graph.add("MatMul", x, f"{name}.{W}")) for W in ("W_Q", "W_K", "W_V"))
    if config.qk_norm:
        query, key = _to_one_length(graph, query), _to_one_length(graph, key)
    if config.positions == "rotary":
        query, key = _rotated(graph, query, place), _rotated(graph, key, place)
    query = graph.add("Div", query, graph.constant("sqrt_K", np.float32(math.sqrt(config.head_width))))
    key, value = _with_past(graph, key, "past_keys", layer), _with_past(graph, value, "past_values", layer)
    scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))  # (N, H, T, P + T)
    scores = graph.add("Where", seen, scores, graph.constant("nothing", np.float32(-math.inf)))
    heads = graph.add("MatMul", graph.add("Softmax", scores, axis=-1), value)  # (N, H, T, K)
    joined = graph.add("Transpose", heads, perm=[0, 2, 1, 3])
    joined = graph.add("Reshape", joined, graph.integers(0, 0, config.d_model))
    key, value = (graph.add("Unsqueeze", array, graph.integers(0)) for array in (key, value))
    return graph.add("MatMul", joined, f"{name}.W_O"), key, value


def _heads(graph: Graph, x: str) -> str:
    """(N, T, D) -> (N, H, T, K)."""
    split = graph.add("Reshape", x, graph.integers(0, 0, graph.config.n_heads, graph.config.head_width))
    return graph.add("Transpose", split, perm=[0, 2, 1, 3])


def _to_one_length(graph: Graph, x: str) -> str:
    mean_square = graph.add("ReduceMean", graph.add("Mul", x, x), axes=[-1], keepdims=1)
    epsilon = graph.constant("epsilon", np.float32(QK_EPSILON))
    return graph.add("Div", x, graph.add("Sqrt", graph.add("Add", mean_square, epsilon)))


def _rotated(graph: Graph, x: str, place: str) -> str:
    K = graph.config.head_width
    cos, sin = (table.repeat(2, axis=1) for table in rotary(graph.config.context_length, K))  # (context, K)
    J = np.zeros((K, K), np.float32)
    J[range(1, K, 2), range(0, K, 2)], J[range(0, K, 2), range(1, K, 2)] = -1, 1  # (a, b) -> (-b, a)
    along = graph.add("Gather", graph.constant("cos", cos.astype(np.float32)), place)  # (T, K)
    across = graph.add("Gather", graph.constant("sin", sin.astype(np.float32)), place)
    turned = graph.add("MatMul", x, graph.constant("J", J))
    return graph.add("Add", graph.add("Mul", x, along), graph.add("Mul", turned, across))


def _with_past(graph: Graph, x: str, past: str, layer: int) -> str:
    before = graph.add("Gather", past, graph.constant(f"layer_{layer}", np.int64(layer)), axis=0)
    return graph.add("Concat", before, x, axis=2)


def _feed_forward(graph: Graph, x: str, name: str) -> str:
    z = graph.add("Add", graph.add("MatMul", x, f"{name}.W_1"), f"{name}.b_1")
    hidden = graph.add("Relu", z)
    if graph.config.activation == "relu_squared":
        hidden = graph.add("Mul", hidden, hidden)
    return graph.add("Add", graph.add("MatMul", hidden, f"{name}.W_2"), f"{name}.b_2")


def _as_graph(graph: Graph) -> onnx.GraphProto:
    config = graph.config
    known = {"L": config.n_layers, "H": config.n_heads, "K": config.head_width}
    past, present = ([known.get(axis, axis) for axis in axes] for axes in (CACHE, ("L", "N", "H", "P + T", "K")))

    def floats(name: str, shape: list[Any]) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["N", "T"])
    inputs = [ids, floats("past_keys", past), floats("past_values", past)]
    outputs = [floats("logits", ["N", "T", config.vocab_size]), floats("keys", present), floats("values", present)]
    constants = [numpy_helper.from_array(array, name) for name, array in graph.constants.items()]
    return helper.make_graph(graph.nodes, "machine", inputs, outputs, constants)
