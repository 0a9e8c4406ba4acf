"""Of several sessions that two names may mean, the two that are meant together."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from knowledge.model import Program, Session


def nearest_pair(
    program: Program, ones: Sequence[Session], others: Sequence[Session], now: datetime
) -> tuple[Session, Session] | None:
    """One of each that share a day, the first one not over yet if there is one, and lie nearest to one another on it.

    None where they share no day. ``now`` is aware.
    """
    pairs = [
        (one, other)
        for one, other in product(ones, others)
        if one.id != other.id and queries.day_of(one) == queries.day_of(other)
    ]
    return min(pairs, key=lambda pair: _order(program, pair[0], pair[1], now), default=None)


def _order(program: Program, one: Session, other: Session, now: datetime) -> tuple[bool, date, float]:
    first, last = sorted((one, other), key=lambda session: session.start.timestamp())
    over = queries.end_of(program, last).timestamp() <= now.timestamp()
    return over, queries.day_of(first), abs(last.start.timestamp() - queries.end_of(program, first).timestamp())
