"""Small iCalendar files, folded as RFC 5545 asks."""

from __future__ import annotations


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """A content line of 75 octets at most, as RFC 5545 asks."""
    parts, rest = [], line
    while len(rest.encode()) > 73:
        cut = next(n for n in range(len(rest), 0, -1) if len(rest[:n].encode()) <= 73)
        parts.append(rest[:cut])
        rest = rest[cut:]
    return "\r\n ".join([*parts, rest])


def calendar(*blocks: str, head: str = "") -> bytes:
    lines = "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", head, *blocks, "END:VCALENDAR", ""])
    return "\r\n".join(folded(line) for line in lines.split("\n") if line).encode()


def event(*lines: str, uid: str = "1") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"])


def zone(name: str, offset: str) -> str:
    offsets = f"TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}"
    standard = f"BEGIN:STANDARD\nDTSTART:19700101T000000\n{offsets}\nEND:STANDARD"
    return f"BEGIN:VTIMEZONE\nTZID:{name}\n{standard}\nEND:VTIMEZONE"
