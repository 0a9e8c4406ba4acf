"""How the Web API says no."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A refusal: Slack's name for it and what it says beside."""

    def __init__(self, name: str, **extra: Any) -> None:
        super().__init__(name)
        self.name = name
        self.extra = extra
