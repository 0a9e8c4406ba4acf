"""Dates as people write them in tables, the order of day and month decided from all dates of the table. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EXCEL_EPOCH = date(1899, 12, 30)  # day 0 of the 1900 date system, as spreadsheets reckon after February 1900
SERIALS = range(20_000, 80_000)  # 1954 to 2119
MONTH_FIRST_COUNTRIES = frozenset({"US", "PR", "GU", "VI", "AS", "MP"})
YEAR_FIRST = re.compile(r"(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?")
COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})")
WEEKDAY = re.compile(r"^[^\W\d]+\.?,?\s+(?=\d)")
SHORT_YEAR = re.compile(r"(\d{1,2})([-\s])([^\W\d]{3,}\.?)\2(\d\d)")  # 16-Jan-26, as Excel writes dates into CSV
BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
NUMBERED = (
    re.compile(  # "Day 1 - January 16, 2026", "16 January 2026 - Day 1", as rows and sheets of one day are headed
        r"^(?:(?:day|jour|journée|tag)\s*\d{1,2}\s*[-–—:,|(]|第?\s*\d{1,2}日目\s*[-–—:(]?)\s*|"
        r"\s*[-–—:,|]\s*(?:day|jour|journée|tag)\s*\d{1,2}\s*$",
        re.IGNORECASE,
    )
)
SHORTER = 3  # an order is taken as meant when it makes the event at least so many times shorter


@dataclass(frozen=True)
class Order:
    """Whether the day comes first in ``02/03/2026``, and what is doubtful about that (empty when nothing is)."""

    day_first: bool
    doubt: str = ""


def order(written: Iterable[object], country: str) -> Order:
    """The order of day and month in a column of dates.

    A number over twelve decides. Without one, the order in which the days lie together does; else the custom of
    the country, ``US`` for instance.
    """
    pairs = [(int(match[1]), int(match[3]), match[4]) for match in map(_slashed, written) if match]
    if any(first > 12 for first, _, _ in pairs):  # noqa: PLR2004 # months
        return Order(day_first=True)
    if any(second > 12 for _, second, _ in pairs):  # noqa: PLR2004 # months
        return Order(day_first=False)
    if not pairs:
        return Order(day_first=True)
    spans = [_span([_date(year, *turned) for turned, year in _turned(pairs, day_first=way)]) for way in (True, False)]
    day_first = country not in MONTH_FIRST_COUNTRIES
    if min(spans) * SHORTER < max(spans):
        day_first = spans[0] < spans[1]
    if all(first == second for first, second, _ in pairs):
        return Order(day_first)
    shown = "day/month/year" if day_first else "month/day/year"
    return Order(day_first, f"dates such as {pairs[0][0]:02}/{pairs[0][1]:02} are read as {shown}.")


def read(written: object, *, day_first: bool) -> date | None:
    """The date in a cell, None when it holds none or leaves its year open."""
    if isinstance(written, datetime):
        return written.date()
    if isinstance(written, date):
        return written
    text = unicodedata.normalize("NFKC", "" if written is None else str(written)).strip()
    serial = re.fullmatch(r"(\d{5})(?:\.\d+)?", text)
    if serial:
        return EXCEL_EPOCH + timedelta(days=int(serial[1])) if int(serial[1]) in SERIALS else None
    text = re.sub(r"(?<=\d)T?\s*\d{1,2}:\d{2}.*$", "", BRACKETS.sub("", without_number(text))).strip(" ,")
    bare = WEEKDAY.sub("", text)
    short = SHORT_YEAR.fullmatch(bare)
    return _numeric(bare, day_first=day_first) or _worded(f"{short[1]} {short[3]} 20{short[4]}" if short else text)


def lacks_year(written: object) -> bool:
    """Whether a text is a date but for its year: ``16 Jan``, ``vendredi 16 janvier``, ``16.01.``, ``1月16日``."""
    text = unicodedata.normalize("NFKC", written if isinstance(written, str) else "").strip(" ,.")
    leap = (f"{text} 2000", f"{text.replace('.', '/')}/2000", f"2000年{text}") if re.search(r"\d", text) else ()
    return not re.search(r"\d{4}", text) and any(read(each, day_first=True) for each in leap)


def _numeric(text: str, *, day_first: bool) -> date | None:
    year_first = YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text)
    if year_first:
        return _date(year_first[1], int(year_first[2]), int(year_first[3]))
    numbers = NUMBERS.fullmatch(text)
    if not numbers:
        return None
    first, second = int(numbers[1]), int(numbers[3])
    day, month = (first, second) if day_first or numbers[2] == "." else (second, first)
    return _date(numbers[4], month, day)


@cache
def _worded(text: str) -> date | None:
    """A date with the month as a word, in the languages of the headers."""
    if not re.search(r"[^\W\d]", text) or not re.search(r"\d{4}", text):
        return None
    import dateparser

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    found = dateparser.parse(text, languages=["en", "fr", "de", "ja"], settings=settings)
    return found.date() if found else None


def without_number(text: str) -> str:
    """A date without the number of its day at the event."""
    bare = NUMBERED.sub("", text)
    return text if bare == text else bare.rstrip(" )")


def _slashed(written: object) -> re.Match[str] | None:
    """A date of two small numbers and a year between slashes or hyphens, whose order is open."""
    if not isinstance(written, str):
        return None
    match = NUMBERS.match(WEEKDAY.sub("", without_number(unicodedata.normalize("NFKC", written).strip())))
    return match if match and match[2] != "." else None


def _turned(pairs: Sequence[tuple[int, int, str]], *, day_first: bool) -> list[tuple[tuple[int, int], str]]:
    """Month and day of each pair, and its year."""
    return [((second, first) if day_first else (first, second), year) for first, second, year in pairs]


def _span(days: Sequence[date | None]) -> int:
    known = [day for day in days if day is not None]
    return (max(known) - min(known)).days if known else 0


def _date(year: str | int, month: int, day: int) -> date | None:
    number = int(year)
    try:
        return date(number if number > 99 else 2000 + number, month, day)  # noqa: PLR2004 # a year of two digits
    except ValueError:
        return None
