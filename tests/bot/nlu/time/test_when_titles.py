"""Titles of real programs hold few words that are taken for times, and those are time words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.i18n.catalogue import languages
from bot.nlu.time import calendar_of, find
from knowledge.model import Event, Program
from knowledge.program.formats import read_program

if TYPE_CHECKING:
    from pathlib import Path

BERLIN = ZoneInfo("Europe/Berlin")
FILES = ("fosdem-2012/schedule.xml", "ccc-camp-2019/schedule.json", "rc3-channels-2020/schedule.json")


@pytest.fixture(scope="module")
def programs(real_data: Path) -> list[Program]:
    files = (real_data / file for file in FILES)
    return [read_program(file.read_bytes(), file.name, Event("", BERLIN))[0] for file in files]


@pytest.mark.parametrize("language", languages())
def test_titles_yield_hardly_any_times(programs: list[Program], language: str) -> None:
    calendars = [(program, calendar_of(program, BERLIN)) for program in programs]
    sessions = [(session, calendar) for program, calendar in calendars for session in program.sessions]
    odd = [s.title for s, calendar in sessions if find(s.title, language, s.start, calendar)]
    assert len(sessions) > 500
    assert len(odd) < len(sessions) / 50, odd


@pytest.mark.parametrize("language", languages())
def test_speakers_rooms_and_tracks_yield_none(programs: list[Program], language: str) -> None:
    names = {
        name
        for program in programs
        for s in program.sessions
        for name in (*s.rooms, s.track, *(speaker.name for speaker in s.speakers))
    }
    now = programs[0].sessions[0].start
    calendar = calendar_of(programs[0], BERLIN)
    assert len(names) > 300
    assert [name for name in names if find(name, language, now, calendar)] == []
