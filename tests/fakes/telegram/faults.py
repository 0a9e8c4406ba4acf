"""Faults that a test, a rehearsal or a benchmark injects."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Literal


@dataclass(slots=True)
class Fault:
    """What happens to calls that it fits, ``times`` times (None: always), each with the chance ``share``.

    ``too_many``: 429 with ``seconds`` as retry_after. ``error``: the API's own JSON with ``code`` and
    ``description``. ``gateway``: a proxy's page with ``code``. ``garbage``: 200 without JSON. ``dropped``:
    the connection closes before the call is looked at. ``lost``: done, but the connection closes before the
    answer. ``slow``: done, and answered ``seconds`` later. ``method`` and ``chat`` narrow what it fits;
    getUpdates is hit only when named.
    """

    kind: Literal["too_many", "error", "gateway", "garbage", "dropped", "lost", "slow"]
    method: str = ""
    chat: int | None = None
    times: int | None = 1
    share: float = 1.0
    seconds: float = 7
    code: int = 500
    description: str = "Internal Server Error"

    def fits(self, method: str, chat: int | None) -> bool:
        named = method == self.method.lower() if self.method else method != "getupdates"
        return named and self.times != 0 and (self.chat is None or self.chat == chat)


@dataclass(slots=True)
class Faults:
    """The faults in force; a seed makes those with a share repeatable."""

    active: list[Fault] = field(default_factory=list)
    seed: int = 0
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 repeatable, not secret

    def add(self, fault: Fault) -> None:
        self.active.append(fault)

    def clear(self) -> None:
        self.active.clear()

    def next(self, method: str, chat: int | None) -> Fault | None:
        """Return the fault that this call meets, and count it."""
        for fault in self.active:
            if fault.fits(method, chat) and (fault.share >= 1 or self._random.random() < fault.share):
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None
