from __future__ import annotations

from datetime import time
from itertools import pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.config import load, secrets
from bot.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

MINIMAL = "event: {name: Small, time_zone: Europe/Paris}\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(text, "utf-8")
    return path


def faults(tmp_path: Path, text: str) -> tuple[str, ...]:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(path)
    return tuple(fault.removeprefix(f"{path}") for fault in caught.value.faults)


def test_the_minimum_is_an_event_with_a_name_and_a_zone(tmp_path: Path) -> None:
    config = load(written(tmp_path, MINIMAL))
    assert config.zone == ZoneInfo("Europe/Paris")
    assert config.event.program == []
    assert config.reminders.lead_minutes == 10
    assert config.index_folder == tmp_path / "var/index"
    assert config.store_url == f"sqlite:///{tmp_path}/var/rendezvous.db"


def test_other_databases_keep_their_url(tmp_path: Path) -> None:
    config = load(written(tmp_path, MINIMAL + "store: {url: 'postgresql://db/x'}\n"))
    assert config.store_url == "postgresql://db/x"
    assert load(written(tmp_path, MINIMAL + "store: {url: 'sqlite://'}\n")).store_url == "sqlite://"


def test_sources_are_names_or_names_with_a_format(tmp_path: Path) -> None:
    text = "event:\n  name: x\n  time_zone: Asia/Tokyo\n"
    text += "  program: [a.xml, {source: b, format: ical}]\n  speeches: talks/\n"
    config = load(written(tmp_path, text))
    assert [(s.source, s.format) for s in config.event.program] == [("a.xml", None), ("b", "ical")]
    assert config.event.speeches == ["talks/"]


def test_ids_may_be_written_as_numbers(tmp_path: Path) -> None:
    text = MINIMAL + "organizers: {telegram: [4242], channels: {telegram: -100789}}\n"
    organizers = load(written(tmp_path, text)).organizers
    assert organizers.telegram == ["4242"]
    assert organizers.channels.telegram == "-100789"


def test_every_fault_is_told_at_once_with_its_line_and_the_nearest_key(tmp_path: Path) -> None:
    text = (
        "event:\n  name: x\n  time_zone: Europe/Pari\n  programm: []\nreminder: {}\n"
        "reminders:\n  lead_minutes: -5\nslack: {mode: sockets}\nzzz: 1\n"
    )
    told = faults(tmp_path, text)
    assert told[0].startswith(":3: event.time_zone: no time zone is called 'Europe/Pari'; did you mean Europe/Paris?")
    assert ":4: event.programm: unknown key; did you mean program?" in told
    assert ":5: reminder: unknown key; did you mean reminders?" in told
    assert any(fault.startswith(":7: reminders.lead_minutes:") and "-5" in fault for fault in told)
    assert any(fault.startswith(":8: slack.mode:") and "sockets" in fault for fault in told)
    assert any(fault.startswith(":9: zzz: unknown key; known here: event, organizers") for fault in told)


def test_unknown_keys_of_nested_parts_are_named_by_their_neighbours(tmp_path: Path) -> None:
    text = "event:\n  name: x\n  time_zone: UTC\n  program: [{source: a, fromat: ical}]\n"
    text += "organizers: {channels: {slak: C1}}\n"
    told = faults(tmp_path, text)
    assert ":4: event.program.0.fromat: unknown key; did you mean format?" in told
    assert ":5: organizers.channels.slak: unknown key; did you mean slack?" in told


def test_a_zone_that_nothing_resembles_gets_an_example(tmp_path: Path) -> None:
    assert "such as Europe/Paris" in faults(tmp_path, "event: {name: x, time_zone: '!!'}")[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "holds no settings"),
        ("- a\n", "holds no settings"),
        ("event: [\n", "is no YAML"),
        ("event: {time_zone: UTC}\n", "event.name: is missing"),
        ("{}", "event: is missing"),
    ],
)
def test_a_file_that_is_no_configuration_says_so(tmp_path: Path, text: str, told: str) -> None:
    assert told in faults(tmp_path, text)[0]


def test_a_missing_or_unreadable_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no such file"):
        load(tmp_path / "nowhere.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"event: {name: \xe9}")
    with pytest.raises(ConfigError, match=r"latin\.yaml:1: cannot be read: it is not UTF-8; save the file as UTF-8"):
        load(tmp_path / "latin.yaml")
    with pytest.raises(ConfigError, match=f"is a folder; name the file in it, such as {tmp_path}/config.yaml"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("event: {name: [x], time_zone: UTC}", ":1: event.name: write text here"),
        ("event: 5", ":1: event: holds settings of its own, each as `name: value` (written: 5)"),
        (MINIMAL + "index: [builtin]", ":2: index: holds settings of its own, each as `name: value`"),
        (
            MINIMAL + "store: {url: 'mysql://me:hush@db/x'}",
            ":2: store.url: is not the URL of a database; write sqlite:",
        ),
        (MINIMAL + "store: {url: var/x.db}", ":2: store.url: is not the URL of a database; write sqlite:"),
        (MINIMAL + "slack: {api_url: slack.com/api}", ":2: slack.api_url: 'slack.com/api' is no web address; write"),
        (MINIMAL + "telegram: {api_url: 'https://'}", ":2: telegram.api_url: 'https://' is no web address; write"),
        (MINIMAL + "clock: {speed: fast}", ":2: clock.speed: write a number (written: 'fast')"),
        (
            MINIMAL + "clock: {start: monday}",
            ":2: clock.start: write a time such as 2026-01-16T12:30 (written: 'monday')",
        ),
        (
            MINIMAL + "announcements: {summary_at: noon}",
            ':2: announcements.summary_at: write a time of day such as "22',
        ),
        (MINIMAL + "reminders: {daily_cap: 1.5}", ":2: reminders.daily_cap: write a whole number (written: 1.5)"),
        (MINIMAL + "slack: {mode: tcp}", ":2: slack.mode: should be 'socket' or 'http' (written: 'tcp')"),
    ],
)
def test_a_wrong_value_is_told_with_what_to_write(tmp_path: Path, text: str, told: str) -> None:
    (found,) = faults(tmp_path, text)
    assert found.startswith(told)
    assert "hush" not in found


def test_faults_come_in_the_order_of_their_lines(tmp_path: Path) -> None:
    told = faults(tmp_path, MINIMAL + "telemetry: {level: loud}\nslack: {mode: tcp}\nclock: {speed: 0}\n")
    assert [fault[:3] for fault in told] == [":2:", ":3:", ":4:"]


def test_the_shipped_configuration_loads(root: Path) -> None:
    assert load(root / "config.yaml").event.time_zone == "Europe/Paris"


def test_secrets_come_from_the_environment_and_do_not_show() -> None:
    found = secrets({"SLACK_BOT_TOKEN": " xoxb-1 ", "TELEGRAM_WEBHOOK_SECRET": "hush"})
    assert (found.slack_bot, found.slack_app, found.telegram_webhook) == ("xoxb-1", "", "hush")
    assert "xoxb" not in repr(found)
    assert "hush" not in repr(found)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("22:00", time(22, 0)), ("07:30", time(7, 30)), ('"22:00"', time(22, 0)), ("22:00:30", time(22, 0, 30))],
)
def test_a_time_of_day_needs_no_quotes(tmp_path: Path, typed: str, read: time) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(f"event: {{name: 2026, time_zone: UTC}}\nreminders: {{quiet_from: {typed}}}\nslack:\n")
    config = load(path)
    assert config.reminders.quiet_from == read
    assert (config.event.name, config.slack.mode) == ("2026", "socket")  # a section left empty has its defaults


@pytest.mark.parametrize("typed", ["-5", "100000", "true"])
def test_a_number_that_is_no_time_of_day_is_told(tmp_path: Path, typed: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(f"event: {{name: E, time_zone: UTC}}\nreminders: {{quiet_from: {typed}}}\n")
    with pytest.raises(ConfigError, match="quiet_from"):
        load(path)


def test_a_key_that_is_written_twice_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("event: {name: E, time_zone: UTC}\nevent: {name: F, time_zone: UTC}\n")
    with pytest.raises(ConfigError) as told:
        load(path)
    assert told.value.faults == (f"{path}:2: event: is written twice; keep one",)


def test_a_tree_of_aliases_is_told_like_any_unknown_key(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    levels = [f"{name}: &{name} [{','.join(['*' + below] * 9)}]" for below, name in pairwise("abcdefghi")]
    path.write_text("\n".join(["event: {name: E, time_zone: UTC}", "a: &a [x]", *levels]))
    with pytest.raises(ConfigError, match="unknown key"):
        load(path)
