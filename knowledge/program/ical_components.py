"""An iCalendar file cut into its events and time zones, each with its line, before any of them is parsed.

So one broken event costs no other one. Lines are unfolded; a line that cannot begin a property is taken as the rest of
the one before it, since some programs break long texts without the space that RFC 5545 (section 3.1) asks for.
"""

from __future__ import annotations

import quopri
import re
from dataclasses import dataclass, field

CALENDAR_ZONE = re.compile(r"(?:X-WR-TIMEZONE|TZ)[;:]", re.IGNORECASE)  # the second is vCalendar 1.0's
QUOTED_PRINTABLE = re.compile(r"[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE\b[^:]*:", re.IGNORECASE)
ZONE_NAME = "X-ZONE"
ZONE = re.compile(r"^((?:DTSTART|DTEND|RECURRENCE-ID|RDATE|EXDATE)[^:]*?);TZID=", re.IGNORECASE)
PROPERTY = re.compile(r"(?:X-[\w-]+|[A-Z][A-Z0-9-]*)[;:]")


@dataclass
class Component:
    """A VEVENT or VTIMEZONE as lines of its own, what is nested in an event left out."""

    kind: str
    line: int
    calendar: int
    lines: list[str] = field(default_factory=list)
    closed: bool = False

    def text(self) -> str:
        """The component as an iCalendar parser reads it, the zones of its times left for us to find.

        The parser would look them up by itself, and guess where a name is not a real zone's.
        """
        lines = [ZONE.sub(rf"\1;{ZONE_NAME}=", line) for line in self.lines]
        return "\r\n".join([f"BEGIN:{self.kind}", *lines, f"END:{self.kind}", ""])


@dataclass
class Calendars:
    """What a file holds.

    ``methods`` are the METHOD lines by the number of their calendar, ``zones`` the zones they name as their own;
    ``open`` is the line of a calendar that is never closed, 0 when all are.
    """

    components: list[Component] = field(default_factory=list)
    methods: dict[int, str] = field(default_factory=dict)
    zones: dict[int, str] = field(default_factory=dict)
    open: int = 0


def cut(text: str) -> Calendars:
    """All events and time zones of all calendars in a file."""
    found = Calendars()
    calendar, current, inside = 0, None, ""
    for line, content in _unfolded(text):
        word, _, value = content.partition(":")
        word, value = word.upper(), value.strip().upper()
        if word == "BEGIN" and value == "VCALENDAR":
            calendar, found.open = calendar + 1, line
        elif word == "BEGIN" and value in ("VEVENT", "VTIMEZONE"):
            current, inside = Component(value, line, calendar), ""
            found.components.append(current)
        elif current is not None and word == "END" and value in (current.kind, "VCALENDAR"):
            current.closed, current = value == current.kind, None
            found.open = 0 if value == "VCALENDAR" else found.open
        elif current is None:
            if word == "METHOD":
                found.methods[calendar] = value
            elif CALENDAR_ZONE.match(content):
                found.zones[calendar] = content.partition(":")[2].strip()
            elif word == "END" and value == "VCALENDAR":
                found.open = 0
        else:
            inside = _nested(current, content, word, value, inside)
    return found


def _nested(current: Component, content: str, word: str, value: str, inside: str) -> str:
    """Add a line to the component unless it stands in an alarm; returns the nested component it stands in."""
    if current.kind == "VEVENT":
        if inside:
            return "" if word == "END" and value == inside else inside
        if word == "BEGIN":
            return value
    current.lines.append(content)
    return ""


def _unfolded(text: str) -> list[tuple[int, str]]:
    """Content lines with the number of the line each begins on."""
    found: list[tuple[int, str]] = []
    text = text.replace("END:VCALENDARBEGIN:VCALENDAR", "END:VCALENDAR\nBEGIN:VCALENDAR")  # files put end to end
    for number, line in enumerate(text.split("\n"), start=1):
        if found and found[-1][1].endswith("=") and QUOTED_PRINTABLE.match(found[-1][1]):
            found[-1] = found[-1][0], found[-1][1][:-1] + line.lstrip()
        elif line[:1] in (" ", "\t") and found:
            found[-1] = found[-1][0], found[-1][1] + line[1:]
        elif PROPERTY.match(line) or not found or line.upper().startswith(("BEGIN:", "END:")):
            found.append((number, line))
        elif line.strip():
            found[-1] = found[-1][0], found[-1][1] + r"\n" + line.strip()
    return [(number, _decoded(line)) for number, line in found]


def _decoded(line: str) -> str:
    """A line of vCalendar 1.0 in quoted-printable as one of iCalendar; others as they are."""
    head = QUOTED_PRINTABLE.match(line)
    if not head:
        return line
    charset = re.search(r";CHARSET=\"?([\w-]+)", head[0], re.IGNORECASE)
    data = quopri.decodestring(line[head.end() :].encode())
    try:
        text = data.decode(charset[1] if charset else "utf-8")
    except (ValueError, LookupError):  # not in the encoding named, or in none there is
        text = data.decode("cp1252", "replace")
    escaped = re.sub(r"([\\;,])", r"\\\1", text).replace("\r\n", "\n").replace("\n", r"\n").replace("\r", r"\n")
    return f"{head[0].partition(';')[0]}:{escaped}"
