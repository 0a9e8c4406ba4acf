"""Meetings that cannot all take place, and people who are not registered."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from knowledge.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from knowledge.model import Attendee, Meeting

Located = tuple[str, "Meeting"]
NEAR = 88  # rapidfuzz score of a slip of the pen


def find(located: Sequence[Located], known: Sequence[Attendee] = ()) -> tuple[Problem, ...]:
    """A warning for each meeting whose table or person is taken at that time, and for each unknown side.

    Cancelled meetings clash with nothing.
    """
    tables: dict[str, list[Located]] = defaultdict(list)
    people: dict[str, list[Located]] = defaultdict(list)
    for item in located:
        if item[1].cancelled:
            continue
        if item[1].table:
            tables[f"table {item[1].table}"].append(item)
        for person in (item[1].side_a, item[1].side_b):
            people[person].append(item)
    return (*_unknown(located, known), *_overlaps(tables, "is taken"), *_overlaps(people, "has another meeting"))


def _overlaps(groups: Mapping[str, Sequence[Located]], told: str) -> Iterator[Problem]:
    """Each meeting against the one before it that lasts longest."""
    for who, items in groups.items():
        ordered = sorted(items, key=lambda item: item[1].start)
        longest = ordered[0]
        for item in ordered[1:]:
            if item[1].start < longest[1].end:
                what = f"at {item[1].start:%H:%M} {who} {told} ({longest[0]}, until {longest[1].end:%H:%M})."
                yield Problem(item[0], what, "Move one of the two.", "warning")
            longest = max(longest, item, key=lambda held: held[1].end)


def _unknown(located: Sequence[Located], known: Sequence[Attendee]) -> Iterator[Problem]:
    """The first row of each side that is no attendee; nobody is unknown where no attendees are given."""
    from rapidfuzz import process

    emails = {attendee.email for attendee in known}
    asked: set[str] = set()
    for where, meeting in located if emails else ():
        for side in (meeting.side_a, meeting.side_b):
            if side in emails or side in asked:
                continue
            asked.add(side)
            near = process.extractOne(side, emails, score_cutoff=NEAR)
            mend = f"Should it be {near[0]}?" if near else "Add the attendee, or mend the address."
            yield Problem(where, f"{side} is not among the attendees.", mend, "warning")
