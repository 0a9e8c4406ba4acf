"""Speakers are found by their role, also in another language, when nothing else is named."""

from __future__ import annotations

import pytest

from bot.nlu.entities.people import Person
from bot.nlu.entities.roles import Roles
from bot.nlu.text import read

MARECHAL = Person("Hélène Maréchal", organization="CHU de Lyon", role="Présidente du congrès")
KAZEKI = Person("KAZEKI Jun", organization="National Space Policy Secretariat", role="Director-General")
ROLES = Roles((MARECHAL, KAZEKI, Person("Jane Roe", organization="Space Bank")))


@pytest.mark.parametrize(
    ("said", "partly", "found"),
    [
        ("présidente", False, [MARECHAL]),
        ("president", False, [MARECHAL]),
        ("president lyon", False, [MARECHAL]),
        ("president cnes", True, []),
        ("director general", False, [KAZEKI]),
        ("director", False, []),
        ("director", True, [KAZEKI]),
        ("space", True, []),
        ("", True, []),
    ],
)
def test_role(said: str, found: list[Person], *, partly: bool) -> None:
    assert ROLES.holding(read(said).words, partly=partly) == tuple(person.name for person in found)
