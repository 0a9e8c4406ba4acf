"""The face of the conversation: a question in, a reply out.

It touches no database and no platform, keeps no state between two questions, and may be asked from several
threads at once. What can be derived from the program is derived when it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from bot.answers import parts
from bot.conversation.answering import tell
from bot.conversation.choosing.event import derive
from bot.conversation.context import KEPT, START, Context
from bot.conversation.paging import mark
from bot.conversation.scene import Scene
from bot.conversation.understanding.meaning import Asker, Understood, understand
from bot.conversation.understanding.query import Aspect, Intent, Pick, Query
from bot.conversation.understanding.reading import read_question
from bot.conversation.wording import View, asker_zone
from bot.i18n.catalogue import languages, nearest
from bot.messages import Listing, Reply
from bot.nlu.text import read

if TYPE_CHECKING:
    from datetime import datetime

    from bot.actions import Action
    from bot.conversation.scene import Told
    from index.model import Hit
    from knowledge.model import Knowledge


class Finder(Protocol):
    """What is needed of the search."""

    def find(self, text: str, language: str, limit: int) -> list[Hit]:
        """Passages for a question, best first."""
        ...

    def encode(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - an array; numpy is not loaded for its name
        """Normalized vectors of questions, one row each."""
        ...

    def session_cosines(self, texts: Sequence[str]) -> tuple[tuple[str, ...], Any, Any]:
        """Session ids, and the cosines of each text with their best passages and with their titles."""
        ...


Composer = Callable[[str, str, Sequence["Hit"], Any], Reply]
"""Question, language, passages and the search in; a content answer or a refusal out."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what is known of the asker.

    ``now`` is aware, in any zone. ``language`` is the reply's, whatever the question's; ``preferred`` is used when
    the text does not tell.
    ``email`` is the linked attendee's. In a ``public`` place nothing personal is shown.
    """

    text: str
    now: datetime
    language: str = ""
    preferred: str = ""
    email: str = ""
    time_zone: str = ""
    public: bool = False
    context: Context = START


@dataclass(frozen=True, slots=True)
class Answered:
    """The reply, the context to hand in with the next question, and the command meant, if it was one.

    With a ``command`` the ``reply`` is only what to say where the command cannot be carried out. ``personal`` is
    set when something personal was asked in a public place: it goes to the direct message, and ``reply``, shown
    in public, only says so.
    """

    reply: Reply
    context: Context
    command: Action | None = None
    personal: Reply | None = None


class Assistant:
    """Answers questions about one event. ``context_minutes`` is how long a conversation is leaned on."""

    def __init__(
        self,
        knowledge: Knowledge,
        search: Finder | None,
        compose: Composer | None,
        *,
        context_minutes: int = 30,
    ) -> None:
        self._event = derive(knowledge, search, compose)
        self._zone = knowledge.event.zone
        self._context_minutes = context_minutes

    def answer(self, asked: Asked) -> Answered:
        """Answer one question."""
        now = asked.now.astimezone(self._zone)
        context = self._context(asked)
        forced = asked.language if asked.language in languages() else ""
        asker = Asker(forced or nearest(asked.preferred), bool(asked.email))
        understood = understand(asked.text, now, self._event, context, asker)
        offset = 0
        if understood.query.intent is Intent.MORE:
            understood, offset = _continued(understood, context)
        scene = Scene(
            self._event,
            asked,
            self._view(asked, forced or _spoken(understood, asker), understood.reading.zone),
            understood.reading,
            understood.query,
            offset,
        )
        return self._answered(scene, tell(scene, understood), context)

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
        reading = read_question(read(""), language, self._event.names, asked.now, self._event.calendar)
        query, offset = self._pressed(action, context)
        scene = Scene(self._event, asked, self._view(asked, language), reading, query, offset)
        return self._answered(scene, tell(scene, Understood(reading, query)), context)

    def _pressed(self, action: Action, context: Context) -> tuple[Query, int]:
        first, second = (*action.arguments, "", "")[:2]
        if action.verb == "session" and first in self._event.by_key:
            aspect = context.query.aspect if context.query and context.query.sessions else Aspect.LIST
            return Query(Intent.SESSIONS, aspect, sessions=(self._event.by_key[first].id,)), 0
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


def _spoken(understood: Understood, asker: Asker) -> str:
    """The language of a question; the asker's own where it is in none that we speak."""
    return asker.preferred if understood.foreign else understood.reading.language


def _continued(understood: Understood, context: Context) -> tuple[Understood, int]:
    """What goes on with a list; where none is open, « la suite » is what comes next."""
    if not context.offset:
        coming = understood.query.pick is Pick.NEXT
        return (
            replace(understood, query=replace(understood.query, intent=Intent.SESSIONS)) if coming else understood
        ), 0
    return replace(understood, query=context.lists[0]), context.offset


def _leading_on(scene: Scene, told: Told, context: Context) -> Context:
    """The context after a reply: what says nothing of sessions leaves it as it is."""
    focus = told.focus if told.focus is not None else told.sessions
    if told.kind == "refusal" and scene.query.intent is Intent.SESSIONS:
        return Context(query=scene.query, lists=context.lists, at=scene.asked.now)
    if not focus and told.kind in ("other", "content", "refusal"):
        return replace(context, at=scene.asked.now) if context.at else context
    lists = tuple(dict.fromkeys((*((told.query,) if told.query else ()), *context.lists)))[:KEPT]
    ids = tuple(session.id for session in focus)
    shown = ids or _meetings_in(told.personal or told)
    offset = scene.offset + len(told.sessions) if _has_more(told) else 0
    return Context(shown, ids, scene.query, lists, offset, scene.asked.now)


def _has_more(told: Told) -> bool:
    return any(isinstance(block, Listing) and block.more is not None for block in told.blocks)


def _meetings_in(told: Told) -> tuple[str, ...]:
    sources = (citation.source.partition(":") for citation in told.citations)
    return tuple(rest for kind, _, rest in sources if kind == "meeting")
