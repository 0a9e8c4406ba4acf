"""Which of our languages a message is in, however short it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.i18n.catalogue import DEFAULT, languages
from bot.nlu.frequency import COMMON, zipf
from bot.nlu.text import Utterance, is_japanese

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.nlu.text import Word

OF_TITLE = 0.35  # what a word of a title counts
ELISION = re.compile("(?:[ldcjnsm]|qu)'[a-zà-ÿ]", re.IGNORECASE)  # at the start: "l'amylose"
ELIDED = 1.0  # what it counts
KANA = re.compile("[\u3041-\u30fa]")
FOREIGN = re.compile(r"[\u0370-\u1cff\u1f00-\u1fff\uac00-\ud7af]")
A_SENTENCE = 3  # words
MOSTLY = 0.4  # share of ordinary words in a sentence of the language
NEIGHBOURS = ("de", "es", "it", "nl", "pt")  # languages in our letters that people try
MORE_COMMON = 1.0  # how much more common the words must be in another language, on the Zipf scale
SURE = 2.0  # how far a language must lead in evidence before the letters' statistics are not asked


def language_of(utterance: Utterance, preferred: str = "", titled: Callable[[Word], bool] = lambda _: False) -> str:
    """The language of a message; the preferred one, or the default, when it does not tell.

    ``titled`` tells which words are of the program's titles and names: they say little of the language of the question.
    """
    fallback = preferred if preferred in languages() else DEFAULT
    if KANA.search(utterance.text):
        return "ja"
    if is_japanese(utterance.text):
        return _of_kanji(utterance, preferred, fallback, titled)
    if fallback != "ja" and _is_mere_name(utterance, titled):
        return fallback
    return _of_letters(utterance, fallback, titled)


def _of_kanji(utterance: Utterance, preferred: str, fallback: str, titled: Callable[[Word], bool]) -> str:
    """Japanese or Chinese: the former for those who speak it, and for a name in kanji that the program gives."""
    own = [word for word in utterance.words if word.content and not titled(word) and is_japanese(word.folded)]
    spoken = any(zipf(word.folded, ("ja",)) >= COMMON for word in own)
    return "ja" if not own or spoken or preferred == "ja" else _detected(utterance, fallback)


def _of_letters(utterance: Utterance, fallback: str, titled: Callable[[Word], bool]) -> str:
    spoken = [language for language in languages() if language != "ja"]
    evidence = {language: _evidence(utterance, language, titled) for language in spoken}
    if "fr" in evidence and ELISION.match(utterance.text):
        evidence["fr"] += ELIDED
    best = max(spoken, key=lambda language: (evidence[language], language == fallback))
    runner_up = max((evidence[language] for language in spoken if language != best), default=0.0)
    if evidence[best] >= runner_up + SURE:
        return best
    if evidence[best] - runner_up < 1.0 and len(utterance.words) < 4:  # noqa: PLR2004 - too few to count letters
        return fallback if evidence.get(fallback, 0.0) >= evidence[best] - 0.5 else best
    return _detected(utterance, best)


def _is_mere_name(utterance: Utterance, titled: Callable[[Word], bool]) -> bool:
    """Whether nothing is said but a title or a name."""
    telling = [word for word in utterance.words if word.content and not word.folded.isdigit()]
    return bool(telling) and all(titled(word) for word in telling)


def is_foreign(utterance: Utterance, language: str) -> bool:
    """Tell whether a message, taken to be in a language for want of a better one, is in none of ours."""
    letters = [char for char in utterance.text if char.isalpha()]
    if sum(bool(FOREIGN.match(char)) for char in letters) > len(letters) / 2:
        return True
    if is_japanese(utterance.text):
        return language != "ja"
    said = [word.folded for word in utterance.words if word.folded.isalpha()]
    if len(said) < A_SENTENCE:
        return False
    known = sum(zipf(word, (language,)) >= COMMON for word in said)
    ours = sum(zipf(word) for word in said)
    theirs = max(sum(zipf(word, (other,)) for word in said) for other in NEIGHBOURS)
    return (known / len(said) < MOSTLY and theirs > ours) or (theirs - ours) / len(said) >= MORE_COMMON


def _evidence(utterance: Utterance, language: str, titled: Callable[[Word], bool]) -> float:
    """How many words are this language's own: those that are more common in it than elsewhere."""
    said = [w for w in utterance.words if w.content and not w.folded.isdigit()]
    share = {word: OF_TITLE if titled(word) else 1.0 for word in said}
    return sum(share[w] * (_own(w.folded, language) + zipf(w.folded, (language,)) / 8) for w in said)


def _own(folded: str, language: str) -> float:
    """How much a word is this language's own (0 to 1): "quelle" is French, "table" could be either."""
    others = tuple(other for other in languages() if other not in (language, "ja"))
    return min(1.0, max(0.0, (zipf(folded, (language,)) - zipf(folded, others)) / 2))


def _detected(utterance: Utterance, fallback: str) -> str:
    from knowledge.language import detect

    found = detect(utterance.text, (*languages(), "zh") if is_japanese(utterance.text) else languages())
    return found if found in languages() else fallback
