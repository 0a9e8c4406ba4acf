"""From a text to a draft that can be confirmed: draft, preview, changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.announcements import moments, preview, writing
from bot.announcements.acting import audited, expect, progress_of, told
from bot.announcements.audience import ALONE
from bot.announcements.confirming import OPEN
from bot.announcements.faults import AnnouncementError
from bot.announcements.office import Office, actor_of
from bot.announcements.selection import select
from bot.i18n.catalogue import languages, say
from bot.messages import Choice, Choices, Reply, Text
from bot.turn import Turn, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.store.records import Announcement
    from bot.turn import Handle

NONE = {"-", "–", "—", "none"}
"""What is typed to take a picture away."""


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
            "announce-preview": self.show,
        }
        verbs = {name: Verb(handle, edits=True, private=True, role="organizer") for name, handle in handles.items()}
        audience = verbs["announce-audience"]
        return {**verbs, "announce-audience": replace(audience, takes=ALONE)}  # "meetings" is a command, too

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
        draft = open_draft(turn, arguments)
        if len(arguments) == 1:
            return self._ask(turn, "text", "announce-edit", draft.id)
        texts = writing.read(arguments[1], turn.language, picture=draft.picture)
        turn.unit.announcements.rewrite(draft.id, texts=texts)
        audited(turn, "edit", draft.id, arguments[1])
        return self.preview(turn, draft.id)

    @told
    def audience(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Take another audience: one of those offered, or what is typed."""
        draft = open_draft(turn, arguments)
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
        draft = open_draft(turn, arguments)
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
        draft = open_draft(turn, arguments)
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
        draft = open_draft(turn, arguments)
        if len(arguments) == 1:
            return self._ask(turn, "picture", "announce-picture", draft.id)
        typed = arguments[1].strip()
        turn.unit.announcements.rewrite(draft.id, picture="" if typed in NONE else writing.pack_link(typed))
        audited(turn, "picture", draft.id, typed)
        return self.preview(turn, draft.id)

    @told
    def form(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """What stands in for the form where it could not be opened: the words are asked for."""
        draft = open_draft(turn, arguments) if arguments else None
        return self._ask(turn, "text", *(("announce-edit", draft.id) if draft else ("announce",)))

    @told
    def show(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Show the preview of a draft."""
        found = turn.unit.announcements.find(arguments[0]) if arguments else None
        if found is not None and found.state == "scheduled":
            return progress_of(turn, found, self.office)
        return self.preview(turn, open_draft(turn, arguments).id)

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


def open_draft(turn: Turn, arguments: tuple[str, ...]) -> Announcement:
    """The draft that the first argument names, or what waits for its time; a change makes that a draft again.

    Raises AnnouncementError when it is none, or none any more.
    """
    found = turn.unit.announcements.find(arguments[0]) if arguments else None
    if found is None or found.state not in {*OPEN, "scheduled"}:
        raise AnnouncementError("no_draft")
    return found
