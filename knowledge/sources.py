"""Bytes of a file or a URL, within limits."""

from __future__ import annotations

import re
from pathlib import Path

from knowledge.problems import Problem

LARGEST = 20_000_000  # bytes; a day's program has one, a long speech a tenth


def is_url(source: str) -> bool:
    """Whether a source is fetched over the network."""
    return source.lower().startswith(("http://", "https://"))


def shown(source: str) -> str:
    """The source without the user name and password that a URL may hold."""
    return re.sub(r"(?<=://)[^/?#]*@", "", source)


def fetch(source: str, base: Path, cache: Path) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The bytes of a file (relative to ``base``) or of an http(s) URL.

    None with a Problem when there are none. ``cache`` is the folder that keeps copies of what URLs
    gave: the last good one serves, with a warning, while a URL does not answer. An API's answer in
    several pages comes whole, as a JSON list of them.
    """
    if is_url(source):
        from knowledge.paging import fetch_all

        return fetch_all(source, cache)
    if "://" in source:
        what = f"cannot be fetched: {source.split('://', maxsplit=1)[0]} is not a way in."
        return None, (Problem(shown(source), what, "Name a file, or a URL with http or https."),)
    return _read_file(base / Path(source).expanduser(), source)


def _read_file(path: Path, source: str) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The file's bytes; devices and pipes, which may never end, are no files."""
    try:
        if not path.is_file():
            what = "is a folder." if path.is_dir() else "is no file." if path.exists() else "is not there."
            return None, (Problem(source, what, "Check its name, and the folder it is looked for in."),)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        reason = getattr(error, "strerror", None) or error
        return None, (Problem(source, f"cannot be read: {reason}.", "Check its name and its permissions."),)
    if len(data) > LARGEST:
        what = f"is larger than {LARGEST // 1_000_000} MB."
        return None, (Problem(source, what, "Make it smaller, or split it."),)
    return data, ()
