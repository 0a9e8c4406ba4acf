"""The yes to a draft: what may not be sent is refused, what needs two organizers waits for the second."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.announcements import preview, twins
from bot.announcements.acting import audited, expired, progress_of, told
from bot.announcements.faults import AnnouncementError
from bot.announcements.office import Office, actor_of
from bot.announcements.places import tell_organizers
from bot.announcements.selection import Selection, select
from bot.announcements.showing import show_here
from bot.announcements.writing import excerpt, print_of
from bot.i18n.catalogue import say
from bot.messages import Choice, Choices, Reply, Text
from bot.turn import Turn, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.store.records import Announcement, AnnouncementState

NEEDED = 2  # organizers who confirm what goes to everyone, when the configuration asks for it
OPEN: tuple[AnnouncementState, ...] = ("draft", "confirming")


@dataclass(frozen=True, slots=True)
class Confirming:
    """The verb that confirms a draft."""

    office: Office

    def verbs(self) -> Mapping[str, Verb]:
        """The verb, for organizers alone."""
        return {"announce-send": Verb(self.send, edits=True, private=True, role="organizer")}

    @told
    def send(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Confirm a draft; it leaves at once or at its time."""
        unit, found = turn.unit, turn.unit.announcements.find(arguments[0]) if arguments else None
        if found is None:
            return expired(turn.language)
        if found.state not in OPEN:  # somebody was faster, or pressed twice
            return progress_of(turn, found, self.office)
        selection, seen = checked(turn, found), arguments[1:2]
        if seen and seen[0] not in {"again", print_of(found)}:  # another organizer changed it meanwhile
            return self._show_again(turn, found, selection)
        if "again" not in arguments and (earlier := twins.recent_twin(turn, found)):
            return self._ask_again(turn, found, earlier)
        unit.announcements.confirm(found.id, actor_of(turn), turn.now)
        audited(turn, "confirm", found.id)
        if self._needs_another(turn, found.id, selection):
            return self._wait(turn, found, selection)
        begin(turn, found)
        return progress_of(turn, unit.announcements.find(found.id) or found, self.office)

    def _ask_again(self, turn: Turn, draft: Announcement, earlier: Announcement) -> Reply:
        again = encode("announce-send", draft.id, print_of(draft), "again")
        buttons = (
            Choice(say(turn.language, "announce.buttons.again"), again, "danger"),
            Choice(say(turn.language, "announce.buttons.cancel"), encode("announce-cancel", draft.id)),
        )
        asks = Text(twins.told(earlier, turn.language, turn.now))
        return Reply((asks, Choices(buttons)), language=turn.language)

    def _show_again(self, turn: Turn, draft: Announcement, selection: Selection) -> Reply:
        form = turn.incoming.platform in self.office.forms
        shown = preview.show(draft, selection, self.office.rates, turn.language, turn.now, form=form)
        return replace(shown, blocks=(Text(say(turn.language, "announce.changed")), *shown.blocks))

    def _needs_another(self, turn: Turn, number: str, selection: Selection) -> bool:
        if not (self.office.section.second_organizer and selection.whole):
            return False
        found = turn.unit.announcements.find(number)
        # Who was an organizer when they said yes, and is none now, does not count.
        organizers = filter(self.office.is_organizer, found.confirmed_by if found else ())
        return len({_human(turn, organizer) for organizer in organizers}) < NEEDED

    def _wait(self, turn: Turn, draft: Announcement, selection: Selection) -> Reply:
        waits = turn.unit.announcements.advance(draft.id, ["draft"], "confirming", turn.now)
        show_here(turn, draft)
        if waits:
            shown = preview.show(draft, selection, self.office.rates, "en", turn.now)
            ask = Text(say("en", "announce.confirm", name=turn.person.name or actor_of(turn)))
            tell_organizers(
                turn.unit,
                self.office.places,
                f"confirm:{draft.id}:{print_of(draft)}",
                replace(shown, blocks=(ask, *shown.blocks)),
                turn.now,
            )
        cancel = Choice(say(turn.language, "announce.buttons.cancel"), encode("announce-cancel", draft.id), "danger")
        waiting = Text(say(turn.language, "announce.waiting_for_second"))
        words = Text(f"“{excerpt(draft, turn.language)}”")
        return Reply((waiting, words, Choices((cancel,))), language=turn.language)


def _human(turn: Turn, actor: str) -> str:
    """Whose account it is: one human on two platforms is one organizer."""
    platform, _, user = actor.partition(":")
    person = turn.unit.people.find(platform, user)  # type: ignore[arg-type]  # as actor_of writes it
    return person.id if person else actor


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


def begin(turn: Turn, draft: Announcement) -> None:
    """Let a confirmed announcement go, at once or at its time."""
    after: AnnouncementState = "scheduled" if draft.scheduled else "sending"
    if not turn.unit.announcements.advance(draft.id, OPEN, after, turn.now):  # somebody was faster
        return
    if after == "sending":
        turn.unit.announcements.charge(draft.id, "send")
    audited(turn, "send", draft.id, draft.scheduled.isoformat() if draft.scheduled else "")
