"""The weekdays that people write beside their dates, and whether the two agree. Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from knowledge.folding import fold

if TYPE_CHECKING:
    from datetime import date

NAMED_IN = ("en", "fr", "de", "es", "it", "nl")
KANJI = re.compile(r"([月火水木金土日])(?:曜日?)|[(（]([月火水木金土日])[)）]")
ORDER = "月火水木金土日"


def named(written: object) -> int | None:
    """The weekday at the beginning or the end of a text or in brackets, 0 for Monday; None where none is told."""
    text = written if isinstance(written, str) else ""
    kanji = KANJI.search(text)
    if kanji:
        return ORDER.index(kanji[1] or kanji[2])
    words = re.findall(r"[^\W\d_]+", fold(text))
    return next((day for word in (*words[:1], *words[-1:]) if (day := _names().get(word)) is not None), None)


def is_one(written: object) -> bool:
    """Whether a text is a weekday and nothing else."""
    text = written.strip() if isinstance(written, str) else ""
    word = fold(text).rstrip(".")
    return word in _names() or re.fullmatch(rf"[{ORDER}]曜日?", text) is not None


def contradiction(written: object, day: date) -> str:
    """What to say where a text names another weekday than its date has; empty when it agrees or names none."""
    told = named(written)
    if told is None or told == day.weekday():
        return ""
    return f"{' '.join(str(written).split())[:60]!r} and its date do not agree: {day} is a {day:%A}"


@cache
def _names() -> dict[str, int]:
    """Whole names, and the short ones of at least three letters, by which no month is meant as well."""
    from babel import Locale

    found: dict[str, int] = {}
    months: set[str] = set()
    for language in NAMED_IN:
        locale = Locale(language)
        for width in ("wide", "abbreviated"):
            months |= {fold(name).rstrip(".") for name in locale.months["format"][width].values()}
            for day, name in locale.days["format"][width].items():
                word = fold(name).rstrip(".")
                if len(word) > 2:  # noqa: PLR2004 # "Di", "So" and "lu" are words of their own
                    found.setdefault(word, day)
    return {word: day for word, day in found.items() if word not in months}
