"""What is asked most, what stays unanswered, how fast answers are, and who is reached."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING

from bot.announcements.grouping import key_of
from bot.i18n.catalogue import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.store.records import AskedQuestion
    from bot.store.unit import Unit

MOST = 5


@dataclass(frozen=True, slots=True)
class Numbers:
    """Since an instant: questions and how many were answered, response times in milliseconds, the questions asked most.

    ``reach`` is, for each platform, how many of the announcements' messages arrived, and of how many. ``by_hand`` is
    how many questions the organizers answered, ``by_hand_minutes`` how long half of them waited at most.
    """

    questions: int
    answered: int
    people: int
    median_ms: int
    slow_ms: int
    most: tuple[tuple[str, int], ...]
    unanswered: tuple[tuple[str, int], ...]
    announcements: int
    reach: dict[str, tuple[int, int]]
    helpful: int
    unhelpful: int
    by_hand: int
    by_hand_minutes: int


def numbers(unit: Unit, since: datetime) -> Numbers:
    """Count what happened since an instant."""
    asked = unit.asked.since(since)
    verdicts = unit.feedback.since(since)
    sent = unit.announcements.sent_since(since)
    times = sorted(question.ms for question in asked)
    waits = [
        q.answered_at - q.asked for q in unit.inbox.listed(["answered"]) if q.answered_at and q.answered_at >= since
    ]
    return Numbers(
        questions=len(asked),
        answered=sum(question.answered for question in asked),
        people=len({question.person for question in asked if question.person}),
        median_ms=round(median(times)) if times else 0,
        slow_ms=round(quantiles(times, n=20)[-1]) if len(times) > 1 else sum(times),
        most=_most(asked),
        unanswered=tuple((question.text, question.times) for question in unit.inbox.listed()[:MOST]),
        announcements=len(sent),
        reach=_reach(unit, [announcement.id for announcement in sent]),
        helpful=sum(verdict.helpful for verdict in verdicts),
        unhelpful=sum(not verdict.helpful for verdict in verdicts),
        by_hand=len(waits),
        by_hand_minutes=max(round(median(wait.total_seconds() for wait in waits) / 60), 1) if waits else 0,
    )


def _most(asked: list[AskedQuestion]) -> tuple[tuple[str, int], ...]:
    counted = Counter(key_of(question.text) for question in asked)
    texts = {key_of(question.text): question.text for question in reversed(asked)}
    return tuple((texts[key], count) for key, count in counted.most_common(MOST) if key)


def _reach(unit: Unit, announcements: list[str]) -> dict[str, tuple[int, int]]:
    reach: dict[str, tuple[int, int]] = {}
    for announcement in announcements:
        for receipt in unit.ledger.receipts(announcement):
            arrived, all_ = reach.get(receipt.platform or "-", (0, 0))
            reach[receipt.platform or "-"] = (arrived + (receipt.state == "sent"), all_ + 1)
    return dict(sorted(reach.items()))


def worded(figures: Numbers, language: str) -> Iterator[str]:
    """The numbers in sentences, a line each."""
    yield say(language, "report.questions", count=figures.questions, answered=figures.answered, people=figures.people)
    if figures.questions:
        yield say(language, "report.times", median=figures.median_ms, slow=figures.slow_ms)
    if figures.helpful or figures.unhelpful:
        yield say(language, "report.verdicts", helpful=figures.helpful, unhelpful=figures.unhelpful)
    if figures.by_hand:
        yield say(language, "report.by_hand", count=figures.by_hand, minutes=figures.by_hand_minutes)
    for title, lines in (("most", figures.most), ("unanswered", figures.unanswered)):
        if lines:
            yield say(language, f"report.{title}")
            yield from (f"  {count} × {' '.join(text.split())[:120]}" for text, count in lines)
    for platform, (arrived, all_) in figures.reach.items():
        name = say(language, "report.nowhere") if platform == "-" else platform.capitalize()
        yield say(language, "report.reach", platform=name, arrived=arrived, all=all_)
