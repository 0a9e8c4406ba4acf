"""How the workspace reaches the app: envelopes over a WebSocket, or signed HTTP requests.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode and
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(slots=True)
class Envelope:
    """One payload on its way; ``answer`` is what the acknowledgement carried, ``status`` HTTP's."""

    kind: Kind
    payload: dict[str, Any]
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    attempts: int = 0
    acked: asyncio.Event = field(default_factory=asyncio.Event)
    answer: dict[str, Any] = field(default_factory=dict)
    status: int = 0

    def told(self) -> dict[str, Any]:
        """The envelope as it goes over the socket."""
        retry = {"retry_attempt": self.attempts - 1, "retry_reason": "timeout"} if self.attempts > 1 else {}
        accepts = self.kind != "events_api"
        told = {"envelope_id": self.id, "type": self.kind, "payload": self.payload}
        return told | {"accepts_response_payload": accepts} | (retry if self.kind == "events_api" else {})


class SocketWire:
    """Socket Mode: the newest connection gets everything; what is not acknowledged comes again with the next one."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._tickets: set[str] = set()
        self.sockets: list[web.WebSocketResponse] = []
        self.open: dict[str, Envelope] = {}
        self.connections = 0

    def ticket(self) -> str:
        """A ticket for one connection."""
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connections += 1
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0APP0000"}})
        self.sockets.append(socket)
        self._changed()
        for envelope in list(self.open.values()):
            await self._send(socket, envelope)
        try:
            await self._hear(socket)
        finally:
            if socket in self.sockets:
                self.sockets.remove(socket)
            self._changed()
        return socket

    async def deliver(self, envelope: Envelope) -> None:
        """Send an envelope, or keep it until somebody connects."""
        self.open[envelope.id] = envelope
        if self.sockets:
            await self._send(self.sockets[-1], envelope)

    async def say(self, message: dict[str, Any]) -> None:
        """Tell every connection something that is no envelope, such as ``disconnect``."""
        for socket in list(self.sockets):
            await socket.send_json(message)

    async def drop(self) -> None:
        """Cut all connections without a word."""
        for socket in list(self.sockets):
            transport = socket._req.transport if socket._req else None
            if transport:
                transport.abort()
        self.sockets.clear()

    async def _send(self, socket: web.WebSocketResponse, envelope: Envelope) -> None:
        envelope.attempts += 1
        try:
            await socket.send_json(envelope.told())
        except ConnectionError:
            self._changed()

    async def _hear(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type != WSMsgType.TEXT:
                continue
            told = json.loads(message.data)
            envelope = self.open.pop(told.get("envelope_id", ""), None)
            if envelope:
                envelope.answer = told.get("payload") or {}
                envelope.acked.set()
                self._changed()


class HttpWire:
    """The Events API over HTTP: signed requests, acknowledged by a status of 200."""

    def __init__(self, url: str, signing_secret: str, now: Callable[[], float]) -> None:
        self.url, self._secret, self._now = url, signing_secret, now
        self.session: aiohttp.ClientSession | None = None

    async def deliver(self, envelope: Envelope) -> None:
        """Send a payload, signed now."""
        envelope.attempts += 1
        retry = {"X-Slack-Retry-Num": str(envelope.attempts - 1), "X-Slack-Retry-Reason": "http_timeout"}
        headers = retry if envelope.attempts > 1 else {}
        envelope.status, envelope.answer = await self.request(*body_of(envelope), headers=headers)
        if envelope.status == 200:
            envelope.acked.set()

    async def request(
        self, body: str, content_type: str, *, headers: dict[str, str] | None = None, at: float | None = None
    ) -> tuple[int, dict[str, Any]]:
        """Post a body signed at an instant (now when None); return the status and what came back."""
        stamp = str(int(self._now() if at is None else at))
        signed = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": sign(self._secret, stamp, body)}
        sent = {"Content-Type": content_type} | signed | (headers or {})
        self.session = self.session or aiohttp.ClientSession()
        async with self.session.post(self.url, data=body.encode(), headers=sent) as response:
            text = await response.text()
            return response.status, json.loads(text) if text.startswith("{") else {"text": text}


def body_of(envelope: Envelope) -> tuple[str, str]:
    """The body and content type of a payload over HTTP: events are JSON, the others forms."""
    if envelope.kind == "events_api":
        return json.dumps(envelope.payload), "application/json"
    form = envelope.payload if envelope.kind == "slash_commands" else {"payload": json.dumps(envelope.payload)}
    return urlencode(form), "application/x-www-form-urlencoded"


def sign(secret: str, stamp: str, body: str) -> str:
    """Slack's signature, version 0."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
