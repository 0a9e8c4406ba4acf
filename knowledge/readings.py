"""Japanese names as they are read, so that 岸田 and Kishida meet."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.folding import fold

if TYPE_CHECKING:
    from sudachipy import Tokenizer

EAST_ASIAN = re.compile(r"[\u3005\u3041-\u30ff\u3400-\u9fff]")
KATAKANA = re.compile(r"[\u30a1-\u30fc]{3,}")
ALIKE = 85  # rapidfuzz ratio
SHORTEST = 4  # letters of a name that is told by its sound
_SMALL = {"ャ": "a", "ュ": "u", "ョ": "o"}
_UNSOUNDED = frozenset("ーッ・")
_WITHOUT_Y = ("sh", "ch", "j")
_LONG = (("ou", "o"), ("oo", "o"), ("oh(?![aiueo])", "o"), ("uu", "u"))
_LONGEST = 60  # signs of a name

_of_thread = threading.local()


@lru_cache(maxsize=8192)
def readings(name: str) -> frozenset[str]:
    """The words of a name in Latin letters, long vowels short: ``{"kishida", "fumio"}`` of either writing."""
    if not EAST_ASIAN.search(name):
        return frozenset(_shortened(word) for word in re.findall(r"[^\W\d_]+", fold(name)))
    morphemes = _tokenizer().tokenize(name[:_LONGEST])
    read = (_latin(each.reading_form()) for each in morphemes if each.surface().strip())
    return frozenset(_shortened(word) for word in read if word)


def sound_alike(one: str, other: str) -> bool:
    """Whether a foreign name in katakana and one in Latin letters sound alike: マクロン and Macron."""
    from rapidfuzz import fuzz

    left, right = sorted((one, other), key=lambda name: not KATAKANA.search(name))
    heard = [_sound(_latin(run)) for run in KATAKANA.findall(left)]
    told = [_sound(word) for word in re.findall(r"[^\W\d_]+", fold(right)) if len(word) >= SHORTEST]
    return bool(heard) and all(any(fuzz.ratio(each, word) >= ALIKE for word in told) for each in heard)


def _sound(latin: str) -> str:
    """One letter for sounds that Japanese does not tell apart, none for vowels that it adds."""
    bare = latin.replace("ph", "f").replace("th", "s").translate(str.maketrans("lvcqy", "rbkki"))
    return re.sub(r"(.)\1+", r"\1", re.sub(r"(?<=[kgstzdnhbpmr])u", "", bare))


def _latin(kana: str) -> str:
    from anyascii import anyascii

    latin = ""
    for sign in kana:
        if sign in _SMALL and latin.endswith("i"):
            latin = latin[:-1] + ("" if latin[:-1].endswith(_WITHOUT_Y) else "y") + _SMALL[sign]
        elif sign not in _UNSOUNDED:
            latin += anyascii(sign).lower()
    return re.sub("[^a-z]", "", latin)


def _shortened(latin: str) -> str:
    for spelled, short in _LONG:
        latin = re.sub(spelled, short, latin)
    return latin


def _tokenizer() -> Tokenizer:
    """This thread's tokenizer: one may not be used by two threads at a time."""
    if not hasattr(_of_thread, "tokenizer"):
        from sudachipy import Dictionary, SplitMode

        _of_thread.tokenizer = Dictionary().tokenizer(mode=SplitMode.A)
    tokenizer: Tokenizer = _of_thread.tokenizer
    return tokenizer
