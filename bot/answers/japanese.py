"""Japanese words by a dictionary: which of them mean something by themselves, and which are names."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sudachipy import Dictionary, Tokenizer

# Parts of speech that mean something by themselves.
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞"})
_EMPTY = frozenset({"非自立可能", "助動詞語幹"})
_LONGEST = 10_000  # characters; Sudachi takes at most 49,149 bytes at once
_own = threading.local()  # a tokenizer may not be used by two threads at once


@dataclass(frozen=True, slots=True)
class Word:
    """A word in the dictionary's spelling, whether it is a proper name, and whether that of a place."""

    text: str
    proper: bool = False
    place: bool = False


@lru_cache(maxsize=4096)
def content_words(run: str) -> tuple[Word, ...]:
    """Return the words of a run of Japanese that mean something."""
    tokenizer = _tokenizer()
    found = []
    for start in range(0, len(run), _LONGEST):
        for morpheme in tokenizer.tokenize(run[start : start + _LONGEST]):
            meaningful, proper, place = _kind(morpheme.part_of_speech_id())
            if meaningful:
                found.append(Word(morpheme.normalized_form(), proper, place))
    return tuple(found)


@cache
def _kind(number: int) -> tuple[bool, bool, bool]:
    """Whether a part of speech means something, is a proper name, is a place's."""
    first, second, third, *_ = _dictionary().pos_of(number) or ("", "", "")
    return first in _CONTENT and second not in _EMPTY, second == "固有名詞", third == "地名"


def _tokenizer() -> Tokenizer:
    if not hasattr(_own, "tokenizer"):
        from sudachipy import SplitMode

        _own.tokenizer = _dictionary().tokenizer(mode=SplitMode.A)
    tokenizer: Tokenizer = _own.tokenizer
    return tokenizer


@cache
def _dictionary() -> Dictionary:
    from sudachipy import Dictionary

    return Dictionary()
