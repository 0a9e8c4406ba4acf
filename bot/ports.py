"""What the core needs of the outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from bot.forms import Faults, Filled, Form
    from bot.messages import Address, Incoming, Reply


class Clock(Protocol):
    """The only source of the time."""

    @property
    def speed(self) -> float:
        """Seconds of this clock that pass in one real second; 1 outside rehearsals."""
        ...

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait until this many seconds of this clock have passed."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt to send.

    ``sent``: the platform confirmed, ``message`` is its id. ``uncertain``: it may have arrived (the
    reply was lost). ``retry``: it did not leave or was refused for now; wait ``after`` seconds (0: it is not
    told how long), for this chat or for the ``whole`` platform. ``unreachable``: this person cannot be written
    to (blocked, left, deactivated). ``moved``: the chat lives on under the id ``chat``. ``failed``: it will never be
    accepted as it is. ``error`` tells why in one line, without secrets. ``posted`` is how many of the platform's
    messages it took this time, at most.
    """

    state: Literal["sent", "uncertain", "retry", "unreachable", "moved", "failed"]
    message: str = ""
    error: str = ""
    after: float = 0.0
    whole: bool = False
    chat: str = ""
    posted: int = 1


class Channel(Protocol):
    """One platform. ``start`` returns once connected; incoming goes to the handler given to it."""

    @property
    def name(self) -> str:
        """The platform's name."""
        ...

    async def start(self, handle: Callable[[Incoming], Awaitable[None]]) -> None:
        """Connect and begin to receive. Raises ChannelError with one sentence when it cannot."""
        ...

    async def send(self, delivery: str, address: Address, reply: Reply) -> Outcome:
        """Send once, never repeating by itself. ``delivery`` is the outbox id, for reading back."""
        ...

    async def settle(self, delivery: str, address: Address) -> Outcome:
        """Find out whether an uncertain delivery arrived.

        ``sent`` when it did, ``retry`` when it surely did not and may be sent again, ``uncertain``
        where this cannot be known: for good, or, when ``after`` is set, for that many seconds.
        """
        ...

    async def delete(self, address: Address, reply: Reply) -> Outcome:
        """Take back the message ``address.message``, which said ``reply``, and its files, where the platform can."""
        ...

    async def works(self) -> bool:
        """Ask the platform whether it takes messages, without sending one; a refusal of ours is a yes."""
        ...

    async def open_chat(self, user: str) -> str:
        """The chat id for writing to a person privately."""
        ...

    async def stop(self) -> None:
        """Stop receiving, finish what runs, close connections."""
        ...


class Forms(Protocol):
    """Forms that stand behind commands and buttons. A platform calls in a thread; each call takes a second at most."""

    def wanted(self, incoming: Incoming) -> bool:
        """Tell, from the words alone, whether a form could be opened for this command or button."""
        ...

    def open(self, incoming: Incoming) -> Form | None:
        """The form, or None where this person gets an ordinary answer in its place."""
        ...

    def take(self, incoming: Incoming, filled: Filled) -> Faults:
        """Take what was filled in, once for each ``incoming.id``; nothing was done when there are faults."""
        ...


@runtime_checkable
class OpensForms(Protocol):
    """A platform that can open forms."""

    def offer(self, forms: Forms) -> None:
        """Open these forms from the next start on."""
        ...


@runtime_checkable
class KnowsGroups(Protocol):
    """A platform that has groups of users."""

    def in_group(self, group: str, user: str) -> bool | None:
        """Tell whether a user is in a group now; None where the platform has not told for too long."""
        ...
