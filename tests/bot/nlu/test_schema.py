"""The schema of what can be asked: nothing in it without a handler, a name and an example."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from bot.conversation.policy import HANDLERS
from bot.nlu.types import Attribute, Goal, Kind

FOLDER = Path(__file__).resolve().parents[3] / "bot" / "nlu"
SCHEMA = yaml.safe_load((FOLDER / "schema.yaml").read_text("utf-8"))
EXAMPLES = [
    row
    for path in sorted((FOLDER / "examples").glob("*.yaml"))
    for row in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)["examples"]
]


def test_every_goal_and_every_kind_of_slot_is_in_the_schema() -> None:
    assert set(SCHEMA["goals"]) == {goal.value for goal in Goal}
    assert set(SCHEMA["slots"]) == {kind.value for kind in Kind}


@pytest.mark.parametrize("goal", Goal)
def test_the_handler_named_is_the_one_that_answers(goal: Goal) -> None:
    handler = HANDLERS[goal]
    assert SCHEMA["goals"][goal.value]["handler"] == f"{handler.__module__.rpartition('.')[2]}.{handler.__name__}"


def test_every_goal_and_attribute_has_an_example() -> None:
    shown: dict[str, set[str]] = defaultdict(set)
    for row in EXAMPLES:
        shown[row.get("goal", "")].add(row.get("attribute", "list"))
    for goal, terms in SCHEMA["goals"].items():
        assert shown[goal], goal
        assert set(terms.get("attributes", ())) <= shown[goal], goal
        assert set(terms.get("attributes", ())) <= {attribute.value for attribute in Attribute}, goal
