"""What the conversation needs of the search and of the composer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from bot.messages import Reply
    from index.model import Chunk, Hit


class Finder(Protocol):
    """What is needed of the search."""

    def find(self, text: str, language: str, limit: int) -> list[Hit]:
        """Passages for a question, best first."""
        ...

    def narrowed(self, kept: Callable[[Chunk], bool]) -> Finder:
        """The same search over some passages alone."""
        ...

    def passages(self, sources: Collection[str]) -> list[Chunk]:
        """All passages of some sources, in their order."""
        ...

    def sentence_cosines(self, question: str, chunk: Chunk) -> Any:  # noqa: ANN401 - an array
        """The cosine of a question with each sentence of a passage, in their order."""
        ...

    def encode(self, texts: Sequence[str]) -> Any:  # noqa: ANN401 - an array; numpy is not loaded for its name
        """Normalized vectors of questions, one row each."""
        ...

    def session_cosines(self, texts: Sequence[str]) -> tuple[tuple[str, ...], Any, Any]:
        """Session ids, and the cosines of each text with their best passages and with their titles."""
        ...


Composer = Callable[[str, str, Sequence["Hit"], Any], "Reply"]
"""Question, language, passages and the search in; a content answer or a refusal out."""
