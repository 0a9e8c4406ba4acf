from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.conversation.handlers.welcome import verbs
from bot.messages import Choices, Text
from bot.store.links import ATTEMPTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.messages import Reply
    from bot.store.unit import Unit
    from bot.turn import Turn

    Turns = Callable[..., Turn]


def told(reply: Reply | None) -> list[str]:
    assert reply is not None
    return [block.text for block in reply.blocks if isinstance(block, Text)]


def test_a_greeting_names_the_event_and_offers_questions(turn: Turns) -> None:
    for verb in ("start", "joined"):
        reply = verbs()[verb].handle(turn(language="fr"), ())
        assert "Space Day" in told(reply)[0]
        assert reply is not None
        choices = reply.blocks[-1]
        assert isinstance(choices, Choices)
        assert [choice.action for choice in choices.choices] == [f"example:{n}" for n in range(4)]
        assert choices.choices[1].label == "C'est quand le keynote ?"


def test_an_invitation_links_once_and_for_one_person(turn: Turns, unit: Unit) -> None:
    here = turn()
    code = unit.links.invite("ann@example.org", here.now, here.now + timedelta(days=1))
    assert "Welcome, Ann Arnaud." in told(verbs()["start"].handle(here, (code,)))[0]
    found = unit.people.find("telegram", "42")
    assert found is not None
    assert found.email == "ann@example.org"
    other = unit.people.remember("telegram", "43", now=here.now)
    refused = unit.links.redeem(code, other.id, here.now)
    assert refused.refusal == "used"


def test_an_attendee_who_left_the_list_is_greeted_by_e_mail(turn: Turns, unit: Unit) -> None:
    here = turn()
    code = unit.links.invite("gone@example.org", here.now, here.now + timedelta(days=1))
    assert "Welcome, gone@example.org." in told(verbs()["start"].handle(here, (code,)))[0]


def test_a_code_that_is_none_links_nobody_and_guessing_is_stopped(turn: Turns, unit: Unit) -> None:
    here = turn()
    for _ in range(ATTEMPTS):
        assert "not valid" in told(verbs()["start"].handle(here, ("wrong",)))[0]
    code = unit.links.invite("ann@example.org", here.now, here.now + timedelta(days=1))
    assert "wait an hour" in told(verbs()["start"].handle(here, (code,)))[0]
    found = unit.people.find("telegram", "42")
    assert found is not None
    assert found.email == ""
