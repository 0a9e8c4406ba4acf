"""Reading a part of a page that may not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.actions import decode
from bot.answers.composer import compose
from bot.answers.parts import LONGEST, VERB, offered, read
from bot.channels.console.render import buttons
from index.chunker import document_chunks
from knowledge.model import Document, Section
from knowledge.speeches.formats import read_document

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.search import Search

PAGE = """# Good to know

## Tents and camping

Thirty beds are in the village hostel. Tents are welcome in the orchard.

## Fees

The day costs 45 euros.
"""


@pytest.fixture(scope="module")
def page() -> Document:
    document, _ = read_document(PAGE.encode(), "info.md", "page")
    assert document is not None
    return document


def mark_of(document: Document, number: int) -> str:
    (choice,) = offered(document_chunks(document)[number], "en")
    return "".join(decode(choice.action).arguments)


def test_a_part_is_read_verbatim(page: Document) -> None:
    reply = read([page], mark_of(page, 0), "fr")
    assert reply is not None
    assert reply.citations[0].quote == "Thirty beds are in the village hostel. Tents are welcome in the orchard."
    assert reply.citations[0].section == "Tents and camping"
    assert reply.language == "fr"


def test_of_a_long_part_whole_sentences_are_read() -> None:
    text = " ".join(f"This is sentence number {number} of them." for number in range(60))
    reply = read(
        [long := Document("page", "a.md", "A", text, (Section(("B",), 0, len(text)),), "en")], mark_of(long, 0), "en"
    )
    assert reply is not None
    quote = reply.citations[0].quote or ""
    assert text.startswith(quote)
    assert quote.endswith("of them.")
    assert LONGEST - 50 < len(quote) <= LONGEST


def test_a_part_without_an_end_is_cut() -> None:
    text = "a" * 3000
    reply = read(
        [page := Document("page", "a.md", "A", text, (Section(("B",), 0, 3000),), "en")], mark_of(page, 0), "en"
    )
    assert reply is not None
    assert len(reply.citations[0].quote or "") == LONGEST


def test_a_part_that_is_gone_or_forged_is_none(page: Document) -> None:
    assert read([], mark_of(page, 0), "en") is None
    assert read([page], "<!channel>", "en") is None


def test_speeches_and_pages_without_parts_offer_none(page: Document) -> None:
    speech = Document("speech", "s.md", "S", page.text, page.sections, "en")
    bare = Document("page", "b.md", "B", "It is free.", (), "en")
    assert [offered(document_chunks(each)[0], "en") for each in (speech, bare)] == [(), ()]


@pytest.mark.parametrize(("question", "verbs"), [("is there a cabin", [VERB]), ("who is the king of Norway", [])])
def test_only_what_may_answer_is_offered(
    open_search: Callable[..., Search], page: Document, question: str, verbs: list[str]
) -> None:
    search = open_search(page)
    reply = compose(question, "en", search.find(question, "en", 8), search)
    assert not (reply.answered and reply.sure)
    pressed = [decode(choice.action).verb for choice in buttons(reply)]
    assert [verb for verb in pressed if not verb.endswith("helpful")] == [*verbs, "organizers"]
