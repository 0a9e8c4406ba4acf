"""Who a Slack user is: name, language, zone and e-mail, looked up once and kept for a while."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cachetools import TTLCache

from bot.channels.slack.outcomes import TROUBLE

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)

KEPT = 20_000  # people
KEPT_FOR = 3600.0  # seconds
RETRY_AFTER = 60.0  # seconds before a failed look-up is tried again
WAIT = 1.0  # seconds that an answer waits for a look-up


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack knows of a person; empty where it does not say.

    ``email`` is given only when Slack has confirmed it and the person belongs to our own workspace: the
    administrators of another one could claim any address. ``language`` is a tag such as ``fr-FR``.
    """

    name: str = ""
    email: str = ""
    language: str = ""
    time_zone: str = ""


class Profiles:
    """Profiles of people by user id, bounded in number and age."""

    def __init__(self, client: AsyncWebClient, team: str) -> None:
        self._client = client
        self._team = team
        self._known: TTLCache[str, asyncio.Task[Profile]] = TTLCache(KEPT, KEPT_FOR)
        self._failed: TTLCache[str, bool] = TTLCache(KEPT, RETRY_AFTER)

    async def of(self, user: str) -> Profile:
        """Return a person's profile; an empty one when Slack does not tell it within a second."""
        if user in self._failed:
            return Profile()
        task = self._known.get(user)
        if task is None:
            task = self._known[user] = asyncio.create_task(self._look_up(user))
        done, _ = await asyncio.wait({task}, timeout=WAIT)
        return task.result() if done else Profile()

    def known(self, user: str) -> Profile:
        """Return what is known without asking Slack."""
        task = self._known.get(user)
        return task.result() if task and task.done() and not task.cancelled() else Profile()

    async def close(self) -> None:
        """Stop looking up."""
        tasks = [task for task in self._known.values() if not task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _look_up(self, user: str) -> Profile:
        try:
            response = await self._client.users_info(user=user, include_locale=True)
        except TROUBLE as error:
            log.warning("users.info failed: %s", error)
            self._known.pop(user, None)
            self._failed[user] = True
            return Profile()
        return _profile(response.get("user") or {}, self._team)


def _profile(user: dict[str, Any], team: str) -> Profile:
    shown = user.get("profile") or {}
    confirmed = user.get("is_email_confirmed", True) and not user.get("is_stranger")
    ours = user.get("team_id") in {None, "", team} or bool(user.get("enterprise_user"))
    return Profile(
        name=shown.get("real_name") or user.get("real_name") or shown.get("display_name") or user.get("name") or "",
        email=(shown.get("email") or "").strip().lower() if confirmed and ours else "",
        language=user.get("locale") or "",
        time_zone=user.get("tz") or "",
    )
