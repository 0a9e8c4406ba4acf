"""How near sessions lie to a topic in meaning, whatever language either is in.

A bare cosine tells little: short questions lie near the same few vague sessions ("Opening", "Lightning talks"),
whatever they ask. So each session's cosine is compared with what it has with a background of topics from
everywhere, in standard deviations of that. Measured over three real programs with 59 topics that they have, asked
across languages, and 84 that they do not have: AUC 0.90 against 0.79 for the cosine, and none of the 84 reaches
``SURE``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from bot.i18n.catalogue import languages, words

if TYPE_CHECKING:
    from collections.abc import Sequence

SURE = 3.75
NEAR = 2.5
BESIDE = 0.8  # share of the nearest one's distinction that others on the topic have
MOST = 8


class Measuring(Protocol):
    """What is needed of the search."""

    def session_cosines(self, texts: Sequence[str]) -> tuple[tuple[str, ...], Any]:
        """Session ids of all passages of sessions, and the cosines of each text with them."""
        ...


class Nearness:
    """Measures how near sessions are to a topic. The background is measured when it is first needed."""

    def __init__(self, search: Measuring) -> None:
        self._search = search
        self._ids: tuple[str, ...] = ()
        self._mean: Any = None
        self._spread: Any = None

    def nearest(self, topic: str) -> list[tuple[str, float]]:
        """The sessions nearest to a topic, best first, with their distinction in standard deviations."""
        import numpy as np

        self._measure_background()
        if not self._ids:
            return []
        ids, cosines = self._search.session_cosines([topic])
        if ids != self._ids:  # the index was renewed since
            self._mean = None
            return self.nearest(topic)
        beyond = cosines[0] - self._mean
        distinction = (beyond - np.median(beyond)) / self._spread
        best: dict[str, float] = {}
        for place in np.argsort(-distinction)[: 4 * MOST]:
            best.setdefault(ids[place], float(distinction[place]))
        return list(best.items())[:MOST]

    def _measure_background(self) -> None:
        if self._mean is not None:
            return
        background = [topic for language in languages() for topic in words(language, "examples.background")]
        ids, cosines = self._search.session_cosines(background)
        if ids:
            self._spread = cosines.std(axis=0).clip(min=1e-3)
            self._mean = cosines.mean(axis=0)
        self._ids = ids


def on_topic(found: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """Of sessions by distinction, those that are surely on the topic."""
    if not found or found[0][1] < SURE:
        return ()
    return tuple(session for session, distinction in found if distinction >= max(SURE, BESIDE * found[0][1]))


def worth_offering(found: Sequence[tuple[str, float]]) -> tuple[str, ...]:
    """Of sessions by distinction, those near enough to be offered in place of what is not there."""
    return tuple(session for session, distinction in found if distinction >= NEAR)
