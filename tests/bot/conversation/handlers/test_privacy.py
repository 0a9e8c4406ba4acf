from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.handlers.privacy import verbs
from bot.messages import Choices, Listing, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.store.unit import Unit
    from bot.turn import Turn

    Turns = Callable[..., Turn]


def test_what_is_kept_is_shown_to_the_person_alone(turn: Turns, unit: Unit) -> None:
    verb = verbs(30)["privacy"]
    assert verb.private
    unit.agenda.star(turn().person.id, "s1", turn().now)
    reply = verb.handle(turn(), ())
    assert reply is not None
    listing, purge, _ = reply.blocks
    assert isinstance(listing, Listing)
    told = [item.text for item in listing.items]
    assert "Account: telegram, Ann" in told
    assert "Not linked to an attendee" in told
    assert "Sessions in your agenda: 1" in told
    assert isinstance(purge, Text)
    assert "30 days" in purge.text


def test_a_linked_attendee_sees_the_link(turn: Turns, unit: Unit) -> None:
    unit.people.link(turn().person.id, "ann@example.org")
    reply = verbs(30)["privacy"].handle(turn(), ())
    assert reply is not None
    listing = reply.blocks[0]
    assert isinstance(listing, Listing)
    assert "Linked to the attendee ann@example.org" in [item.text for item in listing.items]


def test_nothing_is_erased_before_it_is_confirmed(turn: Turns, unit: Unit) -> None:
    reply = verbs(30)["forget"].handle(turn(), ())
    assert reply is not None
    choices = reply.blocks[1]
    assert isinstance(choices, Choices)
    assert [choice.action for choice in choices.choices] == ["forget-yes", "forget-no"]
    assert unit.people.find("telegram", "42") is not None
    kept = verbs(30)["forget-no"].handle(turn(), ())
    assert kept is not None
    assert kept.blocks == (Text("Nothing was erased."),)


def test_confirmed_everything_is_gone_and_the_last_word_leaves_no_trace(turn: Turns, unit: Unit) -> None:
    here = turn(incoming="9")
    assert verbs(30)["forget-yes"].handle(here, ()) is None
    assert unit.people.find("telegram", "42") is None
    last = unit.outbox.by_key("answer:telegram:9")
    assert last is not None
    assert (last.person, last.address.chat) == ("", "42")
    assert last.reply.blocks == (
        Text("I have erased everything I kept about you. Whatever you write next begins anew."),
    )
