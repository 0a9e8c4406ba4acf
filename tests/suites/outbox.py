"""What every database owes the messages: put once, addressed, taken back, told of."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import pytest
from suites.store import DM, HELLO, HOUR, NOW

from bot.messages import Address, Lane, Reply, Text
from bot.store.records import Counts, Outgoing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.store.engine import Store
    from bot.store.records import Delivery
    from bot.store.unit import Unit

SECOND = timedelta(seconds=1)


def go(*_: object) -> Literal["go"]:
    return "go"


def one_per_chat() -> Callable[[str, bool, Lane], Literal["go", "chat"]]:
    """Let one message leave to each chat, as the limits do."""
    chats: set[str] = set()

    def may_leave(chat: str, public: bool, lane: Lane) -> Literal["go", "chat"]:  # noqa: ARG001 - as the sender calls it
        verdict: Literal["go", "chat"] = "chat" if chat in chats else "go"
        chats.add(chat)
        return verdict

    return may_leave


def put(unit: Unit, key: str, lane: Lane = Lane.ANSWER, **more: object) -> str:
    """Put a message to a chat named like its key; it must be new."""
    address = more.pop("address", Address("slack", key))
    delivery = unit.outbox.put(Outgoing(key, lane, HELLO, address, **more), NOW)
    assert delivery is not None
    return delivery


def claimed(unit: Unit, key: str = "k", **more: object) -> Delivery:
    """Put a message and claim it."""
    put(unit, key, **more)
    (delivery,) = unit.claims.claim("slack", "h", NOW, go)
    return delivery


class OutboxContract:
    """Putting messages and reporting on them."""

    @pytest.fixture
    def unit(self, store: Store) -> Iterator[Unit]:
        with store.begin() as unit:
            yield unit

    # Put

    def test_a_message_is_put_once_under_its_key(self, unit: Unit) -> None:
        first = put(unit, "k")
        assert unit.outbox.put(Outgoing("k", Lane.ANSWER, Reply((Text("other"),)), DM), NOW) is None
        found = unit.outbox.by_key("k")
        assert found is not None
        assert (found.id, found.reply, found.state, found.created) == (first, HELLO, "pending", NOW)
        assert found == unit.outbox.find(first)

    def test_many_are_put_at_once_and_the_new_ones_counted(self, unit: Unit) -> None:
        messages = [Outgoing(f"k{n}", Lane.ANNOUNCEMENT, HELLO, Address("slack", f"D{n}")) for n in range(50)]
        assert unit.outbox.put_all(messages[:20], NOW) == 20
        assert unit.outbox.put_all(messages, NOW) == 30
        assert unit.outbox.put_all([], NOW) == 0

    def test_a_message_to_a_person_goes_where_they_are_best_reached(self, unit: Unit) -> None:
        ann = unit.people.remember("slack", "U1", now=NOW, chat="D1").id
        unit.people.link(ann, "a@b.c")
        unit.people.link(unit.people.remember("telegram", "7", now=NOW + HOUR).id, "a@b.c")
        put(unit, "anywhere", address=None, person=ann)
        put(unit, "slack", address=Address("slack", ""), person=ann)
        (anywhere,) = unit.claims.claim("telegram", "h", NOW, go)
        (slack,) = unit.claims.claim("slack", "h", NOW, go)
        assert (anywhere.key, anywhere.address.chat, anywhere.user) == ("anywhere", "", "7")
        assert (slack.key, slack.address.chat, slack.user) == ("slack", "D1", "U1")

    def test_who_cannot_be_reached_is_reported_at_once_but_is_still_answered(self, unit: Unit) -> None:
        ann = unit.people.remember("telegram", "7", now=NOW).id
        unit.people.unreachable("telegram", "7", "bot was blocked", NOW)
        put(unit, "news", Lane.ANNOUNCEMENT, address=None, person=ann, announcement="x")
        put(unit, "nobody", Lane.ANNOUNCEMENT, address=None, recipient="bo@b.c", announcement="x")
        put(unit, "answer", Lane.ANSWER, address=None, person=ann)
        assert unit.ledger.counts("x") == Counts(blocked=2)
        blocked, nobody = unit.ledger.receipts("x")
        assert (blocked.person, blocked.reason, blocked.error) == (ann, "unreachable", "bot was blocked")
        assert (nobody.name, nobody.reason, nobody.platform) == ("bo@b.c", "unreachable", "")
        assert [d.key for d in unit.claims.claim("telegram", "h", NOW, go)] == ["answer"]

    def test_a_later_edit_takes_the_place_of_an_earlier_one(self, unit: Unit) -> None:
        target = Address("slack", "D1", message="m1")
        put(unit, "e1", address=target)
        put(unit, "other", address=Address("slack", "D1", message="m2"))
        put(unit, "e2", address=target)
        assert unit.outbox.put(Outgoing("e2", Lane.ANSWER, HELLO, target), NOW) is None
        found = {key: unit.outbox.by_key(key) for key in ("e1", "e2", "other")}
        assert {key: d and (d.state, d.reason) for key, d in found.items()} == {
            "e1": ("failed", "replaced"),
            "e2": ("pending", ""),
            "other": ("pending", ""),
        }

    def test_a_message_that_has_not_left_can_be_revised(self, unit: Unit) -> None:
        news = Reply((Text("News."),))
        delivery = put(unit, "k")
        assert unit.outbox.revise(delivery, news)
        (claimed,) = unit.claims.claim("slack", "h", NOW, go)
        assert claimed.reply == news
        assert not unit.outbox.revise(delivery, HELLO)

    def test_messages_are_taken_back_before_they_leave(self, unit: Unit) -> None:
        for key in ("remind:S:1", "remind:s:1", "remind:s_2", "news"):
            put(unit, key, announcement="x" if key == "news" else "")
        (left,) = unit.claims.claim("slack", "h", NOW, go, limit=1)
        assert not unit.outbox.cancel(left.id, NOW)
        waits = unit.outbox.by_key("remind:s:1")
        assert waits is not None
        assert unit.outbox.cancel(waits.id, NOW)
        assert unit.outbox.cancel_announcement("x", NOW) == 1
        assert unit.outbox.cancel_announcement("x", NOW) == 0
        assert unit.ledger.counts("x") == Counts(failed=1, cancelled=1)
        assert [d.key for d in unit.claims.claim("slack", "h", NOW, go)] == ["remind:s_2"]

    def test_what_has_not_left_is_withdrawn_and_put_anew(self, unit: Unit) -> None:
        for key in ("remind:a", "remind:b", "other"):
            put(unit, key)
        (left,) = unit.claims.claim("slack", "h", NOW, go, limit=1)
        assert left.key == "remind:a"
        assert unit.outbox.waiting("remind:") == ["remind:b"]
        assert unit.outbox.withdraw("remind:") == 1
        assert unit.outbox.known(["remind:a", "remind:b", "other", "never"]) == {"remind:a", "other"}
        put(unit, "remind:b")
        assert unit.outbox.withdraw_all(["remind:a", "remind:b", "never"]) == 1  # the first has left
        put(unit, "remind:b")
        other = unit.outbox.by_key("other")
        assert other is not None
        assert other.reply == HELLO

    def test_keys_follow_what_is_called_by_a_new_id(self, unit: Unit) -> None:
        for key in ("remind:a:1", "remind:a:2", "remind:ab:1", "remind:b:2"):
            put(unit, key)
        assert unit.outbox.second_parts("remind:") == {"a", "ab", "b"}
        unit.outbox.rekey("remind:a:", "remind:b:")
        each = ["remind:a:1", "remind:a:2", "remind:ab:1", "remind:b:1", "remind:b:2"]
        assert unit.outbox.known(each) == {"remind:a:2", "remind:ab:1", "remind:b:1", "remind:b:2"}

    def test_a_key_is_released_for_somebody_who_asks_again(self, unit: Unit) -> None:
        delivery = claimed(unit)
        unit.claims.sent(delivery, "m1", NOW)
        unit.outbox.release("k")
        assert put(unit, "k") != delivery.id
        found = unit.outbox.find(delivery.id)
        assert found is not None
        assert found.state == "sent"

    def test_what_was_put_for_people_lately(self, unit: Unit) -> None:
        ann = unit.people.remember("slack", "U1", now=NOW, chat="D1").id
        put(unit, "day:1", person=ann, address=DM)
        put(unit, "other", person=ann, address=DM)
        assert unit.outbox.cancel(put(unit, "day:2", person=ann, address=DM), NOW)
        assert unit.outbox.put_since([ann, "nobody"], "day:", NOW) == {ann: {"day:1"}}
        assert unit.outbox.put_since([ann], "day:", NOW + SECOND) == {}

    def test_what_waits_of_an_announcement_is_reworded(self, unit: Unit) -> None:
        put(unit, "x:1", announcement="x")
        (left,) = unit.claims.claim("slack", "h", NOW, go)
        put(unit, "x:2", announcement="x")
        put(unit, "y:1", announcement="y")
        better = Reply((Text("Good day."),))
        assert unit.outbox.reword("x", {HELLO: better}) == 1
        assert unit.outbox.reword("x", {better: better}) == 0
        said = {key: found.reply for key in ("x:1", "x:2", "y:1") if (found := unit.outbox.by_key(key))}
        assert said == {left.key: HELLO, "x:2": better, "y:1": HELLO}

    # Report

    def test_the_report_tells_every_person_once_and_adds_up(self, unit: Unit) -> None:
        people = [unit.people.remember("slack", f"U{n}", now=NOW, name=f"N{n}", chat=f"D{n}").id for n in range(6)]
        for n, person in enumerate(people):
            put(unit, f"x:{n}", Lane.ANNOUNCEMENT, address=None, person=person, announcement="x")
        first, second, third, fourth, fifth, _ = unit.claims.claim("slack", "h", NOW, go)
        unit.claims.sent(first, "m1", NOW)
        unit.claims.failed(second, "too long", NOW)
        unit.claims.uncertain(third, "lost", NOW, None)
        unit.claims.unreachable(fourth, "blocked", NOW)
        unit.claims.retry(fifth, NOW, "busy", NOW)
        put(unit, "correct", address=Address("slack", "D0", message="m1"), announcement="x")
        assert unit.ledger.counts("x") == Counts(delivered=1, blocked=1, failed=1, uncertain=1, waiting=2)
        receipts = unit.ledger.receipts("x")
        assert [(r.person, r.name) for r in receipts] == [(p, f"N{n}") for n, p in enumerate(people)]
        assert [r.state for r in receipts] == ["sent", "failed", "uncertain", "failed", "pending", "claimed"]
        assert unit.ledger.counts("y") == Counts()
        assert unit.ledger.totals()["slack", Lane.ANNOUNCEMENT, "sent"] == 1

    def test_what_arrived_can_be_found_for_correcting_it(self, unit: Unit) -> None:
        for n in range(3):
            put(unit, f"x:{n}", Lane.ANNOUNCEMENT, announcement="x")
        first, _, third = unit.claims.claim("slack", "h", NOW, go)
        unit.claims.sent(first, "m1", NOW)
        unit.claims.sent(third, "m3", NOW)
        assert [d.message for d in unit.outbox.sent_for("x")] == ["m1", "m3"]

    def test_finished_messages_are_purged_with_their_texts(self, unit: Unit) -> None:
        delivery = claimed(unit)
        unit.claims.sent(delivery, "m1", NOW)
        put(unit, "waiting")
        assert unit.outbox.purge(NOW + SECOND) == 1
        assert unit.outbox.find(delivery.id) is None
        waiting = unit.outbox.by_key("waiting")
        assert waiting is not None
        assert waiting.reply == HELLO

    def test_cohorts_tell_how_early_and_late_reminders_were(self, unit: Unit) -> None:
        for key in ("early", "late", "failed", "open"):
            put(unit, key, Lane.REMINDER, promised=NOW)
        early, late, failed, _ = unit.claims.claim("slack", "h", NOW, go)
        unit.claims.sent(early, "m1", NOW - 2 * SECOND)
        unit.claims.sent(late, "m2", NOW + 3 * SECOND)
        unit.claims.failed(failed, "x", NOW)
        (cohort,) = unit.ledger.cohorts(NOW)
        assert (cohort.platform, cohort.promised) == ("slack", NOW)
        assert (cohort.sent, cohort.open, cohort.failed) == (2, 1, 1)
        assert (cohort.early_seconds, cohort.late_seconds) == (2, 3)
        assert unit.ledger.cohorts(NOW + SECOND) == []
