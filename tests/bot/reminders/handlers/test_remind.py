from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes.reminder_stage import ANN, DEMO, FIRST, KEYNOTE, MINUTE, PANEL, Stage, at, buttons, said

from bot.reminders.subjects import key_of
from bot.store.records import Wish
from knowledge.identity import meeting_key

if TYPE_CHECKING:
    from bot.messages import Person

KEY = key_of(KEYNOTE)


@pytest.fixture
def ann(stage: Stage) -> Person:
    return stage.person("1", ANN)


def wishes(stage: Stage, person: Person) -> list[Wish]:
    with stage.store.read() as unit:
        return unit.wishes.of(person.id)


def test_a_wish_is_kept_and_the_hour_of_the_reminder_told(stage: Stage, ann: Person) -> None:
    reply = stage.do(ann, "remind", KEY)
    assert said(reply) == "I will remind you of “Keynote” 10 minutes before it starts (14:00), at 13:50."
    assert wishes(stage, ann) == [Wish(ann.id, "session", "keynote")]
    assert buttons(reply)["20 minutes before"] == f"remind:{KEY}:20"
    assert "20 minutes before" in said(stage.do(ann, "remind", KEY, "20"))
    assert wishes(stage, ann) == [Wish(ann.id, "session", "keynote", 20)]


@pytest.mark.parametrize("minutes", ["-5", "100000", "10081"])
def test_a_lead_that_is_none_is_refused_and_changes_nothing(stage: Stage, ann: Person, minutes: str) -> None:
    assert "from 1 minute to 7 days" in said(stage.do(ann, "remind", KEY, minutes))
    assert wishes(stage, ann) == []


@pytest.mark.parametrize("minutes", ["soon", "", "9" * 20, "٣"])
def test_a_lead_that_is_no_number_counts_as_not_told_or_is_a_number(stage: Stage, ann: Person, minutes: str) -> None:
    assert "I will remind you" in said(stage.do(ann, "remind", KEY, minutes))


def test_what_begins_sooner_than_the_lead_is_reminded_of_later(stage: Stage, ann: Person) -> None:
    stage.clock.instant = at(13, 53)
    reply = said(stage.do(ann, "remind", KEY))
    assert reply == (
        "I will remind you of “Keynote” 5 minutes before it starts (14:00), at 13:55.\n"
        "It starts too soon for a reminder 10 minutes before."
    )
    assert wishes(stage, ann) == [Wish(ann.id, "session", "keynote", 5)]


def test_what_has_begun_is_cancelled_or_gone_cannot_be_reminded_of(stage: Stage, ann: Person) -> None:
    stage.clock.instant = at(14)
    assert "it started 14:00" in said(stage.do(ann, "remind", KEY))
    stage.clock.instant = at(12)
    stage.edit(replace(KEYNOTE, cancelled=True), PANEL)
    assert "“Keynote” is cancelled" in said(stage.do(ann, "remind", KEY))
    for arguments in (("nonsense",), (key_of(DEMO),)):
        assert "I no longer find" in said(stage.do(ann, "remind", *arguments))
    assert wishes(stage, ann) == []


def test_a_meeting_belongs_to_its_two_sides(stage: Stage, ann: Person) -> None:
    key = meeting_key(FIRST.id)
    assert "“Meeting with Bob (Bobine)” 20 minutes before" in said(stage.do(ann, "remind", key, "20"))
    assert "I no longer find" in said(stage.do(stage.person("3"), "remind", key))
    assert "I will not remind you of “Meeting with Bob" in said(stage.do(ann, "unremind", key))
    assert wishes(stage, ann) == [Wish(ann.id, "meeting", "m1", wanted=False)]


def test_no_reminder_stops_also_what_a_follow_would_bring_and_takes_back_what_waits(stage: Stage, ann: Person) -> None:
    stage.do(ann, "follow", "track", KEY)
    stage.clock.instant = at(13, 49, 16) + 50 * MINUTE / 60
    stage.tick()
    assert any(key.startswith("remind") for key in stage.keys(ann))
    reply = stage.do(ann, "unremind", KEY)
    assert buttons(reply) == {"Remind me after all": f"remind:{KEY}"}
    assert not any(key.startswith("remind") for key in stage.keys(ann))
    stage.tick()
    assert not any(key.startswith("remind") for key in stage.keys(ann))
    assert "I no longer find" in said(stage.do(ann, "unremind"))


def test_who_asks_again_after_the_reminder_is_reminded_again(stage: Stage) -> None:
    bob = stage.person("2")
    stage.do(bob, "remind", KEY, "60")
    for hour, minute in ((13, 0), (13, 54)):
        stage.clock.instant = at(hour, minute)
        stage.tick()
        with stage.store.begin() as unit:
            for each in unit.claims.claim("telegram", "me", stage.now, lambda *_: "go"):
                unit.claims.sent(each, "m", stage.now)
        stage.do(bob, "remind", KEY, "5")
    stage.clock.instant = at(13, 55)
    stage.tick()
    assert [d.state for d in stage.deliveries(bob)] == ["sent", "pending"]


def test_the_muted_are_told_that_they_will_hear_nothing(stage: Stage, ann: Person) -> None:
    with stage.store.begin() as unit:
        unit.people.set_muted(ann.id, muted=True)
    assert "You have silenced reminders" in said(stage.do(ann, "remind", KEY))


def test_without_a_session_what_was_wished_is_shown(stage: Stage, ann: Person) -> None:
    assert said(stage.do(ann, "remind")).startswith("There is nothing I am to remind you of.")
    stage.do(ann, "follow", "track", KEY)
    stage.do(ann, "unremind", key_of(PANEL))
    assert said(stage.do(ann, "remind")).startswith(
        "I will remind you of 1 session:\n14:00–14:30 · Keynote | Auditorium"
    )


@pytest.mark.parametrize(("kind", "name"), [("track", "Plenary"), ("room", "Auditorium"), ("speaker", "KAZEKI Jun")])
def test_a_track_a_room_and_a_speaker_are_followed_and_no_longer(
    stage: Stage, ann: Person, kind: str, name: str
) -> None:
    reply = stage.do(ann, "follow", kind, KEY)
    assert f"under “{name}”" in said(reply)
    assert wishes(stage, ann) == [Wish(ann.id, kind, name.casefold())]
    verb, *arguments = buttons(reply)["Stop following"].split(":")
    assert f"no longer follow “{name}”" in said(stage.do(ann, verb, *arguments))
    assert wishes(stage, ann) == []


@pytest.mark.parametrize(
    "arguments", [(), ("track",), ("track", "nonsense"), ("meeting", KEY), ("track", key_of(KEYNOTE), "x")]
)
def test_what_cannot_be_followed_is_told(stage: Stage, ann: Person, arguments: tuple[str, ...]) -> None:
    replies = {said(stage.do(ann, verb, *arguments)) for verb in ("follow", "unfollow")}
    if len(arguments) < 3:
        assert replies == {"I no longer find that in the program. Ask me again, and I will show what is true now."}
    else:
        assert all("Plenary" in reply for reply in replies)


def test_the_lead_is_shown_and_set_for_all_reminders_to_come(stage: Stage, ann: Person) -> None:
    reply = stage.do(ann, "lead")
    assert said(reply) == "I remind you 10 minutes before the start."
    assert buttons(reply)["30 minutes"] == "lead:30"
    assert "30 minutes before" in said(stage.do(ann, "lead", "30"))
    assert "30 minutes before the start" in said(stage.do(ann, "lead"))
    for wrong in ("-5", "100000", "0", "x", " "):
        assert "from 1 minute to 7 days" in said(stage.do(ann, "lead", wrong))
    assert "30 minutes before it starts" in said(stage.do(ann, "remind", KEY))


def test_the_replies_are_in_the_language_of_the_one_who_asks(stage: Stage, ann: Person) -> None:
    assert "Je vous rappellerai « Keynote » 10 minutes avant le début (14 h 00), à 13 h 50." in said(
        stage.do(ann, "remind", KEY, language="fr")
    )
    assert "「Keynote」（14:00開始）の10分前、13:50にお知らせします。" in said(
        stage.do(ann, "remind", KEY, language="ja")
    )
