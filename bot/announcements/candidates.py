"""Those whom an announcement could be for: everybody who talks with the bot, and the attendees who do not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bot.announcements.audience import Audience
    from bot.messages import Platform
    from bot.store.records import Recipient
    from bot.store.unit import Unit
    from knowledge.model import Attendee, Knowledge


@dataclass(frozen=True, slots=True)
class Candidate:
    """One human. ``person`` is empty for an attendee without an account; ``platform`` is where they are best reached.

    ``trouble`` tells why an account cannot be written to.
    """

    name: str
    person: str = ""
    email: str = ""
    language: str = ""
    groups: tuple[str, ...] = ()
    platform: Platform | Literal[""] = ""
    user: str = ""
    trouble: str = ""
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Crowd:
    """All candidates, and for each platform the ids of the people who have an account there."""

    candidates: tuple[Candidate, ...]
    accounts: dict[str, dict[str, str]] = field(default_factory=dict)


def gather(unit: Unit, knowledge: Knowledge, audience: Audience) -> Crowd:
    """Everybody known, and who the audience names though nobody knows them.

    Who only ever used the terminal is the operator trying things out.
    """
    attendees = {attendee.email: attendee for attendee in knowledge.attendees}
    elsewhere: tuple[Platform, ...] = () if audience.platform == "console" else ("console",)
    people = unit.people.everyone(_platform(audience), without=elsewhere)
    found = [_talking(recipient, attendees.get(recipient.person.email)) for recipient in people]
    if audience.platform:  # those on other platforms are candidates too, but cannot match
        known = {candidate.person for candidate in found}
        others = unit.people.everyone(without=elsewhere)
        found += [_talking(r, attendees.get(r.person.email)) for r in others if r.person.id not in known]
    linked = {candidate.email for candidate in found if candidate.email}
    found += [_silent(attendee) for attendee in knowledge.attendees if attendee.email not in linked]
    accounts = _accounts(unit, audience)
    found += _strangers(audience, {*linked, *attendees}, accounts)
    return Crowd(tuple(found), accounts)


def _platform(audience: Audience) -> Platform | None:
    return audience.platform or None  # type: ignore[return-value]  # parsed, so one of the platforms


def _accounts(unit: Unit, audience: Audience) -> dict[str, dict[str, str]]:
    """For each platform that the audience names: its people by user id."""
    named = {term.value for term in audience.terms if term.kind == "platform"}
    named |= {term.value.partition(":")[0] for term in audience.terms if term.kind == "account"}
    return {
        platform: {r.person.user: r.person.id for r in unit.people.everyone(platform)}  # type: ignore[arg-type]  # parsed
        for platform in named
    }


def _talking(recipient: Recipient, attendee: Attendee | None) -> Candidate:
    person = recipient.person
    return Candidate(
        name=person.name or (attendee.name if attendee else "") or person.email or f"{person.platform}:{person.user}",
        person=person.id,
        email=person.email,
        language=recipient.preferences.language or (attendee.language if attendee else "") or person.language,
        groups=attendee.groups if attendee else (),
        platform=person.platform,
        user=person.user,
        trouble=recipient.trouble,
        muted=recipient.preferences.muted,
    )


def _silent(attendee: Attendee) -> Candidate:
    return Candidate(attendee.name or attendee.email, "", attendee.email, attendee.language, attendee.groups)


def _strangers(audience: Audience, emails: set[str], accounts: dict[str, dict[str, str]]) -> list[Candidate]:
    wanted = [term for group in audience.wanted for term in group]
    unknown = dict.fromkeys(term.value for term in wanted if term.kind == "email" and term.value not in emails)
    found = [Candidate(email, email=email) for email in unknown]
    for term in wanted:
        platform, _, user = term.value.partition(":")
        if term.kind == "account" and user not in accounts[platform]:
            found.append(Candidate(term.value, user=user))
    return found
