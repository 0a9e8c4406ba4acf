"""Questions on their way to organizers, and back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from suites.desk import KNOWLEDGE, NOON, PARIS, ROOM, buttons, texts

from bot import announcements
from bot.actions import decode
from bot.announcements import Questions, pages
from bot.announcements.grouping import asks_same, find_like, find_similar
from bot.announcements.summary import tell_summary
from bot.config import AnnouncementsSection
from bot.i18n.catalogue import say
from bot.messages import Lane, QuoteBlock, Reply, Text
from bot.store.records import InboxQuestion, Outgoing
from bot.turn import Answered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from suites.desk import Desk

CLOAKROOM = "is there a cloakroom?"


def refusal(text: str = "The program does not say.") -> Reply:
    return Reply((Text(text),), "refusal", answered=False)


def asked(here: Desk, user: str, question: str = CLOAKROOM, reply: Reply | None = None) -> str:
    """Let somebody ask; returns the platform's id of the answer."""
    with here.turn(user) as turn:
        key = f"answer:slack:{turn.incoming.id}"
        answer = Outgoing(key, Lane.ANSWER, reply or refusal(), turn.incoming.address, turn.person.id)
        turn.unit.outbox.put(answer, turn.now)
        Questions(here.office).record(turn, Answered(key, question, reply or refusal(), 12))
    return f"m{here.deliver()[-1].id}"


def open_questions(here: Desk) -> list[InboxQuestion]:
    with here.store.read() as unit:
        return unit.inbox.listed()


def test_what_was_refused_waits_in_the_inbox_and_nobody_is_disturbed(desk: Callable[..., Desk]) -> None:
    here = desk()
    asked(here, "U1")
    asked(here, "U2", "Is ther a cloakroom")
    (question,) = open_questions(here)
    assert (question.reason, question.times) == ("refused", 2)
    assert here.deliver() == []


def test_what_only_the_bot_can_mend_is_no_question_for_organizers(desk: Callable[..., Desk]) -> None:
    here = desk()
    asked(here, "U1", "my meetings", refusal(say("en", "refuse.unlinked")))
    asked(here, "U1", "when is the keynote?", Reply((Text("14:00"),), "schedule"))
    assert open_questions(here) == []


def test_asking_the_organizers_shows_them_the_question_once_without_the_asker(desk: Callable[..., Desk]) -> None:
    here = desk()
    first, second = asked(here, "U1"), asked(here, "U2")
    assert "You will get their answer" in texts(here.act("organizers", user="U1", pressed=first))
    assert "already" in texts(here.act("organizers", user="U1", pressed=first))
    here.act("organizers", user="U2", pressed=second)
    posts = [delivery for delivery in here.deliver() if delivery.address.chat == ROOM.chat]
    assert "A question for the organizers (English, asked 2 times)" in texts(posts[-1].reply)
    assert "U1" not in str(posts[-1].reply)
    assert all(post.address.message for post in posts[1:])


def test_verdicts_are_kept_and_not_helpful_goes_to_the_organizers(desk: Callable[..., Desk]) -> None:
    here = desk()
    answer = asked(here, "U1", "who speaks?", Reply((Text("Ann"),), "content"))
    assert "Thank you" in texts(here.act("helpful", user="U1", pressed=answer))
    assert open_questions(here) == []
    assert "organizers see" in texts(here.act("unhelpful", user="U1", pressed=answer))
    (question,) = open_questions(here)
    assert question.reason == "unhelpful"
    with here.store.read() as unit:
        (verdict,) = unit.feedback.since(NOON - timedelta(days=1))
    assert (verdict.helpful, verdict.question) == (False, "who speaks?")


@pytest.mark.parametrize("verb", ["organizers", "unhelpful", "helpful"])
def test_a_button_under_a_message_that_answered_nothing_is_harmless(desk: Callable[..., Desk], verb: str) -> None:
    here = desk()
    assert texts(here.act(verb, user="U1", pressed="forged"))
    assert open_questions(here) == []


def answered(here: Desk, text: str = "Behind the desk.") -> InboxQuestion:
    here.act("organizers", user="U1", pressed=asked(here, "U1"))
    here.deliver()
    (question,) = open_questions(here)
    here.act("inbox-answer", question.id)
    here.expected(text)
    with here.store.read() as unit:
        found = unit.inbox.find(question.id)
    assert found
    return found


def test_an_answer_reaches_who_asked_verbatim_and_a_second_one_nobody(desk: Callable[..., Desk]) -> None:
    here = desk()
    question = answered(here, "Behind the *desk*, ask <Olga>.")
    told = [delivery for delivery in here.deliver() if delivery.address.chat == "DU1"]
    (quote,) = [block for block in told[0].reply.blocks if isinstance(block, QuoteBlock)]
    assert (quote.text, quote.label) == ("Behind the *desk*, ask <Olga>.", "Answered by the organizers, 12:00")
    assert "Reopen" in buttons(here.act("inbox-answer", question.id, "other"))
    with here.turn() as turn:
        assert here.verbs["inbox-reply"].handle(turn, (question.id, "among us")) is None
    assert [d for d in here.deliver() if d.address.chat == "DU1"] == []


def told_to(here: Desk, chat: str) -> list[str]:
    """What was said to somebody who asked: the lead and the quote."""
    found = [d for d in here.deliver() if d.address.chat == chat]
    return [f"{texts(d.reply)} {b.text}" for d in found for b in d.reply.blocks if isinstance(b, QuoteBlock)]


def test_another_answer_reaches_all_who_got_the_first_one(desk: Callable[..., Desk]) -> None:
    here = desk()
    question = answered(here, "Behind the desk.")
    assert len(told_to(here, "DU1")) == 1
    for words, gets in (("Beside the door.", 1), ("Beside the door.", 0)):
        here.act("inbox-reopen", question.id)
        told = here.act("inbox-answer", question.id, words)
        assert f"Sent to {'1 person' if gets else 'the 0 people'}" in texts(told)
        later = told_to(here, "DU1")
        assert len(later) == gets
        assert all("have changed their answer" in text and "Beside the door." in text for text in later)


def test_an_answer_is_no_change_for_whom_the_first_one_never_reached(desk: Callable[..., Desk]) -> None:
    here = desk()
    asked(here, "U1")
    (question,) = open_questions(here)
    here.act("inbox-answer", question.id, "Behind the desk.")
    here.deliver({"DU1": "blocked the bot"})
    here.act("inbox-reopen", question.id)
    here.act("inbox-answer", question.id, "Beside the door.")
    (told,) = told_to(here, "DU1")
    assert "Beside the door." in told
    assert "changed" not in told


def test_who_pressed_answer_can_go_back(desk: Callable[..., Desk]) -> None:
    here = desk()
    asked(here, "U1")
    (question,) = open_questions(here)
    asks = here.act("inbox-answer", question.id)
    assert "next message" in texts(asks)
    assert "Answer" in buttons(here.press(asks, "Back"))


def test_nobody_is_shown_how_another_asked(desk: Callable[..., Desk]) -> None:
    here = desk()
    asked(here, "U1", "Is there a cloakroom here, at the entrance?")
    asked(here, "U2", "is there a cloakroom here at the entrance, Ann")
    (question,) = open_questions(here)
    here.act("inbox-answer", question.id, "Behind the desk.")
    told = {d.address.chat: texts(d.reply) for d in here.deliver() if d.key.startswith("told:")}
    assert "cloakroom here, at the entrance?”" in told["DU1"]
    assert "entrance, Ann”" in told["DU2"]


def test_an_answer_that_has_not_left_is_replaced_by_the_other(desk: Callable[..., Desk]) -> None:
    here = desk()
    question = answered(here, "Behind the desk.")
    here.act("inbox-reopen", question.id)
    here.act("inbox-answer", question.id, "Beside the door.")
    (told,) = told_to(here, "DU1")
    assert "Beside the door." in told
    assert "changed" not in told


def test_whoever_muted_the_bot_gets_the_answer_to_their_question(desk: Callable[..., Desk]) -> None:
    here = desk()
    answer = asked(here, "U1")
    with here.store.begin() as unit:
        known = unit.people.find("slack", "U1")
        assert known
        unit.people.set_muted(known.id, muted=True)
    here.act("organizers", user="U1", pressed=answer)
    (question,) = open_questions(here)
    here.act("inbox-answer", question.id, "Behind the desk.")
    assert len(told_to(here, "DU1")) == 1


def test_all_questions_can_be_reached_however_many_wait(desk: Callable[..., Desk]) -> None:
    here = desk()
    for number in range(10):
        asked(here, "U1", f"is there a thing {number}?")
    first = here.act("inbox")
    assert "10 questions wait" in first.blocks[0].title
    (more,) = [block.more for block in first.blocks]
    assert more.label == "More"
    seen = [item.text for item in first.blocks[0].items]
    action = decode(more.action)
    rest = here.act(action.verb, *action.arguments)
    assert rest.blocks[0].more is None
    assert sorted([*seen, *(item.text for item in rest.blocks[0].items)]) == sorted(
        f"is there a thing {number}?" for number in range(10)
    )
    assert len(here.act("inbox-more", "4000").blocks[0].items) == 8


def test_a_question_is_shown_once_the_channel_is_open_again(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.act("organizers", user="U1", pressed=asked(here, "U1"))
    with here.store.begin() as unit:
        (post,) = unit.claims.claim("slack", "test", NOON, lambda chat, *_: "go" if chat == ROOM.chat else "chat")
        unit.claims.failed(post, "not_in_channel", NOON)
    here.act("organizers", user="U2", pressed=asked(here, "U2"))
    (again,) = [d for d in here.deliver() if d.address.chat == ROOM.chat]
    assert "asked 2 times" in texts(again.reply)


@pytest.mark.parametrize(("words", "told"), [("...", "no words"), ("x" * 4000, "3000")])
def test_an_answer_that_says_nothing_or_too_much_is_refused(desk: Callable[..., Desk], words: str, told: str) -> None:
    here = desk()
    asked(here, "U1")
    (question,) = open_questions(here)
    assert told in texts(here.act("inbox-answer", question.id, words))
    assert open_questions(here) == [question]


def test_published_it_is_a_page_until_it_is_reopened(desk: Callable[..., Desk]) -> None:
    here = desk()
    question = answered(here)
    here.act("inbox-publish", question.id)
    with here.store.read() as unit:
        (page,) = pages.documents(unit, PARIS)
    (section,) = page.sections
    assert (page.source, page.title, page.kind) == (
        f"answers:{question.id}",
        "Answered by the organizers, 12:00",
        "page",
    )
    assert page.text[section.start : section.end] == "Behind the desk."
    assert section.heading == (CLOAKROOM,)
    here.act("inbox-reopen", question.id)
    with here.store.read() as unit:
        assert pages.documents(unit, PARIS) == ()


def test_a_page_can_be_headed_by_other_words_than_the_askers(desk: Callable[..., Desk]) -> None:
    here = desk()
    words = "I am Ann Arnaud of Acme, where do I leave my coat?"
    asked(here, "U1", words)
    (question,) = open_questions(here)
    told = here.act("inbox-answer", question.id, "Behind the desk.")
    assert f"would be headed: “{words}”" in texts(told)
    assert words in texts(here.press(told, "…with the question in other words"))
    assert "no words" in texts(here.expected("…"))
    assert "From now on" in texts(here.expected("Where do I leave\nmy coat?"))
    with here.store.read() as unit:
        (page,) = pages.documents(unit, PARIS)
    assert page.sections[0].heading == ("Where do I leave my coat?",)
    assert "Ann Arnaud" not in page.text
    here.act("inbox-reopen", question.id)
    assert "no longer works" in texts(here.act("inbox-reword", question.id, "Coats?"))


def test_questions_are_listed_taken_closed_and_opened_again(desk: Callable[..., Desk]) -> None:
    here = desk()
    assert "No question waits" in texts(here.act("inbox"))
    asked(here, "U1")
    shown = here.press(here.act("inbox"), CLOAKROOM)
    here.press(shown, "I take it")
    assert open_questions(here)[0].assignee == "U_OLGA"
    here.press(shown, "Close")
    assert open_questions(here) == []
    assert "no longer works" in texts(here.press(shown, "I take it"))
    here.act("inbox-reopen", decoded(shown))
    assert len(open_questions(here)) == 1


def decoded(shown: Reply) -> str:
    return buttons(shown)["Close"].partition(":")[2]


def question(text: str, number: str = "q") -> InboxQuestion:
    return InboxQuestion(number, text, "en", "refused", "open", 1, NOON)


def encode(texts: Sequence[str]) -> NDArray[np.float64]:
    """Vectors by the first word: questions that begin alike are near each other, not so near as to be the same."""
    near = {"where": [1.0, 0.0], "wo": [1.0, 0.45], "what": [1.0, 0.45]}
    rows = np.array([near.get(text.split()[0], [0.0, 1.0]) for text in texts])
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_questions_are_grouped_by_words_then_by_meaning() -> None:
    waiting = [question("is there parking?", "p"), question("wo ist der Parkplatz", "w")]
    assert find_like("Is there  PARKING", waiting, None) is waiting[0]
    assert find_like("where are the cars", waiting, None) is None
    assert find_similar("where are the cars", waiting, encode) == [waiting[1]]
    assert find_similar("where are the cars", waiting, None) == []
    assert find_like("x", [], encode) is None


@pytest.mark.parametrize(
    ("one", "other", "cosine", "same"),
    [
        ("what is in room 1", "what is in room 2", 0.99, False),
        ("is there a shuttle to the hotel?", "is there a shuttle to the airport?", 0.955, False),
        ("can I get an invoice?", "how do I get an invoice for my registration?", 0.934, True),
        ("what is the wifi password?", "quel est le mot de passe du wifi ?", 0.933, True),
        ("駐車場はありますか", "喫煙所はありますか", 0.94, False),
    ],
)
def test_only_what_surely_asks_the_same_is_joined(one: str, other: str, cosine: float, same: bool) -> None:
    assert asks_same(one, other, cosine) is same


def test_one_tap_gives_the_same_answer_to_a_like_question(desk: Callable[..., Desk]) -> None:
    here = desk()
    here.office = type(here.office)(here.section, (ROOM,), encode=encode)
    here.verbs = announcements.verbs(here.office)
    asked(here, "U1", "where do I leave my coat")
    asked(here, "U2", "what about my coat then")
    one, _ = open_questions(here)
    reply = here.act("inbox-answer", one.id, "Behind the desk.")
    (label,) = [label for label in buttons(reply) if label.startswith("w")]
    here.press(reply, label)
    assert open_questions(here) == []
    assert {d.address.chat for d in here.deliver() if d.key.startswith("told:")} == {"DU1", "DU2"}


def test_the_day_is_summed_up_once(desk: Callable[..., Desk]) -> None:
    section = AnnouncementsSection(undo_seconds=0)
    here = desk(section=section)
    evening = NOON.replace(hour=18, minute=1)
    assert not tell_summary(here.store, here.office, evening, KNOWLEDGE)
    asked(here, "U1")
    here.announce()
    here.deliver()
    assert not tell_summary(here.store, here.office, NOON, KNOWLEDGE)
    assert tell_summary(here.store, here.office, evening, KNOWLEDGE)
    assert not tell_summary(here.store, here.office, evening, KNOWLEDGE)
    assert not tell_summary(here.store, here.office, evening.replace(hour=22), KNOWLEDGE)
    here.clock.advance(timedelta(hours=7))
    (told,) = [d for d in here.deliver() if d.address.chat == ROOM.chat]
    assert "Questions: 1, answered: 0, people who asked: 1" in texts(told.reply)
    assert CLOAKROOM in texts(told.reply)


def test_a_day_without_questions_is_summed_up_while_one_waits(desk: Callable[..., Desk]) -> None:
    here = desk(section=AnnouncementsSection(undo_seconds=0))
    tomorrow = NOON.replace(hour=18, minute=1) + timedelta(days=1)
    assert not tell_summary(here.store, here.office, tomorrow, KNOWLEDGE)
    asked(here, "U1")
    assert tell_summary(here.store, here.office, tomorrow, KNOWLEDGE)
    here.clock.advance(timedelta(days=2))
    (told,) = [d for d in here.deliver() if d.address.chat == ROOM.chat]
    assert "Questions: 0, answered: 0" in texts(told.reply)
    assert CLOAKROOM in texts(told.reply)


def test_the_report_tells_how_long_people_waited_for_the_organizers(desk: Callable[..., Desk]) -> None:
    here = desk()
    for minutes, what in ((2, "a cloakroom"), (4, "parking nearby"), (30, "a prayer room")):
        asked(here, "U1", f"is there {what}?")
        (waits,) = open_questions(here)
        here.clock.advance(timedelta(minutes=minutes))
        here.act("inbox-answer", waits.id, "Yes.")
    assert "3 questions answered by the organizers, half of them within 4 min" in texts(here.act("report"))
