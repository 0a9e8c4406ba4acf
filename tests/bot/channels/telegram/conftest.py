"""A bot on Telegram, with what it heard."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from fakes.telegram_server import TelegramServer
from suites.telegram import Bot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as server:
        server.limits.burst = 50
        yield server


@pytest.fixture
async def make(server: TelegramServer) -> AsyncIterator[Callable[..., Bot]]:
    """Makes bots that are stopped at the end."""
    bots: list[Bot] = []

    def made(**settings: object) -> Bot:
        bots.append(Bot(server, **settings))
        return bots[-1]

    yield made
    await asyncio.gather(*(bot.channel.stop() for bot in bots))


@pytest.fixture
async def bot(make: Callable[..., Bot]) -> Bot:
    """A bot that listens."""
    made = make()
    await made.start()
    return made
