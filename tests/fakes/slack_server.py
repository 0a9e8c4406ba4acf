"""A Slack on localhost: real HTTP and WebSocket, spoken to by the unmodified libraries.

It enforces Slack's limits and the rules of Block Kit, keeps a transcript, acts for people and injects
faults. ``async with SlackServer() as slack`` listens; the app connects to ``slack.api_url``.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web
from fakes.slack.catalogue import EVERY_SCOPE, METHODS, Method
from fakes.slack.limits import Limits
from fakes.slack.methods import require
from fakes.slack.people import People
from fakes.slack.refusal import ApiError
from fakes.slack.wire import HttpWire, SocketWire
from fakes.slack.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fakes.slack.faults import Fault
    from fakes.slack.methods import Arguments
    from fakes.slack.wire import Envelope

BOT_TOKEN = "xoxb-1-fake"
APP_TOKEN = "xapp-1-fake"
SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
JSON_ARGUMENTS = ("blocks", "metadata", "view", "files", "prompts", "attachments")


class SlackServer(People):
    """One workspace with one app.

    ``scopes`` are the bot token's, ``app_scopes`` the app token's, ``events`` those subscribed to (None:
    all). ``channel_rate`` and ``workspace_rate`` are messages a second (None: no limit over all
    conversations), ``tiers`` tells whether the other methods have theirs. ``now`` is the workspace's clock in
    seconds since the epoch, ``monotonic`` the limits'.
    """

    def __init__(
        self,
        *,
        bot_token: str = BOT_TOKEN,
        app_token: str = APP_TOKEN,
        signing_secret: str = SIGNING_SECRET,
        scopes: Iterable[str] | None = None,
        app_scopes: Iterable[str] | None = None,
        events: Iterable[str] | None = None,
        channel_rate: float = 1.0,
        channel_burst: float = 5.0,
        workspace_rate: float | None = None,
        tiers: bool = True,
        now: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(Workspace(now), events)
        self.bot_token, self.app_token, self.signing_secret = bot_token, app_token, signing_secret
        self.scopes = set(EVERY_SCOPE if scopes is None else scopes)
        self.app_scopes = {"connections:write"} if app_scopes is None else set(app_scopes)
        self.limits = Limits(monotonic, channel_rate, channel_burst, workspace_rate)
        self.tiers = tiers
        self.socket = SocketWire(self.notify)
        self.http: HttpWire | None = None
        self.calls: list[tuple[str, Arguments]] = []
        self.refused_tokens: dict[str, str] = {}
        self._faults: list[tuple[str, Fault]] = []
        self._released = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._port = 0

    @property
    def root(self) -> str:
        """Where the server listens."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def api_url(self) -> str:
        """The base that method names are added to."""
        return f"{self.root}/api/"

    async def __aenter__(self) -> Self:
        await self.up()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._released.set()
        await self.down()
        if self.http and self.http.session:
            await self.http.session.close()

    async def up(self) -> None:
        """Listen, on the same port as before."""
        pages = web.Application(client_max_size=32 * 2**20)
        pages.router.add_route("*", "/api/{method}", self._call)
        pages.router.add_get("/link/", self.socket.serve)
        pages.router.add_post("/upload/v1/{file}", self._upload)
        self._runner = web.AppRunner(pages, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = int(self._runner.addresses[0][1])

    async def down(self) -> None:
        """Refuse connections; those that are open are cut."""
        await self.socket.drop()
        if self._runner:
            await self._runner.cleanup()
        self._runner = None
        for _ in range(20):  # clients in the same loop learn of it now, not with their next call
            await asyncio.sleep(0)

    def push_to(self, url: str) -> None:
        """Deliver by HTTP requests to this address and no longer over the socket."""
        self.http = HttpWire(url, self.signing_secret, time.time)

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method meet these faults, one each."""
        self._faults += [(method, fault) for fault in faults]

    def revoke(self, token: str, error: str = "token_revoked") -> None:
        """Refuse a token from now on."""
        self.refused_tokens[token] = error

    def release(self) -> None:
        """Let the answers go that were held back as slow."""
        self._released.set()
        self._released = asyncio.Event()

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew, as Slack does every few hours; the old connections stay open for now."""
        await self.socket.say({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}})

    async def deliver(self, envelope: Envelope) -> None:
        """Send a payload to the app, the way that is set."""
        await (self.http or self.socket).deliver(envelope)

    async def settled(self) -> None:
        """Wait until everything that was delivered is acknowledged."""
        await self.until(lambda: all(envelope.acked.is_set() for envelope in self.delivered))

    async def _call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        fault = self._next_fault(name)
        if fault and fault.kind in {"drop", "status"}:
            return self._broken(request, fault)
        arguments = await arguments_of(request)
        answer, status, headers = self._answer(name, request, arguments, fault)
        self.notify()
        if fault and fault.kind in {"lost", "late_status"}:
            return self._broken(request, fault)
        if fault and fault.kind == "slow":
            await self._released.wait()
        return web.json_response(answer, status=status, headers=headers)

    def _broken(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.kind in {"drop", "lost"} and request.transport:
            request.transport.abort()
        return web.Response(status=fault.status, text="<html>Slack is down</html>", content_type="text/html")

    def _next_fault(self, method: str) -> Fault | None:
        at = next((at for at, (name, _) in enumerate(self._faults) if name in {method, "*"}), None)
        return None if at is None else self._faults.pop(at)[1]

    def _answer(
        self, name: str, request: web.Request, arguments: Arguments, fault: Fault | None
    ) -> tuple[dict[str, Any], int, dict[str, str]]:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(arguments.pop("token", ""))
        self.calls.append((name, arguments))
        headers = {"x-oauth-scopes": ",".join(sorted(self.scopes))}
        try:
            refuse(fault)
            done = self._connect(token) if name == "apps.connections.open" else self._run(name, token, arguments)
        except ApiError as error:
            wait, status = error.extra.pop("retry_after", None), error.extra.pop("status", 200)
            if wait is not None:
                headers["Retry-After"] = f"{wait:g}"
            return {"ok": False, "error": error.name} | error.extra, int(status if wait is not None else 200), headers
        return {"ok": True} | done, 200, headers

    def _run(self, name: str, token: str, arguments: Arguments) -> dict[str, Any]:
        self._check_token(token, self.bot_token, "xoxb-")
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method", req_method=name)
        arguments |= {"scopes": self.scopes, "root": self.root}
        require(arguments, *method.scopes)
        self._check_rate(name, method, arguments)
        return method.run(self.workspace, arguments)

    def _check_rate(self, name: str, method: Method, arguments: Arguments) -> None:
        if name == "chat.postMessage":
            user = self.workspace.users.get(str(arguments.get("channel")))
            wait = self.limits.post(user.dm or user.id if user else str(arguments.get("channel")))
        else:
            wait = self.limits.call(name, method.tier) if self.tiers else 0.0
        if wait:
            raise ApiError("ratelimited", retry_after=max(1, -int(-wait // 1)), status=429)

    def _check_token(self, token: str, right: str, prefix: str) -> None:
        if token in self.refused_tokens:
            raise ApiError(self.refused_tokens[token])
        if not token:
            raise ApiError("not_authed")
        if token != right:
            raise ApiError("invalid_auth" if token.startswith(prefix) else "not_allowed_token_type")

    def _connect(self, token: str) -> dict[str, Any]:
        self._check_token(token, self.app_token, "xapp-")
        require({"scopes": self.app_scopes}, "connections:write")
        return {"url": f"ws://127.0.0.1:{self._port}/link/?ticket={self.socket.ticket()}&app_id=A0APP0000"}

    async def _upload(self, request: web.Request) -> web.Response:
        file = self.workspace.files.get(request.match_info["file"])
        content = await request.read()
        if file is None or len(content) != file["length"]:
            return web.Response(status=400, text="wrong length")
        file["content"] = content
        return web.Response(text=f"OK - {len(content)}")


def refuse(fault: Fault | None) -> None:
    """Refuse a call when that is its fault."""
    if fault and fault.kind == "error":
        raise ApiError(fault.error, retry_after=fault.retry_after, status=fault.status)


async def arguments_of(request: web.Request) -> Arguments:
    """The arguments of a call, from wherever they stand, JSON inside forms read."""
    if request.content_type == "application/json":
        told = json.loads(await request.text() or "{}")
        return dict(told) | dict(request.query)
    arguments: Arguments = dict(request.query) | dict(await request.post())
    for name in JSON_ARGUMENTS:
        if isinstance(arguments.get(name), str):
            arguments[name] = json.loads(arguments[name])
    return arguments
