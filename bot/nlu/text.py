"""What was typed, made fit to be matched: cleaned, folded, cut into words.

Folding keeps the length, so a place in the folded text is the same place in the cleaned one.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bot.nlu.kana import romanized
from index.japanese import morphemes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LONGEST = 500  # characters of a question that are read
SCRIPT = re.compile(r"<(script|style)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
PAIR = re.compile(r"(?<![A-Za-z0-9])([A-Za-z])[/&]([A-Za-z])(?![A-Za-z0-9])")  # I/O, Q&A
MARKUP = re.compile(r"<[@#!/a-zA-Z][^<>]{0,200}>")
JOINED = str.maketrans({"œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae", "ß": "ss", "’": "'", "`": "'", "´": "'"})
CJK = "\u3005\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff"
JAPANESE = re.compile(f"[{CJK}]")
RUNS = re.compile(f"[{CJK}]+|[^\\W_{CJK}]+")
KATAKANA = re.compile("[\u30a1-\u30fa\u30fc-\u30ff]+")
LONG_KATAKANA, SHORT_KATAKANA = 5, 2  # letters of a word that may be two, and of each of them
CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "感動詞", "代名詞"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word at ``[start, end)``. ``folded`` is how it is matched; ``sound`` its Latin letters, if it is Japanese.

    ``content`` is false for the particles of Japanese, which mean nothing by themselves; ``name`` is true for its
    proper nouns.
    """

    folded: str
    start: int
    end: int
    sound: str = ""
    content: bool = True
    name: bool = False


@dataclass(frozen=True, slots=True)
class Utterance:
    """One message: ``text`` as cleaned, ``folded`` of the same length, and its words."""

    text: str
    folded: str
    words: tuple[Word, ...]


def read(message: str) -> Utterance:
    """Clean, fold and cut a message; what lies beyond 500 characters is not read."""
    text = clean(message)
    return Utterance(text, fold(text), words(text))


def clean(message: str) -> str:
    """The message without markup, control and direction marks, with plain forms of letters and single spaces."""
    text = MARKUP.sub(" ", SCRIPT.sub(" ", message[: 4 * LONGEST]))
    text = PAIR.sub(r"\1\2", unicodedata.normalize("NFKC", text).translate(JOINED))
    text = "".join(" " if char.isspace() else char for char in text if _is_shown(char))
    return " ".join(text[:LONGEST].split())


def fold(text: str) -> str:
    """Lower case without accents; what is neither letter nor digit becomes a space. The length stays."""
    return "".join(_fold(char) for char in text)


def lower(text: str) -> str:
    """Lower case with accents kept; the length stays."""
    return "".join(char.lower()[0] for char in text)


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Word, ...]:
    """The words of a cleaned text; Japanese is cut by a dictionary."""
    folded = fold(text)
    return tuple(word for run in RUNS.finditer(folded) for word in _words_of(run))


def plain(text: str) -> str:
    """The folded words of any text, joined by single spaces: the form in which two names are compared."""
    return " ".join(word.folded for word in words(clean_name(text)))


def clean_name(text: str) -> str:
    """As ``clean``, for the program's own texts, whose angle brackets are no markup."""
    return " ".join(PAIR.sub(r"\1\2", unicodedata.normalize("NFKC", text).translate(JOINED)).split())


def is_japanese(text: str) -> bool:
    """Tell whether a text has kana or kanji."""
    return JAPANESE.search(text) is not None


def _is_shown(char: str) -> bool:
    return unicodedata.category(char) not in {"Cf", "Cc", "Cs", "Co", "Cn"} or char.isspace()


@cache
def _fold(char: str) -> str:
    if "\u3041" <= char <= "\u30ff" or char == "\u3005":
        return char
    base = unicodedata.normalize("NFKD", char.lower())[0]
    if not base.isalnum():
        return " "
    if base.isascii() or base.isdigit() or not base.isalpha() or JAPANESE.match(base):
        return base
    return _latin(base)


def _latin(letter: str) -> str:
    from anyascii import anyascii

    return (anyascii(letter).lower() or letter)[0] if unicodedata.name(letter, "").startswith("LATIN") else letter


def _words_of(run: re.Match[str]) -> Iterator[Word]:
    if not JAPANESE.match(run[0]):
        yield Word(run[0], run.start(), run.end())
        return
    for place, morpheme in morphemes(run[0]):
        surface, kinds = morpheme.surface(), morpheme.part_of_speech()
        start = run.start() + place
        sound = romanized(morpheme.reading_form() or surface)
        content, is_name = kinds[0] in CONTENT and kinds[1] != "非自立可能", kinds[1] == "固有名詞"
        yield Word(surface, start, start + len(surface), sound, content, is_name)


def unexplained(utterance: Utterance, spans: Iterable[tuple[int, int]]) -> tuple[Word, ...]:
    """The words that mean something and lie in none of the stretches."""
    stretches = tuple(spans)
    return tuple(
        word
        for word in utterance.words
        if word.content and not any(s < word.end and word.start < e for s, e in stretches)
    )


def recut(utterance: Utterance, is_name: Callable[[Word], bool]) -> Utterance:
    """The utterance with katakana cut anew, where it makes known names: of two words one, or of one word two."""
    recut: list[Word] = []
    for word in utterance.words:
        together = _together(recut[-1], word) if recut else None
        if together is not None and is_name(together):
            recut[-1] = together
        elif len(word.folded) < LONG_KATAKANA or not KATAKANA.fullmatch(word.folded) or is_name(word):
            recut.append(word)
        else:
            halves = (_halves(word, place) for place in range(SHORT_KATAKANA, len(word.folded) - SHORT_KATAKANA + 1))
            recut += next((two for two in halves if all(is_name(half) for half in two)), (word,))
    return replace(utterance, words=tuple(recut))


def _together(one: Word, other: Word) -> Word | None:
    in_kana = KATAKANA.fullmatch(one.folded) and KATAKANA.fullmatch(other.folded)
    if not in_kana or one.end != other.start:
        return None
    return Word(one.folded + other.folded, one.start, other.end, one.sound + other.sound)


def _halves(word: Word, place: int) -> tuple[Word, Word]:
    first, second, middle = word.folded[:place], word.folded[place:], word.start + place
    return (
        Word(first, word.start, middle, romanized(first)),
        Word(second, middle, word.end, romanized(second)),
    )
