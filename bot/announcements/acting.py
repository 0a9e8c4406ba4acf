"""What all acts of organizers share: faults told, words awaited, and an entry in the audit log."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.announcements import progress
from bot.announcements.faults import AnnouncementError
from bot.announcements.office import actor_of
from bot.announcements.preview import without_buttons
from bot.announcements.resending import BEGUN
from bot.announcements.showing import show_here
from bot.i18n.catalogue import say
from bot.messages import Reply, Text
from bot.store.records import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.announcements.office import Office
    from bot.store.records import Announcement
    from bot.turn import Turn


def told(handle: Callable[..., Reply | None]) -> Callable[..., Reply | None]:
    """Let a verb tell an organizer's fault in their language; words that were typed are then awaited once more."""
    verb = "announce" if handle.__name__ == "announce" else f"announce-{handle.__name__}"

    @wraps(handle)
    def wrapped(self: object, turn: Turn, arguments: tuple[str, ...]) -> Reply | None:
        try:
            return handle(self, turn, arguments)
        except AnnouncementError as fault:
            if turn.incoming.kind == "text" and arguments and fault.key != "no_draft":
                expect(turn, verb, *arguments[:-1])
            return Reply((Text(fault.told(turn.language)),), answered=False, language=turn.language)

    return wrapped


def expect(turn: Turn, *action: str, here: bool = False) -> None:
    """Let what this person types next be the last argument of an action: privately, or ``here`` in a public place."""
    at, user = turn.incoming.address, turn.incoming.user
    private = turn.unit.people.chat(at.platform, user) or user if at.public and not here else at.chat
    turn.unit.conversations.expect(at.platform, private, turn.person.id, encode(*action), turn.now)


def expired(language: str) -> Reply:
    """What is said to a button that means nothing any more."""
    return Reply((Text(say(language, "dispatch.expired")),), language=language)


def begun_of(turn: Turn, arguments: tuple[str, ...]) -> Announcement | None:
    """The announcement that the first argument names, when its sending has begun."""
    found = turn.unit.announcements.find(arguments[0]) if arguments else None
    return found if found and found.sent and found.state in BEGUN else None


def progress_of(turn: Turn, announcement: Announcement, office: Office) -> Reply:
    """Where it stands, kept up to date from now on in the message that the button sits on.

    Where all can see, that message shows it already, with buttons that change; the answer in private has none.
    """
    show_here(turn, announcement)
    shown = progress.show(turn.unit, announcement, office.section.undo_seconds, turn.language, turn.now)
    return without_buttons(shown) if turn.incoming.address.public else shown


def audited(turn: Turn, act: str, announcement: str, detail: str = "") -> None:
    """Write an act into the audit log."""
    turn.unit.audit.note(AuditEntry(turn.now, actor_of(turn), f"announcement.{act}", announcement, detail[:500]))
