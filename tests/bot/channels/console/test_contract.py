"""The contract of every channel, at a terminal that is a list of lines."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from suites.channel import ChannelContract, Shown

from bot.channels.console import channel as console
from bot.channels.console.channel import ConsoleChannel
from bot.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

    from bot.messages import Incoming


class Typed:
    """Lines that a test types; None is the end."""

    def __init__(self) -> None:
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()

    def type(self, line: str | None) -> None:
        self._lines.put_nowait(line)

    async def next(self) -> str | None:
        return await self._lines.get()


async def _nothing(_: Incoming) -> None:
    pass


class ConsoleStage:
    edits = False
    user = "console"

    def __init__(self, folder: Path) -> None:
        self.typed = Typed()
        self.written: list[str] = []
        self.received: list[Incoming] = []
        self.reaction: Callable[[Incoming], Awaitable[None]] = _nothing
        self.channel = ConsoleChannel(self.typed, self.written.append, SystemClock(), folder=folder)
        self._ids: list[str] = []
        self._heard = asyncio.Event()
        send = self.channel.send

        async def kept(*given: object) -> object:
            outcome = await send(*given)
            self._ids += [outcome.message] if outcome.state == "sent" else []
            return outcome

        self.channel.send = kept

    async def handle(self, incoming: Incoming) -> None:
        self.received.append(incoming)
        self._heard.set()
        await self.reaction(incoming)

    async def says(self, text: str) -> Incoming:
        self._heard.clear()
        self.typed.type(text)
        await self._heard.wait()
        return self.received[-1]

    async def taps(self, message: str, label: str) -> Incoming:
        text = self.written[self._ids.index(message)]
        number = re.search(rf"\[(\d+)\] {re.escape(label)}", text)
        assert number
        return await self.says(number[1])

    def shown(self) -> Sequence[Shown]:
        return [_shown(number, text) for number, text in zip(self._ids, self.written, strict=True)]


def _shown(number: str, text: str) -> Shown:
    links = {found[1]: found[2] for found in re.finditer(r"^(.+) → (https?://\S+)$", text, re.MULTILINE)}
    files = [Path(found[1]) for found in re.finditer(r"^📄 (.+)$", text, re.MULTILINE)]
    return Shown(number, text, {}, links, {path.name: path.read_bytes() for path in files})


class TestConsole(ChannelContract):
    @pytest.fixture
    async def stage(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ConsoleStage]:
        monkeypatch.setattr(console, "ANSWER_WITHIN", 0.01)  # these handlers do not all answer
        stage = ConsoleStage(tmp_path)
        await stage.channel.start(stage.handle)
        yield stage
        await stage.channel.stop()
