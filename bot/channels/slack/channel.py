"""Slack as a Channel: connected, connecting or not, and what it says and hears meanwhile."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from tenacity import AsyncRetrying, retry_if_exception, wait_exponential

from bot.channels.slack.check import check
from bot.channels.slack.connecting import Ends, connect, explained
from bot.channels.slack.groups import Groups
from bot.channels.slack.outcomes import PAUSE, TROUBLE, outcome_of
from bot.channels.slack.transport import HttpTransport
from bot.errors import ChannelError
from bot.ports import Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.channels.slack.access import Access
    from bot.channels.slack.connecting import Line
    from bot.messages import Address, Incoming, Reply
    from bot.ports import Clock, Forms
    from knowledge.problems import Problem

log = logging.getLogger(__name__)

DRAIN = 20.0  # seconds that stopping waits for handlers
LONGEST_PAUSE = 60.0  # seconds between two attempts to connect
UNCONNECTED = Outcome("retry", error="Slack is not connected", whole=True)


class SlackChannel:
    """One workspace.

    ``report`` is told once, when Slack no longer accepts a token; without it the log is. ``organizers`` and
    ``organizers_channel`` (ids) are for ``check``. ``groups`` are the user groups that ``in_group`` knows.
    """

    def __init__(
        self,
        access: Access,
        clock: Clock,
        report: Callable[[ChannelError], None] | None = None,
        *,
        organizers: Sequence[str] = (),
        organizers_channel: str = "",
        groups: Sequence[str] = (),
    ) -> None:
        self._access, self._clock = access, clock
        self._report = report or (lambda error: log.error("%s", error))
        self._organizers, self._organizers_channel = organizers, organizers_channel
        self._forms: Forms | None = None
        self._group_names, self._groups = groups, Groups(clock, groups)
        self._reported = False
        self._line: Line | None = None
        self._connecting: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        """The platform's name."""
        return "slack"

    @property
    def port(self) -> int:
        """The port that Slack's requests come to, in mode ``http``."""
        transport = self._line.transport if self._line else None
        return transport.port if isinstance(transport, HttpTransport) else self._access.port

    def offer(self, forms: Forms) -> None:
        """Open these forms as modals from the next start on."""
        self._forms = forms

    def in_group(self, group: str, user: str) -> bool | None:
        """Tell whether a user is in a user group; None where Slack has not told for half an hour, or not yet."""
        return self._groups.has(group, user)

    async def start(self, handle: Callable[[Incoming], Awaitable[None]]) -> None:
        """Connect within ten seconds.

        Raises ChannelError with one sentence when Slack refuses a token or a setting is at fault. When Slack
        cannot be reached it goes on trying in the background and returns: what is sent meanwhile has to wait.
        """
        self._reported = False
        try:
            self._line = await connect(self._access, self._clock, self._ends(handle))
        except TROUBLE as error:
            told = explained(self._access, error)
            if not _may_pass(error):
                raise ChannelError(told) from error
            log.warning("%s; trying on", told)
            self._connecting = asyncio.create_task(self._keep_trying(handle))

    async def send(self, delivery: str, address: Address, reply: Reply) -> Outcome:
        """Send once. A Home tab is addressed by the user's id as ``chat`` and ``home`` as ``thread``."""
        return await self._line.speaking.send(delivery, address, reply) if self._line else UNCONNECTED

    async def settle(self, delivery: str, address: Address) -> Outcome:
        """Find out whether an uncertain delivery arrived, by reading the conversation back.

        To be asked a few seconds after sending at the earliest: Slack shows a message only when it has it.
        """
        if self._line is None:
            return Outcome("uncertain", error=UNCONNECTED.error, after=PAUSE)
        return await self._line.speaking.settle(delivery, address)

    async def delete(self, address: Address, reply: Reply) -> Outcome:
        """Take back the message ``address.message``, with the files that it handed over."""
        return await self._line.speaking.delete(address, reply) if self._line else UNCONNECTED

    async def works(self) -> bool:
        """Whether Slack is connected and answers."""
        return self._line is not None and await self._line.speaking.works()

    async def open_chat(self, user: str) -> str:
        """The direct message with a user; while it cannot be had, the user's id, which stands for it."""
        return await self._line.speaking.open_chat(user) if self._line else user

    async def check(self) -> list[Problem]:
        """What an operator should mend, asked of Slack without changing anything there."""
        return await check(self._access, self._organizers_channel, self._organizers, self._group_names)

    async def stop(self) -> None:
        """Hear nothing more, let what was heard be handled, close the connections."""
        if self._connecting:
            self._connecting.cancel()
            await asyncio.gather(self._connecting, return_exceptions=True)
        line = self._line
        if line is None:
            return
        await line.transport.stop()
        try:
            async with asyncio.timeout(DRAIN):
                await line.hearing.drain()
        except TimeoutError:
            log.warning("Stopped although a handler was still running")
        self._line = None
        await self._groups.stop()
        await line.profiles.close()
        await line.session.close()

    async def _keep_trying(self, handle: Callable[[Incoming], Awaitable[None]]) -> None:
        attempts = AsyncRetrying(
            wait=wait_exponential(max=LONGEST_PAUSE),
            retry=retry_if_exception(_may_pass),
            sleep=self._pause,
            reraise=True,
        )
        try:
            self._line = await attempts(connect, self._access, self._clock, self._ends(handle))
        except (*TROUBLE, ChannelError) as error:
            self._refused(str(error) if isinstance(error, ChannelError) else explained(self._access, error))
        else:
            log.info("Slack is connected")

    async def _pause(self, seconds: float) -> None:
        await self._clock.sleep(seconds * self._clock.speed)  # real seconds: Slack knows of no rehearsal

    def _ends(self, handle: Callable[[Incoming], Awaitable[None]]) -> Ends:
        return Ends(handle, self._refused, self._groups, self._forms)

    def _refused(self, what: str) -> None:
        if not self._reported:
            self._reported = True
            self._report(ChannelError(what))


def _may_pass(error: BaseException) -> bool:
    """Whether a fault of connecting is one that passes by itself."""
    return isinstance(error, TROUBLE) and outcome_of(error, repeatable=True).state == "retry"
