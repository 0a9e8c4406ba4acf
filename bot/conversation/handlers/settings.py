"""What a person sets: language, time zone, quiet hours, silence."""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from bot.conversation.commands import language_named
from bot.i18n.catalogue import languages, say, words
from bot.messages import Reply, Text
from bot.store.records import QuietHours
from bot.turn import Turn, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

HOURS = re.compile(r"(\d{1,2})(?:\s*[:h時]\s*(\d{2})?分?)?")


def verbs() -> Mapping[str, Verb]:
    """The verbs of this file."""
    return {
        "language": Verb(language),
        "zone": Verb(zone),
        "quiet": Verb(quiet),
        "mute": Verb(mute),
        "unmute": Verb(unmute),
    }


def language(turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Show or change the language."""
    known = ", ".join(words(code, "commands.names")[0] for code in languages())
    if not arguments:
        return _said(turn.language, "settings.language_now", known=known)
    code = language_named(arguments[0])
    if not code:
        return _said(turn.language, "settings.language_unknown", known=known)
    turn.unit.people.set_language(turn.person.id, code)
    return _said(code, "settings.language_kept")


def zone(turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Show or change the zone whose time is shown beside the event's."""
    if not arguments:
        shown = turn.person.time_zone or say(turn.language, "settings.zone_none")
        return _said(turn.language, "settings.zone_now", zone=shown)
    wanted = arguments[0].strip().replace(" ", "_").casefold()
    name = next((name for name in available_timezones() if wanted in {name.casefold(), _city(name)}), "")
    if not name:
        return _said(turn.language, "settings.zone_unknown")
    turn.unit.people.set_time_zone(turn.person.id, name)
    return _said(turn.language, "settings.zone_kept", zone=name)


def quiet(turn: Turn, arguments: tuple[str, ...]) -> Reply:
    """Show, set or end the quiet hours."""
    if not arguments:
        return _quiet_now(turn)
    if arguments[0].strip().lower() in words(turn.language, "commands.off"):
        turn.unit.people.set_quiet_hours(turn.person.id, None)
        return _said(turn.language, "settings.quiet_off")
    hours = quiet_hours(arguments[0])
    if hours is None:
        return _said(turn.language, "settings.quiet_unknown")
    turn.unit.people.set_quiet_hours(turn.person.id, hours)
    turn.unit.outbox.withdraw("remind:", turn.person.id)  # what waits is planned anew
    return _said(turn.language, "settings.quiet_kept", start=f"{hours.start:%H:%M}", end=f"{hours.end:%H:%M}")


def quiet_hours(text: str) -> QuietHours | None:
    """Read ``22:00-07:00``, ``22h - 7h`` or ``22時から7時``; None when it is not two different times."""
    found = [(int(hour), int(minute or 0)) for hour, minute in HOURS.findall(text)]
    if len(found) != 2 or found[0] == found[1] or any(h > 23 or m > 59 for h, m in found):  # noqa: PLR2004 from, to
        return None
    return QuietHours(time(*found[0]), time(*found[1]))


def mute(turn: Turn, _: tuple[str, ...]) -> Reply:
    """Stop reminders and announcements, also those that wait to leave."""
    turn.unit.people.set_muted(turn.person.id, muted=True)
    for prefix in ("remind:", "changes:", "daycard:"):
        turn.unit.outbox.withdraw(prefix, turn.person.id)
    return _said(turn.language, "settings.muted")


def unmute(turn: Turn, _: tuple[str, ...]) -> Reply:
    """Resume reminders and announcements."""
    turn.unit.people.set_muted(turn.person.id, muted=False)
    return _said(turn.language, "settings.unmuted")


def _quiet_now(turn: Turn) -> Reply:
    hours = turn.unit.people.preferences(turn.person.id).quiet
    if hours is None:
        return _said(turn.language, "settings.quiet_none")
    return _said(turn.language, "settings.quiet_now", start=f"{hours.start:%H:%M}", end=f"{hours.end:%H:%M}")


def _city(name: str) -> str:
    return name.rpartition("/")[2].casefold()


def _said(language: str, key: str, **slots: object) -> Reply:
    return Reply((Text(say(language, key, **slots)),), language=language)
