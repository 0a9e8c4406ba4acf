"""A new event folder: the commented settings, and the sample event's files as examples that are not read."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ConfigError
from bot.wiring.samples import SAMPLE
from knowledge.sources import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = Path(__file__).with_name("new_event.yaml")
EXAMPLES = ("program.yaml", "speeches", "pages", "meetings.csv", "attendees.csv")


def create(folder: Path) -> list[Path]:
    """Write a new event into ``folder`` and return the files written.

    The examples end in ``.example`` and are read only once that is taken off: their facts are another event's.

    Raises ConfigError when the folder cannot be written and, before anything is, when a file of that name is there
    already.
    """
    copies = {folder / "config.yaml": SETTINGS} | {_inert(folder, path): path for path in _examples()}
    try:
        taken = sorted(str(path) for path in copies if path.exists())
        if taken:
            raise ConfigError([f"{path}: is there already; name another folder, or move it away" for path in taken])
        _copy(copies)
    except OSError as error:
        raise ConfigError([f"{folder}: cannot be written ({error.strerror}); name another folder"]) from error
    return list(copies)


def _inert(folder: Path, example: Path) -> Path:
    path = folder / example.relative_to(SAMPLE)
    return path.with_name(path.name + EXAMPLE)


def _copy(copies: dict[Path, Path]) -> None:
    """Write each file from the other one; all or none."""
    begun: list[Path] = []
    try:
        for target, source in copies.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            begun.append(target)
            shutil.copyfile(source, target)
    except OSError:
        for target in begun:
            target.unlink(missing_ok=True)
        raise


def _examples() -> Iterator[Path]:
    for name in EXAMPLES:
        path = SAMPLE / name
        yield from (sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path])
