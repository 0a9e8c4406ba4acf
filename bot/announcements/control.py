"""What can be done with an announcement once it was confirmed: pause, resume, take back, delete, repeat."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.announcements.acting import audited, begun_of, expired, progress_of, told
from bot.announcements.office import Office, actor_of
from bot.announcements.preview import show as preview
from bot.announcements.rows import csv_of
from bot.announcements.selection import select
from bot.i18n.catalogue import say
from bot.messages import Attachment, Choice, Choices, Reply, Text
from bot.turn import Turn, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.store.records import AnnouncementState, Errand

UNDERWAY: tuple[AnnouncementState, ...] = ("sending", "paused")
UNDOABLE: tuple[AnnouncementState, ...] = (*UNDERWAY, "sent")


@dataclass(frozen=True, slots=True)
class Control:
    """The verbs of an announcement on its way or sent. What is to be done to many messages is done by the announcer."""

    office: Office

    def verbs(self) -> Mapping[str, Verb]:
        """The verbs, all for organizers alone."""
        handles = {
            "announce-pause": self.pause,
            "announce-resume": self.resume,
            "announce-cancel": self.cancel,
            "announce-undo": self.undo,
            "announce-erase": self.erase,
            "announce-report": self.report,
        }
        verbs = {name: Verb(handle, edits=True, private=True, role="organizer") for name, handle in handles.items()}
        # What asks for something does so apart from the report, which goes on changing.
        apart = {
            "announce-delete": self.delete,
            "announce-missed": self.missed,
            "announce-csv": self.csv,
        }
        return {**verbs, **{name: Verb(handle, private=True, role="organizer") for name, handle in apart.items()}}

    @told
    def pause(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Hold back what has not left yet."""
        return self._moved(turn, arguments, "pause", ("sending",), "paused")

    @told
    def resume(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Go on with what was held back."""
        return self._moved(turn, arguments, "resume", ("paused",), "sending")

    @told
    def cancel(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Give up a draft, or take back what has not left yet."""
        return self._taken_back(turn, arguments, "cancel")

    @told
    def undo(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Take back what has not left yet, and delete what has."""
        return self._taken_back(turn, arguments, "undo")

    @told
    def delete(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Ask whether to take back the messages that arrived."""
        found = begun_of(turn, arguments)
        if found is None:
            return expired(turn.language)
        buttons = (
            Choice(say(turn.language, "announce.buttons.delete"), encode("announce-erase", found.id), "danger"),
            Choice(say(turn.language, "announce.buttons.back"), encode("announce-report", found.id)),
        )
        sure = Text(say(turn.language, "announce.sure_to_delete", count=turn.unit.ledger.counts(found.id).delivered))
        return Reply((sure, Choices(buttons)), language=turn.language)

    @told
    def erase(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Take back the messages that arrived, where the platform can."""
        found = begun_of(turn, arguments)
        if found is None:
            return expired(turn.language)
        turn.unit.announcements.advance(found.id, UNDOABLE, "cancelled", turn.now)
        withdraw(turn, found.id, also_delivered=True)
        audited(turn, "delete", found.id)
        return self._shown(turn, found.id)

    @told
    def missed(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Draft the same for those who did not get it, and show it."""
        found = begun_of(turn, arguments)
        if found is None:
            return expired(turn.language)
        selection = select(f"missed:{found.id}", turn.unit, turn.knowledge, turn.now)
        if not selection.reached and not selection.missed:
            return Reply((Text(say(turn.language, "announce.none_missed")),), language=turn.language)
        number = turn.unit.announcements.draft(
            found.texts,
            f"missed:{found.id}",
            actor_of(turn),
            turn.now,
            default_language=found.default_language,
            picture=found.picture,
            useful_until=found.useful_until,
        )
        audited(turn, "missed", number, found.id)
        draft = turn.unit.announcements.find(number)
        return (
            preview(draft, selection, self.office.rates, turn.language, turn.now) if draft else expired(turn.language)
        )

    @told
    def csv(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Hand over the report per person as a file."""
        found = begun_of(turn, arguments)
        if found is None:
            return expired(turn.language)
        content = csv_of(turn.unit, found.id, turn.now.tzinfo).encode("utf-8-sig")  # the mark lets Excel see UTF-8
        name = f"announcement-{found.id[:6]}.csv"
        file = Attachment(name, "text/csv", base64.b64encode(content).decode())
        return Reply((Text(say(turn.language, "announce.csv")), file), language=turn.language)

    @told
    def report(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Show where an announcement stands; the message is kept up to date from then on."""
        return self._shown(turn, arguments[0] if arguments else "")

    def _moved(
        self,
        turn: Turn,
        arguments: tuple[str, ...],
        act: str,
        before: tuple[AnnouncementState, ...],
        after: AnnouncementState,
    ) -> Reply:
        number = arguments[0] if arguments else ""
        if turn.unit.announcements.advance(number, before, after, turn.now):
            audited(turn, act, number)
        return self._shown(turn, number)

    def _taken_back(self, turn: Turn, arguments: tuple[str, ...], act: str) -> Reply:
        number = arguments[0] if arguments else ""
        unsent: tuple[AnnouncementState, ...] = ("draft", "confirming", "scheduled")
        if turn.unit.announcements.advance(number, unsent, "cancelled", turn.now):
            audited(turn, act, number)
        elif turn.unit.announcements.advance(number, UNDOABLE if act == "undo" else UNDERWAY, "cancelled", turn.now):
            withdraw(turn, number, also_delivered=act == "undo")
            audited(turn, act, number)
        return self._shown(turn, number)

    def _shown(self, turn: Turn, number: str) -> Reply:
        found = turn.unit.announcements.find(number)
        if found is None:
            return expired(turn.language)
        return progress_of(turn, found, self.office)


def withdraw(turn: Turn, number: str, *, also_delivered: bool) -> None:
    """Take back what has not left, and let the announcer delete what has, or go on correcting it."""
    found = turn.unit.announcements.find(number)
    turn.unit.outbox.cancel_announcement(number, turn.now)
    left: Errand = "correct" if found and found.revision else ""
    turn.unit.announcements.charge(number, "delete" if also_delivered else left)
