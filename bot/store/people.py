"""Who the people are, on which platforms, and what they want."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, delete, select, update

from bot.messages import Person
from bot.store import erasure
from bot.store.ids import new_id
from bot.store.records import Preferences, QuietHours, Recipient
from bot.store.statements import add_once
from bot.store.tables import IdentityRow, PersonRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.messages import Platform
    from bot.store.statements import AnyRow, AnySelect


class People:
    """A person is one human with an account (an identity) on one or several platforms."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def remember(
        self,
        platform: Platform,
        user: str,
        *,
        now: datetime,
        name: str = "",
        email: str = "",
        language: str = "",
        time_zone: str = "",
        chat: str = "",
    ) -> Person:
        """Note that this account was active and what its profile tells; make it a person when it is new.

        Empty values leave what is known, and nothing here touches what the person set by command. ``chat`` is
        the private chat's id. Whoever writes to us can be written to, so a trouble noted before is over.
        """
        told = {"name": name, "email": email.lower(), "language": language, "time_zone": time_zone, "chat": chat}
        known = {column: value for column, value in told.items() if value}
        values = {**known, "trouble": "", "trouble_since": None, "seen": now}
        if self._touch(platform, user, values) == 0:
            self._create(platform, user, values, now)
        return _recipient(self._connection.execute(_account(platform, user)).one()).person

    def find(self, platform: Platform, user: str) -> Person | None:
        """Return the person behind an account, as seen on that platform, or None."""
        row = self._connection.execute(_account(platform, user)).first()
        return None if row is None else _recipient(row).person

    def chat(self, platform: Platform, user: str) -> str:
        """Return the private chat with an account, empty while there is none."""
        row = self._connection.execute(_account(platform, user)).first()
        return "" if row is None else _recipient(row).chat

    def get(self, person: str) -> Recipient | None:
        """Return a person on the platform where they are best reached, or None when unknown."""
        return next(self._preferred(_recipients().where(PersonRow.id == person)), None)

    def by_email(self, email: str) -> Recipient | None:
        """Return the person linked to an attendee's e-mail (any case), or None."""
        return next(self._preferred(_recipients().where(PersonRow.email == email.strip().lower())), None)

    def everyone(
        self, platform: Platform | None = None, language: str | None = None, *, without: Collection[Platform] = ()
    ) -> list[Recipient]:
        """Return each person once, where they are best reached; optionally only on one platform or in one language.

        Accounts on the platforms ``without`` do not count.
        """
        query = _recipients().where(IdentityRow.platform.not_in(without))
        query = query if platform is None else query.where(IdentityRow.platform == platform)
        found = list(self._preferred(query))
        return [r for r in found if language is None or r.person.language.split("-")[0] == language]

    def preferences(self, person: str) -> Preferences:
        """Return what a person set by command."""
        row = self._connection.execute(select(*PREFERENCES).where(PersonRow.id == person)).first()
        return Preferences() if row is None else _preferences(row)

    def set_language(self, person: str, language: str) -> None:
        """Speak this language to them from now on; empty goes back to the platform's profile."""
        self._set(person, language=language)

    def set_time_zone(self, person: str, time_zone: str) -> None:
        """Show times in this IANA zone beside the event's; empty goes back to the platform's profile."""
        self._set(person, time_zone=time_zone)

    def set_lead_minutes(self, person: str, minutes: int | None) -> None:
        """Remind them this long before; None goes back to the default."""
        self._set(person, lead_minutes=minutes)

    def set_quiet_hours(self, person: str, hours: QuietHours | None) -> None:
        """Leave them alone at these hours of their clock; None ends it."""
        self._set(
            person,
            quiet_from=hours and hours.start.isoformat("minutes"),
            quiet_until=hours and hours.end.isoformat("minutes"),
        )

    def set_muted(self, person: str, *, muted: bool) -> None:
        """Stop reminders and announcements for them, or resume."""
        self._set(person, muted=muted)

    def link(self, person: str, email: str) -> Recipient:
        """Tie a person to an attendee's verified e-mail.

        When another person has that e-mail already, the two accounts belong to one human: this person's
        accounts, wishes and messages move to that one, whose settings win. Returns who it is now. Raises
        KeyError for an unknown person.
        """
        email = email.strip().lower()
        owner = self._connection.execute(select(PersonRow.id).where(PersonRow.email == email)).scalar()
        if owner is not None and owner != person:
            erasure.merge(self._connection, person, owner)
            person = owner
        self._set(person, email=email)
        found = self.get(person)
        if found is None:
            raise KeyError(person)
        return found

    def opened(self, platform: Platform, user: str, chat: str) -> None:
        """Note the id of a private chat that was opened for writing to this account."""
        self._touch(platform, user, {"chat": chat})

    def unreachable(self, platform: Platform, user: str, why: str, now: datetime) -> None:
        """Note that this account cannot be written to."""
        self._touch(platform, user, {"trouble": why or "unreachable", "trouble_since": now})

    def reachable(self, platform: Platform, user: str) -> None:
        """Note that this account can be written to again."""
        self._touch(platform, user, {"trouble": "", "trouble_since": None})

    def forget(self, person: str, now: datetime) -> None:
        """Erase all personal data of a person.

        Their messages stay as numbers in reports, without person, chat and text; those not sent yet are
        taken back. A last "you are forgotten" is put afterwards, addressed by chat and without a person.
        """
        erasure.forget(self._connection, person, now)

    def export(self, person: str) -> dict[str, Any]:
        """Return everything kept about a person as JSON-able values, by table."""
        return erasure.export(self._connection, person)

    def purge(self, inactive_since: datetime, now: datetime) -> int:
        """Forget everybody last active before an instant and return how many."""
        active = select(IdentityRow.person).where(IdentityRow.seen >= inactive_since)
        query = select(PersonRow.id).where(PersonRow.id.not_in(active))
        gone = self._connection.execute(query).scalars().all()
        for person in gone:
            self.forget(person, now)
        return len(gone)

    def _set(self, person: str, **values: object) -> None:
        self._connection.execute(update(PersonRow).where(PersonRow.id == person).values(values))

    def _touch(self, platform: Platform, user: str, values: dict[str, Any]) -> int:
        here = update(IdentityRow).where(IdentityRow.platform == platform, IdentityRow.user == user)
        return self._connection.execute(here.values(values)).rowcount

    def _create(self, platform: Platform, user: str, values: dict[str, Any], now: datetime) -> None:
        person = new_id()
        add_once(self._connection, PersonRow, {"id": person, "created": now})
        identity = {"platform": platform, "user": user, "person": person, **values}
        if not add_once(self._connection, IdentityRow, identity):
            # Another replica met this account at the same moment; the person it made stands.
            self._connection.execute(delete(PersonRow).where(PersonRow.id == person))

    def _preferred(self, query: AnySelect) -> Iterator[Recipient]:
        last = ""
        for row in self._connection.execute(query.order_by(PersonRow.id, *PREFERRED)):
            if row.person != last:
                yield _recipient(row)
            last = row.person


PREFERRED = (case((IdentityRow.trouble == "", 0), else_=1), IdentityRow.seen.desc(), IdentityRow.user)
"""Where a person is best reached: where they can be at all, then where they were last active."""

PREFERENCES = (
    PersonRow.language,
    PersonRow.time_zone,
    PersonRow.lead_minutes,
    PersonRow.quiet_from,
    PersonRow.quiet_until,
    PersonRow.muted,
)


def _recipients() -> AnySelect:
    return select(
        PersonRow.id.label("person"),
        PersonRow.email,
        *PREFERENCES,
        IdentityRow.platform,
        IdentityRow.user,
        IdentityRow.chat,
        IdentityRow.name,
        IdentityRow.language.label("profile_language"),
        IdentityRow.time_zone.label("profile_zone"),
        IdentityRow.trouble,
    ).join(IdentityRow, IdentityRow.person == PersonRow.id)


def _account(platform: Platform, user: str) -> AnySelect:
    return _recipients().where(IdentityRow.platform == platform, IdentityRow.user == user)


def _recipient(row: AnyRow) -> Recipient:
    person = Person(
        id=row.person,
        platform=row.platform,
        user=row.user,
        name=row.name,
        email=row.email or "",
        language=row.language or row.profile_language,
        time_zone=row.time_zone or row.profile_zone,
    )
    return Recipient(person, row.chat, row.trouble, _preferences(row))


def _preferences(row: AnyRow) -> Preferences:
    quiet = None
    if row.quiet_from and row.quiet_until:
        quiet = QuietHours(time.fromisoformat(row.quiet_from), time.fromisoformat(row.quiet_until))
    return Preferences(row.language, row.time_zone, row.lead_minutes, quiet, row.muted)
