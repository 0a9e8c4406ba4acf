"""The contract of every channel, over the Bot API on localhost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.telegram.entities import find, words
from fakes.telegram.faults import Fault
from fakes.telegram_server import TelegramServer
from suites.channel import NetworkContract, Shown

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.markup import JOINER
from bot.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from fakes.telegram.world import Message
    from suites.channel import Fault as Trouble

    from bot.messages import Incoming

PERSON = 7
FAULTS = {
    "busy": Fault("too_many", chat=PERSON, seconds=7),
    "lost": Fault("lost", chat=PERSON),
    "slow": Fault("slow", chat=PERSON, seconds=60),
    "broken": Fault("error", chat=PERSON),
    "blocked": Fault("error", chat=PERSON, code=403, description="Forbidden: bot was blocked by the user"),
}


async def _nothing(_: Incoming) -> None:
    pass


class TelegramStage:
    edits = True
    user = str(PERSON)

    def __init__(self, server: TelegramServer) -> None:
        self._server = server
        self.received: list[Incoming] = []
        self.reaction: Callable[[Incoming], Awaitable[None]] = _nothing
        self.channel = self._made()
        server.person(PERSON)

    def _made(self) -> TelegramChannel:
        return TelegramChannel(self._server.token, SystemClock(), api_url=self._server.url, answer_within=2.0)

    async def start(self) -> None:
        await self.channel.start(self._handle)

    async def _handle(self, incoming: Incoming) -> None:
        self.received.append(incoming)
        await self.reaction(incoming)

    async def _next(self) -> Incoming:
        before = len(self.received)
        await self._server.until(lambda: len(self.received) > before)
        return self.received[before]

    async def says(self, text: str) -> Incoming:
        self._server.say(PERSON, text[:4096])
        return await self._next()

    async def taps(self, message: str, label: str) -> Incoming:
        self._server.press(PERSON, int(message), label=label)
        return await self._next()

    def shown(self) -> Sequence[Shown]:
        return [_shown(message) for message in self._server.messages(PERSON)]

    async def fail_next(self, fault: Trouble) -> None:
        if fault == "down":
            self._server.go_away()
        else:
            template = FAULTS[fault]
            self._server.faults.add(
                Fault(template.kind, "", PERSON, 1, 1.0, template.seconds, template.code, template.description)
            )

    async def says_again(self) -> None:
        """An update is delivered again to a bot that did not confirm it before it died."""
        await self._server.settled()
        await self.channel.stop()
        self._server.updates.repeat(max(self._server.updates.confirmed))
        self.channel = self._made()
        await self.start()
        await self._next()

    async def drop_connection(self) -> None:
        self._server.hang_up()
        before = self._server.calls["getupdates"]
        await self._server.until(lambda: self._server.calls["getupdates"] > before)


def _shown(message: Message) -> Shown:
    links = {words(message.text, link): link["url"] for link in message.entities if link["type"] == "text_link"}
    links |= {words(message.text, link): words(message.text, link) for link in _found(message)}
    files = {message.file.name: message.file.content} if message.file else {}
    return Shown(str(message.id), message.text.replace(JOINER, ""), message.buttons, links, files)


def _found(message: Message) -> list[dict[str, object]]:
    return [entity for entity in find(message.text, list(message.entities)) if entity["type"] != "hashtag"]


class TestTelegram(NetworkContract):
    @pytest.fixture
    async def stage(self) -> AsyncIterator[TelegramStage]:
        async with TelegramServer() as server:
            stage = TelegramStage(server)
            await stage.start()
            yield stage
            await stage.channel.stop()
