"""What of a passage is embedded and matched: the views under which a question may find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.text import matched_words

if TYPE_CHECKING:
    from index.model import Chunk


def embedded_texts(chunk: Chunk) -> list[str]:
    """Return the texts whose vectors stand for a passage.

    First the passage as a whole, then each of its sentences in order, then the heading by itself where there is
    one: on a page of questions and answers the heading is the question.
    """
    return [whole_text(chunk), *sentence_texts(chunk), *chunk.heading[-1:]]


def whole_text(chunk: Chunk) -> str:
    """The text whose vector stands for a passage as a whole: it is led by its heading."""
    return "\n".join([*chunk.heading[-1:], chunk.text])


def sentence_texts(chunk: Chunk) -> list[str]:
    """The sentences of a passage, in order."""
    return [chunk.text[start - chunk.start : end - chunk.start] for start, end in chunk.sentences]


def lexical_words(chunk: Chunk) -> list[str]:
    """The words by which a passage is matched: its own and those of its title, headings and speaker."""
    around = " ".join(dict.fromkeys([chunk.title, *chunk.heading, chunk.speaker]))
    return matched_words(f"{around}\n{chunk.text}", chunk.language)
