"""What organizers want to tell, from draft to sent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from bot.store.ids import new_id
from bot.store.records import Announcement
from bot.store.statements import add_once
from bot.store.tables import AnnouncementRow, ConfirmationRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from bot.store.records import AnnouncementState, Errand
    from bot.store.statements import AnyRow


class Announcements:
    """An announcement's messages are in the outbox; here is what they were made from."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def draft(
        self,
        texts: Mapping[str, str],
        audience: str,
        author: str,
        now: datetime,
        *,
        default_language: str = "en",
        picture: str = "",
        scheduled: datetime | None = None,
        useful_until: datetime | None = None,
    ) -> str:
        """Keep a draft and return its id; ``audience`` and ``picture`` are the caller's own text."""
        values = {
            "id": new_id(),
            "texts": json.dumps(dict(texts), ensure_ascii=False),
            "audience": audience,
            "state": "draft",
            "author": author,
            "created": now,
            "default_language": default_language,
            "picture": picture,
            "scheduled": scheduled,
            "useful_until": useful_until,
        }
        self._connection.execute(insert(AnnouncementRow).values(values))
        return str(values["id"])

    def rewrite(
        self,
        announcement: str,
        *,
        texts: Mapping[str, str] | None = None,
        audience: str | None = None,
        picture: str | None = None,
        default_language: str | None = None,
    ) -> bool:
        """Change a draft, which takes back the confirmations; False when it is no draft.

        What waits for its time is a draft again then, to be confirmed anew.
        """
        told = {
            "texts": None if texts is None else json.dumps(dict(texts), ensure_ascii=False),
            "audience": audience,
            "picture": picture,
            "default_language": default_language,
        }
        values = {name: value for name, value in told.items() if value is not None}
        drafted = update(AnnouncementRow).where(
            AnnouncementRow.id == announcement, AnnouncementRow.state.in_(("draft", "confirming", "scheduled"))
        )
        changed = self._connection.execute(drafted.values(**values, state="draft")).rowcount == 1
        if changed:
            mine = ConfirmationRow.announcement == announcement
            self._connection.execute(delete(ConfirmationRow).where(mine))
        return changed

    def schedule(self, announcement: str, at: datetime | None, useful_until: datetime | None = None) -> None:
        """Say when it is to be sent (None: at once) and until when it is useful."""
        self._set(announcement, scheduled=at, useful_until=useful_until)

    def show_at(self, announcement: str, board: str) -> None:
        """Note where its progress is shown; the text is the caller's own."""
        self._set(announcement, board=board)

    def charge(self, announcement: str, errand: Errand) -> None:
        """Note what is to be put into the outbox for it; empty when all of that is there."""
        self._set(announcement, errand=errand)

    def charged(self) -> list[Announcement]:
        """Return the announcements for which something is to be put into the outbox, oldest first."""
        return self._read(AnnouncementRow.errand != "")

    def correct(self, announcement: str, texts: Mapping[str, str]) -> None:
        """Change the texts of what was sent already, which is one more revision."""
        told = json.dumps(dict(texts), ensure_ascii=False)
        self._set(announcement, texts=told, revision=AnnouncementRow.revision + 1)

    def confirm(self, announcement: str, organizer: str, now: datetime) -> int:
        """Record an organizer's yes and return how many different organizers said it.

        Of two who say it at once, the second sees the first one's.
        """
        mine = select(AnnouncementRow.id).where(AnnouncementRow.id == announcement)
        self._connection.execute(mine.with_for_update())
        yes = {"announcement": announcement, "organizer": organizer, "at": now}
        add_once(self._connection, ConfirmationRow, yes)
        query = select(func.count()).where(ConfirmationRow.announcement == announcement)
        return self._connection.execute(query).scalar_one()

    def advance(
        self, announcement: str, before: Collection[AnnouncementState], after: AnnouncementState, now: datetime
    ) -> bool:
        """Move it to a state if it is in one of those before; False when it is not (somebody was faster).

        A ``paused`` announcement's messages wait in the outbox until it is ``sending`` again.
        """
        here = (AnnouncementRow.id == announcement, AnnouncementRow.state.in_(before))
        moved = self._connection.execute(update(AnnouncementRow).where(*here).values(state=after)).rowcount == 1
        if moved and after == "sending":
            begun = update(AnnouncementRow).where(AnnouncementRow.id == announcement, AnnouncementRow.sent.is_(None))
            self._connection.execute(begun.values(sent=now))
        return moved

    def find(self, announcement: str) -> Announcement | None:
        """Return an announcement by its id, or None."""
        return next(iter(self._read(AnnouncementRow.id == announcement)), None)

    def listed(self, states: Collection[AnnouncementState]) -> list[Announcement]:
        """Return the announcements in these states, oldest first."""
        return self._read(AnnouncementRow.state.in_(states))

    def due(self, now: datetime) -> list[Announcement]:
        """Return the scheduled announcements whose time has come, oldest first."""
        return self._read(AnnouncementRow.state == "scheduled", AnnouncementRow.scheduled <= now)

    def sent_since(self, since: datetime) -> list[Announcement]:
        """Return the announcements whose sending began since an instant, oldest first."""
        return self._read(AnnouncementRow.sent >= since)

    def purge(self, before: datetime) -> int:
        """Forget announcements drafted before an instant and return how many."""
        return self._connection.execute(delete(AnnouncementRow).where(AnnouncementRow.created < before)).rowcount

    def _set(self, announcement: str, **values: object) -> None:
        self._connection.execute(update(AnnouncementRow).where(AnnouncementRow.id == announcement).values(values))

    def _read(self, *where: ColumnElement[bool]) -> list[Announcement]:
        query = select(AnnouncementRow.__table__).where(*where).order_by(AnnouncementRow.created, AnnouncementRow.id)
        rows = self._connection.execute(query).all()
        yes = select(ConfirmationRow.announcement, ConfirmationRow.organizer).order_by(ConfirmationRow.at)
        found = self._connection.execute(yes.where(ConfirmationRow.announcement.in_([row.id for row in rows]))).all()
        return [_announcement(row, tuple(y.organizer for y in found if y.announcement == row.id)) for row in rows]


def _announcement(row: AnyRow, confirmed_by: tuple[str, ...]) -> Announcement:
    return Announcement(
        id=row.id,
        texts=json.loads(row.texts),
        audience=row.audience,
        state=row.state,
        author=row.author,
        created=row.created,
        default_language=row.default_language,
        picture=row.picture,
        scheduled=row.scheduled,
        useful_until=row.useful_until,
        sent=row.sent,
        confirmed_by=confirmed_by,
        errand=row.errand,
        revision=row.revision,
        board=row.board,
    )
