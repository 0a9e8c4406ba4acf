"""Single-use codes that link a chat account to an attendee."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from bot.store.records import Redemption
from bot.store.tables import LinkFailureRow, LinkRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

ATTEMPTS = 5
"""Wrong codes that a person may try within ``WINDOW``; after that not even a right one is accepted."""

WINDOW = timedelta(hours=1)


def new_code() -> str:
    """128 random bits as 22 characters; a spreadsheet would take one that begins with a hyphen for a formula."""
    code = secrets.token_urlsafe(16)
    return new_code() if code.startswith("-") else code


class Links:
    """Codes are kept as SHA-256 only: who reads the database cannot use them. 128 random bits need no salt."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def invite(self, email: str, now: datetime, expires: datetime) -> str:
        """Return a new code for an attendee: 22 characters A-Z a-z 0-9 _ -, fit for a Telegram deep link."""
        code = new_code()
        values = {"digest": _digest(code), "email": email.strip().lower(), "created": now, "expires": expires}
        self._connection.execute(insert(LinkRow).values(values))
        return code

    def redeem(self, code: str, person: str, now: datetime) -> Redemption:
        """Use a code for a person; a second use by the same person changes nothing and succeeds.

        The caller links the person to the e-mail returned. A refusal is counted against the person.
        """
        if self._failures(person, now - WINDOW) >= ATTEMPTS:
            return Redemption(refusal="attempts")
        found = self._use(code, person, now)
        if found.refusal:
            self._connection.execute(insert(LinkFailureRow).values(person=person, at=now))
        return found

    def revoke(self, email: str) -> int:
        """Remove an attendee's unused codes and return how many."""
        mine = (LinkRow.email == email.strip().lower(), LinkRow.used.is_(None))
        return self._connection.execute(delete(LinkRow).where(*mine)).rowcount

    def purge(self, before: datetime) -> int:
        """Forget codes that expired, and failures, before an instant; return how many codes."""
        self._connection.execute(delete(LinkFailureRow).where(LinkFailureRow.at < before))
        return self._connection.execute(delete(LinkRow).where(LinkRow.expires < before)).rowcount

    def _failures(self, person: str, since: datetime) -> int:
        query = select(func.count()).where(LinkFailureRow.person == person, LinkFailureRow.at >= since)
        return self._connection.execute(query).scalar_one()

    def _use(self, code: str, person: str, now: datetime) -> Redemption:
        here = LinkRow.digest == _digest(code)
        row = self._connection.execute(select(LinkRow.email, LinkRow.person, LinkRow.expires).where(here)).first()
        if row is None:
            return Redemption(refusal="unknown")
        if row.person == person:
            return Redemption(email=row.email)
        if row.expires <= now:
            return Redemption(refusal="expired")
        fresh = update(LinkRow).where(here, LinkRow.used.is_(None)).values(used=now, person=person)
        # Asked of the database, not of the row read above: of two who use it at once, one succeeds.
        return Redemption(email=row.email) if self._connection.execute(fresh).rowcount else Redemption(refusal="used")


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()
