"""One transaction, with the subjects that can be asked in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.claims import Claims
from bot.store.conversations import Conversations
from bot.store.incoming import IncomingIds
from bot.store.leases import Leases
from bot.store.ledger import Ledger
from bot.store.outbox import Outbox
from bot.store.people import People

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Unit:
    """One transaction. Whatever is done through its subjects commits together or not at all."""

    def __init__(self, connection: Connection) -> None:
        self.people = People(connection)
        self.incoming = IncomingIds(connection)
        self.conversations = Conversations(connection)
        self.outbox = Outbox(connection)
        self.claims = Claims(connection)
        self.ledger = Ledger(connection)
        self.leases = Leases(connection)
