"""What organizers do with questions: answer, publish, assign, close, reopen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.announcements import board
from bot.announcements.acting import expect, expired
from bot.announcements.grouping import find_similar
from bot.announcements.office import Office, actor_of
from bot.announcements.pages import label_of, source_of
from bot.i18n.catalogue import nearest, say
from bot.messages import Choice, Choices, Citation, Item, Lane, Listing, QuoteBlock, Reply, Text
from bot.store.records import AuditEntry, Outgoing
from bot.turn import Turn, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.store.records import Asker, InboxQuestion

SHOWN = 8
LONGEST = 3000
LONGEST_HEADING = 300


@dataclass(frozen=True, slots=True)
class Inbox:
    """The verbs of the inbox, all for organizers alone."""

    office: Office

    def verbs(self) -> Mapping[str, Verb]:
        """A reply in the thread of a question comes as ``inbox-reply``, with the question and the words."""
        handles = {
            "inbox-answer": self.answer,
            "inbox-reply": self.reply,
            "inbox-publish": self.publish,
            "inbox-reword": self.reword,
            "inbox-assign": self.assign,
            "inbox-close": self.close,
            "inbox-reopen": self.reopen,
            "inbox-show": self.show,
            "inbox-same": self.same,
        }
        verbs = {name: Verb(handle, role="organizer") for name, handle in handles.items()}
        listing = Verb(self.waiting, private=True, role="organizer")
        return {**verbs, "inbox": listing, "inbox-more": replace(listing, edits=True)}

    def waiting(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """The questions that wait, the most asked first; from one on where "More" was pressed."""
        waiting = turn.unit.inbox.listed()
        if not waiting:
            return _said(turn, "inbox.empty")
        first = int(arguments[0]) if arguments and arguments[0].isdecimal() else 0
        first = first if first < len(waiting) else 0  # some were answered meanwhile
        last = first + SHOWN
        items = tuple(
            Item(
                " ".join(question.text.split())[:120],
                say(turn.language, "inbox.times", count=question.times),
                encode("inbox-show", question.id),
            )
            for question in waiting[first:last]
        )
        more = Choice(say(turn.language, "schedule.more"), encode("inbox-more", str(last)))
        title = say(turn.language, "inbox.title", count=len(waiting))
        return Reply((Listing(title, items, more if waiting[last:] else None),), language=turn.language)

    def show(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """One question with what can be done about it."""
        found = self._find(turn, arguments)
        return expired(turn.language) if found is None else board.show(found, turn.language)

    def answer(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Answer everybody who asked; without words, ask for them."""
        found = self._find(turn, arguments)
        if found is None:
            return expired(turn.language)
        if found.state in {"answered", "closed"}:
            return board.show(found, turn.language)
        if len(arguments) == 1:
            return self._ask(turn, "ask", "inbox-answer", found)
        if fault := _fault(turn, arguments[1]):
            expect(turn, "inbox-answer", found.id, here=True)
            return fault
        return self._answered(turn, found, arguments[1].strip())

    def reply(self, turn: Turn, arguments: tuple[str, ...]) -> Reply | None:
        """Take a reply to the question as its answer; what organizers say there afterwards is among them."""
        found = self._find(turn, arguments)
        if found is None or found.state in {"answered", "closed"} or len(arguments) == 1:
            return None
        return _fault(turn, arguments[1]) or self._answered(turn, found, arguments[1].strip())

    def publish(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Make an answer part of the knowledge."""
        found = self._find(turn, arguments)
        if found is None or found.state != "answered":
            return expired(turn.language)
        turn.unit.inbox.publish(found.id)
        self._note(turn, "publish", found.id)
        return _said(turn, "inbox.now_published")

    def reword(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Make an answer part of the knowledge under other words than those of who asked; without any, ask for them."""
        found = self._find(turn, arguments)
        if found is None or found.state != "answered":
            return expired(turn.language)
        if len(arguments) == 1:
            return self._ask(turn, "ask_heading", "inbox-reword", found)
        if fault := _fault(turn, arguments[1], LONGEST_HEADING):
            expect(turn, "inbox-reword", found.id, here=True)
            return fault
        turn.unit.inbox.publish(found.id, " ".join(arguments[1].split()))
        self._note(turn, "publish", found.id, arguments[1])
        return _said(turn, "inbox.now_published")

    def assign(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Take a question upon oneself."""
        found = self._find(turn, arguments)
        if found is None or found.state not in {"open", "assigned"}:
            return expired(turn.language)
        turn.unit.inbox.assign(found.id, turn.person.name or actor_of(turn))
        self._note(turn, "assign", found.id)
        return _said(turn, "inbox.now_assigned")

    def close(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Put a question aside without an answer."""
        found = self._find(turn, arguments)
        if found is None or found.state not in {"open", "assigned"}:
            return expired(turn.language)
        turn.unit.inbox.close(found.id)
        self._note(turn, "close", found.id)
        return _said(turn, "inbox.now_closed")

    def reopen(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Take a question up again; its answer is no longer part of the knowledge."""
        found = self._find(turn, arguments)
        if found is None:
            return expired(turn.language)
        turn.unit.inbox.reopen(found.id)
        self._note(turn, "reopen", found.id)
        return _said(turn, "inbox.now_open")

    @staticmethod
    def _ask(turn: Turn, what: str, verb: str, question: InboxQuestion) -> Reply:
        """Ask for words, which become the last argument of the verb."""
        expect(turn, verb, question.id, here=True)
        # In a group the bot hears only what is addressed to it.
        asks = f"inbox.{what}_here" if turn.incoming.address.public else f"inbox.{what}"
        back = Choice(say(turn.language, "announce.buttons.back"), encode("inbox-show", question.id))
        words = Text(say(turn.language, asks, question=question.text))
        return Reply((words, Choices((back,))), language=turn.language)

    def _answered(self, turn: Turn, question: InboxQuestion, text: str) -> Reply:
        unit, by = turn.unit, turn.person.name or actor_of(turn)
        askers = unit.inbox.answer(question.id, text, by, turn.now)
        found = unit.inbox.find(question.id) or question
        for asker in askers:
            key = f"told:{question.id}:{asker.id}"
            earlier = unit.outbox.by_key(key)
            if earlier is not None:  # the question was reopened: this answer is another
                unit.outbox.cancel(earlier.id, turn.now)
                unit.outbox.release(key)
            again = earlier is not None and earlier.state in {"claimed", "sent", "uncertain"}
            reply = self._worded(turn, found, asker, again=again)
            unit.outbox.put(Outgoing(key, Lane.ANSWER, reply, asker.address, asker.person), turn.now)
            unit.inbox.told(asker.id, turn.now)
        self._note(turn, "answer", question.id, text)
        shown = board.show(found, turn.language)
        told = Text(say(turn.language, "inbox.told", count=len(askers)))
        headed = Text(say(turn.language, "inbox.headed", question=found.text), "note")
        buttons = tuple(block for block in shown.blocks if isinstance(block, Choices))
        return Reply((told, headed, *buttons, *self._similar(turn, found)), language=turn.language)

    def _similar(self, turn: Turn, answered: InboxQuestion) -> list[Choices]:
        """Offer to give the same answer to questions that may ask for the same."""
        waiting = turn.unit.inbox.listed()
        near = find_similar(answered.text, waiting, self.office.encode)
        offered = tuple(
            Choice(" ".join(question.text.split())[:60], encode("inbox-same", question.id, answered.id))
            for question in near
        )
        return [Choices(offered, say(turn.language, "inbox.similar"))] if offered else []

    def same(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Give a question the answer of another."""
        found, other = (turn.unit.inbox.find(number) for number in (*arguments, "", "")[:2])
        if found is None or other is None or not other.answer or found.state not in {"open", "assigned"}:
            return expired(turn.language)
        return self._answered(turn, found, other.answer)

    @staticmethod
    def _worded(turn: Turn, question: InboxQuestion, asker: Asker, *, again: bool) -> Reply:
        """The answer, verbatim, in the words of the asker's language around it."""
        person = turn.unit.people.get(asker.person) if asker.person else None
        language = nearest((person.person.language if person else "") or question.language)
        label = label_of(question, language, turn.knowledge.event.zone)
        source = Citation(label, source_of(question.id), question.answer)
        quote = QuoteBlock(question.answer, label, source)
        asked = " ".join((asker.text or question.text).split())  # nobody is shown how another asked
        lead = Text(say(language, "inbox.lead_again" if again else "inbox.lead", question=asked))
        return Reply((lead, quote), "content", language=language, citations=(source,))

    def _note(self, turn: Turn, act: str, question: str, detail: str = "") -> None:
        turn.unit.audit.note(AuditEntry(turn.now, actor_of(turn), f"inbox.{act}", question, detail[:500]))
        board.post(turn.unit, self.office, question, turn.now)

    @staticmethod
    def _find(turn: Turn, arguments: tuple[str, ...]) -> InboxQuestion | None:
        return turn.unit.inbox.find(arguments[0]) if arguments else None


def _fault(turn: Turn, text: str, longest: int = LONGEST) -> Reply | None:
    """What is wrong with an answer or a heading, None when it can be taken."""
    if not any(sign.isalnum() for sign in text):
        return _said(turn, "inbox.no_words")
    if len(text.strip()) > longest:
        return _said(turn, "announce.faults.long", length=len(text.strip()), limit=longest)
    return None


def _said(turn: Turn, key: str, **slots: object) -> Reply:
    return Reply((Text(say(turn.language, key, **slots)),), language=turn.language)
