from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fakes.reminder_stage import ANN, BOB, EVE, KEYNOTE, KNOWLEDGE, MINUTE, PANEL, PROGRAM, Stage, at, said, session

from bot.reminders.ticker import Ticked
from bot.store.engine import Store
from bot.store.records import QuietHours
from knowledge.identity import meeting_key
from knowledge.model import Event, Knowledge, Program

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store.records import Delivery


STEP = timedelta(seconds=30)


def deliver(stage: Stage) -> list[Delivery]:
    """Send what may leave now."""
    with stage.store.begin() as unit:
        found = unit.claims.claim("telegram", "me", stage.now, lambda *_: "go", limit=10_000)
        for each in found:
            unit.claims.sent(each, "m", stage.now)
    return found


def until(stage: Stage, instant: datetime) -> list[Delivery]:
    """Tick and send until an instant."""
    sent = []
    while stage.now < instant:
        stage.clock.advance(STEP)
        stage.tick()
        sent += deliver(stage)
    return sent


def test_a_reminder_comes_at_its_time_once_with_what_the_program_says(stage: Stage) -> None:
    ann = stage.person("1")
    stage.wish(ann, "session", "keynote")
    assert until(stage, at(13, 49)) == []
    (sent,) = until(stage, at(15))
    assert sent.at <= at(13, 50) + STEP
    assert said(sent.reply) == "Coming up, 14:00:\nKeynote\n14:00–14:30\nAuditorium\nKAZEKI Jun"
    assert sent.reply.citations[0].session == "keynote"


def test_everybody_is_told_in_their_own_language_and_beside_it_in_their_own_zone(stage: Stage) -> None:
    visitor, french = stage.person("1", language="ja", time_zone="Asia/Tokyo"), stage.person("2", language="fr")
    for person in (visitor, french):
        stage.wish(person, "session", "keynote")
    until(stage, at(14))
    assert "東京時間" in stage.texts(visitor)[0]
    assert "22:00" in stage.texts(visitor)[0]
    assert "À venir, 14 h 00" in stage.texts(french)[0]


def test_ticking_again_changes_nothing(stage: Stage) -> None:
    stage.wish(stage.person("1"), "track", "plenary")
    stage.clock.instant = at(13, 50)
    assert stage.tick() == Ticked(reminders=1)
    assert stage.tick() == Ticked()


def test_both_sides_of_a_meeting_are_told_where_and_with_whom_and_to_stay_seated(stage: Stage) -> None:
    ann, bob = stage.person("1", ANN), stage.person("2", BOB)
    until(stage, at(16))
    first, second = (text for text in stage.texts(ann) if "Coming up" in text)
    assert first == "Coming up, 15:00:\nMeeting with Bob (Bobine)\n15:00–15:20\ntable 7"
    assert second == "Coming up, 15:20:\nMeeting with Eve\n15:20–15:40\ntable 7\nstay seated"
    assert any("Meeting with Ann (Anneau)" in text for text in stage.texts(bob))


def test_after_twenty_minutes_of_sleep_what_is_of_use_is_sent_and_the_rest_is_counted(stage: Stage) -> None:
    ann = stage.person("1")
    stage.edit(session("gone", at(13, 5)), session("still", at(13, 25)), KEYNOTE)
    stage.wish(ann, "room", "hall")
    stage.tick()
    stage.clock.instant = at(12, 54)
    stage.tick()
    stage.clock.instant = at(13, 16)  # asleep since 12:54: due at 12:55 and at 13:15
    stage.tick()
    assert [d.key.split(":", 3)[3][11:16] for d in deliver(stage)] == ["12:25"]
    stale = [d for d in stage.deliveries() if d.state == "failed"]
    assert [(d.reason, d.key[-14:-9]) for d in stale] == [("stale", "12:05")]
    with stage.store.read() as unit:
        cohorts = unit.ledger.cohorts(at(12))
    assert [(c.sent, c.failed, c.late_seconds) for c in cohorts] == [(0, 1, 0), (1, 0, 60)]


def test_a_clock_set_back_an_hour_doubles_nothing(stage: Stage) -> None:
    stage.wish(stage.person("1"), "track", "plenary")
    first = until(stage, at(14))
    stage.clock.advance(-60 * MINUTE)
    again = until(stage, at(15))
    assert [d.key for d in first + again] == sorted({d.key for d in first + again}, key=lambda k: k[-25:])
    assert len(first + again) == 2


def test_what_was_wished_after_its_time_is_told_at_once_and_counts_as_no_delay(stage: Stage) -> None:
    stage.clock.instant = at(13, 55)
    stage.tick()
    stage.wish(stage.person("1"), "session", "keynote")
    stage.tick()
    assert len(deliver(stage)) == 1
    with stage.store.read() as unit:
        assert unit.ledger.cohorts(at(0)) == []


def test_a_session_that_moves_is_reminded_of_at_its_new_time_only(stage: Stage) -> None:
    ann = stage.person("1")
    stage.wish(ann, "session", "keynote")
    stage.tick()
    stage.clock.instant = at(13, 49) + timedelta(seconds=55)
    stage.tick()  # put, to leave in five seconds
    stage.edit(replace(KEYNOTE, start=at(16), end=at(16, 30)), PANEL)
    sent = until(stage, at(16, 30))
    assert [d.key[-25:] for d in sent if d.key.startswith("remind")] == ["2026-01-16T15:00:00+00:00"]


def test_what_moved_there_and_back_is_still_reminded_of(stage: Stage) -> None:
    stage.wish(stage.person("1"), "session", "keynote")
    stage.tick()
    stage.clock.instant = at(13, 49) + timedelta(seconds=55)
    stage.tick()
    stage.edit(replace(KEYNOTE, start=at(16), end=at(16, 30)), PANEL)
    stage.edit(KEYNOTE, PANEL)
    assert [d.key[-25:] for d in until(stage, at(14))] == ["2026-01-16T13:00:00+00:00"]


def test_the_crowd_leaves_early_enough_and_the_report_says_how_early(stage: Stage) -> None:
    stage.rates = {"telegram": 2.0}
    for number in range(120):
        stage.wish(stage.person(str(number)), "session", "keynote")
    sent = until(stage, at(14))
    assert len(sent) == 120
    with stage.store.read() as unit:
        (cohort,) = unit.ledger.cohorts(at(0))
    assert (cohort.sent, cohort.open, cohort.failed) == (120, 0, 0)
    assert 30 <= cohort.early_seconds <= 60
    assert cohort.late_seconds == 0


def test_a_large_crowd_is_put_in_several_transactions(stage: Stage) -> None:
    with stage.store.begin() as unit:
        people = [unit.people.remember("telegram", str(n), now=stage.now, chat=str(n)) for n in range(520)]
    for person in people:
        stage.wish(person, "session", "keynote")
    stage.clock.instant = at(13, 50)
    assert stage.tick().reminders == 520


def test_the_daily_cap_holds_over_ticks(stage: Stage) -> None:
    stage.section = stage.section.model_copy(update={"daily_cap": 1})
    ann = stage.person("1")
    stage.wish(ann, "track", "plenary")
    assert len(until(stage, at(15))) == 1


def test_a_day_card_comes_in_the_morning_to_those_with_meetings(stage: Stage) -> None:
    ann, idle = stage.person("1", ANN), stage.person("3")
    stage.clock.instant = at(7, 59)
    stage.tick()
    assert stage.keys() == []
    stage.clock.instant = at(8)
    assert stage.tick() == Ticked(day_cards=1)
    (card,) = stage.texts(ann)
    assert card.startswith("Friday 16 January: 2 meetings\n15:00–15:20 · Bob (Bobine) | table 7\n")
    assert stage.tick() == Ticked()
    late = stage.person("2", EVE)  # linked at noon: the card comes then
    stage.clock.instant = at(12)
    assert stage.tick() == Ticked(day_cards=1)
    assert len(stage.keys(late)) == 1
    assert stage.keys(idle) == []


def test_an_event_in_tokyo_before_nine_is_on_the_right_day_on_a_server_in_utc(store: Store) -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    start = datetime(2026, 1, 17, 8, 30, tzinfo=tokyo)
    early = replace(session("early", start), start=start, end=start + 30 * MINUTE)
    stage = Stage(store, Knowledge(Event("Tokyo Day", tokyo), Program((early,))), datetime(2026, 1, 16, 20, tzinfo=UTC))
    ann = stage.person("1")
    stage.wish(ann, "session", "early")
    (sent,) = until(stage, datetime(2026, 1, 17, 0, tzinfo=UTC))
    assert datetime(2026, 1, 16, 23, 20, tzinfo=UTC) <= sent.at < datetime(2026, 1, 16, 23, 21, tzinfo=UTC)
    assert "Coming up, 08:30:" in said(sent.reply)


def test_quiet_hours_hold_a_digest_until_the_morning_unless_it_is_urgent(stage: Stage) -> None:
    ann = stage.person("1")
    with stage.store.begin() as unit:
        unit.people.set_quiet_hours(ann.id, QuietHours(time(11), time(13)))
    stage.wish(ann, "session", "keynote")
    stage.wish(ann, "session", "reception")
    stage.tick()
    stage.edit(KEYNOTE, PANEL)  # the reception, at 18:00, is gone
    assert [d.at for d in until(stage, at(12, 30))] == []
    assert len(until(stage, at(13, 1))) == 1


# Program changes


def test_edits_undone_within_the_wait_send_nothing(stage: Stage) -> None:
    stage.wish(stage.person("1"), "session", "keynote")
    stage.tick()
    stage.edit(replace(KEYNOTE, rooms=("Lab",)), PANEL)
    until(stage, at(12, 1))
    stage.edit(*PROGRAM.sessions)
    assert until(stage, at(13)) == []


def test_one_digest_tells_old_and_new_in_words_after_the_quiet_period(stage: Stage) -> None:
    ann = stage.person("1")
    stage.wish(ann, "track", "plenary")
    stage.tick()
    stage.edit(replace(KEYNOTE, start=at(16), end=at(16, 30)), *PROGRAM.sessions[1:])
    until(stage, at(12, 1))
    stage.edit(replace(KEYNOTE, start=at(16), end=at(16, 30), rooms=("Lab",)), replace(PANEL, title="Debate"))
    sent = until(stage, at(13))
    assert [d.key.split(":")[0] for d in sent] == ["changes"]
    assert sent[0].at >= at(12, 3)
    assert said(sent[0].reply) == (
        "2 changes of the program for you\n"
        "Changed: “Debate”. 14:30–15:00 · Auditorium · before: “Panel”\n"
        "Changed: “Keynote” with KAZEKI Jun. 14:00–14:30 → 16:00–16:30 · Auditorium → Lab"
    )
    assert {citation.session for citation in sent[0].reply.citations} == {"keynote", "panel"}


def test_a_cancelled_session_says_so_and_offers_what_is_on_instead(stage: Stage) -> None:
    ann = stage.person("1")
    stage.do(ann, "star", "nothing")
    stage.wish(ann, "session", "keynote")
    stage.tick()
    stage.edit(replace(KEYNOTE, cancelled=True), *PROGRAM.sessions[1:])
    (sent,) = until(stage, at(14))
    assert said(sent.reply) == (
        "The program has changed for you\n"
        "Cancelled: “Keynote” with KAZEKI Jun. It was to be 14:00–14:30 · Auditorium.\n"
        "On instead at that time:\n14:15–14:45 · Demo | Lab"
    )


def test_an_organizer_who_never_stops_editing_does_not_keep_people_waiting(stage: Stage) -> None:
    stage.wish(stage.person("1"), "session", "keynote")
    stage.tick()
    for number in range(11):
        stage.edit(replace(KEYNOTE, rooms=(f"Room {number}",)), *PROGRAM.sessions[1:])
        if until(stage, stage.now + MINUTE):
            break
    assert number == 9  # five times two minutes after the first edit


def test_digests_are_neither_lost_nor_repeated_over_a_restart(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'day.db'}"
    stage = Stage(Store.open(url))
    stage.wish(stage.person("1"), "session", "keynote")
    stage.tick()
    moved = replace(KEYNOTE, rooms=("Lab",))
    stage.edit(moved, *PROGRAM.sessions[1:])
    stage.store.close()
    again = Stage(Store.open(url), replace(KNOWLEDGE, program=Program((moved, *PROGRAM.sessions[1:]))), at(12, 1))
    again.tick()
    assert [d.key.split(":")[0] for d in until(again, at(12, 5))] == ["changes"]
    again.store.close()
    third = Stage(Store.open(url), again.knowledge, at(12, 10))
    third.edit(*again.knowledge.program.sessions)
    assert until(third, at(12, 20)) == []
    third.store.close()


def test_meetings_that_move_are_told_to_both_sides_and_others_hear_nothing(stage: Stage) -> None:
    ann, bob, eve = stage.person("1", ANN), stage.person("2", BOB), stage.person("3", EVE)
    stage.tick()
    first, second = KNOWLEDGE.meetings
    moved = replace(first, id="m1@new", start=at(16), end=at(16, 20), table="9")  # a file without ids of its own
    stage.edit(*PROGRAM.sessions, meetings=(second, moved))
    until(stage, at(12, 10))
    told = "Changed: your meeting with Bob (Bobine). 15:00–15:20 → 16:00–16:20 · table 7 → table 9"
    assert [told in text for text in stage.texts(ann) if "changed" in text] == [True]
    assert any("your meeting with Ann (Anneau)" in text for text in stage.texts(bob))
    assert not any("changed" in text for text in stage.texts(eve))


def test_a_meeting_cancelled_and_one_added(stage: Stage) -> None:
    ann = stage.person("1", ANN)
    stage.tick()
    first, second = KNOWLEDGE.meetings
    new = replace(first, id="m3", side_b="zoe@example.org", start=at(17), end=at(17, 20))
    stage.edit(*PROGRAM.sessions, meetings=(replace(first, cancelled=True), second, new))
    until(stage, at(12, 10))
    (digest,) = (text for text in stage.texts(ann) if "2 changes" in text)
    assert "Cancelled: your meeting with Bob (Bobine). It was to be 15:00–15:20 · table 7." in digest
    assert "New: your meeting with zoe@example.org. 17:00–17:20 · table 7" in digest


def test_the_muted_hear_only_of_what_begins_within_the_hour(stage: Stage) -> None:
    ann = stage.person("1")
    for name in ("keynote", "reception"):
        stage.wish(ann, "session", name)
    with stage.store.begin() as unit:
        unit.people.set_muted(ann.id, muted=True)
    stage.tick()
    stage.edit(*PROGRAM.sessions[:-1], replace(PROGRAM.sessions[-1], rooms=("Hall",)))
    assert until(stage, at(13, 30)) == []
    stage.edit(replace(KEYNOTE, rooms=("Lab",)), *PROGRAM.sessions[1:])
    assert [d.key.split(":")[0] for d in until(stage, at(14))] == ["changes"]


# Several processes


def test_two_tickers_at_the_same_due_minute_give_no_duplicates(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'day.db'}"
    stages = [Stage(Store.open(url)), Stage(Store.open(url))]
    for number in range(40):
        stages[0].wish(stages[0].person(str(number)), "session", "keynote")
    for stage in stages:
        stage.clock.instant = at(13, 50)
    begin = threading.Barrier(2)

    def tick(stage: Stage) -> None:
        begin.wait(10)
        for _ in range(3):
            stage.tick()

    threads = [threading.Thread(target=tick, args=(stage,)) for stage in stages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    keys = stages[0].keys()
    assert len(keys) == len(set(keys)) == 40
    for stage in stages:
        stage.store.close()


def test_who_said_not_to_come_is_not_reminded_nor_is_the_other_side(stage: Stage) -> None:
    ann, bob = stage.person("1", ANN), stage.person("2", BOB)
    stage.do(ann, "absent", meeting_key("m1"))
    until(stage, at(15, 5))
    assert not any(key.startswith("remind:" + meeting_key("m1")) for key in [*stage.keys(ann), *stage.keys(bob)])
