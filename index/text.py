"""Words for matching, and sentences with their exact ranges, for English, French and Japanese.

Nothing here needs to know the language beforehand: scripts are told apart by their characters, so that
a Japanese name inside an English sentence is handled as Japanese.
"""

from __future__ import annotations

import re
import unicodedata

# Han, kana, Hangul: written without spaces, or with long words built of short ones.
_CJK = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
_TOKEN = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_THOUSANDS = re.compile(r"(?<=\d)[,\u202f\u00a0](?=\d{3}\b)")
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_MARKS = re.compile("[\u0300-\u036f]")


def words(text: str, language: str = "") -> list[str]:
    """Return the words of a text in the form that is matched: one form for case, width and accents.

    Runs of Chinese, Japanese and Korean characters become overlapping pairs of characters, the usual way to
    index them without a dictionary. ``language`` is a code such as ``fr``; empty when unknown.
    """
    found: list[str] = []
    for run in _TOKEN.findall(normalized(text)):
        if re.match(rf"[{_CJK}]", run):
            found += _pairs(run)
        else:
            found.append(run)
    return found


def normalized(text: str) -> str:
    """The text with one form for width, case, accents, digit groups and dotted acronyms."""
    plain = _THOUSANDS.sub("", text)
    plain = unicodedata.normalize("NFKC", plain).casefold()
    plain = _ACRONYM.sub(lambda found: found[0].replace(".", ""), plain)
    decomposed = _MARKS.sub("", unicodedata.normalize("NFD", plain))
    return unicodedata.normalize("NFC", decomposed)


def _pairs(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]
