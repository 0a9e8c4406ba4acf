"""Getting a line to a workspace, and saying in one sentence why there is none."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.channels.slack.access import sdk_log
from bot.channels.slack.hearing import Hearing
from bot.channels.slack.modals import Modals
from bot.channels.slack.outcomes import TOKEN_REFUSED, error_name, outcome_of
from bot.channels.slack.profiles import Profiles
from bot.channels.slack.prompts import suggest
from bot.channels.slack.speaking import Speaking
from bot.channels.slack.transport import HttpTransport, SocketTransport
from bot.errors import ChannelError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import aiohttp
    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

    from bot.channels.slack.access import Access
    from bot.channels.slack.groups import Groups
    from bot.channels.slack.transport import Transport
    from bot.messages import Incoming
    from bot.ports import Clock, Forms

START = 10.0  # seconds until a line that cannot be had is given up


@dataclass(frozen=True, slots=True)
class Line:
    """What exists only while connected."""

    session: aiohttp.ClientSession
    transport: Transport
    profiles: Profiles
    hearing: Hearing
    speaking: Speaking


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a line leads to: ``refused`` is told, in a sentence, when Slack takes a token no longer."""

    handle: Callable[[Incoming], Awaitable[None]]
    refused: Callable[[str], None]
    groups: Groups
    forms: Forms | None = None


async def connect(access: Access, clock: Clock, ends: Ends) -> Line:
    """Return a line within ten seconds, on which everything that is known of people is known already.

    Raises ChannelError when the settings are at fault, and one of ``TROUBLE`` when a later try may succeed.
    """
    _require_secrets(access)
    async with AsyncExitStack() as stack, asyncio.timeout(START):
        session = await stack.enter_async_context(access.session())
        client = access.client(session)
        identity = await _identity(client)
        profiles = Profiles(client, str(identity.get("team_id", "")))
        speaking = Speaking(client, session, access.patience, lambda name: ends.refused(refusal("bot", name)))
        hearing = Hearing(
            bot=str(identity.get("user_id", "")),
            profiles=profiles,
            clock=clock,
            handle=ends.handle,
            chat_of=speaking.open_chat,
            greet=partial(suggest, client),
            modals=Modals(client, profiles, clock, ends.forms),
        )
        transport = _transport(access, ends.refused)
        stack.push_async_callback(transport.stop)
        await ends.groups.follow(client)
        await _begin(transport, client, hearing)
        stack.pop_all()
        return Line(session, transport, profiles, hearing, speaking)


def refusal(kind: str, name: str) -> str:
    """Say that Slack refuses a token."""
    return f"Slack does not accept the {kind} token ({name}): check SLACK_{kind.upper()}_TOKEN."


def explained(access: Access, error: BaseException) -> str:
    """Say why there is no line."""
    if isinstance(error, TimeoutError) and not str(error):
        return f"Slack did not answer within {START:.0f} seconds at {access.api_url}"
    return f"Slack cannot be reached at {access.api_url}: {outcome_of(error).error}"


def _require_secrets(access: Access) -> None:
    if not access.bot_token:
        raise ChannelError("SLACK_BOT_TOKEN is not set.")
    if access.mode == "socket" and not access.app_token:
        raise ChannelError("SLACK_APP_TOKEN is not set; Socket Mode needs it.")
    if access.mode == "http" and not access.signing_secret:
        raise ChannelError("SLACK_SIGNING_SECRET is not set; mode http verifies every request with it.")


def _transport(access: Access, refused: Callable[[str], None]) -> Transport:
    if access.mode == "http":
        return HttpTransport(access.signing_secret, access.host, access.port, access.path)
    return SocketTransport(access.app_token, access.ping_interval, lambda name: refused(refusal("app", name)))


async def _identity(client: AsyncWebClient) -> AsyncSlackResponse:
    try:
        return await client.auth_test()
    except SlackApiError as error:
        if error_name(error) in TOKEN_REFUSED:
            raise ChannelError(refusal("bot", error_name(error))) from error
        raise


async def _begin(transport: Transport, client: AsyncWebClient, hearing: Hearing) -> None:
    app = AsyncApp(
        name="rendezvous",
        logger=sdk_log(),
        client=client,
        before_authorize=hearing,
        request_verification_enabled=False,  # HttpTransport verifies, before Bolt parses anything
    )
    try:
        await transport.start(app)
    except SlackApiError as error:
        name = error_name(error)
        if name in TOKEN_REFUSED | {"missing_scope"}:
            told = f"{refusal('app', name)[:-1]} and that it has the scope connections:write."
            raise ChannelError(told) from error
        raise
