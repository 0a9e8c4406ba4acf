"""An executor without threads."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Inline(Executor):
    """Does the work at once: with it, nothing happens but in the loop, and tests know when nothing more will."""

    def submit(self, work: Callable[..., object], /, *args: object, **more: object) -> Future[object]:
        future: Future[object] = Future()
        try:
            future.set_result(work(*args, **more))
        except Exception as error:  # noqa: BLE001 - it is the future's now
            future.set_exception(error)
        return future
