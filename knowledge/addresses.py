"""Where a source lies, and how large it may be. Pure."""

from __future__ import annotations

import re

LARGEST = 20_000_000  # bytes; a day's program has one, a long speech a tenth


def is_url(source: str) -> bool:
    """Whether a source is fetched over the network; calendars are also named by ``webcal://``."""
    return source.lower().startswith(("http://", "https://", "webcal://", "webcals://"))


def over_http(url: str) -> str:
    """The address to ask: what is named by ``webcal://`` is got by https."""
    return re.sub(r"\Awebcals?://", "https://", url, flags=re.IGNORECASE)


def shown(source: str) -> str:
    r"""The source without the user name and password that a URL may hold; what in a name is no text as \ufffd."""
    return re.sub(r"(?<=://)[^/?#]*@", "", source).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
