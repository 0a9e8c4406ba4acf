"""The configured sources in, what is known of the event out."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.model import Document, DocumentKind, Event, Knowledge, Program
from knowledge.problems import Problem
from knowledge.sources import fetch, is_url
from knowledge.speeches import tying
from knowledge.speeches.formats import ENDINGS, KNOWN, read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NOT_OURS = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A program file or URL, and its format where the organizer names it."""

    source: str
    format: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where everything lies. Paths are relative to ``base``, the configuration file's folder.

    ``speeches`` and ``pages`` are files, folders or URLs. ``cache`` keeps copies of what URLs gave.
    """

    event: Event
    base: Path
    cache: Path
    program: tuple[SourceSpec, ...] = ()
    speeches: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    meetings: str | None = None
    attendees: str | None = None


def load(sources: Sources) -> tuple[Knowledge, tuple[Problem, ...]]:
    """All that can be read of the sources, and everything that is wrong with them.

    A source at fault never keeps the others from being read.
    """
    program, problems = _program(sources)
    documents, faults = _documents(sources)
    tied, loose = tying.tie(documents, program)
    problems += faults + loose
    from knowledge.meetings import read_attendees, read_meetings

    attendees, faults = (), ()
    if sources.attendees:
        data, faults = fetch(sources.attendees, sources.base, sources.cache)
        problems += faults
        if data is not None:
            attendees, faults = read_attendees(data, sources.attendees)
            problems += faults
    meetings = ()
    if sources.meetings:
        data, faults = fetch(sources.meetings, sources.base, sources.cache)
        problems += faults
        if data is not None:
            meetings, faults = read_meetings(data, sources.meetings, sources.event, attendees)
            problems += faults
    return Knowledge(sources.event, program, tied, meetings, attendees), problems


def _program(sources: Sources) -> tuple[Program, tuple[Problem, ...]]:
    from knowledge.program import formats

    programs, problems = [], ()
    for spec in sources.program:
        data, faults = fetch(spec.source, sources.base, sources.cache)
        problems += faults
        if data is not None:
            program, faults = formats.read_program(data, spec.source, sources.event, spec.format)
            programs.append(program)
            problems += faults
    if not programs:
        return Program(), problems
    program, faults = formats.join(programs)
    return program, problems + faults


def _documents(sources: Sources) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    documents, problems, seen = [], (), set()
    kinds: tuple[tuple[DocumentKind, tuple[str, ...]], ...] = (("speech", sources.speeches), ("page", sources.pages))
    for kind, named in kinds:
        for source in named:
            files, faults = _files(source, sources.base)
            problems += faults
            for file in files:
                identity = file if is_url(file) else (sources.base / file).resolve()
                if identity in seen:
                    continue
                seen.add(identity)
                data, faults = fetch(file, sources.base, sources.cache)
                problems += faults
                if data is not None:
                    document, faults = read_document(data, file, kind)
                    problems += faults
                    documents += [document] if document else []
    return tuple(documents), problems


def _files(source: str, base: Path) -> tuple[list[str], tuple[Problem, ...]]:
    """The files that a source names, as paths relative to ``base``, sorted."""
    path = base / source
    if is_url(source) or not path.is_dir():
        return [source if is_url(source) else _relative(path, base)], ()
    found = sorted(_walk(path))
    readable = [file for file in found if file.suffix.lower() in ENDINGS]
    problems = tuple(
        Problem(_relative(file, base), "is in a format that is not read.", f"Save it as {KNOWN}, or move it away.", "warning")
        for file in found
        if file.suffix.lower() not in ENDINGS
    )
    if not readable:
        problems += (Problem(source, "is a folder without any file that can be read.", f"Put {KNOWN} files there."),)
    return [_relative(file, base) for file in readable], problems


def _walk(folder: Path) -> Iterator[Path]:
    """All files below a folder but hidden ones, lock files and the folder's own README."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.startswith((".", "~$")) or name.lower() in NOT_OURS or Path(name).stem.lower() == "readme":
                continue
            yield Path(parent, name)


def _relative(path: Path, base: Path) -> str:
    return Path(os.path.relpath(path, base)).as_posix()
