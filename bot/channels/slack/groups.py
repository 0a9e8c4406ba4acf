"""Who is in a user group, asked of Slack every few minutes and remembered in between.

Source: https://docs.slack.dev/reference/methods/usergroups.users.list
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.channels.slack.outcomes import TROUBLE, error_name, outcome_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.ports import Clock

log = logging.getLogger(__name__)

KEPT = 120.0  # real seconds until Slack is asked again
RETRY = 15.0  # real seconds until it is, where it did not answer
TRUSTED = timedelta(minutes=30)  # of real time, while the last answer counts although Slack does not answer any more
FIRST = 3.0  # seconds that connecting waits for the first answer
GONE = "no_such_subteam"


class Groups:
    """The members of user groups. ``follow`` keeps them up to date; between two looks nobody waits for Slack."""

    def __init__(self, clock: Clock, names: Iterable[str]) -> None:
        self._clock = clock
        self._names = frozenset(names)
        self._members: dict[str, tuple[datetime, frozenset[str]]] = {}
        self._following: asyncio.Task[None] | None = None

    def has(self, group: str, user: str) -> bool | None:
        """Tell whether a user is in a group; None where Slack has not told for half an hour, or not yet."""
        asked, members = self._members.get(group, (None, frozenset[str]()))
        if asked is None or self._clock.now() - asked > TRUSTED * self._clock.speed:
            return None
        return user in members

    async def follow(self, client: AsyncWebClient) -> None:
        """Look now, and again and again until ``stop``; return when Slack has told, or does not for three seconds."""
        await self.stop()
        if self._names:
            first = asyncio.create_task(self._look(client))
            self._following = asyncio.create_task(self._go_on(client, first))
            await asyncio.wait({first}, timeout=FIRST)

    async def stop(self) -> None:
        """Look no more."""
        if self._following:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
        self._following = None

    async def _go_on(self, client: AsyncWebClient, first: asyncio.Task[bool]) -> None:
        complete = await first
        while True:
            await self._clock.sleep((KEPT if complete else RETRY) * self._clock.speed)
            complete = await self._look(client)

    async def _look(self, client: AsyncWebClient) -> bool:
        """Ask for all groups; False where one of them was not told."""
        return all([await self._look_at(client, group) for group in sorted(self._names)])

    async def _look_at(self, client: AsyncWebClient, group: str) -> bool:
        try:
            answer = await client.usergroups_users_list(usergroup=group)
        except TROUBLE as error:
            log.warning("Slack does not tell who is in the user group %s: %s", group, outcome_of(error).error)
            if error_name(error) != GONE:
                return False
            users: list[str] = []
        else:
            users = answer.get("users") or []
        self._members[group] = (self._clock.now(), frozenset(map(str, users)))
        return True
