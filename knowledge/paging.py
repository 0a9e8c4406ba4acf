"""The pages of a JSON answer that an API gives one by one (``count``, ``next``, ``results``), put together."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from knowledge.addresses import LARGEST, shown
from knowledge.problems import Problem
from knowledge.web import fetch_url

if TYPE_CHECKING:
    from pathlib import Path

MOST = 200  # pages; ten thousand sessions at pretalx's fifty a page


def fetch_all(url: str, cache: Path) -> tuple[bytes | None, tuple[Problem, ...]]:
    """What a URL gives; where that is the first of several pages, a JSON list of all of them.

    Pages are followed on the source's own host only. What stops half way keeps the pages so far: their reader tells
    that there are more.
    """
    body, problems = fetch_url(url, cache)
    if body is None or not (following := _next(body, url)):
        return body, problems
    pages, seen = [_bare(body)], {url}
    while following and following not in seen and len(pages) < MOST:
        seen.add(following)
        body, found = fetch_url(following, cache)
        problems += found
        if body is None:
            break
        if sum(map(len, pages)) + len(body) > LARGEST:
            told = (
                f"has pages of more than {LARGEST // 1_000_000} MB in all; those after page {len(pages)} are left out."
            )
            return _joined(pages), (*problems, Problem(shown(url), told, "Make it smaller, or split it."))
        pages.append(_bare(body))
        following = _next(body, following)
    return _joined(pages), problems


def _next(body: bytes, url: str) -> str:
    """The address of the page after this one, empty where there is none or it lies on another host.

    Behind a proxy servers name themselves by http where they are reached by https, and never with the password.
    """
    if b'"results"' not in body or b'"next"' not in body:
        return ""
    try:
        value = json.loads(body)
        written = value.get("next") if isinstance(value, dict) else None
        named, own = urlsplit(urljoin(url, written if isinstance(written, str) else "")), urlsplit(url)
        same = named.hostname == own.hostname
    except (ValueError, RecursionError):
        return ""
    return named._replace(scheme=own.scheme, netloc=own.netloc).geturl() if written and same else ""


def _bare(body: bytes) -> bytes:
    return body.removeprefix(b"\xef\xbb\xbf").strip()


def _joined(pages: list[bytes]) -> bytes:
    return b"[" + b",\n".join(pages) + b"]"
