"""Who speaks, which rooms, tracks and organizations there are; and who somebody is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.conversation.handlers import content, sessions
from bot.conversation.paging import listed, mark
from bot.conversation.query import Query
from bot.conversation.scene import Scene, Told, refusal
from bot.conversation.wording import card, cited
from bot.messages import Choice, Citation, Item, Listing, Text
from bot.nlu.entities.people import affiliation
from bot.nlu.types import Attribute, Goal
from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from knowledge.model import Session

PAGE = 8
WITHOUT = {
    Goal.SPEAKERS: "refuse.no_speakers",
    Goal.ROOMS: "refuse.no_rooms",
    Goal.TRACKS: "refuse.no_tracks",
    Goal.ORGANIZATIONS: "refuse.no_organizations",
}
VALUES: dict[Goal, Callable[[Session], Iterable[str]]] = {
    Goal.SPEAKERS: lambda s: (speaker.name for speaker in s.speakers),
    Goal.ROOMS: lambda s: s.rooms,
    Goal.TRACKS: lambda s: (s.track,),
    Goal.ORGANIZATIONS: lambda s: map(affiliation, s.speakers),
}


def answer(scene: Scene) -> Told:
    """The list asked for, or its length."""
    intent = scene.query.goal
    within = scene.event.selector.select(replace(scene.query, attribute=Attribute.LIST), scene.view.now).sessions
    names = queries.distinct(within, VALUES[intent])
    if not names:
        return refusal(Text(scene.say(WITHOUT[intent])))
    noun = intent.value
    heading = scene.say(f"schedule.count_{noun}", count=len(names)) + scene.say("schedule.heading_end")
    page = names[scene.offset : scene.offset + PAGE]
    cites = [_first_with(within, VALUES[intent], name) for name in page]
    shown = scene.offset + len(page)
    more = (
        Choice(scene.say("schedule.more"), encode("more", mark(scene.query), str(shown)))
        if shown < len(names)
        else None
    )
    listing = Listing(heading, tuple(Item(name) for name in page), more)
    citations: tuple[Citation, ...] = tuple(dict.fromkeys(cited(session) for session in cites))
    return Told((listing,), citations=citations, query=scene.query)


def person(scene: Scene) -> Told:
    """Who somebody is, by what the program says, and when they speak."""
    if not scene.query.people:
        return content.answer(scene)
    if scene.query.several:
        return sessions.answer(scene)
    known = next((p for p in scene.event.names.people.people if p.name in scene.query.people), None)
    spoken = scene.event.selector.fitting(scene.query)
    if known is None or not spoken:
        return of_document(scene)
    details = ", ".join(part for part in (known.role, known.organization) if part)
    who = [Text(scene.say("schedule.person", name=known.name, details=details))] if details else []
    past = all(queries.end_of(scene.program, s).timestamp() <= scene.view.now.timestamp() for s in spoken)
    heading = scene.say("schedule.person_spoke" if past else "schedule.person_speaks", name=known.name)
    if len(spoken) == 1:
        return Told((*who, Text(heading), card(spoken[0], scene.view)), sessions=spoken)
    told = listed(scene, heading, spoken)
    return replace(told, blocks=(*who, *told.blocks))


def of_document(scene: Scene) -> Told:
    """Somebody whose speech we have, but who is in no session of the program."""
    name = scene.query.people[0]
    documents = [d for d in scene.event.knowledge.documents if d.speaker == name]
    if not documents:
        return sessions.answer(scene)
    document = next((d for d in documents if d.title == scene.query.topic), documents[0])
    session = scene.program.session(document.session or "")
    if session is not None:
        return Told((card(session, scene.view),), sessions=(session,))
    key = "speech_by" if scene.event.selector.fitting(Query(people=(name,))) else "person_document"
    sentence = scene.say(f"schedule.{key}", name=name, title=document.title)
    return Told((Text(sentence),), "content", citations=(Citation(document.title, document.source, speaker=name),))


def _first_with(within: tuple[Session, ...], values: Callable[[Session], Iterable[str]], name: str) -> Session:
    return next(session for session in within if name in values(session))
