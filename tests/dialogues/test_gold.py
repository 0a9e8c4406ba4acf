"""Every dialogue parses, lies in the part that its id says, and has gold that its source yields."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

PARTS = ("open", "reported")
KEYS = {"id", "kind", "language", "question", "history", "now", "as", "lang", "gold"}
GOLD = {
    "kinds",
    "answered",
    "cite",
    "also",
    "any",
    "most",
    "show",
    "tell",
    "text",
    "forbid",
    "count",
    "none",
    "language",
}
KINDS = {"schedule", "content", "clarify", "refusal", "other"}
FACTS = {"start", "end", "minutes", "room", "table", "title", "speakers", "other"}


Dialogue = tuple[str, str, dict[str, Any]]


@pytest.fixture(scope="module")
def dialogues(root: Path) -> list[Dialogue]:
    """Part, event and dialogue."""
    found = []
    for part in PARTS:
        for path in sorted((root / "tests" / "dialogues" / part).glob("*.yaml")):
            content = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
            found += [(part, content["event"], each) for each in content["dialogues"]]
    return found


@pytest.fixture
def gold(root: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[ModuleType, ModuleType]:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    return import_module("gold.events"), import_module("gold.query")


def test_each_dialogue_says_what_it_must(dialogues: list[Dialogue]) -> None:
    for _, _, each in dialogues:
        assert each.keys() <= KEYS, each["id"]
        assert each["gold"].keys() <= GOLD, each["id"]
        assert set(each["gold"]["kinds"]) <= KINDS, each["id"]
        assert set(each["gold"].get("show", [])) <= FACTS, each["id"]
        assert each["language"] in {"en", "fr", "ja"}, each["id"]
        assert datetime.fromisoformat(each["now"]).tzinfo, each["id"]


def test_ids_are_unique_and_their_hash_chooses_the_part(dialogues: list[Dialogue]) -> None:
    assert max(Counter(each["id"] for _, _, each in dialogues).values()) == 1
    for part, _, each in dialogues:
        third = int(hashlib.sha256(each["id"].encode()).hexdigest(), 16) % 3 == 0
        assert part == ("reported" if third else "open"), each["id"]


def test_there_are_enough_in_every_language_and_enough_without_an_answer(dialogues: list[Dialogue]) -> None:
    languages = Counter(each["language"] for _, _, each in dialogues)
    share = {name: count / len(dialogues) for name, count in languages.items()}
    assert len(dialogues) >= 450
    assert share["en"] == pytest.approx(0.5, abs=0.05)
    assert share["fr"] == pytest.approx(0.3, abs=0.05)
    assert share["ja"] == pytest.approx(0.2, abs=0.05)
    unanswerable = [each for _, _, each in dialogues if each["gold"].get("answered", True) is False]
    assert len(unanswerable) / len(dialogues) == pytest.approx(0.2, abs=0.03)


def test_gold_is_found_in_the_source(
    dialogues: list[Dialogue], real_data: Path, gold: tuple[ModuleType, ModuleType]
) -> None:
    events, query = gold
    rows = {name: events.rows(name, real_data) for name in events.EVENTS}
    for _, event, each in dialogues:
        for key in ("cite", "tell"):
            wanted = each["gold"].get(key)
            found = query.select(wanted, rows[event]) if wanted else []
            assert found or not wanted or each["gold"].get("none"), (each["id"], key)
        if "count" in each["gold"]:
            assert query.select(each["gold"]["count"], rows[event]), each["id"]


def test_every_event_gets_a_config(real_data: Path, tmp_path: Path, gold: tuple[ModuleType, ModuleType]) -> None:
    events, _ = gold
    for name in events.EVENTS:
        config = yaml.safe_load(events.write_config(name, real_data, tmp_path / name).read_text(encoding="utf-8"))
        assert config["event"]["time_zone"] == events.EVENTS[name].zone
