from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from suites.sample import sample_event

from bot.config import Config, load
from bot.errors import ConfigError
from bot.wiring.event import load_event
from bot.wiring.scaffold import SETTINGS, create

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic import BaseModel


def test_a_new_event_holds_nothing_that_is_read(tmp_path: Path) -> None:
    written = create(tmp_path / "event")
    assert tmp_path / "event" / "config.yaml" in written
    knowledge, problems = load_event(load(tmp_path / "event" / "config.yaml"))
    assert (knowledge.program.sessions, knowledge.documents) == ((), ())
    assert [(problem.where, problem.severity) for problem in problems] == [
        ("program.yaml", "warning"),
        ("speeches/", "warning"),
        ("pages/", "warning"),
    ]
    assert all("example" in problem.what and problem.mend for problem in problems)


def test_examples_that_were_renamed_can_be_loaded_at_once(tmp_path: Path) -> None:
    folder = sample_event(tmp_path / "event")
    knowledge, problems = load_event(load(folder / "config.yaml"))
    assert [str(problem) for problem in problems] == []
    assert knowledge.program.sessions
    assert knowledge.documents
    assert knowledge.meetings


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("mine")
    with pytest.raises(ConfigError, match=r"config\.yaml: is there already"):
        create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["config.yaml"]
    assert (tmp_path / "config.yaml").read_text() == "mine"


def test_a_place_where_no_folder_can_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ConfigError, match=r"file: cannot be written .*name another folder"):
        create(tmp_path / "file")


def test_the_settings_file_shows_every_setting_with_its_default() -> None:
    shown = yaml.safe_load(SETTINGS.read_text("utf-8"))
    assert keys(shown) == expected(Config)
    defaults = Config.model_validate({"event": shown["event"]}).model_dump()
    given = Config.model_validate(shown).model_dump()
    assert given == defaults


def keys(tree: dict[str, Any]) -> dict[str, Any]:
    return {name: keys(value) if isinstance(value, dict) else None for name, value in tree.items()}


def expected(part: type[BaseModel]) -> dict[str, Any]:
    return {
        name: expected(field.annotation) if hasattr(field.annotation, "model_fields") else None
        for name, field in part.model_fields.items()
    }
