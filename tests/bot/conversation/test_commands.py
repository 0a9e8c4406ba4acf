from __future__ import annotations

import pytest

from bot.actions import Action
from bot.conversation import commands
from bot.conversation.commands import language_named, parse, question
from bot.i18n.catalogue import languages, say, words


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("/now", Action("now")),
        ("/now room B", Action("now", ("room B",))),
        ("/remind keynote 20", Action("remind", ("keynote 20",))),
        ("/announce The room changes", Action("announce", ("The room changes",))),
        ("/langue en", Action("language", ("en",))),
        ("/商談", Action("meetings")),
        ("/LANGUAGE fr", Action("language", ("fr",))),
        ("/nonsense", None),
        ("/", None),
    ],
)
def test_after_a_slash_the_first_word_is_the_command(text: str, action: Action | None) -> None:
    assert parse(text, slash=True) == action


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("agenda", Action("agenda")),
        ("Agenda.", Action("agenda")),
        ("help", Action("help")),
        ("language fr", Action("language", ("fr",))),
        ("language français", Action("language", ("français",))),
        ("quiet 22:00-07:00", Action("quiet", ("22:00-07:00",))),
        ("quiet off", Action("quiet", ("off",))),
        ("announce the bus leaves at six", Action("announce", ("the bus leaves at six",))),
        ("agenda of the first day", None),
        ("language of the keynote", None),
        ("quiet room where", None),
        ("next talk in room B", None),
        ("program for tomorrow", None),
        ("what is on", None),
        ("remind me of the keynote", None),
        ("", None),
        ("?", None),
    ],
)
def test_without_a_slash_only_what_no_question_says_is_a_command(text: str, action: Action | None) -> None:
    assert parse(text, slash=False) == action


@pytest.mark.parametrize(
    ("name", "code"), [("fr", "fr"), ("Français", "fr"), ("日本語", "ja"), ("ENGLISH", "en"), ("klingon", "")]
)
def test_a_language_is_named_in_any_language(name: str, code: str) -> None:
    assert language_named(name) == code


def test_every_language_has_words_for_every_command_and_question() -> None:
    verbs = words("en", "commands.verbs")
    for language in languages():
        assert words(language, "commands.verbs") == verbs
        assert all(words(language, f"commands.words.{verb}") for verb in verbs)
        assert all(say(language, f"commands.questions.{verb}") for verb in commands.QUESTIONS)


def test_a_short_command_is_a_question_in_full() -> None:
    assert question("now", "room B", "en") == "what is on now room B"
    assert question("next", "", "fr") == "quelle est la prochaine session"
