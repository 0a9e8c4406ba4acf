"""What is only said in a speech: its session is on that topic, though neither title nor description tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.nlu.entities.vocabulary import stem
from bot.nlu.frequency import weight
from bot.nlu.text import clean_name, fold, is_japanese, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.nlu.glossary import Unit
    from bot.nlu.text import Word
    from knowledge.model import Document

RARE = 0.75  # weight from which one word tells what a speech is about; a long text has all common ones


class Speeches:
    """The texts of the documents that belong to sessions."""

    def __init__(self, documents: Iterable[Document]) -> None:
        known = tuple(documents)
        self._texts = [(d.session, _plain(d.text)) for d in known if d.session]
        self._titles = [
            (d, {stem(word.folded) for word in words(clean_name(d.title))}) for d in known if d.kind == "speech"
        ]

    def titled(self, said: Sequence[Word]) -> Document | None:
        """The speech in whose title all words are; None when it is none or several."""
        wanted = {stem(word.folded) for word in said}
        found = [document for document, title in self._titles if wanted and wanted <= title]
        return found[0] if len(found) == 1 else None

    def about(self, topic: Sequence[Unit], language: str) -> tuple[str, ...]:
        """The sessions in whose speeches all parts of a topic are named."""
        parts = [[_pattern(phrase) for phrase in unit if _tells(phrase, language)] for unit in topic]
        if not parts:
            return ()
        told = (key for key, text in self._texts if all(any(one.search(text) for one in part) for part in parts))
        return tuple(dict.fromkeys(told))


def _plain(text: str) -> str:
    return " ".join(fold(clean_name(text)).split())


def _tells(phrase: str, language: str) -> bool:
    alone = phrase.rstrip("*")
    return " " in alone or weight(alone, language) >= RARE


def _pattern(phrase: str) -> re.Pattern[str]:
    escaped = re.escape(phrase).replace(r"\*", r"\w*")
    return re.compile(escaped if is_japanese(phrase) else rf"\b{escaped}\b")
