"""Who speaks, from lines as programs and transcripts write them."""

from __future__ import annotations

import pytest

from knowledge.speeches.byline import of_label, of_role, of_speech


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("Keynote speech by KAZEKI Jun, Director-General of National Space Policy Secretariat", "KAZEKI Jun"),
        ("Remarks by President Example and Prime Minister Sample of Japan in Joint Press Conference",
         "President Example, Prime Minister Sample of Japan"),
        ("Remarks by A. Example, B. Sample, and Ferdinand Marcos Jr. of the Islands Before Meeting",
         "A. Example, B. Sample, Ferdinand Marcos Jr. of the Islands"),
        ("Remarks as Prepared for Delivery by First Lady Ada Example at a Dinner", "First Lady Ada Example"),
        ("Remarks By Ada Example On Artificial Intelligence", "Ada Example"),
        ("Remarks by Ada Example | Paris, France", "Ada Example"),
        ("Remarks by Ada Example Marking the Signing", "Ada Example"),
        ("Opening address delivered by Prof. Bob Sample (EA)", "Prof. Bob Sample"),
        ("Welcome by the Mayor of Paris", ""),  # an office is no name
        ("Statement by H.E. Mr. Ada Example, Minister of Examples", "Ada Example"),
        ("Discours de Son Excellence Monsieur Jean EXEMPLE à la 79ème session", "Jean EXEMPLE"),
        ("Statement by President of the Republic of Sample, Ada Example, at the Debate", "Ada Example"),
        ("Address by Prime Minister EXAMPLE Ada", "Prime Minister EXAMPLE Ada"),
        ("Address by His Eminence Cardinal Bob Sample Secretary of State", "Cardinal Bob Sample"),
        ("STATEMENT BY THE MINISTER FOR FOREIGN AFFAIRS OF THE REPUBLIC OF SAMPLE", ""),
        ("Statement by Deputy Prime-Minister — Minister of Foreign Affairs H.E. Mr. Bob Sample", "Bob Sample"),
        ("Statement by the President of the Republic of Poland H. E. Ada Example", "Ada Example"),
        ("Statement by Denmark at the 79th Session", ""),
        ("Statement of the Republic of Kiribati to the United Nations", ""),
        ("Statement of H.E. Ada Example, Prime Minister", "Ada Example"),
        ("Allocution de S.E.M. Jean Exemple, Président", "Jean Exemple"),
        ("Intervention by the President of Romania, Klaus lohannis, during the debate", "Klaus lohannis"),
        ("Statement of Purpose", ""),
        ("Discours de clôture de M. Jean Exemple, président", "M. Jean Exemple"),
        ("Allocution prononcée par Zoé Exemple lors du colloque", "Zoé Exemple"),
        ("Intervention de Jean Exemple et de Zoé Exemple", "Jean Exemple, Zoé Exemple"),
        ("Discours d’Anne Exemple", "Anne Exemple"),
        ("例田花子氏による基調講演", "例田花子"),
        ("例田花子様の開会挨拶", "例田花子"),
        ("KAZEKI Junによる講演", "KAZEKI Jun"),
        ("Discours de bienvenue", ""),
        ("Speech by the numbers", ""),
        ("Talks driven by data", ""),
        ("Step by Step", ""),
        ("A speech", ""),
        ("未来のための講演", ""),
        ("Remarks by Ada Example, Bob Sample and Zoé Exemple", "Ada Example, Bob Sample, Zoé Exemple"),
        ("Speech by Ada Example, Head of Budget and Planning", "Ada Example"),
    ],
)  # fmt: skip
def test_lines_that_announce_a_speech(line: str, speaker: str) -> None:
    assert of_speech(line) == speaker


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("Speaker: Ada Example", "Ada Example"),
        ("Speakers: Ada Example, Bob Sample and Zoé Exemple", "Ada Example, Bob Sample, Zoé Exemple"),
        ("by Ada Example, CEO of Example", "Ada Example"),
        ("Presented by Ada Example", "Ada Example"),
        ("Intervenante : Zoé Exemple (Agence Exemple)", "Zoé Exemple"),
        ("Par Jean Exemple", "Jean Exemple"),
        ("講演者：例田花子（例社）", "例田花子"),
        ("By and large it works", ""),
        ("par exemple ainsi", ""),
        ("Mr. John Example", "Mr. John Example"),
        ("Mme Zoé Exemple, ministre de l’Exemple", "Mme Zoé Exemple"),
        ("M. le ministre", "M. le ministre"),
        ("Bypass", ""),
        ("Speaker: ,", ""),
        ("Building a bridge", ""),
    ],
)
def test_labelled_lines(line: str, speaker: str) -> None:
    assert of_label(line) == speaker


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("Ada Example, CEO of Example — 16 January 2026", "Ada Example"),
        ("Prof. Ada Example, Deputy Director General of the Agency", "Prof. Ada Example"),
        ("EXAMPLE Ada, Director-General", "EXAMPLE Ada"),
        ("Ada Example – Minister for Space", "Ada Example"),
        ("Jean-Luc Exemple, directeur général de l’Agence", "Jean-Luc Exemple"),
        ("Zoé Exemple, présidente du Centre", "Zoé Exemple"),
        ("例田花子（例社代表取締役）", "例田花子"),
        ("例田 花子 (文部科学大臣)", "例田 花子"),
        ("Ada Example, Example Ltd.", ""),
        ("Paris, capital of France", ""),
        ("Opening Remarks, Director Example", ""),
        ("General Assembly, Secretary report", ""),
        ("Bridges in Orbit, chief among them ours", ""),
        ("例会場（本館二階）", ""),
    ],
)
def test_lines_of_a_name_and_a_role(line: str, speaker: str) -> None:
    assert of_role(line) == speaker


def test_an_endless_name_is_none() -> None:
    assert of_speech("Speech by " + "Example " * 30) == ""
