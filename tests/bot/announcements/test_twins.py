"""What was said just now already."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from suites.desk import texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from suites.desk import Desk


@pytest.mark.parametrize(
    ("first", "second", "asks"),
    [
        ("The keynote moves to room B", "the keynote  moves to Room B.", True),
        ("The keynote moves to room B", "The keynote has moved to room B!", True),
        ("The keynote moves to room B", "The keynote moves to room C", False),
        ("The keynote moves to room 2", "The keynote moves to room 3", False),
        ("Lunch is served in the hall", "Dinner is served in the hall", False),
        ("基調講演はB室に移ります。", "基調講演は、B室に移ります", True),
        ("基調講演はB室に移ります。", "基調講演はC室に移ります。", False),
        ("en: The keynote moves to room B\nfr: La keynote passe en salle B", "The keynote moves to room B", True),
        ("en: The keynote moves to room B\nfr: La keynote passe en salle B", "Le bus part du parking nord", False),
        ("en: Room B", "fr: room b", True),
    ],
)
def test_what_says_nearly_the_same_within_ten_minutes_asks_first(
    desk: Callable[..., Desk], first: str, second: str, asks: bool
) -> None:
    here = desk()
    here.announce(first)
    here.clock.advance(timedelta(minutes=3))
    told = texts(here.press(here.act("announce", second), "Send now"))
    assert ("nearly the same, was sent 3 minutes ago" in told) is asks
    assert ("On its way" in told) is not asks


def test_what_was_taken_back_may_be_said_at_once(desk: Callable[..., Desk]) -> None:
    here = desk()
    number = here.announce("Room B")
    here.act("announce-undo", number, pressed="m1")
    assert "On its way" in texts(here.press(here.act("announce", "Room B"), "Send now"))
