"""Sessionize's JSON, the German spreadsheet, and RubyEvents' three YAML files."""

from __future__ import annotations

import io
import json
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import openpyxl
import yaml
from gold.row import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def read_sessionize(path: Path) -> Iterator[Row]:
    """The view All: speakers and rooms by id, local times."""
    data = json.loads(path.read_text(encoding="utf-8"))
    room = {each["id"]: each["name"] for each in data["rooms"]}
    names = {each["id"]: each for each in data["speakers"]}
    for session in data["sessions"]:
        start = datetime.fromisoformat(session["startsAt"])
        speakers = [names[id_] for id_ in session["speakers"]]
        yield Row(
            ids=frozenset({str(session["id"])}),
            titles=(session["title"],),
            start=start,
            end=datetime.fromisoformat(session["endsAt"]),
            day=start.date(),
            rooms=(room[session["roomId"]],),
            speakers=tuple(
                name for who in speakers for name in (who["fullName"], f"{who['firstName']} {who['lastName']}")
            ),
            text=session["description"] or "",
        )


def read_sheet(path: Path) -> Iterator[Row]:
    """The first sheet, whose second row names the columns; speakers are in J to N; no ends."""
    content = io.BytesIO(path.read_bytes())  # of a path, openpyxl keeps the file open
    sheet = openpyxl.load_workbook(content, read_only=True, data_only=True).worksheets[0]
    head: dict[str, int] = {}
    for cells in sheet.iter_rows(max_row=60, max_col=20, values_only=True):
        if "Titel" in cells and not head:
            head = {str(name): at for at, name in enumerate(cells) if name is not None}
        elif head and cells[head["Titel"]] and isinstance(cells[head["Datum"]], datetime):
            yield _sheet_row(head, cells)


def _sheet_row(head: dict[str, int], cells: tuple[Any, ...]) -> Row:
    on: datetime = cells[head["Datum"]]
    at: time = cells[head["Uhrzeit"]]
    people = [str(cell).strip() for cell in cells[9:14] if cell]
    return Row(
        ids=frozenset({str(cells[head["ID"]])}),
        titles=(str(cells[head["Titel"]]).strip(),),
        start=datetime.combine(on.date(), at),
        end=None,
        day=on.date(),
        rooms=(str(cells[head["Ort"]]).strip(),),
        speakers=tuple(people),
        text=f"{cells[head['Untertitel']]} {cells[head['Beschreibung']]}",
    )


def _load(path: Path) -> Any:  # noqa: ANN401 (YAML is anything)
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def read_rubyevents(folder: Path) -> Iterator[Row]:
    """The grid of schedule.yml, filled with the talks of videos.yml in order; names in the grid are breaks."""
    talks = _load(folder / "videos.yml")
    for day in _load(folder / "schedule.yml")["days"]:
        waiting = iter([talk for talk in talks if talk["date"] == day["date"]])
        for slot in day["grid"]:
            for name in slot.get("items", []):
                yield _grid_row(day, slot, {"id": f"{day['date']} {name}", "title": name, "kind": "break"})
            for _ in range(slot["slots"] - len(slot.get("items", []))):
                yield _grid_row(day, slot, next(waiting))


def _grid_row(day: dict[str, Any], slot: dict[str, Any], talk: dict[str, Any]) -> Row:
    on = date.fromisoformat(day["date"])
    named = talk.get("speakers") or [name for part in talk.get("talks", []) for name in part["speakers"]]
    room = talk.get("track", "")
    return Row(
        ids=frozenset({talk["id"]}),
        titles=(talk["title"],),
        start=datetime.combine(on, time.fromisoformat(slot["start_time"])),
        end=datetime.combine(on, time.fromisoformat(slot["end_time"])),
        day=on,
        rooms=tuple(filter(None, (room.partition(" #")[0], room))),
        speakers=tuple(name for name in named if name != "TODO"),
        kind=talk.get("kind", "talk"),
        text=talk.get("description", ""),
    )
