"""What `check` says of settings, before anything runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.config import load
from bot.wiring.checking import check_event

if TYPE_CHECKING:
    from pathlib import Path


def checked(folder: Path, settings: str) -> list[str]:
    path = folder / "config.yaml"
    path.write_text(f"event: {{name: Day, time_zone: Europe/Paris}}\n{settings}\n")
    return [str(problem) for problem in check_event(load(path))]


@pytest.mark.parametrize(
    ("organizers", "told"),
    [
        ("slack: [bob]", "'bob' is no id on Slack. Write the id that Slack shows in the profile, such as U0123ABCD"),
        ("slack: [U1], channels: {slack: '#help'}", "'#help' is no id on Slack."),
        ("slack: [U1], desk: {slack: ['@ann']}", "'@ann' is no id on Slack."),
        ("telegram: ['@bob']", "'@bob' is no id on Telegram. Write the number that stands for the person or group"),
        ("telegram: [7], channels: {telegram: helpers}", "'helpers' is no id on Telegram."),
    ],
)
def test_a_name_in_place_of_an_id_is_told(tmp_path: Path, organizers: str, told: str) -> None:
    (found,) = (line for line in checked(tmp_path, f"organizers: {{{organizers}}}") if "is no id" in line)
    assert found.startswith(f"organizers: warning: {told}")


def test_ids_as_the_platforms_give_them_are_not_told(tmp_path: Path) -> None:
    ids = "slack: [U1, W0123, S0123ABCD], telegram: [4242], channels: {slack: C0456, telegram: -100789}"
    assert not any("is no id" in line for line in checked(tmp_path, f"organizers: {{{ids}, desk: {{telegram: [8]}}}}"))


@pytest.mark.parametrize(("url", "is_told"), [("sqlite://", True), ("sqlite:///x.db", False)])
def test_a_database_that_keeps_nothing_is_told(tmp_path: Path, url: str, is_told: bool) -> None:
    told = [line for line in checked(tmp_path, f"store: {{url: '{url}'}}") if line.startswith("store.url")]
    assert bool(told) is is_told
