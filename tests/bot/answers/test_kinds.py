"""What sort of thing is asked for, and whether a sentence holds one."""

from __future__ import annotations

import pytest

from bot.answers.kinds import Kind, asked_kind, holds, names_office

ASKED = [
    ("what is the budget of the mission?", "en", Kind.AMOUNT),
    ("how much does the shuttle cost", "en", Kind.AMOUNT),
    ("How much is the firm going to invest in the town?", "en", Kind.AMOUNT),
    ("how much does it weigh?", "en", Kind.NUMBER),
    ("what is the weight of the lander", "en", Kind.NUMBER),
    ("combien la région va-t-elle investir ?", "fr", Kind.AMOUNT),
    ("quel est l'âge du capitaine ?", "fr", Kind.NUMBER),
    ("着陸機の重さは？", "ja", Kind.NUMBER),
    ("since when do they meet?", "en", Kind.DATE),
    ("In which year was it built?", "en", Kind.DATE),
    ("how long does the flight take?", "en", Kind.DURATION),
    ("How many people work there?", "en", Kind.NUMBER),
    ("who designed the engine", "en", Kind.NAME),
    ("Where is it assembled?", "en", Kind.PLACE),
    ("why was it delayed?", "en", Kind.REASON),
    ("tell me about the lander", "en", Kind.ANY),
    ("what is the address of the hall?", "en", Kind.ADDRESS),
    ("what did the minister address", "en", Kind.ANY),
    ("what is the email address of the office?", "en", Kind.CONTACT),
    ("quelle est l'adresse de la salle ?", "fr", Kind.ADDRESS),
    ("quel est le numéro de téléphone ?", "fr", Kind.CONTACT),
    ("会場の住所は", "ja", Kind.ADDRESS),
    ("電話番号を教えて", "ja", Kind.CONTACT),
    ("quel est le coût du projet ?", "fr", Kind.AMOUNT),
    ("en quelle annee a-t-il volé ?", "fr", Kind.DATE),
    ("Quand part-il ?", "fr", Kind.DATE),
    ("combien de temps dure le vol ?", "fr", Kind.DURATION),
    ("combien de pays participent ?", "fr", Kind.NUMBER),
    ("qui a conçu le moteur ?", "fr", Kind.NAME),
    ("où est-il assemblé ?", "fr", Kind.PLACE),
    ("ou est le musée", "fr", Kind.PLACE),
    ("pourquoi ce retard ?", "fr", Kind.REASON),
    ("予算はいくらですか", "ja", Kind.AMOUNT),
    ("いつ打ち上げられましたか", "ja", Kind.DATE),
    ("何年に始まりましたか", "ja", Kind.DATE),
    ("何年間続きましたか", "ja", Kind.DURATION),
    ("何人が働いていますか", "ja", Kind.NUMBER),
    ("誰が設計しましたか", "ja", Kind.NAME),
    ("どこで組み立てますか", "ja", Kind.PLACE),
    ("なぜ遅れましたか", "ja", Kind.REASON),
    ("着陸機について教えて", "ja", Kind.ANY),
]


@pytest.mark.parametrize(("question", "language", "kind"), ASKED)
def test_the_kind_asked_for(question: str, language: str, kind: Kind) -> None:
    assert asked_kind(question, language) is kind


HELD = [
    (Kind.AMOUNT, "It cost 30 million dollars.", True),
    (Kind.AMOUNT, "Le billet coûte 12 €.", True),
    (Kind.AMOUNT, "入場料は千円です。", True),
    (Kind.AMOUNT, "A vehicle that three agencies develop.", False),
    (Kind.AMOUNT, "Each piece is 20 DKK.", True),
    (Kind.AMOUNT, "It is CHF 45 at the door.", True),
    (Kind.AMOUNT, "It took 12 try and 4 all in all.", False),
    (Kind.DATE, "You get it within two weeks.", True),
    (Kind.DATE, "Vous la recevez sous 3 semaines.", True),
    (Kind.DATE, "2週間以内にお送りします。", True),
    (Kind.DATE, "It took two weeks.", False),
    (Kind.DATE, "It flew in 1998.", True),
    (Kind.DATE, "Elle ouvre en février.", True),
    (Kind.DATE, "式典は三月に行われた。", True),
    (Kind.DATE, "It may fly again.", False),
    (Kind.DATE, "Le guichet ferme à 19 h 15.", True),
    (Kind.DATE, "Doors open at 7 p.m.", True),
    (Kind.DATE, "19時15分に閉まります。", True),
    (Kind.ADDRESS, "The hall is at 12 Old Mill Lane.", True),
    (Kind.ADDRESS, "au 4 bis, rue des Lilas", True),
    (Kind.ADDRESS, "港通り7番地です。", True),
    (Kind.ADDRESS, "Six rounds of 20 minutes in the square.", False),
    (Kind.CONTACT, "Write to desk@example.org.", True),
    (Kind.CONTACT, "Call +81 3 1234 5678.", True),
    (Kind.CONTACT, "It closes at 19:15 on 3 May 2026.", False),
    (Kind.DURATION, "The flight takes about 40 minutes.", True),
    (Kind.DURATION, "工事は三年間続いた。", True),
    (Kind.DURATION, "The flight was calm.", False),
    (Kind.NUMBER, "Twelve crews train there.", True),
    (Kind.NUMBER, "It opened on 3 May 1998.", False),
    (Kind.NAME, "The engine was drawn by Ms Duval.", True),
    (Kind.NAME, "設計したのは佐藤さんです。", True),
    (Kind.NAME, "The engine was tested again.", False),
    (Kind.PLACE, "They are built in Toulouse.", True),
    (Kind.REASON, "It was late because of the rain.", True),
    (Kind.ANY, "Anything.", True),
]


@pytest.mark.parametrize(("kind", "text", "held"), HELD)
def test_what_a_sentence_holds(kind: Kind, text: str, held: bool) -> None:
    assert holds(kind, text, "the question") is held


def test_what_the_question_names_itself_is_no_answer() -> None:
    assert not holds(Kind.DATE, "In 2015 they met again.", "When in 2015 did they meet?")
    assert holds(Kind.DATE, "In May 2015 they met again.", "When in 2015 did they meet?")


def test_a_japanese_question_tells_what_is_counted() -> None:
    question = "乗組員は何人ですか"
    assert holds(Kind.NUMBER, "船には17人が乗っていた。", question)
    assert not holds(Kind.NUMBER, "船は3隻あった。", question)
    assert holds(Kind.NUMBER, "Seventeen sailors, 17 in all.", question)


def test_a_number_that_counts_something_else_is_no_answer() -> None:
    question = "how many rovers did they build?"
    assert holds(Kind.NUMBER, "They built three small rovers.", question)
    assert holds(Kind.NUMBER, "They built three of them.", question)
    assert not holds(Kind.NUMBER, "Two teams built their rovers in 1998.", question)
    assert not holds(Kind.NUMBER, "Deux équipes ont construit des robots.", "combien de robots ont-ils construits ?")


def test_offices_are_told_in_all_languages() -> None:
    assert names_office("qui est la directrice de l'agence ?")
    assert names_office("Director-General of the agency")
    assert names_office("総裁は誰ですか")
    assert not names_office("The agencies work together.")
