"""One incoming message, one transaction: seen before? who? what is meant? the reply into the outbox."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from bot.actions import Action, decode
from bot.conversation import commands
from bot.conversation.context import Context
from bot.conversation.request import Answered, Asked
from bot.i18n.catalogue import nearest, say, words
from bot.messages import Address, Incoming, Lane, Person, Reply, Text
from bot.store.records import Outgoing
from bot.turn import Answered as Recorded
from bot.turn import Turn, Verb, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from bot.conversation.assistant import Assistant
    from bot.conversation.pace import Pace
    from bot.ports import Clock
    from bot.store.engine import Store
    from bot.store.unit import Unit
    from bot.turn import Record
    from knowledge.model import Knowledge

CONTEXT = TypeAdapter(Context)
PATIENCE = timedelta(minutes=15)
"""How long words that were asked for are waited for."""

GIVEN_UP = "given-up"
"""What "cancel" or "back" means in place of words that were asked for; no verb has this name."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The event as it is known at this moment; ``encode`` gives the vectors of questions, one row each."""

    knowledge: Knowledge
    assistant: Assistant
    encode: Callable[[Sequence[str]], Any] | None = None


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Finds who answers an incoming message and puts the reply into the outbox.

    ``scene`` gives the event as known now, ``roles`` the roles of an account. ``record`` keeps every question with
    its answer. ``replies`` names, by the first part of a message's key, the verb that takes replies to it: with the
    key's second part and the words. Safe between threads.
    """

    store: Store
    scene: Callable[[], Scene]
    clock: Clock
    verbs: Mapping[str, Verb]
    roles: Callable[[str, str], frozenset[str]]
    pace: Pace
    context_minutes: int = 30
    record: Record | None = None
    replies: Mapping[str, str] = field(default_factory=dict)

    def handle(self, incoming: Incoming) -> bool:
        """Handle one incoming message; return whether something was put into the outbox.

        What was seen before is not handled again. A fault of ours rolls everything back, so that the
        platform's next repetition is handled.
        """
        return _Handling(self, incoming, self.clock.now(), self.scene()).run()

    def apologize(self, incoming: Incoming) -> bool:
        """Say that handling a message failed, once; return whether that was put into the outbox."""
        now = self.clock.now()
        with self.store.begin() as unit:
            if unit.incoming.seen(incoming.platform, incoming.id, now):
                return False
            reply = _said(nearest(incoming.language), "dispatch.broken")
            key = f"answer:{incoming.platform}:{incoming.id}"
            return unit.outbox.put(Outgoing(key, Lane.ANSWER, reply, incoming.address), now) is not None


class _Handling:
    """The handling of one incoming message."""

    def __init__(self, desk: Dispatcher, incoming: Incoming, now: datetime, scene: Scene) -> None:
        self.desk = desk
        self.incoming = incoming
        self.now = now
        self.local = now.astimezone(scene.knowledge.event.zone)
        self.scene = scene
        self.began = time.perf_counter()
        self.question: str | None = None
        self.meant: Action | None = None
        self.put = False
        self.overheard = False

    def run(self) -> bool:
        """Answer outside the transaction what only needs reading; then record everything in one."""
        answered = self._think() if self.incoming.kind in {"text", "edited", "command", "action"} else None
        if self.overheard:
            return False
        with self.desk.store.begin() as unit:
            if not self._ours(unit) or unit.incoming.seen(self.incoming.platform, self.incoming.id, self.now):
                return False
            if answered is None and self.meant is None:  # what is replied to may have been recorded as sent just now
                self.meant = self._replying(unit)
            self._respond(unit, answered)
        return self.put

    def _ours(self, unit: Unit) -> bool:
        """Whether we are meant; a public reply without a mention only where we take part."""
        at = self.incoming.address
        takes_part = self.incoming.addressed or unit.conversations.takes_part(at.platform, at.chat, at.thread)
        return takes_part or self._replying(unit) is not None

    # What can be answered without writing -------------------------------------------------------

    def _think(self) -> Answered | None:
        with self.desk.store.read() as unit:
            if not self._ours(unit):
                return None
            person = unit.people.find(self.incoming.platform, self.incoming.user)
            kept = self._kept(unit, person) if person else None
            self.meant = self._replying(unit) or (self._expected(unit, person) if person else None)
        question = None if self.meant else self._question(person)
        if question is None:
            return None
        self.question = question
        asked = self._asked(question, person, Context() if kept is None else CONTEXT.validate_json(kept))
        if self.incoming.kind == "action" and not question:
            return self.scene.assistant.act(asked, decode(self.incoming.text))
        answered = self.scene.assistant.answer(asked)
        self.overheard = not self.incoming.addressed and _is_for_others(answered, talks_with_us=kept is not None)
        return answered

    def _replying(self, unit: Unit) -> Action | None:
        """What a reply to one of our messages is for, when that message's key says so."""
        incoming, at = self.incoming, self.incoming.address
        original = incoming.reply_to or (at.thread if at.platform == "slack" else "")
        if incoming.kind != "text" or not original or not self.desk.replies:
            return None
        message = unit.outbox.by_message(at.platform, at.chat, original)
        owner, _, rest = message.key.partition(":") if message else ("", "", "")
        verb = self.desk.replies.get(owner)
        return Action(verb, (rest.partition(":")[0], incoming.text)) if verb else None

    def _expected(self, unit: Unit, person: Person) -> Action | None:
        """What these words were asked for; a command is none of them, nor is a word that gives up."""
        incoming, at = self.incoming, self.incoming.address
        if incoming.kind not in {"text", "command"}:
            return None
        expected = unit.conversations.expected(at.platform, at.chat, person.id, self.now - PATIENCE)
        action = decode(expected) if expected else None
        if action is None:
            return None
        if commands.goes_back(incoming.text):
            return Action(GIVEN_UP)
        return None if self._commands(action) else Action(action.verb, (*action.arguments, incoming.text))

    def _commands(self, waiting: Action) -> bool:
        """Whether these words are a command, though a verb waits for some."""
        verb, text = self.desk.verbs.get(waiting.verb), self.incoming.text.strip()
        if self.incoming.kind == "command" or text.startswith("/"):
            return True
        command = commands.parse(text, slash=False)
        return command is not None and not command.arguments and not (verb and text.lower() in verb.takes)

    def _kept(self, unit: Unit, person: Person) -> str | None:
        at = self.incoming.address
        since = self.now - timedelta(minutes=self.desk.context_minutes)
        return unit.conversations.context(at.platform, at.chat, _thread(at), person.id, since=since)

    def _question(self, person: Person | None) -> str | None:
        """Return the question to ask the assistant, None when a verb of ours is meant."""
        if self.incoming.kind == "action":
            return self._pressed(person)
        command = self._command()
        if command is None:
            return self.incoming.text
        rest = " ".join(command.arguments)
        if command.verb in commands.QUESTIONS:
            return commands.question(command.verb, rest, self._language(person))
        return self.incoming.text if command.verb == "remind" and rest else None

    def _pressed(self, person: Person | None) -> str | None:
        """A button: an example question, one of our verbs (None), or one of the assistant's own."""
        action = decode(self.incoming.text)
        if action.verb in self.desk.verbs:
            return None
        examples = words(self._language(person), "welcome.examples")
        number = "".join(action.arguments)
        return examples[int(number)] if action.verb == "example" and number in map(str, range(len(examples))) else ""

    def _command(self) -> Action | None:
        slash = self.incoming.kind == "command" or self.incoming.text.startswith("/")
        return commands.parse(self.incoming.text, slash=slash)

    def _asked(self, question: str, person: Person | None, context: Context) -> Asked:
        return Asked(
            question,
            self.now,
            preferred=self._language(person),
            email=(person.email if person else "") or self._vouched(),
            time_zone=(person.time_zone if person else "") or self.incoming.time_zone,
            public=self.incoming.address.public,
            context=context,
        )

    def _language(self, person: Person | None) -> str:
        return nearest((person.language if person else "") or self.incoming.language)

    # What is recorded ---------------------------------------------------------------------------

    def _respond(self, unit: Unit, answered: Answered | None) -> None:
        incoming = self.incoming
        match incoming.kind:
            case "blocked" | "left" if not incoming.address.public:
                unit.people.unreachable(incoming.platform, incoming.user, "blocked the bot", self.now)
            case "unblocked":
                unit.people.reachable(incoming.platform, incoming.user)
            case "left":
                pass
            case "deleted":
                self._take_back(unit)
            case _:
                self._reply(unit, self._turn(unit), answered)

    def _turn(self, unit: Unit) -> Turn:
        incoming = self.incoming
        person = unit.people.remember(
            incoming.platform,
            incoming.user,
            now=self.now,
            name=incoming.name,
            email=self._vouched(),
            language=incoming.language,
            time_zone=incoming.time_zone,
            chat="" if incoming.address.public or incoming.kind == "home" else incoming.address.chat,
        )
        if not person.email and self._vouched():
            person = unit.people.link(person.id, self._vouched()).person
        person = replace(person, roles=self.desk.roles(incoming.platform, incoming.user))
        return Turn(incoming, person, self._language(person), self.local, self.scene.knowledge, unit)

    def _vouched(self) -> str:
        """The e-mail that the platform vouches for, when an attendee has it."""
        attendee = self.scene.knowledge.attendee(self.incoming.email) if self.incoming.email else None
        return attendee.email if attendee else ""

    def _reply(self, unit: Unit, turn: Turn, answered: Answered | None) -> None:
        # The terminal's user is the operator, and may pipe a file of questions; the Home tab asks by itself.
        free = self.incoming.platform == "console" or self.incoming.kind == "home"
        pace = "go" if free else self.desk.pace.ask(turn.person.id, self.now)
        if pace == "silent":
            return
        if pace == "warn":
            self._send(unit, turn, _said(turn.language, "dispatch.slower"), edits=False)
            return
        if self.incoming.kind != "edited":  # which may be of long ago, or the platform's own doing
            at = self.incoming.address
            unit.conversations.unexpect(at.platform, at.chat, turn.person.id)
        if answered is not None:  # a command, too: "no, make it five minutes" goes on with it
            self._keep(unit, turn.person, answered.context)
        if answered is not None and answered.command is None:
            self._answer(unit, turn, answered)
        else:
            self._carry_out(unit, turn, answered)

    def _answer(self, unit: Unit, turn: Turn, answered: Answered) -> None:
        edits = self.incoming.kind == "action" and decode(self.incoming.text).verb == "more"
        if answered.personal and self.incoming.address.public:
            self._send_privately(unit, turn, answered.personal)
        self._send(unit, turn, answered.reply, edits=edits)
        if self.desk.record and self.question:
            ms = round((time.perf_counter() - self.began) * 1000)
            self.desk.record(turn, Recorded(self._key(), self.question, answered.personal or answered.reply, ms))

    def _carry_out(self, unit: Unit, turn: Turn, answered: Answered | None) -> None:
        action = self._action(answered)
        verb = self.desk.verbs.get(action.verb)
        if verb is None:
            key = "dispatch.given_up" if self.meant and self.meant.verb == GIVEN_UP else "dispatch.expired"
            fallback = answered.reply if answered else _said(turn.language, key)
            self._send(unit, turn, fallback, edits=False)
            return
        if verb.role and verb.role not in turn.person.roles:
            self._send(unit, turn, _said(turn.language, refusal(verb.role, turn.person.roles)), edits=False)
            return
        reply = verb.handle(turn, action.arguments)
        if reply is None:
            return
        # An invitation may have made one of two accounts: the person is then the one the other account had.
        turn = replace(turn, person=unit.people.find(self.incoming.platform, self.incoming.user) or turn.person)
        if verb.private and self.incoming.address.public:
            self._send_privately(unit, turn, reply)
            if self.incoming.kind == "action" and self._has_private_chat(unit):
                return  # a hundred who tap "remind me" under one answer must not fill its thread
            reply, verb = _said(turn.language, "dispatch.privately"), replace(verb, edits=False)
        self._send(unit, turn, reply, edits=verb.edits and self.incoming.kind == "action")

    def _has_private_chat(self, unit: Unit) -> bool:
        """Whether what is sent privately arrives: Slack opens a chat with anybody, elsewhere people begin."""
        return self.incoming.platform == "slack" or bool(unit.people.chat(self.incoming.platform, self.incoming.user))

    def _action(self, answered: Answered | None) -> Action:
        if self.meant is not None:
            return self.meant
        if answered is not None and answered.command is not None:
            return answered.command
        match self.incoming.kind:
            case "action":
                return decode(self.incoming.text)
            case "start":
                return Action("start", (self.incoming.text,) if self.incoming.text else ())
            case "home" | "joined":
                return Action(self.incoming.kind)
            case _:
                return self._command() or Action("help")

    # What leaves --------------------------------------------------------------------------------

    def _send(self, unit: Unit, turn: Turn, reply: Reply, *, edits: bool) -> None:
        at = self.incoming.address
        if at.public and at.platform == "slack" and at.thread:
            unit.conversations.join(at.platform, at.chat, at.thread, self.now)
        key = self._key()
        if self.incoming.kind == "edited":
            at = self._instead(unit, at)
            key = f"{key}:{self.incoming.id}"
        elif edits:
            at = replace(at, message=self.incoming.message)
        outgoing = Outgoing(key, Lane.ANSWER, reply, at, turn.person.id)
        self.put |= unit.outbox.put(outgoing, self.now) is not None

    def _send_privately(self, unit: Unit, turn: Turn, reply: Reply) -> None:
        home = Address(self.incoming.platform, "")
        outgoing = Outgoing(f"{self._key()}:private", Lane.ANSWER, reply, home, turn.person.id)
        self.put |= unit.outbox.put(outgoing, self.now) is not None

    def _key(self) -> str:
        """The key of the answer to a message typed, so that an edit of the question finds it."""
        incoming = self.incoming
        typed = incoming.kind in {"text", "edited", "deleted"} and incoming.message
        name = f"{incoming.address.chat}:{incoming.message}" if typed else incoming.id
        return f"answer:{incoming.platform}:{name}"

    def _instead(self, unit: Unit, at: Address) -> Address:
        """Where the answer to an edited question goes: in place of the earlier answer, when there is one."""
        earlier = unit.outbox.by_key(self._key())
        if earlier is None:
            return at
        if unit.outbox.cancel(earlier.id, self.now) or not earlier.message:
            return at
        return replace(earlier.address, message=earlier.message)

    def _take_back(self, unit: Unit) -> None:
        """A question that was deleted takes its answer with it."""
        earlier = unit.outbox.by_key(self._key())
        if earlier is None or unit.outbox.cancel(earlier.id, self.now) or not earlier.message:
            return
        at = replace(earlier.address, message=earlier.message)
        gone = Outgoing(f"{self._key()}:deleted", Lane.ANSWER, earlier.reply, at, earlier.person, act="delete")
        self.put |= unit.outbox.put(gone, self.now) is not None

    def _keep(self, unit: Unit, person: Person, context: Context) -> None:
        at = self.incoming.address
        data = CONTEXT.dump_json(context).decode()
        unit.conversations.keep(at.platform, at.chat, _thread(at), person.id, data, now=self.now)


def _is_for_others(answered: Answered, *, talks_with_us: bool) -> bool:
    """Whether words in a thread that do not name us are people's talk: thanks, or nothing that is told anywhere."""
    if answered.command is not None or answered.personal:
        return False
    kind = answered.reply.kind
    return kind == "other" or (kind in {"refusal", "clarify"} and not talks_with_us)


def _thread(at: Address) -> str:
    """What a conversation is told apart by: the thread on Slack, the chat alone elsewhere."""
    return at.thread if at.platform == "slack" else ""


def _said(language: str, key: str) -> Reply:
    return Reply((Text(say(language, key)),), language=language)
