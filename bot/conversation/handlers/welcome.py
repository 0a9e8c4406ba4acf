"""First contact: a greeting that shows what can be asked, and the invitation that links an attendee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions import encode
from bot.i18n.catalogue import say, words
from bot.messages import Choice, Choices, Reply, Text
from bot.turn import Turn, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping


def verbs() -> Mapping[str, Verb]:
    """The verbs of this file."""
    return {"start": Verb(start), "joined": Verb(joined)}


def joined(turn: Turn, _: tuple[str, ...]) -> Reply:
    """Greet a group."""
    return _greeting(turn)


def start(turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Greet somebody; with an invitation's code, link them to their attendee record first."""
    return _link(turn, arguments[0]) if arguments else _greeting(turn)


def _greeting(turn: Turn, *first: Text) -> Reply:
    hello = Text(say(turn.language, "welcome.hello", event=turn.knowledge.event.name))
    asks = tuple(
        Choice(text, encode("example", str(n))) for n, text in enumerate(words(turn.language, "welcome.examples"))
    )
    return Reply((*first, hello, Choices(asks)), language=turn.language)


def _link(turn: Turn, code: str) -> Reply:
    redeemed = turn.unit.links.redeem(code, turn.person.id, turn.now)
    if redeemed.refusal:
        key = "welcome.link_throttled" if redeemed.refusal == "attempts" else "welcome.link_invalid"
        return _greeting(turn, Text(say(turn.language, key)))
    turn.unit.people.link(turn.person.id, redeemed.email)
    attendee = turn.knowledge.attendee(redeemed.email)
    name = attendee.name if attendee else redeemed.email
    return _greeting(turn, Text(say(turn.language, "welcome.linked", name=name)))
