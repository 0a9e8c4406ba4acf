"""Japanese words by a dictionary: which of them mean something by themselves, and which are names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from index.japanese import morphemes

# Parts of speech that mean something by themselves.
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞"})
_PARTICLE = "助詞"
_EMPTY = frozenset({"非自立可能", "助動詞語幹"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word in the dictionary's spelling, whether it is a proper name, and whether that of a place."""

    text: str
    proper: bool = False
    place: bool = False


@lru_cache(maxsize=4096)
def content_words(run: str) -> tuple[Word, ...]:
    """Return the words of a run of Japanese that mean something."""
    found = []
    for _, morpheme in morphemes(run):
        meaningful, proper, place = _kind(morpheme.part_of_speech())
        if meaningful:
            found.append(Word(morpheme.normalized_form(), proper, place))
    return tuple(found)


def spoken_words(run: str) -> list[str]:
    """The words of a run of Japanese in order, all but particles, in the dictionary's spelling."""
    return [str(each.normalized_form()) for _, each in morphemes(run) if each.part_of_speech()[0] != _PARTICLE]


@cache
def _kind(part: tuple[str, ...]) -> tuple[bool, bool, bool]:
    """Whether a part of speech means something, is a proper name, is a place's."""
    first, second, third, *_ = part
    return first in _CONTENT and second not in _EMPTY, second == "固有名詞", third == "地名"
