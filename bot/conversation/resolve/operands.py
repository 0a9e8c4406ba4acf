"""What is compared, and what "after" and "before" count from: groups of sessions that words stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.query import Query
from bot.nlu.text import read
from bot.nlu.types import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.conversation.resolve.binding import Bound
    from bot.conversation.resolve.event import EventKnowledge

PAIR = 2
BESIDE = 4  # characters between two words for one session: "the grid panel", "Sato's workshop"


def anchored(bound: Bound, event: EventKnowledge) -> tuple[str, ...]:
    """The ids of the sessions that a slot stands for."""
    if bound.field == "sessions" or not bound.values:
        return bound.values
    return tuple(session.id for session in event.selector.fitting(Query().having(bound.field, bound.values)))


def operands_of(bound: Sequence[Bound], event: EventKnowledge, language: str) -> tuple[tuple[str, ...], ...]:
    """The groups of sessions that slots stand for, those that stand side by side for one session joined."""
    groups: list[tuple[str, ...]] = []
    last: Bound | None = None
    for each, ids in _narrowed([(b, anchored(b, event)) for b in bound]):
        shared = tuple(key for key in ids if groups and key in groups[-1])
        if last is not None and shared and each.slot.span.start - last.slot.span.end <= BESIDE:
            groups[-1] = shared
        else:
            groups.append(ids)
        last = each
    if len(groups) == 1 and len(groups[0]) == 1 and last is not None:  # "the two talks on passkeys"
        alike = event.topics.by_words([w for w in read(last.slot.text).words if w.content], language)
        return (alike,) if len(alike) > 1 else tuple(groups)
    return _apart(groups)


def _narrowed(each: Sequence[tuple[Bound, tuple[str, ...]]]) -> list[tuple[Bound, tuple[str, ...]]]:
    """What stands for sessions, where a kind of session is named besides only those of that kind: two "keynotes"."""
    known = [(bound, ids) for bound, ids in each if ids]
    kind = next((pair for pair in known if pair[0].slot.kind is Kind.TYPE), None)
    if kind is None or len(known) <= PAIR:
        return known
    others = [(bound, tuple(i for i in ids if i in kind[1])) for bound, ids in known if bound is not kind[0]]
    return others if all(ids for _, ids in others) else known


def _apart(groups: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Two groups of which one has a session of the other as well as its own: a talk and the workshop on the same."""
    if len(groups) == PAIR:
        for one, other in (groups, groups[::-1]):
            shared = tuple(key for key in one if key in other)
            if len(one) == PAIR and len(shared) == 1:
                return (tuple(key for key in one if key not in shared), shared)
    return tuple(groups)
