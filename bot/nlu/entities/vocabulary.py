"""The words of many names, found again however they are spelled."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.nlu.entities.loanwords import Loanwords
from bot.nlu.frequency import is_known
from bot.nlu.kana import shortened
from bot.nlu.text import KATAKANA, is_japanese

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.nlu.text import Word

FUZZY_FROM = 4  # letters; shorter words must be spelled right
LONG = 8
SOUND_FROM = 3
AKIN = 0.78
BEGINNING = 5  # letters of a word's beginning that stand for it


class Vocabulary:
    """Words and what they belong to. ``owners`` are places in a list that the user of the vocabulary keeps.

    With ``names``, katakana is matched more freely, since it is how foreign names are written.
    """

    def __init__(self, entries: Iterable[tuple[int, Iterable[Word]]], *, names: bool = False) -> None:
        self._names = names
        self._owners: dict[str, set[int]] = {}
        for owner, words in entries:
            for word in words:
                for form in self._forms(word):
                    self._owners.setdefault(form, set()).add(owner)
        self._fuzzy = [
            form for form in self._owners if len(form) >= FUZZY_FROM and form.isascii() and not form.isdigit()
        ]
        spoken = (form for form in self._owners if len(form) >= SOUND_FROM and form.isascii() and form.isalpha())
        self._loanwords = Loanwords(tuple(spoken), names=names)
        self._near = lru_cache(maxsize=4096)(self._search_near)
        self._akin = lru_cache(maxsize=4096)(self._search_akin)

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

    def akin(self, word: Word) -> Mapping[int, float]:
        """Who has a word that is written much like a known one, as the same word in another language is."""
        if len(word.folded) < FUZZY_FROM or not word.folded.isascii():
            return {}
        return self._akin(word.folded)

    def begun(self, word: Word) -> Mapping[int, float]:
        """Who has a word of which this is the beginning, as people cut long ones short: amphi, echo, demo."""
        if len(word.folded) < FUZZY_FROM or not word.folded.isalpha() or not word.folded.isascii():
            return {}
        return {owner: AKIN for form in self._fuzzy if form.startswith(word.folded) for owner in self._owners[form]}

    def _search_akin(self, folded: str) -> Mapping[int, float]:
        from rapidfuzz.distance import OSA

        found: dict[int, float] = {}
        for form in self._fuzzy:
            likeness = OSA.normalized_similarity(folded, form, score_cutoff=AKIN) if form[0] == folded[0] else 0.0
            if likeness:
                found |= {owner: max(likeness, found.get(owner, 0.0)) for owner in self._owners[form]}
        return found

    def _forms(self, word: Word) -> tuple[str, ...]:
        return spellings(word) if self._names else forms(word)

    def _search_near(self, folded: str, sound: str) -> Mapping[int, float]:
        if sound:
            return self._alike_in_sound(folded)
        if len(folded) < FUZZY_FROM or folded.isdigit() or is_known(folded):
            return {}
        return self._alike_in_letters(folded)

    def _alike_in_letters(self, folded: str) -> Mapping[int, float]:
        from rapidfuzz.distance import OSA

        allowed = 1 if len(folded) < LONG else 2
        found: dict[int, float] = {}
        for form in self._fuzzy:
            if len(folded) >= BEGINNING and form.startswith(folded):  # postgres for PostgreSQL
                found |= {owner: max(AKIN, found.get(owner, 0.0)) for owner in self._owners[form]}
            if abs(len(form) - len(folded)) > allowed or (len(folded) == FUZZY_FROM and form[0] != folded[0]):
                continue
            distance = OSA.distance(folded, form, score_cutoff=allowed)
            if distance <= allowed and _digits(folded) == _digits(form):
                likeness = 1.0 - distance / max(len(form), len(folded))
                found |= {owner: max(likeness, found.get(owner, 0.0)) for owner in self._owners[form]}
        return found

    def _alike_in_sound(self, folded: str) -> Mapping[int, float]:
        """Katakana against Latin names: maikeru and michael sound alike, though spelled apart."""
        if not KATAKANA.fullmatch(folded) or len(folded) < SOUND_FROM:
            return {}
        found: dict[int, float] = {}
        for known, likeness in self._loanwords.like(folded):
            found |= {owner: max(likeness, found.get(owner, 0.0)) for owner in self._owners[known]}
        return found


def _digits(folded: str) -> list[str]:
    return [char for char in folded if char.isdigit()]


def spellings(word: Word) -> tuple[str, ...]:
    """The spellings under which a name is filed: as it is, and as it sounds."""
    if not word.sound:
        return (word.folded, shortened(word.folded))
    if not word.content or len(word.sound) < SOUND_FROM:
        return (word.folded,)
    return (word.folded, word.sound, shortened(word.sound))


def forms(word: Word) -> tuple[str, ...]:
    """The spellings under which a word is filed: those of a name, and without the ending of a plural."""
    sounds = spellings(word)[1:] if word.sound else ()
    return tuple(dict.fromkeys((word.folded, *sounds, stem(word.folded))))


def stem(folded: str) -> str:
    """A Latin word without the ending of its plural."""
    if is_japanese(folded) or len(folded) < FUZZY_FROM or folded.endswith(("ss", "us", "is")):
        return folded
    if folded.endswith("ies"):
        return folded[:-3] + "y"
    if folded.endswith("aux"):
        return folded[:-3] + "al"
    return folded.removesuffix("s")
