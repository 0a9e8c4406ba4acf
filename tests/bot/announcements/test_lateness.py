"""What could not be sent at its time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from suites.desk import ROOM, texts

from bot.announcements.announcer import Announcer
from bot.messages import Lane

if TYPE_CHECKING:
    from collections.abc import Callable

    from suites.desk import Desk


def said(deliveries: list) -> list[tuple[str, str]]:
    return sorted((d.address.chat, texts(d.reply)) for d in deliveries if d.lane is Lane.ANNOUNCEMENT)


def test_long_after_its_time_the_organizers_are_asked_whether_it_is_still_wanted(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7")
    here.press(here.act("announce", "Lunch is served"), "Schedule")
    here.press(here.expected("12:30"), "Send now")
    here.clock.advance(timedelta(hours=3))  # while the bot did not run
    here.announcer.tick()
    here.announcer.tick()
    (asks,) = [d for d in here.deliver() if d.address == ROOM]
    assert "This was to be sent Friday 16 January, 12:30, and I could not send it" in texts(asks.reply)
    assert "Lunch is served" in texts(asks.reply)
    assert "It will be sent" not in texts(asks.reply)
    here.press(asks.reply, "Send now", user="U_OMAR")
    here.announcer.tick()
    assert ("D7", "Lunch is served") in said(here.deliver())


def test_a_little_late_or_while_it_is_useful_it_is_sent_unasked(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7")
    for text, at, until in (("Room B", "12:30", ""), ("Dinner at eight", "12:10", "19:00")):
        here.press(here.act("announce", text), "Schedule")
        preview = here.expected(at)
        if until:
            here.press(preview, "Useful until")
            preview = here.expected(until)
        here.press(preview, "Send now")
    here.clock.advance(timedelta(minutes=40))
    here.announcer.tick()
    assert {text for chat, text in said(here.deliver()) if chat == "D7"} == {"Room B", "Dinner at eight"}
    here.press(here.act("announce", "Coffee is served"), "Schedule")
    here.press(here.expected("15:00"), "Useful until")
    preview = here.expected("15:05")
    here.press(preview, "Send now")
    here.clock.advance(timedelta(hours=2, minutes=30))
    here.announcer.tick()
    (asks,) = [d for d in here.deliver() if d.address == ROOM]
    assert "would be useless" in texts(here.press(asks.reply, "Send now"))


def test_what_is_late_and_has_nobody_to_ask_about_it_is_sent(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7")
    here.announcer = Announcer(here.store, here.clock, lambda: here.knowledge, replace(here.office, places=()))
    here.press(here.act("announce", "Lunch is served"), "Schedule")
    here.press(here.expected("12:30"), "Send now")
    here.clock.advance(timedelta(hours=3))
    here.announcer.tick()
    assert ("D7", "Lunch is served") in said(here.deliver())


def test_what_cannot_even_be_asked_about_keeps_no_other_back(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7")
    for text, picture in (("Lunch is served", "no picture"), ("Dinner is served", "")):
        with here.store.begin() as unit:
            at = here.clock.now() + timedelta(minutes=30)
            number = unit.announcements.draft({"en": text}, "all", "slack:U_OLGA", at, picture=picture, scheduled=at)
            unit.announcements.advance(number, ["draft"], "scheduled", at)
    here.clock.advance(timedelta(hours=3))
    here.announcer.tick()
    (asks,) = [d for d in here.deliver() if d.address == ROOM]
    assert "Dinner is served" in texts(asks.reply)
