"""Questions on their way to the organizers: recorded, found by the message they were answered with, grouped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.announcements import board
from bot.announcements.grouping import find_like
from bot.announcements.office import Office  # noqa: TC001 a field of a dataclass
from bot.i18n.catalogue import say
from bot.messages import Reply, Text
from bot.store.records import AskedQuestion, Feedback
from bot.turn import Turn, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.messages import Address
    from bot.store.records import Delivery, QuestionReason
    from bot.turn import Answered

NOT_THEIRS = ("refuse.unlinked", "refuse.in_private")
"""Refusals that no organizer could answer differently: the bot itself says what to do."""

FRESH = timedelta(seconds=60)
"""A button pressed so soon after a question belongs to its answer."""


@dataclass(frozen=True, slots=True)
class Questions:
    """What attendees do with questions and answers."""

    office: Office

    def verbs(self) -> Mapping[str, Verb]:
        """Feedback on an answer, and the way to a human."""
        return {
            "helpful": Verb(self.helpful),
            "unhelpful": Verb(self.unhelpful),
            "organizers": Verb(self.ask_organizers),
            "ask": Verb(self.ask_organizers),
        }

    def record(self, turn: Turn, answered: Answered) -> None:
        """Keep a question and how it was answered; what was refused waits in the inbox."""
        reply = answered.reply
        question = AskedQuestion(
            answered.key,
            turn.person.id,
            turn.incoming.platform,
            answered.question,
            reply.language,
            reply.kind,
            reply.answered,
            answered.ms,
            turn.now,
        )
        turn.unit.asked.note(question)
        if reply.kind == "refusal" and not reply.answered and _could_be_answered(reply):
            self._put(turn, question, "refused", turn.incoming.address)

    def helpful(self, turn: Turn, _: tuple[str, ...]) -> Reply:
        """Note that an answer helped."""
        return self._judged(turn, helpful=True)

    def unhelpful(self, turn: Turn, _: tuple[str, ...]) -> Reply:
        """Note that an answer did not help, and let the organizers see the question."""
        return self._judged(turn, helpful=False)

    def ask_organizers(self, turn: Turn, _: tuple[str, ...]) -> Reply:
        """Hand the question that this message answers to the organizers."""
        answer, question = self._found(turn)
        if answer is None or question is None:
            return _said(turn, "feedback.nothing")
        already = self._waits(turn, question)
        number = self._put(turn, question, "asked", answer.address)
        board.post(turn.unit, self.office, number, turn.now)
        return _said(turn, "feedback.asked_already" if already else "feedback.asked")

    def _judged(self, turn: Turn, *, helpful: bool) -> Reply:
        answer, question = self._found(turn)
        if answer is None or question is None:
            return _said(turn, "feedback.thanks")
        turn.unit.feedback.give(Feedback(answer.id, turn.person.id, helpful, question.text, turn.now))
        if helpful:
            return _said(turn, "feedback.thanks")
        number = self._put(turn, question, "unhelpful", answer.address)
        board.post(turn.unit, self.office, number, turn.now)
        return _said(turn, "feedback.passed_on")

    @staticmethod
    def _found(turn: Turn) -> tuple[Delivery | None, AskedQuestion | None]:
        incoming, unit = turn.incoming, turn.unit
        answer = unit.outbox.by_message(incoming.platform, incoming.address.chat, incoming.message)
        if answer is None:  # it may be on the screen already, and its id not yet in the ledger
            mine = [question for question in unit.asked.since(turn.now - FRESH) if question.person == turn.person.id]
            answer = unit.outbox.by_key(mine[-1].key) if mine else None
        here = answer is not None and answer.address.chat == incoming.address.chat
        return (answer, unit.asked.find(answer.key)) if answer is not None and here else (None, None)

    def _waits(self, turn: Turn, question: AskedQuestion) -> bool:
        """Whether this person asked the organizers the same before."""
        like = find_like(question.text, turn.unit.inbox.listed(), self.office.encode)
        return (
            like is not None
            and like.reason == "asked"
            and any(asker.person == turn.person.id for asker in turn.unit.inbox.waiting(like.id))
        )

    def _put(self, turn: Turn, question: AskedQuestion, reason: QuestionReason, address: Address) -> str:
        """Put a question into the inbox, or its asker to the like one that waits there."""
        inbox = turn.unit.inbox
        like = find_like(question.text, inbox.listed(), self.office.encode)
        if like is None:
            return inbox.ask(question.text, question.language, reason, address, turn.person.id, now=turn.now)
        inbox.join(like.id, question.text, address, turn.person.id, turn.now)
        if like.reason == "refused" and reason != "refused":
            inbox.escalate(like.id, reason)
        return like.id


def _could_be_answered(reply: Reply) -> bool:
    first = next((block.text for block in reply.blocks if isinstance(block, Text)), "")
    return first not in {say(reply.language, key) for key in NOT_THEIRS}


def _said(turn: Turn, key: str) -> Reply:
    return Reply((Text(say(turn.language, key)),), language=turn.language)
