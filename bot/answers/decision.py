"""Which sentence answers best, and whether it answers at all: two weighted sums, calibrated.

The weights are in ``weights.yaml``, written by ``benchmarks/refusal.py --fit`` from questions with known
answers and questions without any; ``docs/decisions/refusing.md`` tells how and with what result.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = Path(__file__).parent / "weights.yaml"


def preference(signs: Mapping[str, float]) -> float:
    """How much a sentence is preferred to the others as the answer; compares within one question only."""
    return _weighted(signs, weights()["choose"])


def confidence(grounds: Mapping[str, float]) -> float:
    """The log-odds that a question is answered, relative to the cut: at 0 and above it is."""
    learnt = weights()
    return float(learnt["bias"]) + _weighted(grounds, learnt["answer"]) - float(learnt["cut"])


@cache
def weights() -> dict[str, Any]:
    """All weights: ``choose`` and ``answer`` by sign, ``bias`` and ``cut``."""
    import yaml

    read: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return read


def _weighted(values: Mapping[str, float], weighed: Mapping[str, float]) -> float:
    return sum(weight * values[name] for name, weight in weighed.items())
