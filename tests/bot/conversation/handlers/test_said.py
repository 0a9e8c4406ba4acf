"""Whose words are quoted: those of whoever was asked for, and of nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from suites.conference import ZONE, Talk, at, shown
from suites.ears import encoder

from bot.answers.composer import compose
from bot.conversation.assistant import Assistant
from knowledge.model import Document, Event, Fact, Knowledge, Program, Turn

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.search import Search

NORWAY = (
    "STATEMENT OF NORWAY\n\n8 May 2025\n\nThe nets of our fishermen are empty. We ask for a treaty on the deep sea. "
    "Whales need quiet water, and ships must slow down in the fjords."
)
KENYA = (
    "STATEMENT OF KENYA\n\n6 May 2025\n\nOur farmers wait for rain. We ask for a fund that pays for wells. "
    "Ships bring grain to Mombasa every week, and the harbour must grow."
)


def speech(source: str, title: str, text: str, state: str, date: str) -> Document:
    start = text.index(date)
    facts = (Fact("state", state, 0, len(title)), Fact("date", date, start, start + len(date)))
    return Document("speech", source, title, text, (), "en", facts=facts, turns=(Turn("", 0, len(text)),))


DOCUMENTS = (
    speech("norway.txt", "STATEMENT OF NORWAY", NORWAY, "NO", "8 May 2025"),
    speech("kenya.txt", "STATEMENT OF KENYA", KENYA, "KE", "6 May 2025"),
)


@pytest.fixture(scope="module")
def talk(open_search: Callable[..., Search]) -> Callable[[], Talk]:
    knowledge = Knowledge(Event("Council of the Sea", ZONE), Program(()), DOCUMENTS, (), ())
    assistant = Assistant(knowledge, open_search(*DOCUMENTS), compose, encoder())
    return lambda: Talk(assistant, at("05 10:40"))


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("What did Norway say about ships?", "norway.txt"),
        ("What did Kenya say about ships?", "kenya.txt"),
        ("what does the Norwegian delegation say about whales", "norway.txt"),
        ("Qu'a dit le Kenya au sujet des navires ?", "kenya.txt"),
        ("ノルウェーは船について何と言いましたか", "norway.txt"),
    ],
)
def test_the_words_are_of_the_one_who_was_asked_for(talk: Callable[[], Talk], question: str, source: str) -> None:
    reply = talk().ask(question).reply
    assert {citation.source for citation in reply.citations} == {source}


@pytest.mark.parametrize(
    "question",
    [
        "What did Brazil say about ships?",
        "日本は船について何と言いましたか",
        "what did the president of SJAC say about ships",
    ],
)
def test_of_whom_there_are_no_words_nobody_else_is_quoted(talk: Callable[[], Talk], question: str) -> None:
    reply = talk().ask(question).reply
    assert not reply.citations
    assert not reply.answered


def test_what_is_not_said_is_not_told_as_sure(talk: Callable[[], Talk]) -> None:
    reply = talk().ask("What did Norway say about nuclear submarines in orbit?").reply
    assert not (reply.answered and reply.sure)


def test_who_speaks_of_something(talk: Callable[[], Talk]) -> None:
    assert "Whales" in shown(talk().ask("who mentioned whales?").reply)


@pytest.mark.parametrize("question", ["which states did not mention ships", "quels pays n'ont pas parlé des navires"])
def test_who_does_not_speak_of_something_cannot_be_told(talk: Callable[[], Talk], question: str) -> None:
    reply = talk().ask(question).reply
    assert not reply.answered
    assert not reply.citations


def test_all_that_one_says_on_a_thing_is_listed(talk: Callable[[], Talk]) -> None:
    reply = talk().ask("what did Kenya say about ships").reply
    assert [citation.quote for citation in reply.citations] == [
        "Ships bring grain to Mombasa every week, and the harbour must grow."
    ]


def test_two_are_quoted_side_by_side(talk: Callable[[], Talk]) -> None:
    reply = talk().ask("compare what Norway and Kenya say about ships").reply
    assert {citation.source for citation in reply.citations} == {"norway.txt", "kenya.txt"}


def test_it_is_still_about_the_same_one(talk: Callable[[], Talk]) -> None:
    conversation = talk()
    conversation.ask("What did Kenya say about ships?")
    reply = conversation.ask("and what did they say about rain?").reply
    assert {citation.source for citation in reply.citations} == {"kenya.txt"}
