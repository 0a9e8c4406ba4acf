"""A refusal of the Bot API."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):  # noqa: N818 what the API calls an error is an answer here
    """Answered as ``{"ok": false, "error_code": ..., "description": ..., "parameters": ...}``."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def json(self) -> dict[str, Any]:
        told = {"ok": False, "error_code": self.code, "description": self.description}
        return {**told, "parameters": self.parameters} if self.parameters else told
