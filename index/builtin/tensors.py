"""The weights under the names that Hugging Face's BertModel gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from index.builtin.weights import Weights

_EMBEDDINGS = {"emb.pos": "position_embeddings", "emb.type": "token_type_embeddings"}
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
_HIDDEN_INPUT = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
}
_INNER_INPUT = {"fo": "output.dense"}

Tensors = dict[str, "NDArray[np.float32]"]


def save(weights: Weights, file: Path) -> None:
    """Write them as safetensors, in float16 to halve the disk space."""
    from safetensors.numpy import save_file

    tensors = _embeddings(weights)
    for layer in range(weights.sizes.layers):
        tensors.update(_layer(weights, layer))
    save_file({name: tensor.astype(np.float16) for name, tensor in tensors.items()}, file, {"format": "pt"})


def _embeddings(weights: Weights) -> Tensors:
    hidden = weights.sizes.hidden
    return {
        "embeddings.word_embeddings.weight": weights.blocks("emb.word", hidden).dense(),
        **{f"embeddings.{name}.weight": weights.vector(own).reshape(-1, hidden) for own, name in _EMBEDDINGS.items()},
        **_norm(weights, "emb.ln", "embeddings.LayerNorm"),
        # Never used, since passages are mean-pooled; without it every load warns of missing weights.
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }


def _layer(weights: Weights, layer: int) -> Tensors:
    tensors: Tensors = {}
    for names, columns in ((_HIDDEN_INPUT, weights.sizes.hidden), (_INNER_INPUT, weights.sizes.inner)):
        for own, name in names.items():
            tensors[f"encoder.layer.{layer}.{name}.weight"] = weights.blocks(f"l{layer}.{own}.w", columns).dense()
            tensors[f"encoder.layer.{layer}.{name}.bias"] = weights.vector(f"l{layer}.{own}.b")
    for own, name in _NORMS.items():
        tensors.update(_norm(weights, f"l{layer}.{own}", f"encoder.layer.{layer}.{name}"))
    return tensors


def _norm(weights: Weights, own: str, name: str) -> Tensors:
    return {f"{name}.weight": weights.vector(f"{own}.w"), f"{name}.bias": weights.vector(f"{own}.b")}
