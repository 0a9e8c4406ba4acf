"""Frames written by hand: what the heads would say is told, so that what comes after them is tried alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from suites import conference

from bot.conversation.context import START, Context
from bot.conversation.resolve.resolver import Resolution, resolve
from bot.nlu.heads import Judged
from bot.nlu.text import read
from bot.nlu.types import Act, Attribute, Decision, Goal, Kind, Order, Role, Span

if TYPE_CHECKING:
    from datetime import datetime

    from bot.conversation.assistant import Assistant
    from bot.nlu.pipeline import Understanding
    from bot.nlu.types import Frame

MARK = re.compile(r"\[([^\[\]|]+)\|([a-z]+)(?:-([a-z]+))?\]")
NOW = conference.at("05 10:40")


def marked(said: str) -> tuple[str, tuple[Span, ...]]:
    """A message without its marks, and what they mark: ``when is the [panel|type]``."""
    text, spans, at = "", [], 0
    for mark in MARK.finditer(said):
        text += said[at : mark.start()]
        spans.append(Span(Kind(mark[2]), Role(mark[3] or ""), len(text), len(text) + len(mark[1])))
        text += mark[1]
        at = mark.end()
    return text + said[at:], tuple(spans)


def frame(
    assistant: Assistant,
    said: str,
    goal: Goal = Goal.SESSIONS,
    attribute: Attribute = Attribute.LIST,
    order: Order = Order.ALL,
    *,
    act: Act = Act.NEW,
    polar: bool = False,
    language: str = "en",
    now: datetime = NOW,
) -> Frame:
    """The frame of a message whose heads say what is told here."""
    text, spans = marked(said)
    told = {"goal": goal, "attribute": attribute, "order": order, "act": act, "polar": "yes" if polar else "no"}
    decisions = {name: Decision(str(value), 1.0, "", 0.0) for name, value in told.items()}
    understanding: Understanding = assistant._understanding
    return understanding.framed(read(text), language, Judged(decisions, spans, {}), now)


def resolved(assistant: Assistant, asked: Frame, context: Context = START, now: datetime = NOW) -> Resolution:
    """What the program has of a frame."""
    return resolve(asked, assistant._event, context, now)
