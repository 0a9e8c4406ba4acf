"""A ``Reply`` as text and back."""

from __future__ import annotations

import hashlib
import json
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bot.messages import Reply
from bot.store.columns import storable

if TYPE_CHECKING:
    from pydantic import TypeAdapter

EMPTY = Reply(())
"""What stands for a text that was erased with its person."""


def encode(reply: Reply) -> tuple[str, str]:
    """Return a reply's JSON text and its SHA-256 in hex."""
    try:
        body = _adapter().dump_json(reply).decode()
    except ValueError:  # half a surrogate pair in somebody's text
        body = storable(json.dumps(_adapter().dump_python(reply), ensure_ascii=False))
    return body, hashlib.sha256(body.encode()).hexdigest()


@lru_cache(maxsize=64)
def decode(body: str) -> Reply:
    """Return the reply in a JSON text that ``encode`` wrote; ten thousand copies are read once."""
    return _adapter().validate_json(body)


@cache
def _adapter() -> TypeAdapter[Reply]:
    from pydantic import TypeAdapter

    return TypeAdapter(Reply)
