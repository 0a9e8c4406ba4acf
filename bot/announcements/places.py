"""Where organizers are told things: their channel, or each of them in private."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.messages import Address, Lane
from bot.store.records import Outgoing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.messages import Reply
    from bot.store.unit import Unit


def tell_organizers(unit: Unit, places: Sequence[Address], key: str, reply: Reply, now: datetime) -> int:
    """Tell all places once under a key; return to how many it is on its way.

    ``<key>:<number>`` is the key of each message, so that replies to it find what it was about.
    """
    return sum(
        unit.outbox.put(_outgoing(unit, place, f"{key}:{number}", reply), now) is not None
        for number, place in enumerate(places)
    )


def retell(unit: Unit, places: Sequence[Address], key: str, reply: Reply, now: datetime) -> None:
    """Change what was told under a key, or tell it where it was not yet."""
    for number, place in enumerate(places):
        old = unit.outbox.by_key(f"{key}:{number}")
        if old is None:
            unit.outbox.put(_outgoing(unit, place, f"{key}:{number}", reply), now)
        elif old.message:
            at = old.address
            instead = Address(at.platform, at.chat, at.thread, old.message, public=at.public)
            edit = f"edit:{key}:{number}:{now.isoformat()}"
            unit.outbox.put(Outgoing(edit, Lane.ANSWER, reply, instead, old.person), now)
        elif old.state == "failed":  # the channel was closed to us then, and may be open by now
            unit.outbox.release(old.key)
            unit.outbox.put(_outgoing(unit, place, old.key, reply), now)
        else:
            unit.outbox.revise(old.id, reply)


def _outgoing(unit: Unit, place: Address, key: str, reply: Reply) -> Outgoing:
    """A person's own chat may be known by another id than the person: then it goes by the person."""
    person = None if place.public else unit.people.find(place.platform, place.chat)
    if person is None:
        return Outgoing(key, Lane.ANSWER, reply, place)
    return Outgoing(key, Lane.ANSWER, reply, Address(place.platform, ""), person.id)
