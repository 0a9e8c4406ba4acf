"""A Telegram on localhost: the Bot API over real HTTP, for unmodified clients.

::

    async with TelegramServer(token="42:TEST") as server:
        ...                                  # point the bot at server.url
        said = server.say(7, "when is the keynote?")
        await server.settled()
        assert "14:00" in server.messages(7)[-1].text
        server.press(7, server.messages(7)[-1].id, label="Remind me")

It refuses what the real one refuses, with its words (entities.py, methods.py), keeps its flood limits
(limits.py), and meets calls with faults on request (faults.py). Everything happens in the running event
loop. For rehearsals ``limits.now`` and ``wall`` may show simulated time.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING, Self

import aiohttp
from aiohttp import web
from fakes.telegram.crowd import Crowd
from fakes.telegram.faults import Fault, Faults
from fakes.telegram.limits import Limits
from fakes.telegram.methods import Methods, Parameters
from fakes.telegram.refusal import Refusal
from fakes.telegram.updates import Updates
from fakes.telegram.world import File, World

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from fakes.telegram.world import Message

QUIET = 0.05  # seconds without a call after which nothing more is expected
FIRST_UPDATE = 700_000_001


class TelegramServer(Crowd):
    """The server, and (from Crowd) what people do on it. ``calls`` counts the calls of each method."""

    def __init__(
        self,
        token: str = "42:TEST",  # noqa: S107 a token of nothing
        *,
        username: str = "rendezvous_bot",
        port: int = 0,
        limits: Limits | None = None,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.faults = Faults()
        self.limits = limits or Limits()
        self.calls: dict[str, int] = {}
        bot = {
            "id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Rendezvous", "username": username,
            "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False,
        }  # fmt: skip
        self.updates = Updates(FIRST_UPDATE)
        self.world = World(bot, wall)
        self.methods = Methods(self.world, self.limits, self.updates)
        super().__init__(self.world, self.updates, self.methods)
        self._port = port
        self._running = 0
        self._last_call = 0.0
        self._listening: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=50 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await self.come_back()
        self._session = aiohttp.ClientSession()
        self._delivery = asyncio.create_task(self.updates.deliver(self._session))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._delivery.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._delivery
        await self._session.close()
        self.go_away()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        """The server's root, to be given as ``telegram.api_url``."""
        return f"http://127.0.0.1:{self._port}"

    def revoke(self) -> None:
        """Make the token invalid."""
        self.token = ""

    def go_away(self) -> None:
        """Refuse connections and cut those there are."""
        if self._listening:
            self._listening.close()
        self.hang_up()

    def hang_up(self) -> None:
        """Cut all connections, long polls included."""
        for connection in self._runner.server.connections:
            if connection.transport:
                connection.transport.abort()

    async def come_back(self) -> None:
        """Listen, at the port it had."""
        loop = asyncio.get_running_loop()
        self._listening = await loop.create_server(self._runner.server, "127.0.0.1", self._port, reuse_address=True)
        self._port = self._listening.sockets[0].getsockname()[1]

    def messages(self, chat: int) -> list[Message]:
        """The bot's messages in a chat as they stand now, oldest first; those taken back are gone."""
        return self.world.messages(chat)

    async def settled(self, within: float = 10) -> None:
        """Wait until every update was received and confirmed and the bot has been quiet for a moment."""
        await self.until(self._is_quiet, within)

    async def until(self, holds: Callable[[], object], within: float = 10) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(within):
            while not holds():  # noqa: ASYNC110 anything may be waited for
                await asyncio.sleep(QUIET / 10)

    def _is_quiet(self) -> bool:
        calm = time.monotonic() - self._last_call >= QUIET
        return calm and not self.updates.pending and not self._running

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"].lower()
        self.calls[method] = self.calls.get(method, 0) + 1
        polls = method == "getupdates"
        self._running += not polls
        try:
            return await self._answer(request, method)
        finally:
            self._running -= not polls
            self._last_call = self._last_call if polls else time.monotonic()

    async def _answer(self, request: web.Request, method: str) -> web.StreamResponse:
        given = await _parameters(request)
        chat = given.text("chat_id")
        fault = self.faults.next(method, int(chat) if chat.removeprefix("-").isdigit() else None)
        if fault and fault.kind in {"too_many", "error", "gateway", "garbage", "dropped"}:
            return self._refused(request, fault)
        answer = await self._done(request, method, given)
        if fault and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault and fault.kind == "lost":
            self._cut(request)
        return answer

    async def _done(self, request: web.Request, method: str, given: Parameters) -> web.Response:
        try:
            self._admit(request.match_info["token"], method)
            return web.json_response({"ok": True, "result": await self.methods.call(method, given)})
        except Refusal as refusal:
            return web.json_response(refusal.json(), status=refusal.code)

    def _admit(self, token: str, method: str) -> None:
        if token != self.token:
            raise Refusal(401, "Unauthorized")
        if method not in self.methods:
            raise Refusal(404, "Not Found")

    def _refused(self, request: web.Request, fault: Fault) -> web.Response:
        match fault.kind:
            case "too_many":
                seconds = int(fault.seconds)
                refusal = Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
            case "error":
                refusal = Refusal(fault.code, fault.description)
            case "gateway":
                return web.Response(status=fault.code, text="<html><h1>nginx</h1></html>", content_type="text/html")
            case "garbage":
                return web.Response(text="not JSON")
            case _:
                self._cut(request)
                return web.Response()
        return web.json_response(refusal.json(), status=refusal.code)

    def _cut(self, request: web.Request) -> None:
        if request.transport:
            request.transport.abort()


async def _parameters(request: web.Request) -> Parameters:
    if request.content_type == "application/json":
        return Parameters({name: str(value) for name, value in (await request.json()).items()}, {})
    fields, files = dict(request.query), {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = File(value.filename, value.file.read(), value.content_type)
        else:
            fields[name] = str(value)
    return Parameters(fields, files)
