"""What a URL gives, bounded in time and size, and the last good copy of it."""

from __future__ import annotations

import asyncio
import json
import os
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from knowledge.addresses import LARGEST, shown
from knowledge.copies import write
from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine
    from pathlib import Path

    import httpx

OK, NOT_MODIFIED = 200, 304
PAGES = (b"<!doctype html", b"<html")
FILES = (".json", ".xml", ".ics", ".yaml", ".yml", ".csv", ".xlsx", ".pdf", ".docx", ".md", ".txt")


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds to connect, between two pieces, and in all; bytes after unpacking; redirects."""

    connect: float = 5.0
    read: float = 10.0
    total: float = 30.0
    size: int = LARGEST
    redirects: int = 5


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Copy:
    """A body that a URL gave, when it last was so (UTC), and the marks by which the server knows it."""

    body: bytes
    seen: datetime
    etag: str = ""
    last_modified: str = ""


class _RefusedError(Exception):
    """What the server gave cannot be used; the text tells why."""


def fetch_url(url: str, cache: Path, limits: Limits = LIMITS) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The body behind ``url``, or its last good copy with a warning that tells the copy's age.

    A web page where a file was asked for (a login page of the venue's network) is no good answer.
    """
    import httpx

    kept = _kept(url, cache)
    try:
        fresh = _run(_get(url, kept, limits))
    except TimeoutError:
        return _fallback(url, kept, f"took longer than {limits.total:g} s")
    except _RefusedError as refused:
        return _fallback(url, kept, str(refused))
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        reason = ": ".join(filter(None, (type(error).__name__, shown(str(error)))))
        return _fallback(url, kept, f"could not be fetched ({reason})")
    return fresh.body, _keep(url, cache, fresh) if fresh is not kept else _touch(url, cache)


def _run(getting: Coroutine[None, None, Copy]) -> Copy:
    """In a thread of its own, so that it works under a running event loop as well."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, getting).result()


async def _get(url: str, kept: Copy | None, limits: Limits) -> Copy:
    """A fresh copy, or ``kept`` when the server says that it is still the same."""
    import httpx

    headers = {"Accept-Encoding": "gzip", "User-Agent": "rendezvous"}
    if kept and kept.etag:
        headers["If-None-Match"] = kept.etag
    if kept and kept.last_modified:
        headers["If-Modified-Since"] = kept.last_modified
    timeout = httpx.Timeout(limits.read, connect=limits.connect)
    async with (
        asyncio.timeout(limits.total),
        httpx.AsyncClient(timeout=timeout, follow_redirects=True, max_redirects=limits.redirects) as client,
        client.stream("GET", url, headers=headers) as response,
    ):
        if response.status_code == NOT_MODIFIED and kept:
            return kept
        if response.status_code != OK:
            raise _RefusedError(f"answered {response.status_code} {response.reason_phrase}".strip())
        body = b"".join([piece async for piece in _pieces(response, limits.size)])
    _check(url, body, kept)
    marks = response.headers
    return Copy(body, datetime.now(UTC), marks.get("etag", ""), marks.get("last-modified", ""))


async def _pieces(response: httpx.Response, size: int) -> AsyncIterator[bytes]:
    """The body unpacked piece by piece, stopped as soon as it is too large."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise _RefusedError(f"is packed as “{coding[:40]}”, which was not asked for")
    unpack = zlib.decompressobj(wbits=31) if coding != "identity" else None
    left = size
    async for raw in response.aiter_raw():
        try:
            piece = unpack.decompress(raw, left + 1) if unpack else raw
        except zlib.error as error:
            raise _RefusedError("is damaged (broken gzip)") from error
        left -= len(piece)
        if left < 0 or (unpack and unpack.unconsumed_tail):
            raise _RefusedError(f"is larger than {size / 1_000_000:g} MB")
        yield piece
    if unpack and not unpack.eof:
        raise _RefusedError("is damaged (gzip cut short)")


def _check(url: str, body: bytes, kept: Copy | None) -> None:
    """Refuse what no organizer put there: nothing at all, or a page in the place of a file."""
    if not body.strip():
        raise _RefusedError("is empty")
    is_file = (kept and not _is_page(kept.body)) or urlsplit(url).path.lower().endswith(FILES)
    if is_file and _is_page(body):
        raise _RefusedError("answers with a web page in place of the file (is a login asked for?)")


def _is_page(body: bytes) -> bool:
    return body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(PAGES)


def _fallback(url: str, kept: Copy | None, reason: str) -> tuple[bytes | None, tuple[Problem, ...]]:
    mend = "Check the address and the network."
    if kept is None:
        return None, (Problem(shown(url), f"{reason}.", mend),)
    age = datetime.now(UTC) - kept.seen
    told = f"{reason}; the copy of {kept.seen:%Y-%m-%d %H:%M} UTC ({_age(age.total_seconds())} old) is used."
    return kept.body, (Problem(shown(url), told, mend, "warning"),)


def _age(seconds: float) -> str:
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        count = int(seconds // length)
        if count:
            return f"{count} {unit}{'s' * (count > 1)}"
    return "less than a minute"


def _path(url: str, cache: Path) -> Path:
    return cache / f"{sha256(url.encode()).hexdigest()[:32]}.copy"


def _kept(url: str, cache: Path) -> Copy | None:
    """The last good copy; one that is damaged counts as none. The file's time is when it last was so."""
    path = _path(url, cache)
    try:
        head, _, body = path.read_bytes().partition(b"\n")
        told = json.loads(head)
        if told["sha256"] != sha256(body).hexdigest():
            return None
        seen = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        return Copy(body, seen, told["etag"], told["last_modified"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(url: str, cache: Path, copy: Copy) -> tuple[Problem, ...]:
    """Marks and body go into one file, so that they cannot disagree."""
    marks = {"etag": copy.etag, "last_modified": copy.last_modified, "sha256": sha256(copy.body).hexdigest()}
    try:
        write(_path(url, cache), json.dumps(marks).encode() + b"\n" + copy.body)
    except OSError as error:
        return _unkept(url, cache, error)
    return ()


def _touch(url: str, cache: Path) -> tuple[Problem, ...]:
    """Note that the copy is still what the server has."""
    try:
        os.utime(_path(url, cache))
    except OSError as error:
        return _unkept(url, cache, error)
    return ()


def _unkept(url: str, cache: Path, error: OSError) -> tuple[Problem, ...]:
    what = f"was fetched, but no copy could be kept ({error.strerror})."
    return (Problem(shown(url), what, f"Make {cache} writable.", "warning"),)
