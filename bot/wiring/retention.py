"""Erases what is kept about people once the days have passed that ``privacy.keep_days`` keeps it after the event."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.reminders import programs

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.ports import Clock
    from bot.reminders.subjects import Subject
    from bot.store.engine import Store
    from knowledge.model import Knowledge

log = logging.getLogger(__name__)

PAUSE = timedelta(hours=1)


class Retention:
    """Looks once an hour of the clock, at once after a start: what fell due while nothing ran is made up for.

    ``knowledge`` gives what is known of the event at this moment; without a session there is no end to count from. Who
    writes after all has been erased is forgotten an hour later.
    """

    def __init__(self, store: Store, clock: Clock, knowledge: Callable[[], Knowledge], keep_days: int) -> None:
        self._store, self._clock, self._knowledge = store, clock, knowledge
        self._keep = timedelta(days=keep_days)

    async def run(self, stop: asyncio.Event) -> None:
        """Look once an hour until ``stop`` is set."""
        while not stop.is_set():
            try:
                await asyncio.to_thread(self.look)
            except StoreError as error:
                log.error("personal data is erased a little later: %s", error)  # noqa: TRY400 one line
            except Exception:  # a fault of ours must not end the loop
                log.exception("erasing personal data stumbled")
            waiting = [
                asyncio.ensure_future(stop.wait()),
                asyncio.ensure_future(self._clock.sleep(PAUSE.total_seconds())),
            ]
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in waiting:
                task.cancel()

    def look(self) -> dict[str, int]:
        """Erase what is due and return how many of what that was; nothing before the day. Raises StoreError."""
        now, ended = self._clock.now(), _end(self._knowledge())
        if ended is None or now < ended + self._keep:
            return {}
        with self._store.begin() as unit:
            erased = unit.purge(now - PAUSE, now)
            programs.strip_people(unit, self._knowledge().event.zone)
        if any(erased.values()):
            told = ", ".join(f"{count} {what}" for what, count in erased.items() if count)
            log.info("erased, %d days after the event: %s", self._keep.days, told)
        return erased


def _end(knowledge: Knowledge) -> datetime | None:
    """When the last session or meeting ends."""
    subjects: tuple[Subject, ...] = (*knowledge.program.sessions, *knowledge.meetings)
    return max((subject.end or subject.start for subject in subjects), default=None)
