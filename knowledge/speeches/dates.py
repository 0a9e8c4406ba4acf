"""Dates as prose gives them: in a speech's first lines or its file name."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})日?(?!\d)"
)
YEAR_LAST = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})\s*(?P<sign>[-/.])\s*(?P<second>\d{1,2})\s*(?P=sign)\s*(?P<year>(?:19|20)\d\d)(?!\d)"
)
REIWA = re.compile(r"令和\s*(?P<year>元|\d{1,2})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日")
BEFORE_REIWA = 2018
MONTHS = 12


def find(text: str) -> tuple[date, str] | None:
    """The first date in a text and the words that give it, or None.

    Read are 2026-01-16, 2026年1月16日, 令和8年1月16日, 16/01/2026, and English and French month names. Where
    a numeric date could begin with the day or the month (02/03/2026) there is none: it would be a guess.
    """
    for pattern in (YEAR_FIRST, REIWA, *_written(), YEAR_LAST):
        for found in pattern.finditer(text):
            numbers = _last(found) if pattern is YEAR_LAST else _named(found)
            try:
                return date(*numbers), found[0]
            except ValueError:  # the 31st of June
                continue
    return None


def _order(found: re.Match[str]) -> bool | None:
    """Whether the day comes first: always between dots, else when only one number can be a month."""
    first, second = int(found["first"]), int(found["second"])
    if found["sign"] == "." or first == second:
        return True
    if max(first, second) > MONTHS:
        return first > MONTHS
    return None


def _last(found: re.Match[str]) -> tuple[int, int, int]:
    order = _order(found)
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    if order is None:
        return year, 0, 0  # no date
    return (year, second, first) if order else (year, first, second)


def _named(found: re.Match[str]) -> tuple[int, int, int]:
    month = found["month"].lower().rstrip(".")
    year = 1 if found["year"] == "元" else int(found["year"])
    reiwa = BEFORE_REIWA if found.re is REIWA else 0
    return reiwa + year, int(month) if month.isdigit() else _months()[month], int(found["day"])


@cache
def _months() -> dict[str, int]:
    from babel import Locale

    names: dict[str, int] = {}
    for language in ("en", "fr"):
        for width in ("wide", "abbreviated"):
            for number, name in Locale(language).months["format"][width].items():
                names.setdefault(name.lower().rstrip("."), number)
    return names


@cache
def _written() -> tuple[re.Pattern[str], ...]:
    month = rf"(?P<month>{'|'.join(sorted(map(re.escape, _months()), key=len, reverse=True))})\.?"
    day, year = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?", r"(?P<year>(?:19|20)\d\d)"
    orders = (rf"\b{day}\s+(?:of\s+)?{month},?\s+{year}\b", rf"\b{month}\s+{day},?\s+{year}\b")
    return tuple(re.compile(order, re.IGNORECASE) for order in orders)
