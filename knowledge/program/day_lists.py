"""Several days in one text: ``13-15 January 2026``, ``13/01/2026 to 15/01/2026``, ``13 & 14 janvier 2026``. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from knowledge.program import dates, weekdays

MOST = 31  # days from first to last; what is longer is no stretch of an event
LONGEST = 100  # letters; no such text is longer
THROUGH = r"\s*(?:[-–—~〜～→]|\b(?:to|until|till|through|thru|bis|au|a|à)\b|から)\s*"
BESIDE = r"\s*(?:[,;&+、・\n/]|\b(?:and|et|und)\b)\s*"
ORDINAL = r"(?:st|nd|rd|th|er|\.|日)?"
SHORT_DAYS = re.compile(rf"(?<!\d)\d{{1,2}}{ORDINAL}(?:(?:{THROUGH}|{BESIDE})\d{{1,2}}{ORDINAL}(?!\d))+", re.IGNORECASE)
NUMERIC = re.compile(
    r"(?P<days>\D*\d{1,2}\D+)(?P<last>\d{1,2})(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})"
)
DAY_ALONE = re.compile(rf"(?:([^\W\d]+)\.?,?\s+)?(\d{{1,2}}){ORDINAL}", re.IGNORECASE)
LEAD = re.compile(r"^(?:du|from|vom|von|les?|den|the|am)\s+", re.IGNORECASE)


def read(written: object, *, day_first: bool) -> tuple[date, ...]:
    """The days in a cell in order: none, one, or all of a stretch or list of at most 31 days."""
    text = unicodedata.normalize("NFKC", written).strip(" .,;") if isinstance(written, str) else ""
    found: tuple[date, ...] = ()
    if re.search(r"\d.*\d", text, re.DOTALL) and len(text) < LONGEST and ":" not in text:
        bare = LEAD.sub("", dates.without_number(text))
        found = _numeric(bare) or _in_one_month(bare, day_first=day_first) or _whole(bare, day_first=day_first)
        if not found and re.search(r"[^\W\d_]{3}", bare) and _several(bare):
            return ()  # "15-13 January 2026" is no 15 January
    day = None if found else dates.read(written, day_first=day_first)
    return found or ((day,) if day else ())


def _numeric(text: str) -> tuple[date, ...]:
    """``13.-15.01.2026``, ``13-15/01/2026``, ``13./14.01.2026``: the day comes first."""
    match = NUMERIC.fullmatch(text)
    if not match or not SHORT_DAYS.fullmatch(match["days"] + match["last"]):
        return ()
    numbers = [*re.findall(r"\d{1,2}", match["days"]), match["last"]]
    each = [dates.read(f"{number}.{match['month']}.{match['year']}", day_first=True) for number in numbers]
    return _days(each, is_stretch=re.search(THROUGH, match["days"]) is not None)


def _several(text: str) -> re.Match[str] | None:
    """Days of a month that stand together and are no part of a date in numbers."""
    match = SHORT_DAYS.search(text)
    within = match and (re.search(r"[./-]$", text[: match.start()]) or re.match(r"[./-]", text[match.end() :]))
    return None if within else match


def _in_one_month(text: str, *, day_first: bool) -> tuple[date, ...]:
    """``13-15 January 2026``, ``January 13, 14 and 15, 2026``, ``2026年1月13日～15日``."""
    match = _several(text)
    if not match:
        return ()
    before, after = text[: match.start()], text[match.end() :].lstrip(" ,")
    numbers = re.findall(r"\d{1,2}", match[0])
    day = "日" if "日" in match[0] else ""
    each = [dates.read(f"{before}{number}{day} {after}".strip(), day_first=day_first) for number in numbers]
    return _days(each, is_stretch=re.search(THROUGH, match[0]) is not None)


def _whole(text: str, *, day_first: bool) -> tuple[date, ...]:
    """Whole dates, the first of which may leave its year, and its month, to the last."""
    for sign in re.finditer(rf"{THROUGH}|(?<=\d)/(?=\d{{4}}-)", text, re.IGNORECASE):
        found = _dated([text[: sign.start()], text[sign.end() :]], day_first=day_first, is_stretch=True)
        if found:
            return found
    parts = [part for part in re.split(BESIDE.replace("/", ""), text, flags=re.IGNORECASE) if part.strip()]
    return _dated(parts, day_first=day_first, is_stretch=False)


def _dated(parts: list[str], *, day_first: bool, is_stretch: bool) -> tuple[date, ...]:
    last = dates.read(parts[-1], day_first=day_first) if len(parts) > 1 else None
    if last is None:
        return ()
    each = [dates.read(part, day_first=day_first) or _completed(part, last, day_first=day_first) for part in parts]
    return _days(each, is_stretch=is_stretch)


def _completed(part: str, last: date, *, day_first: bool) -> date | None:
    """The day of a text that leaves its year, or its month and year, to the last date."""
    alone = DAY_ALONE.fullmatch(part.strip())
    if alone and 0 < int(alone[2]) <= last.day and (not alone[1] or weekdays.is_one(alone[1])):
        return last.replace(day=int(alone[2]))
    if not dates.lacks_year(part):
        return None
    for year in (last.year, last.year - 1):  # from December into January
        ways = (f"{part} {year}", f"{part.rstrip('.').replace('.', '/')}/{year}", f"{year}年{part}")
        found = next((day for way in ways if (day := dates.read(way, day_first=day_first))), None)
        if found and found <= last:
            return found
    return None


def _days(each: list[date | None], *, is_stretch: bool) -> tuple[date, ...]:
    """All days of a stretch or list; none where one cannot be read or they do not follow each other."""
    days = [day for day in each if day is not None]
    if len(days) == 1 or len(days) != len(each) or days != sorted(set(days)) or (days[-1] - days[0]).days >= MOST:
        return ()
    return (
        tuple(days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days + 1)) if is_stretch else tuple(days)
    )
