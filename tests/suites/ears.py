"""The built-in model as the conversation reads messages by it, loaded once for a process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot.nlu.heads import fitted
from index.embedder import load, open_adapted

if TYPE_CHECKING:
    from bot.nlu.pipeline import Encoder


@cache
def encoder() -> Encoder:
    """What understands messages."""
    embedder = load("builtin")
    _, adapters, fingerprint = fitted()
    return open_adapted(embedder, lambda text: embedder.read_queries([text])[0], fingerprint, adapters)
