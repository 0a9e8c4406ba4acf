"""A platform within the process: it takes what it is told to take, and keeps what it took."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.messages import Address, Text
from bot.ports import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.messages import Incoming, Reply
    from bot.ports import Clock


@dataclass(frozen=True, slots=True)
class Taken:
    """A call to the platform: ``send``, ``delete``, ``settle``, and the clock's time."""

    act: str
    delivery: str
    address: Address
    words: str
    at: datetime


class ScriptedChannel:
    """Answers by script, in order, or else takes everything.

    ``answers`` are for what is said with the words they are kept under, ``settling`` for look-ups; an
    exception is raised. While ``gate`` is not set, a send hangs. While ``is_down``, it tells that it does not
    work. ``chats`` maps users to private chats.
    """

    def __init__(self, name: str, clock: Clock) -> None:
        self.name, self._clock = name, clock
        self.taken: list[Taken] = []
        self.answers: dict[str, deque[Outcome | Exception]] = defaultdict(deque)
        self.settling: deque[Outcome | Exception] = deque()
        self.chats: dict[str, str | Exception] = {}
        self.is_down = False
        self.gate = asyncio.Event()
        self.gate.set()
        self._changed = asyncio.Condition()

    @property
    def said(self) -> list[str]:
        return [taken.words for taken in self.taken if taken.act == "send"]

    def script(self, words: str, *answers: Outcome | Exception) -> None:
        self.answers[words].extend(answers)

    async def has(self, count: int, act: str = "send") -> None:
        """Wait until the platform was called this often; half a minute at most."""
        async with asyncio.timeout(30), self._changed:
            await self._changed.wait_for(lambda: sum(taken.act == act for taken in self.taken) >= count)

    async def start(self, handle: Callable[[Incoming], Awaitable[None]]) -> None:
        raise NotImplementedError

    async def send(self, delivery: str, address: Address, reply: Reply) -> Outcome:
        words = "".join(block.text for block in reply.blocks if isinstance(block, Text))
        return await self._take("send", delivery, address, words)

    async def delete(self, address: Address, reply: Reply) -> Outcome:  # noqa: ARG002 the port's signature
        return await self._take("delete", "", address, "")

    async def settle(self, delivery: str, address: Address) -> Outcome:
        await self._note(Taken("settle", delivery, address, "", self._clock.now()))
        return self._answer(self.settling, Outcome("uncertain"))

    async def works(self) -> bool:
        await self._note(Taken("works", "", Address(self.name, ""), "", self._clock.now()))
        return not self.is_down

    async def open_chat(self, user: str) -> str:
        chat = self.chats.get(user, f"chat of {user}")
        if isinstance(chat, Exception):
            raise chat
        return chat

    async def stop(self) -> None:
        raise NotImplementedError

    async def _take(self, act: str, delivery: str, address: Address, words: str) -> Outcome:
        await self._note(Taken(act, delivery, address, words, self._clock.now()))
        await self.gate.wait()
        return self._answer(self.answers[words], Outcome("sent", message=f"m{len(self.taken)}"))

    async def _note(self, taken: Taken) -> None:
        async with self._changed:
            self.taken.append(taken)
            self._changed.notify_all()

    @staticmethod
    def _answer(script: deque[Outcome | Exception], default: Outcome) -> Outcome:
        answer = script.popleft() if script else default
        if isinstance(answer, Exception):
            raise answer
        return answer
