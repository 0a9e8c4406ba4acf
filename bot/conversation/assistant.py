"""The face of the conversation: a question in, a reply out.

It touches no database and no platform, keeps no state between two questions, and may be asked from several
threads at once. What can be derived from the program is derived when it is made.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.answers import parts
from bot.conversation.context import KEPT, START, Context
from bot.conversation.dialogue import OF_TEXTS
from bot.conversation.paging import mark
from bot.conversation.policy import tell
from bot.conversation.query import Query
from bot.conversation.request import Answered, Asked
from bot.conversation.resolve.event import derive
from bot.conversation.resolve.resolver import Resolution, resolve
from bot.conversation.scene import Scene
from bot.conversation.wording import View, asker_zone
from bot.i18n.catalogue import languages, nearest
from bot.messages import Listing
from bot.nlu.pipeline import Understanding
from bot.nlu.text import read
from bot.nlu.types import Attribute, Frame, Goal, Order

if TYPE_CHECKING:
    from bot.actions import Action
    from bot.conversation.finding import Composer, Finder
    from bot.conversation.scene import Told
    from bot.nlu.pipeline import Encoder
    from knowledge.model import Knowledge


LONGEST = 400  # characters of what was asked of the texts that are kept


class Assistant:
    """Answers questions about one event. ``context_minutes`` is how long a conversation is leaned on."""

    def __init__(
        self,
        knowledge: Knowledge,
        search: Finder | None,
        compose: Composer | None,
        encoder: Encoder,
        *,
        context_minutes: int = 30,
    ) -> None:
        self._event = derive(knowledge, search, compose)
        self._zone = knowledge.event.zone
        self._context_minutes = context_minutes
        self._understanding = Understanding(self._event.names, self._event.calendar, encoder)

    def answer(self, asked: Asked) -> Answered:
        """Answer one question."""
        now = asked.now.astimezone(self._zone)
        context = self._context(asked)
        forced = asked.language if asked.language in languages() else ""
        preferred = forced or nearest(asked.preferred)
        frame = self._understanding.frame(asked.text, now, preferred)
        resolution, offset = _continued(resolve(frame, self._event, context, now), context)
        spoken = preferred if resolution.foreign else frame.language
        view = self._view(asked, forced or spoken, frame.zone)
        scene = Scene(self._event, asked, view, frame, resolution.query, offset)
        return replace(self._answered(scene, tell(scene, resolution), context), resolution=resolution)

    def act(self, asked: Asked, action: Action) -> Answered:
        """Answer a button of a reply: ``session:KEY`` shows one in full, ``more:LIST:SHOWN`` goes on with a list.

        ``part:MARK`` shows a part of a page.

        The language is the asker's, since a button says nothing in any.
        """
        language = asked.language if asked.language in languages() else nearest(asked.preferred)
        context = self._context(asked)
        documents = self._event.knowledge.documents
        part = parts.read(documents, "".join(action.arguments), language) if action.verb == parts.VERB else None
        if part is not None:
            return Answered(part, context)
        query, offset = self._pressed(action, context)
        frame = Frame(read(""), language, query.goal, query.attribute, query.order)
        scene = Scene(self._event, asked, self._view(asked, language), frame, query, offset)
        return self._answered(scene, tell(scene, Resolution(frame, query)), context)

    def _pressed(self, action: Action, context: Context) -> tuple[Query, int]:
        first, second = (*action.arguments, "", "")[:2]
        if action.verb == "session" and first in self._event.by_key:
            aspect = context.query.attribute if context.query and context.query.sessions else Attribute.LIST
            return Query(Goal.SESSIONS, aspect, sessions=(self._event.by_key[first].id,)), 0
        wanted = next((query for query in context.lists if mark(query) == first), None)
        if action.verb == "more" and wanted and second.isdecimal():
            return wanted, int(second)
        return Query(), 0

    def _context(self, asked: Asked) -> Context:
        return asked.context if asked.context.fresh(asked.now, self._context_minutes) else START

    def _view(self, asked: Asked, language: str, wanted: str = "") -> View:
        """``wanted`` is the zone that the question names; else the asker's own is shown beside the event's."""
        attendee = self._event.knowledge.attendee(asked.email) if asked.email else None
        zone = asker_zone(wanted or asked.time_zone or (attendee.time_zone if attendee else ""))
        return View(language, asked.now.astimezone(self._zone), self._zone, zone)

    def _answered(self, scene: Scene, told: Told, context: Context) -> Answered:
        reply = told.reply(scene.view.language)
        personal = told.personal.reply(scene.view.language) if told.personal else None
        return Answered(reply, _leading_on(scene, told, context), told.command, personal)


def _continued(resolution: Resolution, context: Context) -> tuple[Resolution, int]:
    """What goes on with a list; where none is open, « la suite » is what comes next."""
    if resolution.query.goal is not Goal.MORE:
        return resolution, 0
    if context.offset:
        return replace(resolution, query=context.lists[0]), context.offset
    if resolution.query.order not in (Order.NEXT, Order.AFTER, Order.LATER):
        return resolution, 0
    return replace(resolution, query=replace(resolution.query, goal=Goal.SESSIONS, order=Order.NEXT)), 0


def _leading_on(scene: Scene, told: Told, context: Context) -> Context:
    """The context after a reply: what says nothing of sessions leaves it as it is."""
    focus = told.focus if told.focus is not None else told.sessions
    if told.kind == "refusal" and scene.query.goal is Goal.SESSIONS:
        return Context(query=scene.query, lists=context.lists, at=scene.asked.now)
    of_texts = told.kind == "content" or (told.kind == "refusal" and scene.query.goal in OF_TEXTS)
    if of_texts and not focus:
        text = scene.query.text or scene.frame.utterance.text
        return replace(context, text=text[-LONGEST:], voice=told.voice or scene.query.voice, at=scene.asked.now)
    if not focus and told.kind in ("other", "content", "refusal"):
        return replace(context, at=scene.asked.now) if context.at else context
    lists = tuple(dict.fromkeys((*((told.query,) if told.query else ()), *context.lists)))[:KEPT]
    ids = tuple(session.id for session in focus)
    shown = ids or _meetings_in(told.personal or told)
    offset = scene.offset + len(told.sessions) if _has_more(told) else 0
    return Context(shown, ids, scene.query, lists, offset, at=scene.asked.now)


def _has_more(told: Told) -> bool:
    return any(isinstance(block, Listing) and block.more is not None for block in told.blocks)


def _meetings_in(told: Told) -> tuple[str, ...]:
    sources = (citation.source.partition(":") for citation in told.citations)
    return tuple(rest for kind, _, rest in sources if kind == "meeting")
