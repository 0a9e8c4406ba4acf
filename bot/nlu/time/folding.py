"""Text as the grammar reads it: one case, no accents, narrow digits, numerals as digits; with the way back.

A span found in the folded text is told in the offsets of the text as it was typed, so that its words can be cut out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

LIMIT = 600  # characters looked at: a time stands near the start of a question, and what is longer is no question

KANJI_NUMBER = re.compile(  # 一時 before another word is "for a time", and no hour
    r"(?!一時(?![間半頃以過前後])[一-鿿])[〇零一二三四五六七八九十]+(?= ?(?:時|分|月|日|年|週))"
)
SAME = str.maketrans(dict.fromkeys("‐‑‒–—―−〜~", "-") | dict.fromkeys("’‘ʼ`´", "'") | {"、": ",", "，": ","})
ACCENTS = range(0x300, 0x370)  # combining marks of Latin; the Japanese voicing marks lie elsewhere and stay
LATIN_END = "\u1f00"


@dataclass(frozen=True, slots=True)
class Folded:
    """``text[i]`` was made from the characters ``starts[i]`` up to ``ends[i]`` of the original."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where the non-empty stretch ``[start, end)`` of the folded text stands in the original."""
        return self.starts[start], self.ends[end - 1]


def fold(text: str) -> Folded:
    """Fold the beginning of a text, at most ``LIMIT`` characters of it."""
    letters: list[str] = []
    starts: list[int] = []
    for place, char in enumerate(text[:LIMIT]):
        for letter in fold_char(char):
            letters.append(letter)
            starts.append(place)
    return _with_digits(Folded("".join(letters), tuple(starts), tuple(place + 1 for place in starts)))


def fold_phrase(phrase: str) -> str:
    """Fold a phrase of the catalogue as a question is folded."""
    return fold(phrase).text


def key(phrase: str) -> str:
    """A folded phrase as it is looked up: "apres-midi", "apres midi" and "apresmidi" are one."""
    return phrase.replace(" ", "").replace("-", "") or phrase


@lru_cache(maxsize=4096)
def fold_char(char: str) -> str:
    """One character in folded form: none, one or several characters."""
    narrow = unicodedata.normalize("NFKC", char).translate(SAME).casefold()
    if narrow < LATIN_END:
        narrow = unicodedata.normalize("NFKD", narrow)
    return "".join(" " if c.isspace() else c for c in narrow if ord(c) not in ACCENTS)


def _with_digits(folded: Folded) -> Folded:
    """Write 十五時 as 15時."""
    text, starts, ends = folded.text, list(folded.starts), list(folded.ends)
    for match in reversed(list(KANJI_NUMBER.finditer(text))):
        digits, (start, end) = str(_value(match.group())), match.span()
        first, last = starts[start], ends[end - 1]
        text = text[:start] + digits + text[end:]
        starts[start:end] = [first] * len(digits)
        ends[start:end] = [last] * len(digits)
    return Folded(text, tuple(starts), tuple(ends))


def _value(numeral: str) -> int:
    """The number in a numeral below a hundred, or one written digit by digit (二〇二六)."""
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return int("".join(str(int(unicodedata.numeric(c))) for c in numeral))
    return int(unicodedata.numeric(tens[-1]) if tens else 1) * 10 + (int(unicodedata.numeric(ones[0])) if ones else 0)
