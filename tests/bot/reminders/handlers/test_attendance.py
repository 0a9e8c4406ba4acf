from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes.reminder_stage import ANN, BOB, EVE, FIRST, PROGRAM, Stage, at, buttons, said

from bot.messages import Address
from bot.reminders import verbs
from knowledge.identity import meeting_key

if TYPE_CHECKING:
    from bot.messages import Person

KEY = meeting_key(FIRST.id)
WHERE = "15:00–15:20, table 7"


@pytest.fixture
def ann(stage: Stage) -> Person:
    return stage.person("1", ANN)


@pytest.fixture
def bob(stage: Stage) -> Person:
    return stage.person("2", BOB)


def desk(stage: Stage) -> list[str]:
    return [said(d.reply) for d in stage.deliveries() if d.address.chat == "CDESK"]


def test_running_late_is_told_to_the_other_side_and_the_desk(stage: Stage, ann: Person, bob: Person) -> None:
    reply = stage.do(ann, "late", KEY, "10")
    assert said(reply) == "I have told Bob (Bobine) that you are 10 minutes late.\nThe desk knows too."
    assert stage.texts(bob) == [f"Ann (Anneau) is 10 minutes late for your meeting ({WHERE})."]
    assert desk(stage) == [f"Ann (Anneau) is 10 minutes late for the meeting with Bob (Bobine) ({WHERE})."]
    assert "passed that on already" in said(stage.do(ann, "late", KEY, "10"))
    assert "15 minutes late" in said(stage.do(ann, "late", KEY, "15"))
    assert len(stage.texts(bob)) == 2
    assert "they are 15 minutes late" in said(stage.do(bob, "daycard"))
    assert "you said 15 minutes late" in said(stage.do(ann, "daycard"))


def test_who_cannot_come_frees_the_slot_for_both_and_may_come_after_all(stage: Stage, ann: Person, bob: Person) -> None:
    reply = stage.do(ann, "absent", KEY)
    assert "I have told Bob (Bobine) that you cannot come. The time is free now." in said(reply)
    assert stage.texts(bob) == [f"Ann (Anneau) cannot come to your meeting ({WHERE}). That time is free now."]
    assert "they cannot come, this time is free" in said(stage.do(bob, "daycard"))
    assert "you said you cannot come" in said(stage.do(ann, "daycard"))
    assert buttons(reply) == {"I come after all, on time": f"present:{KEY}"}
    assert "you come after all" in said(stage.do(ann, "present", KEY))
    assert "Ann (Anneau) comes to your meeting after all" in stage.texts(bob)[1]
    assert len(desk(stage)) == 2
    assert "passed that on already" in said(stage.do(ann, "present", KEY))


def test_a_side_without_a_chat_is_not_said_to_be_told(stage: Stage, ann: Person) -> None:
    reply = said(stage.do(ann, "absent", KEY))
    assert reply.startswith("I have noted it. Bob (Bobine) has no chat with me")
    assert reply.endswith("The desk knows too.")


def test_without_a_desk_nobody_is_said_to_know(stage: Stage, ann: Person) -> None:
    stage.verbs = dict(verbs(stage.section))
    assert "desk" not in said(stage.do(ann, "late", KEY, "5"))


def test_one_who_blocked_the_bot_is_not_said_to_be_told(stage: Stage, ann: Person, bob: Person) -> None:
    with stage.store.begin() as unit:
        unit.people.unreachable("telegram", bob.user, "blocked", stage.now)
    assert "has no chat with me" in said(stage.do(ann, "late", KEY, "5"))


@pytest.mark.parametrize("verb", ["late", "absent", "present", "meeting", "unremind"])
def test_nobody_but_the_two_sides_can_use_a_forged_button(stage: Stage, ann: Person, verb: str) -> None:
    for person, arguments in ((stage.person("9"), (KEY, "5")), (ann, ("nonsense",)), (ann, ())):
        assert "I no longer find" in said(stage.do(person, verb, *arguments))
    assert desk(stage) == []


def test_a_lateness_that_no_button_offers_shows_the_buttons(stage: Stage, ann: Person) -> None:
    for arguments in ((KEY, "600"), (KEY, "x"), (KEY,)):
        reply = stage.do(ann, "late", *arguments)
        assert buttons(reply)["15 min late"] == f"late:{KEY}:15"
    assert desk(stage) == []


def test_a_meeting_that_is_over_or_cancelled_is_left_alone(stage: Stage, ann: Person) -> None:
    assert "I can't come" in buttons(stage.do(ann, "meeting", KEY))
    stage.clock.instant = at(15, 20)
    assert said(stage.do(ann, "late", KEY, "5")) == "That meeting is over."
    assert buttons(stage.do(ann, "meeting", KEY)) == {}
    stage.clock.instant = at(12)
    stage.edit(*PROGRAM.sessions, meetings=(replace(FIRST, cancelled=True),))
    assert "I no longer find" in said(stage.do(ann, "absent", KEY))
    assert "cancelled" in said(stage.do(ann, "daycard"))


def test_the_desk_sees_who_is_late_and_not_coming(stage: Stage, ann: Person, bob: Person) -> None:
    keeper = replace(stage.person("7"), roles=frozenset({"desk"}))
    assert "Nobody has said" in said(stage.do(keeper, "noshows"))
    stage.do(ann, "late", KEY, "5")
    stage.do(bob, "absent", KEY)
    assert said(stage.do(keeper, "noshows")) == (
        "2 people late or not coming:\n"
        "15:00–15:20 · Ann (Anneau): 5 minutes late | with Bob (Bobine), table 7\n"
        "15:00–15:20 · Bob (Bobine): not coming | with Ann (Anneau), table 7"
    )
    assert "Only the desk" in said(stage.do(ann, "noshows"))


def test_the_day_card_of_another_day_of_nobody_and_of_no_meetings(stage: Stage, ann: Person) -> None:
    assert "I do not know which attendee you are" in said(stage.do(stage.person("9"), "daycard"))
    stage.clock.instant = at(12, day=14)
    assert said(stage.do(ann, "daycard")).startswith("Friday 16 January: 2 meetings")
    stage.clock.instant = at(12, day=18)
    assert said(stage.do(ann, "daycard")) == "You have no meetings on Sunday 18 January."


def test_a_day_card_of_very_many_meetings_stays_readable(stage: Stage, ann: Person) -> None:
    many = tuple(
        replace(FIRST, id=f"m{n:02}", start=at(9 + n // 4, n % 4 * 15), end=at(9 + n // 4, n % 4 * 15 + 10))
        for n in range(30)
    )
    stage.edit(*PROGRAM.sessions, meetings=many)
    told = said(stage.do(ann, "daycard"))
    assert told.count("Bob (Bobine)") == 24
    assert "and 6 more" in told


def test_the_desk_s_list_is_cut_where_a_screen_ends(stage: Stage, ann: Person) -> None:
    many = tuple(replace(FIRST, id=f"m{n}", start=at(13 + n), end=at(13 + n, 20)) for n in range(9))
    stage.edit(*PROGRAM.sessions, meetings=many)
    for each in many:
        stage.do(ann, "absent", meeting_key(each.id))
    keeper = replace(stage.person("7"), roles=frozenset({"organizer"}))
    assert "and 1 more" in said(stage.do(keeper, "noshows"))
    assert Address("slack", "CDESK", public=True) in {d.address for d in stage.deliveries()}


def test_a_meeting_is_shown_with_what_its_sides_told(stage: Stage, ann: Person, bob: Person) -> None:
    stage.do(ann, "late", KEY, "5")
    stage.do(bob, "absent", KEY)
    assert said(stage.do(ann, "meeting", KEY)).endswith("they cannot come, this time is free · you said 5 minutes late")
    assert said(stage.do(bob, "meeting", KEY)).endswith("they are 5 minutes late · you said you cannot come")


def test_who_comes_after_all_hears_that_the_other_side_does_not(stage: Stage, ann: Person, bob: Person) -> None:
    stage.do(ann, "absent", KEY)
    assert "But" not in said(stage.do(bob, "absent", KEY))
    assert "But Ann (Anneau) has said they cannot come." in said(stage.do(bob, "present", KEY))
    assert "But Ann (Anneau) has said they cannot come." in said(stage.do(bob, "late", KEY, "5"))


def test_who_steps_in_for_one_who_cannot_come_is_reminded(stage: Stage, ann: Person, bob: Person) -> None:
    eve = stage.person("3", EVE)
    stage.tick()
    stage.do(ann, "absent", KEY)
    stage.edit(*PROGRAM.sessions, meetings=(replace(FIRST, side_a=EVE),))
    stage.clock.instant = at(14, 50)
    stage.tick()
    for person in (eve, bob):
        assert len([key for key in stage.keys(person) if key.startswith("remind:")]) == 1
    keeper = replace(stage.person("7"), roles=frozenset({"desk"}))
    assert "Nobody has said" in said(stage.do(keeper, "noshows"))
    assert "Eve" in said(stage.do(bob, "agenda"))
