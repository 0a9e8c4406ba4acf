"""Where the words of a time stand in a question, and the lengths of time in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.nlu.time import Duration, calendar_of, durations, find
from knowledge.model import Program, Session

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 1, 16, 13, tzinfo=PARIS)
CALENDAR = calendar_of(
    Program((Session("a", "Talks", NOW.replace(hour=9), NOW.replace(hour=18)),)),
    PARIS,
)


def rest(question: str, language: str) -> str:
    """A question without its times."""
    for mention in reversed(find(question, language, NOW, CALENDAR)):
        question = question[: mention.start] + question[mention.end :]
    return " ".join(question.split())


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [
        ("en", "what is on at 3 in room 4", "what is on in room 4"),
        ("en", "Kazeki tomorrow afternoon?", "Kazeki ?"),
        ("en", "on Friday at 3 who speaks", "who speaks"),
        ("en", "tomorrow's keynote", "keynote"),
        ("en", "the keynote at 3pm sharp", "the keynote"),
        ("en", "Ariane 6 after lunch", "Ariane 6"),
        ("en", "CALLISTO 2 between 2 and 4", "CALLISTO 2"),
        ("en", "after 3pm  in  Room B", "in Room B"),
        ("en", "is Kazeki on now?", "is Kazeki on ?"),
        ("fr", "la conférence de demain", "la conférence"),
        ("fr", "qui parle à 15h30 salle 101", "qui parle salle 101"),
        ("fr", "Écoute, à 15 h 30 c’est où ?", "Écoute, c’est où ?"),
        ("fr", "l’après‑midi de samedi : CNES ?", ": CNES ?"),
        ("fr", "rendez-vous demain avant midi", "rendez-vous"),
        ("ja", "明日の午後3時の風木さん", "風木さん"),
        ("ja", "風木さんは１５時３０分に話しますか", "風木さんは話しますか"),
        ("ja", "十五時半に会場Bで", "会場Bで"),
        ("ja", "今日の基調講演", "基調講演"),
    ],
)
def test_the_words_of_a_time_can_be_cut_out(language: str, question: str, expected: str) -> None:
    assert rest(question, language) == expected


def test_a_mention_far_into_a_long_text_is_not_looked_for() -> None:
    assert find("x " * 1000 + "at 3pm", "en", NOW, CALENDAR) == ()
    assert len(find("at 3pm " + "x " * 1000, "en", NOW, CALENDAR)) == 1


@pytest.mark.parametrize(
    ("language", "text", "words", "minutes", "lead"),
    [
        ("en", "remind me of the keynote 20 minutes before", "20 minutes before", 20, True),
        ("en", "remind me 10 min before the panel", "10 min before", 10, True),
        ("en", "remind me half an hour before Kazeki", "half an hour before", 30, True),
        ("en", "ping me a quarter of an hour ahead", "a quarter of an hour ahead", 15, True),
        ("en", "an hour in advance please", "an hour in advance", 60, True),
        ("en", "one and a half hours before", "one and a half hours before", 90, True),
        ("en", "1h30 before", "1h30 before", 90, True),
        ("en", "1.5 hours earlier", "1.5 hours earlier", 90, True),
        ("en", "two hours and 15 minutes before the keynote", "two hours and 15 minutes before", 135, True),
        ("en", "a day before", "a day before", 1440, True),
        ("en", "five minutes before the start", "five minutes before the start", 5, True),
        ("en", "remind me 15 minutes", "15 minutes", 15, False),
        ("en", "set my reminders to 45 min", "45 min", 45, False),
        ("fr", "rappelle-moi 20 minutes avant", "20 minutes avant", 20, True),
        ("fr", "rappelle moi le keynote une heure avant", "une heure avant", 60, True),
        ("fr", "une demi-heure avant", "une demi-heure avant", 30, True),
        ("fr", "un quart d’heure à l’avance", "un quart d’heure à l’avance", 15, True),
        ("fr", "2h avant", "2h avant", 120, True),
        ("fr", "1 h 30 avant la table ronde", "1 h 30 avant", 90, True),
        ("fr", "dix minutes plus tôt", "dix minutes plus tôt", 10, True),
        ("fr", "une heure et demie avant", "une heure et demie avant", 90, True),
        ("fr", "préviens-moi 5 mn avant stp", "5 mn avant", 5, True),
        ("fr", "rappels à 30 min", "30 min", 30, False),
        ("ja", "20分前に知らせて", "20分前に", 20, True),
        ("ja", "基調講演の１時間前", "１時間前", 60, True),
        ("ja", "三十分前にリマインド", "三十分前に", 30, True),
        ("ja", "1時間半前", "1時間半前", 90, True),
        ("ja", "1時間15分前に教えて", "1時間15分前に", 75, True),
        ("ja", "2日前に知らせて", "2日前に", 2880, True),
        ("ja", "15分", "15分", 15, False),
    ],
)
def test_lengths_of_time(language: str, text: str, words: str, minutes: int, *, lead: bool) -> None:
    (found,) = durations(text, language)
    assert text[found.start : found.end] == words
    assert found == Duration(found.start, found.end, timedelta(minutes=minutes), lead=lead)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "in 20 minutes"),
        ("en", "an hour ago"),
        ("en", "in the next 30 minutes"),
        ("en", "at 3pm"),
        ("en", "0 minutes before"),
        ("en", "999 weeks before"),
        ("fr", "dans une heure"),
        ("fr", "il y a 20 minutes"),
        ("fr", "à 15h"),
        ("ja", "30分後"),
        ("ja", "15時"),
        ("ja", "20分前に何がありましたか"),
    ],
)
def test_what_is_no_length_for_a_reminder(language: str, text: str) -> None:
    assert durations(text, language) == ()


def test_a_lead_time_and_an_hour_in_one_sentence_are_told_apart() -> None:
    text = "remind me of the 3pm talk 20 minutes before"
    assert [text[m.start : m.end] for m in find(text, "en", NOW, CALENDAR)] == ["the 3pm"]
    assert [text[d.start : d.end] for d in durations(text, "en")] == ["20 minutes before"]
