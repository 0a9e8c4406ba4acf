"""Names in running text."""

from __future__ import annotations

import pytest

from knowledge.turns.mentions import known_in, named_in
from knowledge.turns.naming import Known

KNOWN = (Known("Hana Kazeki", ("Hana Kazeki", "風木 華")), Known("Luc Moreau", ("Luc Moreau",)), Known("Q", ("Q",)))


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("as Moreau wrote to Kazeki", "Luc Moreau"),
        ("as KAZEKI wrote", "Hana Kazeki"),
        ("風木さんの言葉", "Hana Kazeki"),
        ("as Marie Leblanc wrote", "Marie Leblanc"), ("In his letter Dr. Ingrid Solberg says", "Ingrid Solberg"),
        ("山田先生が述べた", "山田"), ("When The World wrote", ""), ("they wrote", ""), ("a moreau of ours", ""),
    ],
)  # fmt: skip
def test_whom_a_text_names_first(text: str, who: str) -> None:
    assert named_in(text, KNOWN) == who


def test_those_known_in_the_order_of_the_text() -> None:
    assert known_in("Kazeki, then Moreau, then Kazeki", KNOWN) == ["Hana Kazeki", "Luc Moreau"]
