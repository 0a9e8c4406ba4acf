"""What is to be said: put once under a key, found again, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, exists, func, literal, select, update

from bot.messages import Address, Lane
from bot.store import erasure, replies
from bot.store.columns import EPOCH
from bot.store.ids import new_id
from bot.store.people import PREFERRED
from bot.store.records import Delivery
from bot.store.statements import insert
from bot.store.tables import PENDING, IdentityRow, OutboxRow, ReplyRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection

    from bot.messages import Platform, Reply
    from bot.store.records import Outgoing, Reason
    from bot.store.statements import AnyRow, AnySelect

LANES = tuple(Lane)
"""Lanes in the order in which they are served; a row holds the position."""


class Outbox:
    """Everything that the bot says leaves from here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, outgoing: Outgoing, now: datetime) -> str | None:
        """Put a message and return its delivery id, or None when its key was put before.

        A reminder or announcement for somebody who cannot be reached is recorded as failed at once. An edit
        takes the place of an earlier edit of the same message that has not left yet.
        """
        added = self._add([outgoing], now)
        return added[0] if added else None

    def put_all(self, outgoings: Iterable[Outgoing], now: datetime) -> int:
        """Put many messages and return how many were new.

        Two or three thousand take a second, during which SQLite keeps other writers waiting: give a large
        announcement in slices of a few hundred, each in a unit of its own.
        """
        return len(self._add(list(outgoings), now))

    def revise(self, delivery: str, reply: Reply) -> bool:
        """Change what a message says; False when it has left already."""
        here = update(OutboxRow).where(OutboxRow.id == delivery, PENDING)
        (digest,) = self._keep_bodies([reply])
        return self._connection.execute(here.values(reply=digest)).rowcount == 1

    def reword(self, announcement: str, instead: Mapping[Reply, Reply]) -> int:
        """Change what waits of an announcement: each old reply for its new one. Return how many messages changed."""
        old = [replies.encode(reply)[1] for reply in instead]
        new = self._keep_bodies(list(instead.values()))
        waits = update(OutboxRow).where(PENDING, OutboxRow.announcement == announcement)
        pairs = ((before, after) for before, after in zip(old, new, strict=True) if before != after)
        return sum(
            self._connection.execute(waits.where(OutboxRow.reply == before).values(reply=after)).rowcount
            for before, after in pairs
        )

    def cancel(self, delivery: str, now: datetime) -> bool:
        """Take one message back before it leaves; False when it has left already."""
        return self._drop(OutboxRow.id == delivery, "cancelled", now) == 1

    def cancel_announcement(self, announcement: str, now: datetime) -> int:
        """Take back what has not left yet of an announcement and return how many messages that was."""
        return self._drop(OutboxRow.announcement == announcement, "cancelled", now)

    def withdraw(self, prefix: str, person: str = "") -> int:
        """Remove what has not left yet under keys that begin like this, so that they can be put anew.

        With a ``person``, only what is for them. Returns how many messages that were.
        """
        mine = func.substr(OutboxRow.key, 1, len(prefix)) == prefix
        return self._withdraw(and_(mine, OutboxRow.person == person) if person else mine)

    def withdraw_all(self, keys: Collection[str]) -> int:
        """Remove what has not left yet under these keys, and return how many messages that were."""
        each = sorted(keys)
        chunks = (each[start : start + 500] for start in range(0, len(each), 500))
        return sum(self._withdraw(OutboxRow.key.in_(chunk)) for chunk in chunks)

    def release(self, key: str) -> None:
        """Let a key be put once more, since the person asks for it again; what left under it stays recorded."""
        again = OutboxRow.key + "#" + OutboxRow.id
        self._connection.execute(update(OutboxRow).where(OutboxRow.key == key).values(key=again))

    def waiting(self, prefix: str) -> list[str]:
        """Return the keys that begin like this of what has not left yet, oldest first."""
        mine = func.substr(OutboxRow.key, 1, len(prefix)) == prefix
        query = select(OutboxRow.key).where(PENDING, mine).order_by(OutboxRow.number)
        return list(self._connection.execute(query).scalars())

    def second_parts(self, prefix: str) -> set[str]:
        """Return what stands between ``prefix`` and the next colon, of all keys that begin so."""
        mine = func.substr(OutboxRow.key, 1, len(prefix)) == prefix
        keys = self._connection.execute(select(OutboxRow.key).where(mine)).scalars()
        return {key[len(prefix) :].partition(":")[0] for key in keys}

    def rekey(self, prefix: str, new: str) -> None:
        """Let keys that begin like this begin otherwise: what they are about is called by a new id."""
        rest = func.substr(OutboxRow.key, len(prefix) + 1)
        taken = OutboxRow.__table__.alias("taken").c
        free = ~exists().where(taken.key == literal(new) + rest)
        mine = func.substr(OutboxRow.key, 1, len(prefix)) == prefix
        self._connection.execute(update(OutboxRow).where(mine, free).values(key=literal(new) + rest))

    def known(self, keys: Collection[str]) -> set[str]:
        """Return those of these keys that were put."""
        each = sorted(keys)
        chunks = (each[start : start + 500] for start in range(0, len(each), 500))
        queries = (select(OutboxRow.key).where(OutboxRow.key.in_(chunk)) for chunk in chunks)
        return {key for query in queries for key in self._connection.execute(query).scalars()}

    def put_since(self, people: Collection[str], prefix: str, since: datetime) -> dict[str, set[str]]:
        """Return the keys that begin like this and were put for people since an instant, by person.

        What is stale or never left counts as not put.
        """
        found: dict[str, set[str]] = {}
        ids = sorted(people)
        like = func.substr(OutboxRow.key, 1, len(prefix)) == prefix
        for start in range(0, len(ids), 500):
            mine = OutboxRow.person.in_(ids[start : start + 500])
            query = select(OutboxRow.person, OutboxRow.key).where(mine, like, OutboxRow.created >= since)
            for row in self._connection.execute(query.where(OutboxRow.state != "failed")):
                found.setdefault(row.person, set()).add(row.key)
        return found

    def find(self, delivery: str) -> Delivery | None:
        """Return a message by its delivery id, or None."""
        return self._one(OutboxRow.id == delivery)

    def by_key(self, key: str) -> Delivery | None:
        """Return the message put under a key, or None."""
        return self._one(OutboxRow.key == key)

    def by_message(self, platform: Platform, chat: str, message: str) -> Delivery | None:
        """Return the sent message that a platform knows by this id, or None; the original, not an edit of it."""
        here = (OutboxRow.platform == platform, OutboxRow.message == message, OutboxRow.chat == chat)
        return self._one(*here, OutboxRow.target == "")

    def sent_for(self, announcement: str) -> list[Delivery]:
        """Return the messages of an announcement that arrived, for correcting or deleting them."""
        sent = (OutboxRow.announcement == announcement, OutboxRow.state == "sent")
        query = deliveries().where(*sent, OutboxRow.target == "").order_by(OutboxRow.number)
        return [delivery(row) for row in self._connection.execute(query)]

    def purge(self, before: datetime) -> int:
        """Forget finished messages that are older than an instant and return how many."""
        old = (OutboxRow.state.in_(("sent", "failed", "uncertain")), OutboxRow.at < before)
        bodies = self._connection.execute(delete(OutboxRow).where(*old).returning(OutboxRow.reply)).scalars().all()
        erasure.drop_unused(self._connection, set(bodies))
        return len(bodies)

    def _add(self, outgoings: Sequence[Outgoing], now: datetime) -> list[str]:
        if not outgoings:
            return []
        homes = self._homes({o.person for o in outgoings if o.person and not (o.address and o.address.chat)})
        bodies = self._keep_bodies([o.reply for o in outgoings])
        rows = [_row(o, body, homes, now) for o, body in zip(outgoings, bodies, strict=True)]
        statement = insert(self._connection, OutboxRow).on_conflict_do_nothing(index_elements=["key"])
        added = list(self._connection.execute(statement.returning(OutboxRow.id), rows).scalars())
        for row in rows:
            if row["target"] and row["id"] in added:
                self._replace(row, now)
        return added

    def _homes(self, people: set[str]) -> dict[tuple[str, str], AnyRow]:
        """The private chats of people, by person and platform; under the platform ``""`` the preferred one."""
        homes: dict[tuple[str, str], AnyRow] = {}
        ids = sorted(people)
        columns = (IdentityRow.person, IdentityRow.platform, IdentityRow.user, IdentityRow.chat, IdentityRow.trouble)
        for start in range(0, len(ids), 500):
            query = select(*columns).where(IdentityRow.person.in_(ids[start : start + 500]))
            for row in self._connection.execute(query.order_by(*PREFERRED)):
                homes.setdefault((row.person, ""), row)
                homes.setdefault((row.person, row.platform), row)
        return homes

    def _keep_bodies(self, said: Sequence[Reply]) -> list[str]:
        encoded = [replies.encode(reply) for reply in said]
        rows = [{"id": digest, "body": body} for digest, body in {digest: body for body, digest in encoded}.items()]
        self._connection.execute(insert(self._connection, ReplyRow).on_conflict_do_nothing(), rows)
        return [digest for _, digest in encoded]

    def _replace(self, row: dict[str, Any], now: datetime) -> None:
        """Drop earlier edits of the same message that have not left."""
        own = select(OutboxRow.number).where(OutboxRow.id == row["id"]).scalar_subquery()
        same = and_(*(getattr(OutboxRow, name) == row[name] for name in ("platform", "chat", "target")))
        self._drop(same & (OutboxRow.number < own), "replaced", now)

    def _withdraw(self, which: ColumnElement[bool]) -> int:
        bodies = self._connection.execute(delete(OutboxRow).where(PENDING, which).returning(OutboxRow.reply)).scalars()
        gone = bodies.all()
        erasure.drop_unused(self._connection, set(gone))
        return len(gone)

    def _drop(self, which: ColumnElement[bool], reason: Reason, now: datetime) -> int:
        failed = {"state": "failed", "reason": reason, "at": now}
        return self._connection.execute(update(OutboxRow).where(PENDING, which).values(failed)).rowcount

    def _one(self, *where: ColumnElement[bool]) -> Delivery | None:
        row = self._connection.execute(deliveries().where(*where)).first()
        return None if row is None else delivery(row)


def deliveries() -> AnySelect:
    """Select what ``delivery`` needs."""
    return select(OutboxRow.__table__, ReplyRow.body).outerjoin(ReplyRow, ReplyRow.id == OutboxRow.reply)


def delivery(row: AnyRow) -> Delivery:
    """Make the value of a row that ``deliveries`` selected."""
    return Delivery(
        id=row.id,
        key=row.key,
        lane=LANES[row.lane],
        address=Address(row.platform, row.chat, row.thread, row.target, row.public),
        user=row.user,
        person=row.person or "",
        act=row.act,
        reply=replies.EMPTY if row.body is None else replies.decode(row.body),
        state=row.state,
        reason=row.reason,
        attempts=row.attempts,
        message=row.message,
        error=row.error,
        announcement=row.announcement or "",
        holder=row.holder,
        created=row.created,
        at=row.at,
    )


def _row(outgoing: Outgoing, body: str, homes: dict[tuple[str, str], AnyRow], now: datetime) -> dict[str, Any]:
    to = outgoing.address or Address("", "")  # type: ignore[arg-type]  # no platform: wherever the person is
    row = {
        "id": new_id(),
        "key": outgoing.key,
        "lane": LANES.index(outgoing.lane),
        "act": outgoing.act,
        "platform": to.platform,
        "user": "",
        "chat": to.chat,
        "thread": to.thread,
        "target": to.message,
        "public": to.public,
        "person": outgoing.person or None,
        "recipient": outgoing.recipient,
        "reply": body,
        "announcement": outgoing.announcement or None,
        "due": outgoing.not_before or EPOCH,
        "not_before": outgoing.not_before or EPOCH,
        "useful_until": outgoing.useful_until,
        "promised": outgoing.promised,
        "created": now,
        "state": "pending",
        "reason": "",
        "attempts": 0,
        "holder": "",
        "message": "",
        "error": "",
        "at": now,
    }
    row = row if to.chat else row | _home(homes.get((outgoing.person, to.platform)), outgoing.lane)
    return row | {"state": "failed", "reason": "muted", "error": "muted"} if outgoing.muted else row


def _home(home: AnyRow | None, lane: Lane) -> dict[str, str]:
    """Where a message to a person goes, or that it goes nowhere."""
    if home is None:
        return {"state": "failed", "reason": "unreachable", "error": "no account on the platform"}
    address = {"platform": home.platform, "user": home.user, "chat": home.chat}
    if home.trouble and lane is not Lane.ANSWER:
        return {**address, "state": "failed", "reason": "unreachable", "error": home.trouble}
    return address
