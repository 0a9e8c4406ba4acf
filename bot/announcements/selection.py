"""An audience met with the people there are: who gets it, who does not and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.announcements.audience import parse
from bot.announcements.candidates import Candidate, gather
from bot.announcements.faults import AnnouncementError
from bot.announcements.moments import span
from bot.announcements.resending import missed

if TYPE_CHECKING:
    from datetime import datetime

    from bot.announcements.audience import Audience, Term
    from bot.announcements.candidates import Crowd
    from bot.store.unit import Unit
    from knowledge.model import Knowledge, Session

Matcher = Callable[[Candidate], bool]
Why = Literal["unlinked", "blocked", "muted"]
LIKE = 85.0  # of 100, rapidfuzz's WRatio: a title typed from memory


@dataclass(frozen=True, slots=True)
class Selection:
    """``reached`` get the announcement on ``platform``, or where they are best reached when that is empty.

    ``missed`` are those it is for who cannot get it. ``silent`` counts attendees without an account whom the audience
    does not name: "everyone" is everyone who talks with the bot. ``whole`` tells that nobody else can be reached, or
    only those excepted.
    """

    audience: Audience
    reached: tuple[Candidate, ...]
    missed: tuple[tuple[Candidate, Why], ...]
    silent: int = 0
    whole: bool = False

    @property
    def by_platform(self) -> Counter[str]:
        """How many are reached on each platform."""
        return Counter(candidate.platform for candidate in self.reached)

    @property
    def by_reason(self) -> Counter[str]:
        """How many are missed for each reason."""
        return Counter(why for _, why in self.missed)


def select(written: str, unit: Unit, knowledge: Knowledge, now: datetime) -> Selection:
    """Find the people of an audience. Raises AnnouncementError for one that cannot be read or names nothing there is.

    ``now`` is in the event's zone.
    """
    audience = parse(written)
    crowd = gather(unit, knowledge, audience)
    where = _Lookup(unit, knowledge, now, crowd)
    wanted = [[where.matcher(term) for term in group] for group in audience.wanted]
    unwanted = [where.matcher(term) for term in audience.unwanted if term.kind != "muted"]

    def is_meant(candidate: Candidate) -> bool:
        return any(all(fits(candidate) for fits in group) for group in wanted) and not any(
            fits(candidate) for fits in unwanted
        )

    meant = [candidate for candidate in crowd.candidates if is_meant(candidate)]
    told = [(candidate, _why_not(candidate, audience)) for candidate in meant]
    reached = tuple(candidate for candidate, why in told if not why)
    reachable = sum(1 for candidate in crowd.candidates if not _why_not(candidate, audience))
    by_account = all(term.kind == "all" for group in audience.wanted for term in group)
    return Selection(
        audience,
        reached,
        tuple((candidate, why) for candidate, why in told if why),
        sum(not candidate.person for candidate in crowd.candidates) if by_account else 0,
        whole=len(reached) >= reachable or any(all(t.kind == "all" for t in group) for group in audience.wanted),
    )


def _why_not(candidate: Candidate, audience: Audience) -> Why | Literal[""]:
    if not candidate.person:
        return "unlinked"
    if candidate.trouble:
        return "blocked"
    return "muted" if candidate.muted and not audience.includes_muted else ""


class _Lookup:
    """Makes a condition's question to a candidate out of its words."""

    def __init__(self, unit: Unit, knowledge: Knowledge, now: datetime, crowd: Crowd) -> None:
        self._unit, self._knowledge, self._now, self._crowd = unit, knowledge, now, crowd

    def matcher(self, term: Term) -> Matcher:  # noqa: C901, PLR0911 one answer for each kind of condition
        value = term.value
        match term.kind:
            case "all" | "muted":
                return lambda one: bool(one.person)
            case "linked":
                return lambda one: bool(one.person and one.email)
            case "unlinked":
                return lambda one: bool(one.person and not one.email)
            case "language":
                return lambda one: one.language.replace("_", "-").split("-")[0].lower() == value
            case "email":
                return lambda one: one.email == value
            case "group":
                return self._group(value)
            case "platform" | "account":
                return self._account(value)
            case "session":
                people = self._followers(self._session(value))
                return lambda one: one.person in people
            case "meetings":
                emails = self._meeting(value)
                return lambda one: one.email in emails
            case "missed":
                return missed(self._unit, value)

    def _group(self, name: str) -> Matcher:
        groups = {group.casefold() for attendee in self._knowledge.attendees for group in attendee.groups}
        if name.casefold() not in groups:
            raise AnnouncementError("unknown_group", group=name, known=_few(groups))
        return lambda one: name.casefold() in (group.casefold() for group in one.groups)

    def _account(self, value: str) -> Matcher:
        platform, colon, user = value.partition(":")
        accounts = self._crowd.accounts[platform]
        if not colon:
            people = set(accounts.values())
            return lambda one: one.person in people
        person = accounts.get(user, "")
        return lambda one: one.person == person and (bool(person) or (one.user == user and one.name == value))

    def _session(self, named: str) -> Session:
        from rapidfuzz import fuzz, process, utils

        sessions = self._knowledge.program.sessions
        exact = [s for s in sessions if s.id == named] or [s for s in sessions if named.casefold() in _titles(s)]
        if len(exact) == 1:
            return exact[0]
        titles = {s.id: " / ".join({s.title, *s.titles.values()}) for s in (exact or sessions)}
        near = process.extract(named, titles, scorer=fuzz.WRatio, processor=utils.default_process, limit=3)
        likely = [number for _, score, number in near if score >= LIKE]
        if len(likely) == 1 and not exact:
            return next(s for s in sessions if s.id == likely[0])
        shown = ", ".join(f"session:{number} ({titles[number]})" for _, _, number in near) or "-"
        raise AnnouncementError("unknown_session", session=named, near=shown)

    def _followers(self, session: Session) -> set[str]:
        targets = {("session", session.id), ("track", _folded(session.track))}
        targets |= {("room", _folded(room)) for room in session.rooms}
        targets |= {("speaker", _folded(speaker.name)) for speaker in session.speakers}
        wishes = self._unit.wishes.all()
        people = set(self._unit.agenda.starrers(session.id))
        people |= {w.person for w in wishes if w.wanted and (w.kind, _folded(w.target, w.kind)) in targets}
        return people - {w.person for w in wishes if not w.wanted and (w.kind, w.target) == ("session", session.id)}

    def _meeting(self, written: str) -> set[str]:
        meetings = [meeting for meeting in self._knowledge.meetings if not meeting.cancelled]
        if written:
            start, end = span(written, [meeting.start.date() for meeting in meetings], self._now)
            meetings = [meeting for meeting in meetings if meeting.start < end and meeting.end > start]
        return {email for meeting in meetings for email in (meeting.side_a, meeting.side_b)}


def _titles(session: Session) -> set[str]:
    return {title.casefold() for title in (session.title, *session.titles.values())}


def _folded(name: str, kind: str = "") -> str:
    """A name as wishes keep it; a session's id is kept as it is."""
    return name if kind == "session" else " ".join(name.split()).casefold()


def _few(names: set[str]) -> str:
    return ", ".join(sorted(names)[:8]) or "-"
