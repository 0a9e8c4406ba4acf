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
    """A naive local time and the zone it was written in; recurrence rules reckon with these."""

    local: datetime
    zone: tzinfo


@dataclass
class Times:
    """Reads the times of a file's events.

    The name of a real zone counts before what the file defines under it; what is neither real nor defined,
    like a floating time, is in the event's zone.
    """

    draft: Draft
    definitions: dict[tuple[int, str], Component]
    _zones: dict[tuple[int, str], tzinfo | None] = field(default_factory=dict)

    def read(self, prop: object, component: Component) -> Written | date | None:
        """A property's date-time, its date for a whole day, or None when it cannot be read."""
        prop = prop[0] if isinstance(prop, list) else prop
        value = value_of(prop)
        if value is None:
            value = self.draft.instant(prop, component.line)
        if isinstance(value, datetime) and value.year in moments.YEARS:
            name = str(getattr(prop, "params", {}).get(ZONE_NAME) or "")
            zone = value.tzinfo or (self._zone(name, component) if name else None)  # Z counts beside a TZID
            return Written(value.replace(tzinfo=None), zone or self.draft.event.zone)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None

    def instant(self, written: Written, component: Component) -> datetime:
        """The instant in the event's zone."""
        found, doubt = moments.settle(written.local, written.zone)
        self.draft.doubt(component.line, doubt, "Write the time in UTC.")
        return found.astimezone(self.draft.event.zone)

    def occurrences(self, event: VEvent, start: Written, component: Component, last: datetime | None) -> list[Written]:
        """The starts of a recurring event; a rule without an end stops at the ``last`` start of other events."""
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
        for written in self._dates(event.get("RDATE"), component):
            dates.rdate(written.local)
        for written in self._dates(event.get("EXDATE"), component):
            dates.exdate(written.local)
        found = list(islice(dates, MOST_OCCURRENCES + 1))
        if len(found) > MOST_OCCURRENCES:
            told = (
                f"an event recurs more than {MOST_OCCURRENCES} times; what is after {found[-2]:%Y-%m-%d} is left out."
            )
            self.draft.doubt(component.line, told, "Give its RRULE an UNTIL.")
        within = [local for local in found[:MOST_OCCURRENCES] if local.year in moments.YEARS]
        return [Written(local, start.zone) for local in within]

    def _dates(self, props: object, component: Component) -> Iterator[Written]:
        for prop in _several(props):
            dates = value_of(prop, "dts")
            if dates is None:
                self.draft.doubt(
                    component.line, "dates of a recurring event cannot be read.", "Correct RDATE and EXDATE."
                )
            for each in dates if isinstance(dates, list) else ():
                written = self.read(each, component)
                if isinstance(written, Written):
                    yield written

    def _zone(self, name: str, component: Component) -> tzinfo | None:
        key = component.calendar, name
        if key not in self._zones:
            definition = self.definitions.get(key)
            self._zones[key] = (
                zone_names.named(name) or _located(definition) or _defined(definition) or zone_names.offset(name)
            )
        if self._zones[key] is None:
            told = f"the time zone {name!r} is unknown; its times are read in {self.draft.event.zone.key}."
            self.draft.doubt(component.line, told, "Use the name of a real zone, such as Europe/Paris.")
        return self._zones[key]


def value_of(prop: object, part: str = "dt") -> object:
    """What the library read in a property of times, lengths or (``dts``) lists, None when it could not."""
    from icalendar.error import BrokenCalendarProperty

    try:
        return getattr(prop, part, None)
    except BrokenCalendarProperty:
        return None


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
