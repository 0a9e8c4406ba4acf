"""Bytes of a file or a URL, within limits."""

from __future__ import annotations

from pathlib import Path

from knowledge.addresses import LARGEST, is_url, over_http, shown
from knowledge.problems import Problem

EXAMPLE = ".example"  # the ending of what a new event is given to look at, not to be read


def fetch(source: str, base: Path, cache: Path) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The bytes of a file (relative to ``base``) or of an http(s) or webcal URL.

    None with a Problem when there are none. ``cache`` is the folder that keeps copies of what URLs
    gave: the last good one serves, with a warning, while a URL does not answer. An API's answer in
    several pages comes whole, as a JSON list of them.
    """
    if is_url(source):
        from knowledge.paging import fetch_all

        return fetch_all(over_http(source), cache)
    if "://" in source:
        what = f"cannot be fetched: {source.split('://', maxsplit=1)[0]} is not a way in."
        return None, (Problem(shown(source), what, "Name a file, or a URL with http, https or webcal."),)
    return _read_file(base / Path(source).expanduser(), source)


def _missing(path: Path, source: str) -> Problem:
    if path.with_name(path.name + EXAMPLE).is_file() and not path.exists():
        mend = f"Put your own there, name another file, or take {EXAMPLE} off the example's name to try it."
        return Problem(source, "is not there yet; there is only an example, which is not read.", mend, "warning")
    what = "is a folder." if path.is_dir() else "is no file." if path.exists() else "is not there."
    return Problem(source, what, "Check its name, and the folder it is looked for in.")


def _read_file(path: Path, source: str) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The file's bytes; devices and pipes, which may never end, are no files."""
    try:
        if not path.is_file():
            return None, (_missing(path, source),)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:  # ValueError: a zero byte in the name
        reason = getattr(error, "strerror", None) or error
        return None, (Problem(source, f"cannot be read: {reason}.", "Check its name and its permissions."),)
    if len(data) > LARGEST:
        what = f"is larger than {LARGEST // 1_000_000} MB."
        return None, (Problem(source, what, "Make it smaller, or split it."),)
    return data, ()
