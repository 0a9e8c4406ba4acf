from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.messages import (
    Attachment,
    Choice,
    Choices,
    Citation,
    Item,
    Link,
    Listing,
    QuoteBlock,
    Reply,
    SessionCard,
    Text,
)
from bot.store import replies

words = st.text(max_size=20)
choices = st.builds(Choice, words, words)
citations = st.builds(Citation, words, words, st.none() | words, st.none() | words)
blocks = st.one_of(
    st.builds(Text, words, st.sampled_from(["plain", "heading", "note"])),
    st.builds(Link, words, words),
    st.builds(SessionCard, words, words, words, words, words, words, st.booleans()),
    st.builds(Listing, words, st.lists(st.builds(Item, words, words, words)).map(tuple), st.none() | choices),
    st.builds(QuoteBlock, words, words, citations),
    st.builds(Choices, st.lists(choices).map(tuple), words),
    st.builds(Attachment, words, words, words),
)


@given(st.builds(Reply, st.lists(blocks).map(tuple), citations=st.lists(citations, max_size=2).map(tuple)))
def test_a_reply_comes_back_as_it_was(reply: Reply) -> None:
    body, digest = replies.encode(reply)
    assert replies.decode(body) == reply
    assert replies.encode(replies.decode(body)) == (body, digest)
