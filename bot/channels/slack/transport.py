"""The two ways that Slack's events reach us: a socket that we open, or an HTTP address that Slack calls.

Both hand every payload to one Bolt application; what it does with them is decided in ``channel``.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.channels.slack.outcomes import TOKEN_REFUSED, error_name
from bot.errors import ChannelError

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt.async_app import AsyncApp

CONNECT = 20.0  # seconds for one attempt to connect the socket again
LONGEST_STAMP = 12  # digits of the seconds since 1970
SECURE = {"ws": "http", "wss": "https"}


class Transport(Protocol):
    """How payloads come in."""

    async def start(self, app: AsyncApp) -> None:
        """Begin to receive; raises SlackApiError, OSError or ChannelError when it cannot."""
        ...

    async def stop(self) -> None:
        """Receive nothing more."""
        ...


class SocketTransport:
    """Socket Mode: no public address needed. ``refused`` is called when Slack no longer takes the app token."""

    def __init__(self, app_token: str, ping_interval: float, refused: Callable[[str], None]) -> None:
        self._app_token = app_token
        self._ping_interval = ping_interval
        self._refused = refused
        self._handler: _Handler | None = None

    async def start(self, app: AsyncApp) -> None:
        """Open the socket; an app token that Slack refuses is told at once, since the client would try for ever."""
        opened = await app.client.apps_connections_open(app_token=self._app_token)
        self._handler = _Handler(app, _Client(app, self._app_token, self._ping_interval, self._refused))
        self._handler.client.wss_uri = opened["url"]
        self._handler.client.proxy = proxy_for(opened["url"])
        await self._handler.connect_async()  # type: ignore[no-untyped-call] # Bolt has no types here

    async def stop(self) -> None:
        """Close the socket."""
        if self._handler:
            await self._handler.close_async()  # type: ignore[no-untyped-call] # nor here
        self._handler = None


class HttpTransport:
    """Events as HTTP requests; ``port`` 0 takes a free one. Nothing without Slack's signature gets further."""

    def __init__(self, signing_secret: str, host: str, port: int, path: str) -> None:
        self._verifier = SignatureVerifier(signing_secret)
        self._host, self._path = host, path
        self.port = port
        self._runner: web.AppRunner | None = None

    async def start(self, app: AsyncApp) -> None:
        """Listen; raises ChannelError when the port is taken."""

        async def hear(request: web.Request) -> web.Response:
            try:
                body = await request.text()
            except (UnicodeDecodeError, LookupError):  # no text, or in a charset that there is not
                return web.Response(status=HTTPStatus.BAD_REQUEST)
            if not self._is_genuine(request, body):
                return web.Response(status=HTTPStatus.UNAUTHORIZED)
            return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

        pages = web.Application()
        pages.router.add_post(self._path, hear)
        self._runner = web.AppRunner(pages, access_log=None)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self.port).start()
        except OSError as error:
            raise ChannelError(f"Slack's requests cannot be awaited on {self._host}:{self.port}: {error}") from error
        self.port = int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Finish the requests that run and close the port."""
        if self._runner:
            await self._runner.cleanup()
        self._runner = None

    def _is_genuine(self, request: web.Request, body: str) -> bool:
        """Signed by Slack within the last five minutes."""
        stamp, signature = (request.headers.get(f"X-Slack-{name}", "") for name in ("Request-Timestamp", "Signature"))
        well_formed = stamp.isascii() and stamp.isdecimal() and len(stamp) <= LONGEST_STAMP and signature.isascii()
        return well_formed and self._verifier.is_valid(body, stamp, signature)


def proxy_for(url: str) -> str | None:
    """Return the environment's proxy for an address; slack_sdk alone would ignore NO_PROXY."""
    parts = urlsplit(url)
    if not parts.hostname or proxy_bypass(parts.hostname):
        return None
    return getproxies().get(SECURE.get(parts.scheme, parts.scheme))


class _Handler(AsyncSocketModeHandler):
    """Bolt's handler around a client of our own."""

    def __init__(self, app: AsyncApp, client: _Client) -> None:
        self.app, self.client = app, client
        client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type] # as Bolt itself does


class _Client(SocketModeClient):
    """slack_sdk's client, which would go on for ever with a dead token or an address that has expired."""

    def __init__(self, app: AsyncApp, app_token: str, ping_interval: float, refused: Callable[[str], None]) -> None:
        super().__init__(app_token, app.logger, app.client, ping_interval=ping_interval)
        self._refused = refused

    async def issue_new_wss_url(self) -> str:
        try:
            url = str((await self.web_client.apps_connections_open(app_token=self.app_token))["url"])
        except SlackApiError as error:
            if error_name(error) in TOKEN_REFUSED:
                self.closed = True
                self._refused(error_name(error))
            raise
        self.proxy = proxy_for(url)
        return url

    async def connect(self) -> None:
        try:
            async with asyncio.timeout(CONNECT):
                await super().connect()  # type: ignore[no-untyped-call] # nor here
        except TimeoutError as error:
            raise ChannelError("Slack's socket could not be opened in time.") from error
        finally:
            self.auto_reconnect_enabled = self.default_auto_reconnect_enabled and not self.closed
