"""The event's files and URLs, looked at again and again: what is good is taken over, what is not is told and stays.

A new program is taken over in one transaction with the reminders that follow from it; the questions' view of the event
and its index come after. What looks wrong is looked at twice before anybody is bothered, since a file may be caught
half-written.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, Protocol

from bot.errors import RendezvousError
from bot.reminders import holding, programs
from bot.reminders.changes import Snapshot
from bot.wiring import keeping
from bot.wiring.event import load_event, sources, with_answers
from index.errors import SearchError
from knowledge.addresses import is_url
from knowledge.sources import fetch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.config import Config
    from bot.conversation.dispatcher import Scene
    from bot.messages import Address
    from bot.ports import Clock
    from bot.store.engine import Store
    from bot.store.unit import Unit
    from bot.wiring.keeping import Faults
    from knowledge.model import Knowledge
    from knowledge.problems import Problem

log = logging.getLogger(__name__)

FAULTS = "program.faults"
MARK = 16  # hex digits of a fingerprint, so that it fits a button
Verdict = Literal["good", "doubtful", "held", "broken"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the sources: what was understood, the faults of program and meetings, a fingerprint."""

    knowledge: Knowledge
    faults: tuple[Problem, ...]
    mark: str

    @property
    def snapshot(self) -> Snapshot:
        """What reminders need of it."""
        return Snapshot.of(self.knowledge)


class Shown(Protocol):
    """Where questions are answered from: ``Scenery``, as far as it concerns the watcher."""

    def __call__(self) -> Scene:
        """What is shown at this moment."""
        ...

    def replace(self, knowledge: Knowledge) -> None:
        """Show this from now on. Raises the index's errors; then nothing changes."""
        ...


class Watcher:
    """Looks at the sources at the configured interval. ``organizers`` are told of what is broken or held.

    ``at_once`` tells to look first and pause then, as a program does that serves until the next restart.
    """

    def __init__(
        self,
        config: Config,
        store: Store,
        clock: Clock,
        scenery: Shown,
        organizers: Sequence[Address] = (),
        *,
        at_once: bool = True,
    ) -> None:
        self._at_once = at_once
        self._config, self._store, self._clock, self._scenery = config, store, clock, scenery
        self._organizers = organizers
        self._seen = self._doubted = self._held = ""
        self._good: Knowledge | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Look at the interval until ``stop`` is set."""
        if not self._at_once:
            await self._pause(stop)
        while not stop.is_set():
            try:
                await asyncio.to_thread(self.look)
            except (RendezvousError, SearchError) as error:
                log.error("the event's files are looked at again in a while: %s", error)  # noqa: TRY400 one line
            except Exception:  # a fault of ours must not end the loop: what was good last stays
                log.exception("looking at the event's files stumbled")
            await self._pause(stop)

    async def _pause(self, stop: asyncio.Event) -> None:
        waiting = [
            asyncio.ensure_future(stop.wait()),
            asyncio.ensure_future(self._clock.sleep(self._config.reminders.watch_seconds)),
        ]
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()

    def look(self) -> Verdict | None:
        """Look once; None when nothing changed. Raises StoreError and the index's errors, and tries again then."""
        stamp = self._stamp()
        if stamp == self._seen and not self._is_decided():
            self._doubted = ""
            return None
        files, problems = load_event(self._config)
        reading = self._mended(with_answers(files, self._store), keeping.faults_in(problems, self._config))
        verdict = self._judge(reading)
        if verdict == "doubtful":
            return verdict
        self._show(reading, verdict)
        self._seen = stamp
        log.info("the event's files were read: %s", verdict)
        return verdict

    def _mended(self, read: Knowledge, faults: Faults) -> Reading:
        """What was read, with what was good before in the place of what is at fault."""
        good = self._last_good(read) if faults.all else None
        return Reading(keeping.kept(good, read, faults) if good else read, faults.all, _mark(read, faults.all))

    def _last_good(self, read: Knowledge) -> Knowledge | None:
        if self._good is not None:
            return self._good
        with self._store.read() as unit:  # after a restart with files that are at fault
            kept = programs.latest(unit, self._config.zone)
        return replace(read, program=kept.program, meetings=kept.meetings) if kept else None

    def _judge(self, reading: Reading) -> Verdict:
        """Take the program over, or say why not; the organizers are told within the same transaction."""
        with self._store.begin() as unit:
            old = programs.latest(unit, self._config.zone)
            wrong = self._wrong(unit, old, reading)
            if old is None or wrong is None:
                self._adopt(unit, reading)
                return "good"
            if self._doubted != reading.mark:
                self._doubted = reading.mark
                return "doubtful"
            self._tell(unit, old, reading, wrong)
            if wrong == "broken":
                self._adopt(unit, reading)
            return wrong

    def _wrong(self, unit: Unit, old: Snapshot | None, reading: Reading) -> Literal["held", "broken"] | None:
        """What speaks against a program: a third of it gone without a yes, or more faults than before."""
        if old is None:
            return None
        if holding.lost(old, reading.snapshot).is_suspicious and not holding.is_taken(unit, reading.mark):
            return "held"
        return "broken" if len(reading.faults) > int(unit.meta.get(FAULTS) or 0) else None

    def _adopt(self, unit: Unit, reading: Reading) -> None:
        programs.adopt(unit, reading.snapshot, self._config.zone, self._clock.now())
        unit.meta.set(FAULTS, str(len(reading.faults)))
        holding.let_go(unit)
        self._held = self._doubted = ""
        self._good = reading.knowledge

    def _tell(self, unit: Unit, old: Snapshot, reading: Reading, wrong: Literal["held", "broken"]) -> None:
        now = self._clock.now()
        if not holding.hold(unit, reading.mark):
            log.warning("the event's files are %s; the organizers know", wrong)
        elif wrong == "broken":
            holding.warn(unit, self._organizers, reading.mark, reading.faults, now)
        else:
            holding.ask(unit, self._organizers, reading.mark, holding.lost(old, reading.snapshot), now)
        self._held = reading.mark if wrong == "held" else ""

    def _is_decided(self) -> bool:
        """Whether an organizer said yes to the program that is held."""
        if not self._held:
            return False
        with self._store.read() as unit:
            return holding.is_taken(unit, self._held)

    def _show(self, reading: Reading, verdict: Verdict) -> None:
        """Let questions be answered from what was read; program and people stay the last good ones while it is held."""
        knowledge = self._kept(reading.knowledge) if verdict == "held" else reading.knowledge
        if knowledge != self._scenery().knowledge:
            self._scenery.replace(knowledge)

    def _kept(self, read: Knowledge) -> Knowledge:
        good = self._last_good(read) or read
        return replace(read, program=good.program, meetings=good.meetings, attendees=good.attendees)

    def _stamp(self) -> str:
        """A fingerprint of all sources: of files by name, time and size, of URLs by what they give."""
        digest = sha256()
        for source in self._sources():
            digest.update(source.encode())
            for line in self._url(source) if is_url(source) else _files(self._config.base / source):
                digest.update(line)
        return digest.hexdigest()

    def _sources(self) -> list[str]:
        event = self._config.event
        named = (source.source for source in event.program)
        return [*named, *event.speeches, *event.pages, *self._people()]

    def _people(self) -> list[str]:
        event = self._config.event
        return [source for source in (event.meetings, event.attendees) if source]

    def _url(self, source: str) -> Iterator[bytes]:
        data, _ = fetch(source, self._config.base, sources(self._config).cache)
        yield sha256(data or b"").digest()


def _files(path: Path) -> Iterator[bytes]:
    each = sorted(path.rglob("*")) if path.is_dir() else [path]
    for file in each:
        try:
            about = file.stat()
        except OSError:
            continue  # it went between the look at the folder and this one, or is not there yet
        yield f"{file}|{about.st_mtime_ns}|{about.st_size}".encode()


def _mark(knowledge: Knowledge, faults: Sequence[Problem]) -> str:
    """The same for the same program with the same faults, over restarts as well."""
    told = repr((knowledge.program.sessions, knowledge.meetings, [str(fault) for fault in faults]))
    return sha256(told.encode()).hexdigest()[:MARK]
