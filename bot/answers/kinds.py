"""What sort of thing a question asks for, and whether a text holds such a thing. Pure.

"What is the budget of X?" wants an amount of money: a sentence about X without one does not answer it,
however near it is in meaning. The words are in the catalogues, under ``content``.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bot.i18n.catalogue import has, languages, words
from index.text import normalized

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(StrEnum):
    """Kinds of answers, those first that are asked for by the more particular words."""

    AMOUNT = "amount"
    DURATION = "duration"
    DATE = "date"
    NUMBER = "number"
    REASON = "reason"
    PLACE = "place"
    NAME = "name"
    ANY = "any"


# Told by signs or by a closed set of words, so that their absence says something.
DEFINITE = frozenset({Kind.AMOUNT, Kind.DURATION, Kind.DATE, Kind.NUMBER})
NAMED = frozenset({Kind.PLACE, Kind.NAME})

_SPACELESS = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
_DIGITS = r"\d+(?:[.,]\d+)*"
_KANJI_NUMBER = "[一二三四五六七八九十百千万億兆]"
_ERAS = "明治|大正|昭和|平成|令和"
_SIGNS = {
    Kind.AMOUNT: r"[$€£¥￥₩₹]|\b(?:usd|eur|gbp|jpy|chf)\b",
    Kind.DATE: r"\b1\d{3}s?\b|\b20\d\ds?\b|\b\d{1,2}[:h]\d\d\b|世紀|"
    rf"(?:{_DIGITS}|{_KANJI_NUMBER}+|元)\s?[年月日]|{_ERAS}",
    Kind.NUMBER: rf"{_DIGITS}|{_KANJI_NUMBER}+(?=[^\s、。])|数[十百千万]",
    Kind.DURATION: rf"(?:{_DIGITS}|{_KANJI_NUMBER}+|数)\s?(?:秒間?|分間?|時間|日間|週間|[か箇ヶケカ]月間?|年間|年)",
}
# A name in Latin letters: capitals inside, or a capital after something that does not begin a sentence.
_LATIN_NAME = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]\w*|(?<![.!?:\n“\"(] )(?<!^)\b[^\W\d_a-z][^\W\d_]+")
_OTHER_NAME = re.compile("[\u30a1-\u30fc]{3,}|[\u3005\u4e00-\u9fff]{3,}")


@lru_cache(maxsize=1024)
def asked_kind(question: str, language: str) -> Kind:
    """Return the kind of thing that a question asks for, ``Kind.ANY`` when it does not tell."""
    text = normalized(question)
    return next((kind for kind in Kind if kind is not Kind.ANY and _asks(kind, language).search(text)), Kind.ANY)


def holds(kind: Kind, text: str, question: str) -> bool:
    """Tell whether a text holds a thing of this kind that the question does not name itself."""
    if kind is Kind.ANY:
        return True
    told = normalized(question)
    return any(normalized(found) not in told for found in _found(kind, text))


@lru_cache(maxsize=32768)
def _found(kind: Kind, text: str) -> tuple[str, ...]:
    if kind in NAMED:
        names = [*_LATIN_NAME.findall(text), *_OTHER_NAME.findall(text)]
        return (*names, *(found[0] for found in _signs(kind).finditer(normalized(text))))
    return tuple(found[0] for found in _signs(kind).finditer(normalized(text)))


@cache
def _asks(kind: Kind, language: str) -> re.Pattern[str]:
    return re.compile("|".join(_pieces(f"content.asks.{kind}", language)) or "(?!)")


@cache
def _signs(kind: Kind) -> re.Pattern[str]:
    """What shows a thing of this kind, in any language that is spoken: quotes need not be in the asker's."""
    pieces = [piece for language in languages() for piece in _pieces(f"content.holds.{kind}", language)]
    if kind is Kind.DATE:
        pieces += _calendar()
    if kind is Kind.DURATION:
        pieces = [rf"(?:{_DIGITS}|{_counted()})[\s-]+(?:\w+[\s-]+)?(?:{'|'.join(pieces)})"]
    return re.compile("|".join([*pieces, *filter(None, [_SIGNS.get(kind)])]) or "(?!)")


def _pieces(key: str, language: str) -> Iterator[str]:
    for word in words(language, key) if has(language, key) else ():
        plain = re.escape(normalized(word))
        yield plain if _SPACELESS.search(word) else rf"\b{plain}\b"


def _counted() -> str:
    return "|".join(piece for language in languages() for piece in _pieces("content.holds.number", language))


def _calendar() -> list[str]:
    from babel import Locale

    names = (
        normalized(name)
        for language in languages()
        for table in (Locale(language).months, Locale(language).days)
        for name in table["format"]["wide"].values()
        if not _SPACELESS.search(name)
    )
    return [rf"\b{re.escape(name)}\b" for name in names if name != "may"]
