"""What one misses by going somewhere, and whether two sessions can both be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.handlers import nothing, refusals
from bot.conversation.handlers.clarify import FEW, which
from bot.conversation.paging import listed
from bot.conversation.scene import Scene, Told
from bot.conversation.wording import card, listing
from bot.messages import Text
from knowledge import queries

if TYPE_CHECKING:
    from knowledge.model import Session

PAIR = 2


def answer(scene: Scene) -> Told:
    """Answer what else is on during a session, or whether several overlap."""
    if not scene.query.restricts:
        return nothing.no_program(scene) if not scene.program.sessions else refusals.which(scene)
    selected = scene.event.selector.select(scene.query, scene.view.now)
    found = selected.sessions or selected.fitting
    if not found:
        return refusals.no_such(scene)
    if len(found) == 1:
        return _beside(scene, found[0])
    if _names_several(scene) and len(found) == PAIR:
        return _both(scene, found)
    return which(scene, found[:FEW])


def _names_several(scene: Scene) -> bool:
    names = scene.reading.names.found
    return sum(
        found.keys[:1] != () and found.kind.value in {"session", "concept", "person"} for found in names
    ) > 1 or (len(scene.query.sessions) > 1)


def _both(scene: Scene, pair: tuple[Session, ...]) -> Told:
    overlap = queries.clash(scene.program, pair[0], pair[1])
    heading = scene.say("schedule.both_clash" if overlap else "schedule.both_fit")
    return Told((listing(heading, pair, scene.view),), sessions=pair)


def _beside(scene: Scene, session: Session) -> Told:
    others = queries.clashes(scene.program, session)
    title = scene.view.title(session)
    if not others:
        return Told(
            (Text(scene.say("schedule.miss_nothing", title=title)), card(session, scene.view)), sessions=(session,)
        )
    told = listed(scene, scene.say("schedule.miss", title=title), others)
    return Told(told.blocks, sessions=told.sessions, query=told.query)
