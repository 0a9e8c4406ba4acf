"""Slack as a Channel: connecting, and the two halves, hearing and speaking, joined."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slack_bolt.async_app import AsyncApp

from bot.channels.slack.access import sdk_log
from bot.channels.slack.hearing import Hearing
from bot.channels.slack.outcomes import PAUSE, TOKEN_REFUSED, TROUBLE, error_name, outcome_of
from bot.channels.slack.profiles import Profiles
from bot.channels.slack.prompts import suggest
from bot.channels.slack.speaking import Speaking
from bot.channels.slack.transport import HttpTransport, SocketTransport
from bot.errors import ChannelError
from bot.ports import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import aiohttp

    from bot.channels.slack.access import Access
    from bot.channels.slack.transport import Transport
    from bot.messages import Address, Incoming, Reply
    from bot.ports import Clock

log = logging.getLogger(__name__)

START = 10.0  # seconds until a channel that cannot connect says so
DRAIN = 20.0  # seconds that stopping waits for handlers
UNCONNECTED = Outcome("retry", error="Slack is not connected", after=PAUSE, whole=True)


@dataclass(frozen=True, slots=True)
class Line:
    """What exists only while connected."""

    session: aiohttp.ClientSession
    transport: Transport
    profiles: Profiles
    hearing: Hearing
    speaking: Speaking


class SlackChannel:
    """One workspace. ``report`` is told once, when Slack no longer accepts a token."""

    def __init__(self, access: Access, clock: Clock, report: Callable[[ChannelError], None] | None = None) -> None:
        self._access, self._clock = access, clock
        self._report = report or (lambda error: log.error("%s", error))
        self._reported = False
        self._line: Line | None = None

    @property
    def name(self) -> str:
        """The platform's name."""
        return "slack"

    @property
    def port(self) -> int:
        """The port that Slack's requests come to, in mode ``http``."""
        transport = self._line.transport if self._line else None
        return transport.port if isinstance(transport, HttpTransport) else self._access.port

    async def start(self, handle: Callable[[Incoming], Awaitable[None]]) -> None:
        """Connect within ten seconds. Raises ChannelError with one sentence when that fails."""
        transport = self._transport()
        session = self._access.session()
        try:
            async with asyncio.timeout(START):
                self._line = await self._connect(session, transport, handle)
        except (*TROUBLE, ChannelError) as error:
            await transport.stop()
            await session.close()
            raise ChannelError(self._explained(error)) from error
        self._reported = False

    async def send(self, delivery: str, address: Address, reply: Reply) -> Outcome:
        """Send once. A Home tab is addressed by the user's id as ``chat`` and ``home`` as ``thread``."""
        return await self._line.speaking.send(delivery, address, reply) if self._line else UNCONNECTED

    async def settle(self, delivery: str, address: Address) -> Outcome:
        """Find out whether an uncertain delivery arrived, by reading the conversation back."""
        if self._line is None:
            return Outcome("uncertain", error=UNCONNECTED.error, after=PAUSE)
        return await self._line.speaking.settle(delivery, address)

    async def delete(self, address: Address) -> Outcome:
        """Take back the message ``address.message``."""
        return await self._line.speaking.delete(address) if self._line else UNCONNECTED

    async def open_chat(self, user: str) -> str:
        """The direct message with a user; while it cannot be had, the user's id, which stands for it."""
        return await self._line.speaking.open_chat(user) if self._line else user

    async def stop(self) -> None:
        """Hear nothing more, let what was heard be handled, close the connections."""
        line = self._line
        if line is None:
            return
        await line.transport.stop()
        try:
            async with asyncio.timeout(DRAIN):
                await line.hearing.drain()
        except TimeoutError:
            log.warning("Stopped although a handler was still running")
        self._line = None
        await line.profiles.close()
        await line.session.close()

    def _transport(self) -> Transport:
        access = self._access
        if not access.bot_token:
            raise ChannelError("SLACK_BOT_TOKEN is not set.")
        if access.mode == "socket" and not access.app_token:
            raise ChannelError("SLACK_APP_TOKEN is not set; Socket Mode needs it.")
        if access.mode == "http" and not access.signing_secret:
            raise ChannelError("SLACK_SIGNING_SECRET is not set; mode http verifies every request with it.")
        if access.mode == "http":
            return HttpTransport(access.signing_secret, access.host, access.port, access.path)
        return SocketTransport(access.app_token, access.ping_interval, self._app_token_refused)

    async def _connect(
        self, session: aiohttp.ClientSession, transport: Transport, handle: Callable[[Incoming], Awaitable[None]]
    ) -> Line:
        client = self._access.client(session)
        try:
            identity = await client.auth_test()
        except TROUBLE as error:
            if error_name(error) in TOKEN_REFUSED:
                raise ChannelError(self._refusal("bot", error_name(error))) from error
            raise
        profiles = Profiles(client, str(identity.get("team_id", "")))
        speaking = Speaking(client, session, self._access.patience, self._bot_token_refused)

        async def greet(incoming: Incoming) -> None:
            await suggest(client, incoming)

        hearing = Hearing(
            bot=str(identity.get("user_id", "")),
            profiles=profiles,
            clock=self._clock,
            handle=handle,
            chat_of=speaking.open_chat,
            greet=greet,
        )
        app = AsyncApp(
            name="rendezvous",
            logger=sdk_log(),
            client=client,
            before_authorize=hearing,
            request_verification_enabled=False,  # HttpTransport verifies, before Bolt parses anything
        )
        await transport.start(app)
        return Line(session, transport, profiles, hearing, speaking)

    def _app_token_refused(self, name: str) -> None:
        self._tell(self._refusal("app", name))

    def _bot_token_refused(self, name: str) -> None:
        self._tell(self._refusal("bot", name))

    def _refusal(self, kind: str, name: str) -> str:
        return f"Slack does not accept the {kind} token ({name}): check SLACK_{kind.upper()}_TOKEN."

    def _tell(self, what: str) -> None:
        if not self._reported:
            self._reported = True
            self._report(ChannelError(what))

    def _explained(self, error: BaseException) -> str:
        if isinstance(error, ChannelError):
            return str(error)
        name = error_name(error)
        if name in TOKEN_REFUSED | {"missing_scope", "invalid_auth"}:
            return f"{self._refusal('app', name)[:-1]} and that it has the scope connections:write."
        if isinstance(error, TimeoutError):
            return f"Slack did not answer within {START:.0f} seconds at {self._access.api_url}"
        return f"Slack cannot be reached at {self._access.api_url}: {outcome_of(error).error}"
