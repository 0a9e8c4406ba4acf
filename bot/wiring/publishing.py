"""What organizers publish becomes part of what questions are answered from, within a second or two."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.errors import RendezvousError
from bot.wiring.event import with_answers
from index.errors import SearchError

if TYPE_CHECKING:
    from bot.store.engine import Store
    from bot.wiring.scenery import Scenery

log = logging.getLogger(__name__)

PAUSE = 1.0  # real seconds between two looks


class Publisher:
    """Looks at the published answers, and shows the event with them when they changed."""

    def __init__(self, store: Store, scenery: Scenery) -> None:
        self._store, self._scenery = store, scenery

    async def run(self, stop: asyncio.Event) -> None:
        """Look once a second until ``stop`` is set."""
        while not stop.is_set():
            try:
                await asyncio.to_thread(self.look)
            except (RendezvousError, SearchError) as error:
                log.error("published answers are looked at again in a moment: %s", error)  # noqa: TRY400 one line
            except Exception:  # a fault of ours must not end the loop
                log.exception("looking for published answers stumbled")
            try:
                async with asyncio.timeout(PAUSE):
                    await stop.wait()
            except TimeoutError:
                pass

    def look(self) -> bool:
        """Look once; True when something was published or taken back since."""
        shown = self._scenery().knowledge
        knowledge = with_answers(shown, self._store)
        if knowledge.documents == shown.documents:
            return False
        self._scenery.replace(knowledge)
        return True
