"""What comes in: acknowledged before anything else, completed with the profile, handed over in order."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from slack_bolt import BoltResponse
from slack_bolt.middleware.async_middleware import AsyncMiddleware

from bot.channels.slack.receive import HOME, opened_again, receive
from bot.channels.slack.views import SUBMISSION
from bot.i18n.catalogue import nearest, say

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.request.async_request import AsyncBoltRequest

    from bot.channels.slack.modals import Modals
    from bot.channels.slack.profiles import Profiles
    from bot.messages import Incoming
    from bot.ports import Clock

log = logging.getLogger(__name__)


class Hearing(AsyncMiddleware):
    """Stands before Bolt's own authorization, so that every payload is acknowledged without a call to Slack.

    What one person does is handed over in order, one after the other; different people do not wait for
    each other. ``chat_of`` returns a person's direct message, ``greet`` is called after a first contact. What opens a
    modal waits for nothing, since its trigger lives three seconds.
    """

    def __init__(
        self,
        *,
        bot: str,
        profiles: Profiles,
        clock: Clock,
        handle: Callable[[Incoming], Awaitable[None]],
        chat_of: Callable[[str], Awaitable[str]],
        greet: Callable[[Incoming], Awaitable[None]],
        modals: Modals,
    ) -> None:
        self._bot, self._profiles, self._clock, self._modals = bot, profiles, clock, modals
        self._handle, self._chat_of, self._greet = handle, chat_of, greet
        self._turns: dict[str, asyncio.Task[None]] = {}
        self._opening: set[asyncio.Task[None]] = set()
        self._closed = False

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 the name is Bolt's
    ) -> BoltResponse | None:
        """Acknowledge a payload and let it be handled in a task of its own."""
        del resp
        if self._closed:
            return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)  # not acknowledged: Slack will tell it again
        # Bolt takes a form that has the word "payload" in it for an interaction, and loses the command.
        body: dict[str, Any] = req.body or dict(parse_qsl(req.raw_body))
        if body.get("type") == "url_verification":
            await next()
            return None
        if body.get("type") == SUBMISSION:
            return await self._modals.take(body)
        incoming = receive(body, self._bot, self._clock.now())
        if incoming is None:
            return BoltResponse(status=HTTPStatus.OK)
        if self._modals.wanted(incoming):
            opening = asyncio.create_task(self._open(incoming))
            self._opening.add(opening)
            opening.add_done_callback(self._opening.discard)
        else:
            self._queue(incoming)
        elsewhere = incoming.kind == "command" and not str(body.get("channel_id", "D")).startswith("D")
        return self._see_direct_message(incoming.user) if elsewhere else BoltResponse(status=HTTPStatus.OK)

    async def drain(self) -> None:
        """Take nothing more, and wait until everything that was heard is handled."""
        self._closed = True
        while running := {*self._opening, *self._turns.values()}:
            await asyncio.wait(running)

    def _see_direct_message(self, user: str) -> BoltResponse:
        """Tell, to this person only, that a command given in a channel is answered in the direct message."""
        text = say(nearest(self._profiles.known(user).language), "slack.answered_privately")
        return BoltResponse(status=HTTPStatus.OK, body={"response_type": "ephemeral", "text": text})

    async def _open(self, incoming: Incoming) -> None:
        if not await self._modals.open(incoming):
            self._queue(incoming)

    def _queue(self, incoming: Incoming) -> None:
        task = asyncio.create_task(self._turn(incoming, self._turns.get(incoming.user)))
        self._turns[incoming.user] = task

        def done(_: asyncio.Task[None]) -> None:
            if self._turns.get(incoming.user) is task:
                del self._turns[incoming.user]

        task.add_done_callback(done)

    async def _turn(self, incoming: Incoming, before: asyncio.Task[None] | None) -> None:
        if before:
            await asyncio.wait({before})
        try:
            complete = await self._complete(incoming)
            await self._handle(complete)
            if incoming.kind == "start":
                await self._greet(complete)
            if _is_pressed_at_home(incoming):  # what stands there may be true no more
                await self._handle(opened_again(complete))
        except Exception:  # one person's fault must not deafen the bot to all others
            log.exception("An incoming %s could not be handled", incoming.kind)

    async def _complete(self, incoming: Incoming) -> Incoming:
        profile = await self._profiles.of(incoming.user)
        address = incoming.address
        if address.chat == incoming.user and address.thread != HOME:
            address = replace(address, chat=await self._chat_of(incoming.user))
        return replace(
            incoming,
            address=address,
            name=profile.name,
            email=profile.email,
            language=profile.language,
            time_zone=profile.time_zone,
        )


def _is_pressed_at_home(incoming: Incoming) -> bool:
    return incoming.kind == "action" and incoming.address.chat == incoming.user
