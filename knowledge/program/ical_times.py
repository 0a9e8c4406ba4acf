"""The times of iCalendar: zones by name, by definition or by default; and what a recurrence rule means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

from knowledge.program import moments, zone_names
from knowledge.program.ical_components import ZONE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icalendar import Event as VEvent

    from knowledge.program.draft import Draft
    from knowledge.program.ical_components import Component

MOST_OCCURRENCES = 366


@dataclass(frozen=True)
class Written:
    """A naive local time and the zone it was written in, which a floating one takes from where it is read."""

    local: datetime
    zone: tzinfo
    floating: bool = False

    def beside(self, start: Written) -> datetime:
        """The same as a local time in the zone of the start of its series, with which recurrence rules reckon."""
        if self.floating or self.zone == start.zone:
            return self.local
        return self.local.replace(tzinfo=self.zone).astimezone(start.zone).replace(tzinfo=None)


@dataclass(frozen=True)
class Occurrence:
    """When a recurring event takes place once; ``lasting`` where that occurrence has a length of its own."""

    start: Written
    lasting: timedelta | None = None


@dataclass
class Times:
    """Reads the times of a file's events.

    What a file defines under a name counts before a real zone's abbreviation (GMT, EST), which some programs take for a
    place's zone; the name of a region (Europe/Paris) counts before what is defined under it. What is neither real nor
    defined, like a floating time, is in the event's zone. ``zones`` are what calendars call their own zone.
    """

    draft: Draft
    definitions: dict[tuple[int, str], Component]
    zones: dict[int, str] = field(default_factory=dict)
    _zones: dict[tuple[int, str], tzinfo | None] = field(default_factory=dict)
    _defined: dict[tuple[int, str], tzinfo | None] = field(default_factory=dict)

    def read(self, prop: object, component: Component) -> Written | date | None:
        """A property's date-time, its date for a whole day, or None when it cannot be read."""
        prop = prop[0] if isinstance(prop, list) else prop
        value = value_of(prop)
        if value is None:
            value = self.draft.instant(prop, component.line)
        return self._of(value, _zone_of(prop), component)

    def instant(self, written: Written, component: Component) -> datetime:
        """The instant in the event's zone."""
        if written.floating:
            self._compare_own_zone(written.local, component)
        found, doubt = moments.settle(written.local, written.zone)
        self.draft.doubt(component.line, doubt, "Write the time in UTC.")
        return found.astimezone(self.draft.event.zone)

    def occurrences(
        self, event: VEvent, start: Written, component: Component, last: datetime | None
    ) -> list[Occurrence]:
        """When a recurring event takes place; a rule without an end stops at the ``last`` start of other events."""
        from dateutil.rrule import rruleset, rrulestr

        dates = rruleset()
        dates.rdate(start.local)
        for rule in _several(event.get("RRULE")):
            try:
                parsed = rrulestr(_rule(rule, start, last), dtstart=start.local)
                dates.rrule(parsed)  # type: ignore[arg-type] # a single rule makes an rrule
            except (ValueError, TypeError, AttributeError, KeyError) as error:  # dateutil's for rules it cannot read
                told = f"a recurrence rule cannot be read ({error}); the first occurrence alone is in the program."
                self.draft.fault(component.line, told, "Correct RRULE.")
        added = dict(self._dates(event.get("RDATE"), start, component))
        for local in added:
            dates.rdate(local)
        found = list(islice(dates, MOST_OCCURRENCES + 1))
        if len(found) > MOST_OCCURRENCES:
            told = (
                f"an event recurs more than {MOST_OCCURRENCES} times; what is after {found[-2]:%Y-%m-%d} is left out."
            )
            self.draft.doubt(component.line, told, "Give its RRULE an UNTIL.")
        gone = self._taken_out(event, start, component)
        within = [local for local in found[:MOST_OCCURRENCES] if local.year in moments.YEARS]
        return [
            Occurrence(Written(local, start.zone, start.floating), added.get(local))
            for local in within
            if local not in gone and local.date() not in gone
        ]

    def _taken_out(self, event: VEvent, start: Written, component: Component) -> set[date]:
        """What EXDATE takes out: local times, and dates of which all occurrences go."""
        found: set[date] = set()
        for value, zone in self._each(event.get("EXDATE"), component):
            written = self._of(value, zone, component)
            if written is not None:
                found.add(written.beside(start) if isinstance(written, Written) else written)
        return found

    def _dates(
        self, props: object, start: Written, component: Component
    ) -> Iterator[tuple[datetime, timedelta | None]]:
        """What RDATE adds: local times beside the start, a mere date at its hour, and how long a period lasts."""
        for value, zone in self._each(props, component):
            begins, ends = value if isinstance(value, tuple) else (value, None)
            written = self._of(begins, zone, component)
            if isinstance(written, Written):
                yield written.beside(start), ends - begins if isinstance(ends, datetime) else ends
            elif written is not None:
                yield datetime.combine(written, start.local.time()), None

    def _each(self, props: object, component: Component) -> Iterator[tuple[object, str]]:
        """Each value of properties that hold several, and the name of its zone."""
        for prop in _several(props):
            dates = value_of(prop, "dts")
            if dates is None:
                self.draft.doubt(
                    component.line, "dates of a recurring event cannot be read.", "Correct RDATE and EXDATE."
                )
            yield from ((value_of(each), _zone_of(prop)) for each in (dates if isinstance(dates, list) else ()))

    def _of(self, value: object, zone: str, component: Component) -> Written | date | None:
        if isinstance(value, datetime) and value.year in moments.YEARS:
            return self._written(value, zone, component)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None

    def _written(self, value: datetime, name: str, component: Component) -> Written:
        zone = value.tzinfo or (self._zone(name, component) if name else None)  # Z counts beside a TZID
        local = value.replace(tzinfo=None)
        if zone is not None and value.tzinfo is None:
            self._compare_definition(name, local, zone, component)
        return Written(local, zone or self.draft.event.zone, floating=not name and value.tzinfo is None)

    def _zone(self, name: str, component: Component) -> tzinfo | None:
        key = component.calendar, name
        if key not in self._zones:
            real = zone_names.named(name)
            is_place = real is not None and zone_names.is_place(real)
            defined = None if is_place else self._definition(key)
            self._zones[key] = defined or real or zone_names.offset(name)
        if self._zones[key] is None:
            told = f"the time zone {name!r} is unknown; its times are read in {self.draft.event.zone.key}."
            self.draft.doubt(component.line, told, "Use the name of a real zone, such as Europe/Paris.")
        return self._zones[key]

    def _compare_definition(self, name: str, local: datetime, zone: tzinfo, component: Component) -> None:
        """Tell where a file defines a region's zone otherwise than it is."""
        defined = self._definition((component.calendar, name))
        if defined is not None and local.replace(tzinfo=defined).utcoffset() != local.replace(tzinfo=zone).utcoffset():
            told = f"the file defines {name} otherwise than that zone is; the real zone counts."
            self.draft.doubt(component.line, told, "Export it again, or correct its VTIMEZONE.")

    def _definition(self, key: tuple[int, str]) -> tzinfo | None:
        if key not in self._defined:
            definition = self.definitions.get(key)
            self._defined[key] = _located(definition) or _defined(definition)
        return self._defined[key]

    def _compare_own_zone(self, local: datetime, component: Component) -> None:
        """Tell where a calendar calls a zone its own in which a time without a zone would be another."""
        home, name = self.draft.event.zone, self._own_zone(component)
        zone = zone_names.named(name) or zone_names.offset(name if name[:1].isalpha() else f"UTC{name}")
        if zone is None or local.replace(tzinfo=zone).utcoffset() == local.replace(tzinfo=home).utcoffset():
            return
        told = f"times without a zone are read in the event's, {home.key}, though the calendar is in {name}."
        self.draft.doubt(component.line, told, "Export it with zones, or in the event's zone.")

    def _own_zone(self, component: Component) -> str:
        """The zone that a calendar names as its own, else the only one it defines."""
        named = self.zones.get(component.calendar)
        defined = [name for calendar, name in self.definitions if calendar == component.calendar]
        return named or (defined[0] if len(defined) == 1 else "")


def value_of(prop: object, part: str = "dt") -> object:
    """What the library read in a property of times, lengths or (``dts``) lists, None when it could not."""
    from icalendar.error import BrokenCalendarProperty

    try:
        return getattr(prop, part, None)
    except BrokenCalendarProperty:
        return None


def _zone_of(prop: object) -> str:
    return str(getattr(prop, "params", {}).get(ZONE_NAME) or "")


def _several(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _rule(rule: object, start: Written, last: datetime | None) -> str:
    """A rule as dateutil reads it beside a naive start, with an end where it has none and one is known."""
    text: str = rule.to_ical().decode()  # type: ignore[attr-defined] # AttributeError is caught by the caller
    until = re.search(r"UNTIL=(\d{8})(?:T(\d{6})(Z?))?", text)
    if until:
        end = datetime.strptime(until[1] + (until[2] or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007 # local to the rule
        if until[3]:
            end = end.replace(tzinfo=ZoneInfo("UTC")).astimezone(start.zone).replace(tzinfo=None)
    elif last is not None and "COUNT=" not in text:
        end = max(last.astimezone(start.zone).replace(tzinfo=None), start.local) + timedelta(hours=1)
    else:
        return text
    return re.sub(r";?UNTIL=[^;]*", "", text) + f";UNTIL={end:%Y%m%dT%H%M%S}"


def _located(definition: Component | None) -> tzinfo | None:
    """The real zone that a definition says it stands for."""
    lines = definition.lines if definition else []
    found = (zone_names.named(line.partition(":")[2]) for line in lines if line.upper().startswith("X-LIC-LOCATION"))
    return next((zone for zone in found if zone), None)


def _defined(definition: Component | None) -> tzinfo | None:
    """The offsets of a VTIMEZONE, None when it is no good."""
    from icalendar import Timezone

    if definition is None:
        return None
    try:
        parsed = cast("Timezone", Timezone.from_ical(definition.text()))
        zone: tzinfo = parsed.to_tz(lookup_tzid=False)
        datetime(2026, 1, 1, tzinfo=zone).utcoffset()
    except (ValueError, KeyError, IndexError, AttributeError, TypeError):  # what bogus rules raise
        return None
    return zone
