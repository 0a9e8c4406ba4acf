"""``announce``, ``report`` and ``invite`` as a person types them."""

from __future__ import annotations

import base64
import csv
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.config import load
from bot.messages import Address, Text
from bot.store.engine import Store
from bot.wiring.organizing import Organizing

if TYPE_CHECKING:
    from pathlib import Path

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An event with two attendees, one of them linked on Telegram."""
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "attendees.csv").write_text("email,name,groups\nann@example.org,Ann,press\nbo@example.org,Bo,\n")
    path = tmp_path / "config.yaml"
    path.write_text("event: {name: Space Day, time_zone: Europe/Paris, attendees: attendees.csv}\n")
    store = Store.open(load(path).store_url)
    with store.begin() as unit:
        ann = unit.people.remember("telegram", "7", now=datetime.now(UTC), name="Ann", chat="7")
        unit.people.link(ann.id, "ann@example.org")
        unit.people.remember("telegram", "8", now=datetime.now(UTC), name="Eve", chat="8")
        unit.inbox.ask("is there parking?", "en", "refused", Address("telegram", "8"), "", now=datetime.now(UTC))
    store.close()
    return path


def run(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=typed)


def rows(result: Result) -> list[dict[str, dict[str, object]]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_an_announcement_is_shown_put_and_reported_person_by_person(event: Path) -> None:
    assert event.exists()
    done = run("announce", "Room B", "--yes")
    assert done.exit_code == 0, done.output
    assert "Room B" in done.stdout
    assert "2 people: Telegram 2" in done.stdout
    announced, *delivered, waiting = rows(run("report", "--json"))
    told = announced["announcement"]
    assert set(told) == {"id", "text", "sent_at", "counts"}
    assert told["text"] == "Room B"
    assert str(told["sent_at"]).endswith(("+01:00", "+02:00"))
    assert told["counts"] == {"delivered": 0, "blocked": 0, "failed": 0, "uncertain": 0, "waiting": 2}
    assert [set(row["delivery"]) for row in delivered] == [
        {"announcement", "person", "platform", "state", "at", "error"}
    ] * 2
    assert {str(row["delivery"]["person"]) for row in delivered} == {"ann@example.org", "Eve"}
    assert waiting["unanswered"]["question"] == "is there parking?"
    assert set(waiting["unanswered"]) == {"id", "question", "language", "asked", "times"}


def test_the_unlinked_are_recorded_as_unreachable(event: Path) -> None:
    assert event.exists()
    assert run("announce", "Hello", "--to", "bo@example.org, ann@example.org", "--yes").exit_code == 0
    states = {str(r["delivery"]["person"]): r["delivery"]["state"] for r in rows(run("report", "--json"))[1:-1]}
    assert states == {"ann@example.org": "waiting", "bo@example.org": "blocked"}


def test_what_has_a_time_waits_for_it(event: Path) -> None:
    assert event.exists()
    useless = run("announce", "Hello", "--at", "2099-01-16T14:30", "--until", "2099-01-16T14:00", "--yes")
    assert (useless.exit_code, "useless" in useless.stderr) == (2, True)
    done = run("announce", "Hello", "--at", "2099-01-16T14:30", "--yes")
    assert "Scheduled: Friday 16 January, 14:30" in done.stdout
    assert rows(run("report", "--json"))[0]["announcement"]["sent_at"] is None


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([""], "no words"),
        (["x" * 5000], "3500"),
        (["Hello", "--to", "foo"], "“foo”"),
        (["Hello", "--to", "language:ja"], "no one is in this audience"),
        (["Hello", "--at", "2020-01-01T10:00"], "is over"),
        (["Hello", "--at", "2099-10-25T02:30"], "twice"),
        (["Hello", "--at", "soon"], "no time"),
        (["Hello", "--picture", "attendees.csv"], "no picture"),
    ],
)
def test_bad_input_is_a_usage_fault_and_leaves_nothing(event: Path, arguments: list[str], told: str) -> None:
    assert event.exists()
    done = run("announce", *arguments, "--yes")
    assert done.exit_code == 2
    assert told in done.stderr
    assert "announcement" not in "".join(str(set(row)) for row in rows(run("report", "--json")))


def test_without_a_terminal_nothing_is_sent_unasked(event: Path) -> None:
    assert event.exists()
    done = run("announce", "Hello")
    assert done.exit_code == 1
    assert "--yes" in done.stderr
    assert len(rows(run("report", "--json"))) == 1


def test_the_same_twice_needs_a_word(event: Path) -> None:
    assert event.exists()
    run("announce", "Hello", "--yes")
    again = run("announce", "Hello", "--yes")
    assert again.exit_code == 1
    assert "--again" in again.stderr
    assert run("announce", "-", "--yes", "--again", typed="Hello\n").exit_code == 0


def test_what_left_is_taken_back_by_its_id(event: Path) -> None:
    done = run("announce", "Room B", "--yes")
    number = rows(run("report", "--json"))[0]["announcement"]["id"]
    assert f"To take it back: rendezvous announce --undo {number}" in done.stdout
    undone = run("announce", "--undo", str(number))
    assert (undone.exit_code, undone.stdout.splitlines()[0]) == (0, "Cancelled")
    announced, *delivered, _ = rows(run("report", "--json"))
    assert announced["announcement"]["counts"] == {
        "delivered": 0, "blocked": 0, "failed": 2, "uncertain": 0, "waiting": 0
    }  # fmt: skip
    assert {row["delivery"]["error"] for row in delivered} == {"taken back before it left"}
    assert run("announce", "--undo", "nothing").exit_code == 2
    assert run("announce").exit_code == 2
    assert run("announce", "Room B", "--undo", str(number)).exit_code == 2
    assert event.exists()


def test_only_what_was_confirmed_at_the_terminal_leaves_time_to_think_again(event: Path) -> None:
    leaves = {}
    with Organizing.open(load(event)) as desk:
        for unasked in (True, False):
            desk.send(desk.draft(f"Room {unasked}", "telegram:7", unasked=unasked).id)
    store = Store.open(load(event).store_url)
    with store.begin() as unit:
        now = datetime.now(UTC)
        for seconds in (0, 31):
            claimed = unit.claims.claim("telegram", "test", now + timedelta(seconds=seconds), lambda *_: "go", limit=9)
            leaves[seconds] = [block.text for d in claimed for block in d.reply.blocks if isinstance(block, Text)]
    store.close()
    assert leaves == {0: ["Room True"], 31: ["Room False"]}


def test_a_picture_goes_along(event: Path) -> None:
    (event.parent / "map.png").write_bytes(PNG)
    done = run("announce", "Here", "--picture", str(event.parent / "map.png"), "--yes")
    assert "map.png" in done.stdout


def test_the_report_is_readable_and_a_table(event: Path) -> None:
    assert event.exists()
    run("announce", "Room B", "--yes")
    text = run("report").stdout
    assert "delivered 0, blocked 0, failed 0, uncertain 0, waiting 2" in text
    assert "1 × is there parking?" in text
    number = text.split()[0]
    table = list(csv.DictReader(run("report", "--csv", number).stdout.splitlines()))
    assert {row["state"] for row in table} == {"waiting"}
    assert run("report", "--csv", "nothing").exit_code == 2


def test_who_did_what_can_be_read(event: Path) -> None:
    run("announce", "Room B", "--yes")
    number = rows(run("report", "--json"))[0]["announcement"]["id"]
    acts = [row["audit"] for row in rows(run("report", "--audit", "--json"))]
    assert [act["act"] for act in acts] == ["announcement.draft", "announcement.confirm", "announcement.send"]
    assert {(act["actor"], act["subject"]) for act in acts} == {("console:operator", number)}
    assert [line.split("  ")[2] for line in run("report", "--audit").stdout.splitlines()] == [
        act["act"] for act in acts
    ]
    assert event.exists()


def test_invitations_are_codes_that_link_an_account(event: Path) -> None:
    done = run("invite", "--bot", "@space_bot", "--qr", "codes")
    (invited,) = csv.DictReader(done.stdout.splitlines())
    assert (invited["email"], invited["name"]) == ("bo@example.org", "Bo")
    assert invited["link"] == f"https://t.me/space_bot?start={invited['code']}"
    assert (event.parent / "codes" / "bo@example.org.png").read_bytes().startswith(b"\x89PNG")
    store = Store.open(load(event).store_url)
    with store.begin() as unit:
        eve = unit.people.find("telegram", "8")
        assert eve
        assert unit.links.redeem(invited["code"], eve.id, datetime.now(UTC)).email == "bo@example.org"
    store.close()


def test_invitations_can_be_named_renewed_and_written_to_a_file(event: Path) -> None:
    first = list(csv.DictReader(run("invite", "bo@example.org").stdout.splitlines()))
    done = run("invite", "--linked-too", "--renew", "--out", "codes.csv")
    assert (done.exit_code, done.stdout) == (0, "")
    table = event.parent / "codes.csv"
    assert table.stat().st_mode & 0o077 == 0
    assert len(table.read_text().splitlines()) == 3
    store = Store.open(load(event).store_url)
    with store.begin() as unit:
        eve = unit.people.find("telegram", "8")
        assert eve
        assert unit.links.redeem(first[0]["code"], eve.id, datetime.now(UTC)).refusal == "unknown"
    store.close()


def test_invitations_make_no_formulas_in_a_spreadsheet(event: Path) -> None:
    (event.parent / "attendees.csv").write_text("email,name\n+bo@example.org,=HYPERLINK(1)\n")
    (invited,) = csv.DictReader(run("invite").stdout.splitlines())
    assert (invited["email"], invited["name"]) == ("'+bo@example.org", "'=HYPERLINK(1)")


@pytest.mark.parametrize("arguments", [("--out", "none/codes.csv"), ("--bot", "b", "--qr", "attendees.csv/codes")])
def test_what_cannot_be_written_is_told_in_one_line(event: Path, arguments: tuple[str, ...]) -> None:
    assert event.exists()
    done = run("invite", *arguments)
    assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1)
    assert done.stderr.startswith("Error: ")


@pytest.mark.parametrize("arguments", [["ghost@example.org"], ["--qr", "codes"], ["--days", "0"]])
def test_invitations_that_cannot_be_made_are_usage_faults(event: Path, arguments: list[str]) -> None:
    assert event.exists()
    assert run("invite", *arguments).exit_code == 2
