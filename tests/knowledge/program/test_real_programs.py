"""Programs as organizers really had them, against readings of the same files by other, simpler programs.

The readings below share nothing with the readers: they walk the files by regular expressions, other parsers or raw
workbook parts, and reckon times with fixed offsets that were true in the places on those days.
"""

from __future__ import annotations

import json
import re
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest

from knowledge.model import Event, Program
from knowledge.program.formats import join, read_program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from knowledge.problems import Problem

Row = tuple[
    str, datetime, datetime | None, tuple[str, ...], tuple[str, ...], str
]  # id, start, end, rooms, people, title

WINTER, SUMMER = timezone(timedelta(hours=1)), timezone(timedelta(hours=2))  # Brussels, Berlin and Vienna alike


def rows(program: Program) -> list[Row]:
    return sorted(
        (
            session.id,
            session.start.astimezone(UTC),
            session.end.astimezone(UTC) if session.end else None,
            session.rooms,
            tuple(speaker.name for speaker in session.speakers),
            session.title,
        )
        for session in program.sessions
    )


def load(folder: Path, path: str, zone: str) -> tuple[Program, tuple[Problem, ...]]:
    return read_program((folder / path).read_bytes(), path, Event("The event", ZoneInfo(zone)))


def one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def fosdem(path: Path) -> Iterator[Row]:
    root = ET.parse(path).getroot()  # noqa: S314 # a file of ours
    for day_node in root.findall("day"):
        for node in day_node.findall("event"):
            said = {child.tag: child.text or "" for child in node}
            start = datetime.strptime(f"{day_node.attrib['date']} {said['start']}", "%Y-%m-%d %H:%M").replace(
                tzinfo=WINTER
            )
            hours, minutes = said["duration"].split(":")
            people = tuple(one_line(person.text or "") for person in node.findall("persons/person"))
            end = start + timedelta(hours=int(hours), minutes=int(minutes))
            title = one_line(said["title"]).replace("&#39;", "'").replace("&amp;", "&").replace("&#34;", '"')
            yield node.attrib["id"], start.astimezone(UTC), end.astimezone(UTC), (said["room"],), people, title


def test_fosdem_2012(real_data: Path) -> None:
    program, problems = load(real_data, "fosdem-2012/schedule.xml", "Europe/Brussels")
    assert rows(program) == sorted(fosdem(real_data / "fosdem-2012/schedule.xml"))
    assert (len(program.sessions), len(program.rooms), problems) == (442, 23, ())
    texts = " ".join(session.abstract for session in program.sessions)
    assert not re.search(r"</?(?:p|li|a|b|ul)\b|&#\d+;|&(?:amp|quot|lt);", texts)
    assert "How is users' freedom protected" in texts


def frab(path: Path) -> Iterator[Row]:
    """Every event object found anywhere by its guid, its instant from the digits of its date."""
    found: list[dict[str, Any]] = []

    def keep(value: dict[str, Any]) -> dict[str, Any]:
        if "duration" in value and "guid" in value:
            found.append(value)
        return value

    json.loads(path.read_text(), object_hook=keep)
    for event in found:
        local, sign, hours, minutes = re.fullmatch(r"(.{19})([+-])(\d\d):(\d\d)", event["date"]).groups()
        offset = timedelta(hours=int(hours), minutes=int(minutes)) * (1 if sign == "+" else -1)
        start = datetime.strptime(local, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC) - offset
        length = timedelta(minutes=int(event["duration"][:2]) * 60 + int(event["duration"][3:]))
        people = tuple(one_line(person["public_name"]) for person in event["persons"])
        yield event["guid"], start, start + length, (event["room"],), people, one_line(event["title"])


@pytest.mark.parametrize(
    ("folder", "zone", "count", "places"),
    [
        ("ccc-camp-2019", "Europe/Berlin", 79, 2),
        ("rc3-channels-2020", "Europe/Berlin", 48, 5),
        ("pretalx-democon", "Europe/Berlin", 36, 2),
        ("pretalx-democon", "UTC", 36, 2),
    ],
)
def test_schedules_of_frab_and_pretalx(real_data: Path, folder: str, zone: str, count: int, places: int) -> None:
    path = f"{folder}/schedule.json"
    program, problems = load(real_data, path, zone)
    assert rows(program) == sorted(frab(real_data / path))
    assert (len(program.sessions), len(program.rooms)) == (count, places)
    assert [problem.severity for problem in problems] == (["warning"] if folder == "pretalx-democon" else [])
    assert all(session.track and session.kind and session.language and session.url for session in program.sessions)
    assert not any("\r" in session.abstract for session in program.sessions)


def sessionize(path: Path) -> Iterator[Row]:
    told = json.loads(path.read_text(encoding="utf-8-sig"))
    for entry in told["sessions"]:
        (room,) = (room["name"] for room in told["rooms"] if room["id"] == entry["roomId"])
        people = tuple(
            one_line(person["fullName"])
            for wanted in entry["speakers"]
            for person in told["speakers"]
            if person["id"] == wanted
        )
        instants = (
            datetime.strptime(entry[key] + "+0200", "%Y-%m-%dT%H:%M:%S%z").astimezone(UTC)
            for key in ("startsAt", "endsAt")
        )
        start, end = instants
        yield entry["id"], start, end, (room,), people, one_line(entry["title"])


@pytest.mark.parametrize(("year", "count", "breaks"), [(2024, 15, ["12:40"]), (2025, 13, ["10:40", "12:40"])])
def test_global_azure_austria(real_data: Path, year: int, count: int, breaks: list[str]) -> None:
    folder = f"global-azure-austria/Y{year}"
    program, problems = load(real_data, f"{folder}/sessionize.json", "Europe/Vienna")
    assert rows(program) == sorted(sessionize(real_data / folder / "sessionize.json"))
    assert len(program.sessions) == count
    assert {problem.severity for problem in problems} <= {"warning"}
    slots, problems = load(real_data, f"{folder}/timeslots.json", "Europe/Vienna")
    assert (len(slots.sessions), problems) == (3, ())
    joined, problems = join([program, slots])
    assert [f"{s.start:%H:%M}" for s in joined.sessions if s.kind == "break"] == breaks
    assert len(problems) == 3 - len(breaks)
    assert len(joined.sessions) == count + len(breaks)
    rooms_alone, problems = load(real_data, f"{folder}/rooms.json", "Europe/Vienna")
    assert (len(rooms_alone.sessions), {room.name for room in program.rooms}) == (
        0,
        {room.name for room in rooms_alone.rooms},
    )


def workbook(path: Path) -> Iterator[Row]:
    """The workbook's raw parts: shared strings and cells by their references."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as archive:
        strings = ["".join(item.itertext()) for item in ET.fromstring(archive.read("xl/sharedStrings.xml"))]  # noqa: S314 # a file of ours
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))  # noqa: S314 # a file of ours
    for row in sheet.iter(f"{space}row"):
        cells = {}
        for cell in row:
            value = cell.findtext(f"{space}v")
            if value is not None:
                shared = cell.get("t") == "s"
                cells[re.sub(r"\d", "", cell.attrib["r"])] = strings[int(value)] if shared else value
        if not cells.get("H", "").isdigit():
            continue
        minutes = round(float(cells["D"]) * 24 * 60)
        start = datetime(1899, 12, 30, tzinfo=SUMMER) + timedelta(days=int(float(cells["B"])), minutes=minutes)
        people = tuple(one_line(cells[column]) for column in "JKLMN" if cells.get(column, "").strip())
        yield cells["H"], start.astimezone(UTC), None, (cells["A"],), people, one_line(cells["E"])


def test_a_conference_day_as_a_spreadsheet(real_data: Path) -> None:
    path = "deu-example-spreadsheet/schedule-example.xlsx"
    program, problems = load(real_data, path, "Europe/Berlin")
    assert rows(program) == sorted(workbook(real_data / path))
    assert (len(program.sessions), len(program.rooms), problems) == (13, 2, ())
    onderscheka = next(session for session in program.sessions if session.id == "1001").speakers[0]
    assert (onderscheka.name, onderscheka.names) == (
        "Peter Onderscheka, Landeshauptstadt München",
        ("Peter Onderscheka",),
    )
    assert next(session for session in program.sessions if session.id == "1009").subtitle.startswith("Regieren")
    _, problems = load(real_data, "deu-example-spreadsheet/schedule-example.ods", "Europe/Berlin")
    assert "Save it as Excel" in problems[0].mend


@pytest.mark.parametrize(
    "path",
    [
        "rubykaigi-2025/schedule.yml",
        "rubykaigi-2025/videos.yml",
        "pycon-uk-2015/schedule.rst",
    ],
)
def test_programs_in_forms_of_their_own_are_told_never_half_read(real_data: Path, path: str) -> None:
    program, problems = load(real_data, path, "Europe/Prague")
    assert not program.sessions
    assert any(problem.severity == "error" and problem.mend for problem in problems)


def test_days_by_date_as_europython_s_programapi_writes_them(real_data: Path) -> None:
    program, problems = load(real_data, "europython-2024-sample/mock_schedule.json", "Europe/Prague")
    assert not [problem for problem in problems if problem.severity == "error"]
    keynote = next(session for session in program.sessions if session.id == "WQGUTP")
    assert (keynote.kind, keynote.rooms) == ("keynote", ("Forum Hall",))
    assert keynote.speakers
    assert {str(session.start.tzinfo) for session in program.sessions} == {"Europe/Prague"}
