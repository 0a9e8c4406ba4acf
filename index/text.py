"""Texts to the words by which they are matched, for English, French and Japanese.

Scripts are told apart by their characters, so that a Japanese name inside an English sentence is taken as
Japanese and a company's Latin name inside a Japanese question meets its English mention.
"""

from __future__ import annotations

import re
import unicodedata

from index import japanese
from index.function_words import ANY_FUNCTION_WORD, FUNCTION_WORDS

# Han and kana; Hangul apart.
_HAN_KANA = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HANGUL = "\uac00-\ud7af"
_RUN = re.compile(rf"(?P<wide>[{_HAN_KANA}]+)|(?P<hangul>[{_HANGUL}]+)|(?P<narrow>[^\W_{_HAN_KANA}{_HANGUL}]+)")
_THOUSANDS = re.compile(r"(?<=\d)[,\u202f\u00a0](?=\d{3}\b)")
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_ACCENTS = re.compile("[\u0300-\u036f]")
# A word is matched by its beginning, which stands for stemming in any language and across cognates
# (cooperation, coopération); measured against Snowball and others in docs/decisions/words.md.
_STEM = 6


def words(text: str, language: str = "") -> list[str]:
    """Return the words of a text as they are written, but for case, width and accents, in order.

    Chinese, Japanese and Korean come as overlapping pairs of characters. ``language`` is a code such as
    ``fr``, empty when unknown; it makes no difference here.
    """
    del language
    return [word for run in _RUN.finditer(normalized(text)) for word in _plain(run)]


def matched_words(text: str, language: str = "") -> list[str]:
    """Return the words of a passage in the form that is matched, in order, repetitions kept.

    Words of Latin letters are cut to their beginning, Japanese is taken apart by a dictionary.
    ``language`` matters for Chinese only, whose characters are otherwise read as Japanese.
    """
    return [stem(word) for word in _tokens(text, language)]


def asked_words(text: str, language: str = "") -> list[str]:
    """Return the words of a question that carry its subject, each once, in the form that is matched.

    Without a ``language`` the function words of every known language are left out.
    """
    dropped = FUNCTION_WORDS.get(language, frozenset()) if language else ANY_FUNCTION_WORD
    return list(dict.fromkeys(stem(word) for word in _tokens(text, language) if word not in dropped))


def normalized(text: str) -> str:
    """The text with one form for width, case, accents, digit groups and dotted acronyms."""
    plain = unicodedata.normalize("NFKC", _THOUSANDS.sub("", text)).casefold()
    plain = _ACRONYM.sub(lambda found: found[0].replace(".", ""), plain)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", plain)))


def stem(word: str) -> str:
    """The part of a Latin word that is matched; words of other scripts and numbers stay whole."""
    return word[:_STEM] if word.isascii() and word.isalpha() else word


def _tokens(text: str, language: str) -> list[str]:
    found: list[str] = []
    for run in _RUN.finditer(normalized(text)):
        found += japanese.content_words(run[0]) if run["wide"] and language != "zh" else _plain(run)
    return found


def _plain(run: re.Match[str]) -> list[str]:
    """A word of Latin or other letters; or pairs of characters, the usual words of a script without spaces."""
    word = run[0]
    if run["narrow"] or len(word) == 1:
        return [word]
    return [word[i : i + 2] for i in range(len(word) - 1)]
