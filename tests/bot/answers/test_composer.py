"""Whole answers: what attendees read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.actions import decode
from bot.answers.composer import compose
from bot.channels.console.render import buttons, render
from bot.i18n.catalogue import say
from bot.messages import QuoteBlock
from knowledge.model import Document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.messages import Reply
    from index.search import Search


def ask(search: Search, question: str, language: str) -> Reply:
    return compose(question, language, search.find(question, language, 8), search)


ANSWERED = [
    ("when was the observatory founded?", "en", "1932"),
    ("who founded the observatory", "en", "Irma Vestergaard"),
    ("how many people work at the observatory?", "en", "forty-two"),
    ("en quelle année l'observatoire a-t-il été fondé ?", "fr", "1932"),
    ("天文台はいつ設立されましたか", "ja", "1932"),
    ("what is the name of the guest network?", "en", "ARLEN-OPEN"),
    ("comment s'appelle le réseau des invités ?", "fr", "ARLEN-OPEN"),
]


@pytest.mark.parametrize(("question", "language", "told"), ANSWERED)
def test_the_quote_holds_the_answer(search: Search, question: str, language: str, told: str) -> None:
    reply = ask(search, question, language)
    assert reply.kind == "content"
    assert reply.answered
    assert reply.language == language
    assert told in (reply.citations[0].quote or "")
    assert len(render(reply)) <= 600
    assert [decode(choice.action).verb for choice in buttons(reply)] == ["helpful", "unhelpful"]


REFUSED = [
    ("what is the budget of the observatory?", "en"),
    ("who won the football world cup?", "en"),
    ("quel est le salaire du directeur de l'observatoire ?", "fr"),
    ("天文台の予算はいくらですか", "ja"),
    ("富士山の高さは何メートルですか", "ja"),
]


@pytest.mark.parametrize(("question", "language"), REFUSED)
def test_what_is_not_said_is_refused_with_the_nearest_thing(search: Search, question: str, language: str) -> None:
    reply = ask(search, question, language)
    assert reply.kind == "refusal"
    assert not reply.answered
    assert reply.citations == ()
    told = render(reply)
    assert say(language, "content.refusal") in told
    assert "Arlen" in told or "Practical" in told or "Infos" in told
    assert [decode(choice.action).verb for choice in buttons(reply)] == ["organizers"]


def test_a_citation_is_a_slice_of_its_source_and_the_block_is_clean(search: Search) -> None:
    reply = ask(search, "how many people work there today?", "en")
    quote = next(block for block in reply.blocks if isinstance(block, QuoteBlock))
    assert "**forty-two**" in (quote.citation.quote or "")
    assert "forty-two people work" in quote.text
    assert quote.citation.session == "talk-1"
    assert quote.label == "Tove Lind, A night at Arlen, The observatory"


def test_the_language_of_the_quote_is_told(search: Search) -> None:
    reply = ask(search, "en quelle année l'observatoire a-t-il été fondé ?", "fr")
    assert "citation en anglais" in render(reply)


def test_practical_questions_are_answered_from_the_page_in_their_language(search: Search) -> None:
    for question, language in (("where is the password of the network", "en"), ("où est le vestiaire ?", "fr")):
        assert ask(search, question, language).citations[0].source == f"info.{language}.md"


def test_nothing_at_all_to_answer_from(open_search: Callable[..., Search]) -> None:
    empty = open_search()
    reply = ask(empty, "when was it founded?", "en")
    assert (reply.kind, reply.answered) == ("refusal", False)
    assert render(reply).startswith(say("en", "content.refusal"))


def test_one_single_sentence_is_material_enough(open_search: Callable[..., Search]) -> None:
    one = open_search(Document("page", "a.txt", "Bus", "The shuttle leaves at 18:40 from gate B.", (), "en"))
    assert ask(one, "when does the shuttle leave?", "en").answered
    assert not ask(one, "who is the minister of finance?", "en").answered


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("since when is the Comprehensive Space Dialogue held?", "en", "since 2016"),
        ("en quelle année le premier satellite japonais ?", "fr", "Japan in 1970"),
        ("CALLISTOは誰が開発していますか？", "ja", "JAXA, CNES, and DLR"),
        ("what is the budget of CALLISTO?", "en", ""),
        ("who is the president of CNES?", "en", ""),
        ("qui est le président du CNES ?", "fr", ""),
        ("CNESの総裁は誰ですか", "ja", ""),
        ("how many employees does JAXA have?", "en", ""),
        ("when was the fourth session of the dialogue?", "en", "yesterday"),
        ("日本の最初の衛星はいつ打ち上げられましたか", "ja", "Japan in 1970"),
        ("宇宙安全保障について何と言いましたか", "ja", "security"),
        ("qu'a-t-il dit de la sécurité spatiale ?", "fr", "security"),
        ("what did Kazeki say about trust?", "en", "trust"),
    ],
)
def test_the_keynote(
    open_search: Callable[..., Search], real_data: Path, question: str, language: str, told: str
) -> None:
    text = (real_data / "france-japan-2026" / "keynote.txt").read_text("utf-8")
    keynote = open_search(Document("speech", "keynote.txt", "Keynote", text, (), "en", "KAZEKI Jun"))
    reply = ask(keynote, question, language)
    assert (reply.answered and reply.sure) is bool(told)
    assert not told or all(
        told in (citation.quote or "") and (citation.quote or "") in text for citation in reply.citations
    )


def test_what_a_named_speaker_said_about_something(open_search: Callable[..., Search]) -> None:
    engines = (
        "My name is Ada Quellmann. I build things.\n\nEngines must be quiet, or nobody will want to live near them."
    )
    boats = "Engines of boats are heavy and loud. We sell them all over the world."
    both = open_search(
        Document("speech", "ada.md", "Ada's talk", engines, (), "en", "Ada Quellmann"),
        Document("speech", "bo.md", "Bo's talk", boats, (), "en", "Bo Thorsgaard"),
    )
    reply = ask(both, "what did Quellmann say about engines?", "en")
    assert reply.citations[0].speaker == "Ada Quellmann"
    assert "quiet" in (reply.citations[0].quote or "")
    assert ask(both, "what did Thorsgaard say about engines?", "en").citations[0].speaker == "Bo Thorsgaard"


def test_a_question_that_is_but_a_name_stays_whole(search: Search) -> None:
    reply = ask(search, "Tove Lind", "en")
    assert reply.kind in {"content", "refusal"}
