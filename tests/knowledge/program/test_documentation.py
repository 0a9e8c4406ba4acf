"""The pages about program formats say what is true."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import yaml
from suites.program_formats import PARIS

from knowledge.model import Event
from knowledge.program import columns, plain_yaml
from knowledge.program.formats import READERS, read_program

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def howto(root: Path) -> str:
    return (root / "docs/howto/add-a-program-format.md").read_text(encoding="utf-8")


@pytest.fixture
def reference(root: Path) -> str:
    return (root / "docs/reference/program-yaml.md").read_text(encoding="utf-8")


def block(page: str, language: str) -> str:
    found = re.search(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_howto_lists_every_format(howto: str) -> None:
    assert re.findall(r"^\| `([\w-]+)`", howto.partition("## Convert")[0].partition("|---")[2], re.MULTILINE) == list(
        READERS
    )


def test_the_script_of_the_howto_converts_rubykaigi(howto: str, real_data: Path, tmp_path: Path) -> None:
    for name in ("schedule.yml", "videos.yml"):
        (tmp_path / name).write_bytes((real_data / "rubykaigi-2025" / name).read_bytes())
    script = block(howto, "python")
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)  # the page's own words
    data = (tmp_path / "program.yaml").read_bytes()
    program, problems = read_program(data, "program.yaml", Event("RubyKaigi", ZoneInfo("Asia/Tokyo")))
    assert not problems
    talks = yaml.safe_load((tmp_path / "videos.yml").read_text(encoding="utf-8"))
    by_id = {session.id: session for session in program.sessions}
    assert len(program.sessions) == len(talks) + 7  # the doors, three lunches, three afternoon breaks
    for talk in talks:
        session = by_id[talk["id"]]
        assert session.start.date().isoformat() == talk["date"]
        assert talk["track"].startswith(session.room)
        assert (session.title, session.language) == (
            " ".join(talk["title"].split()),
            {"Japanese": "ja", "English": "en"}[talk["language"]],
        )
        assert (
            [speaker.name for speaker in session.speakers] == talk["speakers"]
            if "speakers" in talk
            else session.speakers
        )
    grid = yaml.safe_load((tmp_path / "schedule.yml").read_text(encoding="utf-8"))
    for day in grid["days"]:
        for slot in day["grid"]:
            start = f"{day['date']}T{slot['start_time']}:00+09:00"
            at_once = [session for session in program.sessions if session.start.isoformat() == start]
            assert len(at_once) == slot["slots"]
            assert {f"{session.end:%H:%M}" for session in at_once} == {slot["end_time"]}
            assert len({session.room for session in at_once}) == len(at_once)
    matz = program.sessions[-1]
    assert (matz.start.isoformat(), matz.room, matz.kind) == ("2025-04-18T16:20:00+09:00", "Main Hall", "keynote")
    assert [room.nicknames for room in program.rooms] == [("#rubykaigiA",), ("#rubykaigiB",), ("#rubykaigiC",)]


def test_the_example_of_the_reference_is_read_without_a_word(reference: str) -> None:
    program, problems = read_program(block(reference, "yaml").encode(), "program.yaml", PARIS)
    assert not problems
    assert [(session.id, session.room, session.cancelled) for session in program.sessions] == [
        ("lunch", "Foyer", False),
        ("opening", "Auditorium", False),
        ("keynote", "Auditorium", False),
        ("tour", "Auditorium", True),
    ]
    assert program.sessions[2].speakers[1].names == ("参加者 02",)


def test_the_reference_names_every_key_and_no_other(reference: str) -> None:
    table = reference.partition("| key of a session")[2].partition("\n\n")[0]
    rows = [line.split(" | ") for line in table.split("\n")[2:]]
    named = {key for row in rows for key in re.findall(r"`(\w+)`", row[0])}
    others = {key for row in rows for key in re.findall(r"`(\w+)`", row[-1])}
    assert named == set(plain_yaml.SESSION_KEYS)
    assert others == set(plain_yaml.OTHER_WORDS)


def test_every_header_of_the_reference_is_recognized(reference: str) -> None:
    table = reference.partition("| field | some of its headers |")[2].partition("\n\n")[0]
    for row in table.strip().split("\n")[1:]:
        fields, headers = row.strip("| ").split(" | ")
        words = [
            word.strip() for part in headers.split(":")[:2] for word in re.split(r"[,;]", part) if " for " not in word
        ]
        meant = {columns.meaning(word).field for word in words if columns.meaning(word)}
        assert meant - {"minutes"} == set(fields.split(", ")) - {"minutes"}, fields
        assert all(
            columns.meaning(word)
            for word in words
            if not word.startswith(("in a language", "several", "a word", "or x", "such"))
        ), row
