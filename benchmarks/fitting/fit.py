"""Fits the adapter and the heads to examples, and measures them on others."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from fitting.network import Network
from torch.nn.functional import cross_entropy

from bot.nlu.heads import HEADS, KINDS, ROLES
from bot.nlu.text import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from fitting.examples import Example
    from numpy.typing import NDArray

    from index.onnx_embedder import OnnxEmbedder

IGNORED = -100  # of torch: a label that counts nothing
EPOCHS, BATCH = 7, 32
RATE, RATE_OF_HEADS = 1e-3, 2e-3
SMOOTHED = 0.05  # share of a label that is spread over all values
NUMBERS = {head: {str(value): number for number, value in enumerate(values)} for head, values in HEADS.items()}


@dataclass(frozen=True)
class Item:
    """An example as numbers: states of shape (tokens, width), kind and role of each token, a label a head."""

    states: NDArray[np.float16]
    kinds: NDArray[np.int64]
    roles: NDArray[np.int64]
    labels: NDArray[np.int64]
    weight: float


def items(examples: Sequence[Example], embedder: OnnxEmbedder) -> list[Item]:
    """Read examples by the lower half of the model."""
    return [_item(example, embedder) for example in examples]


def _item(example: Example, embedder: OnnxEmbedder) -> Item:
    text = read(example.text).text
    shift = 0 if text == example.text else None
    middle = embedder.read_queries([text])[0].middle
    if middle is None:
        raise ValueError("the heads are fitted to the built-in model")
    places = embedder.query_places(text)
    kinds, roles = np.full(len(middle), IGNORED), np.full(len(middle), IGNORED)
    first = len(middle) - 1 - len(places)
    if shift is not None:  # where cleaning moved the text, only the decisions are learned
        kinds[first:-1] = 0
        for span in example.spans:
            begun = False
            for token, (start, end) in enumerate(places, first):
                if start < span.end and span.start < end:
                    kinds[token] = 1 + KINDS.index(span.kind) + (len(KINDS) if begun else 0)
                    roles[token] = ROLES.index(span.role)
                    begun = True
    labels = [NUMBERS[head].get(example.label(head) or "", IGNORED) for head in HEADS]
    return Item(middle.astype(np.float16), kinds, roles, np.array(labels), example.weight)


def fit(training: Sequence[Item], folder: Path, seed: int = 0) -> Network:
    """Learn from items. The same items, seed and machine give the same network."""
    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 - no secret
    network = Network(folder)
    layers = [p for name, p in network.named_parameters() if p.requires_grad and name.startswith("layers")]
    heads = [p for name, p in network.named_parameters() if p.requires_grad and not name.startswith("layers")]
    groups = [{"params": layers, "lr": RATE}, {"params": heads, "lr": RATE_OF_HEADS}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = EPOCHS * (len(training) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, [RATE, RATE_OF_HEADS], total_steps=steps + 1, pct_start=0.1
    )
    for _ in range(EPOCHS):
        network.train()
        for batch in _batches(training, chance):
            optimizer.zero_grad()
            _loss(network, batch).backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return network.eval()


def _loss(network: Network, batch: Sequence[Item]) -> torch.Tensor:
    states, mask, kinds, roles = _padded(batch)
    weights = torch.tensor([item.weight for item in batch])
    of_kinds, of_roles, scores = network(states, mask)
    loss = 2 * _weighted(of_kinds.flatten(0, 1), kinds.flatten(), weights.repeat_interleave(kinds.shape[1]))
    loss = loss + _weighted(of_roles.flatten(0, 1), roles.flatten(), weights.repeat_interleave(roles.shape[1]))
    for place, head in enumerate(HEADS):
        labels = torch.from_numpy(np.array([item.labels[place] for item in batch]))
        loss = loss + _weighted(scores[head], labels, weights, SMOOTHED)
    return loss


def _weighted(
    scores: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor, smoothing: float = 0.0
) -> torch.Tensor:
    each = cross_entropy(scores, labels, ignore_index=IGNORED, reduction="none", label_smoothing=smoothing)
    counted = weights * (labels != IGNORED)
    return (each * counted).sum() / counted.sum().clamp(min=1)


def _batches(training: Sequence[Item], chance: random.Random) -> Iterator[list[Item]]:
    """Items of like length together, in another order each time."""
    order = sorted(range(len(training)), key=lambda place: len(training[place].kinds) + 4 * chance.random())
    groups = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    chance.shuffle(groups)
    for group in groups:
        yield [training[place] for place in group]


def _padded(batch: Sequence[Item]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    longest, width = max(len(item.kinds) for item in batch), batch[0].states.shape[1]
    states, mask = torch.zeros(len(batch), longest, width), torch.zeros(len(batch), longest, dtype=torch.bool)
    kinds, roles = (torch.full((len(batch), longest), IGNORED) for _ in range(2))
    for row, item in enumerate(batch):
        length = len(item.kinds)
        states[row, :length] = torch.from_numpy(item.states.astype(np.float32))
        mask[row, :length] = True
        kinds[row, :length], roles[row, :length] = torch.from_numpy(item.kinds), torch.from_numpy(item.roles)
    return states, mask, kinds, roles


def chosen(network: Network, tested: Sequence[Item]) -> list[dict[str, str]]:
    """What each head says of some items."""
    told = []
    with torch.no_grad():
        for item in tested:
            states, mask, _, _ = _padded([item])
            _, _, scores = network(states, mask)
            told.append({head: str(HEADS[head][int(each.argmax())]) for head, each in scores.items()})
    return told


def named(network: Network, tested: Sequence[Item]) -> Counter[str]:
    """Tokens of some items by whether they name something and are said to: ``found``, ``missed``, ``invented``."""
    counts: Counter[str] = Counter()
    with torch.no_grad():
        for item in tested:
            states, mask, kinds, _ = _padded([item])
            said = network(states, mask)[0][0].argmax(-1)
            for meant, given in zip(kinds[0].tolist(), said.tolist(), strict=True):
                if meant != IGNORED:
                    counts["found" if meant and given else "missed" if meant else "invented" if given else "none"] += 1
    return counts
