"""A question as organizers see it, in their channel, kept up to date there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from bot.actions import encode
from bot.announcements.places import retell
from bot.i18n.catalogue import DEFAULT, say
from bot.i18n.formats import locale
from bot.messages import Choice, Choices, Reply, Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.announcements.office import Office
    from bot.store.records import InboxQuestion
    from bot.store.unit import Unit

PREFIX = "inbox"
"""Begins the keys of these messages: a reply to one of them is the answer to its question."""


def post(unit: Unit, office: Office, question: str, now: datetime) -> None:
    """Show a question to the organizers, or bring up to date what was shown."""
    found = unit.inbox.find(question)
    if found is not None:
        retell(unit, office.places, f"{PREFIX}:{question}", show(found, DEFAULT), now)


def show(question: InboxQuestion, language: str) -> Reply:
    """A question with what can be done about it. Who asked is not told."""
    names = locale(language).languages
    told = say(
        language,
        f"inbox.reasons.{question.reason}",
        count=question.times,
        tongue=names.get(question.language, question.language),
    )
    blocks = [Text(told), Text(question.text), *_fate(question, language)]
    buttons = tuple(_buttons(question, language))
    return Reply((*blocks, *([Choices(buttons)] if buttons else [])), language=language)


def _fate(question: InboxQuestion, language: str) -> Iterator[Text]:
    if question.state == "assigned":
        yield Text(say(language, "inbox.assigned", name=question.assignee), "note")
    elif question.state == "closed":
        yield Text(say(language, "inbox.closed"), "note")
    elif question.state == "answered":
        yield Text(say(language, "inbox.answered", name=question.answered_by), "note")
        yield Text(question.answer)
        note = "inbox.published" if question.published else "inbox.headed"
        yield Text(say(language, note, question=question.text), "note")
    else:
        yield Text(say(language, "inbox.how"), "note")


def _buttons(question: InboxQuestion, language: str) -> Iterator[Choice]:
    for name in _possible(question):
        style: Literal["plain", "primary", "danger"] = "primary" if name in {"answer", "publish"} else "plain"
        yield Choice(say(language, f"inbox.buttons.{name}"), encode(f"inbox-{name}", question.id), style)


def _possible(question: InboxQuestion) -> tuple[str, ...]:
    match question.state:
        case "open":
            return ("answer", "assign", "close")
        case "assigned":
            return ("answer", "close")
        case "answered" if not question.published:
            return ("publish", "reword", "reopen")
        case _:
            return ("reopen",)
