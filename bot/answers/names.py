"""Names and numbers of a question, which are alike in all languages, and whether a text holds them. Pure.

Japanese writes foreign names as it hears them: a name is then compared by its sound.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answers.japanese import content_words
from bot.answers.terms import asked_terms, everyday, terms
from index.text import normalized

# rapidfuzz's ratio, 0 to 100: from here on two spellings are taken to be one name.
ALIKE = 78.0
NEARLY = 80.0  # the same, for two spellings in Latin letters
_NAME = re.compile(r"[\u30a1-\u30fc]{2,}|[A-Za-z\u00c0-\u024f]{2,}|\d+(?:[.,]\d+)*")
_WRITTEN = re.compile(r"[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f]{2,}")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_KATAKANA = re.compile("[\u30a1-\u30fc]{2,}")
_LATIN = re.compile(r"[A-Z\u00c0-\u00de][A-Za-z\u00c0-\u024f]+")
_CAPITAL = re.compile(r"(?<=[^\W\d_][ '’-])[A-Z\u00c0-\u00de][^\W\d_]+")
_JAPANESE = re.compile("[\u3005\u3041-\u30ff\u3400-\u9fff]+")
_SAME_SOUND = str.maketrans({"l": "r", "v": "b", "c": "k", "q": "k", "y": "i", "-": None})


@lru_cache(maxsize=1024)
def names(question: str, language: str) -> tuple[str, ...]:
    """The names and numbers: in Japanese what is in Latin letters or katakana, else words that are in no dictionary."""
    return tuple(found for found in _NAME.findall(question) if _is_name(found, language))


@lru_cache(maxsize=1024)
def without_names(question: str, language: str) -> str:
    """A question without its names and numbers, also those that capitals tell; the whole one where nothing is left."""
    named = {*names(question, language), *_CAPITAL.findall(question)}
    if language == "ja":
        named |= {word.text for run in _JAPANESE.findall(question) for word in content_words(run) if word.proper}
    rest = question
    for name in sorted(named, key=len, reverse=True):
        rest = rest.replace(name, " ")
    return " ".join(rest.split()) if asked_terms(rest, language) else question


def _is_name(word: str, language: str) -> bool:
    if word[0].isdigit() or _KATAKANA.match(word):
        return True
    return language == "ja" or not everyday(normalized(word))


def written_names(question: str, language: str) -> tuple[str, ...]:
    """Names with a capital, in Latin letters and in no dictionary: any text that tells of them writes them so."""
    found = (name for name in names(question, language) if _WRITTEN.fullmatch(name))
    return tuple(name for name in found if not everyday(normalized(name)))


def written(name: str, text: str) -> bool:
    """Tell whether a name in Latin letters is in a text: as it is or nearly so, by its sound, or by its initials."""
    from rapidfuzz import fuzz, process

    words = {normalized(word) for word in _LETTERS.findall(text)}
    near = process.extractOne(normalized(name), words, scorer=fuzz.ratio, score_cutoff=NEARLY)
    return bool(near) or heard(name, text) or normalized(name) in terms(text, "en")


def heard(name: str, text: str) -> bool:
    """Tell whether a name or number is in a text, in whichever script."""
    if normalized(name) in normalized(text):
        return True
    if name[0].isdigit():
        return False
    from rapidfuzz import fuzz, process

    written = _KATAKANA if not _KATAKANA.match(name) else _LATIN
    return bool(process.extractOne(_sound(name), _sounds(text, written), scorer=fuzz.ratio, score_cutoff=ALIKE))


@lru_cache(maxsize=1024)
def _sounds(text: str, written: re.Pattern[str]) -> tuple[str, ...]:
    return tuple({_sound(run) for run in written.findall(text)})


@lru_cache(maxsize=16384)
def _sound(word: str) -> str:
    """A word in Latin letters as Japanese would hear it: one sign for l and r, none for length."""
    from anyascii import anyascii

    plain = anyascii(word).lower().replace("ph", "f").replace("th", "s").translate(_SAME_SOUND)
    return re.sub(r"(.)\1+", r"\1", plain)
