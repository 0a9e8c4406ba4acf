"""A platform inside the process: it hears what the rehearsal lets people do, and takes every message."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from bot.messages import Address, Incoming
from bot.ports import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.messages import Platform, Reply
    from bot.ports import Clock


class RehearsalChannel:
    """Stands in for one platform. ``taken`` counts the messages taken by chat."""

    def __init__(self, name: Platform, clock: Clock) -> None:
        self.name: Platform = name
        self.taken: Counter[str] = Counter()
        self._clock = clock
        self._numbers = itertools.count(1)
        self._handle: Callable[[Incoming], Awaitable[None]] | None = None

    async def start(self, handle: Callable[[Incoming], Awaitable[None]]) -> None:
        """Begin to hear."""
        self._handle = handle

    async def say(self, user: str, text: str, *, name: str = "", email: str = "", language: str = "") -> None:
        """Let somebody write to the bot; returns when it was handled. Raises RuntimeError before the start."""
        if self._handle is None:
            raise RuntimeError("the channel was not started")
        number = str(next(self._numbers))
        address = Address(self.name, user)
        now = self._clock.now()
        said = Incoming(
            number, self.name, user, address, text, now, message=number, name=name, email=email, language=language
        )
        await self._handle(said)

    async def send(self, delivery: str, address: Address, reply: Reply) -> Outcome:  # noqa: ARG002 the port's signature
        """Take a message."""
        self.taken[address.chat] += 1
        return Outcome("sent", message=address.message or delivery)

    async def settle(self, delivery: str, address: Address) -> Outcome:  # noqa: ARG002 the port's signature
        """What was taken arrived."""
        return Outcome("sent", message=delivery)

    async def delete(self, address: Address, reply: Reply) -> Outcome:  # noqa: ARG002 the port's signature
        """Take a message back."""
        return Outcome("sent", message=address.message)

    async def works(self) -> bool:
        """What is inside the process is there."""
        return True

    async def open_chat(self, user: str) -> str:
        """The chat with a person has the person's id."""
        return user

    async def stop(self) -> None:
        """Nothing is open."""
