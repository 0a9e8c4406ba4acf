from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.program import places

KNOWN = {"Aula", "E59", "Hall A", "Rock and Roll", "Salle 1/2"}


@pytest.mark.parametrize(
    ("written", "rooms"),
    [
        ("Aula", ("Aula",)),
        ("Aula; Foyer", ("Aula", "Foyer")),
        ("Aula|Foyer\nE59", ("Aula", "Foyer", "E59")),
        ("Aula, E59", ("Aula", "E59")),
        ("Aula + E59 + Hall A", ("Aula", "E59", "Hall A")),
        ("Aula and Hall A", ("Aula", "Hall A")),
        ("Aula、E59", ("Aula", "E59")),
        ("Aula/E59", ("Aula", "E59")),
        ("Rock and Roll", ("Rock and Roll",)),
        ("Salle 1/2", ("Salle 1/2",)),
        ("Salle 1/2, Aula", ("Salle 1/2", "Aula")),
        ("Building 3, 2nd floor", ("Building 3, 2nd floor",)),
        ("r3s - Monheim/Rhein", ("r3s - Monheim/Rhein",)),
        ("Aula; Aula;", ("Aula",)),
        (" ", ()),
    ],
)
def test_rooms(written: str, rooms: tuple[str, ...]) -> None:
    assert places.split(written, KNOWN) == (rooms, "")


@pytest.mark.parametrize("written", ["Aula, Foyer", "Room 1 + 2", "Aula & Garden"])
def test_doubts(written: str) -> None:
    rooms, doubt = places.split(written, KNOWN)
    assert rooms == (written,)
    assert "may be several rooms" in doubt


@given(st.text(), st.sets(st.text()))
def test_no_text_is_too_odd(written: str, known: set[str]) -> None:
    rooms, _ = places.split(written, known)
    assert len(set(rooms)) == len(rooms)
    assert all(room.strip() for room in rooms)
