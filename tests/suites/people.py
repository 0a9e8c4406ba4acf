"""What every database owes the people in it: known once, reached, shown what is kept, forgotten."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, ClassVar

import pytest
from suites.store import DM, HELLO, HOUR, NOW, everything

from bot.messages import Address, Lane, Reply, Text
from bot.store.records import AskedQuestion, Attendance, AuditEntry, Feedback, Outgoing, Preferences, QuietHours, Wish

if TYPE_CHECKING:
    from bot.store.engine import Store


class PeopleContract:
    """Persons, their accounts and preferences, and their erasure."""

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
            assert unit.people.preferences(person) == Preferences("", "", 20, quiet, muted=True)
            unit.people.set_quiet_hours(person, None)
            unit.people.set_lead_minutes(person, None)
            assert unit.people.preferences(person) == Preferences(muted=True)

    def test_unknown_people_are_none(self, store: Store) -> None:
        with store.begin() as unit:
            assert unit.people.find("slack", "U9") is None
            assert unit.people.get("nobody") is None
            assert unit.people.by_email("nobody@example.org") is None
            assert unit.people.preferences("nobody") == Preferences()
            with pytest.raises(KeyError):
                unit.people.link("nobody", "nobody@example.org")

    def test_an_account_has_its_private_chat_once_it_is_opened(self, store: Store) -> None:
        with store.begin() as unit:
            unit.people.remember("slack", "U1", now=NOW)
            assert (unit.people.chat("slack", "U1"), unit.people.chat("slack", "U2")) == ("", "")
            unit.people.remember("slack", "U1", now=NOW, chat="D1")
            assert unit.people.chat("slack", "U1") == "D1"

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

    def test_a_reminder_that_one_account_refuses_goes_to_the_other(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("slack", "U1", now=NOW, chat="D1")
            unit.people.link(ann.id, "ann@example.org")
            also = unit.people.remember("telegram", "1", now=NOW + HOUR, chat="1")
            unit.people.link(also.id, "ann@example.org")
            unit.outbox.put(Outgoing("r", Lane.REMINDER, HELLO, person=ann.id), NOW)
            unit.outbox.put(Outgoing("a", Lane.ANNOUNCEMENT, HELLO, person=ann.id), NOW)
            for refused in unit.claims.claim("telegram", "h", NOW, lambda *_: "go"):
                unit.claims.unreachable(refused, "blocked", NOW)
            (again,) = unit.claims.claim("slack", "h", NOW, lambda *_: "go")
            assert (again.key, again.address.chat, again.user) == ("r", "D1", "U1")
            unit.claims.unreachable(again, "account_inactive", NOW)
            states = [unit.outbox.by_key(key) for key in ("r", "a")]
        assert [(found.state, found.reason) for found in states if found] == [("failed", "unreachable")] * 2

    def test_audiences(self, store: Store) -> None:
        with store.begin() as unit:
            ids = [unit.people.remember("slack", f"U{n}", now=NOW, language="fr-CA").id for n in range(3)]
            ids += [unit.people.remember("telegram", f"{n}", now=NOW, language="ja").id for n in range(2)]
            assert {r.person.id for r in unit.people.everyone()} == set(ids)
            assert {r.person.id for r in unit.people.everyone(platform="slack")} == set(ids[:3])
            assert {r.person.id for r in unit.people.everyone(language="fr")} == set(ids[:3])
            assert {r.person.id for r in unit.people.everyone("telegram", "fr")} == set()

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
            unit.feedback.give(Feedback(sent, ann.id, helpful=False, question="where is my secret table", at=NOW))
            unit.asked.note(
                AskedQuestion(
                    "a:D77", ann.id, "slack", "where is my secret table", "en", "refusal", answered=False, ms=9, at=NOW
                )
            )
            question = unit.inbox.ask("who", "en", "refused", home, ann.id, now=NOW)
            unit.inbox.join(question, "where is my secret table", DM, ann.id, NOW)
            unit.wishes.wish(Wish(ann.id, "room", "B"), NOW)
            unit.agenda.star(ann.id, "s1", NOW)
            unit.agenda.tell(Attendance("m1", "ann@example.org", "late", 5, NOW))
            unit.links.redeem("wrong", ann.id, NOW)
            unit.links.redeem(unit.links.invite("other@example.org", NOW, NOW + HOUR), ann.id, NOW)
        return ann.id

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
            assert question.times == 2
            assert unit.inbox.waiting(question.id) == []
            (verdict,) = unit.feedback.since(NOW)
            assert (verdict.person, verdict.helpful) == ("", False)
        left = everything(store)
        for secret in (*self.SECRETS, person):
            assert secret not in left

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
