"""What every database owes the deliveries: nothing lost, nothing claimed twice, every state told."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Literal

import pytest
from suites.outbox import SECOND, claimed, go, one_per_chat, put
from suites.store import DM, HELLO, HOUR, NOW

from bot.messages import Address, Lane
from bot.store.leases import new_holder
from bot.store.records import Counts, Outgoing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.store.engine import Store
    from bot.store.unit import Unit


class LedgerContract:
    """Claims, outcomes, crashes and leases."""

    @pytest.fixture
    def unit(self, store: Store) -> Iterator[Unit]:
        with store.begin() as unit:
            yield unit

    # Claim

    def test_lanes_are_served_in_order_and_each_by_time(self, unit: Unit) -> None:
        put(unit, "news", Lane.ANNOUNCEMENT)
        put(unit, "late reminder", Lane.REMINDER, not_before=NOW - SECOND)
        put(unit, "early reminder", Lane.REMINDER, not_before=NOW - 2 * SECOND)
        put(unit, "first answer")
        put(unit, "second answer")
        order = ["first answer", "second answer", "early reminder", "late reminder", "news"]
        assert [d.key for d in unit.claims.claim("slack", "h", NOW, go)] == order

    def test_nothing_leaves_before_its_time(self, unit: Unit) -> None:
        put(unit, "k", not_before=NOW + SECOND)
        assert unit.claims.claim("slack", "h", NOW, go) == []
        assert unit.claims.next_due("slack", NOW) == NOW + SECOND
        assert unit.claims.next_due("slack", NOW + SECOND) is None
        assert unit.claims.next_due("telegram", NOW) is None
        assert len(unit.claims.claim("slack", "h", NOW + SECOND, go)) == 1

    def test_what_is_at_once_leaves_even_after_the_clock_was_set_back(self, unit: Unit) -> None:
        put(unit, "k")
        assert len(unit.claims.claim("slack", "h", NOW - HOUR, go)) == 1

    def test_what_is_past_its_use_is_not_sent_and_is_counted(self, unit: Unit) -> None:
        put(unit, "k", Lane.REMINDER, useful_until=NOW, announcement="x")
        put(unit, "fresh", Lane.REMINDER, useful_until=NOW + SECOND, announcement="x")
        assert [d.key for d in unit.claims.claim("slack", "h", NOW, go)] == ["fresh"]
        assert unit.ledger.counts("x") == Counts(failed=1, waiting=1, stale=1)

    def test_one_message_at_a_time_leaves_to_a_chat(self, unit: Unit) -> None:
        for key in ("one", "two"):
            put(unit, key, address=DM)
        put(unit, "three", address=Address("slack", "D3"))
        assert [d.key for d in unit.claims.claim("slack", "h", NOW, one_per_chat())] == ["one", "three"]
        assert [d.key for d in unit.claims.claim("slack", "h", NOW, one_per_chat())] == ["two"]

    def test_who_has_to_wait_is_passed_over_however_many_there_are(self, unit: Unit) -> None:
        unit.outbox.put_all([Outgoing(f"b{n}", Lane.ANSWER, HELLO, Address("slack", "busy")) for n in range(250)], NOW)
        unit.outbox.put_all([Outgoing(f"f{n}", Lane.ANSWER, HELLO, Address("slack", f"f{n}")) for n in range(3)], NOW)

        def ask(chat: str, public: bool, lane: Lane) -> Literal["go", "chat"]:
            assert (public, lane) == (False, Lane.ANSWER)
            return "chat" if chat == "busy" else "go"

        assert [d.key for d in unit.claims.claim("slack", "h", NOW, ask)] == ["f0", "f1", "f2"]

    def test_a_claim_stops_where_it_is_told_to(self, unit: Unit) -> None:
        for key in ("a", "b", "c"):
            put(unit, key)
        verdicts: list[Literal["go", "stop"]] = ["go", "stop"]
        assert [d.key for d in unit.claims.claim("slack", "h", NOW, lambda *_: verdicts.pop(0))] == ["a"]
        assert not verdicts
        assert [d.key for d in unit.claims.claim("slack", "h", NOW, go, limit=1)] == ["b"]

    def test_a_paused_announcement_waits_until_it_is_resumed(self, unit: Unit) -> None:
        news = unit.announcements.draft({"en": "x"}, "", "slack:U1", NOW)
        put(unit, "news", Lane.ANNOUNCEMENT, announcement=news)
        put(unit, "answer")
        unit.announcements.advance(news, ["draft"], "paused", NOW)
        assert [d.key for d in unit.claims.claim("slack", "h", NOW, go)] == ["answer"]
        unit.announcements.advance(news, ["paused"], "sending", NOW)
        assert [d.key for d in unit.claims.claim("slack", "h", NOW, go)] == ["news"]

    def test_what_was_taken_back_while_it_was_being_sent_goes_no_second_time(self, unit: Unit) -> None:
        news = unit.announcements.draft({"en": "x"}, "", "slack:U1", NOW)
        unit.announcements.advance(news, ["draft"], "sending", NOW)
        one, other = put(unit, "one", announcement=news), put(unit, "other", announcement=news)
        refused, lost = unit.claims.claim("slack", "h", NOW, go)
        assert (refused.id, lost.id) == (one, other)
        unit.claims.uncertain(lost, "the reply was lost", NOW, NOW + SECOND)
        unit.announcements.advance(news, ["sending"], "cancelled", NOW)
        unit.outbox.cancel_announcement(news, NOW)
        unit.claims.retry(refused, NOW, "429", NOW)
        unit.claims.retry(lost, NOW, "it did not arrive", NOW)
        assert unit.claims.claim("slack", "h", NOW + HOUR, go) == []
        assert unit.ledger.counts(news) == Counts(failed=2, cancelled=2)

    def test_an_edit_that_failed_goes_no_second_time_after_a_later_one(self, unit: Unit) -> None:
        target = Address("slack", "D1", message="m1")
        first = claimed(unit, "first", address=target)
        other = claimed(unit, "other", address=Address("slack", "D1", message="m2"))
        put(unit, "later", address=target)
        for delivery in (first, other):
            unit.claims.retry(delivery, NOW, "busy", NOW)
        assert [d.key for d in unit.claims.claim("slack", "h", NOW, go)] == ["other", "later"]
        left = unit.outbox.by_key("first")
        assert left is not None
        assert (left.state, left.reason) == ("failed", "replaced")

    def test_an_announcement_is_open_while_a_message_may_still_turn_out_to_have_arrived(self, unit: Unit) -> None:
        assert not unit.ledger.is_open("x")
        delivery = claimed(unit, announcement="x")
        assert unit.ledger.is_open("x")
        unit.claims.uncertain(delivery, "timeout", NOW, NOW + SECOND)
        assert unit.ledger.is_open("x")
        unit.claims.uncertain(delivery, "timeout", NOW, None)
        assert not unit.ledger.is_open("x")
        put(unit, "waits", announcement="x")
        assert unit.ledger.is_open("x")

    def test_two_claimers_at_once_never_get_the_same_message(self, store: Store, again: Callable[[], Store]) -> None:
        with store.begin() as unit:
            messages = [Outgoing(f"k{n}", Lane.ANSWER, HELLO, Address("slack", f"D{n}")) for n in range(60)]
            unit.outbox.put_all(messages, NOW)
        claimed: list[str] = []

        def claim(mine: Store, holder: str) -> None:
            turns = iter(range(1000))  # a claim may come back empty while the other holds the rows it looks at
            while len(claimed) < 60 and next(turns, None) is not None:
                with mine.begin() as unit:
                    claimed.extend(d.id for d in unit.claims.claim("slack", holder, NOW, go, limit=5))

        stores = [store, again()]
        threads = [threading.Thread(target=claim, args=(mine, f"h{n}")) for n, mine in enumerate(stores)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(claimed) == len(set(claimed)) == 60

    # Outcomes

    def test_sent(self, unit: Unit) -> None:
        delivery = claimed(unit, address=DM)
        unit.claims.sent(delivery, "m1", NOW + SECOND)
        found = unit.outbox.by_message("slack", "D1", "m1")
        assert found is not None
        assert (found.id, found.state, found.at) == (delivery.id, "sent", NOW + SECOND)
        assert unit.outbox.by_message("slack", "D2", "m1") is None
        assert unit.claims.claim("slack", "h", NOW + HOUR, go) == []
        assert unit.claims.recent("slack", NOW) == [("D1", False, NOW + SECOND)]

    def test_retry_waits_counts_and_keeps_its_place(self, unit: Unit) -> None:
        delivery = claimed(unit)
        put(unit, "later")
        unit.claims.retry(delivery, NOW + HOUR, "busy", NOW)
        assert [d.key for d in unit.claims.claim("slack", "h", NOW, go)] == ["later"]
        assert unit.claims.next_due("slack", NOW) == NOW + HOUR
        put(unit, "last")
        again, _ = unit.claims.claim("slack", "h", NOW + HOUR, go)
        assert (again.id, again.attempts, again.error) == (delivery.id, 1, "busy")
        unit.claims.retry(delivery, NOW, "the platform is down", NOW, counted=False)
        (again,) = unit.claims.claim("slack", "h", NOW, go)
        assert again.attempts == 1

    def test_failed(self, unit: Unit) -> None:
        delivery = claimed(unit, announcement="x")
        unit.claims.failed(delivery, "invalid_blocks", NOW)
        assert unit.ledger.counts("x") == Counts(failed=1)
        (receipt,) = unit.ledger.receipts("x")
        assert (receipt.state, receipt.reason, receipt.error) == ("failed", "refused", "invalid_blocks")

    def test_who_muted_us_is_recorded_and_gets_nothing(self, unit: Unit) -> None:
        person = unit.people.remember("slack", "U1", now=NOW, chat="D1").id
        put(unit, "k", Lane.ANNOUNCEMENT, address=None, person=person, announcement="x", muted=True)
        assert unit.claims.claim("slack", "h", NOW, go) == []
        assert unit.ledger.counts("x") == Counts(blocked=1)
        (receipt,) = unit.ledger.receipts("x")
        assert (receipt.person, receipt.platform, receipt.reason, receipt.error) == (person, "slack", "muted", "muted")

    def test_edits_and_deletions_are_counted_by_their_keys(self, unit: Unit) -> None:
        for number, end in enumerate(("sent", "failed", "uncertain", "")):
            delivery = claimed(unit, f"delete:x:{number}")
            if end == "sent":
                unit.claims.sent(delivery, "m", NOW)
            elif end == "failed":
                unit.claims.failed(delivery, "too old", NOW)
            elif end == "uncertain":
                unit.claims.uncertain(delivery, "timeout", NOW, None)
        put(unit, "delete:y:1")
        assert unit.ledger.changes("delete:x:") == Counts(delivered=1, failed=1, uncertain=1, waiting=1)
        assert unit.ledger.changes("delete:z:") == Counts()

    def test_uncertain_is_looked_up_when_asked_and_then_sent(self, unit: Unit) -> None:
        delivery = claimed(unit, announcement="x")
        unit.claims.uncertain(delivery, "timeout", NOW, NOW + SECOND)
        assert unit.ledger.counts("x") == Counts(uncertain=1)
        assert unit.claims.claim("slack", "h", NOW + HOUR, go) == []
        assert unit.claims.unsettled("slack", NOW) == []
        assert unit.claims.next_due("slack", NOW) == NOW + SECOND
        assert [d.id for d in unit.claims.unsettled("slack", NOW + SECOND)] == [delivery.id]
        unit.claims.uncertain(delivery, "timeout", NOW, None)
        assert unit.claims.unsettled("slack", NOW + 1000 * HOUR) == []
        assert unit.claims.next_due("slack", NOW) is None
        unit.claims.sent(delivery, "m1", NOW)
        assert unit.ledger.counts("x") == Counts(delivered=1)

    def test_an_unreachable_person_is_marked_where_they_are(self, unit: Unit) -> None:
        ann = unit.people.remember("slack", "U1", now=NOW, chat="D1").id
        group = claimed(unit, "group", address=Address("slack", "C1", public=True), person=ann)
        unit.claims.unreachable(group, "not_in_channel", NOW)
        found = unit.people.get(ann)
        assert found is not None
        assert found.trouble == ""
        private = claimed(unit, "private", address=DM, person=ann)
        unit.claims.unreachable(private, "account_inactive", NOW)
        found = unit.people.get(ann)
        assert found is not None
        assert found.trouble == "account_inactive"

    def test_a_chat_that_moved_is_followed(self, unit: Unit) -> None:
        ann = unit.people.remember("slack", "U1", now=NOW, chat="-1").id
        old = Address("slack", "-1", thread="5", public=True)
        delivery = claimed(unit, "one", address=old)
        put(unit, "two", address=old)
        unit.claims.moved(delivery, "-100", NOW)
        (one,) = unit.claims.claim("slack", "h", NOW, one_per_chat())
        assert (one.id, one.address) == (delivery.id, Address("slack", "-100", public=True))
        found = unit.outbox.by_key("two")
        assert found is not None
        assert found.address == one.address
        home = unit.people.get(ann)
        assert home is not None
        assert home.chat == "-100"

    def test_an_opened_chat_is_kept_with_the_message(self, unit: Unit) -> None:
        ann = unit.people.remember("slack", "U1", now=NOW).id
        delivery = claimed(unit, address=None, person=ann)
        unit.claims.opened(delivery, "D5")
        unit.claims.sent(delivery, "m1", NOW)
        assert unit.outbox.by_message("slack", "D5", "m1") is not None

    def test_what_was_not_claimed_cannot_end(self, unit: Unit) -> None:
        put(unit, "k")
        waiting = unit.outbox.by_key("k")
        assert waiting is not None
        unit.claims.sent(waiting, "m1", NOW)
        assert unit.outbox.by_key("k") == waiting

    def test_who_was_taken_for_dead_may_still_tell_until_another_took_over(self, unit: Unit) -> None:
        slow = claimed(unit)
        assert unit.claims.recover(NOW, NOW) == 1
        (uncertain,) = unit.claims.unsettled("slack", NOW)
        unit.claims.retry(uncertain, NOW, "it did not arrive", NOW)
        (again,) = unit.claims.claim("slack", "another", NOW, go)
        unit.claims.retry(slow, NOW, "busy", NOW)
        assert unit.claims.claim("slack", "third", NOW, go) == []
        unit.claims.sent(again, "m1", NOW)
        unit.claims.failed(slow, "late", NOW)
        found = unit.outbox.by_key("k")
        assert found is not None
        assert (found.state, found.message) == ("sent", "m1")

    # Crash and recovery

    def test_only_what_a_dead_process_had_claimed_becomes_uncertain(self, unit: Unit) -> None:
        living, dead = new_holder(), new_holder()
        unit.leases.take("sender:slack", living, NOW, NOW + HOUR)
        unit.leases.take("sender:telegram", dead, NOW, NOW + HOUR)
        put(unit, "mine")
        unit.claims.claim("slack", living, NOW, go)
        put(unit, "theirs")
        put(unit, "their edit", address=Address("slack", "D2", message="m1"))
        put(unit, "their deletion", address=Address("slack", "D3", message="m1"), act="delete")
        unit.claims.claim("slack", dead, NOW, go)
        put(unit, "waiting")
        assert unit.claims.recover(NOW, NOW) == 0
        unit.leases.release(dead)
        assert unit.claims.recover(NOW, NOW + SECOND) == 1
        keys = ("mine", "theirs", "their edit", "their deletion", "waiting")
        states = [found.state for key in keys if (found := unit.outbox.by_key(key))]
        assert states == ["claimed", "uncertain", "pending", "pending", "pending"]
        assert [d.key for d in unit.claims.unsettled("slack", NOW + SECOND)] == ["theirs"]

    # Leases

    def test_a_lease_is_held_by_one_until_its_end(self, unit: Unit) -> None:
        one, two = new_holder(), new_holder()
        take = unit.leases.take
        assert take("s", one, NOW, NOW + SECOND)
        assert not take("s", two, NOW, NOW + SECOND)
        assert take("s", one, NOW, NOW + 2 * SECOND)
        assert not take("s", two, NOW + SECOND, NOW + HOUR)
        assert take("s", two, NOW + 2 * SECOND, NOW + HOUR)
        assert unit.leases.living(NOW + 2 * SECOND) == {two}
        unit.leases.release(two)
        assert take("s", one, NOW, NOW + SECOND)

    def test_a_lease_of_another_time_does_not_lock_everybody_out(self, unit: Unit) -> None:
        one, two = new_holder(), new_holder()
        assert unit.leases.take("s", one, NOW + 24 * HOUR, NOW + 24 * HOUR + SECOND)
        assert unit.leases.take("s", two, NOW, NOW + SECOND)
