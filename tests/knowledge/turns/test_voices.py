"""Who speaks where: every way in which people mark it, after a speech and without one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.model import Speaker
from knowledge.speeches.cast import NOBODY, Cast
from knowledge.speeches.formats import read_document

if TYPE_CHECKING:
    from pathlib import Path

    from knowledge.model import Document

HEAD = "# Coming Back to Earth\n\nSpeech by Hana Kazeki, Director of the Example Agency\n\n16 January 2026\n\n"
SPEECH = (
    "Our stage has flown eleven times. We catch it with legs and not with a net, and it lands on a barge at sea.\n\n"
    "Each of the flights has told us something that we did not know before, and we have written it all down.\n\n"
)
HEAVY, LIGHT = "The legs are too heavy for us.", "They are light enough."
EVENT = Cast((Speaker("Hana Kazeki", names=("風木 華",)), Speaker("Luc Moreau"), Speaker("Ingrid Solberg")))
FLOOR = "the floor"


def read(text: str, cast: Cast = NOBODY) -> Document:
    document, _ = read_document(text.encode(), "speeches/x.md", "speech", None, cast)
    assert document is not None
    return document


def heard(document: Document) -> list[tuple[str, str]]:
    """Who says what; the ranges are exact, in order, and do not overlap."""
    ends = [0, *(turn.end for turn in document.turns)]
    assert all(turn.start >= end for turn, end in zip(document.turns, ends, strict=False))
    return [
        (FLOOR if turn.floor else turn.speaker, document.text[turn.start : turn.end].replace("\n", " "))
        for turn in document.turns
    ]


MARKED = [
    (f"LUC MOREAU: {HEAVY}\n\nHANA KAZEKI: {LIGHT}", "Luc Moreau"),
    (f"Luc Moreau: {HEAVY}\n\nHana Kazeki: {LIGHT}", "Luc Moreau"),
    (f"MOREAU: {HEAVY}\n\nKAZEKI: {LIGHT}", "Luc Moreau"),
    (f"MR. MOREAU: {HEAVY}\n\nMS. KAZEKI: {LIGHT}", "Luc Moreau"),
    (f"Q: {HEAVY}\n\nA: {LIGHT}", FLOOR),
    (f"Q. {HEAVY}\n\nA. {LIGHT}", FLOOR),
    (f"Q1: {HEAVY}\n\nA1: {LIGHT}", FLOOR),
    (f"Question: {HEAVY}\n\nAnswer: {LIGHT}", FLOOR),
    (f"Question de la salle : {HEAVY}\n\nRéponse : {LIGHT}", FLOOR),
    (f"質問者：{HEAVY}\n\n回答：{LIGHT}", FLOOR),
    (f"Audience member: {HEAVY}\n\nKAZEKI: {LIGHT}", FLOOR),
    (f"**Moderator:** {HEAVY}\n\n**Hana Kazeki:** {LIGHT}", "Moderator"),
    (f"**Luc Moreau**: {HEAVY}\n\n**Hana Kazeki**: {LIGHT}", "Luc Moreau"),
    (f"LE MODERATEUR : {HEAVY}\n\nMME KAZEKI : {LIGHT}", "Le moderateur"),
    (f"M. Luc Moreau. - {HEAVY}\n\nMme Hana Kazeki. - {LIGHT}", "Luc Moreau"),
    (f"M. Luc Moreau. — {HEAVY}\n\nMme Hana Kazeki. — {LIGHT}", "Luc Moreau"),
    (f"司会：{HEAVY}\n\n風木：{LIGHT}", "司会"),
    (f"[00:41] Luc Moreau: {HEAVY}\n\n[00:55] Hana Kazeki: {LIGHT}", "Luc Moreau"),
    (f"00:00:41 Luc Moreau: {HEAVY}\n\n00:00:55 Hana Kazeki: {LIGHT}", "Luc Moreau"),
    (f"Luc Moreau  0:41\n{HEAVY}\n\nHana Kazeki  0:55\n{LIGHT}", "Luc Moreau"),
    (f"LUC MOREAU\n\n{HEAVY}\n\nHANA KAZEKI\n\n{LIGHT}", "Luc Moreau"),
    (f"### Luc Moreau\n\n{HEAVY}\n\n### Hana Kazeki\n\n{LIGHT}", "Luc Moreau"),
    (f"[Luc Moreau] {HEAVY}\n\n[Hana Kazeki] {LIGHT}", "Luc Moreau"),
    (f"[Luc Moreau]\n\n{HEAVY}\n\n[Hana Kazeki]\n\n{LIGHT}", "Luc Moreau"),
    (f"○議長（Luc Moreau） {HEAVY}\n\n○Kazeki {LIGHT}", "議長"),
]


@pytest.mark.parametrize(("marked", "who"), MARKED)
def test_turns_after_a_speech(marked: str, who: str) -> None:
    document = read(HEAD + SPEECH + marked + "\n", EVENT)
    assert document.speaker == "Hana Kazeki"
    spoken = " ".join(SPEECH.split("\n")).strip()
    assert heard(document) == [("Hana Kazeki", spoken), (who, HEAVY), ("Hana Kazeki", LIGHT)]
    assert not any("Luc Moreau" in section.heading for section in document.sections)


@pytest.mark.parametrize(
    ("marked", "who"),
    [
        (marked, who)
        for marked, who in MARKED
        if not marked.startswith(("Q", "質", "Audience", "LUC MOREAU\n", "[Luc Moreau]\n", "○"))
    ],
)
def test_turns_of_a_panel_that_has_no_speech(marked: str, who: str) -> None:
    assert heard(read(f"# A panel on the return\n\n{marked}\n", EVENT)) == [(who, HEAVY), ("Hana Kazeki", LIGHT)]


def test_who_answers_without_any_name_is_nobody() -> None:
    found = read(f"# A panel on the return\n\nQ: {HEAVY}\n\nA: {LIGHT}\n")
    assert heard(found) == [(FLOOR, HEAVY), ("", LIGHT)]


def test_times_of_turns_are_seconds_of_the_recording() -> None:
    document = read(f"{HEAD}[00:41] Luc Moreau: {HEAVY}\n\n[01:00:02] Hana Kazeki: {LIGHT}\n", EVENT)
    assert [turn.at for turn in document.turns] == [41.0, 3602.0]
    assert document.time_at(document.text.index(HEAVY) + 3) == 41.0
    assert document.time_at(0) is None


@pytest.mark.parametrize(
    "line",
    [
        f"Note: {HEAVY}", f"NOTE: {HEAVY}", f"Warning: {HEAVY}", f"Conclusion: {HEAVY}", f"Remarque : {HEAVY}",
        f"注：{HEAVY}", f"https://example.org/x: {HEAVY}", f"At 10:30: {HEAVY}",
        f"Step 1: {HEAVY}", f"- Costs: {HEAVY}",
        f"There is one thing to say: {HEAVY}", f"A. {HEAVY}", f"[1] {HEAVY}",
        f"[Applause] {HEAVY}", f"(Laughter) {HEAVY}",
        f"**Important:** {HEAVY}", f"DEBRIS IN ORBIT\n\n{HEAVY}", f"### Where we stand\n\n{HEAVY}",
    ],
)  # fmt: skip
def test_a_line_that_only_looks_like_a_turn_is_none(line: str) -> None:
    document = read(f"{HEAD}{SPEECH}{line}\n\n{LIGHT}\n", EVENT)
    assert {turn.speaker for turn in document.turns} == {"Hana Kazeki"}
    assert not any(turn.floor for turn in document.turns)


@pytest.mark.parametrize(
    ("introduced", "who"),
    [
        (f"As Luc Moreau wrote:\n\n> {HEAVY}\n", "Luc Moreau"),
        (f"In the words of my colleague Moreau:\n\n> {HEAVY}\n", "Luc Moreau"),
        (f"Comme l'a écrit Luc Moreau :\n\n> {HEAVY}\n", "Luc Moreau"),
        (f"A letter reached us.\n\n> {HEAVY}\n>\n> — Luc Moreau\n", "Luc Moreau"),
        (f"A letter reached us.\n\n> {HEAVY}\n>\n> — Marie Leblanc\n", "Marie Leblanc"),
        (f"A letter reached us.\n\n> {HEAVY}\n", ""),
    ],
)
def test_a_quotation_set_apart_is_its_author_s(introduced: str, who: str) -> None:
    found = heard(read(f"{HEAD}{SPEECH}{introduced}\n{LIGHT}\n", EVENT))
    assert (who, HEAVY) in found
    assert found[-1] == ("Hana Kazeki", LIGHT)
    assert not any(HEAVY in words for speaker, words in found if speaker == "Hana Kazeki")


WELCOME = "Good morning everybody, and welcome to this house. "
TALK = (
    "Thank you. Our stage has flown eleven times. We catch it with legs and not with a net.\n\n"
    "It lands on a barge at sea, and we have written it all down for those who come after us. That is what we do.\n\n"
    "We shall go on with it next year, and the year after, until it flies in each week of the year.\n"
)


@pytest.mark.parametrize(
    "words",
    [
        "It is my great honour to give the floor to Hana Kazeki.",
        "Please join me in welcoming our keynote speaker, Hana Kazeki.",
        "Je donne la parole à Hana Kazeki.",
        "それでは Hana Kazeki さん、よろしくお願いいたします。",
    ],
)
def test_the_words_of_a_chair_who_introduces_are_not_the_speaker_s(words: str) -> None:
    document = read(f"{HEAD}{WELCOME}{words}\n\n{TALK}")
    found = heard(document)
    assert [who for who, _ in found] == ["", "Hana Kazeki"]
    assert found[0][1].endswith(words)
    assert found[1][1].startswith("Thank you.")


def test_a_speaker_who_gives_the_floor_to_somebody_speaks_no_longer() -> None:
    document = read(f"{HEAD}{SPEECH}I now give the floor to Luc Moreau.\n\n{HEAVY} We have tried.\n", EVENT)
    assert heard(document)[-1] == ("Luc Moreau", f"{HEAVY} We have tried.")
    assert ("", "I now give the floor to Luc Moreau.") in heard(document)


def test_thanks_at_the_end_give_the_floor_to_nobody() -> None:
    document = read(f"{HEAD}{SPEECH}{LIGHT}\n\nI give the floor back to Luc Moreau.\n", EVENT)
    assert {who for who, _ in heard(document)} == {"Hana Kazeki"}


def test_a_question_that_no_labelled_answer_follows_ends_with_its_paragraph() -> None:
    document = read(f"{HEAD}{SPEECH}Q: {HEAVY}\n\nNobody is named here.\n\nQ: Why?\n\nA: {LIGHT}\n", EVENT)
    assert (FLOOR, HEAVY) in heard(document)
    assert ("", "Nobody is named here.") in heard(document)


def test_a_heading_ends_the_questions_and_gives_the_floor_back() -> None:
    text = f"{HEAD}{SPEECH}## Questions\n\n**Moderator:** {LIGHT}\n\n**Luc Moreau:** {HEAVY}\n\n## Annex\n\nThe rest.\n"
    assert heard(read(text, EVENT))[-2:] == [("Luc Moreau", HEAVY), ("Hana Kazeki", "## Annex  The rest.")]


def test_a_speech_without_other_voices_is_one_turn() -> None:
    assert [who for who, _ in heard(read(HEAD + SPEECH))] == ["Hana Kazeki"]


def test_a_name_is_shown_as_the_document_has_it_in_full() -> None:
    text = (
        "---\nspeaker: Hana Kazeki, Luc Moreau, Ingrid Solberg\n---\n\n# A panel\n\n"
        f"MODERATOR: Welcome.\n\nMOREAU: {HEAVY}\n\nKAZEKI (Example Agency): {LIGHT}\n\nDR. SOLBERG: No.\n"
    )
    document = read(text)
    assert [who for who, _ in heard(document)] == ["Moderator", "Luc Moreau", "Hana Kazeki", "Ingrid Solberg"]
    assert document.turns[2].organization == "Example Agency"


def test_unknown_names_that_come_again_and_again_are_voices() -> None:
    lines = "\n\n".join(f"Quilleby: {HEAVY}\n\nOstrowski: {LIGHT}" for _ in range(3))
    assert {who for who, _ in heard(read(f"# A panel\n\n{lines}\n"))} == {"Quilleby", "Ostrowski"}


def test_initials_are_told_once_in_full() -> None:
    text = f"# A panel\n\nWith Hana Kazeki (HK) and Luc Moreau (LM).\n\nLM: {HEAVY}\n\nHK: {LIGHT}\n"
    assert heard(read(text, EVENT))[-2:] == [("Luc Moreau", HEAVY), ("Hana Kazeki", LIGHT)]


def test_a_page_has_no_turns() -> None:
    document, _ = read_document(f"# Practical\n\nQ: {HEAVY}\n\nA: {LIGHT}\n".encode(), "pages/x.md", "page")
    assert document is not None
    assert document.turns == ()
    assert document.voices[0].end == len(document.text)


TALKS = {"2022-10-14-hac-spec.md": "Jonas Nick", "2022-10-15-segwit-vbytes-misconceptions.md": "Mark Erhardt",
         "weighing-transactions-the-witness-discount.md": "Mark Erhardt"}  # fmt: skip


@pytest.mark.parametrize("name", TALKS)
def test_no_question_of_a_real_talk_is_the_speaker_s(real_data: Path, name: str) -> None:
    data = (real_data / "talk-transcripts" / "tabconf" / "2022" / name).read_bytes()
    document, _ = read_document(data, name, "speech")
    assert document is not None
    assert document.speaker == TALKS[name]
    asked = [turn for turn in document.turns if turn.floor]
    assert len(asked) >= 8
    own = [document.text[t.start : t.end] for t in document.turns if t.speaker == document.speaker]
    assert not any(document.text[turn.start : turn.end] in words for turn in asked for words in own)
    assert not any("\nQ:" in words or "\nQ -" in words or "**Q" in words for words in own)
