"""The organizers' form between a platform and the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from suites.desk import KNOWLEDGE, NOON, ORGANIZERS
from suites.ears import encoder

from bot.announcements.office import Office
from bot.clock import ManualClock
from bot.conversation.assistant import Assistant
from bot.conversation.dispatcher import Scene
from bot.forms import Filled
from bot.messages import Address, Incoming
from bot.store.engine import Store
from bot.wiring.forms import OrganizersForms

if TYPE_CHECKING:
    from collections.abc import Iterator

OLGA = "U_OLGA"


class Counter:
    """The form over a store of its own; ``woken`` counts how often the sender was woken."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock, self.woken = store, ManualClock(NOON), 0
        office = Office(roles=lambda *account: frozenset({"organizer"} if account in ORGANIZERS else ()))
        scene = Scene(KNOWLEDGE, Assistant(KNOWLEDGE, None, None, encoder()))
        self.forms = OrganizersForms(store, self.clock, lambda: scene, office, self.wake)

    def wake(self) -> None:
        self.woken += 1

    def drafts(self) -> list[str]:
        with self.store.read() as unit:
            return [draft.texts["en"] for draft in unit.announcements.listed(["draft"])]


@pytest.fixture
def counter() -> Iterator[Counter]:
    store = Store.open("sqlite://")
    yield Counter(store)
    store.close()


def did(text: str, *, user: str = OLGA, kind: str = "command", number: str = "1", message: str = "") -> Incoming:
    at = Address("slack", f"D{user}", message=message)
    return Incoming(number, "slack", user, at, text, NOON, kind, message, language="en-US")


def filled(**answers: str) -> Filled:
    told = {name.replace("_", "-"): (value,) for name, value in answers.items()}
    return Filled("announce-form", {"at": (), **told}, "en:")


@pytest.mark.parametrize(
    ("incoming", "wanted"),
    [
        (did("announce"), True),
        (did("annonce"), True),
        (did("announce Room B"), False),
        (did("inbox"), False),
        (did("announce", kind="text"), False),
        (did("announce-form", kind="action"), True),
        (did("announce-form:x", kind="action"), True),
        (did("announce-edit:x", kind="action"), False),
    ],
)
def test_only_what_asks_for_it_wants_the_form(counter: Counter, incoming: Incoming, *, wanted: bool) -> None:
    assert counter.forms.wanted(incoming) is wanted


def test_the_form_is_opened_for_organizers_and_for_drafts_that_there_are(counter: Counter) -> None:
    assert counter.forms.open(did("announce")) is not None
    assert counter.forms.open(did("announce", user="U_ANN")) is None
    assert counter.forms.open(did("announce-form:gone", kind="action")) is None
    with counter.store.begin() as unit:
        long, short = (unit.announcements.draft({"en": t}, "all", OLGA, NOON) for t in ("x" * 3001, "Room B"))
    assert counter.forms.open(did(f"announce-form:{long}", kind="action")) is None
    form = counter.forms.open(did(f"announce-form:{short}", kind="action"))
    assert form is not None
    assert (form.about, form.fields[0].value) == (f"en:{short}", ("Room B",))


def test_what_is_filled_in_is_taken_once(counter: Counter) -> None:
    assert counter.forms.take(did("announce-form", number="form:1"), filled(text_en="Room B")) == {}
    assert counter.forms.take(did("announce-form", number="form:1"), filled(text_en="Room C")) == {}
    assert (counter.drafts(), counter.woken) == (["Room B"], 1)


def test_what_is_at_fault_may_be_mended_and_sent_again(counter: Counter) -> None:
    assert "at" in counter.forms.take(did("announce-form"), filled(text_en="Room B", at="11:00"))
    assert (counter.drafts(), counter.woken) == ([], 0)
    assert counter.forms.take(did("announce-form"), filled(text_en="Room B", at="14:00")) == {}
    assert counter.drafts() == ["Room B"]


@pytest.mark.parametrize("strange", [Filled("another", {"text-en": ("x",)}, "en:"), Filled("announce-form", {}, "en:")])
def test_another_form_is_not_taken(counter: Counter, strange: Filled) -> None:
    assert counter.forms.take(did("announce-form"), strange) == {}
    assert counter.drafts() == []


def test_whoever_is_no_organizer_any_more_is_told_so(counter: Counter) -> None:
    told = counter.forms.take(did("announce-form", user="U_ANN"), filled(text_en="Room B"))
    assert told == {"text-en": "Only the organizers can do that."}
    assert counter.drafts() == []


def test_the_preview_takes_the_place_of_the_message_with_the_button(counter: Counter) -> None:
    counter.forms.take(did("announce-form", number="form:1", message="5.1"), filled(text_en="Room B"))
    counter.forms.take(did("announce-form", number="form:2"), filled(text_en="Room C"))
    with counter.store.read() as unit:
        first, second = (unit.outbox.by_key(f"answer:slack:form:{number}") for number in (1, 2))
    assert first is not None
    assert second is not None
    assert (first.address.message, second.address.message, second.user) == ("5.1", "", OLGA)
