"""Writes the network as an ONNX model that computes in eight bits.

The table of words keeps the four bits it comes in, the matrices get seven bits with one scale a column: processors
without VNNI add products in pairs of sixteen bits, which eight would overflow, so that the same question had other
vectors on another machine (https://onnxruntime.ai/docs/performance/model-optimizations/quantization.html, "When to use
reduce-range"). Activations are rounded to eight bits while computing, by one scale for a whole tensor. Inside the
feed-forward part a few tokens have values a hundred times those of the others, which would leave the others next to
nothing; so there each token is first divided by its largest value. The cosine with the float32 model is 0.998; see
``docs/decisions/embedding-path.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from index.builtin.weights import BLOCK

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from index.builtin.weights import Blocks, Weights

MICROSOFT = "com.microsoft"
EPSILON = 1e-12
# After so many layers the states are also given out: what is trained for a purpose of its own goes on from there.
MIDDLE = 6
# The largest weight: twice its product with the largest activation, 255, stays within sixteen bits.
LARGEST = 64
# The activation's least value is -0.17: what is divided by this or more stays within -1 and 1.
GELU_FLOOR = 0.17
_WHOLE, _FRACTION = "INT64", "FLOAT"
_Attribute = Any  # int, float or str, each operator's own


class _Graph:
    """Nodes and constants, gathered one by one."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, array: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def node(self, operator: str, inputs: list[str], output: str, *, domain: str = "", **options: _Attribute) -> str:
        return self.fork(operator, inputs, [output], domain=domain, **options)[0]

    def fork(
        self, operator: str, inputs: list[str], outputs: list[str], *, domain: str = "", **options: _Attribute
    ) -> list[str]:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, outputs, domain=domain, **options))
        return outputs


def make(weights: Weights) -> bytes:
    """Return the serialized ONNX model.

    Inputs: ``input_ids`` and ``attention_mask``, int64 of shape (texts, tokens). Outputs: ``last_hidden_state`` and
    ``middle``, the states after ``MIDDLE`` layers, float32 of shape (texts, tokens, hidden).
    """
    graph = _Graph()
    states = _embeddings(graph, weights)
    _mask(graph)
    for layer in range(weights.sizes.layers):
        states = _layer(graph, weights, f"l{layer}", states)
        if layer == MIDDLE - 1:
            graph.node("Identity", [states], "middle")
    graph.node("Identity", [states], "last_hidden_state")
    return _serialized(graph, weights, {"input_ids": _WHOLE}, ["last_hidden_state", "middle"])


def make_upper(weights: Weights) -> bytes:
    """Return the layers above the middle as an ONNX model of their own, for weights that were adapted.

    Inputs: ``middle``, float32 of shape (texts, tokens, hidden), and ``attention_mask``. Output: ``adapted``.
    """
    graph = _Graph()
    _mask(graph)
    states = "middle"
    for layer in range(MIDDLE, weights.sizes.layers):
        states = _layer(graph, weights, f"l{layer}", states)
    graph.node("Identity", [states], "adapted")
    return _serialized(graph, weights, {"middle": _FRACTION}, ["adapted"])


def _mask(graph: _Graph) -> None:
    from onnx import TensorProto

    graph.constant("last", np.array([-1], np.int64))
    graph.constant("floor", np.array([GELU_FLOOR], np.float32))
    graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)


def _serialized(graph: _Graph, weights: Weights, inputs: Mapping[str, str], outputs: Sequence[str]) -> bytes:
    from onnx import TensorProto, helper

    hidden = weights.sizes.hidden
    given = [
        helper.make_tensor_value_info(name, getattr(TensorProto, kind), _shape(kind, hidden))
        for name, kind in {**inputs, "attention_mask": _WHOLE}.items()
    ]
    told = [helper.make_tensor_value_info(name, TensorProto.FLOAT, _shape(_FRACTION, hidden)) for name in outputs]
    model = helper.make_model(
        helper.make_graph(graph.nodes, "multilingual-e5-small", given, told, graph.constants),
        opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid(MICROSOFT, 1)],
        ir_version=10,
    )
    return bytes(model.SerializeToString())


def _shape(kind: str, hidden: int) -> list[str | int | None]:
    return ["texts", "tokens", hidden] if kind == _FRACTION else ["texts", "tokens"]


def _embeddings(graph: _Graph, weights: Weights) -> str:
    """Add the sum of the word, position and type embeddings, normalized."""
    sizes = weights.sizes
    _word_table(graph, weights.blocks("emb.word", sizes.hidden))
    graph.node(
        "GatherBlockQuantized",
        ["words", "input_ids", "words.scales"],
        "word",
        domain=MICROSOFT,
        block_size=BLOCK,
        gather_axis=0,
        quantize_axis=1,
    )
    places = weights.vector("emb.pos").reshape(sizes.positions, sizes.hidden)
    graph.constant("places", places + weights.vector("emb.type")[: sizes.hidden])
    for name, value in (("zero", 0), ("one", 1), ("two", 2)):
        graph.constant(name, np.array([value], np.int64))
    graph.node("Shape", ["input_ids"], "shape")
    graph.node("Slice", ["shape", "one", "two"], "length")
    graph.node("Slice", ["places", "zero", "length"], "place")
    graph.node("Add", ["word", "place"], "sum")
    norm = [graph.constant(f"emb.ln.{part}", weights.vector(f"emb.ln.{part}")) for part in "wb"]
    return graph.node("LayerNormalization", ["sum", *norm], "embedded", epsilon=EPSILON, axis=-1)


def _word_table(graph: _Graph, words: Blocks) -> None:
    """Add the table of word vectors; onnxruntime takes the four bits there as signed numbers."""
    from onnx import TensorProto, helper

    signed = _packed(words.values) ^ 0x88
    graph.constants.append(
        helper.make_tensor("words", TensorProto.INT4, words.values.shape, signed.tobytes(), raw=True)
    )
    graph.constant("words.scales", words.scales)


def _layer(graph: _Graph, weights: Weights, layer: str, states: str) -> str:
    """Add one layer: attention, feed-forward, each with its residual and layer norm."""
    hidden = weights.sizes.hidden
    together = _linear(graph, weights, [f"{layer}.{part}" for part in "qkv"], hidden, states)
    parts = graph.fork("Split", [together], [f"{layer}.{part}.out" for part in "qkv"], axis=-1, num_outputs=3)
    attended = graph.node(
        "MultiHeadAttention",
        [*parts, "", "mask"],
        f"{layer}.attended",
        domain=MICROSOFT,
        num_heads=weights.sizes.heads,
    )
    projected = _linear(graph, weights, [f"{layer}.ao"], hidden, attended)
    middle = _residual(graph, weights, f"{layer}.aln", projected, states)
    opened = _linear(graph, weights, [f"{layer}.fi"], hidden, middle)
    active = graph.node("Gelu", [opened], f"{layer}.active", domain=MICROSOFT)
    peak = graph.node("ReduceMax", [active, "last"], f"{layer}.peak", keepdims=1)
    largest = graph.node("Max", [peak, "floor"], f"{layer}.largest")
    even = graph.node("Div", [active, largest], f"{layer}.even")
    product = _linear(graph, weights, [f"{layer}.fo"], weights.sizes.inner, even, biased=False)
    closed = graph.node("Mul", [product, largest], f"{layer}.closed")
    return _residual(graph, weights, f"{layer}.oln", closed, middle, bias=f"{layer}.fo.b")


def _linear(
    graph: _Graph, weights: Weights, names: list[str], columns: int, states: str, *, biased: bool = True
) -> str:
    """Add one matrix product, with its bias unless told otherwise; several matrices of one input are stacked."""
    label = "+".join(names)
    matrix = np.concatenate([weights.matrix(f"{name}.w", columns) for name in names]).T
    scales = np.abs(matrix).max(axis=0) / LARGEST
    inputs = [
        states,
        graph.constant(f"{label}.w", np.rint(matrix / scales).astype(np.int8)),
        graph.constant(f"{label}.scales", scales.astype(np.float32)),
    ]
    if biased:
        bias = np.concatenate([weights.vector(f"{name}.b") for name in names])
        inputs += ["", graph.constant(f"{label}.b", bias)]
    return graph.node("DynamicQuantizeMatMul", inputs, f"{label}.linear", domain=MICROSOFT)


def _residual(graph: _Graph, weights: Weights, name: str, new: str, old: str, *, bias: str = "") -> str:
    """Add the sum of two states and a bias, normalized."""
    inputs = [new, old, *(graph.constant(f"{name}.{part}", weights.vector(f"{name}.{part}")) for part in "wb")]
    if bias:
        inputs.append(graph.constant(bias, weights.vector(bias)))
    return graph.node("SkipLayerNormalization", inputs, f"{name}.out", domain=MICROSOFT, epsilon=EPSILON)


def _packed(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Two four-bit values to a byte, the first in the low half."""
    return (values[:, 0::2] | (values[:, 1::2] << 4)).astype(np.uint8)
