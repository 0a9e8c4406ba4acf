"""Choosing, among all that looks like a part of a time, what stands where a time would."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.nlu.time.atoms import Atom, candidates, longest
from bot.nlu.time.lexicon import word_list
from bot.nlu.time.names import own_weekdays
from bot.nlu.time.spoken import Day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHAKY = {"shaky_clock", "number", "month_day"}  # they count only before an end, or a word that may follow a time
UNDECIDED = "Nb"
WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
NEXT = re.compile(r"\s*([a-z0-9']+|[%€$£°+*=#&]|[一-鿿])?")
WRITTEN = re.compile("[一-鿿゠-ヿ]")  # kanji and katakana: what stands before them in one go is one word with them
NOT_LETTER = re.compile("[^a-z]")
LONG_NAME, LONG_TYPED, SHORTEST_TYPED = 8, 7, 5  # letters; a long name may have two slips


def scan(text: str, language: str) -> tuple[Atom, ...]:
    """The atoms of a folded text in order; they do not overlap."""
    found = list(candidates(text, language))
    near = _Neighbours(text, language, found)
    chosen = longest([atom for atom in found if near.allow(atom)], text)
    return tuple(longest([*chosen, *_mistyped(text, language, chosen)], text))


class _Neighbours:
    """What stands around the atoms of a text."""

    def __init__(self, text: str, language: str, atoms: Sequence[Atom]) -> None:
        self.text = text
        self.careful = word_list(language, "careful")
        self.follow = word_list(language, "follow")
        self.labels = word_list(language, "labels")
        self.before_short_day = word_list(language, "before_short_day")
        self.starts: dict[int, str] = {}
        self.ends = {atom.end for atom in atoms if atom.senses and atom.letter not in UNDECIDED}
        for atom in atoms:
            self.starts[atom.start] = self.starts.get(atom.start, "") + atom.letter

    def allow(self, atom: Atom) -> bool:
        """Whether an atom that may be something else stands where a time would."""
        if not SHAKY.isdisjoint(atom.senses):
            return self._is_followed(atom) and not self._is_labelled(atom)
        phrase = self.text[atom.start : atom.end]
        if not phrase.isascii():
            return phrase not in self.careful or self._stands_alone(atom)
        if NOT_LETTER.split(phrase, maxsplit=1)[0] not in self.careful:
            return True
        return self._is_weekday(atom) if atom.letter == "W" else self._is_followed(atom)

    def _is_followed(self, atom: Atom) -> bool:
        """At 3 in..., at 3?, at 3 tomorrow; and not: at 3 tables, after 2 talks, 六日町."""
        match = NEXT.match(self.text, atom.end)
        if not match or match[1] is None or match[1] in self.follow:
            return True
        letters = self.starts.get(match.start(1), "")
        if match[1].isascii():
            return any(letter.isascii() and letter not in UNDECIDED for letter in letters)
        return bool(letters) or any(self.text.startswith(word, atom.end) for word in self.follow)

    def _stands_alone(self, atom: Atom) -> bool:
        """日曜の朝, 朝9時; and not: サーサーン朝, 朝鮮, 夜会, 第四次, 加藤の次."""
        before = self.text[: atom.start]
        joined = before.removesuffix("の")
        free = not WRITTEN.search(before[-1:]) and (joined == before or not joined)
        return (free or len(joined) in self.ends) and self._is_followed(atom)

    def _is_labelled(self, atom: Atom) -> bool:
        """Room 3, table 7."""
        words = self.text[: atom.start].split()
        return bool(words) and words[-1] in self.labels

    def _is_weekday(self, atom: Atom) -> bool:
        """Whether a short form that is also a word (sat, sun, mer, mar) is the weekday."""
        before, after = self.text[: atom.start], self.text[atom.end :]
        if after.startswith(".") or not (WORD.search(after) or WORD.search(before)):
            return True
        following = NEXT.match(self.text, atom.end)
        letters = self.starts.get(following.start(1), "") if following and following[1] else ""
        if any(letter in "NCBbPDMU" for letter in letters):
            return True
        return bool(before.split()) and before.split()[-1] in self.before_short_day and self._is_followed(atom)


def _mistyped(text: str, language: str, atoms: Sequence[Atom]) -> Iterator[Atom]:
    """Weekdays with a slip or two in them."""
    names = own_weekdays(language)
    taken = {place for atom in atoms for place in range(atom.start, atom.end)}
    for match in WORD.finditer(text):
        word = match.group()
        if len(word) >= SHORTEST_TYPED and taken.isdisjoint(range(*match.span())):
            name, distance, _ = process.extractOne(word, names.keys(), scorer=OSA.distance) or ("", 0, 0)
            if _is_slip(word, name, distance):
                yield Atom(*match.span(), "W", {"weekday": Day(weekday=names[name])})


def _is_slip(word: str, name: str, distance: float) -> bool:
    """saterday, wensday, firday, jeuid; and not: sundae, Frida, Munday, Landi."""
    ends_alike = any(sorted(word[-length:]) == sorted(name[-length:]) for length in (2, 3))
    if word[0] != name[0] or not ends_alike:
        return False
    if len(name) >= LONG_NAME:
        return distance <= (2 if len(word) >= LONG_TYPED else 1)
    return distance == 1 and (len(word) != len(name) or sorted(word) == sorted(name))
