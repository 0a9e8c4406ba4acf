"""The fitted heads: from the states of a message's tokens to decisions and to the stretches that name something.

Each decision has an attention of its own over the tokens and is linear in what that gathers; so are the kind and the
role of each token. Several fits, which differ in what they began with, are asked, and what they hold likely is averaged
(a deep ensemble: Lakshminarayanan et al. 2017): near a margin one fit alone falls to either side by chance. The weights
are in ``model.npz``, written from the examples by ``benchmarks/understanding.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bot.nlu.types import Act, Attribute, Decision, Goal, Kind, Order, Role, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from enum import StrEnum

    from numpy.typing import NDArray

    from bot.nlu.text import Utterance

FILE = Path(__file__).parent / "model.npz"
HEADS: Mapping[str, Sequence[StrEnum | str]] = {
    "goal": tuple(Goal),
    "attribute": tuple(Attribute),
    "order": tuple(Order),
    "act": tuple(Act),
    "polar": ("no", "yes"),
}
KINDS = tuple(Kind)
ROLES = tuple(Role)
WORDS_SHOWN = 3
OUTSIDE = 0  # of the kinds of a token, which are this, then the beginnings, then the insides of each kind
WORD_JOINERS = frozenset(" '’-.:/&+")


@dataclass(frozen=True, slots=True)
class Judged:
    """What the heads say of a message. ``attention`` are the words that counted most for each decision."""

    decisions: Mapping[str, Decision]
    spans: tuple[Span, ...]
    attention: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word: its place, and its tokens' numbers."""

    start: int
    end: int
    tokens: tuple[int, ...]


class Heads:
    """The heads with their weights, the fits along the first axis of each. Pure: may be used from several threads."""

    def __init__(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        self._weights = {name: np.asarray(value, np.float32) for name, value in weights.items()}

    def judge(self, states: NDArray[np.float32], places: Sequence[tuple[int, int]], utterance: Utterance) -> Judged:
        """Judge a message.

        ``states`` are those of all its tokens in each fit, shape (fits, tokens, width); the last ones but for the end
        are those of the message, which lie at ``places``.
        """
        own = self._weights
        units = _units(places, utterance)
        states = states * own["scale"][:, None] + own["shift"][:, None]
        mean = states.mean(axis=1)
        decisions, attention = {}, {}
        for place, (name, values) in enumerate(HEADS.items()):
            weights = _softmax(np.einsum("ftw,fw->ft", states, own["attention"][:, place]))
            gathered = np.concatenate([np.einsum("ft,ftw->fw", weights, states), mean], axis=-1)
            scores = np.einsum("fvw,fw->fv", own[f"{name}.w"], gathered) + own[f"{name}.b"]
            decisions[name] = _decided(values, _softmax(scores).mean(axis=0))
            attention[name] = _seen(weights.mean(axis=0)[-len(places) - 1 : -1], units, utterance.text)
        kinds, roles = (self._of_tokens(states[:, -len(places) - 1 : -1], name) for name in ("kind", "role"))
        return Judged(decisions, tuple(_spans(units, kinds, roles, utterance.text)), attention)

    def _of_tokens(self, states: NDArray[np.float32], name: str) -> NDArray[np.float32]:
        """How likely each value is of each token, shape (tokens, values)."""
        scores = states @ self._weights[f"{name}.w"].swapaxes(1, 2) + self._weights[f"{name}.b"][:, None]
        likely: NDArray[np.float32] = _softmax(scores).mean(axis=0)
        return likely


@cache
def fitted() -> tuple[Heads, tuple[Mapping[str, NDArray[np.float16]], ...], str]:
    """The heads as they were fitted, the adapters of the encoder that they were fitted with, and what names both."""
    with np.load(FILE, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    adapter = {name.removeprefix("adapter."): arrays[name] for name in arrays if name.startswith("adapter.")}
    heads = {name.removeprefix("head."): arrays[name] for name in arrays if name.startswith("head.")}
    fits = len(heads["scale"])
    adapters = tuple({name: each[fit] for name, each in adapter.items()} for fit in range(fits))
    return Heads(heads), adapters, str(arrays["fingerprint"])


def _decided(values: Sequence[StrEnum | str], likely: NDArray[np.float32]) -> Decision:
    second, best = np.argsort(likely)[-2:]
    return Decision(str(values[best]), float(likely[best]), str(values[second]), float(likely[second]))


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    likely: NDArray[np.float32] = raised / raised.sum(axis=-1, keepdims=True)
    return likely


def _units(places: Sequence[tuple[int, int]], utterance: Utterance) -> list[_Unit]:
    """The words of the message with the tokens that they share a place with."""
    units = []
    for word in utterance.words:
        tokens = tuple(n for n, (start, end) in enumerate(places) if start < word.end and word.start < end)
        if tokens:
            units.append(_Unit(word.start, word.end, tokens))
    return units


def _spans(units: Sequence[_Unit], kinds: NDArray[np.float32], roles: NDArray[np.float32], text: str) -> Iterator[Span]:
    """Runs of words of one kind with nothing between them but what joins words."""
    run: list[_Unit] = []
    of_run: Kind | None = None
    for unit in units:
        likely = kinds[list(unit.tokens)].mean(axis=0)
        named = likely[1 : 1 + len(KINDS)] + likely[1 + len(KINDS) :]
        best = int(np.argmax(named))
        kind = KINDS[best] if named[best] > likely[OUTSIDE] else None
        if run and not (kind is of_run and _joins(text, run[-1].end, unit.start)):
            yield _span(run, of_run, kinds, roles)
            run = []
        if kind is not None:
            run.append(unit)
        of_run = kind
    if run:
        yield _span(run, of_run, kinds, roles)


def _seen(weights: NDArray[np.float32], units: Sequence[_Unit], text: str) -> tuple[str, ...]:
    """The words at which a decision looked most."""
    heaviest = sorted(units, key=lambda unit: -float(weights[list(unit.tokens)].sum()))[:WORDS_SHOWN]
    return tuple(text[unit.start : unit.end] for unit in heaviest)


def _joins(text: str, end: int, start: int) -> bool:
    return all(char in WORD_JOINERS for char in text[end:start])


def _span(run: Sequence[_Unit], kind: Kind | None, kinds: NDArray[np.float32], roles: NDArray[np.float32]) -> Span:
    tokens = [number for unit in run for number in unit.tokens]
    assert kind is not None  # noqa: S101 - runs are only of kinds
    place = KINDS.index(kind)
    score = float(np.mean(kinds[tokens][:, [1 + place, 1 + len(KINDS) + place]].sum(axis=1)))
    role = ROLES[int(np.argmax(roles[tokens].mean(axis=0)))]
    return Span(kind, role, run[0].start, run[-1].end, score)
