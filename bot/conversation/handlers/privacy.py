"""What is kept about a person: shown, and erased on their word."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.i18n.catalogue import say
from bot.messages import Choice, Choices, Item, Lane, Listing, Reply, Text
from bot.store.records import Outgoing
from bot.turn import Turn, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping


def verbs(keep_days: int) -> Mapping[str, Verb]:
    """The verbs of this file; ``keep_days`` is how long after the event personal data is kept."""
    return {
        "privacy": Verb(partial(privacy, keep_days), private=True),
        "forget": Verb(forget, private=True),
        "forget-yes": Verb(forget_for_good),
        "forget-no": Verb(keep, edits=True),
    }


def privacy(keep_days: int, turn: Turn, _: tuple[str, ...]) -> Reply:
    """Show what is kept about the person."""
    say_it = partial(say, turn.language)
    person, kept = turn.person, turn.unit.people.export(turn.person.id)
    told = [
        say_it("privacy.account", platform=person.platform, name=person.name or say_it("privacy.unnamed")),
        say_it("privacy.linked", email=person.email) if person.email else say_it("privacy.unlinked"),
        say_it("privacy.language", value=person.language or turn.language),
        say_it("privacy.zone", value=person.time_zone or say_it("settings.zone_none")),
        say_it("privacy.wishes", count=len(kept.get("wishes", ()))),
        say_it("privacy.stars", count=len(kept.get("stars", ()))),
        say_it("privacy.messages", count=len(kept.get("outbox", ()))),
    ]
    listing = Listing(say_it("privacy.title"), tuple(Item(line) for line in told))
    erase = Choices((Choice(say_it("privacy.confirm"), encode("forget"), "danger"),))
    return Reply((listing, Text(say_it("privacy.purge", days=keep_days), "note"), erase), language=turn.language)


def forget(turn: Turn, _: tuple[str, ...]) -> Reply:
    """Ask whether to erase everything."""
    choices = (
        Choice(say(turn.language, "privacy.confirm"), encode("forget-yes"), "danger"),
        Choice(say(turn.language, "privacy.keep"), encode("forget-no")),
    )
    return Reply((Text(say(turn.language, "privacy.sure")), Choices(choices)), language=turn.language)


def keep(turn: Turn, _: tuple[str, ...]) -> Reply:
    """Erase nothing after all."""
    return Reply((Text(say(turn.language, "privacy.kept")),), language=turn.language)


def forget_for_good(turn: Turn, _: tuple[str, ...]) -> None:
    """Erase everything, and say so by the chat alone, so that the last word leaves no new trace."""
    turn.unit.people.forget(turn.person.id, turn.now)
    done = Reply((Text(say(turn.language, "privacy.forgotten")),), language=turn.language)
    key = f"answer:{turn.incoming.platform}:{turn.incoming.id}"
    turn.unit.outbox.put(Outgoing(key, Lane.ANSWER, done, turn.incoming.address), turn.now)
