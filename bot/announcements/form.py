"""The form behind "announce": all that a draft can say, at once. Pure but for the names of what there is."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.announcements.writing import link_of
from bot.forms import Field, Form, Option
from bot.i18n import formats
from bot.i18n.catalogue import languages, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from bot.forms import Answers
    from bot.store.records import Announcement
    from knowledge.model import Knowledge

NAME = "announce-form"
TEXT = "text-"
"""Begins the names of the fields for the text, one for each language."""

LONGEST_VALUE = 75  # of an option: what has a longer id can be written
LONGEST_TEXT = 3000  # characters that a field takes; what is longer would be cut
MOST = 300  # sessions offered, so that the form stays small; those to come when there are more
RECENT = timedelta(hours=2)
CROSSED = 300  # conditions that choices may multiply to
SOMEBODY = ("sessions", "groups", "languages", "platform", "account", "meetings", "list", "except", "muted", "written")
"""The fields that say whom it is for."""

CHOSEN = SOMEBODY[:-1]
SIGNS = re.compile(r"[,、+\"“”«»「」]|\s-")
QUOTES = (('"', '"'), ("“", "”"), ("«", "»"), ("「", "」"))


def fits(draft: Announcement | None) -> bool:
    """Tell whether the form can show all of a draft."""
    return draft is None or all(len(text) <= LONGEST_TEXT for text in draft.texts.values())


def make(draft: Announcement | None, knowledge: Knowledge, language: str, now: datetime) -> Form:
    """The form in an organizer's language, showing a draft where there is one."""
    default = draft.default_language if draft else language
    people, rest = _people(draft, knowledge, language, now), _rest(draft, knowledge, language)
    fields = (*_texts(draft, default, language), *people, *rest)
    return Form(
        NAME,
        say(language, "announce.form.title"),
        say(language, "announce.form.submit"),
        say(language, "announce.form.close"),
        fields,
        f"{default}:{draft.id if draft else ''}",
    )


def _texts(draft: Announcement | None, default: str, language: str) -> Iterator[Field]:
    names, texts = formats.locale(language).languages, draft.texts if draft else {}
    for code in dict.fromkeys((default, *texts, *languages())):
        label = say(language, "announce.form.text", tongue=names.get(code, code))
        value = (texts[code],) if code in texts else ()
        hint = say(language, "announce.form.text_hint") if code == default else ""
        yield Field(f"{TEXT}{code}", label, "lines", hint, value=value, required=code == default)


def _people(draft: Announcement | None, knowledge: Knowledge, language: str, now: datetime) -> Iterator[Field]:
    def label(name: str) -> str:
        return say(language, f"announce.form.{name}")

    def options(name: str, *codes: str) -> tuple[Option, ...]:
        return tuple(Option(code, say(language, f"announce.form.{name}s.{code}")) for code in codes)

    tongues = formats.locale(language).languages
    groups = {group.casefold(): group for attendee in knowledge.attendees for group in attendee.groups}
    chosen = (
        Field("sessions", label("sessions"), "many", label("all_hint"), options=_sessions(knowledge, language, now)),
        Field("groups", label("groups"), "many", options=tuple(_fitting(groups.values()))),
        Field("languages", label("languages"), "many", options=tuple(Option(c, tongues[c]) for c in languages())),
        Field("platform", label("platform"), "one", options=options("platform", "slack", "telegram")),
        Field("account", label("account"), "one", options=options("account", "linked", "unlinked")),
    )
    yield from (field for field in chosen if field.options)
    if knowledge.meetings:
        yield Field("meetings", label("meetings"), example=label("meetings_example"))
    yield Field("list", label("list"), "lines", example="ann@example.org, telegram:42")
    yield Field("except", label("except"), example="bo@example.org, group:press")
    yield Field("muted", label("muted"), "one", options=options("muted", "too"))
    written = (draft.audience,) if draft and draft.audience != "all" else ()
    example = "group:press + language:ja"
    yield Field("written", label("written"), hint=label("written_hint"), value=written, example=example)


def _rest(draft: Announcement | None, knowledge: Knowledge, language: str) -> Iterator[Field]:
    zone = knowledge.event.zone

    def shown(name: str) -> tuple[str, ...]:
        moment = getattr(draft, name) if draft else None
        return (moment.astimezone(zone).isoformat(" ", "minutes"),) if moment else ()

    def label(name: str) -> str:
        return say(language, f"announce.form.{name}", zone=zone.key)

    url = link_of(draft.picture) if draft else ""
    yield Field("picture", label("picture"), example="https://example.org/map.png", value=(url,) if url else ())
    yield Field("at", label("at"), hint=label("at_hint"), example="14:30", value=shown("scheduled"))
    yield Field("until", label("until"), example="15:00", value=shown("useful_until"))


def _sessions(knowledge: Knowledge, language: str, now: datetime) -> tuple[Option, ...]:
    zone = knowledge.event.zone
    live = [session for session in knowledge.program.sessions if not session.cancelled]
    if len(live) > MOST:
        live = [session for session in live if session.start > now - RECENT]
    return tuple(
        Option(
            session.id,
            f"{formats.clock(session.start.astimezone(zone), language)} {session.title_in(language)}",
            formats.day(session.start.astimezone(zone), language),
        )
        for session in sorted(live, key=lambda each: each.start)
        if len(session.id) <= LONGEST_VALUE
    )[:MOST]


def _fitting(names: Iterable[str]) -> Iterator[Option]:
    return (Option(name, name) for name in sorted(names) if len(name) <= LONGEST_VALUE)


def audience_of(answers: Answers) -> str:
    """What was chosen as an audience in writing: in all of the conditions, those listed too, without those excepted.

    Within one field any of the choices will do. Raises ValueError when that is more than can be written.
    """
    wanted: list[str] = []
    for field in ("sessions", "groups", "languages", "platform", "account", "meetings"):
        terms = [_term(field, value) for value in answers.get(field, ()) if value.strip()]
        if terms:
            wanted = [f"{one} + {other}" for one in wanted for other in terms] if wanted else terms
        if len(wanted) > CROSSED:
            raise ValueError(field)
    listed = _names(answers.get("list", ()))
    muted = ["muted"] if any(answers.get("muted", ())) else []
    parts = [", ".join([*(wanted or ([] if listed else ["all"])), *listed, *muted])]
    parts += [f"- {name}" for name in _names(answers.get("except", ()))]
    return " ".join(parts)


def _names(typed: tuple[str, ...]) -> list[str]:
    lines = ",".join(typed).replace("\n", ",").replace("、", ",").replace(";", ",")
    return [name.strip() for name in lines.split(",") if name.strip()]


def _term(field: str, value: str) -> str:
    match field:
        case "account":
            return value
        case "meetings":
            return f"meetings:{value.strip()}" if any(sign.isdigit() for sign in value) else "meetings"
        case _:
            return f"{field.removesuffix('s')}:{_quoted(value)}"


def _quoted(name: str) -> str:
    if not SIGNS.search(name):
        return name
    opening, closing = next(((o, c) for o, c in QUOTES if o not in name and c not in name), QUOTES[0])
    return f"{opening}{name}{closing}"
