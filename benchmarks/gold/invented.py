"""Clock times, dates, rooms and tables in a reply that no cited session, meeting or quote holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from gold import clock
from gold.judge import cited
from gold.row import Row, fold

if TYPE_CHECKING:
    from collections.abc import Sequence


def invented(
    dialogue: dict[str, Any], reply: dict[str, Any], rows: Sequence[Row], zone: str, other_zones: Sequence[str]
) -> list[str]:
    """What the reply made up.

    Allowed are the slots of what is cited and of the asker's own meetings, in the event's zone and the asker's; the
    moment of asking; what the question itself says; the event's first and last day; anything inside a quote or a title.
    """
    now = datetime.fromisoformat(dialogue["now"])
    here = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    asked = " ".join([*dialogue.get("history", []), dialogue["question"]])
    sources = [*cited(reply, rows), *(row for row in rows if dialogue.get("as") in row.people)]
    text = _without_quotes_and_titles(reply, rows)
    moments = [at for row in sources for at in (row.start, row.end) if at is not None]
    moments += [at for moment in moments for at in _elsewhere(moment, now, zone, other_zones)]
    times = {at.hour * 60 + at.minute for at in (*moments, here, now)} | clock.minutes(asked)
    days = [*moments, here, now, here + timedelta(days=1), rows[0].start, rows[-1].start]
    named = clock.named_days(asked, here.date())
    told = [f"{at // 60:02d}:{at % 60:02d}" for at in sorted(clock.minutes(text) - times)]
    told += [
        f"{day:02d}.{month:02d}."
        for month, day in clock.dates(text) - {(at.month, at.day) for at in days} - clock.dates(asked) - named
    ]
    return [*told, *_places(text, asked, sources, rows, reply)]


def _elsewhere(moment: datetime, now: datetime, zone: str, others: Sequence[str]) -> list[datetime]:
    aware = moment.replace(tzinfo=ZoneInfo(zone))
    found = [aware.astimezone(ZoneInfo(other)).replace(tzinfo=None) for other in others]
    return [*found, aware.astimezone(now.tzinfo).replace(tzinfo=None)]


def _without_quotes_and_titles(reply: dict[str, Any], rows: Sequence[Row]) -> str:
    text = fold(reply["text"])
    said = [citation["quote"] for citation in reply["citations"] if citation["quote"]]
    said += [title for row in rows for title in row.titles] + [citation["title"] for citation in reply["citations"]]
    said += [row.track for row in rows] + [name for row in rows for name in row.speakers]
    for each in sorted({fold(words) for words in said if words}, key=len, reverse=True):
        if len(each) > 5:
            text = text.replace(each, " ")
    return text


def _places(text: str, asked: str, sources: Sequence[Row], rows: Sequence[Row], reply: dict[str, Any]) -> list[str]:
    """Rooms and tables; a refusal may name the rooms that there are."""
    sessions = [row for row in rows if row.kind != "meeting"]
    own = {name for row in sources for name in row.rooms}
    every = {name for row in sessions for name in row.rooms}
    told = (
        []
        if reply["kind"] in {"refusal", "clarify"}
        else sorted(clock.rooms(text, every - own) - clock.rooms(asked, every))
    )
    tables = {row.rooms[0] for row in sources if row.kind == "meeting"} | clock.tables(asked)
    return told + [f"table {number}" for number in sorted(clock.tables(text) - tables)]
