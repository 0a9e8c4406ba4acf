"""Which handler answers which goal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.conversation.handlers import (
    between,
    breaks,
    clarify,
    clashes,
    compare,
    content,
    lists,
    meetings,
    recommend,
    refusals,
    said,
    sessions,
    small_talk,
    spoken_commands,
    texts,
    whole_event,
)
from bot.conversation.query import Query
from bot.conversation.resolve.resolver import OF_PROGRAM
from bot.conversation.scene import Scene, Told
from bot.messages import Text
from bot.nlu.lexicon import Noun, nouns
from bot.nlu.text import read
from bot.nlu.types import Attribute, Goal, Kind, Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.conversation.resolve.resolver import Resolution
    from bot.conversation.scene import Handler

NOTHING = Query()
AT_LARGE = (
    Attribute.LIST, Attribute.EXISTS, Attribute.COUNT, Attribute.WHERE, Attribute.WHEN, Attribute.WHO,
    Attribute.ORGANIZATION,
)  # fmt: skip
OF_ONE = (*clarify.OF_ONE, Attribute.ABOUT, Attribute.DETAIL, Attribute.LEVEL, Attribute.AUDIENCE)
OF_SCHEDULE = (Attribute.WHEN, Attribute.START, Attribute.END, Attribute.WHERE, Attribute.LENGTH)
FEW = 3
PLACED = (Kind.ROOM, Kind.TRACK)  # what only the program can know


def tell(scene: Scene, resolution: Resolution) -> Told:
    """Answer what was understood."""
    if resolution.empty or resolution.foreign:
        key = "refuse.empty" if resolution.empty else "refuse.foreign"
        return Told((Text(scene.say(key)),), "clarify", answered=False)
    told = _from_program(scene, resolution)
    own = meetings.with_somebody(scene) if told.kind == "refusal" and scene.asked.email else None
    if own is not None:
        return own
    return told


def _from_texts(scene: Scene) -> Told:
    """The answer to what sounds like a question to the program, where there is none but texts."""
    if scene.query.goal is Goal.COMPARE and scene.query.attribute in OF_SCHEDULE:
        return texts.dates(scene) or said.compared(scene)
    if scene.query.attribute is Attribute.WHO:
        return texts.told_of(scene) if said.turns(scene) else said.who(scene)
    return said.answer(scene) if said.turns(scene) else content.answer(scene)


def _from_program(scene: Scene, resolution: Resolution) -> Told:
    if not scene.program.sessions and scene.query.goal in OF_PROGRAM:
        return _from_texts(scene)
    of_giver = scene.query.attribute is Attribute.WHO and (resolution.unknown or scene.query.goal is Goal.WHO_SAID)
    given = texts.giver(scene) if of_giver else None
    if given is not None:
        return given
    if resolution.unknown and _says_nothing(scene, resolution):
        return content.answer(scene)
    if resolution.unknown:
        asks_when = scene.query.attribute in OF_SCHEDULE and resolution.unknown_kind in (Kind.PERSON, Kind.TITLE)
        placed = resolution.unknown_kind in PLACED or scene.query.goal in spoken_commands.VERBS
        spoken = None if placed else content.instead(scene)
        if spoken is not None and spoken.sure:
            return content.hedged(scene, spoken) if asks_when else spoken
        near = sessions.perhaps(scene, resolution.near) if resolution.near and not placed else None
        return near or spoken or refusals.unknown(scene, resolution.unknown, resolution.unknown_kind)
    told = HANDLERS[scene.query.goal](scene)
    empty = told.kind == "refusal" and not told.sessions and scene.query.goal is Goal.SESSIONS
    return (content.instead(scene) if empty else None) or told


def _says_nothing(scene: Scene, resolution: Resolution) -> bool:
    """Whether what is unknown is only everyday words, which are no name that the program could have."""
    said = {word.folded for word in read(resolution.unknown).words}
    return resolution.unknown_kind in (Kind.TOPIC, Kind.TYPE) and said <= scene.event.names.common


def _sessions(scene: Scene) -> Told:
    found = (told for check in CHECKS if (told := check(scene)) is not None)
    return next(found, None) or sessions.answer(scene)


def _about(scene: Scene) -> Told | None:
    handler = {Attribute.ABOUT: content.describe, Attribute.DETAIL: content.detail}.get(scene.query.attribute)
    return handler(scene) if handler else None


def _of_document(scene: Scene) -> Told | None:
    """What is asked of somebody whose speech we have, and who is in no session."""
    people = scene.query.people
    return lists.of_document(scene) if people and not scene.event.selector.fitting(Query(people=people)) else None


def _by_description(scene: Scene) -> Told | None:
    """The session that much is said of and nothing by name: "the one where somebody gets a stolen bike back"."""
    query = scene.query
    chosen = query.restricts or query.anchor or query.excluded or query.window or query.order is not Order.ALL
    if query.attribute not in OF_ONE or chosen or not content.is_unexplained(scene) or scene.event.search is None:
        return None
    hits = scene.event.search.find(scene.frame.utterance.text, scene.view.language, FEW)
    near = tuple(dict.fromkeys(hit.chunk.session for hit in hits if hit.chunk.session))
    return sessions.perhaps(scene, near[:1])


def _quoted_first(scene: Scene) -> Told | None:
    """A quote, where the words may ask the texts as well as the program, and the texts surely answer.

    So it is with a topic that no title has ("what is Helios"), and with much that nothing in the program explains.
    """
    query = scene.query
    if query.talks_only or query.attribute not in AT_LARGE:
        return None
    by_topic = query == replace(
        NOTHING,
        goal=query.goal,
        attribute=query.attribute,
        order=query.order,
        sessions=query.sessions,
        topic=query.topic,
        polar=query.polar,
    )
    if query.restricts and not (by_topic and query.topic and not content.is_titled(scene)):
        return None
    if not query.restricts and not content.is_unexplained(scene):
        return None
    told = content.instead(scene)
    return told if told is not None and told.sure else None


def _too_little(scene: Scene) -> Told | None:
    """The question back, where a thing is asked that only one session has, and nothing tells of which: "when?"."""
    query = scene.query
    chosen = query.restricts or query.window or query.anchor or query.excluded or query.order is not Order.ALL
    return refusals.which(scene) if query.attribute in OF_ONE and not chosen else None


def _not_of_sessions(scene: Scene) -> Told | None:
    """A quote, where something is counted or looked for and nothing tells that it is sessions: "how much is it"."""
    query, said = scene.query, {word.folded for word in scene.frame.utterance.words}
    chosen = query.restricts or query.window or query.anchor or query.excluded or query.order is not Order.ALL
    of_program = said & nouns(Noun.SESSION, Noun.SPEAKER, Noun.TRACK, Noun.ROOM)
    counts = query.attribute in (Attribute.COUNT, Attribute.EXISTS)
    return content.answer(scene) if counts and not (chosen or of_program) else None


def _content(scene: Scene) -> Told:
    """What a text says; whose words were asked for before, it is still theirs."""
    own = scene.query.voice or (not scene.program.sessions and said.turns(scene))
    return said.answer(scene) if own else content.answer(scene)


def _out(scene: Scene) -> Told:
    """What seems to have nothing to do with the event, unless it names somebody whose words there are."""
    named = not scene.program.sessions and said.turns(scene)
    return _from_texts(scene) if named else content.out_of_scope(scene)


def _changes(scene: Scene) -> Told:
    query = replace(scene.query, goal=Goal.SESSIONS, attribute=Attribute.CANCELLED)
    return sessions.answer(replace(scene, query=query))


CHECKS: tuple[Callable[[Scene], Told | None], ...] = (
    _by_description, _quoted_first, _too_little, _not_of_sessions, _about, _of_document,
)  # fmt: skip
HANDLERS: dict[Goal, Handler] = {
    Goal.SESSIONS: _sessions,
    Goal.PROGRAM: whole_event.program,
    Goal.EVENT: whole_event.answer,
    Goal.DAYS: whole_event.days,
    Goal.BREAKS: breaks.answer,
    Goal.CLASH: clashes.answer,
    Goal.BETWEEN: between.answer,
    Goal.COMPARE: compare.answer,
    Goal.RECOMMEND: recommend.answer,
    Goal.CHANGES: _changes,
    **dict.fromkeys((Goal.SPEAKERS, Goal.ROOMS, Goal.TRACKS, Goal.ORGANIZATIONS), lists.answer),
    Goal.PERSON: lists.person,
    **dict.fromkeys((Goal.MEETINGS, Goal.AM_FREE), meetings.answer),
    **dict.fromkeys((Goal.LATE, Goal.ABSENT), meetings.excused),
    Goal.MEETINGS_OF: meetings.of_others,
    Goal.GO: meetings.where_to_go,
    Goal.SAID: said.answer,
    Goal.CONTENT: _content,
    Goal.WHO_SAID: said.who,
    Goal.COMPARE_SAID: said.compared,
    Goal.DOCUMENT: texts.told_of,
    Goal.PRACTICAL: content.answer,
    Goal.SUMMARY: texts.summary,
    Goal.OUT: _out,
    **dict.fromkeys(spoken_commands.VERBS, spoken_commands.answer),
    Goal.MORE: refusals.all_shown,
    Goal.SAME: refusals.unclear,
    Goal.HELP: small_talk.help_,
    **dict.fromkeys(small_talk.KEYS, small_talk.answer),
    Goal.CLOCK: small_talk.clock,
}
