"""The upper half of the built-in model with an adapter to learn, and the heads on top of it, in torch."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from bot.nlu.heads import HEADS, KINDS, ROLES
from index.builtin.graph import MIDDLE

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RANK = 8
SCALE = 2.0  # of what an adapter adds
DROPPED = 0.15  # share of the states left out while learning
# The parts of a layer that are adapted, by their names in transformers and in the built-in model's file.
PARTS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "intermediate.dense": "fi",
    "output.dense": "fo",
}


class Adapted(nn.Module):
    """A linear layer with a product of two small matrices added to its own (LoRA: Hu et al. 2021)."""

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.linear = linear
        self.a = nn.Parameter(torch.randn(RANK, linear.in_features) / linear.in_features**0.5)
        self.b = nn.Parameter(torch.zeros(linear.out_features, RANK))
        self.drop = nn.Dropout(0.1)

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """The layer's own output and what the adapter adds."""
        added: torch.Tensor = self.linear(states) + (self.drop(states) @ self.a.T) @ self.b.T * SCALE
        return added


class Network(nn.Module):
    """From the states halfway through the model to the scores of all heads."""

    def __init__(self, folder: Path) -> None:
        from transformers import AutoModel

        super().__init__()
        model: Any = AutoModel.from_pretrained(str(folder))
        self.layers = copy.deepcopy(model.encoder.layer[MIDDLE:])
        for parameter in self.layers.parameters():
            parameter.requires_grad = False
        for layer in self.layers:
            for part in PARTS:
                *path, last = part.split(".")
                owner = layer.get_submodule(".".join(path))
                setattr(owner, last, Adapted(getattr(owner, last)))
        width = model.config.hidden_size
        self.norm, self.drop = nn.BatchNorm1d(width), nn.Dropout(DROPPED)
        self.attention = nn.Parameter(torch.randn(len(HEADS), width) * 0.02)
        self.heads = nn.ModuleDict({name: nn.Linear(2 * width, len(values)) for name, values in HEADS.items()})
        self.kind = nn.Linear(width, 1 + 2 * len(KINDS))
        self.role = nn.Linear(width, len(ROLES))

    def forward(
        self, states: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, dict[str, torch.Tensor]]:
        """Scores of the kind and the role of each token, and of the decisions.

        ``states`` are of shape (messages, tokens, width), ``mask`` tells which tokens there are.
        """
        shut = (~mask)[:, None, None, :].float() * -1e9
        for layer in self.layers:
            given = layer(states, attention_mask=shut)
            states = given[0] if isinstance(given, tuple) else given
        even = torch.zeros_like(states)
        even[mask] = self.norm(states[mask])
        states = self.drop(even)
        weights = torch.einsum("btd,nd->bnt", states, self.attention).masked_fill(~mask[:, None], -1e9).softmax(-1)
        gathered = torch.einsum("bnt,btd->bnd", weights, states)
        mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        scores = {
            name: head(torch.cat([gathered[:, place], mean], -1))
            for place, (name, head) in enumerate(self.heads.items())
        }
        return self.kind(states), self.role(states), scores

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All that was learned, as ``bot.nlu.heads`` and ``index.builtin.adapted`` read it."""
        learned: dict[str, torch.Tensor] = {}
        for number, layer in enumerate(self.layers, MIDDLE):
            for part, own in PARTS.items():
                adapter = layer.get_submodule(part)
                learned[f"adapter.l{number}.{own}.a"] = adapter.a
                learned[f"adapter.l{number}.{own}.b"] = adapter.b * SCALE
        scale = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
        learned |= {"head.scale": scale, "head.shift": self.norm.bias - self.norm.running_mean * scale}
        learned |= {"head.attention": self.attention}
        for name, head in {**self.heads, "kind": self.kind, "role": self.role}.items():
            learned |= {f"head.{name}.w": head.weight, f"head.{name}.b": head.bias}
        arrays = {name: value.detach().numpy() for name, value in learned.items()}
        whole = {
            name for name in arrays if name.endswith((".scale", ".shift")) or (name.endswith(".b") and "head" in name)
        }
        return {name: each.astype(np.float32 if name in whole else np.float16) for name, each in arrays.items()}
