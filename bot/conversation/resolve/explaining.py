"""Why a question was understood as it was, for ``ask --why``: lines for an operator to read."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from bot.conversation.query import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.conversation.resolve.resolver import Resolution
    from bot.nlu.types import Frame, Slot

NOTHING = Query()


def explained(resolution: Resolution) -> list[str]:
    """What the heads decided, what was named, which times, and what the resolver made of it."""
    frame = resolution.frame
    lines = [f"language   {frame.language}"]
    for name, decision in frame.decisions:
        second = f"{decision.second} {decision.second_probability:.2f}"
        lines.append(f"{name:<10} {decision.chosen} {decision.probability:.2f}, then {second}: {_words(frame, name)}")
    lines += [_slot(slot) for slot in frame.slots]
    lines += [
        f"time       {frame.utterance.text[m.start : m.end]!r}: {m.window.kind} {m.window.start:%a %d %b %H:%M} to "
        f"{m.window.end:%a %d %b %H:%M}"
        for m in frame.times
    ]
    lines += [f"{key:<10} {value}" for key, value in _query(resolution.query)]
    if resolution.unknown:
        lines.append(f"unknown    {resolution.unknown!r} ({resolution.unknown_kind})")
    return lines


def _words(frame: Frame, head: str) -> str:
    """The words that counted most for a decision."""
    return ", ".join(dict(frame.attention).get(head, ())) or "-"


def _slot(slot: Slot) -> str:
    names = "; ".join(f"{name.kind} {', '.join(name.keys[:3])}" for name in slot.names) or "no name of the program"
    role = f" ({slot.role})" if slot.role else ""
    return f"{slot.kind:<10} {slot.text!r}{role} {slot.span.score:.2f}: {names}"


def _query(query: Query) -> Iterator[tuple[str, object]]:
    for field in fields(query):
        value = getattr(query, field.name)
        if value != getattr(NOTHING, field.name):
            yield field.name, value
