"""A part of a track's name stands for it beside a word for tracks, and beside a word for rooms if it is half of it."""

from __future__ import annotations

import pytest

from bot.nlu.entities.labels import Labels
from bot.nlu.found import NameKind
from bot.nlu.text import read

LINUX, JAVA = "Open Mobile Linux Devroom", "Free Java Devroom"
TRACKS = Labels(NameKind.TRACK, {LINUX: LINUX, JAVA: JAVA}, barred={"devroom"})

PROVIDER = Labels(NameKind.ORGANIZATION, {"launch provider": "launch provider"}, barred=())


@pytest.mark.parametrize(("said", "there"), [("is lunch provided", False), ("the luanch providers", True)])
def test_a_kind_of_session_is_no_misspelled_name(said: str, *, there: bool) -> None:
    assert bool(PROVIDER.find(read(said), [])) is there


@pytest.mark.parametrize(
    ("said", "beside", "found"),
    [
        ("linux track", "track", [LINUX]),
        ("linux room", "room", []),
        ("mobile linux room", "room", [LINUX]),
        ("java room", "room", [JAVA]),
        ("java", "", []),
        ("is the room free", "room", []),
        ("room free at 4", "room", []),
        ("free java", "", [JAVA]),
    ],
)
def test_which_track_is_named(said: str, beside: str, found: list[str]) -> None:
    utterance = read(said)
    places = [(said.index(beside), said.index(beside) + len(beside))] if beside else []
    generics, others = (places, []) if beside == "track" else ([], places)
    assert [name.keys[0] for name in TRACKS.find(utterance, generics, others)] == found
