"""A verdict on two or more sessions: which is longer, which comes first, whether they share a room or a speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.handlers import clashes, refusals
from bot.conversation.handlers.operands import PAIR, compared
from bot.conversation.scene import Scene, Told, refusal
from bot.conversation.wording import card, listing
from bot.i18n import formats
from bot.messages import Text
from bot.nlu.entities.people import same_person
from bot.nlu.types import Attribute
from knowledge import queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from knowledge.model import Session

Sessions = tuple["Session", ...]


def answer(scene: Scene) -> Told:
    """Compare what the question names."""
    meant = compared(scene)
    if len(meant) == 1:
        return clashes.beside(scene, meant[0])
    if not meant:
        return refusals.which(scene)
    if len({session.id for session in meant}) < PAIR:
        return Told((Text(scene.say("compare.same_session")), card(meant[0], scene.view)), sessions=meant[:1])
    verdict = SHARED.get(scene.query.attribute)
    sentence = _shared(scene, meant, verdict) if verdict else _differing(scene, meant)
    if not sentence:
        return refusal(listing(scene.say("compare.unsaid"), meant, scene.view), sessions=meant)
    timed = scene.query.attribute is Attribute.LENGTH
    return Told(
        (Text(sentence), listing(scene.say("compare.both"), meant, scene.view, with_length=timed)), sessions=meant
    )


def _differing(scene: Scene, meant: Sessions) -> str:
    """Which is the longer one, or which comes first."""
    if scene.query.attribute is Attribute.LENGTH:
        return _longer(scene, meant)
    by_end = scene.query.attribute is Attribute.END
    instants = [queries.end_of(scene.program, s) if by_end else s.start for s in meant]
    if len({instant.timestamp() for instant in instants}) == 1:
        return scene.say("compare.at_once", moment=scene.view.moment(instants[0]))
    first = min(range(len(meant)), key=lambda place: instants[place].timestamp())
    key = "compare.ends_first" if by_end else "compare.first"
    said = scene.say(key, title=scene.view.title(meant[first]), moment=scene.view.moment(instants[first]))
    overlap = len(meant) == PAIR and queries.clash(scene.program, meant[0], meant[1])
    return f"{said} {scene.say('compare.overlap')}" if overlap else said


def _longer(scene: Scene, meant: Sessions) -> str:
    lengths = [session.duration for session in meant]
    known = [length for length in lengths if length is not None]
    if len(known) < len(meant):
        return ""
    told = [formats.duration(length, scene.view.language) for length in known]
    if len(set(known)) == 1:
        return scene.say("compare.as_long", duration=told[0])
    best = max(range(len(meant)), key=lambda place: known[place])
    other = min(range(len(meant)), key=lambda place: known[place])
    return scene.say("compare.longer", title=scene.view.title(meant[best]), duration=told[best], other=told[other])


def _shared(scene: Scene, meant: Sessions, values: Callable[[Session], frozenset[str]]) -> str:
    """Whether all have something in common; empty where the program does not say it of all."""
    each = [values(session) for session in meant]
    if not all(each):
        return ""
    key = "yes" if frozenset.intersection(*each) else "no"
    return scene.say(f"compare.{scene.query.attribute.value}.{key}")


SHARED: dict[Attribute, Callable[[Session], frozenset[str]]] = {
    Attribute.WHERE: lambda s: frozenset(s.rooms),
    Attribute.WHO: lambda s: frozenset(same_person(speaker.name) for speaker in s.speakers),
    Attribute.DAY: lambda s: frozenset({queries.day_of(s).isoformat()}),
    Attribute.TRACK: lambda s: frozenset({s.track} - {""}),
    Attribute.LANGUAGE: lambda s: frozenset({s.language[:2].lower()} - {""}),
}
