"""A workspace and a channel connected to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fakes.slack_server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, SlackServer

from bot.channels.slack.access import Access
from bot.channels.slack.receive import EVENTS
from bot.channels.slack.scopes import SCOPES
from bot.clock import ManualClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

NOW = datetime(2026, 1, 16, 13, 20, tzinfo=UTC)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    """A workspace that grants and tells exactly what the manifest asks for."""
    async with SlackServer(scopes=SCOPES, events=EVENTS) as server:
        yield server


@pytest.fixture
def access(slack: SlackServer) -> Access:
    """Quick to give up, so that faults do not take long."""
    return Access(
        BOT_TOKEN,
        APP_TOKEN,
        SIGNING_SECRET,
        api_url=slack.api_url,
        port=0,
        timeout=0.5,
        ping_interval=0.05,
    )


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)
