"""One transaction, with the subjects that can be asked in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.agenda import Agenda
from bot.store.announcements import Announcements
from bot.store.asked import Asked
from bot.store.audit import Audit
from bot.store.claims import Claims
from bot.store.conversations import Conversations
from bot.store.feedback import Verdicts
from bot.store.inbox import Inbox
from bot.store.incoming import IncomingIds
from bot.store.leases import Leases
from bot.store.ledger import Ledger
from bot.store.links import Links
from bot.store.meta import Meta
from bot.store.outbox import Outbox
from bot.store.people import People
from bot.store.wishes import Wishes

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


class Unit:
    """One transaction. Whatever is done through its subjects commits together or not at all."""

    def __init__(self, connection: Connection) -> None:
        self.people = People(connection)
        self.incoming = IncomingIds(connection)
        self.conversations = Conversations(connection)
        self.outbox = Outbox(connection)
        self.ledger = Ledger(connection)
        self.claims = Claims(connection)
        self.leases = Leases(connection)
        self.asked = Asked(connection)
        self.feedback = Verdicts(connection)
        self.inbox = Inbox(connection)
        self.wishes = Wishes(connection)
        self.agenda = Agenda(connection)
        self.links = Links(connection)
        self.announcements = Announcements(connection)
        self.audit = Audit(connection)
        self.meta = Meta(connection)

    def purge(self, before: datetime, now: datetime) -> dict[str, int]:
        """Apply the retention rule: forget people inactive since an instant and whatever is older.

        Returns how many of what were forgotten.
        """
        return {
            "people": self.people.purge(before, now),
            "incoming": self.incoming.purge(before),
            "conversations": self.conversations.purge(before),
            "messages": self.outbox.purge(before),
            "asked": self.asked.purge(before),
            "feedback": self.feedback.purge(before),
            "questions": self.inbox.purge(before),
            "links": self.links.purge(before),
            "announcements": self.announcements.purge(before),
            "audit": self.audit.purge(before),
        }
