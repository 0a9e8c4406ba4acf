"""The terminal as a channel: ``rendezvous chat``, and the model for a new platform."""

from __future__ import annotations

import asyncio
import base64
import itertools
import logging
import re
import uuid
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.channels.console.render import buttons, render
from bot.messages import Address, Attachment, Incoming
from bot.ports import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.channels.console.lines import Lines
    from bot.messages import Block, Reply
    from bot.ports import Clock

log = logging.getLogger(__name__)

ANSWER_WITHIN = 15.0  # seconds until the next line is taken although nothing was answered
LAST_WORDS = 0.2  # seconds without a message after which, at the end of input, no more is expected


class ConsoleChannel:
    """One person at a terminal.

    ``write`` shows a message, ``width`` gives the columns to break lines at, None for no breaking. Files
    that are handed over are kept in ``folder``. ``email``, ``language`` and ``time_zone`` are the person's.
    """

    name = "console"

    def __init__(
        self,
        lines: Lines,
        write: Callable[[str], None],
        clock: Clock,
        *,
        width: Callable[[], int | None] = lambda: None,
        folder: Path = Path(),
        user: str = "console",
        email: str = "",
        language: str = "",
        time_zone: str = "",
    ) -> None:
        self._lines = lines
        self._write = write
        self._clock = clock
        self._width = width
        self._folder = folder
        self._email = email
        self._language = language
        self._time_zone = time_zone
        self._address = Address("console", user)
        self._handle: Callable[[Incoming], Awaitable[None]] | None = None
        self._run = uuid.uuid4().hex[:12]  # ids are unique across runs: the store remembers those it has seen
        self._numbers = itertools.count(1)
        self._buttons: list[str] = []
        self._buttons_of = ""
        self._shown = asyncio.Event()
        self._hearing: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None

    async def start(self, handle: Callable[[Incoming], Awaitable[None]]) -> None:
        """Begin to read."""
        self._handle = handle
        self._reading = asyncio.create_task(self._read())

    async def ended(self) -> None:
        """Wait until the last line was read and answered."""
        if self._reading:
            await asyncio.wait({self._reading})

    async def send(self, delivery: str, address: Address, reply: Reply) -> Outcome:  # noqa: ARG002 nothing to read back
        """Show a reply; an edit is shown anew."""
        if not render(reply):
            return Outcome("failed", error="the reply says nothing")
        try:
            reply = replace(reply, blocks=tuple(self._kept(block) for block in reply.blocks))
        except OSError as error:
            return Outcome("failed", error=f"the file cannot be kept: {error}")
        message = address.message or self._id()
        if choices := buttons(reply):
            self._buttons, self._buttons_of = [choice.action for choice in choices], message
        self._write(f"{render(reply, self._width())}\n")
        self._shown.set()
        return Outcome("sent", message=message)

    async def settle(self, delivery: str, address: Address) -> Outcome:  # noqa: ARG002 the port's signature
        """What was written was shown: nothing is uncertain here."""
        return Outcome("sent")

    async def delete(self, address: Address, reply: Reply) -> Outcome:  # noqa: ARG002 the port's signature
        """A terminal takes nothing back."""
        return Outcome("failed", error="a terminal takes nothing back")

    async def works(self) -> bool:
        """A terminal that is gone is told of otherwise."""
        return True

    async def open_chat(self, user: str) -> str:
        """The chat with a person has the person's id."""
        return user

    async def stop(self) -> None:
        """Stop reading and let what runs finish."""
        if self._reading:
            self._reading.cancel()
            await asyncio.wait({self._reading})
        if self._hearing:
            await asyncio.wait({self._hearing})

    async def _read(self) -> None:
        while (line := await self._lines.next()) is not None:
            if not line.strip():
                continue
            self._shown.clear()
            self._hearing = asyncio.create_task(self._hear(line.strip()))
            await asyncio.wait({self._hearing})
            await self._quiet(ANSWER_WITHIN)
        while self._shown.is_set():
            self._shown.clear()
            await self._quiet(LAST_WORDS)

    async def _quiet(self, within: float) -> None:
        """Wait for something to be shown, but not for ever."""
        try:
            async with asyncio.timeout(within):
                await self._shown.wait()
        except TimeoutError:
            pass

    async def _hear(self, line: str) -> None:
        try:
            if self._handle:
                await self._handle(self._incoming(line))
        except Exception:  # whatever the fault, the next line is heard
            log.exception("A line could not be handled")

    def _incoming(self, line: str) -> Incoming:
        kind, text, message = self._meant(line)
        return Incoming(
            self._id(),
            "console",
            self._address.chat,
            self._address,
            text,
            self._clock.now(),
            kind,
            message=message or self._id(),
            email=self._email,
            language=self._language,
            time_zone=self._time_zone,
        )

    def _meant(self, line: str) -> tuple[Literal["text", "command", "start", "action"], str, str]:
        """Return the kind, the text and the message that a number chooses from."""
        if line.isdecimal() and 1 <= int(line[:9]) <= len(self._buttons):
            return "action", self._buttons[int(line[:9]) - 1], self._buttons_of
        if command := re.match(r"/(\w+)(?:\s+(.*))?$", line, re.DOTALL):
            word, rest = command[1].casefold(), (command[2] or "").strip()
            return ("start", rest, "") if word == "start" else ("command", f"{word} {rest}".strip(), "")
        return "text", line, ""

    def _kept(self, block: Block) -> Block:
        """Keep a file under a name that is free; return its block with the path for a name."""
        if not isinstance(block, Attachment):
            return block
        name = Path(re.sub(r"[^\w.-]", "_", Path(block.name).name).lstrip(".") or "file")
        free = (self._folder / f"{name.stem}{mark}{name.suffix}" for mark in ("", *(f"-{n}" for n in range(2, 1000))))
        path = next(path for path in free if not path.exists())
        path.write_bytes(base64.b64decode(block.content))
        return replace(block, name=str(path))

    def _id(self) -> str:
        return f"{self._run}-{next(self._numbers)}"
