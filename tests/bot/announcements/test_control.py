"""What can be done with an announcement once it was confirmed, and what is told of it."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from suites.desk import NOON, PARIS, ROOM, buttons, texts

from bot.actions import decode
from bot.announcements.rows import cell, delivery_rows
from bot.config import AnnouncementsSection
from bot.messages import Attachment, Lane
from bot.store.records import Counts

if TYPE_CHECKING:
    from collections.abc import Callable

    from suites.desk import Desk


def said(deliveries: list, lane: Lane = Lane.ANNOUNCEMENT) -> list[tuple[str, str]]:
    return sorted((d.address.chat, texts(d.reply)) for d in deliveries if d.lane is lane)


def test_undo_takes_everything_back_before_it_leaves(desk: Callable[..., Desk]) -> None:
    here = desk(section=AnnouncementsSection(undo_seconds=30, summary_at=None))
    here.person("7")
    shown = here.press(here.act("announce", "Room B"), "Send now")
    here.announcer.tick()
    assert "time to think again" in texts(shown)
    assert said(here.deliver()) == []
    assert "Cancelled" in texts(here.press(shown, "Undo"))
    here.clock.advance(timedelta(minutes=5))
    assert said(here.deliver()) == []


def test_undo_that_comes_too_late_deletes_what_arrived(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7")
    number = here.announce()
    assert len(said(here.deliver())) == 2
    here.act("announce-undo", number, pressed="m1")
    with here.store.begin() as unit:
        unit.announcements.advance(number, ["sent"], "sending", NOON)
    here.act("announce-undo", number, pressed="m1")
    here.announcer.tick()
    assert {d.act for d in here.deliver() if d.lane is Lane.ANNOUNCEMENT} == {"delete"}


def test_whoever_muted_the_bot_is_in_the_report_with_the_reason(desk: Callable[..., Desk]) -> None:
    here = desk()
    silent = here.person("7", email="ann@example.org")
    with here.store.begin() as unit:
        unit.people.set_muted(silent, muted=True)
    number = here.announce(audience="telegram:7, slack:U_OLGA, cy@example.org")
    assert [chat for chat, _ in said(here.deliver())] == ["DU_OLGA"]
    with here.store.read() as unit:
        counts, rows = unit.ledger.counts(number), delivery_rows(unit, number, PARIS)
    assert {row["person"]: (row["state"], row["error"]) for row in rows} == {
        "U_OLGA": ("delivered", ""),
        "ann@example.org": ("blocked", "muted"),
        "cy@example.org": ("blocked", "no account on the platform"),
    }
    assert (counts.delivered, counts.blocked, counts.waiting + counts.failed + counts.uncertain) == (1, 2, 0)
    urgent = here.announce("Leave now", "telegram:7, muted")
    assert said(here.deliver()) == [("D7", "Leave now")]
    assert here.read(lambda unit: unit.ledger.counts(urgent).delivered) == 1


def test_an_undo_that_comes_after_the_last_message_deletes_it(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7")
    number = here.announce()
    here.deliver()
    assert "Cancelled" in texts(here.act("announce-undo", number, pressed="m1"))
    here.announcer.tick()
    assert [d.act for d in here.deliver() if d.lane is Lane.ANNOUNCEMENT] == ["delete", "delete"]


def test_pause_holds_back_and_resume_goes_on(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7")
    number = here.announce()
    paused = here.act("announce-pause", number, pressed="m1")
    assert "Paused" in texts(paused)
    assert said(here.deliver()) == []
    here.press(paused, "Resume")
    assert len(said(here.deliver())) == 2


def test_a_correction_reaches_who_waits_and_who_has_it(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7")
    number = here.announce()
    here.deliver()
    here.act("announce-correct", number, pressed="m1")
    shown = here.expected("Room C")
    assert "It replaces the message of 2 people" in texts(shown)
    here.announcer.tick()
    assert [d for d in here.deliver() if d.lane is Lane.ANNOUNCEMENT] == []
    assert "Corrected" in texts(here.press(shown, "Correct"))
    assert "no longer works" in texts(here.press(shown, "Correct"))
    here.announcer.tick()
    edits = [d for d in here.deliver() if d.lane is Lane.ANNOUNCEMENT]
    assert {(texts(d.reply), bool(d.address.message)) for d in edits} == {("Room C", True)}
    assert len(edits) == 2
    assert "corrected for 2 people" in texts(here.act("announce-report", number, pressed="m9"))
    other = here.announce("Room D")
    here.press(here.act("announce-correct", other, "Room E"), "Correct")
    assert {text for _, text in said(here.deliver())} == {"Room E"}
    counts = here.read(lambda unit: unit.ledger.counts(other))
    assert counts.delivered == 2


def test_cancelling_what_is_left_lets_a_correction_go_on(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7")
    number = here.announce()
    here.deliver()
    here.act("announce-correct", number, pressed="m1")
    here.press(here.expected("Room C"), "Correct")
    with here.store.begin() as unit:
        unit.announcements.advance(number, ["sent"], "sending", NOON)  # some are still to get it
    here.act("announce-cancel", number, pressed="m1")
    here.announcer.tick()
    assert said(here.deliver()) == [("D7", "Room C"), ("DU_OLGA", "Room C")]


def test_deleting_asks_first(desk: Callable[..., Desk]) -> None:
    here = desk()
    number = here.announce()
    here.deliver()
    sure = here.act("announce-delete", number, pressed="m1")
    assert "1 person" in texts(sure)
    assert "Delete" in buttons(here.press(sure, "Delete"))
    here.announcer.tick()
    assert [d.act for d in here.deliver() if d.lane is Lane.ANNOUNCEMENT] == ["delete"]
    shown = here.act("announce-report", number, pressed="m9")
    assert "deleted for 1 person" in texts(shown)
    assert list(buttons(shown)) == ["As a file"]


def test_deleted_while_paused_it_is_gone_for_all_and_cannot_be_resumed(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7")
    number = here.announce()
    with here.store.begin() as unit:
        (sent,) = unit.claims.claim("telegram", "test", NOON, lambda *_: "go")
        unit.claims.sent(sent, "m5", NOON)
    paused = here.act("announce-pause", number, pressed="m1")
    here.press(here.act("announce-delete", number), "Delete")
    assert "Cancelled" in texts(here.press(paused, "Resume"))
    here.announcer.tick()
    left = [(d.act, d.address.chat) for d in here.deliver() if d.lane is Lane.ANNOUNCEMENT]
    assert left == [("delete", "D7")]
    assert here.read(lambda unit: unit.ledger.counts(number)) == Counts(delivered=1, failed=1, cancelled=1)


def test_what_is_pressed_in_the_channel_leaves_no_second_undo_behind(desk: Callable[..., Desk]) -> None:
    here = desk(section=AnnouncementsSection(undo_seconds=30, summary_at=None))
    send = decode(buttons(here.act("announce", "Room B"))["Send now"])
    with here.turn(pressed="m1") as turn:
        public = replace(turn, incoming=replace(turn.incoming, address=ROOM))
        reply = here.verbs["announce-send"].handle(public, send.arguments)
    assert "time to think again" in texts(reply)
    assert buttons(reply) == {}
    here.announcer.tick()
    (board,) = here.deliver()
    assert (board.address.chat, board.address.message) == (ROOM.chat, "m1")
    assert list(buttons(board.reply)) == ["Undo"]


def test_whoever_waits_for_a_second_organizer_can_give_it_up(desk: Callable[..., Desk]) -> None:
    here = desk(section=AnnouncementsSection(undo_seconds=0, second_organizer=True, summary_at=None))
    preview = here.act("announce", "Room B")
    waits = here.press(preview, "Send now")
    assert "“Room B”" in texts(waits)
    listed = here.act("report").blocks[0].items[0]
    assert listed.detail == "waiting for a second organizer: 0 of 0 delivered"
    assert list(buttons(here.press(here.act("report"), "Room B"))) == ["Cancel"]
    assert "Cancelled" in texts(here.press(waits, "Cancel"))
    assert "Cancelled" in texts(here.press(preview, "Send now", user="U_OMAR"))


def test_those_who_were_missed_get_it_when_they_can(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7")
    number = here.announce(audience="telegram:7, cy@example.org, ghost@example.org")
    assert said(here.deliver({"D7": "blocked"})) == []
    counts = here.read(lambda unit: unit.ledger.counts(number))
    assert counts.blocked == 3
    with here.store.begin() as unit:
        unit.people.reachable("telegram", "7")
    here.person("9", email="cy@example.org")
    preview = here.act("announce-missed", number)
    assert "2 people" in texts(preview)
    here.press(preview, "Send now")
    here.announcer.tick()
    assert said(here.deliver()) == [("D7", "Room B"), ("D9", "Room B")]


def test_the_progress_message_is_kept_up_to_date_but_not_too_often(desk: Callable[..., Desk]) -> None:
    here = desk()
    for number in range(5):
        here.person(str(number))
    here.announce()
    boards = [d for d in here.deliver() if d.lane is Lane.ANSWER]
    here.clock.advance(timedelta(seconds=5))
    here.announcer.tick()
    boards += [d for d in here.deliver() if d.lane is Lane.ANSWER]
    here.clock.advance(timedelta(seconds=5))
    here.announcer.tick()
    assert here.deliver() == []
    assert {board.address.message for board in boards} == {"m1"}
    assert "Sent: " in texts(boards[-1].reply)
    assert "6 delivered" in texts(boards[-1].reply)


def test_the_progress_message_is_kept_up_to_date_however_long_it_takes(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7")
    number = here.announce()
    here.act("announce-pause", number, pressed="m1")
    here.deliver()
    here.clock.advance(timedelta(hours=3))
    here.act("announce-resume", number, pressed="m1")
    here.deliver()
    here.clock.advance(timedelta(seconds=5))
    here.announcer.tick()
    boards = [d for d in here.deliver() if d.lane is Lane.ANSWER]
    assert "2 delivered" in texts(boards[-1].reply)
    here.clock.advance(timedelta(hours=3))
    here.press(here.act("announce-correct", number, "Room C"), "Correct")
    here.announcer.tick()
    here.clock.advance(timedelta(seconds=5))
    here.deliver()
    here.clock.advance(timedelta(seconds=5))
    here.announcer.tick()
    boards = [d for d in here.deliver() if d.lane is Lane.ANSWER]
    assert "corrected for 2 people" in texts(boards[-1].reply)


def test_the_report_as_a_file_makes_no_formulas(desk: Callable[..., Desk]) -> None:
    here = desk()
    with here.store.begin() as unit:
        unit.people.remember("telegram", "7", now=NOON, name="=cmd()", chat="D7")
    number = here.announce()
    here.deliver()
    file = here.act("announce-csv", number).blocks[1]
    assert isinstance(file, Attachment)
    rows = base64.b64decode(file.content).decode("utf-8-sig").splitlines()
    assert rows[0] == "announcement,person,platform,state,at,error"
    assert rows[1].startswith((f"{number},'=cmd(),telegram,delivered,2026-01-16T12:00:00+01:00", f"{number},U_OLGA"))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("=cmd()", "'=cmd()"),
        ("Ann;=cmd()", "Ann;'=cmd()"),
        ("Ann; \t@SUM(A1)", "Ann; \t'@SUM(A1)"),
        ('Ann";"=cmd()', 'Ann";"\'=cmd()'),
        ("Ann,-1|+2\n=3", "Ann,'-1|'+2\n'=3"),
        ("＝cmd()", "'＝cmd()"),
        ("Ann-Bo O'Hara, ann+bo@example.org", "Ann-Bo O'Hara, ann+bo@example.org"),
    ],
)
def test_no_formula_begins_wherever_a_spreadsheet_splits(written: str, shown: str) -> None:
    assert cell(written) == shown


def test_a_fault_in_one_announcement_keeps_no_other_back(desk: Callable[..., Desk]) -> None:
    here = desk()
    with here.store.begin() as unit:
        number = unit.announcements.draft({"en": "a"}, "all", "slack:U_OLGA", NOON, picture="no picture")
        unit.announcements.advance(number, ["draft"], "sending", NOON)
        unit.announcements.charge(number, "send")
    here.announce("Room B")
    assert said(here.deliver()) == [("DU_OLGA", "Room B")]


def test_each_organizer_who_looks_sees_it_change(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7")
    number = here.announce()
    here.act("announce-report", number, user="U_OMAR", pressed="m2")
    here.act("announce-report", number, user="U_OMAR", pressed="m2")
    here.deliver()
    here.clock.advance(timedelta(seconds=5))
    here.announcer.tick()
    boards = [d for d in here.deliver() if d.lane is Lane.ANSWER]
    shown = [(d.address.chat, d.address.message) for d in boards if "2 delivered" in texts(d.reply)]
    assert sorted(shown) == [("DU_OLGA", "m1"), ("DU_OMAR", "m2")]


def test_whoever_was_slower_to_send_it_sees_it_change_too(desk: Callable[..., Desk]) -> None:
    here = desk(section=AnnouncementsSection(undo_seconds=30, summary_at=None))
    preview = here.act("announce", "Room B")
    here.press(preview, "Send now")
    assert list(buttons(here.press(preview, "Send now", user="U_OMAR"))) == ["Undo"]
    here.announcer.tick()
    here.clock.advance(timedelta(seconds=31))
    here.announcer.tick()
    boards = {d.address.chat: list(buttons(d.reply)) for d in here.deliver() if d.lane is Lane.ANSWER}
    assert boards == {"DU_OLGA": ["Pause", "Correct", "Cancel"], "DU_OMAR": ["Pause", "Correct", "Cancel"]}


def test_an_organizer_who_asked_for_a_second_one_sees_what_became_of_it(desk: Callable[..., Desk]) -> None:
    here = desk(section=AnnouncementsSection(undo_seconds=0, second_organizer=True, summary_at=None))
    preview = here.act("announce", "Room B")
    here.press(preview, "Send now")
    (asked,) = here.deliver()
    here.press(asked.reply, "Send now", user="U_OMAR")
    here.deliver()
    here.clock.advance(timedelta(seconds=5))
    here.announcer.tick()
    shown = {d.address.chat for d in here.deliver() if d.lane is Lane.ANSWER and "delivered" in texts(d.reply)}
    assert shown == {"DU_OLGA", "DU_OMAR"}


def test_what_was_taken_back_meanwhile_is_not_corrected(desk: Callable[..., Desk]) -> None:
    here = desk()
    number = here.announce()
    here.deliver()
    shown = here.act("announce-correct", number, "Room D")
    here.act("announce-correct", number, pressed="m2")
    here.act("announce-undo", number, user="U_OMAR", pressed="m1")
    here.announcer.tick()
    here.deliver()
    assert "Cancelled" in texts(here.expected("Room C"))
    assert "Cancelled" in texts(here.press(shown, "Correct"))
    here.announcer.tick()
    assert [d for d in here.deliver() if d.lane is Lane.ANNOUNCEMENT] == []


def test_what_turns_out_to_have_arrived_after_the_undo_is_deleted_too(desk: Callable[..., Desk]) -> None:
    here = desk()
    number = here.announce()
    now = here.clock.now()
    with here.store.begin() as unit:
        claimed = unit.claims.claim("slack", "test", now, lambda *_: "go")
        (lost,) = [delivery for delivery in claimed if delivery.announcement]
        unit.claims.uncertain(lost, "the reply was lost", now, now + timedelta(seconds=30))
    here.act("announce-undo", number, pressed="m1")
    here.announcer.tick()
    with here.store.begin() as unit:
        unit.claims.sent(lost, "m5", now)
    here.clock.advance(timedelta(seconds=31))
    here.announcer.tick()
    deleted = [d for d in here.deliver() if d.lane is Lane.ANNOUNCEMENT]
    assert [(d.act, d.address.message) for d in deleted] == [("delete", "m5")]
    here.clock.advance(timedelta(seconds=31))
    here.announcer.tick()
    assert here.read(lambda unit: unit.announcements.charged()) == []


def test_the_report_lists_announcements_and_numbers(desk: Callable[..., Desk]) -> None:
    here = desk()
    number = here.announce("Room B")
    here.deliver()
    reply = here.act("report")
    assert buttons(reply)["Room B"] == f"announce-report:{number}"
    assert "Slack: 1 of 1" in texts(reply)
    assert "Sent" in texts(here.act("announce-report", number, pressed="m9"))
