"""What people want to be reminded of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from bot.store.records import Wish
from bot.store.statements import put
from bot.store.tables import WishRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.store.records import WishKind


class Wishes:
    """One wish per person and thing; no jobs: the planner works out from them what falls due."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def wish(self, wish: Wish, now: datetime) -> None:
        """Keep a wish, in place of what this person wished of the same thing before."""
        values = {
            "person": wish.person,
            "kind": wish.kind,
            "target": wish.target,
            "lead_minutes": wish.lead_minutes,
            "wanted": wish.wanted,
            "at": now,
        }
        put(self._connection, WishRow, values)

    def drop(self, person: str, kind: WishKind, target: str) -> bool:
        """Drop a wish and tell whether there was one."""
        mine = (WishRow.person == person, WishRow.kind == kind, WishRow.target == target)
        return self._connection.execute(delete(WishRow).where(*mine)).rowcount == 1

    def retarget(self, kind: WishKind, target: str, new: str) -> None:
        """Let the wishes of one thing be of another: the program calls it by a new id."""
        theirs = select(WishRow.person).where(WishRow.kind == kind, WishRow.target == new)
        old = update(WishRow).where(WishRow.kind == kind, WishRow.target == target, WishRow.person.not_in(theirs))
        self._connection.execute(old.values(target=new))

    def of(self, person: str) -> list[Wish]:
        """Return a person's wishes, oldest first."""
        return self._read(person)

    def all(self) -> list[Wish]:
        """Return everybody's wishes, oldest first."""
        return self._read(None)

    def _read(self, person: str | None) -> list[Wish]:
        query = select(WishRow.person, WishRow.kind, WishRow.target, WishRow.lead_minutes, WishRow.wanted)
        if person is not None:
            query = query.where(WishRow.person == person)
        rows = self._connection.execute(query.order_by(WishRow.at, WishRow.kind, WishRow.target))
        return [Wish(row.person, row.kind, row.target, row.lead_minutes, row.wanted) for row in rows]
