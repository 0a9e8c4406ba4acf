from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from suites.desk import KNOWLEDGE, NOON

from bot.announcements.selection import Selection, select
from bot.store.records import Wish

if TYPE_CHECKING:
    from collections.abc import Callable

    from suites.desk import Desk


@pytest.fixture
def crowd(desk: Callable[..., Desk]) -> Desk:
    """Ann on both platforms, Bo on Slack, two who are not linked, and somebody in the terminal."""
    here = desk()
    ann = here.person("7", email="ann@example.org", language="en")
    here.clock.advance(timedelta(seconds=1))
    here.person("U_ANN", "slack", email="ann@example.org")
    bo = here.person("U_BO", "slack", email="bo@example.org")
    eve, fay = here.person("8", language="fr-CA"), here.person("9")
    here.person("console", "console")
    with here.store.begin() as unit:
        unit.agenda.star(ann, "k", NOON)
        unit.wishes.wish(Wish(bo, "speaker", "ann  arnaud"), NOON)
        unit.wishes.wish(Wish(eve, "room", "auditorium"), NOON)
        unit.wishes.wish(Wish(eve, "session", "k", wanted=False), NOON)
        unit.wishes.wish(Wish(fay, "track", "launch"), NOON)
    return here


def found(here: Desk, audience: str) -> Selection:
    with here.store.read() as unit:
        return select(audience, unit, KNOWLEDGE, NOON)


@pytest.mark.parametrize(
    ("audience", "names"),
    [
        ("all", {"U_ANN", "U_BO", "8", "9"}),
        ("linked", {"U_ANN", "U_BO"}),
        ("unlinked", {"8", "9"}),
        ("all - linked", {"8", "9"}),
        ("group:press", {"U_ANN", "U_BO"}),
        ("group:VIP + group:press", {"U_ANN"}),
        ("group:press - ann@example.org", {"U_BO"}),
        ("language:fr", {"U_ANN", "8"}),
        ("language:ja, telegram:9", {"U_BO", "9"}),
        ("platform:telegram", {"7", "8", "9"}),
        ("platform:slack + linked", {"U_ANN", "U_BO"}),
        ("platform:console", {"console"}),
        ("meetings", {"U_ANN", "U_BO"}),
        ("meetings:16:30", {"U_ANN", "U_BO"}),
        ("meetings:17:00-18:00", set()),
        ("session:k", {"U_ANN", "U_BO", "9"}),
        ("session:keynote on lauchers", {"U_ANN", "U_BO", "9"}),
        ("session:p", set()),
        ("slack:U_BO, slack:NOBODY", {"U_BO"}),
    ],
)
def test_an_audience_is_these_people_each_once(crowd: Desk, audience: str, names: set[str]) -> None:
    reached = found(crowd, audience).reached
    assert {candidate.user for candidate in reached} == names
    assert len(reached) == len(names)


def test_named_people_without_an_account_are_told_of(crowd: Desk) -> None:
    selection = found(crowd, "cy@example.org, ghost@example.org, telegram:99, language:en")
    assert sorted(candidate.name for candidate, why in selection.missed if why == "unlinked") == [
        "Cy", "ghost@example.org", "telegram:99",
    ]  # fmt: skip
    assert found(crowd, "all").silent == 1


def test_who_muted_the_bot_is_reached_when_the_audience_says_so(crowd: Desk) -> None:
    with crowd.store.begin() as unit:
        person = unit.people.find("telegram", "9")
        assert person
        unit.people.set_muted(person.id, muted=True)
    assert [why for _, why in found(crowd, "all").missed] == ["muted"]
    assert len(found(crowd, "all, muted").reached) == 4


def test_it_is_known_whether_anybody_is_left(crowd: Desk) -> None:
    assert found(crowd, "linked, unlinked").whole
    assert not found(crowd, "linked").whole
