"""Clock times, dates, tables and rooms as written in a reply, in English, French and Japanese."""

from __future__ import annotations

import re
from datetime import date, timedelta

from gold.row import fold

_PM = r"\s*(am|pm|a\.m\.|p\.m\.)"
_TIMES = [
    re.compile(rf"(?<![\d.])(?P<h>\d{{1,2}})[:：](?P<m>\d{{2}})(?!\d)(?:{_PM})?"),
    re.compile(rf"(?<![\d.:])(?P<h>\d{{1,2}})(?P<m>){_PM}"),
    re.compile(r"(?<![\d.:])(?P<h>\d{1,2})\s?h\s?(?P<m>\d{2})(?!\d|\s*min)()"),
    re.compile(r"(?:a|de|des|vers|jusqu'a|avant|apres)\s(?P<h>\d{1,2})\s?h(?P<m>)(?!\w|\s\d)()"),
    re.compile(r"(?P<jp>午前|午後)?\s?(?P<h>\d{1,2})時(?!間)(?:(?P<m>\d{1,2})分|(?P<half>半))?()"),
]
_LENGTH = re.compile(r"\b(?:dans|pendant|duree|dure|encore|environ)\s:?\s?\d{1,2}\s?h\s?\d{0,2}")
_EN = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"]
_FR = ["janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre"]
_MONTHS = {name: at % 12 + 1 for names in ([*_EN, "december"], [*_FR, "decembre"]) for at, name in enumerate(names)}
_MONTHS |= {name[:3]: at for name, at in _MONTHS.items() if name in {*_EN, "december"}} | {
    "janv": 1,
    "fevr": 2,
    "sept": 9,
}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = [
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:er|st|nd|rd|th)?\s(?P<mon>{_NAMES})\b"),
    re.compile(rf"\b(?P<mon>{_NAMES})\.?\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)"),
    re.compile(r"(?P<n>\d{1,2})月(?P<d>\d{1,2})日"),
    re.compile(r"\b\d{4}-(?P<n>\d{2})-(?P<d>\d{2})\b"),
]
_TABLE = re.compile(r"(?:table|テーブル)\s?(?:n[o°]?\.?\s?|number\s)?(\d+)")


def minutes(text: str) -> set[int]:
    """Clock times in the text as minutes of the day; one without am or pm before one that has it counts as both."""
    found: set[int] = set()
    plain = _LENGTH.sub(" ", fold(text))
    for pattern in _TIMES:
        for match in pattern.finditer(plain):
            found |= _readings(match, plain)
    return {at for at in found if at < 24 * 60}


def _readings(match: re.Match[str], text: str) -> set[int]:
    words = match.groupdict()
    hour = int(words["h"])
    minute = 30 if words.get("half") else int(words["m"] or 0)
    half = (match.groups()[-1] or "")[:1]
    if (
        not half
        and match.re is _TIMES[0]
        and re.match(r"\s?(?:-|–|to)\s?\d{1,2}(?::\d{2})?\s?[ap]\.?m", text[match.end() :])
    ):
        return {hour % 12 * 60 + minute, (hour % 12 + 12) * 60 + minute}
    if words.get("jp") == "午後" or half == "p":
        hour = hour % 12 + 12
    elif half == "a":
        hour %= 12
    return {hour * 60 + minute}


def dates(text: str) -> set[tuple[int, int]]:
    """Dates in the text as (month, day)."""
    found = set()
    for pattern in _DATES:
        for match in pattern.finditer(fold(text)):
            words = match.groupdict()
            month = _MONTHS[words["mon"]] if words.get("mon") else int(words["n"])
            found.add((month, int(words["d"])))
    return {each for each in found if _exists(*each)}


def _exists(month: int, day: int) -> bool:
    try:
        date(2024, month, day)
    except ValueError:
        return False
    return True


_WEEKDAYS = [
    "mon(?:day)?|lundi|月曜",
    "tue(?:sday)?|mardi|火曜",
    "wed(?:nesday)?|mercredi|水曜",
    "thu(?:rsday)?|jeudi|木曜",
]
_WEEKDAYS += ["fri(?:day)?|vendredi|金曜", "sat(?:urday)?|samedi|土曜", "sun(?:day)?|dimanche|日曜"]
_RELATIVE = {"tomorrow|tmrw|demain|明日": 1, "yesterday|hier|昨日": -1, "après-demain|明後日": 2}


def named_days(text: str, today: date) -> set[tuple[int, int]]:
    """The days that weekdays and words such as "tomorrow" in the text may mean, as (month, day): a week either way."""
    plain = fold(text)
    days = [today + timedelta(days=shift) for words, shift in _RELATIVE.items() if re.search(fold(words), plain)]
    for at, names in enumerate(_WEEKDAYS):
        if re.search(rf"(?<![a-z])(?:{names})(?![a-z])", plain):
            near = (today + timedelta(days=shift) for shift in range(-7, 15))
            days += [day for day in near if day.weekday() == at]
    return {(day.month, day.day) for day in days}


def tables(text: str) -> set[str]:
    """Numbers of tables named in the text."""
    return set(_TABLE.findall(fold(text)))


def rooms(text: str, names: set[str]) -> set[str]:
    """Which of these room names stand in the text as whole words."""
    plain = fold(text)
    return {name for name in names if re.search(rf"(?<![\w.]){re.escape(fold(name))}(?![\w]|\.\d)", plain)}
