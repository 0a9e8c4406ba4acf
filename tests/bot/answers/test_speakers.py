"""What is asked about, without who said it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.answers.composer import compose
from bot.answers.speakers import about
from index.chunker import session_chunks
from index.model import Hit
from knowledge.model import Document, Session, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.search import Search


@pytest.mark.parametrize(
    ("question", "language", "topic"),
    [
        ("what did Ms Quellmann say about engines?", "en", "engines"),
        ("qu’a-t-elle dit du bruit des moteurs ?", "fr", "bruit des moteurs"),
        ("騒音について何と言いましたか", "ja", "騒音"),
        ("who built the engine?", "en", "who built the engine?"),
        ("what did they say?", "en", "what did they say?"),
        ("was haben sie gesagt?", "de", "was haben sie gesagt?"),
    ],
)
def test_the_topic_of_a_question_of_what_was_said(question: str, language: str, topic: str) -> None:
    assert about(question, language) == topic


TALK = """My name is Ada Quellmann, and I am glad to be here.

Engines must be quiet, or nobody will want to live near them.

Crews will train in a pool with a model of the station.
"""


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("qu'a-t-elle dit de l'entraînement des équipages ?", "fr", "Crews"),
        ("エンジンの静かさについて何と言いましたか", "ja", "Engines"),
        ("what did Quellmann say about football?", "en", ""),
    ],
)
def test_the_topic_is_quoted_and_not_the_introduction(
    open_search: Callable[..., Search], question: str, language: str, told: str
) -> None:
    ada = open_search(Document("speech", "ada.md", "Ada's talk", TALK, (), "en", "Ada Quellmann"))
    reply = compose(question, language, ada.find(question, language, 8), ada)
    assert reply.answered is bool(told)
    assert all(told in (citation.quote or "") for citation in reply.citations)


@pytest.mark.parametrize("question", ["what did Quellmann say about engines?", "what did Quellmann say about parking?"])
def test_what_was_said_is_not_taken_from_an_announcement(open_search: Callable[..., Search], question: str) -> None:
    ada = open_search(Document("speech", "ada.md", "Ada's talk", TALK, (), "en", "Ada Quellmann"))
    start = datetime(2026, 3, 5, 9, tzinfo=UTC)
    abstract = "Ada Quellmann speaks about engines and about parking near engines."
    (announced,) = session_chunks(
        Session("s", "Engines and parking", start, speakers=(Speaker("Ada Quellmann"),), abstract=abstract)
    )
    hits = [Hit(announced, 9.0, 0.95, 9.0, 1.0, 0.4), *ada.find(question, "en", 8)]
    reply = compose(question, "en", hits, ada)
    assert all(citation.source == "ada.md" for citation in reply.citations)
    assert reply.answered is ("engines" in question)
