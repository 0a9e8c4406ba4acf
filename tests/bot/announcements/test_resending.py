"""Those whom an announcement missed, again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from suites.desk import buttons, texts

from bot.actions import decode
from bot.messages import Lane

if TYPE_CHECKING:
    from collections.abc import Callable

    from suites.desk import Desk


def got(here: Desk, outcomes: dict[str, str] | None = None) -> list[str]:
    return sorted(d.address.chat for d in here.deliver(outcomes) if d.lane is Lane.ANNOUNCEMENT)


def back(here: Desk, user: str) -> None:
    with here.store.begin() as unit:
        unit.people.reachable("telegram", user)


@pytest.fixture
def missed(desk: Callable[..., Desk]) -> tuple[Desk, str]:
    """An announcement that did not reach 7 and 8, who had blocked the bot and are back."""
    here = desk()
    here.person("7")
    here.person("8")
    number = here.announce(audience="telegram:7, telegram:8")
    assert got(here, {"D7": "blocked", "D8": "blocked"}) == []
    back(here, "7")
    back(here, "8")
    return here, number


def send(here: Desk, number: str) -> str:
    """Send it to those whom it missed; returns the new one's id."""
    preview = here.act("announce-missed", number)
    here.press(preview, "Send now")
    here.announcer.tick()
    return decode(buttons(preview)["Send now"]).arguments[0]


def test_whoever_got_it_the_second_time_does_not_get_it_a_third_time(missed: tuple[Desk, str]) -> None:
    here, number = missed
    send(here, number)
    assert got(here) == ["D7", "D8"]
    assert "Nobody was missed" in texts(here.act("announce-missed", number))


def test_two_drafts_for_those_who_were_missed_reach_each_of_them_once(missed: tuple[Desk, str]) -> None:
    here, number = missed
    drafts = [here.act("announce-missed", number) for _ in range(2)]
    for draft in drafts:
        here.press(draft, "Send now")
    here.announcer.tick()
    assert got(here) == ["D7", "D8"]


def test_whoever_is_missed_again_gets_it_the_third_time_from_either_report(missed: tuple[Desk, str]) -> None:
    here, number = missed
    again = send(here, number)
    assert got(here, {"D8": "blocked"}) == ["D7"]
    back(here, "8")
    third = send(here, again)
    assert got(here) == ["D8"]
    for each in (number, again, third):
        assert "Nobody was missed" in texts(here.act("announce-missed", each))


def test_whoever_may_have_it_is_not_missed(missed: tuple[Desk, str]) -> None:
    here, number = missed
    send(here, number)
    with here.store.begin() as unit:
        one, _ = unit.claims.claim("telegram", "test", here.clock.now(), lambda *_: "go")
        unit.claims.uncertain(one, "the reply was lost", here.clock.now(), None)
    assert "Nobody was missed" in texts(here.act("announce-missed", number))


def test_an_attendee_who_came_since_gets_it_once(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7")
    number = here.announce(audience="telegram:7, cy@example.org")
    assert got(here) == ["D7"]
    here.person("9", email="cy@example.org")
    send(here, number)
    assert got(here) == ["D9"]
    assert "Nobody was missed" in texts(here.act("announce-missed", number))


def test_two_accounts_that_turned_out_to_be_one_human_do_not_get_it_again(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.person("7", email="cy@example.org")
    here.person("8")
    number = here.announce(audience="telegram:7, telegram:8")
    assert got(here, {"D7": "blocked"}) == ["D8"]
    here.person("8", email="cy@example.org")
    assert "Nobody was missed" in texts(here.act("announce-missed", number))


def test_a_restart_in_the_middle_of_a_resend_puts_the_rest_and_gives_nothing_up(missed: tuple[Desk, str]) -> None:
    here, number = missed
    again = send(here, number)
    with here.store.begin() as unit:
        unit.announcements.charge(again, "send")  # as if the process had died before it noted that all is put
    here.announcer.tick()
    assert got(here) == ["D7", "D8"]
    assert here.read(lambda unit: unit.announcements.find(again).state) == "sent"


def test_there_is_nobody_whom_an_unknown_announcement_missed(desk: Callable[..., Desk]) -> None:
    here = desk()
    preview = here.act("announce", "Room B")
    here.press(preview, "Audience")
    assert "There is no announcement “forged”" in texts(here.expected("missed:forged"))
