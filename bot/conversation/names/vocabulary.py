"""The words of many names, found again however they are spelled."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.conversation.understanding.frequency import is_known
from bot.conversation.understanding.text import is_japanese

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.conversation.understanding.text import Word

FUZZY_FROM = 4  # letters; shorter words must be spelled right
LONG = 8
SOUND_FROM = 3
KANA_ONLY = re.compile("[\u3041-\u30ff]+")
CLOSE_SOUND = 0.85
SHORTEST_SKELETON = 2
SAME_SKELETON = 0.8  # likeness of two names that share their consonants alone


class Vocabulary:
    """Words and what they belong to. ``owners`` are places in a list that the user of the vocabulary keeps.

    With ``names``, katakana is matched more freely, since it is how foreign names are written.
    """

    def __init__(self, entries: Iterable[tuple[int, Iterable[Word]]], *, names: bool = False) -> None:
        self._names = names
        self._owners: dict[str, set[int]] = {}
        self._sounds: dict[str, set[str]] = {}
        for owner, words in entries:
            for word in words:
                for form in self._forms(word):
                    self._owners.setdefault(form, set()).add(owner)
                    if form.isascii() and len(form) >= SOUND_FROM:
                        self._sounds.setdefault(sound_of(form), set()).add(form)
        self._fuzzy = [
            form for form in self._owners if len(form) >= FUZZY_FROM and form.isascii() and not form.isdigit()
        ]
        self._near = lru_cache(maxsize=4096)(self._search_near)

    def __contains__(self, word: Word) -> bool:
        return any(form in self._owners for form in self._forms(word))

    def owners(self, form: str) -> frozenset[int]:
        """Who has this word, spelled exactly so."""
        return frozenset(self._owners.get(form, ()))

    def look_up(self, word: Word, *, fuzzy: bool = True) -> Mapping[int, float]:
        """Who has this word or one like it, with the likeness (0 to 1)."""
        exact = {owner: 1.0 for form in self._forms(word) for owner in self._owners.get(form, ())}
        if exact or not fuzzy:
            return exact
        return self._near(word.folded, word.sound)

    def _forms(self, word: Word) -> tuple[str, ...]:
        return spellings(word) if self._names else forms(word)

    def _search_near(self, folded: str, sound: str) -> Mapping[int, float]:
        if sound:
            return self._alike_in_sound(folded, sound)
        if len(folded) < FUZZY_FROM or folded.isdigit() or is_known(folded):
            return {}
        return self._alike_in_letters(folded)

    def _alike_in_letters(self, folded: str) -> Mapping[int, float]:
        from rapidfuzz.distance import OSA

        allowed = 1 if len(folded) < LONG else 2
        found: dict[int, float] = {}
        for form in self._fuzzy:
            if abs(len(form) - len(folded)) > allowed or (len(folded) == FUZZY_FROM and form[0] != folded[0]):
                continue
            distance = OSA.distance(folded, form, score_cutoff=allowed)
            if distance <= allowed and _digits(folded) == _digits(form):
                likeness = 1.0 - distance / max(len(form), len(folded))
                found |= {owner: max(likeness, found.get(owner, 0.0)) for owner in self._owners[form]}
        return found

    def _alike_in_sound(self, folded: str, sound: str) -> Mapping[int, float]:
        """Katakana against Latin names: maikeru and michael sound alike, though spelled apart."""
        from rapidfuzz.distance import Indel

        if not KANA_ONLY.fullmatch(folded) or len(folded) < SOUND_FROM:
            return {}
        heard = sound_of(sound)
        found: dict[int, float] = {}
        for known, written in self._sounds.items():
            likeness = Indel.normalized_similarity(heard, known, score_cutoff=CLOSE_SOUND)
            if min(len(heard), len(known)) < SOUND_FROM:
                likeness = 0.0
            if self._names and share_skeleton(known, heard):
                likeness = max(likeness, SAME_SKELETON)
            if likeness:
                owners = {owner for form in written for owner in self._owners[form]}
                found |= {owner: max(0.9 * likeness, found.get(owner, 0.0)) for owner in owners}
        return found


def _may_be_misspelled(form: str) -> bool:
    return len(form) >= FUZZY_FROM and form.isascii() and not form.isdigit()


def _digits(folded: str) -> list[str]:
    return [char for char in folded if char.isdigit()]


def spellings(word: Word) -> tuple[str, ...]:
    """The spellings under which a name is filed: as it is, and as it sounds."""
    sounds = word.sound and word.content and len(word.sound) >= SOUND_FROM
    return (word.folded, word.sound) if sounds else (word.folded,)


def forms(word: Word) -> tuple[str, ...]:
    """The spellings under which a word is filed: those of a name, and without the ending of a plural."""
    return tuple(dict.fromkeys((*spellings(word), stem(word.folded))))


def stem(folded: str) -> str:
    """A Latin word without the ending of its plural."""
    if is_japanese(folded) or len(folded) < FUZZY_FROM or folded.endswith(("ss", "us", "is")):
        return folded
    if folded.endswith("ies"):
        return folded[:-3] + "y"
    if folded.endswith("aux"):
        return folded[:-3] + "al"
    return folded.removesuffix("s")


SOUND_STEPS = (
    ("ph", "f"), ("sch", "sh"), ("tsch", "ch"), ("ck", "k"), ("qu", "k"), ("x", "ks"), ("ch(?=[rl]|$)", "k"),
    ("c(?=[eiy])", "s"), ("c(?!h)", "k"), ("tsu", "t"), ("th", "t"), ("shi", "si"), ("chi", "ti"), ("ji", "zi"),
    ("fu", "hu"), ("v", "b"), ("l", "r"), ("f", "h"), ("w", "u"), ("y", "i"), ("j", "z"), ("g", "k"), ("d", "t"),
    ("z", "s"), ("(?<=[bkmnprst])u", ""), ("(?<=[t])o", ""), ("[aeiou]+$", ""), ("h(?![aeiou])", ""),
    (r"(.)\1+", r"\1"),
)  # fmt: skip


@lru_cache(maxsize=65536)
def sound_of(latin: str) -> str:
    """A rough sound that a Latin spelling and the romanized katakana of the same name share."""
    for pattern, to in SOUND_STEPS:
        latin = re.sub(pattern, to, latin)
    return latin


def share_skeleton(one: str, other: str) -> bool:
    """Tell whether two sounds have the same consonants and begin alike.

    A name that ends in r ends in a long vowel in katakana, so a last r may be missing.
    """
    first, second = _consonants(one), _consonants(other)
    alike = first == second or first + "r" == second or first == second + "r"
    return alike and one[:1] == other[:1] and min(len(first), len(second)) >= SHORTEST_SKELETON


def _consonants(sound: str) -> str:
    return re.sub("[aeiou]", "", sound)
