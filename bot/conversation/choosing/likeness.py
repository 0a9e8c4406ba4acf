"""Which kind of question a message is most like, by a few examples of each kind in each language."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, Protocol

from bot.i18n.catalogue import words

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["schedule", "content", "practical", "out_of_scope"]
KINDS: tuple[Kind, ...] = ("schedule", "content", "practical", "out_of_scope")
TOGETHER = 3  # examples whose likeness counts


class Encoding(Protocol):
    """What is needed of the search."""

    def encode(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - an array; numpy is not loaded for its name
        """Normalized vectors, one row each."""
        ...


class Likeness:
    """Compares questions with examples. Those of a language are encoded when it is first needed."""

    def __init__(self, search: Encoding) -> None:
        self._search = search
        self._examples = lru_cache(maxsize=None)(self._encoded)

    def lead_of(self, text: str, language: str, kind: Kind) -> float:
        """How much more a text is like one kind than like any other: a difference of cosines, negative if it is not."""
        vector = self._search.encode([text])[0]
        likeness = {each: self._like(vector, each, language) for each in KINDS}
        return likeness[kind] - max(value for each, value in likeness.items() if each != kind)

    def _like(self, vector: Any, kind: Kind, language: str) -> float:  # noqa: ANN401 - an array
        import numpy as np

        cosines = self._examples(kind, language) @ vector
        return float(np.sort(cosines)[-TOGETHER:].mean())

    def _encoded(self, kind: Kind, language: str) -> Any:  # noqa: ANN401 - an array
        return self._search.encode(words(language, f"examples.{kind}"))
