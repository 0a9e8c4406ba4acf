"""Foreign words and names written in katakana, found again in Latin letters: blockchain in ブロックチェーン.

Both are brought to a rough common sound. Then the cheapest way from one to the other is sought, where what Japanese
adds or cannot tell apart costs little: a vowel after each consonant, l and r, v and b, an r before a consonant.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

from bot.nlu.kana import romanized

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Steps = tuple[tuple[str, str], ...]

SPELLED = (
    ("cc", "k"), (r"(.)\1+", r"\1"), ("tion", "shon"), ("sion", "zhon"), ("(?<=[aeiou])ght", "t"),
    ("(?<=[aeiou])gh", ""), ("^wr", "r"), ("^kn", "n"), ("^x", "z"), ("ph", "f"), ("tsch|tch|cz", "ch"),
    ("sch|sz", "sh"), ("chm$", "km"), ("chae", "ke"), ("ck", "k"), ("qu(?=[aeiou])", "kw"), ("q", "k"), ("x", "ks"),
    ("ch(?=[rl])", "k"), ("sc(?=[eiy])", "s"), ("c(?=[eiy])", "s"), ("dg(?=e)", "g"), ("g(?=[eiy])", "j"),
    ("c(?!h)", "k"), ("mb$", "m"), ("(?<=[^aeiou])y$", "i"), ("(?<=[bcdfghjklmnpqrstvwxz])e(s?)$", r"\1"),
    ("aw|au", "o"), ("eau$", "o"), ("(?<=.)(er|or|ar|re)$", "a"), ("(?<=[aeiou])r(?=[bcdfghjklmnpqstvwxz]|$)", ""),
    ("ou|oo", "u"), ("ee|ea", "i"), ("ai|ay|ei", "e"),
)  # fmt: skip
SOUNDED = (
    ("ts", "t"), ("dz", "z"), ("th|sh|zh", "s"), ("ch", "c"), ("j", "z"), ("fu(?=[aeiou])", "f"), ("v", "b"),
    ("l", "r"), ("f", "h"), ("w", "u"), ("y", "i"), (r"(.)\1+", r"\1"),
)  # fmt: skip
FRENCH = (
    (r"(.)\1+", r"\1"), ("(?<=.)e?[stdxzpc]$", ""), ("(?<=.)e$", ""), ("oi", "ua"), ("(?:ai|ei|i|e)n(?![aeiou])", "an"),
    ("ph", "f"), ("ch", "s"), ("gn", "ni"), ("qu", "k"), ("c(?=[eiy])", "s"), ("g(?=[eiy])", "j"), ("c", "k"),
    ("eau|au", "o"), ("ou", "u"), ("ai|ay", "e"),
)  # fmt: skip
VOWELS = frozenset("aeiou")
ADDED = {"u": "bcdfghjklmnpqrstvwxyz", "o": "td", "i": "czks"}  # vowels that Japanese puts after these consonants
ALIKE = frozenset(
    frozenset(pair)
    for pair in ["kg", "td", "sz", "pb", "hb", "nm", "ct", "cs", "sh", "ck", "cz", "zg", "cg", "st", "ub", "iz"]
)
CLOSE_VOWELS = frozenset(frozenset(pair) for pair in ("ae", "ao", "ie", "ou"))
LIMITS = (0.0, 0.2, 0.4, 0.8, 1.1, 1.4)  # cost up to which two words are the same, by the number of consonants
MARGIN, NAME_MARGIN = 0.05, 0.4  # how much better a common word must be for the katakana to stand for that
ALIKE_FROM, RIVAL_FROM = 0.5, 0.65  # likeness of the consonants of words that are worth comparing
EVERYDAY = 12_000  # common words


class Loanwords:
    """Latin words by how they sound. ``names`` are matched more freely, and also as French is read."""

    def __init__(self, spelled: Iterable[str], *, names: bool = False) -> None:
        self._spelled = tuple(spelled)
        self._readings = (SPELLED, FRENCH) if names else (SPELLED,)
        self._margin = NAME_MARGIN if names else MARGIN

    def like(self, kana: str) -> list[tuple[str, float]]:
        """The words that one in katakana may stand for, with the likeness, 0.7 to 0.9.

        Not those that it stands for less well than for some common word.
        """
        heard = _through(SOUNDED, romanized(kana))
        limit = LIMITS[min(len(_consonants(heard)), len(LIMITS) - 1)]
        if not limit:  # vowels alone may stand for anything
            return []
        costs = [(cost, word) for word, cost in self._sounds.near(heard, ALIKE_FROM) if cost <= limit]
        best = min(costs, default=(0.0, ""))[0]
        if not costs or any(cost < best - self._margin for _, cost in _everyday().near(heard, RIVAL_FROM)):
            return []
        return [(word, 0.9 - 0.2 * cost / limit) for cost, word in costs if cost <= best + self._margin]

    @cached_property
    def _sounds(self) -> _Sounds:
        return _Sounds((word, reading) for word in self._spelled for reading in self._readings)


class _Sounds:
    """Words with their sounds, to be searched by their consonants."""

    def __init__(self, readings: Iterable[tuple[str, Steps]]) -> None:
        self._words = [(word, _through(SOUNDED, _through(steps, word))) for word, steps in readings]
        self._consonants = [_consonants(sound) for _, sound in self._words]

    def near(self, heard: str, likeness: float) -> Iterator[tuple[str, float]]:
        """The words whose consonants are alike, with the cost."""
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        found = process.extract(
            _consonants(heard), self._consonants, scorer=Indel.normalized_similarity, score_cutoff=likeness, limit=None
        )
        for _, _, place in found:
            word, sound = self._words[place]
            yield word, _cost(heard, sound)


@cache
def _everyday() -> _Sounds:
    from wordfreq import top_n_list

    return _Sounds((word, SPELLED) for word in top_n_list("en", EVERYDAY) if word.isalpha() and word.isascii())


def _cost(heard: str, spelled: str) -> float:
    """The cheapest way from one sound to the other."""
    row = [0.0]
    for place in range(len(spelled)):
        row.append(row[-1] + _dropped(spelled, place))
    for here, sound in enumerate(heard):
        added = _added(heard, here)
        above, row = row, [row[0] + added]
        for place, other in enumerate(spelled):
            changed = above[place] + _changed(sound, other)
            row.append(min(changed, above[place + 1] + added, row[place] + _dropped(spelled, place)))
    return row[-1]


def _changed(one: str, other: str) -> float:
    if one == other:
        return 0.0
    pair = frozenset((one, other))
    if pair <= VOWELS:
        return 0.25 if pair in CLOSE_VOWELS else 0.35
    return 0.5 if pair in ALIKE else 1.3


def _dropped(spelled: str, place: int) -> float:
    """What it costs that Japanese leaves a sound out."""
    sound = spelled[place]
    if sound in VOWELS:
        return 0.15 if place and spelled[place - 1] in VOWELS else 0.3
    return {"r": 0.35, "h": 0.4}.get(sound, 1.0)


def _added(heard: str, place: int) -> float:
    """What it costs that Japanese has a sound more."""
    sound, before = heard[place], heard[place - 1 : place]
    if sound not in VOWELS:
        return 1.0
    if before in VOWELS:
        return 0.2
    return 0.05 if before and before in ADDED.get(sound, "") else 0.5


def _consonants(sound: str) -> str:
    return "".join(char for char in sound if char not in VOWELS)


def _through(steps: Steps, word: str) -> str:
    for pattern, to in _compiled(steps):
        word = pattern.sub(to, word)
    return word


@cache
def _compiled(steps: Steps) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), to) for pattern, to in steps)
