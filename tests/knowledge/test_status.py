from __future__ import annotations

import pytest

from knowledge import status
from knowledge.status import Standing


@pytest.mark.parametrize(
    ("written", "standing"),
    [
        *(
            (word, Standing.CANCELLED)
            for word in ("Canceled - speaker ill", "Annulé (maladie)", "cancelled by speaker")
        ),
        *(
            (word, Standing.CANCELLED)
            for word in ("中止（体調不良）", "開催中止", "Speaker ill: cancelled", "x", "❌", "取り消し")
        ),
        *(
            (word, Standing.CANCELLED)
            for word in ("Absage wegen Krankheit", "fällt aus", "Canceled by guest", "CANCELLED!")
        ),
        *((word, Standing.POSTPONED) for word in ("Postponed", "Reporté au 14", "延期", "verschoben")),
        *((word, Standing.TENTATIVE) for word in ("TBC", "à confirmer", "not confirmed yet", "未定", "tentative")),
        *((word, Standing.HIDDEN) for word in ("Draft", "Hidden", "not published", "Non publié", "非公開", "Entwurf")),
        *((word, Standing.PENDING) for word in ("Pending", "en attente", "承認待ち")),
        *((word, Standing.DECLINED) for word in ("Rejected", "refusé", "不採択", "Expired", "waitlisted")),
        *(
            (word, Standing.ON)
            for word in (None, "", "Confirmed (was pending)", "確定", "公開", "✓", "not cancelled", "OK")
        ),
        *((word, Standing.ON) for word in ("キャンセル待ち", "complet", "Bestätigt", "accepted")),
        *((word, None) for word in ("perhaps", "CA", "Rescheduled", "on hold", "Reported")),
    ],
)
def test_status_cells_in_words(written: object, standing: Standing | None) -> None:
    assert status.read(written) is standing


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Y", True), ("x", True), ("oui", True), ("はい", True), ("N", False), ("nein", False), ("❌", False), ("", None)],
)
def test_cells_of_yes_and_no(written: str, meant: bool | None) -> None:
    assert status.flag(written) is meant


@pytest.mark.parametrize(
    ("title", "standing"),
    [
        *(
            (title, Standing.CANCELLED)
            for title in ("Ion - CANCELLED", "❌ [ANNULÉ] ❌ Ion", "❌ [ANNULÉ] ❌", "CANCELLED Ion")
        ),
        *(
            (title, Standing.CANCELLED)
            for title in ("Ion (cancelled - speaker ill)", "Ion (annulé pour cause de maladie)")
        ),
        *(
            (title, Standing.CANCELLED)
            for title in ("【中止】イオン", "イオン 中止", "Annulé : Ion", "Ion – abgesagt", "Ion CANCELED!")
        ),
        *(
            (title, Standing.POSTPONED)
            for title in ("Ion - postponed", "[REPORTÉ] Ion", "【延期】イオン", "POSTPONED Ion")
        ),
        *(
            (title, Standing.HIDDEN)
            for title in ("[DRAFT] Secret guest", "Secret guest (hidden)", "非公開", "【非公開】打合せ")
        ),
        *(
            (title, None)
            for title in ("Cancelled flights: how to claim", "The hidden costs", "Private dinner", "Draft beer")
        ),
        *(
            (title, None)
            for title in ("Why (cancelled) matters", "イオン実験中止について", "Reported bugs", "Hidden: a thriller")
        ),
    ],
)
def test_titles_that_say_how_a_session_stands(title: str, standing: Standing | None) -> None:
    assert status.titled(title) is (None if title == "非公開" else standing)


@pytest.mark.parametrize(
    ("title", "doubtful"),
    [("Ion thrusters cancelled", True), ("What if it is CANCELLED again", True), ("Cancelled culture", False)],
)
def test_titles_that_may_say_so(title: str, doubtful: bool) -> None:
    assert status.may_be_off(title) is doubtful
