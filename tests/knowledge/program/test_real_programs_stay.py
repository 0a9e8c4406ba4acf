"""What was read of the real programs before, told again as counts and digests: a new form must not turn an old one.

Taken on 24 November 2026. The digests are of ids with instants, rooms and speakers, in the program's order.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from knowledge.model import Event
from knowledge.program.formats import read_program

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

READ = [
    ("fosdem-2012/schedule.xml", "Europe/Brussels", 442, 23, "44b5ce4e49e8", "935e97fe76b9", "fbefbfb2e91c"),
    ("ccc-camp-2019/schedule.json", "Europe/Berlin", 79, 2, "76a3f0b0e361", "8776d0d0deeb", "851abcd716e9"),
    ("rc3-channels-2020/schedule.json", "Europe/Berlin", 48, 5, "a281af90bbd9", "314af460f13d", "599de36cd224"),
    ("pretalx-democon/schedule.json", "Europe/Berlin", 36, 2, "c94b825c1e34", "13ffbeb6e816", "7dafac302140"),
    ("pretalx-democon/schedule.json", "UTC", 36, 2, "c94b825c1e34", "13ffbeb6e816", "7dafac302140"),
    (
        *("deu-example-spreadsheet/schedule-example.xlsx", "Europe/Berlin", 13, 2),
        *("615290f64500", "8bb0849871a3", "ea0d04cfbf06"),
    ),
    (
        *("global-azure-austria/Y2024/sessionize.json", "Europe/Vienna", 15, 4),
        *("516507ce41fe", "93b2e58f321f", "7825bed7a6c6"),
    ),
    (
        *("global-azure-austria/Y2024/timeslots.json", "Europe/Vienna", 3, 0),
        *("5cc40a7f917d", "4f5c87164863", "4f5c87164863"),
    ),
    (
        *("global-azure-austria/Y2025/sessionize.json", "Europe/Vienna", 13, 3),
        *("d243b81a8513", "8e88224c93d1", "6eb743e2c7bb"),
    ),
    (
        *("global-azure-austria/Y2025/timeslots.json", "Europe/Vienna", 3, 0),
        *("601857c082c3", "1a9f243add1e", "1a9f243add1e"),
    ),
    ("breizhcamp-2026/program.yaml", "Europe/Paris", 96, 5, "08770336a2fa", "77ecaf2f72da", "4ed482981d3c"),
    ("moca-2024/schedule.ics", "Europe/Rome", 88, 4, "101d633fb873", "858e91bda1ba", "007cc65e0608"),
    ("emnlp-2020/program.yaml", "UTC", 71, 0, "58cba46c3619", "41f8c2a3594b", "eb7ae5126cd7"),
]


@pytest.mark.parametrize("before", READ, ids=lambda before: f"{before[0]} in {before[1]}")
def test_real_programs_are_read_as_before(real_data: Path, before: tuple[str, str, int, int, str, str, str]) -> None:
    path, zone, count, places, times, rooms, people = before
    program, problems = read_program((real_data / path).read_bytes(), path, Event("The event", ZoneInfo(zone)))
    assert (len(program.sessions), len(program.rooms)) == (count, places)
    assert digest([[s.id, instant(s.start), instant(s.end)] for s in program.sessions]) == times
    assert digest([[s.id, list(s.rooms)] for s in program.sessions]) == rooms
    assert digest([[s.id, [speaker.name for speaker in s.speakers]] for s in program.sessions]) == people
    assert {problem.severity for problem in problems} <= {"warning"}


def instant(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


def digest(told: list[list[object]]) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:12]
