"""Updates waiting for the bot: kept until confirmed, fetched by long poll or delivered to a webhook."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from fakes.telegram.refusal import Refusal

AGAIN = 0.05  # seconds before a delivery that failed is tried again


class Updates:
    """The queue of one bot. ``allowed`` empty means all kinds."""

    def __init__(self, first: int) -> None:
        self.pending: dict[int, dict[str, Any]] = {}
        self.confirmed: dict[int, dict[str, Any]] = {}
        self.allowed: list[str] = []
        self.webhook: dict[str, Any] = {}
        self.last_error = ""
        self._next = first
        self._news = asyncio.Event()
        self._poll: asyncio.Future[None] | None = None
        self._delivering: set[int] = set()

    def add(self, kind: str, payload: dict[str, Any]) -> int:
        """Queue an update; return its id. A kind that is not allowed is dropped, as the real server does."""
        number, self._next = self._next, self._next + 1
        if not self.allowed or kind in self.allowed:
            self.pending[number] = {"update_id": number, kind: payload}
            self._news.set()
        return number

    def wake(self) -> None:
        """Look again at what waits and where it goes."""
        self._news.set()

    def repeat(self, number: int) -> None:
        """Forget that an update was confirmed, as after a crash before the confirmation."""
        self.pending = dict(sorted({**self.pending, number: self.confirmed.pop(number)}.items()))
        self._news.set()

    def confirm(self, before: int) -> None:
        for number in [number for number in self.pending if number < before]:
            self.confirmed[number] = self.pending.pop(number)

    async def poll(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """Confirm what lies before ``offset`` and return what waits, waiting up to ``seconds`` for it."""
        if self.webhook.get("url"):
            told = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise Refusal(409, f"Conflict: {told}")
        if self._poll and not self._poll.done():
            self._poll.set_result(None)
        mine = self._poll = asyncio.get_running_loop().create_future()
        self.confirm(offset if offset >= 0 else sorted(self.pending)[offset:][0] if self.pending else 0)
        deadline = asyncio.get_running_loop().time() + seconds
        while not self.pending:
            self._news.clear()
            left = deadline - asyncio.get_running_loop().time()
            news = asyncio.ensure_future(self._news.wait())
            await asyncio.wait({news, mine}, timeout=max(0, left), return_when=asyncio.FIRST_COMPLETED)
            news.cancel()
            if mine.done():
                told = "terminated by other getUpdates request; make sure that only one bot instance is running"
                raise Refusal(409, f"Conflict: {told}")
            if left <= 0:
                break
        return list(self.pending.values())[:limit]

    async def deliver(self, session: aiohttp.ClientSession) -> None:
        """Deliver to the webhook while there is one, several at a time; what fails is tried again."""
        async with asyncio.TaskGroup() as posts:
            while True:
                self._news.clear()
                room = self.webhook.get("max_connections", 0) - len(self._delivering) if self.webhook.get("url") else 0
                for number in [number for number in self.pending if number not in self._delivering][: max(0, room)]:
                    self._delivering.add(number)
                    posts.create_task(self._post(session, number))
                await self._news.wait()

    async def _post(self, session: aiohttp.ClientSession, number: int) -> None:
        secret = self.webhook.get("secret_token")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            async with session.post(self.webhook["url"], json=self.pending[number], headers=headers) as answer:
                if answer.ok:
                    self.confirmed[number] = self.pending.pop(number)
                else:
                    self.last_error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, OSError) as error:
            self.last_error = str(error)
        if number in self.pending:
            await asyncio.sleep(AGAIN)
        self._delivering.discard(number)
        self._news.set()
