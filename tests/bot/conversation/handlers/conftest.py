"""A turn over a real database in memory."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.messages import Address, Incoming
from bot.store.engine import Store
from bot.turn import Turn
from knowledge.model import Attendee, Event, Knowledge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.store.unit import Unit

NOW = datetime(2026, 1, 16, 13, tzinfo=UTC)
KNOWLEDGE = Knowledge(
    Event("Space Day", ZoneInfo("Europe/Paris")), attendees=(Attendee("ann@example.org", "Ann Arnaud"),)
)


@pytest.fixture
def unit() -> Iterator[Unit]:
    store = Store.open("sqlite://")
    with store.begin() as unit:
        yield unit
    store.close()


@pytest.fixture
def turn(unit: Unit) -> Callable[..., Turn]:
    """Make a turn of one person: ``turn("text", language="fr")``."""

    def make(text: str = "", language: str = "en", *, incoming: str = "1", public: bool = False) -> Turn:
        said = Incoming(incoming, "telegram", "42", Address("telegram", "42", public=public), text, NOW)
        person = unit.people.remember("telegram", "42", now=NOW, name="Ann", chat="42")
        return Turn(said, person, language, NOW.astimezone(KNOWLEDGE.event.zone), KNOWLEDGE, unit)

    return make
