"""What every database owes the bot, whatever its make.

A make's test module derives from the contracts (here, and in suites.people, suites.inbox, suites.outbox and
suites.ledger) and gives two fixtures: ``store``, open and empty, and ``again``, which opens the same database once
more, as another process would.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, select

from bot.messages import Address, Lane, Reply, Text
from bot.store.records import Attendance, Outgoing, Wish
from bot.store.tables import Base

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.store.engine import Store

NOW = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DM = Address("slack", "D1")
HELLO = Reply((Text("Hello."),))


def everything(store: Store) -> str:
    """All rows of all tables as one text."""
    with store._connected(write=False) as connection:
        tables = Base.metadata.sorted_tables
        return "\n".join(str(row) for table in tables for row in connection.execute(select(table)))


class StoreContract:
    """Transactions, conversations, and what people wish for."""

    # Schema

    def test_the_migrated_schema_is_the_one_of_the_models(self, store: Store) -> None:
        def differences(models: MetaData) -> list[object]:
            with store._connected(write=False) as connection:
                return list(compare_metadata(MigrationContext.configure(connection), models))

        assert differences(Base.metadata) == []
        other = MetaData(naming_convention=Base.metadata.naming_convention)
        for table in Base.metadata.sorted_tables[:-1]:
            table.to_metadata(other)
        assert differences(other), "a table that the models do not have would not be noticed"

    # Transactions

    def test_what_is_done_in_a_unit_is_there_afterwards(self, store: Store, again: Callable[[], Store]) -> None:
        with store.begin() as unit:
            unit.meta.set("colour", "blue")
        with again().read() as unit:
            assert unit.meta.get("colour") == "blue"

    def test_a_unit_that_fails_leaves_nothing(self, store: Store) -> None:
        def fail() -> None:
            with store.begin() as unit:
                unit.meta.set("colour", "blue")
                unit.incoming.seen("slack", "e1", NOW)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        with store.begin() as unit:
            assert unit.meta.get("colour") is None
            assert not unit.incoming.seen("slack", "e1", NOW)

    def test_what_is_done_in_a_read_is_not_kept(self, store: Store) -> None:
        with store.read() as unit:
            unit.meta.set("colour", "blue")
        with store.read() as unit:
            assert unit.meta.get("colour") is None

    def test_a_naive_time_is_refused(self, store: Store) -> None:
        with pytest.raises(Exception, match="without a zone"), store.begin() as unit:
            unit.incoming.seen("slack", "e1", NOW.replace(tzinfo=None))

    def test_any_text_from_outside_can_be_kept(self, store: Store) -> None:
        wild = "A\0nn \ud83d 航空 🚀"
        with store.begin() as unit:
            person = unit.people.remember("slack", wild, now=NOW, name=wild)
            assert not unit.incoming.seen("slack", wild, NOW)
            assert unit.incoming.seen("slack", wild, NOW)
            unit.conversations.keep("slack", "D1", wild, person.id, wild, now=NOW)
            said = Reply((Text(wild),))
            assert unit.outbox.put(Outgoing(wild, Lane.ANSWER, said, Address("slack", wild)), NOW)
            (message,) = unit.claims.claim("slack", "h", NOW, lambda *_: "go")
            unit.claims.failed(message, wild, NOW)
        with store.read() as unit:
            assert unit.people.find("slack", wild) == person
            assert person.name == "Ann ? 航空 🚀"
            assert unit.conversations.context("slack", "D1", wild, person.id) == person.name
            kept = unit.outbox.by_key(wild)
        assert kept is not None
        assert kept.error == person.name
        assert isinstance(kept.reply.blocks[0], Text)
        assert kept.reply.blocks[0].text.replace("\0", "") == person.name

    def test_many_threads_write_without_losing_anything(self, store: Store) -> None:
        def write(number: int) -> None:
            for turn in range(10):
                with store.begin() as unit:
                    count = int(unit.meta.get("count") or 0)
                    unit.meta.set(f"{number}.{turn}", "x")
                    assert unit.meta.get("count") in {str(count), None}

        threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with store.read() as unit:
            assert all(unit.meta.get(f"{number}.{turn}") == "x" for number in range(6) for turn in range(10))

    def test_of_two_who_settle_the_first_wins(self, store: Store, again: Callable[[], Store]) -> None:
        with store.begin() as unit:
            assert unit.meta.settle("origin", "first") == "first"
        with again().begin() as unit:
            assert unit.meta.settle("origin", "second") == "first"

    # Incoming

    def test_a_message_is_seen_once_per_platform(self, store: Store, again: Callable[[], Store]) -> None:
        with store.begin() as unit:
            assert not unit.incoming.seen("slack", "7", NOW)
            assert unit.incoming.seen("slack", "7", NOW)
            assert not unit.incoming.seen("telegram", "7", NOW)
        with again().begin() as unit:
            assert unit.incoming.seen("slack", "7", NOW)

    def test_old_message_ids_are_purged(self, store: Store) -> None:
        with store.begin() as unit:
            unit.incoming.seen("slack", "old", NOW - HOUR)
            unit.incoming.seen("slack", "new", NOW)
            assert unit.incoming.purge(NOW) == 1
            assert unit.incoming.seen("slack", "new", NOW)
            assert not unit.incoming.seen("slack", "old", NOW)

    # Conversations

    def test_a_conversation_leans_on_its_own_last_turns_for_a_while(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("slack", "U1", now=NOW).id
            bob = unit.people.remember("slack", "U2", now=NOW).id
            unit.conversations.keep("slack", "C1", "t1", ann, "[1]", now=NOW - HOUR)
            unit.conversations.keep("slack", "C1", "t1", ann, "[2]", now=NOW)
            unit.conversations.keep("slack", "C1", "t2", ann, "[3]", now=NOW)
            context = unit.conversations.context
            assert context("slack", "C1", "t1", ann) == "[2]"
            assert context("slack", "C1", "t2", ann) == "[3]"
            assert context("slack", "C1", "t1", bob) is None
            assert context("slack", "C1", "t1", ann, since=NOW) == "[2]"
            assert context("slack", "C1", "t1", ann, since=NOW + HOUR) is None

    def test_threads_are_joined_and_purged(self, store: Store) -> None:
        with store.begin() as unit:
            assert not unit.conversations.takes_part("slack", "C1", "t1")
            unit.conversations.join("slack", "C1", "t1", NOW)
            unit.conversations.join("slack", "C1", "t1", NOW)
            assert unit.conversations.takes_part("slack", "C1", "t1")
            assert not unit.conversations.takes_part("slack", "C2", "t1")
            assert unit.conversations.purge(NOW + HOUR) == 1
            assert not unit.conversations.takes_part("slack", "C1", "t1")

    def test_what_is_expected_next_waits_for_a_while(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("slack", "U1", now=NOW).id
            unit.conversations.expect("slack", "D1", ann, "edit:x", NOW)
            assert unit.conversations.expected("slack", "D1", ann, NOW - HOUR) == "edit:x"
            assert unit.conversations.expected("slack", "D1", ann, NOW + HOUR) == ""
            assert unit.conversations.expected("slack", "D2", ann, NOW - HOUR) == ""

    # Wishes and agendas

    def test_one_wish_per_person_and_thing(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("slack", "U1", now=NOW).id
            bob = unit.people.remember("slack", "U2", now=NOW).id
            unit.wishes.wish(Wish(ann, "session", "s1", 10), NOW)
            unit.wishes.wish(Wish(ann, "session", "s1", wanted=False), NOW)
            unit.wishes.wish(Wish(ann, "speaker", "s1"), NOW + HOUR)
            unit.wishes.wish(Wish(bob, "track", "Launchers", 30), NOW + 2 * HOUR)
            assert unit.wishes.of(ann) == [Wish(ann, "session", "s1", wanted=False), Wish(ann, "speaker", "s1")]
            assert len(unit.wishes.all()) == 3
            assert unit.wishes.drop(ann, "speaker", "s1")
            assert not unit.wishes.drop(ann, "speaker", "s1")

    def test_stars(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("slack", "U1", now=NOW).id
            assert unit.agenda.star(ann, "s2", NOW)
            assert not unit.agenda.star(ann, "s2", NOW)
            unit.agenda.star(ann, "s1", NOW + HOUR)
            assert unit.agenda.of(ann) == ["s2", "s1"]
            assert unit.agenda.starrers("s1") == [ann]
            assert unit.agenda.unstar(ann, "s2")
            assert not unit.agenda.unstar(ann, "s2")

    def test_the_last_word_about_a_meeting_counts(self, store: Store) -> None:
        late, absent = (Attendance("m1", "a@b.c", "late", 5, NOW), Attendance("m1", "a@b.c", "absent", 0, NOW + HOUR))
        with store.begin() as unit:
            unit.agenda.tell(late)
            unit.agenda.tell(absent)
            assert unit.agenda.told(["m1", "m2"]) == [absent]
            assert unit.agenda.untell("m1", "a@b.c")
            assert not unit.agenda.untell("m1", "a@b.c")
            assert unit.agenda.told([]) == []

    def test_a_session_that_the_program_calls_by_a_new_id_keeps_its_followers(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("slack", "U1", now=NOW).id
            bob = unit.people.remember("slack", "U2", now=NOW).id
            for person, session in ((ann, "old"), (ann, "new"), (bob, "old")):
                unit.wishes.wish(Wish(person, "session", session), NOW)
                unit.agenda.star(person, session, NOW)
            unit.wishes.retarget("session", "old", "new")
            unit.agenda.retarget("old", "new")
            assert unit.wishes.of(bob) == [Wish(bob, "session", "new")]
            assert {wish.target for wish in unit.wishes.of(ann)} == {"old", "new"}
            assert sorted(unit.agenda.stars()) == sorted([(ann, "new"), (ann, "old"), (bob, "new")])

    # Invitations

    def test_a_code_links_once(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("telegram", "1", now=NOW).id
            bob = unit.people.remember("telegram", "2", now=NOW).id
            code = unit.links.invite("Ann@Example.org", NOW, NOW + HOUR)
            assert unit.links.redeem(code, ann, NOW).email == "ann@example.org"
            assert unit.links.redeem(code, ann, NOW + 2 * HOUR).email == "ann@example.org"
            assert unit.links.redeem(code, bob, NOW).refusal == "used"
        assert code not in everything(store)

    def test_a_code_is_no_formula_in_a_spreadsheet(self, store: Store) -> None:
        with store.begin() as unit:
            codes = [unit.links.invite("a@b.c", NOW, NOW + HOUR) for _ in range(500)]
        assert not [code for code in codes if code.startswith(("=", "+", "-", "@"))]
        assert {len(code) for code in codes} == {22}

    def test_a_code_expires_and_can_be_revoked(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("telegram", "1", now=NOW).id
            old = unit.links.invite("a@b.c", NOW, NOW + HOUR)
            assert unit.links.redeem(old, ann, NOW + HOUR).refusal == "expired"
            new = unit.links.invite("a@b.c", NOW, NOW + HOUR)
            assert unit.links.revoke("A@b.c") == 2
            assert unit.links.redeem(new, ann, NOW).refusal == "unknown"

    def test_codes_cannot_be_guessed_on_and_on(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("telegram", "1", now=NOW).id
            code = unit.links.invite("a@b.c", NOW, NOW + 3 * HOUR)
            tried = [unit.links.redeem(f"guess{n}\ud800", ann, NOW).refusal for n in range(6)]
            assert tried == ["unknown"] * 5 + ["attempts"]
            assert unit.links.redeem(code, ann, NOW).refusal == "attempts"
            assert unit.links.redeem(code, ann, NOW + 2 * HOUR).email == "a@b.c"
