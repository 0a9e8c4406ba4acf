"""A workspace and a channel connected to it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fakes.slack_server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer

from bot.channels.slack.access import Access
from bot.channels.slack.channel import SlackChannel
from bot.channels.slack.receive import EVENTS
from bot.channels.slack.scopes import SCOPES
from bot.clock import ManualClock
from bot.messages import Incoming

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.errors import ChannelError

NOW = datetime(2026, 1, 16, 13, 20, tzinfo=UTC)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    """A workspace that grants and tells exactly what the manifest asks for."""
    async with SlackServer(scopes=SCOPES, events=EVENTS) as server:
        yield server


@pytest.fixture
def access(slack: SlackServer) -> Access:
    """Quick to give up, so that faults do not take long, but not so quick that a busy machine is one."""
    return Access(
        BOT_TOKEN,
        APP_TOKEN,
        SIGNING_SECRET,
        api_url=slack.api_url,
        port=0,
        timeout=3,
        ping_interval=0.05,
    )


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


class Heard(list[Incoming]):
    """A handler that keeps what it is given."""

    def __init__(self, slack: SlackServer) -> None:
        super().__init__()
        self._slack = slack

    async def __call__(self, incoming: Incoming) -> None:
        self.append(incoming)
        self._slack.notify()

    async def next(self, count: int = 1) -> Incoming:
        """Wait until so many were heard; return the last."""
        await self._slack.until(lambda: len(self) >= count)
        return self[count - 1]


@pytest.fixture
def heard(slack: SlackServer) -> Heard:
    return Heard(slack)


@pytest.fixture
async def channel(
    access: Access, clock: ManualClock, heard: Heard, reported: asyncio.Queue[ChannelError]
) -> AsyncIterator[SlackChannel]:
    channel = SlackChannel(access, clock, reported.put_nowait)
    await channel.start(heard)
    yield channel
    await channel.stop()


@pytest.fixture
def reported() -> asyncio.Queue[ChannelError]:
    """What the channel told of its failure."""
    return asyncio.Queue()
