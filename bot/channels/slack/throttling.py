"""Which of Slack's limits was met: the one of a conversation, or the one of the workspace."""

from __future__ import annotations


class Throttling:
    """Slack answers 429 for both and does not say which.

    The first refusal is taken for the conversation's (one message a second). When a second conversation is
    refused while the first still has to wait, it is the workspace's.
    """

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def is_whole(self, chat: str, after: float, now: float) -> bool:
        """Note that a conversation has to wait ``after`` seconds from ``now`` on; tell whether all have to."""
        self._until = {other: until for other, until in self._until.items() if until > now}
        others = self._until.keys() - {chat}
        self._until[chat] = now + after
        return bool(others)
