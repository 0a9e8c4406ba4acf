"""Kana in Latin letters."""

from __future__ import annotations

import re
from functools import lru_cache

SMALL = {
    "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "ya", "ュ": "yu", "ョ": "yo", "ヮ": "wa",
}  # fmt: skip
UNSOUNDED = frozenset("ーッ・")  # length and doubling are written in too many ways to tell names apart
TO_KATAKANA = ord("ァ") - ord("ぁ")
HAS_Y = ("sh", "ch", "j")
LONG = (("ou", "o"), ("oo", "o"), ("oh(?![aiueo])", "o"), ("uu", "u"))


@lru_cache(maxsize=65536)
def romanized(kana: str) -> str:
    """Kana in Latin letters, without marks for long vowels and doubled consonants."""
    from anyascii import anyascii

    latin = ""
    for char in map(_katakana, kana):
        if char in SMALL and latin:
            vowel = SMALL[char]
            latin = latin.rstrip("aeiou")
            latin += vowel[-1] if latin.endswith(HAS_Y) else vowel
        elif char not in UNSOUNDED:
            latin += anyascii(char).lower()
    return re.sub("[^a-z0-9]", "", latin)


def shortened(latin: str) -> str:
    """A romanized name with its long vowels written short, as many do: Endo for Endoh and Endou."""
    for spelled, short in LONG:
        latin = re.sub(spelled, short, latin)
    return latin


def _katakana(char: str) -> str:
    return chr(ord(char) + TO_KATAKANA) if "\u3041" <= char <= "\u3096" else char
