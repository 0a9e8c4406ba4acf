"""The sentence that answers what is asked of one session."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.understanding.query import Aspect
from bot.i18n import formats
from bot.nlu.entities.people import affiliation
from bot.nlu.lexicon import Cue
from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.conversation.scene import Scene
    from knowledge.model import Session


def is_unsaid(scene: Scene, session: Session) -> bool:
    """Tell whether the program does not say what is asked of a session."""
    has = SAID_BY.get(scene.query.aspect)
    return has is not None and not has(session)


def lead(scene: Scene, session: Session) -> str:
    """The sentence, empty where the session's card says it all."""
    if session.cancelled:
        return scene.say("schedule.cancelled", title=scene.view.title(session))
    sentence = LEADS.get(scene.query.aspect)
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
    moment = scene.view.moment(session.start)
    if tense == "coming" and scene.reading.has(Cue.UNTIL):
        moment = scene.view.far(session.start)
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
    return scene.say(f"schedule.lead.who.{_tense(scene, session)}", speakers=scene.view.speakers(shown, most=6))


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
    return scene.say(f"schedule.takes_place.{_tense(scene, session)}")


LEADS: dict[Aspect, Callable[[Scene, Session], str]] = {
    Aspect.WHEN: _when,
    Aspect.START: _when,
    Aspect.END: _end,
    Aspect.WHERE: _where,
    Aspect.WHO: _who,
    Aspect.LENGTH: _length,
    Aspect.LANGUAGE: _language,
    Aspect.STATUS: _status,
    Aspect.CANCELLED: _takes_place,
    Aspect.ORGANIZATION: _organization,
    Aspect.TRACK: _track,
}
SAID_BY: dict[Aspect, Callable[[Session], object]] = {
    Aspect.END: lambda session: session.end,
    Aspect.LENGTH: lambda session: session.end,
    Aspect.WHERE: lambda session: session.rooms,
    Aspect.WHO: lambda session: session.speakers,
    Aspect.LANGUAGE: lambda session: session.language,
    Aspect.ORGANIZATION: lambda session: any(affiliation(speaker) for speaker in session.speakers),
    Aspect.TRACK: lambda session: session.track,
}
