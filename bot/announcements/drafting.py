"""From a text to a confirmed announcement: draft, preview, changes, and the yes."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.announcements import moments, preview, progress, writing
from bot.announcements.faults import AnnouncementError
from bot.announcements.office import Office, actor_of
from bot.announcements.places import tell_organizers
from bot.announcements.selection import Selection, select
from bot.i18n.catalogue import languages, say
from bot.messages import Choice, Choices, Reply, Text
from bot.store.records import AuditEntry
from bot.turn import Turn, Verb

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.store.records import Announcement, AnnouncementState
    from bot.turn import Handle

AGAIN = timedelta(minutes=10)
"""The same text within this time is most likely an accident."""

NEEDED = 2  # organizers who confirm what goes to everyone, when the configuration asks for it
NONE = {"-", "–", "—", "none"}
"""What is typed to take a picture away."""

OPEN: tuple[AnnouncementState, ...] = ("draft", "confirming")


def told(handle: Callable[..., Reply | None]) -> Callable[..., Reply | None]:
    """Let a verb tell an organizer's fault in their language; words that were typed are then awaited once more."""
    verb = "announce" if handle.__name__ == "announce" else f"announce-{handle.__name__}"

    @wraps(handle)
    def wrapped(self: object, turn: Turn, arguments: tuple[str, ...]) -> Reply | None:
        try:
            return handle(self, turn, arguments)
        except AnnouncementError as fault:
            if turn.incoming.kind == "text" and arguments and fault.key != "no_draft":
                expect(turn, verb, *arguments[:-1])
            return Reply((Text(fault.told(turn.language)),), answered=False, language=turn.language)

    return wrapped


def expect(turn: Turn, *action: str, here: bool = False) -> None:
    """Let what this person types next be the last argument of an action: privately, or ``here`` in a public place."""
    at, user = turn.incoming.address, turn.incoming.user
    private = turn.unit.people.chat(at.platform, user) or user if at.public and not here else at.chat
    turn.unit.conversations.expect(at.platform, private, turn.person.id, encode(*action), turn.now)


def expired(language: str) -> Reply:
    """What is said to a button that means nothing any more."""
    return Reply((Text(say(language, "dispatch.expired")),), language=language)


def audited(turn: Turn, act: str, announcement: str, detail: str = "") -> None:
    """Write an act into the audit log."""
    turn.unit.audit.note(AuditEntry(turn.now, actor_of(turn), f"announcement.{act}", announcement, detail[:500]))


@dataclass(frozen=True, slots=True)
class Drafting:
    """The verbs of a draft."""

    office: Office

    def verbs(self) -> Mapping[str, Verb]:
        """The verbs, all for organizers alone; a button's reply takes the place of the message it sits on."""
        handles: Mapping[str, Handle] = {
            "announce": self.announce,
            "announce-edit": self.edit,
            "announce-audience": self.audience,
            "announce-schedule": self.schedule,
            "announce-until": self.until,
            "announce-picture": self.picture,
            "announce-form": self.form,
            "announce-send": self.send,
            "announce-preview": self.show,
        }
        return {name: Verb(handle, edits=True, private=True, role="organizer") for name, handle in handles.items()}

    @told
    def announce(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Draft an announcement and show it; without a text, ask for one."""
        typed = arguments[0] if arguments else ""
        if not typed.strip():
            return self._ask(turn, "text", "announce")
        texts = writing.read(typed, turn.language)
        number = turn.unit.announcements.draft(
            texts, "all", actor_of(turn), turn.now, default_language=next(iter(texts))
        )
        audited(turn, "draft", number, typed)
        return self.preview(turn, number)

    @told
    def edit(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Take another text."""
        draft = open_draft(turn, arguments, changed=len(arguments) > 1)
        if len(arguments) == 1:
            return self._ask(turn, "text", "announce-edit", draft.id)
        texts = writing.read(arguments[1], turn.language, picture=draft.picture)
        turn.unit.announcements.rewrite(draft.id, texts=texts)
        audited(turn, "edit", draft.id, arguments[1])
        return self.preview(turn, draft.id)

    @told
    def audience(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Take another audience: one of those offered, or what is typed."""
        draft = open_draft(turn, arguments, changed=len(arguments) > 1)
        if len(arguments) == 1:
            return self._offer(turn, draft)
        written = arguments[1].replace("=", ":")
        select(written, turn.unit, turn.knowledge, turn.now)
        turn.unit.announcements.rewrite(draft.id, audience=written)
        audited(turn, "audience", draft.id, written)
        return self.preview(turn, draft.id)

    @told
    def schedule(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Take a time to send it at; the preview then says so."""
        draft = open_draft(turn, arguments, changed=len(arguments) > 1)
        if len(arguments) == 1:
            return self._ask(turn, "time", "announce-schedule", draft.id)
        at = moments.read(arguments[1], turn.now)
        turn.unit.announcements.rewrite(draft.id)  # whoever confirmed it, confirmed another time
        turn.unit.announcements.schedule(draft.id, at, draft.useful_until)
        audited(turn, "schedule", draft.id, at.isoformat())
        return self.preview(turn, draft.id)

    @told
    def until(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Take a time after which it is not to be sent any more."""
        draft = open_draft(turn, arguments, changed=len(arguments) > 1)
        if len(arguments) == 1:
            return self._ask(turn, "until", "announce-until", draft.id)
        until = moments.read(arguments[1], turn.now)
        turn.unit.announcements.rewrite(draft.id)
        turn.unit.announcements.schedule(draft.id, draft.scheduled, until)
        audited(turn, "until", draft.id, until.isoformat())
        return self.preview(turn, draft.id)

    @told
    def picture(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Take the address of a picture to show under the text, or ``-`` for none."""
        draft = open_draft(turn, arguments, changed=len(arguments) > 1)
        if len(arguments) == 1:
            return self._ask(turn, "picture", "announce-picture", draft.id)
        typed = arguments[1].strip()
        turn.unit.announcements.rewrite(draft.id, picture="" if typed in NONE else writing.pack_link(typed))
        audited(turn, "picture", draft.id, typed)
        return self.preview(turn, draft.id)

    @told
    def form(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """What stands in for the form where it could not be opened: the words are asked for."""
        draft = open_draft(turn, arguments[:1], changed=False) if arguments else None
        return self._ask(turn, "text", *(("announce-edit", draft.id) if draft else ("announce",)))

    @told
    def show(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Show the preview of a draft."""
        found = turn.unit.announcements.find(arguments[0]) if arguments else None
        if found is not None and found.state == "scheduled":
            return progress.show(turn.unit, found, self.office.section.undo_seconds, turn.language, turn.now)
        return self.preview(turn, open_draft(turn, arguments, changed=False).id)

    @told
    def send(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Confirm a draft; it leaves at once or at its time."""
        unit, found = turn.unit, turn.unit.announcements.find(arguments[0]) if arguments else None
        if found is None:
            return expired(turn.language)
        if found.state not in OPEN:  # somebody was faster, or pressed twice
            return progress.show(unit, found, self.office.section.undo_seconds, turn.language, turn.now)
        selection = checked(turn, found)
        if "again" not in arguments and (earlier := recent_twin(turn, found)):
            return self._ask_again(turn, found, earlier)
        unit.announcements.confirm(found.id, actor_of(turn), turn.now)
        audited(turn, "confirm", found.id)
        if self._needs_another(turn, found.id, selection):
            return self._wait(turn, found, selection)
        begin(turn, found)
        unit.announcements.show_at(found.id, board_of(turn))
        begun = unit.announcements.find(found.id) or found
        return progress.show(unit, begun, self.office.section.undo_seconds, turn.language, turn.now)

    def preview(self, turn: Turn, number: str) -> Reply:
        """Show a draft as it is now. Raises AnnouncementError when there is none."""
        draft = turn.unit.announcements.find(number)
        if draft is None:
            raise AnnouncementError("no_draft")
        selection = select(draft.audience, turn.unit, turn.knowledge, turn.now)
        form = turn.incoming.platform in self.office.forms
        return preview.show(draft, selection, self.office.rates, turn.language, turn.now, form=form)

    def _ask(self, turn: Turn, what: str, *action: str) -> Reply:
        """Ask for words: what is typed next becomes the last argument of the action."""
        expect(turn, *action)
        blocks = [Text(say(turn.language, f"announce.ask.{what}"))]
        if len(action) > 1:
            back = Choice(say(turn.language, "announce.buttons.back"), encode("announce-preview", action[1]))
            return Reply((*blocks, Choices((back,))), language=turn.language)
        form = Choice(say(turn.language, "announce.buttons.form"), encode("announce-form"))
        offered = [Choices((form,))] if turn.incoming.platform in self.office.forms else []
        return Reply((*blocks, *offered), language=turn.language)

    def _offer(self, turn: Turn, draft: Announcement) -> Reply:
        asked = self._ask(turn, "audience", "announce-audience", draft.id)
        codes = (
            "all",
            *(f"language={code}" for code in languages()),
            "platform=slack",
            "platform=telegram",
            "meetings",
        )
        offered = tuple(
            Choice(
                say(turn.language, "announce.everyone") if code == "all" else code.replace("=", ":"),
                encode("announce-audience", draft.id, code),
            )
            for code in codes
        )
        groups = sorted({group for attendee in turn.knowledge.attendees for group in attendee.groups})
        hint = (
            [Text(say(turn.language, "announce.ask.groups", groups=", ".join(groups[:12])), "note")] if groups else []
        )
        return replace(asked, blocks=(asked.blocks[0], *hint, Choices(offered), *asked.blocks[1:]))

    def _ask_again(self, turn: Turn, draft: Announcement, earlier: Announcement) -> Reply:
        minutes = max(round((turn.now - (earlier.sent or turn.now)).total_seconds() / 60), 1)
        buttons = (
            Choice(say(turn.language, "announce.buttons.again"), encode("announce-send", draft.id, "again"), "danger"),
            Choice(say(turn.language, "announce.buttons.cancel"), encode("announce-cancel", draft.id)),
        )
        return Reply(
            (Text(say(turn.language, "announce.twin", count=minutes)), Choices(buttons)), language=turn.language
        )

    def _needs_another(self, turn: Turn, number: str, selection: Selection) -> bool:
        if not (self.office.section.second_organizer and selection.whole):
            return False
        found = turn.unit.announcements.find(number)
        # Who was an organizer when they said yes, and is none now, does not count.
        return sum(map(self.office.is_organizer, found.confirmed_by if found else ())) < NEEDED

    def _wait(self, turn: Turn, draft: Announcement, selection: Selection) -> Reply:
        waits = turn.unit.announcements.advance(draft.id, ["draft"], "confirming", turn.now)
        if waits:
            shown = preview.show(draft, selection, self.office.rates, "en", turn.now)
            ask = Text(say("en", "announce.confirm", name=turn.person.name or actor_of(turn)))
            tell_organizers(
                turn.unit,
                self.office.places,
                f"confirm:{draft.id}",
                replace(shown, blocks=(ask, *shown.blocks)),
                turn.now,
            )
        return Reply((Text(say(turn.language, "announce.waiting_for_second")),), language=turn.language)


def open_draft(turn: Turn, arguments: tuple[str, ...], *, changed: bool) -> Announcement:
    """The draft that the first argument names; one with a time is taken back when it is ``changed``.

    Raises AnnouncementError when it is none, or none any more.
    """
    found = turn.unit.announcements.find(arguments[0]) if arguments else None
    if found is not None and found.state == "scheduled":
        if not changed:
            return found
        turn.unit.announcements.advance(found.id, ["scheduled"], "draft", turn.now)  # to be confirmed anew
        return replace(found, state="draft")
    if found is None or found.state not in OPEN:
        raise AnnouncementError("no_draft")
    return found


def checked(turn: Turn, draft: Announcement) -> Selection:
    """The people of a draft that may be sent now. Raises AnnouncementError otherwise."""
    selection = select(draft.audience, turn.unit, turn.knowledge, turn.now)
    if not selection.reached and not selection.missed:
        raise AnnouncementError("nobody")
    if draft.scheduled and draft.scheduled <= turn.now:
        raise AnnouncementError("past", time=f"{draft.scheduled.astimezone(turn.now.tzinfo):%Y-%m-%d %H:%M}")
    if draft.useful_until and draft.useful_until <= (draft.scheduled or turn.now):
        raise AnnouncementError("useless")
    return selection


def recent_twin(turn: Turn, draft: Announcement) -> Announcement | None:
    """An announcement of the same words that was sent within the last ten minutes."""
    if draft.audience.startswith("missed:"):
        return None
    sent = turn.unit.announcements.sent_since(turn.now - AGAIN)
    return next(
        (a for a in sent if a.id != draft.id and a.state != "cancelled" and writing.same(a.texts, draft.texts)), None
    )


def begin(turn: Turn, draft: Announcement) -> None:
    """Let a confirmed announcement go, at once or at its time."""
    after: AnnouncementState = "scheduled" if draft.scheduled else "sending"
    if turn.unit.announcements.advance(draft.id, OPEN, after, turn.now) and after == "sending":
        turn.unit.announcements.charge(draft.id, "send")
    audited(turn, "send", draft.id, draft.scheduled.isoformat() if draft.scheduled else "")


def board_of(turn: Turn) -> str:
    """The message that the button sits on, where progress is shown from now on; empty when nothing was pressed."""
    at, incoming = turn.incoming.address, turn.incoming
    if incoming.kind != "action" or not incoming.message:
        return ""
    place = {"platform": at.platform, "chat": at.chat, "thread": at.thread, "message": incoming.message}
    return json.dumps({**place, "public": at.public, "language": turn.language})
