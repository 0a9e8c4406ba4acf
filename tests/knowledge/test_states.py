"""States by their names in the languages of the event."""

from __future__ import annotations

import pytest

from knowledge import states


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Japan", {"JP"}), ("日本", {"JP"}), ("le Japon", {"JP"}), ("JAPON", {"JP"}), ("the Holy See", {"VA"}),
        ("le Saint-Siège", {"VA"}), ("バチカン", {"VA"}), ("États-Unis d’Amérique", {"US"}), ("ETATS-UNIS", {"US"}),
        ("アメリカ", {"US"}), ("Republic of Korea", {"KR"}), ("Democratic People's Republic of Korea", {"KP"}),
        ("Côte d’Ivoire and Ghana", {"CI", "GH"}), ("European Union", {"EU"}), ("Viet Nam", {"VN"}),
        ("Guinea-Bissau", {"GW"}), ("Guinea", {"GN"}),
        ("Japanese", frozenset()), ("Niger", {"NE"}), ("Nigeria", {"NG"}),
        ("the United Nations", frozenset()), ("Democratic Republic\n of the Congo", {"CD"}), ("nobody", frozenset()),
    ],
)  # fmt: skip
def test_names_in_three_languages(text: str, codes: set[str]) -> None:
    assert states.named(text) == codes


def test_places_are_exact_and_in_order() -> None:
    text = "Between Japan and フランス lies much."
    assert [(code, text[start:end]) for code, start, end in states.places(text)] == [
        ("JP", "Japan"),
        ("FR", "フランス"),
    ]


def test_what_a_state_is_called() -> None:
    assert [states.name("JP", language) for language in ("en", "fr", "ja", "en")] == ["Japan", "Japon", "日本", "Japan"]
    assert states.name("QQ", "en") == "QQ"
