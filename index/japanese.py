"""Japanese text to words, by Sudachi, which also brings different spellings of one word together."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sudachipy import Dictionary, Morpheme, Tokenizer

# Nouns, verbs, adjectives and what is joined to them; not particles, endings, signs.
_CONTENT = frozenset(["名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞"])
# する, いる, こと and others that mostly serve another word.
_SERVING = "非自立可能"
# Sudachi takes at most 49,149 bytes at once, and a character has up to four.
_LONGEST = 12_000

_of_thread = threading.local()


def content_words(run: str) -> list[str]:
    """Return the normalized forms of the words that carry a subject, in order."""
    found = []
    for _, morpheme in morphemes(run):
        kind = morpheme.part_of_speech()
        if kind[0] in _CONTENT and kind[1] != _SERVING:
            found.append(str(morpheme.normalized_form()))
    return found


def morphemes(text: str) -> Iterator[tuple[int, Morpheme]]:
    """Take a text apart into the shortest units; each comes with the place in the text where it begins."""
    for start in range(0, len(text), _LONGEST):
        for morpheme in _tokenizer().tokenize(text[start : start + _LONGEST]):
            yield start + morpheme.begin(), morpheme


def _tokenizer() -> Tokenizer:
    """This thread's tokenizer: one may not be used by two threads at a time."""
    if not hasattr(_of_thread, "tokenizer"):
        from sudachipy import SplitMode

        # The shortest units match best: a long compound is found by its parts.
        _of_thread.tokenizer = _dictionary().tokenizer(mode=SplitMode.A)
    tokenizer: Tokenizer = _of_thread.tokenizer
    return tokenizer


@cache
def _dictionary() -> Dictionary:
    from sudachipy import Dictionary

    return Dictionary()
