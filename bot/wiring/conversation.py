"""The dispatcher with everything it needs, and the bridge from async channels to it."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.announcements import board
from bot.conversation.dispatcher import Dispatcher, Scene
from bot.conversation.handlers import privacy, settings, welcome
from bot.conversation.pace import Pace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from bot.config import Config, OrganizersDesk, OrganizersSection
    from bot.messages import Incoming
    from bot.ports import Clock
    from bot.store.engine import Store
    from bot.turn import Record, Verb

log = logging.getLogger(__name__)


def make_dispatcher(
    config: Config,
    store: Store,
    clock: Clock,
    scene: Callable[[], Scene],
    verbs: Mapping[str, Verb],
    *,
    record: Record | None = None,
) -> Dispatcher:
    """The dispatcher; ``verbs`` are those of the other rooms, ``record`` keeps the questions asked."""
    own = {**settings.verbs(), **privacy.verbs(config.privacy.keep_days), **welcome.verbs()}
    return Dispatcher(
        store=store,
        scene=scene,
        clock=clock,
        verbs={**own, **verbs},
        roles=Roles(config),
        pace=Pace(config.conversation.questions_per_minute),
        context_minutes=config.conversation.context_minutes,
        record=record,
        replies={board.PREFIX: "inbox-reply"},
    )


class Roles:
    """Who may do what, by platform id, as the configuration names them."""

    def __init__(self, config: Config) -> None:
        organizers, desk = config.organizers, config.organizers.desk
        self._members = {
            "organizer": {("slack", user) for user in organizers.slack}
            | {("telegram", user) for user in organizers.telegram},
            "desk": {("slack", user) for user in desk.slack} | {("telegram", user) for user in desk.telegram},
        }

    def __call__(self, platform: str, user: str) -> frozenset[str]:
        """The roles of an account. The terminal's user is the operator, so an organizer."""
        if platform == "console":
            return frozenset({"organizer", "desk"})
        return frozenset(role for role, members in self._members.items() if (platform, user) in members)


def _accounts(named: OrganizersSection | OrganizersDesk) -> set[tuple[str, str]]:
    return {("slack", user) for user in named.slack} | {("telegram", user) for user in named.telegram}


class Reception:
    """Hands incoming messages to the dispatcher in threads: one at a time for each chat, in their order."""

    def __init__(self, dispatcher: Dispatcher, wake: Callable[[], None]) -> None:
        self._dispatcher = dispatcher
        self._wake = wake
        self._locks: dict[tuple[str, str], asyncio.Lock] = {}
        self._waiting: Counter[tuple[str, str]] = Counter()

    async def __call__(self, incoming: Incoming) -> None:
        """Handle one message; a fault of ours is logged and told to the person, and goes no further."""
        async with self._turn((incoming.platform, incoming.address.chat)):
            if await asyncio.to_thread(self._handle, incoming):
                self._wake()

    def _handle(self, incoming: Incoming) -> bool:
        try:
            return self._dispatcher.handle(incoming)
        except Exception:  # one message must not take its platform down with it
            log.exception("could not handle %s %s", incoming.platform, incoming.id)
            return self._dispatcher.apologize(incoming)

    @asynccontextmanager
    async def _turn(self, chat: tuple[str, str]) -> AsyncIterator[None]:
        lock = self._locks.setdefault(chat, asyncio.Lock())
        self._waiting[chat] += 1
        try:
            async with lock:
                yield
        finally:
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat], self._locks[chat]
