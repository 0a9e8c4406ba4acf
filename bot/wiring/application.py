"""The running bot: every platform that has tokens, reminders and delivery, in one event loop."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Protocol

from bot import announcements
from bot.announcements.announcer import Announcer
from bot.delivery.limits import RULES
from bot.delivery.sender import Sender
from bot.errors import ChannelError, RendezvousError
from bot.ports import KnowsGroups, OpensForms
from bot.reminders.ticker import Ticker
from bot.wiring.conversation import Reception, Roles, make_dispatcher
from bot.wiring.forms import OrganizersForms
from bot.wiring.retention import Retention
from bot.wiring.verbs import make_office

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from bot.config import Config
    from bot.conversation.dispatcher import Scene
    from bot.delivery.limits import Rules
    from bot.ports import Channel, Clock
    from bot.store.engine import Store
    from bot.turn import Verb

log = logging.getLogger(__name__)


class Background(Protocol):
    """Something that runs beside the platforms."""

    async def run(self, stop: asyncio.Event) -> None:
        """Run until ``stop`` is set."""
        ...


class Application:
    """Runs until told to stop. Made of parts, so that rehearsals and tests can choose them.

    ``started`` is set once the platforms are connected. ``follow_clock`` tells that the platforms count the clock's
    seconds, as pretended ones do, not real ones.
    """

    def __init__(
        self,
        config: Config,
        store: Store,
        clock: Clock,
        scene: Callable[[], Scene],
        channels: Sequence[Channel],
        *,
        verbs: Mapping[str, Verb],
        rules: Mapping[str, Rules] = RULES,
        background: Sequence[Background] = (),
        follow_clock: bool = False,
    ) -> None:
        self.started = asyncio.Event()
        self._channels = channels
        self._sender = Sender(
            store, {channel.name: channel for channel in channels}, clock, rules, follow_clock=follow_clock
        )
        known = {channel.name: rules[channel.name].rate for channel in channels if channel.name in rules}
        opening = {channel.name: channel for channel in channels if isinstance(channel, OpensForms)}
        groups = next((channel.in_group for channel in channels if isinstance(channel, KnowsGroups)), None)
        roles = Roles(config, groups) if groups else Roles(config)
        office = make_office(config, scene, known, roles, frozenset(opening))
        forms = OrganizersForms(store, clock, scene, office, self._sender.wake)
        for channel in opening.values():
            channel.offer(forms)
        own = announcements.verbs(office)
        dispatcher = make_dispatcher(
            config, store, clock, scene, {**verbs, **own}, record=announcements.Questions(office).record, roles=roles
        )
        self._reception = Reception(dispatcher, self._sender.wake)
        pace = 1.0 if follow_clock else clock.speed
        rates = {platform: rule.rate / pace for platform, rule in rules.items()}
        ticker = Ticker(store, clock, lambda: scene().knowledge, config.reminders, rates=rates, wake=self._sender.wake)
        announcer = Announcer(store, clock, lambda: scene().knowledge, office, self._sender.wake)
        retention = Retention(store, clock, lambda: scene().knowledge, config.privacy.keep_days)
        self._background: tuple[Background, ...] = (ticker, announcer, retention, *background)

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until ``stop`` is set, then end in order: what is in flight is sent and recorded, listeners finish.

        A platform that cannot be reached is told of and the others go on. Raises ChannelError when none can.
        """
        sending = asyncio.create_task(self._sender.run())
        async with AsyncExitStack() as stack:
            stack.callback(sending.cancel)
            await self._start(stack)
            stack.push_async_callback(self._sender.stop)
            tasks = [asyncio.create_task(each.run(stop)) for each in self._background]
            stack.push_async_callback(_finish, tasks, stop)
            await _first(stop.wait(), sending, *tasks)

    async def _start(self, stack: AsyncExitStack) -> None:
        started = await asyncio.gather(*(self._connect(channel) for channel in self._channels))
        connected = [channel for channel, error in zip(self._channels, started, strict=True) if error is None]
        for channel in connected:
            stack.push_async_callback(channel.stop)
        if not connected:
            raise ChannelError("\n".join(str(error) for error in started))
        self.started.set()
        log.info("running: %s", ", ".join(channel.name for channel in connected))

    async def _connect(self, channel: Channel) -> RendezvousError | None:
        try:
            await channel.start(self._reception)
        except ChannelError as error:
            log.error("%s: %s", channel.name, error)  # noqa: TRY400 one sentence for the operator, no traceback
            return error
        return None


async def _first(stopped: Coroutine[None, None, object], *running: asyncio.Task[None]) -> None:
    """Wait for the stop, or for any of what runs to end; let its error out."""
    stopping = asyncio.ensure_future(stopped)
    await asyncio.wait({stopping, *running}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    for task in running:
        if task.done():
            task.result()


async def _finish(tasks: Sequence[asyncio.Task[None]], stop: asyncio.Event) -> None:
    """Let what runs in the background end by itself: none leaves a transaction half done."""
    stop.set()
    await asyncio.gather(*tasks, return_exceptions=True)
