"""What every database owes the bot, whatever its make.

A make's test module derives from ``StoreContract`` and ``LedgerContract`` (suites.ledger) and gives two fixtures:
``store``, open and empty, and ``again``, which opens the same database once more, as another process would.
"""

from __future__ import annotations

import threading
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, ClassVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, select

from bot.messages import Address, Lane, Reply, Text
from bot.store.records import AskedQuestion, Attendance, AuditEntry, Feedback, Outgoing, Preferences, QuietHours, Wish
from bot.store.tables import Base

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.store.engine import Store

NOW = datetime(2026, 6, 16, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DM = Address("slack", "D1")
HELLO = Reply((Text("Hello."),))


class StoreContract:
    """Transactions, people, conversations and what organizers keep."""

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

    # People

    def test_a_new_account_becomes_a_person_and_stays_the_same_one(self, store: Store) -> None:
        with store.begin() as unit:
            first = unit.people.remember("slack", "U1", now=NOW, name="Ann", language="fr", time_zone="Europe/Paris")
            second = unit.people.remember("slack", "U1", now=NOW + HOUR)
        assert first == second
        assert (first.platform, first.user, first.name, first.language) == ("slack", "U1", "Ann", "fr")

    def test_a_profile_never_overwrites_what_the_person_set(self, store: Store) -> None:
        with store.begin() as unit:
            person = unit.people.remember("telegram", "1", now=NOW, language="en")
            unit.people.set_language(person.id, "ja")
            unit.people.set_time_zone(person.id, "Asia/Tokyo")
            told = unit.people.remember("telegram", "1", now=NOW, language="fr", time_zone="Europe/Paris", name="Bo")
            assert (told.language, told.time_zone, told.name) == ("ja", "Asia/Tokyo", "Bo")
            unit.people.set_language(person.id, "")
            told = unit.people.find("telegram", "1")
            assert told is not None
            assert told.language == "fr"

    def test_preferences_are_kept(self, store: Store) -> None:
        quiet = QuietHours(time(22, 0), time(7, 30))
        with store.begin() as unit:
            person = unit.people.remember("slack", "U1", now=NOW).id
            assert unit.people.preferences(person) == Preferences()
            unit.people.set_lead_minutes(person, 20)
            unit.people.set_quiet_hours(person, quiet)
            unit.people.set_muted(person, muted=True)
            unit.people.set_daily_cap(person, 5)
            assert unit.people.preferences(person) == Preferences("", "", 20, quiet, muted=True, daily_cap=5)
            unit.people.set_quiet_hours(person, None)
            unit.people.set_lead_minutes(person, None)
            assert unit.people.preferences(person) == Preferences(muted=True, daily_cap=5)

    def test_unknown_people_are_none(self, store: Store) -> None:
        with store.begin() as unit:
            assert unit.people.find("slack", "U9") is None
            assert unit.people.get("nobody") is None
            assert unit.people.by_email("nobody@example.org") is None
            assert unit.people.preferences("nobody") == Preferences()
            with pytest.raises(KeyError):
                unit.people.link("nobody", "nobody@example.org")

    def test_two_accounts_with_one_email_are_one_person(self, store: Store) -> None:
        with store.begin() as unit:
            slack = unit.people.remember("slack", "U1", now=NOW, chat="D1")
            unit.people.set_language(slack.id, "fr")
            assert unit.people.link(slack.id, "Ann@Example.org").person.email == "ann@example.org"
            telegram = unit.people.remember("telegram", "1", now=NOW + HOUR, chat="1")
            for person, target in ((slack.id, "s1"), (telegram.id, "s1"), (telegram.id, "s2")):
                unit.wishes.wish(Wish(person, "session", target, lead_minutes=len(person)), NOW)
                unit.agenda.star(person, target, NOW)
            unit.outbox.put(Outgoing("r", Lane.REMINDER, HELLO, person=telegram.id), NOW)

            linked = unit.people.link(telegram.id, "ann@example.org")

            assert linked.person.id == slack.id
            assert linked.person.language == "fr"
            assert [r.person.id for r in unit.people.everyone()] == [slack.id]
            assert unit.people.find("telegram", "1") == linked.person
            assert [wish.target for wish in unit.wishes.of(slack.id)] == ["s1", "s2"]
            assert unit.wishes.of(telegram.id) == []
            assert unit.agenda.of(slack.id) == ["s1", "s2"]
            message = unit.outbox.by_key("r")
            assert message is not None
            assert message.person == slack.id

    def test_linking_again_changes_nothing(self, store: Store) -> None:
        with store.begin() as unit:
            person = unit.people.remember("slack", "U1", now=NOW)
            first = unit.people.link(person.id, "ann@example.org")
            assert unit.people.link(person.id, "ANN@example.org ") == first

    def test_a_person_is_reached_where_they_were_last_active_and_can_be(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("slack", "U1", now=NOW, chat="D1")
            unit.people.link(ann.id, "ann@example.org")
            also = unit.people.remember("telegram", "1", now=NOW + HOUR, chat="1")
            unit.people.link(also.id, "ann@example.org")

            def reached() -> str:
                found = unit.people.get(ann.id)
                assert found is not None
                return f"{found.person.platform} {found.chat} {found.trouble}"

            assert reached() == "telegram 1 "
            unit.people.unreachable("telegram", "1", "blocked by the user", NOW)
            assert reached() == "slack D1 "
            unit.people.unreachable("slack", "U1", "", NOW)
            assert reached() == "telegram 1 blocked by the user"
            unit.people.reachable("slack", "U1")
            assert reached() == "slack D1 "
            unit.people.remember("telegram", "1", now=NOW + 2 * HOUR)
            assert reached() == "telegram 1 "

    def test_audiences(self, store: Store) -> None:
        with store.begin() as unit:
            ids = [unit.people.remember("slack", f"U{n}", now=NOW, language="fr-CA").id for n in range(3)]
            ids += [unit.people.remember("telegram", f"{n}", now=NOW, language="ja").id for n in range(2)]
            assert {r.person.id for r in unit.people.everyone()} == set(ids)
            assert {r.person.id for r in unit.people.everyone(platform="slack")} == set(ids[:3])
            assert {r.person.id for r in unit.people.everyone(language="fr")} == set(ids[:3])
            assert {r.person.id for r in unit.people.everyone("telegram", "fr")} == set()
            assert {r.person.id for r in unit.people.among([ids[0], ids[4], "nobody"])} == {ids[0], ids[4]}

    def test_a_chat_that_was_opened_is_known(self, store: Store) -> None:
        with store.begin() as unit:
            person = unit.people.remember("slack", "U1", now=NOW)
            unit.people.opened("slack", "U1", "D9")
            found = unit.people.get(person.id)
        assert found is not None
        assert found.chat == "D9"

    # Erasure

    SECRETS: ClassVar = ("U77", "D77", "Ann Exemplar", "ann@example.org", "where is my secret table", "m77", "1700.77")

    def known(self, store: Store) -> str:
        """A person of whom something is kept everywhere."""
        with store.begin() as unit:
            ann = unit.people.remember("slack", "U77", now=NOW, name="Ann Exemplar", chat="D77")
            unit.people.link(ann.id, "ann@example.org")
            unit.conversations.keep("slack", "D77", "1700.77", ann.id, '"where is my secret table"', now=NOW)
            home = Address("slack", "D77", "1700.77")
            secret = Reply((Text("your secret table, where is my secret table"),))
            sent = unit.outbox.put(Outgoing("a", Lane.ANSWER, secret, home, ann.id), NOW)
            unit.outbox.put(Outgoing(f"r:{ann.id}", Lane.REMINDER, secret, person=ann.id, announcement="x"), NOW)
            (claimed,) = unit.claims.claim("slack", "m|1|2|3", NOW, lambda *_: "go", limit=1)
            assert claimed.id == sent
            unit.claims.sent(claimed, "m77", NOW)
            unit.feedback.give(Feedback(sent, ann.id, helpful=False, question="who", at=NOW))
            unit.asked.note(
                AskedQuestion("a:D77", ann.id, "slack", "who", "en", "refusal", answered=False, ms=9, at=NOW)
            )
            unit.inbox.ask("who", "en", "refused", home, ann.id, now=NOW)
            unit.wishes.wish(Wish(ann.id, "room", "B"), NOW)
            unit.agenda.star(ann.id, "s1", NOW)
            unit.agenda.tell(Attendance("m1", "ann@example.org", "late", 5, NOW))
            unit.links.redeem("wrong", ann.id, NOW)
            unit.links.redeem(unit.links.invite("other@example.org", NOW, NOW + HOUR), ann.id, NOW)
        return ann.id

    def test_a_question_is_found_by_the_key_of_its_answer_and_counts_once(self, store: Store) -> None:
        with store.begin() as unit:
            first = AskedQuestion("answer:x", "", "slack", "whom", "en", "refusal", answered=False, ms=3, at=NOW)
            mended = AskedQuestion(
                "answer:x", "", "slack", "when", "en", "schedule", answered=True, ms=4, at=NOW + HOUR
            )
            unit.asked.note(first)
            unit.asked.note(mended)
            assert unit.asked.find("answer:x") == mended
            assert unit.asked.find("answer:y") is None
            assert unit.asked.since(NOW) == [mended]
            assert unit.asked.since(NOW + 2 * HOUR) == []
            assert unit.asked.purge(NOW + 2 * HOUR) == 1

    def test_what_is_expected_next_waits_for_a_while(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("slack", "U1", now=NOW).id
            unit.conversations.expect("slack", "D1", ann, "edit:x", NOW)
            assert unit.conversations.expected("slack", "D1", ann, NOW - HOUR) == "edit:x"
            assert unit.conversations.expected("slack", "D1", ann, NOW + HOUR) == ""
            assert unit.conversations.expected("slack", "D2", ann, NOW - HOUR) == ""

    def test_an_announcement_keeps_its_errand_and_its_revisions(self, store: Store) -> None:
        with store.begin() as unit:
            number = unit.announcements.draft({"en": "a"}, "all", "slack:U1", NOW)
            unit.announcements.show_at(number, "there")
            unit.announcements.charge(number, "send")
            unit.announcements.correct(number, {"en": "b"})
            (kept,) = unit.announcements.charged()
            assert (kept.board, kept.errand, kept.revision, kept.texts) == ("there", "send", 1, {"en": "b"})
            unit.announcements.charge(number, "")
            assert unit.announcements.charged() == []

    def test_a_person_is_shown_all_that_is_kept(self, store: Store) -> None:
        person = self.known(store)
        with store.read() as unit:
            told = unit.people.export(person)
        assert all(told[table] for table in told), [table for table in told if not told[table]]
        for secret in self.SECRETS:
            assert secret in str(told)

    def test_a_person_is_forgotten_entirely_and_reports_still_count(self, store: Store) -> None:
        person = self.known(store)
        with store.begin() as unit:
            unit.people.forget(person, NOW)
        with store.read() as unit:
            assert unit.people.find("slack", "U77") is None
            assert not any(unit.people.export(person).values())
            assert sum(unit.ledger.totals().values()) == 2
            (receipt,) = unit.ledger.receipts("x")
            assert (receipt.person, receipt.name, receipt.state, receipt.reason) == ("", "", "failed", "forgotten")
            (question,) = unit.inbox.listed()
            assert question.times == 1
            assert unit.inbox.waiting(question.id) == []
            (verdict,) = unit.feedback.since(NOW)
            assert (verdict.person, verdict.helpful) == ("", False)
        everything = self.everything(store)
        for secret in (*self.SECRETS, person):
            assert secret not in everything

    @staticmethod
    def everything(store: Store) -> str:
        """All rows of all tables as one text."""
        with store._connected(write=False) as connection:
            tables = Base.metadata.sorted_tables
            return "\n".join(str(row) for table in tables for row in connection.execute(select(table)))

    def test_a_forgotten_person_is_a_new_one_when_they_come_back(self, store: Store) -> None:
        person = self.known(store)
        with store.begin() as unit:
            unit.people.forget(person, NOW)
            unit.outbox.put(Outgoing("bye", Lane.ANSWER, HELLO, DM), NOW)
            back = unit.people.remember("slack", "U77", now=NOW)
        assert back.id != person
        assert back.email == ""

    def test_a_text_said_to_others_too_survives_a_forgotten_person(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("slack", "U1", now=NOW, chat="D1").id
            bob = unit.people.remember("slack", "U2", now=NOW, chat="D2").id
            unit.outbox.put_all([Outgoing(p, Lane.REMINDER, HELLO, person=p) for p in (ann, bob)], NOW)
            unit.people.forget(ann, NOW)
            kept = unit.outbox.by_key(bob)
        assert kept is not None
        assert kept.reply == HELLO

    def test_retention_forgets_what_is_old_and_keeps_the_rest(self, store: Store) -> None:
        old, later = self.known(store), NOW + 48 * HOUR
        with store.begin() as unit:
            announcement = unit.announcements.draft({"en": "x"}, "", "slack:U1", NOW)
            unit.audit.note(AuditEntry(NOW, "slack:U1", "announce", announcement))
            new = unit.people.remember("slack", "U2", now=later).id
            unit.outbox.put(Outgoing("new", Lane.ANSWER, HELLO, DM), later)
            unit.incoming.seen("slack", "e1", NOW)
            unit.conversations.join("slack", "C1", "t1", NOW)
            gone = unit.purge(NOW + 2 * HOUR, later)
        assert all(gone.values()), gone
        with store.read() as unit:
            assert unit.people.get(old) is None
            assert unit.people.get(new) is not None
            assert unit.outbox.by_key("new") is not None
            assert unit.announcements.find(announcement) is None
            assert unit.audit.entries() == []

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

    # Invitations

    def test_a_code_links_once(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("telegram", "1", now=NOW).id
            bob = unit.people.remember("telegram", "2", now=NOW).id
            code = unit.links.invite("Ann@Example.org", NOW, NOW + HOUR)
            assert unit.links.redeem(code, ann, NOW).email == "ann@example.org"
            assert unit.links.redeem(code, ann, NOW + 2 * HOUR).email == "ann@example.org"
            assert unit.links.redeem(code, bob, NOW).refusal == "used"
        assert code not in self.everything(store)

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

    # Inbox and feedback

    def test_the_last_verdict_of_a_person_counts(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("slack", "U1", now=NOW).id
            unit.feedback.give(Feedback("d1", ann, helpful=True, question="when", at=NOW))
            unit.feedback.give(Feedback("d1", ann, helpful=False, question="when", at=NOW))
            assert [verdict.helpful for verdict in unit.feedback.since(NOW)] == [False]
            assert unit.feedback.since(NOW + HOUR) == []

    def test_a_question_waits_for_its_answer_and_everybody_who_asked_is_told(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("slack", "U1", now=NOW).id
            bob = unit.people.remember("telegram", "1", now=NOW).id
            public = Address("slack", "C1", "t1", public=True)
            question = unit.inbox.ask("Is there parking?", "en", "refused", DM, ann, now=NOW)
            unit.inbox.join(question, DM, ann, NOW)
            unit.inbox.join(question, public, ann, NOW)
            unit.inbox.join(question, Address("telegram", "1"), bob, NOW)
            rare = unit.inbox.ask("Rare?", "fr", "asked", DM, ann, now=NOW)
            assert [(q.id, q.times) for q in unit.inbox.listed()] == [(question, 3), (rare, 1)]
            unit.inbox.assign(question, "slack:U9")
            found = unit.inbox.find(question)
            assert found is not None
            assert (found.state, found.assignee, found.reason) == ("assigned", "slack:U9", "refused")

            askers = unit.inbox.answer(question, "Yes, behind the hall.", "slack:U9", NOW + HOUR)

            assert [(a.person, a.address) for a in askers] == [
                (ann, DM),
                (ann, public),
                (bob, Address("telegram", "1")),
            ]
            unit.inbox.told(askers[0].id, NOW + HOUR)
            assert [asker.id for asker in unit.inbox.waiting(question)] == [askers[1].id, askers[2].id]
            unit.inbox.publish(question)
            (known,) = unit.inbox.published()
            assert (known.answer, known.answered_by, known.answered_at) == (
                "Yes, behind the hall.",
                "slack:U9",
                NOW + HOUR,
            )
            assert [q.id for q in unit.inbox.listed()] == [rare]

    def test_questions_are_closed_reopened_and_merged(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("slack", "U1", now=NOW).id
            one = unit.inbox.ask("Parking?", "en", "refused", DM, ann, now=NOW)
            two = unit.inbox.ask("Where to park?", "en", "unhelpful", Address("slack", "C1"), ann, now=NOW)
            unit.inbox.close(one)
            assert [q.id for q in unit.inbox.listed(["closed"])] == [one]
            unit.inbox.answer(one, "Yes.", "x", NOW)
            unit.inbox.publish(one)
            unit.inbox.reopen(one)
            assert unit.inbox.published() == []
            unit.inbox.merge(two, one)
            assert [(q.id, q.times, q.state) for q in unit.inbox.listed()] == [(one, 2, "open")]
            assert unit.inbox.find(two) is None

    # Announcements and the audit log

    def test_an_announcement_from_draft_to_sent(self, store: Store) -> None:
        with store.begin() as unit:
            texts = {"en": "Room B.", "ja": "会場はBです。"}
            news = unit.announcements
            one = news.draft(texts, '{"everyone": true}', "slack:U1", NOW, useful_until=NOW + HOUR)
            assert news.confirm(one, "slack:U1", NOW) == 1
            assert news.confirm(one, "slack:U1", NOW) == 1
            assert news.rewrite(one, texts={"en": "Room C."}, audience="{}")
            assert news.confirm(one, "slack:U2", NOW) == 1
            assert news.confirm(one, "slack:U3", NOW + HOUR) == 2
            news.schedule(one, NOW + HOUR, NOW + 2 * HOUR)
            assert news.advance(one, ["draft"], "scheduled", NOW)
            assert news.due(NOW) == []
            (due,) = news.due(NOW + HOUR)
            assert (due.texts, due.confirmed_by) == ({"en": "Room C."}, ("slack:U2", "slack:U3"))
            assert news.advance(one, ["scheduled"], "sending", NOW + HOUR)
            assert not news.advance(one, ["scheduled"], "sending", NOW + HOUR)
            assert not news.rewrite(one, audience="all")
            assert news.advance(one, ["sending"], "paused", NOW)
            assert news.advance(one, ["paused"], "sending", NOW + 2 * HOUR)
            found = news.find(one)
            assert found is not None
            assert (found.state, found.sent, found.audience) == ("sending", NOW + HOUR, "{}")
            assert [a.id for a in news.sent_since(NOW)] == [one]
            assert [a.id for a in news.listed(["sending"])] == [one]
            assert news.find("nothing") is None

    def test_the_audit_log_tells_who_did_what(self, store: Store) -> None:
        entries = [AuditEntry(NOW, "slack:U1", "announce", "a1", "everyone"), AuditEntry(NOW, "cli", "cancel", "a2")]
        with store.begin() as unit:
            for entry in entries:
                unit.audit.note(entry)
            assert unit.audit.entries() == entries
            assert unit.audit.entries(subject="a2") == entries[1:]
            assert unit.audit.entries(limit=1) == entries[1:]
