"""Who an announcement is for, as organizers write it. Pure.

::

    all                         everyone who talks with the bot
    session:<id or title>       who starred or follows a session, its speakers, track or room
    group:<name>                attendees of a group or tag
    language:<xx>               people of a language
    platform:<slack|telegram>   people on a platform, reached there
    meetings[:<time span>]      attendees with meetings, at all or then: 14:00-15:30, 2026-01-16, 2026-01-16T14:00
    linked, unlinked            people who are, or are not, linked to an attendee
    ann@example.org             an attendee; telegram:42 or slack:U0123: an account
    muted                       adds nobody, but reaches those too who muted the bot
    missed:<announcement id>    those whom an announcement did not reach

``+`` keeps only who is in both, ``,`` adds, ``-`` takes out of the whole: ``group:press + language:ja, vip@example.org
- telegram:42``. A name with commas, or with ``+`` or ``-`` between spaces, stands in quotation marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.announcements.faults import AnnouncementError

Kind = Literal[
    "all",
    "session",
    "group",
    "language",
    "platform",
    "meetings",
    "linked",
    "unlinked",
    "muted",
    "missed",
    "email",
    "account",
]

ALONE = ("all", "linked", "unlinked", "meetings", "muted")
VALUED = ("session", "group", "language", "platform", "meetings", "missed")
PLATFORMS = ("slack", "telegram", "console")
_QUOTES = {'"': '"', "“": "”", "«": "»", "「": "」"}
_OPERATOR = re.compile(r"\s*(?P<comma>[,、])\s*|\s+(?P<spaced>[+-])\s*")
_TIGHT = re.compile(rf"\+(?=(?:{'|'.join((*VALUED, *PLATFORMS))}):|(?:{'|'.join(ALONE)})(?:\s|[,+]|$))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """One condition."""

    kind: Kind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Audience:
    """People in all terms of any of ``wanted``, and in none of ``unwanted``. ``text`` is as it was written."""

    text: str
    wanted: tuple[tuple[Term, ...], ...]
    unwanted: tuple[Term, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """All terms."""
        return (*(term for group in self.wanted for term in group), *self.unwanted)

    @property
    def platform(self) -> str:
        """The one platform on which all of them are to be reached, or an empty string: wherever that is best."""
        named = [{term.value for term in group if term.kind == "platform"} for group in self.wanted]
        return next(iter(named[0])) if named and all(len(each) == 1 and each == named[0] for each in named) else ""

    @property
    def includes_muted(self) -> bool:
        """Whether those who muted the bot are reached too."""
        return any(term.kind == "muted" for term in self.terms)


def parse(text: str) -> Audience:
    """Read an audience. Raises AnnouncementError for a condition that there is not."""
    wanted: list[tuple[Term, ...]] = []
    unwanted: list[Term] = []
    for sign, written in _parts(text.strip()):
        term = _term(written)
        if sign == "-":
            unwanted.append(term)
        elif sign == "+" and wanted:
            wanted[-1] = (*wanted[-1], term)
        else:
            wanted.append((term,))
    real = tuple(group for each in wanted if (group := tuple(t for t in each if t.kind != "muted")))
    muted = tuple(term for each in wanted for term in each if term.kind == "muted")
    if not real and not muted:
        raise AnnouncementError("no_audience")
    return Audience(" ".join(text.split()), real or ((Term("all"),),), (*unwanted, *muted))


def _parts(text: str) -> list[tuple[str, str]]:
    """The written terms, each with the sign before it; the first one's is a comma."""
    parts: list[tuple[str, str]] = []
    sign, begin, at = ",", 0, 0
    while at < len(text):
        closing = _QUOTES.get(text[at])
        end = text.find(closing, at + 1) if closing else -1
        if end > 0:
            at = end + 1
            continue
        found = _OPERATOR.match(text, at) or _TIGHT.match(text, at)
        if found is None:
            at += 1
            continue
        parts.append((sign, text[begin:at]))
        sign, begin, at = found[0].strip().replace("、", ","), found.end(), found.end()
    parts.append((sign, text[begin:]))
    return [(sign, part.strip()) for sign, part in parts if part.strip()]


def _term(written: str) -> Term:
    word, colon, value = written.partition(":")
    word, value = word.strip().casefold(), _unquoted(value.strip())
    word = "all" if word == "everyone" else word
    if not colon and word in ALONE:
        return Term(word)  # type: ignore[arg-type]  # ALONE holds nothing but kinds
    if not colon and re.fullmatch(r"[^\s@:]+@[^\s@:]+\.[^\s@:]+", written):
        return Term("email", written.casefold())
    if colon and word in PLATFORMS and value:
        return Term("account", f"{word}:{value}")
    if colon and word in VALUED and value:
        return Term(word, _checked(word, value))  # type: ignore[arg-type]  # VALUED holds nothing but kinds
    raise AnnouncementError("unknown_term", term=written)


def _checked(word: str, value: str) -> str:
    if word == "platform":
        if value.casefold() not in PLATFORMS:
            raise AnnouncementError("unknown_platform", platform=value)
        return value.casefold()
    if word == "language":
        code = value.casefold().replace("_", "-").split("-")[0]
        if not re.fullmatch(r"[a-z]{2,3}", code):
            raise AnnouncementError("unknown_language", tongue=value)
        return code
    return value


def _unquoted(value: str) -> str:
    closing = _QUOTES.get(value[:1])
    return value[1:-1].strip() if closing and len(value) > 1 and value.endswith(closing) else value
