"""iCalendar, as calendars and event systems export it (RFC 5545).

Whole-day entries are no sessions: they have no time of day, and none is made up for them. A recurring event becomes a
session for each occurrence; an event with RECURRENCE-ID stands for the occurrence it names, wherever it was moved to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from knowledge import identity
from knowledge.model import Program, Session, Speaker
from knowledge.problems import Problem
from knowledge.program import ical_components, located, moments, prose
from knowledge.program.draft import Draft
from knowledge.program.ical_times import Occurrence, Times, Written, value_of

if TYPE_CHECKING:
    from icalendar import Event as VEvent

    from knowledge.model import Event
    from knowledge.program.draft import Read
    from knowledge.program.ical_components import Component

BEGIN = re.compile(r"^\s*BEGIN:(?:VCALENDAR|VEVENT)", re.MULTILINE | re.IGNORECASE)
LONGEST = timedelta(days=366)
PLACES = frozenset({"ROOM", "RESOURCE"})
MOST_DIGITS = 18
NOT_PUBLIC = frozenset({"private", "confidential"})


def recognizes(data: bytes, name: str) -> bool:  # noqa: ARG001 # every reader's signature
    """Whether a calendar begins in the first lines."""
    return re.search(rb"BEGIN:(?:VCALENDAR|VEVENT)", data[:4096].replace(b"\0", b""), re.IGNORECASE) is not None


def read(data: bytes, name: str, event: Event) -> Read:
    """The program in an iCalendar file; floating times are in the event's zone."""
    decoded = located.text_of(data, name)
    if isinstance(decoded, Problem):
        return Program(), (decoded,)
    text, problems = decoded
    if not BEGIN.search(text):
        return Program(), (Problem(name, "holds no iCalendar calendar.", "Export it again as .ics."),)
    draft = Draft(name, event, problems=problems)
    calendars = ical_components.cut(text)
    times = Times(draft, _definitions(calendars.components), calendars.zones)
    parsed = [entry for component in calendars.components if (entry := _parsed(draft, component, calendars.methods))]
    entries = _latest(draft, parsed)
    if calendars.open:
        draft.doubt(
            calendars.open, "the calendar is not closed by END:VCALENDAR; its end is missing.", "Export it again."
        )
    if not entries and not draft.failed:
        draft.fault(1, "holds no events.", "Export the calendar that has the program.")
    _add_all(_Reading(draft, times, _organizers_speak(entries)), entries)
    return draft.finish()


@dataclass
class _Entry:
    """One event as the library parsed it."""

    event: VEvent
    component: Component
    called_off: bool

    def text(self, name: str) -> str:
        """The text of a property, of the first where it is given twice."""
        value = self.event.get(name)
        return str((value[0] if isinstance(value, list) else value) or "")

    def raw(self, name: str) -> str:
        """A property as the file writes its value."""
        value = self.event.get(name)
        return value.to_ical().decode(errors="replace") if hasattr(value, "to_ical") else str(value or "")

    @property
    def sequence(self) -> int:
        """Which version of the event it is, 0 where that is not said."""
        written = self.text("SEQUENCE").strip()
        return int(written) if written.isdecimal() and len(written) < MOST_DIGITS else 0

    def is_like(self, other: _Entry) -> bool:
        """Whether it has the title or the start of another one."""
        return self.title == other.title or self.raw("DTSTART") == other.raw("DTSTART")

    def several(self, name: str) -> list[object]:
        """All values of a property."""
        value = self.event.get(name)
        return value if isinstance(value, list) else [] if value is None else [value]

    @property
    def recurs(self) -> bool:
        """Whether it stands for several occurrences."""
        return bool(self.event.get("RRULE") or self.event.get("RDATE"))

    @property
    def status(self) -> str:
        """The word for how it stands; an entry that is not public is told to nobody, whatever its STATUS."""
        level = self.text("CLASS").strip().lower()
        return level if level in NOT_PUBLIC else "cancelled" if self.called_off else self.text("STATUS")

    @property
    def title(self) -> str:
        """What it is called."""
        return prose.line(self.text("SUMMARY")) or "untitled"

    @property
    def id(self) -> str:
        """The id of the event, of the series where it recurs."""
        return identity.choose((self.text("UID"),), self.title)


def _latest(draft: Draft, entries: list[_Entry]) -> list[_Entry]:
    """The entries without those of which the file has a later version: the same UID and a higher SEQUENCE.

    Some programs give all events one UID: what shares neither title nor start with the later one, where there are more
    than the two, is an event of its own.
    """
    versions: dict[tuple[str, str], list[_Entry]] = {}
    for entry in entries:
        if entry.text("UID"):
            versions.setdefault((entry.text("UID"), entry.raw("RECURRENCE-ID")), []).append(entry)
    old: set[int] = set()
    for group in versions.values():
        last = max(group, key=lambda entry: entry.sequence)
        for entry in group:
            if entry.sequence < last.sequence and (len(group) == 2 or entry.is_like(last)):  # noqa: PLR2004 # old and new
                old.add(id(entry))
                told = f"{last.title!r} is here in several versions; the last (SEQUENCE {last.sequence}) is taken."
                draft.doubt(entry.component.line, told, "Export it again.")
    return [entry for entry in entries if id(entry) not in old]


@dataclass
class _Reading:
    draft: Draft
    times: Times
    organizers_speak: bool


def _definitions(components: list[Component]) -> dict[tuple[int, str], Component]:
    found = {}
    for component in components:
        named = next((line.partition(":")[2].strip() for line in component.lines if line.startswith("TZID")), "")
        if component.kind == "VTIMEZONE":
            found[component.calendar, named] = component
    return found


def _parsed(draft: Draft, component: Component, methods: dict[int, str]) -> _Entry | None:
    import icalendar

    if component.kind != "VEVENT":
        return None
    if not component.closed:
        draft.doubt(
            component.line, "an event is not closed by END:VEVENT; read up to the next one.", "Export it again."
        )
    try:
        event = icalendar.Event.from_ical(component.text())
    except (ValueError, AttributeError, TypeError, KeyError, IndexError) as error:  # icalendar's over damaged lines
        draft.fault(
            component.line, f"an event cannot be read: {str(error)[:120]}.", "Export it again, or mend it there."
        )
        return None
    return _Entry(cast("VEvent", event), component, methods.get(component.calendar) == "CANCEL")


def _add_all(reading: _Reading, entries: list[_Entry]) -> None:
    """Single events first: they tell how far a rule without an end may reach."""
    series = {entry.id: entry for entry in entries if entry.recurs}
    moved: dict[str, set[datetime]] = {}
    for entry in entries:
        if not entry.recurs:
            original = _original(reading, entry, series.get(entry.id))
            moved.setdefault(entry.id, set()).update([original] if original else [])
            _add(reading, entry, original)
    last = max((session.start for session in reading.draft.sessions), default=None)
    for entry in entries:
        if entry.recurs:
            _add_occurrences(reading, entry, moved.get(entry.id, set()), last)


def _add_occurrences(reading: _Reading, entry: _Entry, moved: set[datetime], last: datetime | None) -> None:
    """A session for each occurrence but those that events of their own stand for."""
    start = reading.times.read(entry.event.get("DTSTART"), entry.component)
    if not isinstance(start, Written):
        _add(reading, entry, None)
        return
    found: set[datetime] = set()
    for occurrence in reading.times.occurrences(entry.event, start, entry.component, last):
        instant = reading.times.instant(occurrence.start, entry.component)
        found.add(instant)
        if instant not in moved:
            _append(reading, entry, occurrence, identity.at(entry.id, instant))
    if moved - found and not entry.event.get("EXDATE"):  # which is how some programs make room for what they moved
        unknown = f"{min(moved - found):%Y-%m-%d %H:%M}"
        told = f"an occurrence of {entry.title!r} is changed that the series has not ({unknown})."
        reading.draft.doubt(entry.component.line, told, "Correct RECURRENCE-ID, or export it again.")


def _original(reading: _Reading, entry: _Entry, series: _Entry | None) -> datetime | None:
    """The instant that RECURRENCE-ID names; a mere date has the hour of its series, a floating time its zone."""
    prop = entry.event.get("RECURRENCE-ID")
    written = reading.times.read(prop, entry.component)
    if str(getattr(prop, "params", {}).get("RANGE") or ""):
        told = f"{entry.title!r} changes all later occurrences too; only the one it names was changed."
        reading.draft.doubt(entry.component.line, told, "Export every occurrence.")
    if written is None:
        return None
    start = reading.times.read(series.event.get("DTSTART"), series.component) if series else None
    if isinstance(written, Written) and not (written.floating and isinstance(start, Written)):
        return reading.times.instant(written, entry.component)
    if not isinstance(start, Written):
        return None
    local = written.local if isinstance(written, Written) else datetime.combine(written, start.local.time())
    return reading.times.instant(Written(local, start.zone, start.floating), entry.component)


def _add(reading: _Reading, entry: _Entry, original: datetime | None) -> None:
    start = reading.times.read(entry.event.get("DTSTART"), entry.component)
    if start is None:
        reading.draft.no_start(entry.component.line, entry.title, entry.text("DTSTART"))
    elif not isinstance(start, Written):
        told = f"{entry.title!r} is for the whole day {start}; without a time it is not in the program."
        reading.draft.doubt(entry.component.line, told, "Give it a start, or put it on a page.")
    else:
        _append(reading, entry, Occurrence(start), identity.at(entry.id, original) if original else entry.id)


def _append(reading: _Reading, entry: _Entry, occurrence: Occurrence, session_id: str) -> None:
    instant = reading.times.instant(occurrence.start, entry.component)
    reading.draft.add(
        Session(
            id=session_id,
            title=entry.title,
            start=instant,
            end=_end(reading, entry, instant, occurrence.lasting),
            rooms=_rooms(entry),
            track=_track(entry),
            speakers=_speakers(entry, organizers=reading.organizers_speak),
            abstract=prose.plain(entry.text("DESCRIPTION")),
            url=entry.text("URL"),
            source=reading.draft.where(entry.component.line),
        ),
        entry.component.line,
        entry.status,
    )


def _end(reading: _Reading, entry: _Entry, instant: datetime, own: timedelta | None) -> datetime | None:
    """The end of the occurrence at an instant: as long after it as the event's own end is after its start."""
    lasting = _lasting(reading, entry) if own is None else own
    return moments.later(instant, lasting) if lasting is not None else None


def _lasting(reading: _Reading, entry: _Entry) -> timedelta | None:
    read, component = reading.times.read, entry.component
    start, end = (read(entry.event.get(name), component) for name in ("DTSTART", "DTEND"))
    if isinstance(start, Written) and isinstance(end, Written):
        first, last = (reading.times.instant(each, component).astimezone(UTC) for each in (start, end))
        return last - first
    lasting = value_of(entry.event.get("DURATION")) or moments.length(entry.text("DURATION"))
    if isinstance(lasting, timedelta) and abs(lasting) <= LONGEST:
        return lasting
    if entry.text("DTEND") or entry.text("DURATION"):
        told = f"the end of {entry.title!r} cannot be read; it is left out."
        reading.draft.doubt(component.line, told, "Correct DTEND or DURATION.")
    return None


def _rooms(entry: _Entry) -> tuple[str, ...]:
    """LOCATION on one line, else the rooms that are invited."""
    located = prose.line(", ".join(entry.text("LOCATION").split("\n")))
    invited = [_person(each) for each in entry.several("ATTENDEE") if _is_place(each)]
    return (located,) if located else tuple(dict.fromkeys(name for name in invited if name))


def _track(entry: _Entry) -> str:
    names = [prose.line(name) for each in entry.several("CATEGORIES") for name in getattr(each, "cats", [each])]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _speakers(entry: _Entry, *, organizers: bool) -> tuple[Speaker, ...]:
    people = entry.several("ORGANIZER") if organizers else entry.several("ATTENDEE")
    names = [_person(each) for each in people if not _is_place(each) and not _declined(each)]
    return tuple(Speaker(name) for name in dict.fromkeys(names) if name)


def _organizers_speak(entries: list[_Entry]) -> bool:
    """Whether ORGANIZER names the speakers: no event has attendees and not all have the same organizer."""
    if any(_speakers(entry, organizers=False) for entry in entries):
        return False
    return len({people for entry in entries if (people := _speakers(entry, organizers=True))}) > 1


def _is_place(person: object) -> bool:
    return _param(person, "CUTYPE") in PLACES


def _declined(person: object) -> bool:
    return _param(person, "PARTSTAT") == "DECLINED"


def _param(person: object, name: str) -> str:
    return str(getattr(person, "params", {}).get(name) or "").upper()


def _person(person: object) -> str:
    """The name of an attendee or organizer; an e-mail address is none."""
    name = prose.line(getattr(person, "params", {}).get("CN") or re.sub(r"(?i)^(mailto|cn|invalid):", "", str(person)))
    return "" if "@" in name or re.match(r"\w+:", name) else name
