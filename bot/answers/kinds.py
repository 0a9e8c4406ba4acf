"""What sort of thing a question asks for, and whether a text holds such a thing. Pure.

"What is the budget of X?" wants an amount of money: a sentence about X without one does not answer it,
however near it is in meaning. The words are in the catalogues, under ``content``.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bot.answers.japanese import content_words
from bot.answers.terms import everyday, plain
from bot.i18n.catalogue import DEFAULT, has, languages, words
from index.text import normalized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Kind(StrEnum):
    """Kinds of answers, those first that are asked for by the more particular words."""

    CONTACT = "contact"
    ADDRESS = "address"
    AMOUNT = "amount"
    DURATION = "duration"
    DATE = "date"
    NUMBER = "number"
    REASON = "reason"
    PLACE = "place"
    NAME = "name"
    ANY = "any"


# Told by signs or by a closed set of words, so that their absence says something.
DEFINITE = frozenset({Kind.CONTACT, Kind.ADDRESS, Kind.AMOUNT, Kind.DURATION, Kind.DATE, Kind.NUMBER})
# So particular that a text holds one hardly by chance.
PARTICULAR = frozenset({Kind.CONTACT, Kind.ADDRESS})
NAMED = frozenset({Kind.PLACE, Kind.NAME})

_SPACELESS = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]+")
_NUMBER = r"(?:\d+(?:[.,]\d+)*|[一二三四五六七八九十百千万億兆]+)"
_NUMBERS = re.compile(rf"{_NUMBER}(?=[^\s、。]?)|数[十百千万]")
_YEAR = r"\b1\d{3}s?\b|\b20\d\ds?\b"
_CLOCK = r"\b\d{1,2}(?::\d\d|\s?h(?:\s?\d\d)?|(?:[:.]\d\d)?\s?[ap]\.?m)\b|\d{1,2}時"
_MONEY = {"usd", "eur", "aud", "cad"}
_STREETS = "street|st|road|rd|avenue|ave|boulevard|blvd|square|lane|drive|rue|quai|route|allee|impasse|place"
_SIGNS = {
    Kind.CONTACT: re.compile(r"[^\s@]+@[^\s@]+\.\w|https?://|\bwww\.|\+\d[\d .()-]{7,}\d|\b0\d(?:[ .-]?\d{1,4}){3,}"),
    Kind.ADDRESS: re.compile(
        rf"\b\d{{1,4}}(?:[-/]\d+)?(?:\s(?:bis|ter))?,?\s(?:(?!in|on|at|the|of|a\b)[^\W\d]+\s){{0,2}}(?:{_STREETS})\b"
        r"|(?:strasse|straße|platz|allee) \d|\d+(?:番地|丁目|番\d|号)|〒\d"
    ),
    Kind.AMOUNT: re.compile(r"[$€£¥₩₹]|\d[円元]|[百千万億兆]円"),
    Kind.DATE: re.compile(
        rf"{_YEAR}|{_CLOCK}|\bmay\s+\d{{1,4}}\b|世紀|(?:{_NUMBER}|元)\s?[年月日]|明治|大正|昭和|平成|令和"
    ),
    Kind.DURATION: re.compile(rf"(?:{_NUMBER}|数)\s?(?:秒間?|分間?|時間|日間|週間|[か箇ヶケカ]月間?|年間|年)"),
}
# A name in Latin letters: capitals inside, or a capital after something that does not begin a sentence.
_LATIN_NAME = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]\w*|(?<![.!?:\n“\"(] )(?<!^)\b[^\W\d_a-z][^\W\d_]+")
_GAP = normalized(" … ")
_JAPANESE = re.compile("[\u3005\u3041-\u30ff\u3400-\u9fff]+")
_KATAKANA = re.compile("[\u30a1-\u30fc]{3,}")
_COUNTED_NOUN = re.compile(r"\b(?:how many|combien (?:de |d['’]))\s?([^\W\d_]{3,})")
_COUNTER = re.compile("何(%|パーセント|メートル|キロ|センチ|トン|ドル|[\u4e00-\u9fffヶカか](?:国|所|条)?)")


@lru_cache(maxsize=1024)
def asked_kind(question: str, language: str) -> Kind:
    """Return the kind of thing that a question asks for, ``Kind.ANY`` when it does not tell."""
    text = plain(question)
    return next((kind for kind in Kind if kind is not Kind.ANY and _asks(kind, language).search(text)), Kind.ANY)


def holds(kind: Kind, text: str, question: str) -> bool:
    """Tell whether a text holds a thing of this kind that the question does not name itself."""
    if kind is Kind.ANY:
        return True
    told = plain(question)
    if kind is Kind.NUMBER and _counts_others(told, plain(text)):
        return False
    unit = _counted(told) if kind is Kind.NUMBER and _SPACELESS.search(text) else ""
    return any(found not in told for found in _found(kind, text, unit))


def names_office(text: str) -> bool:
    """Tell whether a text names an office, such as president: who holds one is told where one is named."""
    read = plain(text)
    single, several = _offices()
    return not single.isdisjoint(_WORD.findall(read)) or any(office in read for office in several)


@cache
def _offices() -> tuple[frozenset[str], tuple[str, ...]]:
    found = [normalized(word) for code in languages() for word in words(code, "content.offices")]
    return frozenset(found), tuple(word for word in found if _SPACELESS.search(word))


def _counts_others(question: str, read: str) -> bool:
    """Whether a text speaks of what "how many" asks for, but has no number for it within three words before."""
    asked = _COUNTED_NOUN.search(question)
    stem = asked[1][: max(4, len(asked[1]) - 2)] if asked else ""
    told = _WORD.findall(_dates().sub(" ", read))
    places = [at for at, word in enumerate(told) if stem and word.startswith(stem)]
    numbers = _vocabulary(Kind.NUMBER)[0]
    counted = (each in numbers or each.isdigit() for at in places for each in told[max(0, at - 3) : at])
    return bool(places) and not any(counted)


def _counted(question: str) -> str:
    """What is counted: 人 in 何人; empty when the question does not tell."""
    found = _COUNTER.search(question)
    return found[1] if found else ""


@lru_cache(maxsize=4096)
def _found(kind: Kind, text: str, unit: str) -> tuple[str, ...]:
    """The things of a kind in a text, as they stand in its plain form."""
    read = plain(text)
    if kind is Kind.NUMBER:
        return tuple(_numbers(read, unit))
    if kind is Kind.DURATION:
        return tuple(_durations(read))
    found = [sign[0] for sign in _SIGNS[kind].finditer(read)] if kind in _SIGNS else []
    found += _cues(kind, read)
    if kind is Kind.AMOUNT:
        found += _sums().findall(read)
    if kind is Kind.DATE:
        found += (sign[0] for sign in _from_now().finditer(read))
    if kind in NAMED:
        found += (normalized(name) for name in _LATIN_NAME.findall(text))
        found += _japanese_names(kind, read)
    return tuple(found)


@cache
def _sums() -> re.Pattern[str]:
    """A number beside the code of a currency; of codes that are everyday words only the best known mean money."""
    from babel import Locale

    codes = {str(code).lower() for code in Locale(DEFAULT).currencies}
    told = "|".join(sorted(code for code in codes if code in _MONEY or not everyday(code)))
    return re.compile(rf"\d\s?(?:{told})\b|\b(?:{told})\s?\d")


@cache
def _from_now() -> re.Pattern[str]:
    """A stretch of time after which something is: "within two weeks"."""
    units = "|".join(re.escape(unit) for unit in sorted(_vocabulary(Kind.DURATION)[0]))
    leads = "|".join(re.escape(normalized(lead)) for code in languages() for lead in words(code, "content.within"))
    japanese = rf"{_SIGNS[Kind.DURATION].pattern}(?:以内|後)"
    return re.compile(rf"\b(?:{leads})\s(?:[^\W_]+\s){{1,2}}(?:{units})\b|{japanese}")


def _cues(kind: Kind, read: str) -> Iterable[str]:
    """The catalogues' words for a kind that are in a text, in any language: quotes need not be in the asker's."""
    single, several = _vocabulary(kind)
    return [*single.intersection(_WORD.findall(read)), *(phrase for phrase in several if phrase in read)]


def _numbers(read: str, unit: str) -> Iterator[str]:
    """Numbers in digits or words that are no part of a date; in Japanese, those of the unit asked for."""
    if unit:
        yield from re.findall(rf"(?:{_NUMBER}|数)+{re.escape(unit)}", read)
        return
    if any(sign.isdigit() for sign in read):
        read = _dates().sub(" ", read)
    yield from (number[0] for number in _NUMBERS.finditer(read))
    yield from _cues(Kind.NUMBER, read)


def _durations(read: str) -> Iterator[str]:
    """A number, at most one word, and a unit of time."""
    yield from (sign[0] for sign in _SIGNS[Kind.DURATION].finditer(read))
    units, phrases = _vocabulary(Kind.DURATION)
    numbers = _vocabulary(Kind.NUMBER)[0]
    told = _WORD.findall(read)
    for at, word in enumerate(told):
        before = told[max(0, at - 2) : at]
        if word in units and any(each in numbers or each.isdigit() for each in before):
            yield " ".join([*before, word])
    yield from (phrase for phrase in phrases if phrase in read)


def _japanese_names(kind: Kind, read: str) -> Iterator[str]:
    for run in _JAPANESE.findall(read):
        yield from (word.text for word in content_words(run) if word.place or (word.proper and kind is Kind.NAME))
    yield from _KATAKANA.findall(read)


@cache
def _asks(kind: Kind, language: str) -> re.Pattern[str]:
    key = f"content.asks.{kind}"
    asked = [normalized(word) for word in words(language, key)] if has(language, key) else []
    return re.compile(
        "|".join(word if _SPACELESS.search(word) else rf"\b{_with_gaps(word)}\b" for word in asked) or "(?!)"
    )


def _with_gaps(phrase: str) -> str:
    """A pattern for a phrase, where "…" stands for up to six words."""
    return r"\s(?:\S+\s){0,6}".join(re.escape(part) for part in phrase.split(_GAP))


@cache
def _vocabulary(kind: Kind) -> tuple[frozenset[str], tuple[str, ...]]:
    """The catalogues' words for things of a kind: single ones, and what must be looked for as a string."""
    key = f"content.holds.{kind}"
    found = [normalized(word) for code in languages() if has(code, key) for word in words(code, key)]
    if kind is Kind.DATE:
        found += _calendar() - {"may"}
    single = frozenset(word for word in found if _WORD.fullmatch(word) and not _SPACELESS.search(word))
    return single, tuple(word for word in found if word not in single)


@cache
def _dates() -> re.Pattern[str]:
    """Dates with the numbers that belong to them; "may" is a month only beside a number."""
    names = "|".join(map(re.escape, sorted(_calendar())))
    day = r"\d{1,2}(?:st|nd|rd|th|er)?"
    return re.compile(rf"{_SIGNS[Kind.DATE].pattern}|\b{day}\s+(?:of\s+)?(?:{names})\b|\b(?:{names})\s+{day}\b")


def _calendar() -> set[str]:
    """The names of months and weekdays in all languages that part their words."""
    from babel import Locale

    tables = [table["format"]["wide"] for code in languages() for table in (Locale(code).months, Locale(code).days)]
    return {normalized(name) for table in tables for name in table.values() if not _SPACELESS.search(name)}
