from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from suites.ears import encoder

from bot.actions import encode
from bot.answers.parts import offered
from bot.clock import ManualClock
from bot.conversation.assistant import Assistant
from bot.conversation.dispatcher import Dispatcher, Scene
from bot.conversation.handlers import privacy, settings, welcome
from bot.conversation.pace import Pace
from bot.messages import Address, Choices, Incoming, Lane, Reply, SessionCard, Text
from bot.store.engine import Store
from bot.turn import Turn, Verb
from index.chunker import document_chunks
from knowledge.model import Attendee, Document, Event, Knowledge, Meeting, Program, Section, Session, Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from bot.store.records import Delivery

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 1, 16, 12, tzinfo=PARIS)


def session(number: str, title: str, hour: int, **more: Any) -> Session:
    start = NOON.replace(hour=hour)
    return Session(number, title, start, start + timedelta(minutes=45), rooms=("Auditorium",), **more)


KNOWLEDGE = Knowledge(
    Event("Space Day", PARIS),
    Program((session("k", "Keynote on launchers", 14, speakers=(Speaker("Ann Arnaud"),)), session("p", "Panel", 15))),
    meetings=(Meeting("m", NOON.replace(hour=16), NOON.replace(hour=17), "7", "ann@example.org", "bo@example.org"),),
    attendees=(Attendee("ann@example.org", "Ann"), Attendee("bo@example.org", "Bo")),
)


@dataclass
class House:
    """A dispatcher over a real database."""

    store: Store
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOON.astimezone(UTC)))
    scene: Scene = field(default_factory=lambda: Scene(KNOWLEDGE, Assistant(KNOWLEDGE, None, None, encoder())))
    verbs: Mapping[str, Verb] = field(default_factory=dict)
    organizers: frozenset[str] = frozenset()
    per_minute: int = 100
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 10_000)))

    def __post_init__(self) -> None:
        own = {**settings.verbs(), **privacy.verbs(30), **welcome.verbs()}
        self.dispatcher = Dispatcher(
            self.store,
            lambda: self.scene,
            self.clock,
            {**own, **self.verbs},
            lambda _, user: frozenset({"organizer"}) if user in self.organizers else frozenset(),
            Pace(self.per_minute),
        )

    def say(self, text: str, user: str = "U1", **more: Any) -> Incoming:
        """Let somebody do something and return it."""
        number = str(next(self.numbers))
        address = Address("slack", f"D{user}")
        said = Incoming(number, "slack", user, address, text, self.clock.now(), message=f"m{number}")
        said = replace(said, **more)
        self.put = self.dispatcher.handle(said)
        return said

    def deliveries(self) -> list[Delivery]:
        """Everything in the outbox that can leave, oldest first in each chat."""
        found: list[Delivery] = []
        with self.store.begin() as unit:
            while more := unit.claims.claim("slack", "test", self.clock.now(), lambda *_: "go"):
                found += more
        return found


def texts(reply: Reply) -> str:
    return "\n".join(block.text for block in reply.blocks if isinstance(block, Text))


def cards(reply: Reply) -> list[str]:
    return [block.title for block in reply.blocks if isinstance(block, SessionCard)]


@pytest.fixture
def house(tmp_path: Path, migrated: Path) -> Iterator[Callable[..., House]]:
    stores: list[Store] = []

    def make(**more: Any) -> House:
        path = shutil.copy(migrated, tmp_path / f"{len(stores)}.db")
        stores.append(Store.open(f"sqlite:///{path}"))
        return House(stores[-1], **more)

    yield make
    for store in stores:
        store.close()


def test_a_question_is_answered_once_however_often_it_is_told(house: Callable[..., House]) -> None:
    here = house()
    said = here.say("when is the keynote?")
    assert here.put
    assert not any(here.dispatcher.handle(said) for _ in range(3))
    (sent,) = here.deliveries()
    assert cards(sent.reply) == ["Keynote on launchers"]
    assert (sent.address.chat, sent.lane) == ("DU1", Lane.ANSWER)


def test_what_was_seen_before_a_restart_is_known_after_it(house: Callable[..., House]) -> None:
    here = house()
    said = here.say("when is the keynote?")
    again = House(here.store)
    assert not again.dispatcher.handle(said)


def test_four_threads_with_one_message_give_one_answer(house: Callable[..., House]) -> None:
    here = house()
    said = Incoming("x", "slack", "U1", Address("slack", "DU1"), "when is the panel?", here.clock.now(), message="m")
    told: list[bool] = []
    threads = [threading.Thread(target=lambda: told.append(here.dispatcher.handle(said))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [False, False, False, True]
    assert len(here.deliveries()) == 1


def test_a_follow_up_leans_on_the_turn_before_until_it_expires(house: Callable[..., House]) -> None:
    here = house()
    here.say("when is the panel?")
    here.say("and where?")
    here.clock.advance(timedelta(minutes=45))
    here.say("and where?")
    first, second, third = here.deliveries()
    assert cards(first.reply) == cards(second.reply) == ["Panel"]
    assert cards(third.reply) == []


def test_people_in_one_chat_do_not_share_their_turns(house: Callable[..., House]) -> None:
    here = house()
    thread = Address("slack", "C1", "9.1", public=True)
    here.say("when is the panel?", address=thread)
    here.say("and where?", user="U2", address=thread)
    assert cards(here.deliveries()[1].reply) == []


def test_a_thread_is_heard_without_a_mention_only_where_we_take_part(house: Callable[..., House]) -> None:
    here = house()
    thread = Address("slack", "C1", "9.1", public=True)
    here.say("when is the panel?", address=thread, addressed=False)
    assert not here.put
    here.say("when is the panel?", address=thread)
    here.say("and where?", address=thread, addressed=False)
    assert here.put
    assert [d.address for d in here.deliveries()] == [thread, thread]


def test_a_personal_question_in_public_is_answered_privately(house: Callable[..., House]) -> None:
    here = house()
    here.say("hello", email="ann@example.org")
    here.say("my meetings", email="ann@example.org", address=Address("slack", "C1", "9.1", public=True))
    deliveries = here.deliveries()[1:]
    private = [d for d in deliveries if d.address.chat == "DU1"]
    public = [d for d in deliveries if d.address.chat == "C1"]
    assert len(private) == len(public) == 1
    assert "7" not in str(public[0].reply)
    assert "Bo" in str(private[0].reply)


def test_a_private_command_in_public_is_answered_privately(house: Callable[..., House]) -> None:
    here = house()
    here.say("hello")
    here.say("/privacy", address=Address("slack", "C1", "9.1", public=True))
    private, public = sorted(here.deliveries()[1:], key=lambda d: d.address.chat, reverse=True)
    assert "What I keep about you" in str(private.reply)
    assert "direct message" in texts(public.reply)


def test_an_email_that_the_platform_vouches_for_links_a_known_attendee_only(house: Callable[..., House]) -> None:
    here = house()
    here.say("hello", email="Ann@Example.org")
    here.say("hello", user="U2", email="stranger@example.org")
    with here.store.read() as unit:
        ann, other = unit.people.find("slack", "U1"), unit.people.find("slack", "U2")
    assert ann is not None
    assert ann.email == "ann@example.org"
    assert other is not None
    assert other.email == ""


def test_commands_and_buttons_reach_their_verb(house: Callable[..., House]) -> None:
    calls: list[tuple[str, ...]] = []

    def handle(turn: Turn, arguments: tuple[str, ...]) -> Reply:
        calls.append((turn.person.name, *arguments))
        return Reply((Text("done"),))

    here = house(verbs={"star": Verb(handle, edits=True)})
    here.say(encode("star", "abc"), kind="action", name="Ann", message="55.1")
    (sent,) = here.deliveries()
    assert calls == [("Ann", "abc")]
    assert sent.address.message == "55.1"


def test_roles_are_checked_on_every_call(house: Callable[..., House]) -> None:
    verb = Verb(lambda *_: Reply((Text("announced"),)), role="organizer")
    here = house(verbs={"announce": verb}, organizers=frozenset({"U9"}))
    here.say(encode("announce", "x"), kind="action")
    here.say("/announce The bus leaves")
    here.say("/announce The bus leaves", user="U9")
    told = {(d.address.chat, texts(d.reply)) for d in here.deliveries()}
    assert told == {("DU1", "Only the organizers can do that."), ("DU9", "announced")}


@pytest.mark.parametrize(
    "data", ["nonsense:1", "", "session:zzz", "more:1:99", "session", "x" * 300, "example:9", "example:x"]
)
def test_forged_and_old_buttons_are_answered_kindly(house: Callable[..., House], data: str) -> None:
    here = house()
    here.say(data, kind="action", message="1.1")
    (sent,) = here.deliveries()
    assert texts(sent.reply)
    assert cards(sent.reply) == []


def test_an_example_button_asks_its_question(house: Callable[..., House]) -> None:
    here = house()
    here.say("", kind="start")
    here.say("example:1", kind="action", message="1.1")
    welcome_reply, answer = (d.reply for d in here.deliveries())
    assert any(isinstance(block, Choices) for block in welcome_reply.blocks)
    assert cards(answer) == ["Keynote on launchers"]


@pytest.mark.parametrize(
    ("command", "told"),
    [("/now", "not begun"), ("/help", "For example"), ("help", "For example"), ("/program", "Keynote")],
)
def test_short_commands_are_questions(house: Callable[..., House], command: str, told: str) -> None:
    here = house()
    here.say(command)
    (sent,) = here.deliveries()
    assert told in str(sent.reply)
    assert sent.reply.answered


def test_an_unknown_command_gets_help(house: Callable[..., House]) -> None:
    here = house()
    here.say("/frobnicate")
    assert here.deliveries()[0].reply.blocks


def test_an_edited_question_changes_its_answer_in_place(house: Callable[..., House]) -> None:
    here = house()
    said = here.say("when is the keynote?")
    (first,) = here.deliveries()
    with here.store.begin() as unit:
        unit.claims.sent(first, "100.1", here.clock.now())
    here.say("when is the panel?", kind="edited", message=said.message)
    (changed,) = here.deliveries()
    assert changed.address.message == "100.1"
    assert cards(changed.reply) == ["Panel"]


def test_a_question_edited_before_its_answer_left_is_answered_once(house: Callable[..., House]) -> None:
    here = house()
    said = here.say("when is the keynote?")
    here.say("when is the panel?", kind="edited", message=said.message)
    assert [cards(d.reply) for d in here.deliveries()] == [["Panel"]]


def test_a_deleted_question_takes_its_answer_with_it(house: Callable[..., House]) -> None:
    here = house()
    said = here.say("when is the keynote?")
    (first,) = here.deliveries()
    with here.store.begin() as unit:
        unit.claims.sent(first, "100.1", here.clock.now())
    here.say("when is the keynote?", kind="deleted", message=said.message)
    (gone,) = here.deliveries()
    assert (gone.act, gone.address.message) == ("delete", "100.1")
    waiting = here.say("when is the panel?")
    here.say("when is the panel?", kind="deleted", message=waiting.message)
    here.say("never asked", kind="deleted", message="m-unknown")
    assert here.deliveries() == []


def test_too_many_questions_get_one_friendly_word_and_then_silence(house: Callable[..., House]) -> None:
    here = house(per_minute=2)
    for _ in range(5):
        here.say("when is the keynote?")
    replies = [d.reply for d in here.deliveries()]
    assert len(replies) == 3
    assert "minute" in texts(replies[2])


def test_blocked_people_are_unreachable_until_they_come_back(house: Callable[..., House]) -> None:
    here = house()
    here.say("hello")
    here.say("", kind="blocked")
    with here.store.read() as unit:
        (recipient,) = unit.people.everyone()
    assert recipient.trouble
    here.say("", kind="unblocked")
    with here.store.read() as unit:
        (recipient,) = unit.people.everyone()
    assert not recipient.trouble


def test_a_group_that_is_joined_is_greeted_and_one_that_is_left_is_not(house: Callable[..., House]) -> None:
    here = house()
    group = Address("slack", "C1", public=True)
    here.say("", kind="joined", address=group)
    here.say("", kind="left", address=group)
    (sent,) = here.deliveries()
    assert "Space Day" in texts(sent.reply)


def test_a_language_set_by_command_holds_for_what_tells_none(house: Callable[..., House]) -> None:
    here = house()
    here.say("language fr", language="ja")
    here.say("example:1", kind="action")
    first, second = (d.reply for d in here.deliveries())
    assert (first.language, second.language) == ("fr", "fr")


def test_an_apology_is_said_once(house: Callable[..., House]) -> None:
    here = house()
    said = Incoming("x", "slack", "U1", Address("slack", "DU1"), "?", here.clock.now(), language="fr")
    assert here.dispatcher.apologize(said)
    assert not here.dispatcher.apologize(said)
    assert not here.dispatcher.handle(said)
    assert "Reposez la question" in texts(here.deliveries()[0].reply)


def test_a_button_shows_a_part_of_a_page_and_a_forged_one_does_no_harm(house: Callable[..., House]) -> None:
    text = "Thirty beds are in the hostel. Tents are welcome."
    page = Document("page", "stay.md", "Staying", text, (Section(("Beds",), 0, len(text)),), "en")
    (choice,) = offered(document_chunks(page)[0], "en")
    knowledge = replace(KNOWLEDGE, documents=(page,))
    here = house(scene=Scene(knowledge, Assistant(knowledge, None, None, encoder())))
    here.say(choice.action, kind="action", message="1.1")
    here.say("part:0000", kind="action", message="1.1")
    shown, forged = (delivery.reply for delivery in here.deliveries())
    assert [citation.quote for citation in shown.citations] == [text]
    assert forged.citations == ()
