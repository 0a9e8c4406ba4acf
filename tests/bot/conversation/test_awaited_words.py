"""Words that were asked for, and commands typed in their place."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from suites.desk import KNOWLEDGE, NOON, buttons, texts
from suites.ears import encoder

from bot import announcements
from bot.announcements.office import Office
from bot.clock import ManualClock
from bot.conversation.assistant import Assistant
from bot.conversation.dispatcher import Dispatcher, Scene
from bot.conversation.handlers import privacy, settings, welcome
from bot.conversation.pace import Pace
from bot.messages import Address, Incoming
from bot.store.engine import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.messages import Reply

ASKED = "is there a cloakroom?"


@pytest.fixture
def store(tmp_path: Path, migrated: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{shutil.copy(migrated, tmp_path / 'db')}")
    yield store
    store.close()


@pytest.fixture
def say(store: Store) -> Callable[..., Reply]:
    """Let an organizer type or press something in the direct message and return the reply."""
    organizer = Office(roles=lambda *_: frozenset({"organizer"}))
    verbs = {**settings.verbs(), **privacy.verbs(30), **welcome.verbs(), **announcements.verbs(organizer)}
    scene, clock = Scene(KNOWLEDGE, Assistant(KNOWLEDGE, None, None, encoder())), ManualClock(NOON)
    dispatcher = Dispatcher(store, lambda: scene, clock, verbs, organizer.roles, Pace(100))
    numbers: Iterator[int] = iter(range(1, 1000))

    def act(text: str, kind: str = "text") -> Reply:
        number = str(next(numbers))
        at = Address("slack", "D1")
        said = Incoming(number, "slack", "U1", at, text, clock.now(), kind, message=f"m{number}")  # type: ignore[arg-type]  # as pressed or typed
        assert dispatcher.handle(said)
        with store.begin() as unit:
            left = unit.claims.claim("slack", "test", clock.now(), lambda *_: "go")
        (reply,) = [delivery.reply for delivery in left if delivery.address.chat == "D1"]
        return reply

    return act


@pytest.fixture
def question(store: Store) -> str:
    with store.begin() as unit:
        asker = unit.people.remember("slack", "U2", now=NOON, chat="D2")
        return unit.inbox.ask(ASKED, "en", "asked", Address("slack", "D2"), asker.id, now=NOON)


def state(store: Store, question: str) -> str:
    with store.read() as unit:
        found = unit.inbox.find(question)
    assert found is not None
    return found.state


@pytest.mark.parametrize("word", ["help", "Help!", "aide", "ヘルプ", "inbox", "agenda", "maintenant", "/help"])
def test_a_command_alone_is_the_command_and_no_answer_to_an_asker(
    say: Callable[..., Reply], store: Store, question: str, word: str
) -> None:
    assert ASKED in texts(say(f"inbox-answer:{question}", "action"))
    say(word)
    assert state(store, question) == "open"
    say("when is the keynote?")
    assert state(store, question) == "open"


@pytest.mark.parametrize("word", ["cancel", "Back.", "/cancel", "retour", "annuler", "戻る", "キャンセル"])
def test_a_word_that_goes_back_ends_the_waiting(
    say: Callable[..., Reply], store: Store, question: str, word: str
) -> None:
    say(f"inbox-answer:{question}", "action")
    assert "Nothing was changed" in texts(say(word))
    say("when is the keynote?")
    assert state(store, question) == "open"


@pytest.mark.parametrize("words", ["Behind the desk.", "Help is at the desk", "cancel your order at the desk", "今日"])
def test_everything_else_is_the_answer(say: Callable[..., Reply], store: Store, question: str, words: str) -> None:
    say(f"inbox-answer:{question}", "action")
    say(words)
    assert state(store, question) == "answered"


def test_an_edit_of_what_was_said_before_leaves_the_words_awaited(
    say: Callable[..., Reply], store: Store, question: str
) -> None:
    say(f"inbox-answer:{question}", "action")
    say("when is the panel?", "edited")
    say("Behind the desk.")
    assert state(store, question) == "answered"


def test_an_audience_that_is_a_command_too_is_the_audience(say: Callable[..., Reply]) -> None:
    preview = say("announce Room B", "command")
    say(buttons(preview)["Audience"], "action")
    assert "To: meetings" in texts(say("meetings"))


def test_where_nothing_is_asked_for_these_words_are_a_question(say: Callable[..., Reply]) -> None:
    assert "Nothing was changed" not in texts(say("cancel"))
