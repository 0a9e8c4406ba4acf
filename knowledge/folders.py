"""The files that a configured source stands for."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.addresses import is_url
from knowledge.problems import Problem
from knowledge.sources import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

HIDDEN = (".", "~$", "~")  # editors' and Word's lock files too
OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")
MOST = 10_000


def files(source: str, base: Path, endings: Container[str], known: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The files of a file, folder or URL, as paths relative to ``base`` in posix form, sorted.

    A folder is searched with all below it, but for hidden files and each folder's README, which
    tells of the folder, and what ends in ``.example``. A file with another ending is reported; ``known`` names those
    that are read.
    """
    if is_url(source):
        return (source,), ()
    folder = base / Path(source).expanduser()
    if not folder.is_dir():
        return (relative(folder, base),), ()
    everything = sorted(_walk(folder))[:MOST]
    found = [file for file in everything if file.suffix.lower() != EXAMPLE]
    read = tuple(relative(file, base) for file in found if file.suffix.lower() in endings)
    problems = tuple(
        Problem(relative(file, base), "is in a format that is not read.", f"Save it as {known}.", "warning")
        for file in found
        if file.suffix.lower() not in endings
    )
    if not found and everything:
        told = "is a folder of examples alone, which are not read."
        problems = (Problem(source, told, f"Put your own there, or take {EXAMPLE} off a name.", "warning"),)
    elif not read:
        told = "is a folder without any file that can be read."
        problems += (Problem(source, told, f"Put files there that end in {known}."),)
    return read, problems


def relative(path: Path, base: Path) -> str:
    """The path as seen from ``base``, with ``../`` where it lies outside."""
    return Path(os.path.relpath(path, base)).as_posix()


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(HIDDEN)]
        for name in names:
            own = not name.startswith(HIDDEN) and name.lower() not in OF_THE_SYSTEM
            if own and Path(name).stem.lower() != "readme":
                yield Path(parent, name)
