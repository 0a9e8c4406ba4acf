"""What to see: by interest, by a session or speaker liked, within the time that one has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.handlers import content, nothing, refusals
from bot.conversation.paging import listed
from bot.nlu.types import Goal, Kind
from knowledge import queries

if TYPE_CHECKING:
    from bot.conversation.scene import Scene, Told
    from knowledge.model import Session

FEW = 3
Sessions = tuple["Session", ...]
INTERESTS = (Kind.TOPIC, Kind.LEVEL, Kind.AUDIENCE, Kind.TITLE)


def answer(scene: Scene) -> Told:
    """Suggest sessions that are still to come."""
    if not scene.program.sessions:
        return nothing.no_program(scene)
    query = replace(scene.query, goal=Goal.SESSIONS, talks_only=True, anchor=())
    selected = scene.event.selector.select(query, scene.view.now)
    fitting = _attended(scene, selected.sessions or selected.fitting)
    liked = tuple(s for key in scene.query.anchor if (s := scene.program.session(key)))
    chosen = _like(scene, liked, fitting) if liked else fitting
    coming = queries.upcoming(chosen, scene.view.now)
    if not chosen:
        return refusals.no_such(scene)
    if not (scene.query.restricts or scene.query.window or scene.query.anchor) and content.is_unexplained(scene):
        quoted = content.instead(scene)  # much is said, and nothing of it is of the program
        if quoted is not None and quoted.sure:
            return quoted
    heading = scene.say("recommend.coming" if coming else "recommend.past")
    return listed(scene, heading, coming or chosen)


def _attended(scene: Scene, found: Sessions) -> Sessions:
    """Without breaks and what was called off."""
    is_pause = scene.event.names.concepts.is_pause
    return tuple(s for s in found if not is_pause(s) and not s.cancelled)


def _like(scene: Scene, liked: Sessions, among: Sessions) -> Sessions:
    """Sessions like some that were liked: nearest in meaning, those of the same track or speaker first."""
    ids = {session.id for session in liked}
    others = [session for session in among if session.id not in ids]
    tracks = {session.track for session in liked} - {""}
    speakers = {speaker.name for session in liked for speaker in session.speakers}
    text = " ".join(f"{session.title}. {session.abstract[:200]}" for session in liked[:FEW])
    near = scene.event.topics.nearest(text)
    place = {key: number for number, key in enumerate(near)}

    def rank(session: Session) -> tuple[bool, int, bool]:
        by_same = any(speaker.name in speakers for speaker in session.speakers)
        return (not by_same, place.get(session.id, len(near)) // FEW, session.track not in tracks)

    return tuple(sorted(others, key=rank)[:FEW])
