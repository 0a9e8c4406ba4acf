"""The main points of a text: its own sentences, in its order, no courtesies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answers.points import MOST, points
from knowledge.model import Document

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.search import Search

TALK = """Ladies and gentlemen, thank you very much for the kind invitation to this hall.

Rivers in the north carry more salt every year, and the farms beside them have begun to fail. The salt comes from old
mines that were flooded in the sixties. Our survey counted four hundred such mines in nine valleys.

We propose three steps that every valley can take within ten years. The first step is to seal the oldest shafts with
clay. The second step is to plant reeds that take up salt along the banks. The third step is to pay farmers who change
to barley, which bears salt better than wheat.

Thank you again for listening.
"""


@pytest.fixture(scope="module")
def search(open_search: Callable[..., Search]) -> Search:
    return open_search(Document("speech", "salt.md", "Salt in our rivers", TALK, (), "en", "Ida Holm"))


@pytest.mark.parametrize("count", [1, 3, 9])
def test_points_are_sentences_of_the_text_in_its_order(search: Search, count: int) -> None:
    reply = points(search.passages({"salt.md"}), count, "en", search)
    assert reply is not None
    quotes = [citation.quote or "" for citation in reply.citations]
    assert len(quotes) == min(count, MOST)
    assert all(quote in TALK for quote in quotes)
    assert [TALK.index(quote) for quote in quotes] == sorted(TALK.index(quote) for quote in quotes)
    assert not any("hank you" in quote for quote in quotes)


def test_where_there_is_nothing_to_tell_there_are_no_points(search: Search) -> None:
    assert points([], 3, "en", search) is None
