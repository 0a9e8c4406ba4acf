"""Drafts and confirmations."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from suites.desk import NOON, buttons, texts

from bot.actions import decode
from bot.config import AnnouncementsSection
from bot.messages import Lane, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from suites.desk import Desk


def said(deliveries: list, lane: Lane = Lane.ANNOUNCEMENT) -> list[tuple[str, str]]:
    return sorted((d.address.chat, texts(d.reply)) for d in deliveries if d.lane is lane)


def test_a_preview_tells_for_how_many_how_long_and_who_is_left_out(desk: Callable[..., Desk]) -> None:
    here = desk()
    for number in range(56):
        here.person(str(number))
    here.person("U2", "slack", email="ann@example.org")
    silent = here.person("4")
    with here.store.begin() as unit:
        unit.people.unreachable("telegram", "3", "blocked the bot", NOON)
        unit.people.set_muted(silent, muted=True)
    told = texts(here.act("announce", "Room B"))
    assert "56 people: Slack 2 (1 s), Telegram 54 (2 s)" in told
    assert "2 cannot be reached: 1 blocked the bot or left, 1 muted the bot (" in told
    assert "P3" in told
    assert "2 attendees have no linked account" in told
    assert here.deliver() == []


def test_each_person_gets_their_language_once_and_the_report_agrees(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7", language="fr")
    here.person("8", language="ja")
    number = here.announce("en: Room B\nfr: Salle B")
    here.announcer.tick()
    assert said(here.deliver({"D8": "blocked"})) == [("D7", "Salle B"), ("DU_OLGA", "Room B")]
    counts = here.read(lambda unit: unit.ledger.counts(number))
    assert (counts.delivered, counts.blocked, counts.waiting) == (2, 1, 0)
    assert here.read(lambda unit: unit.announcements.find(number).state) == "sent"


def test_without_words_they_are_asked_for(desk: Callable[..., Desk]) -> None:
    here = desk()
    assert "next message" in texts(here.act("announce"))
    assert "Preview" in texts(here.expected("Room B"))


def test_a_draft_is_edited_addressed_scheduled_and_limited(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7", language="fr")
    preview = here.act("announce", "Room B")
    here.press(preview, "Edit")
    preview = here.expected("Room C")
    here.press(preview, "Audience")
    preview = here.expected("language:fr")
    here.press(preview, "Schedule")
    preview = here.expected("14:30")
    here.press(preview, "Useful until")
    preview = here.expected("15:00")
    told = texts(preview)
    assert all(
        part in told for part in ("Room C", "To: language:fr", "1 person", "sent today, 14:30", "after today, 15:00")
    )
    shown = here.press(preview, "Send now")
    assert "Scheduled" in texts(shown)
    assert said(here.deliver()) == []
    here.clock.advance(timedelta(hours=2, minutes=31))
    here.announcer.tick()
    assert said(here.deliver()) == [("D7", "Room C")]


def test_after_it_is_useful_nobody_gets_it(desk: Callable[..., Desk]) -> None:
    here = desk(section=AnnouncementsSection(undo_seconds=60, summary_at=None))
    here.person("7")
    preview = here.act("announce", "Room B")
    here.press(preview, "Useful until")
    here.press(here.expected("12:01"), "Send now")
    here.announcer.tick()
    here.clock.advance(timedelta(minutes=2))
    assert said(here.deliver()) == []
    number = decode(buttons(preview)["Send now"]).arguments[0]
    counts = here.read(lambda unit: unit.ledger.counts(number))
    assert (counts.failed, counts.stale) == (2, 2)


def test_after_bad_input_the_right_words_need_no_second_press(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.act("announce")
    assert "no words" in texts(here.expected("…"))
    assert "formatting" in texts(here.expected("**Room B"))
    preview = here.expected("**Room B**")
    here.press(preview, "Schedule")
    assert "is over" in texts(here.expected("11:00"))
    assert "14:30" in texts(here.expected("14:30"))
    number = here.announce("Room C")
    here.act("announce-correct", number, pressed="m1")
    assert "no words" in texts(here.expected("…"))
    assert "Corrected" in texts(here.press(here.expected("Room D"), "Correct"))


@pytest.mark.parametrize(
    ("verb", "word", "fault"),
    [
        ("Edit", "…", "no words"),
        ("Audience", "group:nobody", "Groups: press, vip"),
        ("Audience", "session:weather", "Nearest"),
        ("Schedule", "11:00", "is over"),
        ("Schedule", "2026-10-25 02:30", "twice"),
        ("Useful until", "whenever", "cannot read"),
    ],
)
def test_bad_input_is_told_and_the_draft_stays(desk: Callable[..., Desk], verb: str, word: str, fault: str) -> None:
    here = desk()
    here.person("7")
    preview = here.act("announce", "Room B")
    here.press(preview, verb)
    assert fault in texts(here.expected(word))
    assert "On its way" in texts(here.press(preview, "Send now"))


@pytest.mark.parametrize(
    ("verb", "word"),
    [("edit", "…"), ("audience", "group:nobody"), ("schedule", "11:00"), ("until", "whenever"), ("picture", "map.png")],
)
def test_what_waits_for_its_time_goes_on_waiting_when_a_change_cannot_be_read(
    desk: Callable[..., Desk], verb: str, word: str
) -> None:
    here = desk()
    here.person("7")
    preview = here.act("announce", "Room B")
    here.press(preview, "Schedule")
    here.press(here.expected("14:00"), "Send now")
    number = decode(buttons(preview)["Send now"]).arguments[0]
    here.act(f"announce-{verb}", number, pressed="m1")
    here.expected(word)
    here.clock.advance(timedelta(hours=2, seconds=1))
    here.announcer.tick()
    assert ("D7", "Room B") in said(here.deliver())


def test_an_audience_of_nobody_and_a_time_gone_by_are_refused_when_confirmed(desk: Callable[..., Desk]) -> None:
    here = desk()
    preview = here.act("announce", "Room B")
    here.press(preview, "Audience")
    nobody = here.expected("platform:telegram")
    assert "no one is in this audience" in texts(here.press(nobody, "Send now"))
    here.press(preview, "Audience")
    here.expected("all")
    here.press(preview, "Schedule")
    late = here.expected("12:10")
    here.clock.advance(timedelta(minutes=11))
    assert "is over" in texts(here.press(late, "Send now"))


def test_the_same_again_within_ten_minutes_asks_first(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.announce()
    here.clock.advance(timedelta(minutes=3))
    asks = here.press(here.act("announce", "room  b"), "Send now")
    assert "3 minutes ago" in texts(asks)
    assert "On its way" in texts(here.press(asks, "Send it too"))
    here.clock.advance(timedelta(minutes=11))
    assert "On its way" in texts(here.press(here.act("announce", "Room B"), "Send now"))


def test_everyone_needs_two_organizers_who_are_so_still(desk: Callable[..., Desk]) -> None:
    section = AnnouncementsSection(undo_seconds=0, second_organizer=True, summary_at=None)
    here = desk(section=section)
    here.person("7")
    preview = here.act("announce", "Room B")
    assert "second organizer" in texts(here.press(preview, "Send now"))
    assert "second organizer" in texts(here.press(preview, "Send now"))
    (asked,) = here.deliver()
    assert "U_OLGA asks" in texts(asked.reply)
    here.organizers.remove(("slack", "U_OLGA"))
    assert "second organizer" in texts(here.press(asked.reply, "Send now", user="U_OMAR"))
    here.organizers.add(("slack", "U_OLGA"))
    assert "On its way" in texts(here.press(asked.reply, "Send now", user="U_OMAR"))


def test_one_human_on_two_platforms_is_one_organizer(desk: Callable[..., Desk]) -> None:
    here = desk(section=AnnouncementsSection(undo_seconds=0, second_organizer=True, summary_at=None))
    for user, platform in (("U_OLGA", "slack"), ("1", "telegram")):
        here.person(user, platform, email="olga@example.org")
    preview = here.act("announce", "Room B")
    here.press(preview, "Send now")
    action = decode(buttons(preview)["Send now"])
    with here.turn("1", "telegram", pressed="m1") as turn:
        assert "second organizer" in texts(here.verbs["announce-send"].handle(turn, action.arguments))
    assert "On its way" in texts(here.press(preview, "Send now", user="U_OMAR"))


def test_everyone_but_one_needs_a_second_organizer_too(desk: Callable[..., Desk]) -> None:
    here = desk(section=AnnouncementsSection(undo_seconds=0, second_organizer=True, summary_at=None))
    here.person("7")
    preview = here.act("announce", "Room B")
    here.press(preview, "Audience")
    assert "second organizer" in texts(here.press(here.expected("all - telegram:7"), "Send now"))


def test_what_another_organizer_changed_is_seen_before_it_is_sent(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7")
    mine = here.act("announce", "Room B")
    here.press(mine, "Edit", user="U_OMAR")
    here.expected("Room C", user="U_OMAR")
    again = here.press(mine, "Send now")
    assert "changed since you saw it" in texts(again)
    assert "Room C" in texts(again)
    assert said(here.deliver()) == []
    assert "On its way" in texts(here.press(again, "Send now"))
    here.announcer.tick()
    assert {text for _, text in said(here.deliver())} == {"Room C"}


@pytest.mark.parametrize(
    ("button", "words"), [("Audience", "telegram:7"), ("Schedule", "14:30"), ("Useful until", "15:00")]
)
def test_a_draft_with_other_people_or_times_is_seen_before_it_is_sent(
    desk: Callable[..., Desk], button: str, words: str
) -> None:
    here = desk()
    here.person("7")
    mine = here.act("announce", "Room B")
    here.press(mine, button, user="U_OMAR")
    here.expected(words, user="U_OMAR")
    assert "changed since you saw it" in texts(here.press(mine, "Send now"))


def test_the_others_are_asked_again_when_the_words_changed(desk: Callable[..., Desk]) -> None:
    here = desk(section=AnnouncementsSection(undo_seconds=0, second_organizer=True, summary_at=None))
    here.person("7")
    preview = here.act("announce", "Room B")
    here.press(preview, "Send now")
    here.press(preview, "Edit")
    here.press(here.expected("Room C"), "Send now")
    asked = [d for d in here.deliver() if d.address.chat == "C_ORG"]
    assert ["Room C" in texts(d.reply) for d in asked] == [False, True]
    assert "changed since you saw it" in texts(here.press(asked[0].reply, "Send now", user="U_OMAR"))
    assert "On its way" in texts(here.press(asked[1].reply, "Send now", user="U_OMAR"))


def test_a_part_of_the_people_needs_no_second_organizer(desk: Callable[..., Desk]) -> None:
    here = desk(section=AnnouncementsSection(undo_seconds=0, second_organizer=True, summary_at=None))
    here.person("7")
    preview = here.act("announce", "Room B")
    here.press(preview, "Audience")
    assert "On its way" in texts(here.press(here.expected("telegram:7"), "Send now"))


def test_buttons_that_are_over_or_forged_do_nothing(desk: Callable[..., Desk]) -> None:
    here = desk()
    number = here.announce()
    for verb in sorted(here.verbs):
        if verb.startswith(("announce-", "inbox-")) and verb != "inbox-reply":
            assert texts(here.act(verb, "forged", pressed="m1"))
            assert texts(here.act(verb, pressed="m1"))
    assert "sent or given up" in texts(here.act("announce-edit", number, "other"))
    assert "On its way" in texts(here.act("announce-send", number, pressed="m1"))


def test_only_organizers_have_these_verbs(desk: Callable[..., Desk]) -> None:
    verbs = desk().verbs
    free = {name for name, verb in verbs.items() if verb.role != "organizer"}
    assert free == {"helpful", "unhelpful", "organizers", "ask"}


def test_every_act_is_in_the_audit_log(desk: Callable[..., Desk]) -> None:
    here = desk()
    preview = here.act("announce", "Room B")
    here.press(preview, "Audience")
    here.press(here.expected("all"), "Send now")
    number = decode(buttons(preview)["Send now"]).arguments[0]
    here.act("announce-pause", number, pressed="m1")
    here.act("announce-cancel", number, pressed="m1")
    entries = here.read(lambda unit: unit.audit.entries(subject=number))
    acts = {entry.act.removeprefix("announcement.") for entry in entries}
    assert acts == {"draft", "audience", "confirm", "send", "pause", "cancel"}
    assert {entry.actor for entry in entries} == {"slack:U_OLGA"}


def test_the_preview_shows_every_language_and_the_texts_as_they_look(desk: Callable[..., Desk]) -> None:
    shown = desk().act("announce", "en: # Room\nfr: Salle")
    assert Text("Room", "heading") in shown.blocks
    assert "French" in texts(shown)
