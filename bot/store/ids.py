"""Names for new rows."""

from __future__ import annotations

import base64
import secrets


def new_id() -> str:
    """Return 16 characters a-z 2-7 (80 random bits): short enough for a button, never used twice.

    Random and not counted, since Slack's history remembers delivery ids longer than a database that
    was deleted and made anew.
    """
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()
