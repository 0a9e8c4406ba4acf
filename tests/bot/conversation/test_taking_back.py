"""Reminders and follows that are taken back in words; what is said of one session silences nothing else."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from fakes.reminder_stage import KNOWLEDGE
from suites.ears import encoder

from bot.actions import Action
from bot.conversation.assistant import Assistant
from bot.conversation.request import Asked
from knowledge.identity import short

NOW = datetime(2026, 1, 16, 12, tzinfo=ZoneInfo("Europe/Paris"))
ASSISTANT = Assistant(KNOWLEDGE, None, None, encoder())
KAZEKI = ("speaker", short("kazeki jun"))


@pytest.mark.parametrize(
    ("said", "verb", "arguments"),
    [
        ("remind me of the keynote", "remind", (short("keynote"),)),
        ("don't let me miss the keynote", "remind", (short("keynote"),)),
        ("don't remind me of the keynote", "unremind", (short("keynote"),)),
        ("stop reminding me of the panel", "unremind", (short("panel"),)),
        ("cancel the reminder for the reception", "unremind", (short("reception"),)),
        ("no reminder for the panel please", "unremind", (short("panel"),)),
        ("stop reminding me", "mute", ()),
        ("no more reminders", "mute", ()),
        ("ne me rappelle pas la keynote", "unremind", (short("keynote"),)),
        ("pas de rappel pour le panel", "unremind", (short("panel"),)),
        ("plus de rappels", "mute", ()),
        ("Receptionのリマインドを取り消して", "unremind", (short("reception"),)),
        ("リマインドを止めて", "mute", ()),
        ("follow KAZEKI Jun", "follow", KAZEKI),
        ("stop following KAZEKI Jun", "unfollow", KAZEKI),
        ("arrête de suivre KAZEKI Jun", "unfollow", KAZEKI),
        ("KAZEKI Junのフォローをやめて", "unfollow", KAZEKI),
    ],
)
def test_what_is_asked_for_in_words_is_done_and_not_its_opposite(
    said: str, verb: str, arguments: tuple[str, ...]
) -> None:
    assert ASSISTANT.answer(Asked(said, NOW, preferred="en")).command == Action(verb, arguments)
