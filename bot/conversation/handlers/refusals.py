"""Honest refusals: what the program does not have, with the nearest that it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.conversation.handlers import facts
from bot.conversation.handlers.composing import composed, is_from_pages, told
from bot.conversation.handlers.gaps import MEALS, gaps
from bot.conversation.scene import Scene, Told, refusal
from bot.conversation.wording import choices
from bot.i18n import formats
from bot.messages import Choice, Choices, Text
from bot.nlu.text import read
from bot.nlu.types import Attribute, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from knowledge.model import Session

FEW = 3
RELATIVE = 2 * 24 * 3600  # seconds: of today and tomorrow it is an answer that nothing is on
ROOMS_SHOWN = 8
ALIKE = 60.0  # of 100, rapidfuzz's WRatio: below, a name is not worth offering


def unknown(scene: Scene, name: str, kind: Kind | None = None) -> Told:
    """Tell that the program does not have what was named."""
    if kind is Kind.ROOM:
        return _unknown_room(scene, name)
    if kind is Kind.PERSON:
        nearest = _people_like(scene, name)
        return _with_nearest(scene, scene.say("refuse.unknown_person", name=name), nearest)
    if kind is Kind.TRACK:
        return _unknown_track(scene, name)
    key = "refuse.unknown_topic" if kind in (Kind.TOPIC, Kind.LEVEL, Kind.AUDIENCE) else "refuse.unknown"
    return _with_nearest(scene, scene.say(key, name=name), _titles_like(scene, name))


def no_such(scene: Scene) -> Told:
    """Tell that nothing in the program fits what was asked for."""
    query = scene.query
    if query.languages and not any(session.language for session in scene.program.sessions):
        return refusal(Text(scene.say("refuse.no_languages")), ask_organizers(scene))
    if query.languages:
        names = formats.locale(scene.view.language).languages
        spoken = formats.join([names.get(code, code) for code in query.languages], scene.view.language)
        return refusal(Text(scene.say("refuse.unknown_language", spoken=spoken)))
    concepts = scene.frame.of(Kind.TYPE)
    if query.concepts and concepts and not scene.event.names.concepts.members(query.concepts[0]):
        reply = composed(scene)
        if reply is not None and is_from_pages(scene, reply):
            return told(reply)
        said = concepts[0].text
        return _with_gap(scene, refusal(Text(scene.say("refuse.unknown_kind", name=said)), ask_organizers(scene)))
    return refusal(Text(scene.say("refuse.no_such")), ask_organizers(scene))


def which(scene: Scene) -> Told:
    """Ask which session is meant, when none was named."""
    return Told((Text(scene.say("refuse.which")),), "clarify", answered=False)


def all_shown(scene: Scene) -> Told:
    """Tell that there is no more of a list."""
    return Told((Text(scene.say("schedule.all_shown")),), "other")


def unclear(scene: Scene) -> Told:
    """Tell that nothing was understood, or not which session was meant."""
    if scene.query.attribute in facts.LEADS:
        return which(scene)
    return Told((Text(scene.say("refuse.unclear")),), "clarify", answered=False)


def _with_gap(scene: Scene, refused: Told) -> Told:
    """With the stretch in which nothing is on, where it is a meal that the program does not list."""
    if scene.query.attribute is Attribute.WHERE or not set(scene.query.concepts) & MEALS.keys():
        return refused
    gap = gaps(scene)
    blocks = (*gap.blocks, *refused.blocks[1:])
    return replace(refused, blocks=blocks, sessions=gap.sessions) if gap.sessions else refused


def unknown_day(scene: Scene) -> Told | None:
    """The refusal of a day, named by its weekday or date, on which the event does not run; None for other times.

    Of today or tomorrow it is an answer that nothing is on; of a day that was named it is a refusal.
    """
    window, calendar = scene.query.window, scene.event.calendar
    if window is None or not calendar.days:
        return None
    days = {(window.start + timedelta(hours=hours)).date() for hours in (0, 12)}
    if days & set(calendar.days) or (window.end - window.start) > timedelta(days=2):
        return None
    sentence = Text(scene.say("refuse.unknown_day", day=scene.view.day(window.start), days=event_days(scene)))
    near = abs((window.start - scene.view.now).total_seconds()) < RELATIVE
    return Told((sentence,)) if near else refusal(sentence)


def event_days(scene: Scene) -> str:
    """The days of the event in words."""
    days = scene.event.calendar.days
    first, last = (formats.day(day, scene.view.language, scene.view.now) for day in (days[0], days[-1]))
    return first if len(days) == 1 else scene.say("schedule.from_to", first=first, last=last)


def ask_organizers(scene: Scene) -> Choices:
    """The button that sends the question to the organizers."""
    return Choices((Choice(scene.say("refuse.organizers"), encode("organizers")),))


def _unknown_room(scene: Scene, name: str) -> Told:
    rooms = scene.event.names.places.rooms
    if not rooms:
        return refusal(Text(scene.say("refuse.no_rooms")))
    key = "refuse.unknown_room" if len(rooms) <= ROOMS_SHOWN else "refuse.unknown_room_near"
    nearest = rooms if len(rooms) <= ROOMS_SHOWN else _like(name, rooms)
    return refusal(Text(scene.say(key, name=name, rooms=formats.join(nearest, scene.view.language))))


def _unknown_track(scene: Scene, name: str) -> Told:
    tracks = scene.event.names.tracks.keys
    if not tracks:
        return refusal(Text(scene.say("refuse.no_tracks")))
    nearest = tracks if len(tracks) <= ROOMS_SHOWN else _like(name, tracks)
    sentence = scene.say("refuse.unknown_track", name=name, tracks=formats.join(nearest, scene.view.language))
    return _with_nearest(scene, sentence, _titles_like(scene, name))


def _like(name: str, known: Sequence[str]) -> list[str]:
    """The rooms or tracks whose names are written most like one."""
    from rapidfuzz import fuzz, process, utils

    found = process.extract(name, known, scorer=fuzz.WRatio, processor=utils.default_process, limit=FEW)
    return [room for room, _, _ in found]


def _with_nearest(scene: Scene, sentence: str, nearest: Sequence[Session]) -> Told:
    if not nearest:
        return refusal(Text(sentence), ask_organizers(scene))
    offered = choices(nearest, scene.view, scene.say("refuse.nearest"))
    return refusal(Text(sentence), offered, ask_organizers(scene), sessions=tuple(nearest))


def _people_like(scene: Scene, name: str) -> tuple[Session, ...]:
    from rapidfuzz import fuzz, process, utils

    everybody = scene.event.names.people
    people = [person.name for person in everybody.people]
    found = process.extract(
        name, people, scorer=fuzz.WRatio, processor=utils.default_process, limit=FEW, score_cutoff=ALIKE + 15
    )
    names = everybody.sharing(name) or {person for person, _, _ in found}
    sessions = (s for s in scene.program.sessions if any(speaker.name in names for speaker in s.speakers))
    return tuple(sessions)[:FEW]


def _titles_like(scene: Scene, name: str) -> tuple[Session, ...]:
    near = scene.event.topics.find([w for w in read(name).words if w.content], name, scene.view.language).ids
    return tuple(s for i in near[:FEW] if (s := scene.program.session(i)))
