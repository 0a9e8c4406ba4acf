"""A draft shown to its author: exactly as it will look, for how many, how long it takes, and who is left out."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.announcements.writing import blocks_of, compose, print_of
from bot.i18n import formats
from bot.i18n.catalogue import say
from bot.messages import Choice, Choices, Reply, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from bot.announcements.selection import Selection
    from bot.messages import Block
    from bot.store.records import Announcement

NAMED = 5  # people told by name who cannot be reached
ABOUT_MINUTES = 90  # seconds from which a duration is told in minutes


def show(
    announcement: Announcement,
    selection: Selection,
    rates: Mapping[str, float],
    language: str,
    now: datetime,
    *,
    form: bool = False,
) -> Reply:
    """The preview with its buttons, one of them for a ``form`` where that can be opened.

    ``rates`` are messages a second by platform; ``now`` is in the event's zone.
    """
    blocks = (
        Text(say(language, "announce.preview"), "heading"),
        *looks(announcement, language),
        Text("\n".join(facts(announcement, selection, rates, language, now))),
        Choices(tuple(_buttons(announcement, language, form=form))),
    )
    return Reply(blocks, language=language)


def without_buttons(reply: Reply) -> Reply:
    """A reply for a place where nothing can be pressed."""
    return replace(reply, blocks=tuple(block for block in reply.blocks if not isinstance(block, Choices)))


def looks(announcement: Announcement, language: str) -> Iterator[Block]:
    """The texts as they will look, each under its language where there are several."""
    names = formats.locale(language).languages
    for code, text in announcement.texts.items():
        if len(announcement.texts) > 1:
            yield Text(f"— {names.get(code, code)} —", "note")
        yield from blocks_of(text)
    if announcement.picture:
        yield compose(announcement, language).blocks[-1]


def facts(
    announcement: Announcement, selection: Selection, rates: Mapping[str, float], language: str, now: datetime
) -> Iterator[str]:
    """Whom it goes to, how long that takes, who is left out and why, when, and until when it is useful: a line each."""
    audience = selection.audience.text
    shown = say(language, "announce.everyone") if audience == "all" else audience
    yield say(language, "announce.to", audience=shown)
    times = [
        say(
            language,
            "announce.on_platform",
            platform=platform.capitalize(),
            count=count,
            time=_time(count, rate, language),
        )
        for platform, count in sorted(selection.by_platform.items())
        for rate in [rates.get(platform, math.inf)]
    ]
    people = say(language, "announce.people", count=len(selection.reached))
    yield say(language, "announce.reach", people=people, times=", ".join(times)) if times else people
    yield from _left_out(selection, language)
    if announcement.scheduled:
        yield say(language, "announce.at", time=_moment(announcement.scheduled, language, now))
    if announcement.useful_until:
        yield say(language, "announce.until", time=_moment(announcement.useful_until, language, now))


def _left_out(selection: Selection, language: str) -> Iterator[str]:
    reasons = [say(language, f"announce.why.{why}", count=n) for why, n in sorted(selection.by_reason.items())]
    if reasons:
        names = [candidate.email or candidate.name for candidate, _ in selection.missed[:NAMED]]
        more = ["…"] if len(selection.missed) > NAMED else []
        told = say(language, "announce.left_out", count=len(selection.missed), reasons=", ".join(reasons))
        yield f"{told} ({', '.join([*names, *more])})"
    if selection.silent:
        yield say(language, "announce.silent", count=selection.silent)


def _time(count: int, rate: float, language: str) -> str:
    seconds = math.ceil(count / rate) if math.isfinite(rate) else 1
    if seconds < ABOUT_MINUTES:
        return say(language, "announce.seconds", count=seconds)
    return say(language, "announce.minutes", count=round(seconds / 60))


def _moment(moment: datetime, language: str, now: datetime) -> str:
    return formats.span(moment, None, language, now.tzinfo, now=now)  # type: ignore[arg-type]  # the event's zone


def _buttons(draft: Announcement, language: str, *, form: bool) -> Iterator[Choice]:
    send = encode("announce-send", draft.id, print_of(draft))  # what is sent is what was seen
    yield Choice(say(language, "announce.buttons.send"), send, "primary")
    for name in (*(["form"] if form else []), "schedule", "edit", "audience", "until", "picture"):
        yield Choice(say(language, f"announce.buttons.{name}"), encode(f"announce-{name}", draft.id))
    yield Choice(say(language, "announce.buttons.cancel"), encode("announce-cancel", draft.id), "danger")
