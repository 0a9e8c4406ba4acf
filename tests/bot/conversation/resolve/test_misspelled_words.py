"""A long word that no dictionary has may be a misspelled one of the program; a short or ordinary one is not."""

from __future__ import annotations

import pytest
from suites.conference import session

from bot.conversation.resolve.word_index import WordIndex
from bot.nlu.frequency import meant_by
from bot.nlu.text import read

SESSIONS = (session("koffein", "Koffein", "05 09:00", ""), session("linux", "Linux and LISPmob", "05 10:00", ""))
INDEX = WordIndex(SESSIONS)


@pytest.mark.parametrize(("said", "found"), [("coffein", [0]), ("lispmop", [1]), ("ltsp", []), ("linus", [])])
def test_a_misspelled_word_is_found_by_its_letters(said: str, found: list[int]) -> None:
    assert sorted(INDEX.of_misspelled(read(said).words[0])) == found


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("entreprenuership", "entrepreneurship"),
        ("sattelites", "satellites"),
        ("systemd", ""),
        ("security", ""),
        ("kubernetes1", ""),
        ("torvaldson", ""),
    ],
)
def test_a_long_word_in_no_dictionary_may_be_an_ordinary_one(said: str, meant: str) -> None:
    assert meant_by(said, "en") == meant
