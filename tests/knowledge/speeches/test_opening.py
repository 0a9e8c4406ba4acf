"""Title, speaker and date from the first lines."""

from __future__ import annotations

import pytest

from knowledge.speeches import dates, opening
from knowledge.speeches.front_matter import Details

PROSE = "\n\nGood afternoon. I am glad that you came.\n"


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("Example Meeting 2026 Program\n\nJanuary 16th, 2026\n\n**Speech by Ada Example, Director of the\nAgency**",
         Details("Speech by Ada Example, Director of the Agency", "Ada Example", "2026-01-16")),
        ("Bridges in Orbit\nby Ada Example\nParis, 16 janvier 2026",
         Details("Bridges in Orbit", "Ada Example", "2026-01-16")),
        ("Bridges in Orbit\n\nSpeech by Ada Example", Details("Bridges in Orbit", "Ada Example")),
        ("Closing speech\nby Ada Example", Details("Closing speech by Ada Example", "Ada Example")),
        ("Speaker: Ada Example\nBridges in Orbit", Details("Bridges in Orbit", "Ada Example")),
        ("A speech that has a title so long that it was\nbroken over two lines",
         Details("A speech that has a title so long that it was broken over two lines")),
        ("***\n\nBridges in Orbit", Details("Bridges in Orbit")),
        ("Title: Bridges in Orbit\nSpeaker: Ada Example\nDate: 16 January 2026",
         Details("Bridges in Orbit", "Ada Example", "2026-01-16")),
        ("CONFERENCE ON SPACE 2026\nOPENING REMARKS\nMr. John Example\nChief Executive",
         Details("OPENING REMARKS", "Mr. John Example")),
        ("Bridges in Orbit\n\n*Ada Example, CEO of Example — 16 January 2026*",
         Details("Bridges in Orbit", "Ada Example", "2026-01-16")),
        ("Ada Example, CEO of Example\n\nBridges in Orbit", Details("Bridges in Orbit", "Ada Example")),
        ("Guests\n\nAda Example, CEO of Example\n\nBob Sample, Director of Sample", Details("Guests")),
        ("Space Meeting 2026\nHall B", Details("Space Meeting 2026")),
        ("Mr. President", Details()),
        ("Mesdames et Messieurs", Details()),
        ("Ladies and gentlemen,", Details()),
        ("16.01.2026", Details(date="2026-01-16")),
        ("16 1月 は 2026-02-30", Details("16 1月 は 2026-02-30")),
        ("x" * 200, Details()),
    ],
)  # fmt: skip
def test_first_lines(lines: str, told: Details) -> None:
    assert opening.read(lines + PROSE).details == told


def test_a_known_title_is_kept() -> None:
    found = opening.read(f"Some line\n\nBy Ada Example{PROSE}", title="Known")
    assert found.details == Details("Known", "Ada Example")


def test_only_the_first_lines_are_asked() -> None:
    lines = "\n\n".join(f"Line number {number}" for number in range(20))
    assert opening.read(f"{lines}\n\nSpeaker: Ada Example").details.speaker == ""


def test_the_end_is_behind_the_last_line_that_told_something() -> None:
    text = f"Bridges\n\nBy Ada Example\n\nSOMETHING ELSE{PROSE}"
    assert text[: opening.read(text).end].endswith("By Ada Example")
    assert opening.read(PROSE).end == 0


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-01-16", "2026-01-16"),
        ("on the 1st of March 2026", "2026-03-01"),
        ("Sept. 3, 2025", "2025-09-03"),
        ("le 1er août 2026", "2026-08-01"),
        ("2026年1月16日（金）", "2026-01-16"),
        ("令和8年1月16日", "2026-01-16"),
        ("令和元年５月１日", "2019-05-01"),
        ("16/01/2026", "2026-01-16"),
        ("01/16/2026", "2026-01-16"),
        ("02.03.2026", "2026-03-02"),
        ("02/03/2026", ""),
        ("31 June 2026", ""),
        ("30 minutes in May", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    found = dates.find(text)
    assert (found[0].isoformat() if found else "") == date
