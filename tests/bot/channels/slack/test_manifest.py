"""The manifest to paste is what the code uses."""

from __future__ import annotations

import subprocess
import sys
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
    assert path.read_text("utf-8") == manifest.written(agent=agent), (
        "print it anew with python -m bot.channels.slack.manifest"
    )


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


@pytest.mark.parametrize(("words", "agent"), [([], False), (["agent"], True)])
def test_it_is_printed(words: list[str], *, agent: bool) -> None:
    command = [sys.executable, "-m", "bot.channels.slack.manifest", *words]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    assert yaml.safe_load(printed) == manifest.manifest(agent=agent)
