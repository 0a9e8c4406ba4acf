"""What every database owes the organizers: questions, verdicts, announcements, who did what."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from suites.store import DM, HOUR, NOW

from bot.messages import Address
from bot.store.records import AskedQuestion, AuditEntry, Feedback

if TYPE_CHECKING:
    from bot.store.engine import Store


class InboxContract:
    """The inbox, the log of questions, announcements and the audit log."""

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
            unit.inbox.join(question, "Is there parking", DM, ann, NOW)
            unit.inbox.join(question, "Any parking?", public, ann, NOW)
            unit.inbox.join(question, "Parking?", Address("telegram", "1"), bob, NOW)
            rare = unit.inbox.ask("Rare?", "fr", "asked", DM, ann, now=NOW)
            assert [(q.id, q.times) for q in unit.inbox.listed()] == [(question, 3), (rare, 1)]
            unit.inbox.assign(question, "slack:U9")
            unit.inbox.escalate(question, "asked")
            found = unit.inbox.find(question)
            assert found is not None
            assert (found.state, found.assignee, found.reason) == ("assigned", "slack:U9", "asked")

            askers = unit.inbox.answer(question, "Yes, behind the hall.", "slack:U9", NOW + HOUR)

            assert [(a.person, a.text, a.address) for a in askers] == [
                (ann, "Is there parking?", DM),
                (ann, "Any parking?", public),
                (bob, "Parking?", Address("telegram", "1")),
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

    def test_questions_are_closed_and_reopened(self, store: Store) -> None:
        with store.begin() as unit:
            ann = unit.people.remember("slack", "U1", now=NOW).id
            one = unit.inbox.ask("Parking?", "en", "refused", DM, ann, now=NOW)
            unit.inbox.close(one)
            assert [q.id for q in unit.inbox.listed(["closed"])] == [one]
            unit.inbox.answer(one, "Yes.", "x", NOW)
            unit.inbox.publish(one)
            unit.inbox.reopen(one)
            assert unit.inbox.published() == []
            assert [(q.id, q.times, q.state) for q in unit.inbox.listed()] == [(one, 1, "open")]

    def test_another_answer_is_for_all_who_asked_and_the_same_one_for_those_not_told(self, store: Store) -> None:
        with store.begin() as unit:
            ann, bob = (unit.people.remember("slack", user, now=NOW).id for user in ("U1", "U2"))
            question = unit.inbox.ask("Parking?", "en", "refused", DM, ann, now=NOW)
            for asker in unit.inbox.answer(question, "Yes.", "x", NOW):
                unit.inbox.told(asker.id, NOW)
            unit.inbox.reopen(question)
            unit.inbox.join(question, "Parking", Address("slack", "D2"), bob, NOW)
            assert [asker.person for asker in unit.inbox.answer(question, "Yes.", "x", NOW)] == [bob]
            assert [asker.person for asker in unit.inbox.answer(question, "No.", "x", NOW)] == [ann, bob]

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

    # Announcements and the audit log

    def test_of_two_who_confirm_at_once_the_second_sees_the_first(self, store: Store) -> None:
        with store.begin() as unit:
            one = unit.announcements.draft({"en": "Room B."}, "all", "slack:U1", NOW)
        counts: list[int] = []

        def confirm() -> None:
            with store.begin() as unit:
                counts.append(unit.announcements.confirm(one, "slack:U2", NOW))

        second = threading.Thread(target=confirm)
        with store.begin() as unit:
            counts.append(unit.announcements.confirm(one, "slack:U1", NOW))
            second.start()
            second.join(0.2)  # it has to wait for us
        second.join()
        assert counts == [1, 2]

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
            two = news.draft(texts, "all", "slack:U1", NOW, picture="a")
            assert news.rewrite(two, picture="", default_language="ja")
            changed = news.find(two)
            assert changed is not None
            assert (changed.texts, changed.picture, changed.default_language) == (texts, "", "ja")
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
