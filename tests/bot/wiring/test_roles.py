"""Who may do what, as the configuration names them and as Slack's groups stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.config import Config, load
from bot.messages import Address
from bot.wiring.checking import check_event
from bot.wiring.conversation import Roles
from bot.wiring.verbs import desk_places, organizer_places

if TYPE_CHECKING:
    from pathlib import Path

GROUP, DESK = "S0123ABCD", "S0456EFGH"
MEMBERS = {(GROUP, "U2"): True, (DESK, "U3"): True}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return configured(tmp_path, f"slack: [U1, {GROUP}], telegram: [7], desk: {{slack: {DESK}, telegram: [8]}}")


def configured(folder: Path, organizers: str) -> Config:
    path = folder / "config.yaml"
    path.write_text(f"event: {{name: Day, time_zone: Europe/Paris}}\norganizers: {{{organizers}}}\n")
    return load(path)


@pytest.mark.parametrize(
    ("platform", "user", "roles"),
    [
        ("slack", "U1", {"organizer"}),
        ("slack", "U2", {"organizer"}),
        ("slack", "U3", {"desk"}),
        ("slack", "U4", set()),
        ("slack", GROUP, set()),
        ("telegram", "7", {"organizer"}),
        ("telegram", "8", {"desk"}),
        ("telegram", "U2", set()),
        ("console", "operator", {"organizer", "desk"}),
    ],
)
def test_roles_follow_names_and_groups(config: Config, platform: str, user: str, roles: set[str]) -> None:
    assert Roles(config, lambda group, member: MEMBERS.get((group, member), False))(platform, user) == roles


def test_what_slack_does_not_tell_is_in_doubt_for_slack_alone(config: Config) -> None:
    roles = Roles(config)
    assert roles("slack", "U1") == {"organizer", "desk?"}
    assert roles("slack", "U2") == {"organizer?", "desk?"}
    assert roles("telegram", "9") == set()


def test_a_group_has_no_chat(config: Config, tmp_path: Path) -> None:
    assert organizer_places(config) == (Address("slack", "U1"), Address("telegram", "7"))
    assert desk_places(config) == (Address("telegram", "8"),)
    told = [str(problem) for problem in check_event(configured(tmp_path, f"slack: {GROUP}"))]
    (warned,) = (line for line in told if line.startswith("organizers"))
    assert warned.startswith("organizers.channels: warning: is not set, and a user group has no chat: nobody is told")
    assert not any("organizers" in str(p) for p in check_event(configured(tmp_path, f"slack: {GROUP}, telegram: 7")))
