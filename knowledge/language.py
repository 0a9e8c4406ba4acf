"""Which language a text is in: by its script, then by how often each language uses its words.

Letter statistics (lingua, fastText) cannot tell "ou est la salle B" or "keynote quand"; word
frequencies can, also without accents, and know that a name belongs to no language. The frequencies
are those of wordfreq (Robyn Speer, 2022), which counts subtitles, books, news and the web.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from math import inf, log10
from typing import TYPE_CHECKING

from knowledge.folding import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT = ("en", "fr", "ja")
KANA = re.compile(r"[\u3041-\u30ff\uff66-\uff9f]")
HIRAGANA = re.compile(r"[\u3041-\u309f]")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
EAST_ASIAN_SIGNS = re.compile(r"[\u3000-\u9fff\uff66-\uff9f]+")
HANGUL = re.compile(r"[\uac00-\ud7af]")
QUOTED = re.compile(r"「[^」]*」|『[^』]*』|“[^”]*”|«[^»]*»|\"[^\"]*\"")
NOISE = re.compile(r"\w+://\S+|\S+@\S+|[<`][^>`]*[>`]|[A-Za-z]*\d[A-Za-z\d]*")
WORD = re.compile(r"[^\W\d_]+")
EAST_ASIAN = ("ja", "zh", "ko")

UNKNOWN = 4e-7  # wordfreq's small lists end at 1e-6
MOST = 2.0  # decades: one word alone does not decide a sentence
LEAD = 0.5  # decades by which a language must be ahead, about a factor of three
LEAD_OF_CAPITALIZED = (1.0, 3.0)  # one word, several: they may be a name
COMMON = 5e-4  # words as common as "who", "where"
LONG = 400  # characters from which the commonest words are plenty
LONG_FLOOR = 1e-4  # the frequency of the thousandth word, about
KNOWN_SHARE = 0.4  # of a long text's words must be common ones of its language


def detect(text: str, among: tuple[str, ...] = DEFAULT) -> str:
    """The ISO 639-1 code of the text's language, or an empty string when it cannot be told.

    A bare name, a number or an acronym has no language. Japanese around English names is Japanese,
    and an English question about a Japanese name English. Kanji alone are Japanese unless ``zh``
    is among the languages.
    """
    plain = NOISE.sub(" ", unicodedata.normalize("NFKC", text))
    latin = tuple(code for code in among if code not in EAST_ASIAN)
    if HANGUL.search(plain) and "ko" in among and len(HANGUL.findall(plain)) > len(HAN.findall(plain)):
        return "ko"
    if KANA.search(plain) or HAN.search(plain):
        return _around_names(QUOTED.sub(" ", plain), latin) or _east_asian(plain, among)
    return _by_words(plain, latin)


def frequency(word: str, code: str) -> float:
    """The share of a language's words that a folded word makes up, by wordfreq; 0.0 where it is not counted."""
    return _frequencies(code, 0.0).get(word, 0.0)


def _east_asian(plain: str, among: tuple[str, ...]) -> str:
    """Chinese has no kana but in names; a twentieth is far less than any Japanese prose has."""
    kana, han = len(KANA.findall(plain)), len(HAN.findall(plain))
    if "zh" in among and kana * 20 < han:
        return "zh"
    return "ja" if "ja" in among else ""


def _around_names(plain: str, latin: tuple[str, ...]) -> str:
    """The Latin language whose common words outweigh the East Asian writing in a mixed text, if any.

    Hiragana carry the grammar of Japanese and count in full; a name takes up to four kanji a word.
    """
    words = [fold(word) for word in WORD.findall(plain)]
    common = max(
        ([word for word in words if word in _frequencies(code, COMMON)] for code in latin), key=len, default=[]
    )
    names = (len(HAN.findall(plain)) + len(KANA.findall(plain))) / 4
    if len(common) < max(1.0, names, len(HIRAGANA.findall(plain)), KNOWN_SHARE * len(words)):
        return ""
    return _by_words(EAST_ASIAN_SIGNS.sub(" ", plain), latin)


def _by_words(plain: str, among: tuple[str, ...]) -> str:
    if not among:
        return ""
    words = _telling(WORD.findall(plain))
    told = [fold(word) for word in words]
    floor = LONG_FLOOR if len(plain) > LONG else 0.0
    lists = {code: _frequencies(code, floor) for code in among}
    scores = _scores(told, lists)
    first, *others = sorted(among, key=lambda code: -scores[code])
    lead = scores[first] - scores[others[0]] if others else LEAD
    shares = [share for word in told if (share := lists[first].get(word))]
    enough = KNOWN_SHARE * len(told) if floor else 0
    known = len(shares) > enough
    return first if known and lead >= _needed(words, max(shares)) else ""


def _scores(told: list[str], lists: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """For each language how far, in decades, it is behind the likeliest one, summed over the words."""
    scores = dict.fromkeys(lists, 0.0)
    for word in told:
        found = {code: log10(words.get(word, 0.0) + UNKNOWN) for code, words in lists.items()}
        best = max(found.values())
        for code, decades in found.items():
            scores[code] += max(decades - best, -MOST)
    return scores


def _telling(words: list[str]) -> list[str]:
    """The words without single capitals (rooms, initials) and without capitalized ones, if others are left.

    Capitals say nothing where all is written in them.
    """
    words = [word for word in words if len(word) > 1 or word.islower()]
    if not any(word[0].islower() for word in words):
        return words
    return [word for at, word in enumerate(words) if at == 0 or not word[0].isupper()]


def _needed(words: list[str], commonest: float) -> float:
    """The lead that is needed. Capitalized words may be a name, all the more when none of them is common."""
    if any(word[0].islower() for word in words) or all(word.isupper() for word in words):
        return LEAD
    return LEAD_OF_CAPITALIZED[len(words) > 1] if commonest >= LONG_FLOOR else inf


@cache
def _frequencies(code: str, floor: float) -> dict[str, float]:
    """How often a language uses each word that it uses at least so often; spellings without accents.

    Nothing for a language that wordfreq does not count.
    """
    from wordfreq import get_frequency_dict, get_frequency_list

    folded: dict[str, float] = {}
    try:
        counted = get_frequency_dict(code, "small")
    except LookupError:
        return folded
    for word, share in counted.items():
        if share >= floor:
            spelt = fold(word)
            folded[spelt] = max(share, folded.get(spelt, 0.0))
    get_frequency_dict.cache_clear()  # wordfreq would keep its own copy
    get_frequency_list.cache_clear()
    return folded
