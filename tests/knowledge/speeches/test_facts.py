"""What a document says of itself, with the words that say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.speeches.formats import read_document

if TYPE_CHECKING:
    from knowledge.model import Document

BODY = "\n\nGood afternoon. I am glad that you came, and that so many of you stayed until now.\n"


CZECH = (
    "Statement by H.E. Mr. Petr Novak, Minister of Foreign Affairs of the Czech Republic\n\n"
    "at the General Debate of the 79th session of the General Assembly\n\nNew York, 24 September 2024"
)


def read(text: str, name: str = "speeches/x.md") -> Document:
    document, _ = read_document(text.encode(), name, "speech")
    assert document is not None
    return document


def told(document: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fact in document.facts:
        assert document.text[fact.start : fact.end].strip(), fact
        found.setdefault(fact.kind, []).append(fact.value)
    return found


def quoted(document: Document, kind: str) -> str:
    return next(document.text[fact.start : fact.end] for fact in document.facts if fact.kind == kind)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "Keynote speech by Hana Kazeki, Director-General of the Example Agency\n\nParis, 16 January 2026",
            {"speaker": ["Hana Kazeki"], "office": ["Director-General of the Example Agency"],
             "organization": ["Example Agency"], "date": ["2026-01-16"], "place": ["Paris"]},
        ),
        (
            CZECH,
            {"speaker": ["Petr Novak"], "office": ["Minister of Foreign Affairs of the Czech Republic"],
             "state": ["CZ"], "date": ["2024-09-24"], "place": ["New York"]},
        ),
        (
            "Statement by the President of the Republic of Finland, Alexander Stubb",
            {"speaker": ["Alexander Stubb"], "office": ["President of the Republic of Finland"], "state": ["FI"]},
        ),
        (
            "Discours de Monsieur Luc Moreau, Directeur de l'Agence des remorqueurs\n\nLyon, le 16 janvier 2026",
            {"speaker": ["Monsieur Luc Moreau"], "date": ["2026-01-16"], "place": ["Lyon"]},
        ),
        ("STATEMENT BY THE MINISTER FOR FOREIGN AFFAIRS OF THE REPUBLIC OF INDONESIA", {"state": ["ID"]}),
        ("Statement of the Republic of Kiribati", {"state": ["KI"]}),
        ("Debris in orbit", {}),
    ],
)  # fmt: skip
def test_the_head(head: str, expected: dict[str, list[str]]) -> None:
    found = told(read(head + BODY))
    assert {kind: found.get(kind) for kind in expected} == expected
    if not expected:
        assert found == {}


def test_what_is_given_in_front_is_quoted_from_there() -> None:
    document = read(
        "---\ntitle: Statement by Ada Quill, Minister of Space of Japan\nspeaker: Ada Quill\ndate: 2026-01-16\n---\n\n"
        f"# Whatever\n{BODY}"
    )
    found = told(document)
    assert found["speaker"][0] == "Ada Quill"
    assert found["date"] == ["2026-01-16"]
    assert found["state"] == ["JP"]
    assert (document.title_from, document.speaker_from) == ("given", "given")


@pytest.mark.parametrize(
    ("said", "kind", "value"),
    [
        ("I speak on behalf of the Kingdom of Norway.", "state", "NO"),
        ("Je m'exprime au nom de la France et de ses voisins.", "state", "FR"),
        ("日本を代表して申し上げます。", "state", "JP"),
        ("This is my first time here as Minister of Defence of Latvia, and I thank you.", "office",
         "Minister of Defence of Latvia"),
        ("This conference is organized by the Example Agency.", "organizer", "the Example Agency"),
        ("This conference is organized by Orbinet and Tugs.", "organizer", "Orbinet and Tugs"),
        ("Organizers: Orbinet", "organizer", "Orbinet"),
        ("主催：宇宙機構", "organizer", "宇宙機構"),
    ],
)  # fmt: skip
def test_the_speech_s_own_words(said: str, kind: str, value: str) -> None:
    document = read(f"# Debris\n\nGood afternoon, ladies and gentlemen. {said}\n\nThere is much to do.\n")
    if value.startswith("the "):
        assert kind not in told(document)  # small letters are no name
        return
    assert value in told(document).get(kind, [])
    assert value.split(maxsplit=1)[0] in quoted(document, kind) or kind == "state"
    assert quoted(document, kind) in document.text


def test_the_office_of_somebody_else_is_not_the_speaker_s() -> None:
    document = read("# Debris\n\nGood afternoon. I congratulate you on your election as President of the Assembly.\n")
    assert "office" not in told(document)


def test_who_says_their_name_is_the_speaker() -> None:
    document = read("# Debris in orbit\n\nGood afternoon. My name is Hana Kazeki, and I clean up orbits.\n")
    assert (document.speaker, document.speaker_from) == ("Hana Kazeki", "read")
    assert quoted(document, "speaker") == "My name is Hana Kazeki, and I clean up orbits."


def test_several_speakers_hold_no_office_together() -> None:
    found = told(read(f"Speech by Hana Kazeki and Luc Moreau{BODY}"))
    assert "office" not in found


def test_the_occasion() -> None:
    document = read(f"Speech by Hana Kazeki at the Example Space Conference 2026, Paris{BODY}")
    assert told(document)["event"] == ["Example Space Conference 2026"]
    document = read(f"Example Space Conference 2026\n\nSpeech by Hana Kazeki{BODY}")
    assert told(document)["event"] == ["Example Space Conference 2026"]


def test_a_page_has_no_facts() -> None:
    document, _ = read_document(b"# Statement by Denmark\n\nCopenhagen, 16 January 2026\n\nText.\n", "x.md", "page")
    assert document is not None
    assert document.facts == ()
