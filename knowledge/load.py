"""The configured sources in, what is known of the event out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.addresses import is_url, shown
from knowledge.bounded import bounded
from knowledge.folders import files
from knowledge.model import Attendee, Document, DocumentKind, Event, Knowledge, Meeting, Program
from knowledge.sources import fetch
from knowledge.speeches.cast import Cast
from knowledge.speeches.formats import ENDINGS, KNOWN, read_document
from knowledge.speeches.tying import tie

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from knowledge.problems import Problem


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A program file or URL, and its format where the organizer names it."""

    source: str
    format: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where everything lies. Paths are absolute or relative to ``base``, the configuration file's folder.

    ``speeches`` and ``pages`` are files, folders or URLs; ``meetings`` and ``attendees`` files or
    URLs. ``cache`` is a folder of ours: copies of what URLs gave, and texts that take long to extract.
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

    A source at fault never keeps the others from being read. A file named twice is read once, as
    what it is named first.
    """
    loader = _Loader(sources)
    program = loader.program()
    documents = tuple(loader.documents(program))
    attendees = loader.attendees()
    meetings = loader.meetings(attendees)
    return Knowledge(sources.event, program, documents, meetings, attendees), tuple(loader.problems)


class _Loader:
    """Reads each kind of source and gathers the problems."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.problems: list[Problem] = []

    def program(self) -> Program:
        """All program sources joined."""
        if not self.sources.program:
            return Program()
        from knowledge.program.formats import join, read_program

        programs = []
        for spec in self.sources.program:
            data = self._fetch(spec.source)
            if data is not None:
                program, problems = bounded(
                    read_program, data, shown(spec.source), self.sources.event, spec.format, nothing=Program()
                )
                self.problems += problems
                programs.append(program)
        joined, problems = join(programs)
        self.problems += problems
        return joined

    def documents(self, program: Program) -> Iterator[Document]:
        """Every speech and page, in the order of the configuration and of the file names, tied to its session."""
        seen: set[str | Path] = set()
        cast = Cast(tuple(speaker for session in program.sessions for speaker in session.speakers))
        for kind, file in self._files():
            identity = file if is_url(file) else (self.sources.base / file).resolve()
            if identity in seen:
                continue
            seen.add(identity)
            data = self._fetch(file)
            if data is not None:
                document, problems = self._read(data, shown(file), kind, cast)
                self.problems += problems
                if document:
                    yield self._tied(document, data, program, cast)

    def _tied(self, document: Document, data: bytes, program: Program, cast: Cast) -> Document:
        """A document with its session; one that names no speaker is read anew as the speech of the session's."""
        (tied,), problems = tie((document,), program)
        self.problems += problems
        session = program.session(tied.session) if tied.session else None
        if document.speaker or document.kind == "page" or session is None or not session.speakers:
            return tied
        named = replace(cast, speaker=", ".join(speaker.name for speaker in session.speakers))
        again, _ = self._read(data, document.source, document.kind, named)
        return replace(again, session=tied.session) if again else tied

    def _read(
        self, data: bytes, source: str, kind: DocumentKind, cast: Cast
    ) -> tuple[Document | None, tuple[Problem, ...]]:
        return bounded(read_document, data, source, kind, self.sources.cache, cast, nothing=None)

    def attendees(self) -> tuple[Attendee, ...]:
        """Those of the attendees file."""
        from knowledge.meetings import read_attendees

        source = self.sources.attendees
        data = self._fetch(source) if source else None
        if source is None or data is None:
            return ()
        none: tuple[Attendee, ...] = ()
        attendees, problems = bounded(read_attendees, data, shown(source), nothing=none)
        self.problems += problems
        return attendees

    def meetings(self, attendees: tuple[Attendee, ...]) -> tuple[Meeting, ...]:
        """Those of the meetings file."""
        from knowledge.meetings import read_meetings

        source = self.sources.meetings
        data = self._fetch(source) if source else None
        if source is None or data is None:
            return ()
        none: tuple[Meeting, ...] = ()
        meetings, problems = bounded(read_meetings, data, shown(source), self.sources.event, attendees, nothing=none)
        self.problems += problems
        return meetings

    def _files(self) -> Iterator[tuple[DocumentKind, str]]:
        kinds: tuple[tuple[DocumentKind, tuple[str, ...]], ...] = (
            ("speech", self.sources.speeches),
            ("page", self.sources.pages),
        )
        for kind, named in kinds:
            for source in named:
                found, problems = files(source, self.sources.base, ENDINGS, KNOWN)
                self.problems += problems
                yield from ((kind, file) for file in found)

    def _fetch(self, source: str) -> bytes | None:
        data, problems = fetch(source, self.sources.base, self.sources.cache)
        self.problems += problems
        return data
