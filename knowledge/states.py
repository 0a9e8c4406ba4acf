"""States by their names in any language of the event: 日本, Japan and Japon are JP. Pure.

The names are those of Unicode's CLDR, as babel gives them; what official papers call a state otherwise is added.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from knowledge.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGES = ("en", "fr", "ja")
# Names of states and of unions that speak like one, which CLDR does not give.
OTHERWISE = {
    "BO": ("Plurinational State of Bolivia",),
    "CD": ("Democratic Republic of the Congo", "République démocratique du Congo", "DRC", "RDC"),
    "CG": ("Republic of the Congo", "République du Congo"),
    "CI": ("Ivory Coast",),
    "CN": ("People's Republic of China", "République populaire de Chine"),
    "CV": ("Cabo Verde",),
    "CZ": ("Czech Republic", "République tchèque", "チェコ共和国"),
    "EU": ("European Union", "Union européenne", "欧州連合", "ＥＵ"),
    "FM": ("Federated States of Micronesia",),
    "FR": ("French Republic", "République française", "仏国"),
    "GA": ("République gabonaise", "Gabonese Republic"),
    "GB": ("Great Britain", "Britain", "Grande-Bretagne", "U.K.", "英国", "Royaume-Uni de Grande-Bretagne"),
    "GR": ("Hellenic Republic", "République hellénique"),
    "IR": ("Islamic Republic of Iran",),
    "KP": ("Democratic People's Republic of Korea", "DPRK"),
    "KR": ("Republic of Korea", "République de Corée", "Korea", "大韓民国"),
    "LA": ("Lao People's Democratic Republic", "Lao PDR"),
    "MD": ("Republic of Moldova",),
    "RU": ("Russian Federation", "Fédération de Russie", "ロシア連邦"),
    "SY": ("Syrian Arab Republic",),
    "TG": ("République togolaise", "Togolese Republic"),
    "TL": ("Timor Leste",),
    "TR": ("Turkey", "Turquie"),
    "TZ": ("United Republic of Tanzania",),
    "US": ("United States of America", "U.S.", "U.S.A.", "USA", "États-Unis d'Amérique", "米国", "アメリカ"),
    "VA": ("Holy See", "Vatican", "Saint-Siège", "教皇庁", "聖座", "バチカン"),
    "VN": ("Viet Nam",),
}
_CODE = re.compile(r"[A-Z]{2}")
_WIDE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
# What a state's name loses, and what its adjective ends in: Guinea, Guinean; Finlande, finlandais.
_ENDING = re.compile(r"(?:ia|ie|a|e|y|i|o|land)$")
_ADJECTIVE = (
    "an", "ian", "ean", "n", "ans", "ians", "eans", "ese", "ish", "i", "is", "s", "ais", "aise", "aises", "ien",
    "ienne", "iens",
    "iennes", "een", "eenne", "eens", "ois", "oise", "oises", "ain", "aine", "ains", "aines", "landais", "landaise",
)  # fmt: skip
SHORTEST_STEM = 4
_NO_STATES = frozenset({"UN", "EZ", "QO", "ZZ", "XA", "XB"})


def named(text: str) -> frozenset[str]:
    """The ISO 3166 codes of the states that a text names, the longest name at each place; EU for the European Union."""
    return frozenset(code for code, _, _ in places(text))


def places(text: str) -> Iterator[tuple[str, int, int]]:
    """Each state that a text names, with the range of its name in the text."""
    found = []
    for pattern, codes in ((_latin(), _codes()), (_east_asian(), _codes())):
        found += [(match.start(), match.end(), codes[_key(match[0])]) for match in pattern.finditer(text)]
    for start, end, code in sorted(found):
        yield code, start, end


def meant(text: str) -> list[tuple[str, int, int]]:
    """Each state that a question speaks of, by name or by the adjective: "the Polish president", "le finlandais"."""
    found = list(places(text))
    for word in re.finditer(r"[^\W\d_]+", text):
        code = _adjectives().get(_key(word[0]))
        if code and not any(start < word.end() and word.start() < end for _, start, end in found):
            found.append((code, word.start(), word.end()))
    return sorted(found, key=lambda each: each[1])


def name(code: str, language: str) -> str:
    """What a state is called in a language; the code itself where CLDR does not tell."""
    from babel import Locale

    return str(Locale(language).territories.get(code, code))


def _key(written: str) -> str:
    return re.sub(r"[\s’'ʼ‘.-]+", " ", fold(written)).strip()


@cache
def _codes() -> dict[str, str]:
    """All names in one form, each with its code."""
    return {_key(written): code for code, written in reversed(list(_names()))}


def _names() -> Iterator[tuple[str, str]]:
    from babel import Locale

    for code, others in OTHERWISE.items():
        yield from ((code, other) for other in others)
    for language in LANGUAGES:
        for code, written in Locale(language).territories.items():
            if _CODE.fullmatch(code) and code not in _NO_STATES:
                yield code, written
                yield from ((code, part) for part in re.split(r"\s*[(（].*", written)[:1] if part != written)


@cache
def _adjectives() -> dict[str, str]:
    """Adjectives of states with their codes: what their chief languages are called, and what their names make."""
    from babel import Locale
    from babel.core import get_global

    found: dict[str, str] = {}
    for spoken in ("en", "fr"):
        for language, written in Locale(spoken).languages.items():
            likely = str(get_global("likely_subtags").get(language, "")).split("_")[-1]
            if len(language) == 2 and _CODE.fullmatch(likely):  # noqa: PLR2004 - chief languages have codes of two letters
                found |= {_key(written) + ending: likely for ending in ("", "e", "s", "es")}
    for code, written in _names():
        stem = _ENDING.sub("", _key(written))
        if " " not in stem and len(stem) >= SHORTEST_STEM and stem.isascii():
            found |= {stem + ending: code for ending in _ADJECTIVE}
    return found


@cache
def _latin() -> re.Pattern[str]:
    """One pattern for all names in Latin letters, whatever their accents, blanks and apostrophes."""
    written = {name for _, name in _names() if not _WIDE.search(name)}
    longest = sorted(map(_loose, written | {_bare(each) for each in written}), key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(longest)})(?![^\W_])", re.IGNORECASE)


@cache
def _east_asian() -> re.Pattern[str]:
    written = {name for _, name in _names() if _WIDE.search(name)}
    return re.compile("|".join(sorted(map(re.escape, written), key=len, reverse=True)))


def _bare(written: str) -> str:
    """A name without accents, as capitals are often written."""
    import unicodedata

    return "".join(sign for sign in unicodedata.normalize("NFD", written) if not unicodedata.combining(sign))


def _loose(written: str) -> str:
    words = re.split(r"[\s-]+", written.replace("’", "'"))
    return r"[\s-]+".join(re.escape(word).replace("'", "['’ʼ‘]") for word in words)
