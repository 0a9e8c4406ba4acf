"""Questions of a page as headings."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.speeches.formats import read_document

ANSWER = "There are 120 spaces under the building."


def parts(text: str, kind: str = "page", source: str = "faq.md") -> list[tuple[str, str]]:
    """The innermost heading of each section, and its text."""
    document, problems = read_document(text.encode(), source, kind)
    assert problems == ()
    assert document is not None
    return [((each.heading or ("",))[-1], text[each.start : each.end]) for each in document.sections]


@pytest.mark.parametrize(
    "text",
    [
        f"# FAQ\n\n**Can I come by car?**\n{ANSWER}\n",
        f"# FAQ\n\n**Can I come by car?**\n\n{ANSWER}\n",
        f"# FAQ\n\n__Can I come by car?__ {ANSWER}\n",
        f"# FAQ\n\n- **Can I come by car?** {ANSWER}\n",
        f"# FAQ\n\nQ: **Can I come by car?**\n{ANSWER}\n",
        f"**Can I come by car?**\n{ANSWER}\n",
    ],
)
def test_a_bold_question_heads_its_answer(text: str) -> None:
    assert parts(text) == [("Can I come by car?", ANSWER)]


@pytest.mark.parametrize("source", ["faq.md", "faq.txt"])
def test_plain_questions_head_their_answers(source: str) -> None:
    text = f"Can I come by car?\n{ANSWER}\n\nQ2: Is there a bus?\nBus 33 stops at the door.\n\n犬は？\n来られません。"
    assert parts(text, source=source) == [
        ("Can I come by car?", ANSWER),
        ("Is there a bus?", "Bus 33 stops at the door."),
        ("犬は？", "来られません。"),
    ]


def test_questions_nest_below_headings() -> None:
    text = f"# FAQ\n\n## Travel\n\n**By car?**\n{ANSWER}\n\n## Food\n\nLunch is cold.\n"
    document, _ = read_document(text.encode(), "faq.md", "page")
    assert document is not None
    assert [each.heading for each in document.sections] == [("Travel", "By car?"), ("Food",)]


@pytest.mark.parametrize(
    "text",
    [
        f"Lost your way? Ask at the desk.\n\n{ANSWER}\n",
        f"Are you coming?\n\n{ANSWER}\n",  # a single plain one may be rhetorical
        f"{ANSWER}\nAre you coming?\nSo is she?\nWe hope so.\n",  # in the middle of a paragraph
        f"**Parking:** {ANSWER}\n",
        f"Are you coming?\n\n{ANSWER}\n\nIs she?\n",  # nothing below
    ],
)
def test_what_is_no_heading_stays_text(text: str) -> None:
    assert [heading for heading, _ in parts(text) if heading] == []


def test_a_speaker_s_questions_are_what_was_said() -> None:
    assert parts(f"# Talk\n\n**Can we do it?**\n\n{ANSWER}\n", "speech") == [("", f"**Can we do it?**\n\n{ANSWER}")]


@given(
    st.lists(st.sampled_from(["**Why?**", "Why?", "Q: Who?", "## H", "Text.", "", "- a", "** b **", "？"]), max_size=12)
)
def test_sections_are_in_order_and_do_not_overlap(lines: list[str]) -> None:
    document, _ = read_document("\n".join(lines).encode(), "faq.md", "page")
    spans = [(each.start, each.end) for each in document.sections] if document else []
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
