"""The sentence that answers what is asked of one session."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.i18n import formats
from bot.nlu.entities.people import affiliation
from bot.nlu.types import Attribute
from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.conversation.scene import Scene
    from knowledge.model import Session


def is_unsaid(scene: Scene, session: Session) -> bool:
    """Tell whether the program does not say what is asked of a session."""
    has = SAID_BY.get(scene.query.attribute)
    return has is not None and not has(session)


def lead(scene: Scene, session: Session) -> str:
    """The sentence, empty where the session's card says it all."""
    if session.standing == "postponed":
        return scene.say("standing.is_postponed", title=scene.view.title(session))
    if session.cancelled:
        return scene.say("schedule.cancelled", title=scene.view.title(session))
    sentence = LEADS.get(scene.query.attribute)
    return sentence(scene, session) if sentence else ""


def _tense(scene: Scene, session: Session) -> str:
    return scene.view.tense(session, queries.end_of(scene.program, session))


def _when(scene: Scene, session: Session) -> str:
    return _timed(scene, session, "when")


def _status(scene: Scene, session: Session) -> str:
    return _timed(scene, session, "status")


def _timed(scene: Scene, session: Session, key: str) -> str:
    tense = _tense(scene, session)
    if tense == "running":
        if session.end is None:
            return scene.say(f"schedule.lead.{key}.running_open")
        return scene.say(f"schedule.lead.{key}.running", end=scene.view.clock(session.end))
    today = session.start.astimezone(scene.view.zone).date() == scene.view.now.date()
    moment = scene.view.far(session.start) if tense == "coming" and today else scene.view.moment(session.start)
    return scene.say(f"schedule.lead.{key}.{tense}", moment=moment)


def _end(scene: Scene, session: Session) -> str:
    if session.end is None:
        return scene.say("schedule.no_end")
    return scene.say(f"schedule.lead.end.{_tense(scene, session)}", moment=scene.view.moment(session.end))


def _where(scene: Scene, session: Session) -> str:
    if not session.rooms:
        return scene.say("schedule.no_room")
    return scene.say(f"schedule.lead.where.{_tense(scene, session)}", rooms=scene.view.rooms(session))


def _who(scene: Scene, session: Session) -> str:
    if not session.speakers:
        return scene.say("schedule.no_speaker")
    theirs = tuple(s for s in session.speakers if affiliation(s) in scene.query.organizations)
    shown = replace(session, speakers=theirs or session.speakers)
    names = scene.view.speakers(shown, most=6)
    if len(shown.speakers) == 1:  # who somebody is belongs to the name
        details = ", ".join(part for part in (shown.speakers[0].role, shown.speakers[0].organization) if part)
        names = f"{names} ({details})" if details else names
    return scene.say(f"schedule.lead.who.{_tense(scene, session)}", speakers=names)


def _length(scene: Scene, session: Session) -> str:
    if session.duration is None:
        return scene.say("schedule.no_end")
    duration = formats.duration(session.duration, scene.view.language)
    return scene.say(f"schedule.lead.length.{_tense(scene, session)}", duration=duration)


def _language(scene: Scene, session: Session) -> str:
    if not session.language:
        return scene.say("schedule.no_language")
    names = formats.locale(scene.view.language).languages
    code = session.language[:2].lower()
    return scene.say("schedule.in_language", spoken=names.get(code, session.language))


def _organization(scene: Scene, session: Session) -> str:
    known = [(speaker.name, affiliation(speaker)) for speaker in session.speakers if affiliation(speaker)]
    if not known:
        return scene.say("schedule.no_organization")
    named = [scene.say("schedule.by_organization", name=name, organization=beside) for name, beside in known]
    return scene.say("schedule.of_organization", speakers=formats.join(named, scene.view.language))


def _track(scene: Scene, session: Session) -> str:
    return scene.say("schedule.in_track", track=session.track) if session.track else scene.say("schedule.no_track")


def _takes_place(scene: Scene, session: Session) -> str:
    if session.standing == "tentative":
        return scene.say("standing.is_tentative")
    return scene.say(f"schedule.takes_place.{_tense(scene, session)}")


LEADS: dict[Attribute, Callable[[Scene, Session], str]] = {
    Attribute.WHEN: _when,
    Attribute.START: _when,
    Attribute.END: _end,
    Attribute.WHERE: _where,
    Attribute.WHO: _who,
    Attribute.LENGTH: _length,
    Attribute.LANGUAGE: _language,
    Attribute.STATUS: _status,
    Attribute.CANCELLED: _takes_place,
    Attribute.ORGANIZATION: _organization,
    Attribute.TRACK: _track,
}
SAID_BY: dict[Attribute, Callable[[Session], object]] = {
    Attribute.END: lambda session: session.end,
    Attribute.LENGTH: lambda session: session.end,
    Attribute.WHERE: lambda session: session.rooms,
    Attribute.WHO: lambda session: session.speakers,
    Attribute.LANGUAGE: lambda session: session.language,
    Attribute.ORGANIZATION: lambda session: any(affiliation(speaker) for speaker in session.speakers),
    Attribute.TRACK: lambda session: session.track,
}
