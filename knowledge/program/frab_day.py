"""The day of a frab schedule, XML or JSON, and when its sessions start.

A ``date`` with an offset is law. Older files have only the day and ``HH:MM``: what is earlier than the hour at
which the day changes belongs to the night that follows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from knowledge.program import moments, zone_names

if TYPE_CHECKING:
    from datetime import date, datetime

    from knowledge.program.draft import Draft

CORRECT = "Correct the zone in the system that exported it."
EARLY = timedelta(hours=5)


@dataclass(frozen=True)
class Day:
    """``begins`` is the time of day before which a session belongs to the next calendar day, None when unknown.

    ``label`` is the zone that the conference names, empty for none.
    """

    date: date | None
    begins: timedelta | None
    label: str = ""

    def start(self, draft: Draft, dated: str, timed: str, line: int, title: str) -> datetime | None:
        """The instant at which a session starts, or None after a problem was reported."""
        start = draft.instant(dated, line)
        at = moments.clock(timed)
        overruled = self.overruled(draft, dated, timed)
        if overruled:
            told = "offsets contradict the zone that the file names, the starts and the event's zone, which agree"
            draft.doubt(line, f"{told}; times are as their start says, in {draft.event.zone.key}.", CORRECT)
            return draft.settle(overruled, line)
        if start is not None:
            self._compare(draft, dated, at, line, title)
            return start
        on = moments.day(dated) or self.date
        if on is None or at is None:
            draft.no_start(line, title, " ".join(filter(None, (dated, timed))))
            return None
        if moments.day(dated) is None:
            at += self._night(draft, at, line, title)
        return draft.settle(moments.midnight(on) + at, line)

    def overruled(self, draft: Draft, dated: str, timed: str) -> datetime | None:
        """The local time on which start, file's zone and event's zone agree against the offset of the date, or None.

        UTC is no zone in that sense: it is what systems name where nobody chose one.
        """
        meant, named = moments.as_written(dated), zone_names.named(self.label)
        if meant is None or meant.tzinfo is None or named is None or not zone_names.is_place(named):
            return None
        local = meant.replace(tzinfo=None)
        offsets = {local.replace(tzinfo=zone).utcoffset() for zone in (named, draft.event.zone)}
        agree = len(offsets) == 1 and moments.clock(timed) == moments.clock(local)
        return local if agree and meant.utcoffset() not in offsets else None

    def _night(self, draft: Draft, at: timedelta, line: int, title: str) -> timedelta:
        if self.begins is None and at < EARLY:
            told = f"{title!r} starts at {timed(at)} and the file does not say when its days change"
            draft.doubt(line, f"{told}; taken as the morning of {self.date}.", "Give each session its date.")
        return moments.DAY if self.begins is not None and at < self.begins else timedelta()

    def _compare(self, draft: Draft, dated: str, at: timedelta | None, line: int, title: str) -> None:
        written = moments.clock(dated.strip()[11:16])
        start, _ = moments.instant(dated, draft.event.zone)
        if start is not None and at == moments.clock(start):  # the start as the event's clocks show it
            return
        if at is not None and written is not None and (at - written) % moments.DAY:
            told = f"{title!r} has the start {timed(at)} but the date {dated}; the date is taken."
            draft.doubt(line, told, "Correct one of the two.")


def timed(at: timedelta) -> str:
    """A time of day as ``HH:MM``."""
    minutes = int(at.total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


def day(written: str, begins: str, ends: str, day_change: str, label: str) -> Day:
    """The day of its date, with the hour at which it gives way to the next one.

    That is the conference's ``day_change``, else the end of the day where that lies on the next date, else the
    start of the day where that is early enough to be meant so.
    """
    on = moments.day(written) or moments.day(begins)
    hour = moments.clock(day_change)
    last, start = moments.clock(ends.strip()[11:16]), moments.clock(begins.strip()[11:16])
    until = moments.day(ends)
    if hour is None and last is not None and on is not None and until is not None and until > on:
        hour = last + timedelta(minutes=1)
    if hour is None and start is not None and start <= EARLY:
        hour = start
    return Day(on, hour, label)


def compare_label(draft: Draft, label: str, dates: list[tuple[int, str]]) -> None:
    """Report a zone label that contradicts the offsets, or the event's zone where there are none.

    Offsets that contradict the event's zone are told where there is no label; ``Z`` contradicts no zone.
    """
    try:
        zone = ZoneInfo(label) if label else draft.event.zone
    except (ZoneInfoNotFoundError, ValueError, OSError):
        draft.doubt(0, f"the time zone {label!r} is unknown; the times are read without it.")
        return
    for line, dated in dates:
        start, _ = moments.instant(dated, draft.event.zone)
        if start is None:
            continue
        written = moments.as_written(dated)
        meant = written if written is not None and written.tzinfo else start
        if start.astimezone(zone).utcoffset() != meant.utcoffset():
            if not label:
                _compare_offset(draft, line, dated.strip(), meant)
                continue
            law = "their own offsets" if meant is not start else f"the event's zone {draft.event.zone.key}"
            told = f"the file names the time zone {label}, which contradicts its times; {law} count."
            draft.doubt(line, told, CORRECT)
            return


def _compare_offset(draft: Draft, line: int, dated: str, meant: datetime) -> None:
    if dated.endswith("Z"):
        return
    offset, zone = meant.isoformat()[-6:], draft.event.zone.key
    told = f"times are at {offset} from UTC, which the event's zone {zone} is not; their own offsets count."
    draft.doubt(line, told, "Correct event.time_zone, or the zone in the system that exported the file.")
