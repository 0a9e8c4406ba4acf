"""Practical questions, answered from headed pages or refused."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from bot.answers.composer import compose
from knowledge.model import Document, Section
from knowledge.speeches.formats import read_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.search import Search

PAGE_EN = """# Good to know

## Getting here

The castle stands at 7 Harbour Road, Lindholm. Bus 12 stops in front of the drawbridge.

## Wi-Fi

Join LINDHOLM-GUEST. Your personal code is printed on the ticket.

## Lost property

Ask the porter with the yellow hat. The office closes at 6 pm.

## Luggage

Lockers are behind the stairs.
"""
PAGE_FR = """# Bon à savoir

## Venir

Le château se trouve 7 rue du Port, à Lindholm. Le bus 12 s'arrête devant le pont-levis.

## Wi-Fi

Connectez-vous à LINDHOLM-GUEST. Votre code personnel est imprimé sur le billet.

## Objets trouvés

Adressez-vous au portier au chapeau jaune. Le bureau ferme à 18 h.

## Bagages

Les casiers sont derrière l'escalier.
"""
PAGE_JA = """# ご案内

## アクセス

城はリンドホルム港通り7番地にあります。12番のバスが跳ね橋の前に停まります。

## Wi-Fi

LINDHOLM-GUESTに接続してください。個人用のコードはチケットに印刷されています。

## 荷物

ロッカーは階段の裏にあります。
"""


EVENTS = yaml.safe_load((Path(__file__).parent / "pages.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def castle(open_search: Callable[..., Search]) -> Search:
    return open_search(
        *(
            Document("page", f"info.{code}.md", text.split("\n")[0][2:], text, _sections(text), code)
            for code, text in (("en", PAGE_EN), ("fr", PAGE_FR), ("ja", PAGE_JA))
        )
    )


def _sections(text: str) -> tuple[Section, ...]:
    found = list(re.finditer(r"^(#+) (.*)$", text, re.MULTILINE))
    ends = [each.start() for each in found[1:]] + [len(text)]
    top = found[0][2]
    return tuple(
        Section((top,) if each[1] == "#" else (top, each[2]), each.start(), end)
        for each, end in zip(found, ends, strict=True)
    )


@pytest.mark.parametrize(
    ("question", "language", "told"),
    [
        ("is there wifi?", "en", "LINDHOLM-GUEST"),
        ("il y a du wifi ?", "fr", "LINDHOLM-GUEST"),
        ("Wi-Fiはありますか", "ja", "LINDHOLM-GUEST"),
        ("what is the address of the castle?", "en", "7 Harbour Road"),
        ("c'est quoi l'adresse", "fr", "7 rue du Port"),
        ("城の住所を教えてください", "ja", "7番地"),
        ("who do I ask about lost property?", "en", "yellow hat"),
        ("le bureau des objets trouvés ferme à quelle heure", "fr", "18 h"),
        ("where are the lockers?", "en", "behind the stairs"),
        ("ロッカーはどこですか", "ja", "階段の裏"),
        ("whats the password for the internet", "en", "printed on the ticket"),
        ("where can i leave my suitcase", "en", "behind the stairs"),
        ("où laisser ma valise ?", "fr", "derrière l'escalier"),
        ("スーツケースを預けたい", "ja", "階段の裏"),
        ("i lost my scarf", "en", "yellow hat"),
    ],
)
def test_the_section_is_quoted_in_the_language_of_the_question(
    castle: Search, question: str, language: str, told: str
) -> None:
    reply = compose(question, language, castle.find(question, language, 8), castle)
    assert reply.answered
    assert told in (reply.citations[0].quote or "")
    assert reply.citations[0].source == f"info.{language}.md"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("can i bring my dog", "en"),
        ("how do I get a refund", "en"),
        ("what is the phone number of the office?", "en"),
        ("quel est le code vestimentaire ?", "fr"),
        ("où est l'hôtel le plus proche ?", "fr"),
        ("ペットを連れて行けますか", "ja"),
        ("is the ticket recyclable", "en"),
        ("le billet est-il recyclable ?", "fr"),
    ],
)
def test_what_no_section_tells_is_refused(castle: Search, question: str, language: str) -> None:
    reply = compose(question, language, castle.find(question, language, 8), castle)
    assert reply.kind == "refusal"


@pytest.fixture(scope="module")
def pages(open_search: Callable[..., Search]) -> dict[str, Search]:
    read = {
        event["name"]: [read_document(text.encode(), name, "page")[0] for name, text in event["pages"].items()]
        for event in EVENTS
    }
    return {name: open_search(*documents) for name, documents in read.items()}


@pytest.mark.parametrize(
    ("event", "language", "question", "told"),
    [(event["name"], *row) for event in EVENTS for row in event["told"]],
)
def test_a_practical_question_is_answered_from_pages_in_whatever_language(
    pages: dict[str, Search], event: str, language: str, question: str, told: str
) -> None:
    reply = compose(question, language, pages[event].find(question, language, 8), pages[event])
    assert reply.answered
    assert told in (reply.citations[0].quote or "")


@pytest.mark.parametrize(
    ("event", "language", "question"),
    [(event["name"], *row) for event in EVENTS for row in event["not_told"]],
)
def test_a_practical_question_that_no_page_answers_is_refused(
    pages: dict[str, Search], event: str, language: str, question: str
) -> None:
    assert not compose(question, language, pages[event].find(question, language, 8), pages[event]).answered
