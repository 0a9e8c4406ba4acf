"""Other words for what was sent: seen first, then for those who wait and, where that can be, for those who have it.

A correction that is seen and not yet confirmed is a draft for nobody; its audience names what it corrects.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.actions import encode
from bot.announcements import preview, writing
from bot.announcements.acting import audited, begun_of, expect, expired, progress_of, told
from bot.announcements.office import Office, actor_of
from bot.i18n.catalogue import say
from bot.messages import Choice, Choices, Reply, Text
from bot.turn import Turn, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.store.records import Announcement

CORRECTS = "correct:"
"""Begins the audience of a correction; people are never told so whom something is for."""


@dataclass(frozen=True, slots=True)
class Correcting:
    """The verbs of a correction."""

    office: Office

    def verbs(self) -> Mapping[str, Verb]:
        """The verbs, for organizers alone; words are asked for apart from the report, which goes on changing."""
        ask = Verb(self.correct, private=True, role="organizer")
        return {"announce-correct": ask, "announce-amend": replace(ask, handle=self.amend, edits=True)}

    @told
    def correct(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Ask for the words, or show those that were typed."""
        found = begun_of(turn, arguments)
        if found is None:
            return expired(turn.language)
        if found.state == "cancelled":  # by somebody else meanwhile: whoever had it has it no more, or never gets it
            return progress_of(turn, found, self.office)
        back = Choice(say(turn.language, "announce.buttons.back"), encode("announce-report", found.id))
        if len(arguments) == 1:
            expect(turn, "announce-correct", found.id)
            asks = Text(say(turn.language, "announce.ask.correction"))
            return Reply((asks, Choices((back,))), language=turn.language)
        texts = writing.read(arguments[1], turn.language, picture=found.picture)
        number = turn.unit.announcements.draft(
            texts,
            f"{CORRECTS}{found.id}",
            actor_of(turn),
            turn.now,
            default_language=found.default_language,
            picture=found.picture,
        )
        counts = turn.unit.ledger.counts(found.id)
        people = Text(say(turn.language, "announce.replaces", count=counts.delivered + counts.waiting))
        label = say(turn.language, "announce.buttons.correct")
        buttons = Choices((Choice(label, encode("announce-amend", number), "primary"), back))
        shown = preview.looks(replace(found, texts=texts), turn.language)
        return Reply((*shown, people, buttons), language=turn.language)

    @told
    def amend(self, turn: Turn, arguments: tuple[str, ...]) -> Reply:
        """Make a correction that was seen."""
        draft = turn.unit.announcements.find(arguments[0]) if arguments else None
        found = begun_of(turn, (draft.audience.removeprefix(CORRECTS),)) if draft else None
        if draft is None or found is None or not turn.unit.announcements.advance(draft.id, ["draft"], "sent", turn.now):
            return expired(turn.language)
        if found.state == "cancelled":
            return progress_of(turn, found, self.office)
        _correct(turn, found, draft.texts)
        return Reply((Text(say(turn.language, "announce.corrected")),), language=turn.language)


def _correct(turn: Turn, found: Announcement, texts: Mapping[str, str]) -> None:
    """Change what was sent: at once for those who wait, by the announcer for those who have it."""
    unit, new = turn.unit, replace(found, texts=texts)
    old = {writing.compose(found, language): writing.compose(new, language) for language in (*found.texts, *texts)}
    unit.outbox.reword(found.id, old)
    unit.announcements.correct(found.id, texts)
    if found.errand == "":  # who is still to be put into the outbox gets the new text by itself
        unit.announcements.charge(found.id, "correct")
    audited(turn, "correct", found.id, "\n".join(texts.values()))
