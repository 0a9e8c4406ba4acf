"""Bytes of a file or a URL, within limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from knowledge.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 20_000_000  # bytes


def is_url(source: str) -> bool:
    """Whether a source is fetched over the network."""
    return source.lower().startswith(("http://", "https://"))


def fetch(source: str, base: Path, cache: Path) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The bytes of a file (relative to ``base``) or URL; None with a Problem when there are none."""
    if is_url(source):
        from knowledge.fetching import fetch_url

        return fetch_url(source, cache)
    return _read_file(base / source, source)


def _read_file(path: Path, source: str) -> tuple[bytes | None, tuple[Problem, ...]]:
    try:
        if not path.is_file():
            return None, (Problem(source, "is not there.", "Check its name and folder."),)
        if path.stat().st_size > LARGEST:
            return None, (Problem(source, f"is larger than {LARGEST // 1_000_000} MB.", "Make it smaller or split it."),)
        return path.read_bytes(), ()
    except OSError as error:
        return None, (Problem(source, f"cannot be read: {error.strerror}.", "Check its permissions."),)
