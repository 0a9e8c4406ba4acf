"""The organizers' form: opened and taken outside a conversation, by the same rights and in one transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.actions import decode
from bot.announcements import form
from bot.announcements.drafting import open_draft
from bot.announcements.faults import AnnouncementError
from bot.announcements.filling import FormError, fill
from bot.conversation import commands
from bot.i18n.catalogue import nearest, say
from bot.messages import Address, Lane, Person
from bot.store.records import Outgoing
from bot.turn import Turn, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.announcements.office import Office
    from bot.conversation.dispatcher import Scene
    from bot.forms import Faults, Filled, Form
    from bot.messages import Incoming
    from bot.ports import Clock
    from bot.store.engine import Store
    from bot.store.unit import Unit


class OrganizersForms:
    """The form for announcements. Safe between threads."""

    def __init__(
        self, store: Store, clock: Clock, scene: Callable[[], Scene], office: Office, wake: Callable[[], None]
    ) -> None:
        self._store, self._clock, self._scene, self._office, self._wake = store, clock, scene, office, wake

    def wanted(self, incoming: Incoming) -> bool:
        """Whether it is "announce" without words, or the button of a draft."""
        if incoming.kind == "action":
            return decode(incoming.text).verb == form.NAME
        command = commands.parse(incoming.text, slash=True) if incoming.kind == "command" else None
        return command is not None and command.verb == "announce" and not command.arguments

    def open(self, incoming: Incoming) -> Form | None:
        """The form, with the draft that a button belongs to; None for whoever is no organizer, or no draft any more."""
        if "organizer" not in self._office.roles(incoming.platform, incoming.user):
            return None
        scene = self._scene()
        with self._store.read() as unit:
            person = unit.people.find(incoming.platform, incoming.user)
            turn = self._turn(unit, incoming, person, scene)
            number = decode(incoming.text).arguments[:1] if incoming.kind == "action" else ()
            try:
                draft = open_draft(turn, number) if any(number) else None
            except AnnouncementError:
                return None
            return form.make(draft, scene.knowledge, turn.language, turn.now) if form.fits(draft) else None

    def take(self, incoming: Incoming, filled: Filled) -> Faults:
        """Keep what was filled in as a draft and send its preview; what was taken before is not taken again."""
        scene = self._scene()
        first = next((name for name in filled.answers if name.startswith(form.TEXT)), "")
        if filled.name != form.NAME or not first:
            return {}
        try:
            with self._store.begin() as unit:
                told = {"name": incoming.name, "language": incoming.language}
                person = unit.people.remember(incoming.platform, incoming.user, now=self._clock.now(), **told)
                roles = self._office.roles(incoming.platform, incoming.user)
                if "organizer" not in roles:
                    return {first: say(self._language(incoming, person), refusal("organizer", roles))}
                if unit.incoming.seen(incoming.platform, incoming.id, self._clock.now()):
                    return {}
                self._put(unit, self._turn(unit, incoming, replace(person, roles=roles), scene), filled)
        except FormError as error:
            return error.faults
        self._wake()
        return {}

    def _put(self, unit: Unit, turn: Turn, filled: Filled) -> None:
        at, reply = turn.incoming.address, fill(turn, filled, self._office)
        instead = at if at.message and not at.public else Address(at.platform, "")
        key = f"answer:{at.platform}:{turn.incoming.id}"
        unit.outbox.put(Outgoing(key, Lane.ANSWER, reply, instead, turn.person.id), turn.now)

    def _turn(self, unit: Unit, incoming: Incoming, person: Person | None, scene: Scene) -> Turn:
        now = self._clock.now().astimezone(scene.knowledge.event.zone)
        someone = person or Person("", incoming.platform, incoming.user)
        return Turn(incoming, someone, self._language(incoming, person), now, scene.knowledge, unit)

    @staticmethod
    def _language(incoming: Incoming, person: Person | None) -> str:
        return nearest((person.language if person else "") or incoming.language)
