from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest

from bot.conversation.handlers.settings import quiet_hours, verbs
from bot.messages import Text
from bot.store.records import QuietHours

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.messages import Reply
    from bot.store.unit import Unit
    from bot.turn import Turn

    Turns = Callable[..., Turn]


def said(reply: Reply | None) -> str:
    assert reply is not None
    return "\n".join(block.text for block in reply.blocks if isinstance(block, Text))


def test_a_language_is_changed_and_told_in_the_new_one(turn: Turns, unit: Unit) -> None:
    reply = verbs()["language"].handle(turn(), ("français",))
    assert said(reply) == "Je vous parlerai en français."
    assert unit.people.preferences(turn().person.id).language == "fr"


def test_an_unknown_language_is_told_with_those_known(turn: Turns, unit: Unit) -> None:
    assert "English, Français, 日本語" in said(verbs()["language"].handle(turn(), ("klingon",)))
    assert "English, Français, 日本語" in said(verbs()["language"].handle(turn(), ()))
    assert unit.people.preferences(turn().person.id).language == ""


@pytest.mark.parametrize("written", ["Asia/Tokyo", "tokyo", "asia/tokyo"])
def test_a_zone_is_found_by_its_name_or_city(turn: Turns, unit: Unit, written: str) -> None:
    assert "Asia/Tokyo" in said(verbs()["zone"].handle(turn(), (written,)))
    assert unit.people.preferences(turn().person.id).time_zone == "Asia/Tokyo"
    assert "Asia/Tokyo" in said(verbs()["zone"].handle(turn(), ()))


def test_a_zone_that_is_none_changes_nothing(turn: Turns, unit: Unit) -> None:
    assert "Asia/Tokyo" in said(verbs()["zone"].handle(turn(), ("Atlantis",)))
    assert "not set" in said(verbs()["zone"].handle(turn(), ()))
    assert unit.people.preferences(turn().person.id).time_zone == ""


def test_quiet_hours_are_set_shown_and_ended(turn: Turns, unit: Unit) -> None:
    quiet = verbs()["quiet"].handle
    assert "no quiet hours" in said(quiet(turn(), ()))
    assert "22:00 to 07:00" in said(quiet(turn(), ("22:00-07:00",)))
    assert unit.people.preferences(turn().person.id).quiet == QuietHours(time(22), time(7))
    assert "22:00 to 07:00" in said(quiet(turn(), ()))
    assert "No quiet hours" in said(quiet(turn(), ("off",)))
    assert unit.people.preferences(turn().person.id).quiet is None
    assert "did not understand" in said(quiet(turn(), ("25-99",)))


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("22:00-07:00", (22, 0, 7, 0)),
        ("22h30 - 7h", (22, 30, 7, 0)),
        ("22時から7時", (22, 0, 7, 0)),
        ("22時30分から7時", (22, 30, 7, 0)),
        ("from 23 to 6", (23, 0, 6, 0)),
        ("22:00", None),
        ("7-7", None),
        ("24:00-07:00", None),
        ("22:75-07:00", None),
        ("tonight", None),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, hours: tuple[int, int, int, int] | None) -> None:
    expected = hours and QuietHours(time(hours[0], hours[1]), time(hours[2], hours[3]))
    assert quiet_hours(text) == expected


def test_silence_and_its_end(turn: Turns, unit: Unit) -> None:
    assert "unmute" in said(verbs()["mute"].handle(turn(), ()))
    assert unit.people.preferences(turn().person.id).muted
    verbs()["unmute"].handle(turn(), ())
    assert not unit.people.preferences(turn().person.id).muted
