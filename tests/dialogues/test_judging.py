"""The judge of the dialogues is itself held against replies whose worth is plain."""

from __future__ import annotations

from datetime import date, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

ZONE = "Europe/Paris"


@pytest.fixture
def modules(root: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    return {name: import_module(f"gold.{name}") for name in ("clock", "invented", "judge", "query", "row")}


@pytest.fixture
def rows(modules: dict[str, ModuleType]) -> list[object]:
    day = date(2026, 1, 16)

    def row(id_: str, title: str, hours: tuple[int, int], room: str, speaker: str) -> object:
        start, end = (datetime(2026, 1, 16, hour) for hour in hours)
        return modules["row"].Row(
            frozenset({id_}), (title,), start, end, day, rooms=(room,), speakers=(speaker,), track="Space"
        )

    return [
        row("a", "Reusable rockets", (14, 15), "Orion", "Ana Sosa"),
        row("b", "Debris removal", (15, 16), "Orion", "Ana Sosa"),
        row("c", "Ground stations", (14, 16), "Vega", "Ken Ito"),
    ]


def asked(**gold: object) -> dict[str, Any]:
    now = "2026-01-16T09:00+01:00"
    return {"id": "x", "language": "en", "question": "when is it", "now": now, "gold": {"kinds": ["schedule"]} | gold}


def said(text: str, *sessions: str, kind: str = "schedule", language: str = "en") -> dict[str, Any]:
    cited = [{"title": "", "source": "", "quote": None, "session": id_} for id_ in sessions]
    answered = kind not in {"refusal", "clarify"}
    return {"text": text, "kind": kind, "answered": answered, "citations": cited, "language": language}


ROCKETS = {"cite": {"title": "rockets"}, "show": ["start", "room"]}


@pytest.mark.parametrize(
    ("gold", "reply", "word"),
    [
        (ROCKETS, said("Reusable rockets, 14:00 in Orion", "a"), "right"),
        (ROCKETS, said("Reusable rockets, 2 PM in Orion", "a"), "right"),
        (ROCKETS, said("Reusable rockets, 15:00 in Orion", "a"), "wrong"),
        (ROCKETS, said("Reusable rockets, 14:00 in Vega", "a"), "wrong"),
        (ROCKETS, said("14:00, Orion", "a", "c"), "wrong"),
        (ROCKETS, said("à 14 h, Orion", "a", language="fr"), "wrong"),
        (ROCKETS, said("I do not know", kind="refusal"), "refused"),
        (ROCKETS, said("Which one?", kind="clarify"), "refused"),
        ({"cite": {"speaker": "sosa"}}, said("14:00 or 15:00?", "a", "b", kind="clarify"), "right"),
        ({"cite": {"speaker": "sosa"}}, said("14:00 or 14:00?", "a", "c", kind="clarify"), "refused"),
        ({"cite": {"overlaps": {"id": "a"}}}, said("14:00 Ground stations", "c"), "right"),
        ({"cite": {"after": {"id": "a"}, "same": "room"}}, said("15:00", "b"), "right"),
        ({"count": {"room": "Orion"}}, said("2 sessions, 14:00 and 15:00", "a", "b"), "right"),
        ({"count": {"room": "Orion"}}, said("3 sessions at 2:15", "a", "b"), "wrong"),
        ({"cite": [], "none": True}, said("Nothing is on."), "right"),
        ({"cite": [], "none": True}, said("Reusable rockets", "a"), "wrong"),
        ({"kinds": ["refusal", "clarify"], "answered": False}, said("Nobody of that name", kind="refusal"), "right"),
        ({"kinds": ["refusal", "clarify"], "answered": False}, said("At 14:00", "a"), "wrong"),
    ],
)
def test_replies_are_judged(
    modules: dict[str, ModuleType], rows: list[object], gold: dict[str, Any], reply: dict[str, Any], word: str
) -> None:
    assert modules["judge"].judge(asked(**gold), reply, rows).word == word


@pytest.mark.parametrize(
    ("text", "made_up"),
    [
        ("14:00-15:00 in Orion, Friday 16 January", []),
        ("14 h 30 in Orion", ["14:30"]),
        ("午後2時から", []),
        ("午後3時半から", ["15:30"]),
        ("14:00 in Vega", ["Vega"]),
        ("14:00 on 18 January", ["18.01."]),
        ("14:00, table 7", ["table 7"]),
        ("It is 09:00. In 5 h: 14:00.", []),
    ],
)
def test_what_no_cited_session_holds_is_found(
    modules: dict[str, ModuleType], rows: list[object], text: str, made_up: list[str]
) -> None:
    assert modules["invented"].invented(asked(), said(text, "a"), rows, ZONE, []) == made_up


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2:15–3:00 pm", {135, 855, 900}),
        ("de 9 h à 10 h 30", {540, 630}),
        ("dans 1 h 30 min", set()),
        ("16時20分〜17時", {980, 1020}),
        ("3時間", set()),
        ("version 2.10", set()),
    ],
)
def test_clock_times_are_read_in_each_language(modules: dict[str, ModuleType], text: str, minutes: set[int]) -> None:
    assert modules["clock"].minutes(text) == minutes
