"""Plain text, and which of its lines are headings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from suites.speech_formats import Speech, SpeechFormatContract

from knowledge.speeches.formats import read_document
from knowledge.speeches.plain_text import find_headings

if TYPE_CHECKING:
    from knowledge.model import Document


def read(text: str, source: str = "talk.txt") -> Document:
    document, _ = read_document(text.encode(), source, "speech")
    assert document is not None
    return document


def headings(text: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.text) for heading in find_headings(text)]


class TestParentheses(SpeechFormatContract):
    source = "speeches/talk.txt"

    def heading(self, words: str) -> str:
        return f"({words})"

    def build(self, speech: Speech) -> bytes:
        blocks = [speech.title, speech.byline, speech.date_line]
        for part in speech.parts:
            blocks += [self.heading(part.heading), *part.paragraphs]
        return "\n\n".join(blocks).encode()


class TestUnderlined(TestParentheses):
    def heading(self, words: str) -> str:
        return f"{words}\n{'-' * len(words)}"


class TestBold(TestParentheses):
    def heading(self, words: str) -> str:
        return f"**{words}**"


class TestBrackets(TestParentheses):
    def heading(self, words: str) -> str:
        return f"【{words}】"


class TestHashes(TestParentheses):
    def heading(self, words: str) -> str:
        return f"## {words}"


def test_numbered_lines_are_headings_when_there_are_several() -> None:
    text = "1. Introduction\n\nWords follow.\n\n2. Outlook\n\nMore words.\n"
    assert headings(text) == [(1, "1. Introduction"), (1, "2. Outlook")]
    assert headings("1. Introduction\n\nWords follow.\n") == []


def test_japanese_headings_need_no_empty_line_below() -> None:
    text = "１．はじめに\n本日はお集まりいただき、ありがとうございます。\n\n２．計画\n来年、開発を始めます。\n"
    assert headings(text) == [(1, "１．はじめに"), (1, "２．計画")]


def test_a_numbered_list_is_no_outline() -> None:
    assert headings("Buy these:\n\n1. Milk\n\n2. Bread\n\n3. Salt\n\nThank you.\n") == []
    assert headings("1. Milk\n2. Bread\n3. Salt\n") == []


def test_capitals_are_headings_when_there_are_several() -> None:
    text = "OPENING WORDS\n\nText here.\n\nOUR PLAN FOR 2027\n\nMore text.\n"
    assert headings(text) == [(1, "OPENING WORDS"), (1, "OUR PLAN FOR 2027")]
    assert headings("THANK YOU\n\nText here.\n") == []


@pytest.mark.parametrize(
    "line",
    [
        "(Applause.)",
        "(Laughter)",
        "(applause and cheers)",
        "（拍手）",
        "(Rires)",
        "(This is a whole sentence that happens to stand in parentheses.)",
        "(see the handout)",
        "THE PRESIDENT:",
        "**Note:**",
        "(" + "long " * 30 + ")",
        "CALLISTOはJAXA、CNES、DLRの計画です",
        "-----",
    ],
)
def test_what_is_no_heading(line: str) -> None:
    assert headings(f"Words before.\n\n{line}\n\nWords after.\n\nOTHER WORDS\n\nEnd.\n") == []


def test_a_line_that_repeats_is_no_heading() -> None:
    assert headings("(Q)\n\nWhy?\n\n(A)\n\nBecause.\n\n(Q)\n\nWhen?\n\n(A)\n\nSoon.\n") == []


def test_a_line_inside_a_paragraph_is_no_heading() -> None:
    assert headings("Words before\n(Introduction)\nand after.\n") == []


def test_styles_nest_in_the_order_in_which_they_appear() -> None:
    text = "■ 第一部\n本文です。\n\n(概要)\n\n本文です。\n\n■ 第二部\n本文です。\n"
    assert headings(text) == [(1, "第一部"), (2, "概要"), (1, "第二部")]


def test_an_end_mark_closes_the_last_section() -> None:
    document = read("(Start)\n\nThese are the words.\n\n(End)")
    (section,) = document.sections
    assert document.text[section.start : section.end] == "These are the words."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_french_speech_in_any_encoding(encoding: str) -> None:
    text = (
        "Discours de clôture\n\nÀ l’été dernier, nous étions déjà près du but.\r\nMerci à tous, à très bientôt.\n" * 3
    )
    document, problems = read_document(text.encode(encoding), "a.txt", "speech")
    assert document
    assert document.text == text.replace("\r\n", "\n")
    assert [problem.severity for problem in problems] == (["warning"] if encoding == "cp1252" else [])


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "iso2022_jp"])
def test_a_japanese_speech_in_any_encoding(encoding: str) -> None:
    text = "開会の挨拶\n\n本日はお集まりいただき、ありがとうございます。CALLISTOについてお話しします。\n"
    document, problems = read_document(text.encode(encoding), "a.txt", "speech")
    assert document
    assert document.text == text
    assert document.language == "ja"
    assert f"read as {encoding}" in problems[0].what


def test_pictures_named_as_text_are_told() -> None:
    document, (problem,) = read_document(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(range(256)) * 9, "a.txt", "speech")
    assert document is None
    assert problem.what == "is not text in any encoding known here."


def test_endless_text_is_refused() -> None:
    document, (problem,) = read_document(b"word " * 700_000, "a.txt", "speech")
    assert document is None
    assert "longer than 3 million characters" in problem.what


def test_the_first_real_speech(real_data: object) -> None:
    from pathlib import Path

    data = Path(str(real_data), "france-japan-2026", "keynote.txt").read_bytes()
    document, problems = read_document(data, "keynote.txt", "speech")
    assert problems == ()
    assert document
    assert document.text == data.decode()
    assert document.title.startswith("Keynote speech by KAZEKI Jun, Director-General of National Space Policy")
    assert (document.speaker, document.date, document.language) == ("KAZEKI Jun", "2026-01-16", "en")
    assert [section.heading for section in document.sections] == [
        (),
        (),  # behind the date, which is never quoted
        ("Introduction",),
        ("France-Japan Space Cooperation",),
        ("Importance of Japan-Europe Industrial Cooperation",),
        ("Closing",),
    ]
    last = document.sections[-1]
    assert document.text[: last.end].endswith("Thank you very much for your attention.")
