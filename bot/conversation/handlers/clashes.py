"""What one misses by going somewhere, and whether two sessions can both be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.conversation.handlers import nothing, refusals
from bot.conversation.handlers.clarify import FEW, which
from bot.conversation.handlers.operands import compared
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
    if not scene.program.sessions:
        return nothing.no_program(scene)
    found = compared(scene) if scene.query.operands else ()
    if not found:
        return refusals.which(scene)
    if len(found) == 1:
        return beside(scene, found[0])
    return _both(scene, found) if len(found) == PAIR else which(scene, found[:FEW])


def _both(scene: Scene, pair: tuple[Session, ...]) -> Told:
    overlap = queries.clash(scene.program, pair[0], pair[1])
    heading = scene.say("schedule.both_clash" if overlap else "schedule.both_fit")
    return Told((listing(heading, pair, scene.view),), sessions=pair)


def beside(scene: Scene, session: Session) -> Told:
    """What is on at the same time as a session."""
    others = queries.clashes(scene.program, session)
    title = scene.view.title(session)
    if not others:
        return Told(
            (Text(scene.say("schedule.miss_nothing", title=title)), card(session, scene.view)), sessions=(session,)
        )
    told = listed(scene, scene.say("schedule.miss", title=title), others)
    return Told(told.blocks, sessions=told.sessions, query=told.query)
