"""Slack keeps the contract of channels, over the socket and over HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes.slack.faults import Fault, busy
from fakes.slack.reading import read
from suites.channel import NetworkContract, Shown

from bot.channels.slack.channel import SlackChannel

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from fakes.slack.workspace import Message
    from fakes.slack_server import SlackServer
    from suites.channel import Fault as Named

    from bot.channels.slack.access import Access
    from bot.clock import ManualClock
    from bot.messages import Incoming

FAULTS = {
    "busy": busy(7),
    "lost": Fault("lost"),
    "slow": Fault("slow"),
    "broken": Fault("error", "internal_error"),
    "blocked": Fault("error", "user_disabled"),
}


class SlackStage:
    """One attendee in the fake workspace."""

    edits = True

    def __init__(self, server: SlackServer, channel: SlackChannel) -> None:
        self.server, self.channel = server, channel
        self.user = server.workspace.add_user("Attendee 07", email="seven@example.org").id
        self.received: list[Incoming] = []
        self.reaction: Callable[[Incoming], Awaitable[None]] = self._rest

    async def handle(self, incoming: Incoming) -> None:
        self.received.append(incoming)
        self.server.notify()
        await self.reaction(incoming)

    async def says(self, text: str) -> Incoming:
        count = len(self.received)
        await self.server.say(self.user, text)
        return await self._next(count)

    async def taps(self, message: str, label: str) -> Incoming:
        count = len(self.received)
        await self.server.press(self.user, message, label)
        return await self._next(count)

    async def says_again(self) -> None:
        count = len(self.received)
        await self.server.again()
        await self._next(count)

    def shown(self) -> list[Shown]:
        return [as_read(message) for message in self.server.messages(self.server.dm(self.user), by_bot=True)]

    async def fail_next(self, fault: Named) -> None:
        if fault == "down":
            await self.server.down()
        else:
            self.server.fail("chat.postMessage", FAULTS[fault])

    async def drop_connection(self) -> None:
        connected = self.server.socket.connections
        await self.server.socket.drop()
        if self.server.http is None:
            await self.server.until(lambda: self.server.socket.connections > connected)

    async def _next(self, count: int) -> Incoming:
        await self.server.until(lambda: len(self.received) > count)
        return self.received[count]

    async def _rest(self, _: Incoming) -> None:
        pass


def as_read(message: Message) -> Shown:
    page = read(message)
    assert not page.mentions
    files = {file["name"]: file["content"] for file in message.files}
    return Shown(message.ts, page.text, page.buttons, page.links, files)


class TestSocket(NetworkContract):
    """Over Socket Mode."""

    @pytest.fixture
    async def stage(self, slack: SlackServer, access: Access, clock: ManualClock) -> AsyncIterator[SlackStage]:
        channel = SlackChannel(access, clock)
        stage = SlackStage(slack, channel)
        await channel.start(stage.handle)
        yield stage
        await channel.stop()


class TestHttp(NetworkContract):
    """Over HTTP."""

    @pytest.fixture
    async def stage(self, slack: SlackServer, access: Access, clock: ManualClock) -> AsyncIterator[SlackStage]:
        channel = SlackChannel(replace(access, mode="http"), clock)
        stage = SlackStage(slack, channel)
        await channel.start(stage.handle)
        slack.push_to(f"http://127.0.0.1:{channel.port}/slack/events")
        yield stage
        await channel.stop()
