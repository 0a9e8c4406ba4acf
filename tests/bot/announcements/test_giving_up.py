"""What cannot be sent any more when its time has come."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from suites.desk import NOON, ROOM, buttons, texts

from bot.actions import decode
from bot.messages import Lane

if TYPE_CHECKING:
    from collections.abc import Callable

    from suites.desk import Desk

    from bot.messages import Reply


def scheduled(here: Desk) -> tuple[Desk, str, Reply]:
    """A desk with an announcement for 13:00 to the one follower of a session, that follower, and the preview."""
    follower = here.person("7")
    with here.store.begin() as unit:
        unit.agenda.star(follower, "k", NOON)
    preview = here.act("announce", "Room B")
    here.press(preview, "Audience")
    here.press(here.expected("session:k"), "Schedule")
    here.press(here.expected("13:00"), "Send now")
    return here, follower, preview


def said(deliveries: list) -> list[tuple[str, str]]:
    return sorted((d.address.chat, texts(d.reply)) for d in deliveries if d.lane is Lane.ANNOUNCEMENT)


def test_an_announcement_whose_session_went_is_given_up(desk: Callable[..., Desk]) -> None:
    here, _, preview = scheduled(desk())
    here.knowledge = type(here.knowledge)(here.knowledge.event)
    here.clock.advance(timedelta(hours=2))
    here.announcer.tick()
    number = decode(buttons(preview)["Send now"]).arguments[0]
    assert here.read(lambda unit: unit.announcements.find(number).state) == "cancelled"
    (told,) = [d for d in here.deliver() if d.address == ROOM]
    assert "An announcement was not sent" in texts(told.reply)
    assert "“Room B”" in texts(told.reply)


def test_what_was_put_before_its_session_went_is_sent_and_the_organizers_are_told(desk: Callable[..., Desk]) -> None:
    here = desk()
    follower = here.person("7")
    with here.store.begin() as unit:
        unit.agenda.star(follower, "k", NOON)
    number = here.announce(audience="session:k")
    with here.store.begin() as unit:
        unit.announcements.charge(number, "send")  # as after a restart in the middle
    here.knowledge = type(here.knowledge)(here.knowledge.event)
    here.announcer.tick()
    left = here.deliver()
    assert said(left) == [("D7", "Room B")]
    assert ["reaches only some" in texts(d.reply) for d in left if d.address == ROOM] == [True]
    assert here.read(lambda unit: unit.announcements.find(number).state) == "sent"


def test_what_is_taken_back_while_it_is_given_up_is_deleted_all_the_same(desk: Callable[..., Desk]) -> None:
    here = desk()
    follower = here.person("7")
    with here.store.begin() as unit:
        unit.agenda.star(follower, "k", NOON)
    number = here.announce(audience="session:k")
    here.deliver()
    with here.store.begin() as unit:
        unit.announcements.charge(number, "send")  # as after a restart in the middle
    with here.store.read() as unit:
        before = unit.announcements.find(number)
    assert before is not None
    here.knowledge = type(here.knowledge)(here.knowledge.event)
    here.act("announce-undo", number, pressed="m1")  # between the announcer's looking and its acting
    here.announcer._send(before)
    here.announcer.tick()
    assert [d.act for d in here.deliver() if d.lane is Lane.ANNOUNCEMENT] == ["delete"]


def test_organizers_are_told_when_nobody_is_left_of_an_audience(desk: Callable[..., Desk]) -> None:
    here, follower, _ = scheduled(desk())
    with here.store.begin() as unit:
        unit.agenda.unstar(follower, "k")
    here.clock.advance(timedelta(hours=2))
    here.announcer.tick()
    here.announcer.tick()
    (told,) = [d for d in here.deliver() if d.address == ROOM]
    assert "no one is in this audience" in texts(told.reply)
    assert said(here.deliver()) == []
