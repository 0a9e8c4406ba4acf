"""Which handler answers which intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.practical import wanted_things
from bot.conversation.handlers import (
    between,
    breaks,
    clashes,
    content,
    lists,
    meetings,
    refusals,
    sessions,
    small_talk,
    spoken_commands,
    whole_event,
)
from bot.conversation.scene import Scene, Told
from bot.conversation.understanding.query import Aspect, Intent, Query
from bot.messages import Text
from bot.nlu.entities.found import NameKind

if TYPE_CHECKING:
    from bot.conversation.scene import Handler
    from bot.conversation.understanding.meaning import Understood


def tell(scene: Scene, understood: Understood) -> Told:
    """Answer what was understood."""
    if understood.empty or understood.foreign:
        key = "refuse.empty" if understood.empty else "refuse.foreign"
        return Told((Text(scene.say(key)),), "clarify", answered=False)
    told = _told(scene, understood)
    own = meetings.with_somebody(scene) if told.kind == "refusal" and scene.asked.email else None
    return own or told


def _told(scene: Scene, understood: Understood) -> Told:
    told = _from_program(scene, understood)
    return (content.from_pages(scene) if _is_for_pages(scene, told) else None) or told


def _is_for_pages(scene: Scene, told: Told) -> bool:
    """Whether pages may know better than what was told: on a practical thing, or where there is no program."""
    practical = bool(wanted_things(scene.reading.utterance.text, scene.reading.language))
    if told.answered:
        return practical and _is_of_any(scene.query)
    return practical or not scene.program.sessions


def _is_of_any(query: Query) -> bool:
    """Whether nothing is known of what is asked but the kind of session or the room: "can a meeting run over"."""
    known = query.kinds or query.rooms
    return bool(known) and query == Query(Intent.SESSIONS, query.aspect, kinds=query.kinds, rooms=query.rooms)


def _from_program(scene: Scene, understood: Understood) -> Told:
    if understood.unknown:
        placed = understood.command is not None or understood.unknown_kind in (NameKind.ROOM, NameKind.TRACK)
        spoken = None if placed else content.instead(scene)
        return spoken or refusals.unknown(scene, understood.unknown, understood.unknown_kind)
    if understood.command is not None:
        return spoken_commands.answer(scene, understood.command)
    told = HANDLERS[scene.query.intent](scene)
    empty = told.kind == "refusal" and not told.sessions and scene.query.intent is not Intent.CONTENT
    return (content.instead(scene) if empty else None) or told


def _sessions(scene: Scene) -> Told:
    if scene.query.aspect is Aspect.ABOUT:
        return content.describe(scene)
    if scene.query.people and not scene.event.selector.fitting(Query(people=scene.query.people)):
        counted = scene.query.aspect is Aspect.COUNT and scene.reading.free  # "how many nodes does she run"
        return content.answer(scene) if counted else lists.of_document(scene)
    return sessions.answer(scene)


HANDLERS: dict[Intent, Handler] = {
    Intent.SESSIONS: _sessions,
    Intent.PROGRAM: whole_event.program,
    Intent.EVENT: whole_event.answer,
    Intent.DAYS: whole_event.days,
    Intent.BREAKS: breaks.answer,
    Intent.CLASH: clashes.answer,
    Intent.BETWEEN: between.answer,
    Intent.SPEAKERS: lists.answer,
    Intent.ROOMS: lists.answer,
    Intent.TRACKS: lists.answer,
    Intent.ORGANIZATIONS: lists.answer,
    Intent.PERSON: lists.person,
    Intent.MEETINGS: meetings.answer,
    Intent.WHERE_TO_GO: meetings.where_to_go,
    Intent.AM_FREE: meetings.answer,
    Intent.CONTENT: content.answer,
    Intent.COMMAND: refusals.unclear,
    Intent.MORE: refusals.all_shown,
    Intent.UNCLEAR: refusals.unclear,
    Intent.HELP: small_talk.help_,
    **dict.fromkeys(
        (Intent.HELLO, Intent.THANKS, Intent.BYE, Intent.WHO_ARE_YOU, Intent.HOW_ARE_YOU, Intent.SORRY, Intent.RUDE),
        small_talk.answer,
    ),
    Intent.CLOCK: small_talk.clock,
}
