"""A filled form becomes a draft, by the same checks as everything that is typed; each fault names its field."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from bot.announcements import moments, writing
from bot.announcements.acting import audited
from bot.announcements.confirming import checked
from bot.announcements.drafting import Drafting, open_draft
from bot.announcements.faults import AnnouncementError
from bot.announcements.form import CHOSEN, SOMEBODY, TEXT, audience_of
from bot.announcements.office import actor_of
from bot.announcements.selection import select
from bot.i18n.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.announcements.office import Office
    from bot.forms import Answers, Filled
    from bot.messages import Reply
    from bot.store.records import Announcement
    from bot.turn import Turn

T = TypeVar("T")
FIELD_OF = {"past": "at", "useless": "until"}


class FormError(Exception):
    """A form that cannot be taken: a sentence for each field at fault. Nothing is to be kept of the turn."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class _Content:
    """What a form says."""

    texts: dict[str, str]
    audience: str
    picture: str
    at: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads one field after the other and gathers what is wrong with them."""

    answers: Answers
    language: str
    faults: dict[str, str] = field(default_factory=dict)

    def typed(self, name: str) -> str:
        return "".join(self.answers.get(name, ())).strip()

    def read(self, name: str, take: Callable[[str], T], otherwise: T) -> T:
        """What a field says; ``otherwise`` where it says nothing, or nothing that can be read."""
        if not self.typed(name):
            return otherwise
        return self.check(name, lambda: take(self.typed(name)), otherwise)

    def check(self, name: str, take: Callable[[], T], otherwise: T) -> T:
        try:
            return take()
        except AnnouncementError as fault:
            self.faults.setdefault(name, fault.told(self.language))
            return otherwise


def fill(turn: Turn, filled: Filled, office: Office) -> Reply:
    """Make a draft of a form, or change the one that it is about, and show it. Raises FormError."""
    default, _, number = filled.about.partition(":")
    reading = _Reading(filled.answers, turn.language)
    first = f"{TEXT}{default}"
    draft = reading.check(first, lambda: open_draft(turn, (number,)), None) if number else None
    content = _content(reading, turn, draft, default)
    if reading.faults:
        raise FormError(reading.faults)
    kept = _keep(turn, draft, content)
    try:
        checked(turn, kept)
    except AnnouncementError as fault:
        raise FormError({FIELD_OF.get(fault.key) or _somebody(filled): fault.told(turn.language)}) from fault
    at = turn.incoming.address
    turn.unit.conversations.unexpect(at.platform, at.chat, turn.person.id)
    audited(turn, "form", kept.id, "\n".join(content.texts.values()))
    return Drafting(office).preview(turn, kept.id)


def _content(reading: _Reading, turn: Turn, draft: Announcement | None, default: str) -> _Content:
    kept = draft.picture if draft and not writing.link_of(draft.picture) else ""  # a file, which no form shows
    picture = reading.read("picture", writing.pack_link, kept)
    first = f"{TEXT}{default}"
    if not reading.typed(first):
        reading.faults[first] = AnnouncementError("empty").told(turn.language)
    texts = {}
    for name in (first, *sorted(reading.answers.keys() - {first})):
        if name.startswith(TEXT) and reading.typed(name):
            code = name.removeprefix(TEXT)
            texts[code] = reading.typed(name)
            reading.check(name, partial(writing.check, texts[code], picture, code), None)
    at = reading.read("at", lambda typed: moments.read(typed, turn.now), None)
    until = reading.read("until", lambda typed: moments.read(typed, turn.now), None)
    return _Content(texts, _audience(reading, turn), picture, at, until)


def _audience(reading: _Reading, turn: Turn) -> str:
    """The audience in writing; a fault is told at the field that it comes from."""
    written = reading.typed("written")
    chosen = [name for name in CHOSEN if reading.typed(name)]
    if written and chosen:
        reading.faults["written"] = say(turn.language, "announce.form.both")
        return written
    try:
        audience = written or audience_of(reading.answers)
    except ValueError:
        reading.faults[chosen[0]] = say(turn.language, "announce.form.too_many")
        return "all"
    try:
        select(audience, turn.unit, turn.knowledge, turn.now)
    except AnnouncementError as fault:
        reading.faults[_guilty(reading, turn, chosen)] = fault.told(turn.language)
    return audience


def _guilty(reading: _Reading, turn: Turn, chosen: list[str]) -> str:
    """The field that is at fault by itself already."""
    for name in chosen:
        try:
            select(audience_of({name: reading.answers[name]}), turn.unit, turn.knowledge, turn.now)
        except AnnouncementError:
            return name
    return chosen[0] if chosen else "written"


def _somebody(filled: Filled) -> str:
    return next((name for name in SOMEBODY if any(filled.answers.get(name, ()))), "written")


def _keep(turn: Turn, draft: Announcement | None, content: _Content) -> Announcement:
    news, default = turn.unit.announcements, next(iter(content.texts))
    if draft is None:
        number = news.draft(
            content.texts,
            content.audience,
            actor_of(turn),
            turn.now,
            default_language=default,
            picture=content.picture,
            scheduled=content.at,
            useful_until=content.until,
        )
    else:
        number = draft.id
        news.rewrite(
            number,
            texts=content.texts,
            audience=content.audience,
            picture=content.picture,
            default_language=default,
        )
        news.schedule(number, content.at, content.until)
    kept = news.find(number)
    assert kept is not None  # noqa: S101 it was put a line above
    return kept
