"""Sections for any headings whatever."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.sections import Heading, sections


@st.composite
def headed(draw: st.DrawFn) -> tuple[str, list[Heading]]:
    """A text, and headings of any level that do not overlap in it."""
    text = draw(st.text(alphabet="ab \n", max_size=60))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, [Heading(draw(st.integers(1, 4)), f"h{at}", start, end) for at, (start, end) in enumerate(pairs)]


@given(headed())
def test_sections_hold_all_words_outside_headings_in_order(case: tuple[str, list[Heading]]) -> None:
    text, headings = case
    found = sections(text, headings)
    covered = [index for section in found for index in range(section.start, section.end)]
    assert covered == sorted(set(covered))
    inside = {index for heading in headings for index in range(heading.start, heading.end)}
    words = {index for index, sign in enumerate(text) if not sign.isspace()}
    assert words - inside == words & set(covered)
    for section in found:
        assert text[section.start : section.end] == text[section.start : section.end].strip()


@given(headed())
def test_a_path_leads_from_the_outermost_heading_inwards(case: tuple[str, list[Heading]]) -> None:
    text, headings = case
    level = {heading.text: heading.level for heading in headings}
    for section in sections(text, headings):
        levels = [level[name] for name in section.heading]
        assert levels == sorted(set(levels))


def test_the_title_is_no_part_of_a_path() -> None:
    headings = [Heading(1, "FAQ", 0, 3), Heading(2, "When", 5, 10)]
    assert [section.heading for section in sections("FAQ\n\nWhen\nNow", headings, title="faq")] == [("When",)]
