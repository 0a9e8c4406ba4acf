"""The labelled examples: read, checked against the closed terms, and varied by putting other names into them."""

from __future__ import annotations

import hashlib
import random
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bot.nlu.types import Act, Attribute, Goal, Kind, Order, Role, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

FOLDER = Path(__file__).resolve().parents[2] / "bot" / "nlu" / "examples"
MARK = re.compile(r"\[([^\[\]|]+)\|([a-z]+)(?:-([a-z]+))?\]")
# Of these goals an attribute and an order are asked; of the others neither says anything.
OF_PROGRAM = frozenset(
    {
        Goal.SESSIONS, Goal.EVENT, Goal.DAYS, Goal.SPEAKERS, Goal.ROOMS, Goal.TRACKS, Goal.ORGANIZATIONS, Goal.PROGRAM,
        Goal.PERSON, Goal.BREAKS, Goal.CLASH, Goal.BETWEEN, Goal.COMPARE, Goal.RECOMMEND, Goal.CHANGES, Goal.MEETINGS,
        Goal.MEETINGS_OF, Goal.GO, Goal.AM_FREE, Goal.SAME,
    }
)  # fmt: skip
# How often a name of each kind gives way to another one in a copy of an example.
EXCHANGED = {
    Kind.TITLE: 0.7, Kind.PERSON: 0.7, Kind.ORGANIZATION: 0.6, Kind.ROOM: 0.6, Kind.TRACK: 0.6, Kind.TOPIC: 0.6,
    Kind.TYPE: 0.35, Kind.TIME: 0.3, Kind.LEVEL: 0.3, Kind.AUDIENCE: 0.3, Kind.LANGUAGE: 0.3, Kind.DURATION: 0.2,
}  # fmt: skip
LONGEST = 300  # characters of a varied example


@dataclass(frozen=True)
class Example:
    """A message with what it means; None where that is not told. ``weight`` is how much it counts while fitting."""

    text: str
    spans: tuple[Span, ...]
    language: str
    writer: str
    event: str
    goal: Goal | None
    attribute: Attribute | None = None
    order: Order | None = None
    act: Act | None = None
    polar: bool | None = None
    weight: float = 1.0

    def label(self, head: str) -> str | None:
        """What a head should say of it; None where that is not told."""
        if head == "polar":
            return None if self.polar is None else ("yes" if self.polar else "no")
        value = getattr(self, head)
        return None if value is None else str(value)


def load(folder: Path = FOLDER) -> list[Example]:
    """All examples. Raises ValueError, naming file and message, where a label is none of the closed terms."""
    return [example for path in sorted(folder.glob("*.yaml")) for example in _of_file(path)]


def fingerprint(folder: Path = FOLDER) -> str:
    """A hash of all examples: a model that was fitted to others is out of date."""
    content = b"".join(path.read_bytes() for path in sorted(folder.glob("*.yaml")))
    return hashlib.sha256(content).hexdigest()[:16]


def _of_file(path: Path) -> Iterator[Example]:
    content = yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
    for row in content["examples"]:
        try:
            yield _read(row, content)
        except (KeyError, ValueError) as fault:
            raise ValueError(f"{path}: {row.get('say', row)!r}: {fault}") from fault


def _read(row: Mapping[str, Any], content: Mapping[str, Any]) -> Example:
    text, spans = marked(row["say"])
    goal = Goal(row["goal"]) if "goal" in row else None
    asked = goal in OF_PROGRAM
    return Example(
        text,
        spans,
        content["language"],
        content["writer"],
        content["event"],
        goal,
        Attribute(row.get("attribute", "list")) if asked else None,
        Order(row.get("order", "all")) if asked else None,
        Act(row.get("act", "new")),
        bool(row.get("polar", False)) if content.get("polar", True) else None,
        content.get("weight", 1.0),
    )


def marked(said: str) -> tuple[str, tuple[Span, ...]]:
    """A message without its marks, and the stretches that they mark."""
    text, spans, at = "", [], 0
    for mark in MARK.finditer(said):
        text += said[at : mark.start()]
        spans.append(Span(Kind(mark[2]), Role(mark[3] or ""), len(text), len(text) + len(mark[1])))
        text += mark[1]
        at = mark.end()
    return text + said[at:], tuple(spans)


def varied(examples: Sequence[Example], copies: int, seed: int) -> list[Example]:
    """Copies of examples in which names, times and topics have given way to those of others in their language."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    known: dict[tuple[Kind, str], list[str]] = defaultdict(list)
    for example in examples:
        for span in example.spans:
            known[span.kind, example.language].append(example.text[span.start : span.end])
    made = (_vary(example, known, chance) for example in examples if example.spans for _ in range(copies))
    return [example for example in made if len(example.text) <= LONGEST]


def _vary(example: Example, known: Mapping[tuple[Kind, str], Sequence[str]], chance: random.Random) -> Example:
    text, spans, at = "", [], 0
    for span in sorted(example.spans, key=lambda s: s.start):
        text += example.text[at : span.start]
        said = example.text[span.start : span.end]
        if chance.random() < EXCHANGED.get(span.kind, 0.0):
            said = _other(span.kind, example.language, known, chance)
        spans.append(replace(span, start=len(text), end=len(text) + len(said)))
        text += said
        at = span.end
    text += example.text[at:]
    if chance.random() < 0.15:
        text = text.lower() if len(text.lower()) == len(text) else text
    return replace(example, text=text, spans=tuple(spans), weight=0.7 * example.weight)


def _other(kind: Kind, language: str, known: Mapping[tuple[Kind, str], Sequence[str]], chance: random.Random) -> str:
    """A name of a kind: one in the same language, or for what is the same in all sometimes one of another."""
    others = [code for (each, code) in known if each is kind and code != language]
    crosses = kind in (Kind.TITLE, Kind.PERSON, Kind.ORGANIZATION, Kind.ROOM) and others and chance.random() < 0.35
    return chance.choice(known[kind, chance.choice(others) if crosses else language])
