"""A bot on the fake Telegram, with what it heard: for tests of the channel alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.channels.telegram.channel import TelegramChannel
from bot.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from fakes.telegram_server import TelegramServer

    from bot.messages import Incoming


class Bot:
    """A channel of the code under test. ``reaction`` is awaited for each thing heard."""

    def __init__(self, server: TelegramServer, **settings: object) -> None:
        self.channel = TelegramChannel(
            server.token or "42:OLD", SystemClock(), **{"api_url": server.url, "answer_within": 5.0, **settings}
        )
        self.heard: list[Incoming] = []
        self.reaction: Callable[[Incoming], Awaitable[None]] | None = None

    async def start(self) -> None:
        await self.channel.start(self.handle)

    async def handle(self, incoming: Incoming) -> None:
        self.heard.append(incoming)
        if self.reaction:
            await self.reaction(incoming)

    def texts(self) -> list[str]:
        return [incoming.text for incoming in self.heard]
