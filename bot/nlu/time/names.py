"""The names of days and months, from CLDR by way of Babel, in the forms that people type."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from bot.i18n.catalogue import languages, words
from bot.i18n.formats import locale
from bot.nlu.time.folding import fold_phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SHORTEST = 3  # letters of the beginning of a name that stand for it, if no other name has it and two more are left
CONTINENTS = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
ABROAD = 5  # letters from which a word is known also in a question of another language


@cache
def weekdays(language: str) -> Mapping[str, int]:
    """Weekdays from Monday as 0, by every folded form in which they are written."""
    wide, short = _names(language, "days", "wide"), _names(language, "days", "abbreviated")
    forms = words(language, "time.words.weekday_forms")
    in_forms = {fold_phrase(form.format(weekday=name)): day for name, day in short.items() for form in forms}
    typed = (entry.partition(" = ") for entry in words(language, "time.words.weekday_typed"))
    in_haste = {fold_phrase(as_typed): wide[fold_phrase(name)] for as_typed, _, name in typed}
    return _abroad(language, "days") | in_forms | in_haste | _beginnings(wide) | wide


@cache
def months(language: str) -> Mapping[str, int]:
    """Months from 1, by every folded form in which they are written."""
    wide, short = _names(language, "months", "wide"), _names(language, "months", "abbreviated")
    return _abroad(language, "months") | _beginnings(wide) | short | wide


@cache
def full_weekdays(language: str) -> Mapping[str, int]:
    """Weekdays from Monday as 0, by their unabbreviated folded names, those of the other languages included."""
    return _abroad(language, "days") | _names(language, "days", "wide")


@cache
def own_weekdays(language: str) -> Mapping[str, int]:
    """Weekdays from Monday as 0, by the unabbreviated folded names of the language itself."""
    return _names(language, "days", "wide")


@cache
def cities(language: str) -> Mapping[str, str]:
    """The keys of the time zones by the folded names of the cities that stand for them."""
    from zoneinfo import available_timezones

    from babel.dates import get_timezone_location

    named: dict[str, str] = {}
    for zone in sorted(zone for zone in available_timezones() if zone.startswith(CONTINENTS)):
        named.setdefault(fold_phrase(get_timezone_location(zone, locale(language), return_city=True)), zone)
    return named


def _names(language: str, unit: str, width: str) -> dict[str, int]:
    from babel import Locale

    table: Mapping[str, Mapping[str, Mapping[int, str]]] = getattr(Locale(language), unit)
    return {fold_phrase(name).rstrip("."): number for number, name in table["format"][width].items()}


def _abroad(language: str, unit: str) -> dict[str, int]:
    others = (_names(other, unit, "wide") for other in languages() if other != language)
    return {name: number for names in others for name, number in names.items() if is_known_abroad(name)}


def is_known_abroad(word: str) -> bool:
    """Whether a folded word is taken for what it is in a question of another language too."""
    return len(word) >= ABROAD if word.isascii() else len(word) > 1


def _beginnings(names: Mapping[str, int]) -> dict[str, int]:
    """The beginnings that only one name has: ``thurs``, ``janv``; scripts without cases have none."""
    counted = Counter(start for name in names for start in _starts(name))
    return {start: number for name, number in names.items() for start in _starts(name) if counted[start] == 1}


def _starts(name: str) -> Iterator[str]:
    return (name[:length] for length in range(SHORTEST, len(name) - 1) if name.isascii() and name.isalpha())
