"""Time zones by the many names that programs give them."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

OFFSET = re.compile(r"(?:GMT|UTC)\s?([+-])(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
FARTHEST = 14  # hours; Kiribati is so far ahead of UTC
HEADED = re.compile(r"[(\[]\s*([^()\[\]]+?)\s*[)\]]|(?<=\s)((?:UTC|GMT)[+-][\d:]+|[A-Z]{3,5})\s*$")
# Abbreviations that mean one clock on the wall, in summer as in winter; CST, IST and their like mean several.
CLOCKS = {
    "Europe/Paris": ("CET", "CEST", "MEZ", "MESZ", "HEC"),
    "Europe/London": ("BST",),
    "Europe/Helsinki": ("EET", "EEST"),
    "Asia/Tokyo": ("JST", "日本時間"),
    "Asia/Seoul": ("KST",),
    "America/New_York": ("ET", "EDT", "EST", "EASTERN TIME", "EASTERN"),
    "America/Chicago": ("CT", "CDT", "CENTRAL TIME"),
    "America/Denver": ("MT", "MDT", "MOUNTAIN TIME"),
    "America/Los_Angeles": ("PT", "PDT", "PST", "PACIFIC TIME", "PACIFIC"),
    "Australia/Sydney": ("AEST", "AEDT"),
    "UTC": ("UTC", "GMT", "Z"),
}
SEASONS = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))


def named(name: str) -> ZoneInfo | None:
    """A zone of the IANA database, in any case, behind a vendor's path, or by its Windows name."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    parts = name.strip().strip('"').strip("/").split("/")
    keys = [*("/".join(parts[at:]) for at in range(len(parts))), parts[-1].replace("-", "/", 1)]  # Europe-Paris
    known = _zone_names()
    found = next((known[key.lower()] for key in keys if key.lower() in known), WINDOWS_TO_OLSON.get(parts[-1]))
    return ZoneInfo(found) if found else None


def is_place(zone: ZoneInfo) -> bool:
    """Whether a zone is a region's, such as Europe/Paris, and its name no abbreviation that may mean several."""
    return "/" in zone.key and not zone.key.startswith("Etc/")


def offset(name: str) -> tzinfo | None:
    """The offset that a name is, such as ``GMT+0200`` or ``UTC-5``."""
    found = OFFSET.fullmatch(name.strip())
    if not found or int(found[2]) > FARTHEST:
        return None
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-ahead if found[1] == "-" else ahead)


def mark(label: object) -> str:
    """What looks like the name of a zone in a header such as ``Start (UTC)`` or ``Time JST``; empty for none."""
    text = unicodedata.normalize("NFKC", label).strip(" .") if isinstance(label, str) else ""
    for found in HEADED.finditer(text):
        name = found[1] or found[2]
        if _known(name) or re.fullmatch(r"[A-Z]{2,4}T", found[1] or ""):  # unbracketed it may be any word
            return name
    return ""


def marked(name: str, home: ZoneInfo) -> ZoneInfo | None:
    """The zone that a mark means where ``home`` is the event's; None when it tells none for sure."""
    if name.upper() in {moment.astimezone(home).tzname() for moment in SEASONS}:
        return home
    zone = _known(name)
    return home if zone and _same(zone, home) else zone


def written(text: str, home: ZoneInfo) -> ZoneInfo | None:
    """The zone in a cell of a column of zones; None when it tells none for sure."""
    return marked(text, home) or named(text) or (marked(mark(text), home) if mark(text) else None)


def _known(name: str) -> ZoneInfo | None:
    fixed = offset(name)
    if fixed is not None:
        hours, rest = divmod(fixed.utcoffset(None) or timedelta(), timedelta(hours=1))
        return None if rest else ZoneInfo(f"Etc/GMT{-hours:+d}")  # POSIX counts westwards
    return _clock(name) or (named(name) if "/" in name else None)


def _clock(name: str) -> ZoneInfo | None:
    return next((ZoneInfo(key) for key, names in CLOCKS.items() if name.upper() in names), None)


def _same(zone: tzinfo, home: tzinfo) -> bool:
    return all(moment.astimezone(zone).utcoffset() == moment.astimezone(home).utcoffset() for moment in SEASONS)


@cache
def _zone_names() -> dict[str, str]:
    return {key.lower(): key for key in available_timezones()}
