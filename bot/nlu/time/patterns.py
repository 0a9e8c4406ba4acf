"""The catalogue's phrases with slots, and the digits that all languages share, as regular expressions.

Each pattern reads one thing: a clock time, a length of time, a date, a numbered day. They work on folded text.

``dateparser`` was tried for absolute dates and does not pay: it needs 0.3 ms for each candidate, while to cut a
candidate out of a question the grammar must have read it already; and it does not tell which parts of a date were
given, on which "the event's year" depends.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from typing import TYPE_CHECKING, Literal

from bot.i18n.catalogue import words
from bot.i18n.formats import is_month_first
from bot.nlu.time.folding import fold_phrase, key
from bot.nlu.time.names import cities, months
from bot.nlu.time.spoken import Clock, Day, Point, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Groups = Mapping[str, str | None]
    Read = Callable[[Groups], object]
    Reader = Callable[[Groups, int], object]

LEFT = r"(?<![a-z0-9])(?<!\d[.,:/])"
RIGHT = r"(?![a-z0-9])(?![.,:/]\d)"
SLOT = re.compile(r"\{(\w+)\}")
GAP = "[ -]{0,2}"
DATE_GAP = "[ ,.-]{0,3}"
HOURS, MINUTES, MONTHS, MONTH_DAYS = range(25), range(60), range(1, 13), range(1, 32)
LONGEST = 60 * 24 * 60  # minutes; what lies further off is no time at an event
UNITS = {"minutes": 1, "hours": 60, "days": 24 * 60, "weeks": 7 * 24 * 60}
CENTURY = 2000
CENTURIES = ("19", "20")
HALF = r" ?(?P<half>[ap])(?:m|\.m\.?)"
HALF_HOURS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Pattern:
    """``read`` makes the value of kind ``sense`` from the named groups, or None where they make no sense.

    A text without ``needle`` need not be searched.
    """

    sense: str
    needle: str
    regex: re.Pattern[str]
    read: Read


@cache
def patterns(language: str) -> tuple[Pattern, ...]:
    """All patterns of a language."""
    return (*_digits(language), *_Templates(language).patterns())


class _Templates:
    """The catalogue's templates of one language, compiled."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.numbers = _positions(language, "numbers", 0)
        self.articles = {fold_phrase(word) for word in words(language, "time.words.articles")}
        self.ordinals = _positions(language, "ordinals", 1)
        self.months = months(language)
        endings = _any(fold_phrase(ending) for ending in words(language, "time.words.ordinal_endings"))
        number, digits = _any(_spelled(language, "numbers")), r"\d{1,2}"
        self.slots = {
            "h": f"{digits}|{number}",
            "m": rf"\d\d|{number}",
            "n": rf"\d{{1,3}}(?:[.,]\d)?|{number}|{_any(self.articles)}",
            "o": f"{_any(_spelled(language, 'ordinals'))}|{digits}(?:{endings})",
            "i": digits,
            "e": f"{digits} ?(?:{endings})",
            "d": f"{digits}(?: ?(?:{endings}))?",
            "month": _any(self.months),
            "y": r"(?:1\d|20)\d\d",
            "city": _any(cities(language)),
        }

    def patterns(self) -> Iterator[Pattern]:
        """The patterns of every list of templates."""
        for name, sense, reader in self._readers():
            gap = DATE_GAP if reader == self._date else GAP
            for entry in words(self.language, f"time.words.{name}"):
                template, _, extra = entry.partition(" = ")
                yield self._pattern(sense, template, gap, partial(_apply, reader, int(extra or 0)))

    def _readers(self) -> Iterator[tuple[str, str, Reader]]:
        yield from ((name, "clock", partial(self._clock, 1)) for name in ("clock", "clock_minutes"))
        yield ("clock_minutes_to", "clock", partial(self._clock, -1))
        yield from (
            ("noon_and", "clock", partial(self._named_hour, 12)),
            ("midnight_and", "clock", partial(self._named_hour, 24)),
        )
        yield from ((unit, "length", partial(self._length, scale)) for unit, scale in UNITS.items())
        yield from (("hours_minutes", "length", partial(self._length, UNITS["hours"])), ("dates", "date", self._date))
        yield ("lengths", "length", self._fixed_length)
        yield ("month_first_dates", "month_first", self._date)
        yield from (
            ("nth_day", "day", self._nth),
            ("in_month", "span", self._month),
            ("zone_forms", "zone", self._zone),
        )
        yield from (
            ("month_days", "month_day", self._month_day),
            ("month_days_of_event", "month_day", self._month_day_of_event),
        )

    def _pattern(self, sense: str, template: str, gap: str, read: Read) -> Pattern:
        literals = [part.strip(" ,.") for part in SLOT.split(fold_phrase(template))[::2]]
        needle = max((word for part in literals for word in part.split()), key=len, default="")
        return Pattern(sense, needle, re.compile(self._expression(fold_phrase(template), gap)), read)

    def _expression(self, template: str, gap: str) -> str:
        pieces = (self._piece(piece, gap) for piece in re.split(r"(\{\w+\})", template) if piece)
        ends_in_letter = template[-1].isascii()
        return f"{LEFT}{''.join(pieces)}{RIGHT if ends_in_letter else ''}"

    def _piece(self, piece: str, gap: str) -> str:
        slot = SLOT.fullmatch(piece)
        if slot:
            return f"(?P<{slot[1]}>{self.slots[slot[1]]})"
        return gap.join(re.escape(word) for word in piece.split(" "))

    def _number(self, said: str | None) -> int:
        if said is None:
            return 0
        if said in self.articles:
            return 1
        return self.numbers[key(said)] if key(said) in self.numbers else int(said)

    def _clock(self, sign: int, groups: Groups, extra: int) -> Clock | None:
        said = groups.get("m") or groups.get("i") or groups.get("n")
        hour, minutes = self._number(groups["h"]), sign * self._number(said) + extra
        hour, minute = (hour - 1, minutes + 60) if minutes < 0 else (hour, minutes)
        firm = len(groups["h"] or "") == len("10") and (groups["h"] or "").isdecimal()
        return Clock(hour, minute, firm=firm) if hour in HOURS and minute in MINUTES else None

    def _named_hour(self, hour: int, _: Groups, extra: int) -> Clock:
        return Clock(hour - (extra < 0), extra % 60, exact=True)

    def _length(self, scale: int, groups: Groups, extra: int) -> timedelta | None:
        said = (groups["n"] or "").replace(",", ".")
        amount = float(said) if "." in said else self._number(said)
        minutes = amount * scale + self._number(groups.get("m") or groups.get("i")) + extra
        return timedelta(minutes=minutes) if 0 < minutes <= LONGEST else None

    def _fixed_length(self, _: Groups, minutes: int) -> timedelta:
        return timedelta(minutes=minutes)

    def _date(self, groups: Groups, _: int) -> Day | None:
        day, month = (
            int(re.findall(r"\d+", groups.get("d") or groups.get("e") or "")[0]),
            self.months[groups["month"] or ""],
        )
        return Day(dates=((month, day),), year=_year(groups.get("y"))) if day in MONTH_DAYS else None

    def _nth(self, groups: Groups, _: int) -> Day | None:
        number = self._ordinal(groups.get("o")) or self._number(groups.get("n") or groups.get("i"))
        return Day(nth=number) if number in MONTH_DAYS else None

    def _month_day(self, groups: Groups, _: int) -> Day | None:
        day = int(re.findall(r"\d+", groups.get("d") or groups.get("e") or "")[0])
        return Day(month_day=day) if day in MONTH_DAYS else None

    def _month_day_of_event(self, groups: Groups, extra: int) -> Day | None:
        day = self._month_day(groups, extra)
        return day and Day(month_day=day.month_day, ours=True)

    def _month(self, groups: Groups, _: int) -> Span:
        return Span("month", month=self.months[groups["month"] or ""], year=_year(groups.get("y")))

    def _zone(self, groups: Groups, _: int) -> Point:
        return Point(zone=cities(self.language)[groups["city"] or ""])

    def _ordinal(self, said: str | None) -> int:
        if said is None:
            return 0
        return self.ordinals[key(said)] if key(said) in self.ordinals else int(re.findall(r"\d+", said)[0])


def _digits(language: str) -> tuple[Pattern, ...]:
    """The forms made of digits that every language uses."""
    dates = partial(_numeric_date, is_month_first(language))
    return (
        _digit_pattern("date", "20", r"(?P<y>20\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<d>\d{1,2})", _iso_date),
        _digit_pattern("date", "", r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>(?:20)?\d\d)", dates),
        _digit_pattern("date", "/", r"(?P<a>\d{1,2})/(?P<b>\d{1,2})", dates),
        _digit_pattern("date", ".", r"(?P<a>\d\d?)\.(?P<b>\d\d)\.", dates),
        _digit_pattern("clock", ":", rf"(?P<h>\d{{1,2}}):(?P<m>\d\d)(?::\d\d)?(?:{HALF}| ?h(?:rs)?)?", _digit_clock),
        _digit_pattern("clock", "", rf"(?P<h>\d{{1,2}})\.(?P<m>\d\d){HALF}", _digit_clock),
        _digit_pattern("clock", "m", r"(?P<half>[ap])\.?m\.? ?(?P<h>\d{1,2})(?::(?P<m>\d\d)|時)", _digit_clock),
        _digit_pattern("clock", "m", rf"(?P<h>\d{{1,2}}){HALF}", _digit_clock),
        _digit_pattern("clock", "h", r"(?P<h>\d{1,2}) ?h ?(?P<m>\d\d)", _digit_clock),
        _digit_pattern("clock", "h", r"(?P<h>\d\d)(?P<m>\d\d) ?h(?:rs|ours)?", _digit_clock),
        _digit_pattern("shaky_clock", "", r"(?P<h>\d\d?)(?P<dot>[. ]?)(?P<m>\d[05])", _shaky_clock),
        _digit_pattern("number", "", r"(?P<n>\d{1,2})", _bare_number),
    )


def _digit_pattern(sense: str, needle: str, expression: str, read: Read) -> Pattern:
    return Pattern(sense, needle, re.compile(f"{LEFT}{expression}{RIGHT}"), read)


def _iso_date(groups: Groups) -> Day | None:
    return _day([(int(groups["month"] or 0), int(groups["d"] or 0))], groups["y"], ours=False)


def _numeric_date(month_first: bool, groups: Groups) -> Day | None:  # noqa: FBT001 - bound once, by partial
    """16/01: both orders where both are possible, the language's own first.

    1/2 is as often a part of something: it counts only if the event has such a day.
    """
    a, b = groups["a"] or "", groups["b"] or ""
    readings = [(int(b), int(a)), (int(a), int(b))]
    year = groups.get("y")
    weak = not year and max(int(a), int(b)) in MONTHS and len(a + b) < len("dd/mm") - 1
    return _day(readings[::-1] if month_first else readings, year, ours=weak)


def _day(readings: Iterable[tuple[int, int]], year: str | None, *, ours: bool) -> Day | None:
    possible = dict.fromkeys(r for r in readings if r[0] in MONTHS and r[1] in MONTH_DAYS)
    return Day(dates=tuple(possible), year=_year(year), ours=ours) if possible else None


def _year(said: str | None) -> int | None:
    return int(said) + (CENTURY if len(said) == len("26") else 0) if said else None


def _digit_clock(groups: Groups) -> Clock | None:
    said, minute = groups["h"] or "", int(groups.get("m") or 0)
    half: Literal["", "am", "pm"] = "am" if groups.get("half") == "a" else "pm" if groups.get("half") else ""
    if int(said) not in (HALF_HOURS if half else HOURS) or minute not in MINUTES:
        return None
    return Clock(int(said), minute, half, firm=len(said) > 1 and groups.get("m") is not None, exact=said[0] == "0")


def _shaky_clock(groups: Groups) -> Clock | None:
    """3.30, 3 30 and 1530, times only after such a word as "at"; 1990 and 2030 are years."""
    said, minute = groups["h"] or "", int(groups["m"] or 0)
    if not groups["dot"] and (len(said) == 1 or said in CENTURIES):
        return None
    return Clock(int(said), minute, firm=len(said) > 1) if int(said) in HOURS and minute in MINUTES else None


def _bare_number(groups: Groups) -> int | None:
    number = int(groups["n"] or 0)
    return number if number in MONTH_DAYS else None


def _apply(reader: Reader, extra: int, groups: Groups) -> object:
    return reader(groups, extra)


def _positions(language: str, name: str, first: int) -> dict[str, int]:
    """The words of a list by their place in it; a slash parts several words for one place."""
    entries = enumerate(words(language, f"time.words.{name}"), first)
    return {key(fold_phrase(word)): place for place, entry in entries for word in entry.split("/")}


def _spelled(language: str, name: str) -> list[str]:
    return [fold_phrase(word) for entry in words(language, f"time.words.{name}") for word in entry.split("/")]


def _any(phrases: Iterable[str]) -> str:
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join(GAP.join(re.escape(word) for word in re.split("[ -]", phrase)) for phrase in longest_first)
