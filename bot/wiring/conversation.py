"""The dispatcher with everything it needs, and the bridge from async channels to it."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.announcements import board
from bot.config import users_and_groups
from bot.conversation.dispatcher import Dispatcher, Scene
from bot.conversation.handlers import privacy, settings, welcome
from bot.conversation.pace import Pace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

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
    roles: Roles | None = None,
) -> Dispatcher:
    """The dispatcher; ``verbs`` are those of the other rooms, ``record`` keeps the questions asked.

    Without ``roles`` they are those that the configuration names one by one.
    """
    own = {**settings.verbs(), **privacy.verbs(config.privacy.keep_days), **welcome.verbs()}
    return Dispatcher(
        store=store,
        scene=scene,
        clock=clock,
        verbs={**own, **verbs},
        roles=roles or Roles(config),
        pace=Pace(config.conversation.questions_per_minute),
        context_minutes=config.conversation.context_minutes,
        record=record,
        replies={board.PREFIX: "inbox-reply"},
    )


InGroup = Callable[[str, str], bool | None]
"""Tells whether a user of Slack is in a user group; None where that cannot be told at the moment."""


class Roles:
    """Who may do what, by platform id and Slack's user groups, as the configuration names them.

    Asked on every call: whoever leaves a group loses what came with it as soon as ``in_group`` says so.
    """

    def __init__(self, config: Config, in_group: InGroup = lambda _group, _user: None) -> None:
        named: dict[str, OrganizersSection | OrganizersDesk]
        named = {"organizer": config.organizers, "desk": config.organizers.desk}
        self._members = {role: _accounts(section) for role, section in named.items()}
        self._groups = {role: users_and_groups(section.slack)[1] for role, section in named.items()}
        self._in_group = in_group

    def __call__(self, platform: str, user: str) -> frozenset[str]:
        """The roles of an account, with a question mark those that cannot be told at the moment.

        The terminal's user is the operator, so an organizer.
        """
        if platform == "console":
            return frozenset({"organizer", "desk"})
        return frozenset(found for role in self._members if (found := self._role(role, platform, user)))

    def _role(self, role: str, platform: str, user: str) -> str:
        if (platform, user) in self._members[role]:
            return role
        told = [self._in_group(group, user) for group in self._groups[role]] if platform == "slack" else []
        return role if True in told else f"{role}?" if None in told else ""


def _accounts(named: OrganizersSection | OrganizersDesk) -> set[tuple[str, str]]:
    users = users_and_groups(named.slack)[0]
    return {("slack", user) for user in users} | {("telegram", user) for user in named.telegram}


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
