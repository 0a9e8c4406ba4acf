from __future__ import annotations

import pytest

from index.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?! Four", ["One.", "Two!", "Three?!", "Four"]),
        ("Mr. Smith met Dr. Ito. They talked.", ["Mr. Smith met Dr. Ito.", "They talked."]),
        (
            "The U.S. Senate sat. We like the U.S. It is big.",
            ["The U.S. Senate sat.", "We like the U.S.", "It is big."],
        ),
        ("It grew 3.5 percent vs. 2.1 percent. Good.", ["It grew 3.5 percent vs. 2.1 percent.", "Good."]),
        ("J. F. Kennedy and Harry S. Truman came.", ["J. F. Kennedy and Harry S. Truman came."]),
        ("At 3 p.m. in Paris. At 5 p.m. The end.", ["At 3 p.m. in Paris.", "At 5 p.m.", "The end."]),
        ('He said "Hello." Then he left.', ['He said "Hello."', "Then he left."]),
        ("Well... perhaps. Well... Perhaps.", ["Well... perhaps.", "Well...", "Perhaps."]),
        ("See Smith et al. 2020 and Fig. 3. Next.", ["See Smith et al. 2020 and Fig. 3.", "Next."]),
        ("It is on page 3.Next to it", ["It is on page 3.Next to it"]),
        ("We launch on Fri. Jan. 5 at noon. Good.", ["We launch on Fri. Jan. 5 at noon.", "Good."]),
        ("Le 5 janv. 2026 à midi. Bien.", ["Le 5 janv. 2026 à midi.", "Bien."]),
        ("They all sat. Jan came in Dec. He left.", ["They all sat.", "Jan came in Dec.", "He left."]),
    ],
)
def test_english(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M. Dupont et Mme. Curie arrivent. Ils parlent.", ["M. Dupont et Mme. Curie arrivent.", "Ils parlent."]),
        ("Il dit : « Oui. » Puis il sort.", ["Il dit : « Oui. »", "Puis il sort."]),
        ("M. Le Pen parle, etc. Le reste suit.", ["M. Le Pen parle, etc.", "Le reste suit."]),
        ("Vers 50 av. J.-C. Rome gagne.", ["Vers 50 av. J.-C.", "Rome gagne."]),
        ("Est-ce vrai ? Oui ! D'accord.", ["Est-ce vrai ?", "Oui !", "D'accord."]),
        ("Voir p. 12 et fig. 3. Cela coûte 3,5 M€.", ["Voir p. 12 et fig. 3.", "Cela coûte 3,5 M€."]),
    ],
)
def test_french(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今日は雨です。明日は晴れます。", ["今日は雨です。", "明日は晴れます。"]),
        ("彼は「行きます。たぶん。」と述べた。次。", ["彼は「行きます。たぶん。」と述べた。", "次。"]),
        ("「終わり。」それだけです。", ["「終わり。」", "それだけです。"]),
        ("本当ですか？はい！", ["本当ですか？", "はい！"]),
        ("面積は３．５平方キロ．人口は５万人．", ["面積は３．５平方キロ．", "人口は５万人．"]),
        ("閉じない「引用。次の文。", ["閉じない「引用。", "次の文。"]),
    ],
)
def test_japanese(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_lines_wrapped_at_a_width_belong_together() -> None:
    text = "This line was wrapped at a width of some fifty\ncharacters by the editor. And it goes on\nlike this."
    assert cut(text) == [
        "This line was wrapped at a width of some fifty\ncharacters by the editor.",
        "And it goes on\nlike this.",
    ]


def test_short_lines_items_rows_and_headings_stand_for_themselves() -> None:
    text = "Rooms\nRoom A\n- first item\n- second item\n1. one\n2) two\n| a | b |\n| c | d |\n# Heading\nText\n\nMore"
    assert cut(text) == [
        "Rooms",
        "Room A",
        "- first item",
        "- second item",
        "1. one",
        "2) two",
        "| a | b |",
        "| c | d |",
        "# Heading",
        "Text",
        "More",
    ]


def test_a_line_that_ends_in_a_colon_leads_to_what_follows() -> None:
    text = "The doors of the great hall are open to everybody as follows:\nMorning and evening"
    assert cut(text) == text.split("\n")


def test_questions_and_answers_keep_their_letter() -> None:
    assert cut("Q. What is it?\nA. A satellite.") == ["Q. What is it?", "A. A satellite."]


def test_only_the_stretch_asked_for_is_cut() -> None:
    text = "Before. Inside one. Inside two. After."
    assert [text[a:b] for a, b in sentences(text, 8, 31)] == ["Inside one.", "Inside two."]


@pytest.mark.parametrize("text", ["", " \n\t ", "\n\n\n"])
def test_white_space_has_no_sentences(text: str) -> None:
    assert sentences(text) == []


def test_a_sentence_that_begins_late_in_a_wrapped_line_goes_on_to_the_next() -> None:
    text = (
        "Over several decades France and Japan have become special partners in space. France launched its first in\n"
        "1965 and Japan launched its first satellite in 1970."
    )
    assert [text[start:end] for start, end in sentences(text)] == [
        "Over several decades France and Japan have become special partners in space.",
        "France launched its first in\n1965 and Japan launched its first satellite in 1970.",
    ]
