"""The sample event's program.yaml, meetings.csv and attendees.csv."""

from __future__ import annotations

import csv
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import yaml
from gold.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _every(name: str | dict[str, str]) -> tuple[str, ...]:
    return (name,) if isinstance(name, str) else tuple(name.values())


def read_program(path: Path) -> Iterator[Row]:
    """Sessions with every language's title and every nickname of the room."""
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    rooms = {names[0]: (*names, *room["nicknames"]) for room in data["rooms"] for names in [_every(room["name"])]}
    for day in data["days"]:
        yield from (_session(session, day["date"], rooms) for session in day["sessions"])


def _session(session: dict[str, Any], on: date, rooms: dict[str, tuple[str, ...]]) -> Row:
    people = session.get("speakers", [])
    return Row(
        ids=frozenset({session["id"]}),
        titles=_every(session["title"]),
        start=datetime.combine(on, time.fromisoformat(session["start"])),
        end=datetime.combine(on, time.fromisoformat(session["end"])),
        day=on,
        rooms=rooms[session["room"]],
        track=session.get("track", ""),
        speakers=tuple(name for who in people for name in (who["name"], *who.get("names", []))),
        organizations=tuple(who["organization"] for who in people),
        kind=session["kind"],
        text=session.get("abstract", ""),
    )


def read_meetings(folder: Path) -> Iterator[Row]:
    """Meetings: ``rooms`` is the table's number, ``people`` the two e-mails, ``speakers`` their names."""
    with (folder / "attendees.csv").open(encoding="utf-8", newline="") as file:
        who = {row["email"]: row for row in csv.DictReader(file)}
    with (folder / "meetings.csv").open(encoding="utf-8", newline="") as file:
        yield from (_meeting(row, who) for row in csv.DictReader(file))


def _meeting(row: dict[str, str], who: dict[str, dict[str, str]]) -> Row:
    start = datetime.fromisoformat(row["start"])
    sides = (row["side_a"], row["side_b"])
    return Row(
        ids=frozenset({row["id"]}),
        titles=(row["title"],),
        start=start,
        end=start + timedelta(minutes=int(row["minutes"])),
        day=start.date(),
        rooms=(row["table"],),
        speakers=tuple(who[side]["name"] for side in sides),
        organizations=tuple(who[side]["organization"] for side in sides),
        kind="meeting",
        people=sides,
        cancelled=row["status"] == "cancelled",
    )
