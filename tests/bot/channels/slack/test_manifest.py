"""The manifest to paste is what the code uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from bot.channels.slack import manifest
from bot.channels.slack.receive import EVENTS
from bot.channels.slack.scopes import AGENT_SCOPES, SCOPES

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("path", "agent"), [(manifest.PLAIN, False), (manifest.AGENT, True)])
def test_the_files_are_up_to_date(path: Path, *, agent: bool) -> None:
    assert path.read_text("utf-8") == manifest.written(agent=agent), "run python -m bot.channels.slack.manifest"


def test_it_is_what_slack_accepts() -> None:
    told = yaml.safe_load(manifest.written())
    assert len(told["display_information"]["name"]) <= 35
    assert len(told["display_information"]["description"]) <= 140
    assert told["oauth_config"]["scopes"]["bot"] == list(SCOPES)
    assert told["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)
    assert told["settings"]["socket_mode_enabled"]
    assert "agent_view" not in told["features"]


def test_the_agent_view_is_an_addition() -> None:
    plain, agent = manifest.manifest(), manifest.manifest(agent=True)
    assert agent["features"].items() >= plain["features"].items()
    assert set(agent["oauth_config"]["scopes"]["bot"]) == SCOPES.keys() | AGENT_SCOPES.keys()


def test_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "PLAIN", tmp_path / "manifest.yaml")  # the files beside the code are not for tests
    monkeypatch.setattr(manifest, "AGENT", tmp_path / "manifest-agent.yaml")
    manifest.write()
    assert yaml.safe_load((tmp_path / "manifest-agent.yaml").read_text("utf-8")) == manifest.manifest(agent=True)
