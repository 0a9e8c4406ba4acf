"""What a process that is killed in the middle of an announcement leaves behind, and what the next one makes of it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

import pytest
from fakes import dying_announcer

from bot.store.engine import Store

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext
    from pathlib import Path

    from bot.store.records import Counts

PEOPLE = 3
NOW = datetime(2026, 1, 16, 13, tzinfo=UTC)


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["fakes.dying_announcer"])
    return context


class Hall:
    """People on a platform, and one confirmed announcement to all of them."""

    def __init__(self, folder: Path, migrated: Path, processes: ForkServerContext) -> None:
        self.url, self.transcript = f"sqlite:///{folder}/hall.db", folder / "transcript"
        self.transcript.touch()
        self.processes = processes
        shutil.copy(migrated, folder / "hall.db")
        self.store = Store.open(self.url)
        with self.store.begin() as unit:
            for number in range(PEOPLE):
                unit.people.remember("telegram", str(number), now=NOW, chat=str(number))
            self.id = unit.announcements.draft({"en": "Room B"}, "all", "telegram:0", NOW)
            unit.announcements.advance(self.id, ["draft"], "sending", NOW)
            unit.announcements.charge(self.id, "send")

    def run(self, *death: object) -> int | None:
        process = self.processes.Process(target=dying_announcer.announce, args=(self.url, str(self.transcript), *death))
        process.start()
        process.join(60)
        return process.exitcode

    def counts(self) -> Counts:
        with self.store.read() as unit:
            return unit.ledger.counts(self.id)

    def told(self) -> list[str]:
        return [line.split()[0] for line in self.transcript.read_text().splitlines()]


@pytest.mark.parametrize("step", ["commit", "committed", "send", "taken"])
def test_killed_at_every_step_each_person_gets_one_or_is_reported_uncertain(
    step: str, tmp_path: Path, migrated: Path, processes: ForkServerContext
) -> None:
    for number in count(1):
        folder = tmp_path / str(number)
        folder.mkdir()
        hall = Hall(folder, migrated, processes)
        died = hall.run(step, number)
        dying_announcer.announce(hall.url, str(hall.transcript))
        counts, told = hall.counts(), hall.told()
        hall.store.close()
        assert len(told) == len(set(told)), (step, number)
        assert counts.delivered + counts.uncertain == PEOPLE, (step, number)
        assert counts.delivered <= len(told) <= counts.delivered + counts.uncertain, (step, number)
        if died != -signal.SIGKILL:
            assert (died, counts.uncertain, number > PEOPLE) == (0, 0, True)
            break


def test_a_polite_end_leaves_nobody_uncertain(tmp_path: Path, migrated: Path, processes: ForkServerContext) -> None:
    hall = Hall(tmp_path, migrated, processes)
    process = processes.Process(target=dying_announcer.announce, args=(hall.url, str(hall.transcript)))
    process.start()
    while not hall.told() and process.is_alive():
        pass
    os.kill(process.pid or 0, signal.SIGTERM)
    process.join(60)
    assert process.exitcode == 0
    assert hall.counts().uncertain == 0
    dying_announcer.announce(hall.url, str(hall.transcript))
    assert hall.counts().delivered == PEOPLE
    assert sorted(hall.told()) == sorted(map(str, range(PEOPLE)))
    hall.store.close()
