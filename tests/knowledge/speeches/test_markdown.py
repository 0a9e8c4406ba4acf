"""Markdown and MDX."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from suites.speech_formats import Speech, SpeechFormatContract

from knowledge.speeches.formats import read_document

if TYPE_CHECKING:
    from knowledge.model import Document


def read(text: str, source: str = "talk.md") -> Document:
    document, problems = read_document(text.encode(), source, "speech")
    assert problems == ()
    assert document is not None
    return document


class TestMarkdown(SpeechFormatContract):
    source = "speeches/talk.md"

    def build(self, speech: Speech) -> bytes:
        lines = [f"# {speech.title}", "", f"**{speech.byline}**", "", f"*{speech.date_line}*", ""]
        for part in speech.parts:
            lines += [f"#{'#' * part.level} {part.heading}", ""]
            for paragraph in part.paragraphs:
                lines += [paragraph, ""]
        return "\n".join(lines).encode()


class TestFrontMatter(SpeechFormatContract):
    source = "speeches/talk.markdown"

    def build(self, speech: Speech) -> bytes:
        head = f"---\ntitle: {speech.title}\nspeakers:\n- {speech.speaker}\ndate: {speech.date}\n---\n"
        body = "\n\n".join("\n\n".join((f"## {part.heading}", *part.paragraphs)) for part in speech.parts)
        return f"{head}{speech.byline}\n\n{speech.date_line}\n\n{body}\n".encode()


def test_the_text_is_the_whole_file_with_plain_line_ends() -> None:
    data = "\ufeff---\r\ntitle: A\r\n---\r\n\r\nBody text.\r".encode()
    document, _ = read_document(data, "a.md", "page")
    assert document
    assert document.text == "---\ntitle: A\n---\n\nBody text.\n"
    (section,) = document.sections
    assert document.text[section.start : section.end] == "Body text."


def test_headings_nest_and_lose_their_marks() -> None:
    text = "# T\n\nIntro.\n\n## A *big* [link](x) `code` ##\n\nOne.\n\n### Inner\n\nTwo.\n\nNext\n----\n\nThree.\n"
    document = read(text)
    told = [(section.heading, text[section.start : section.end]) for section in document.sections]
    assert told == [
        ((), "Intro."),
        (("A big link code",), "One."),
        (("A big link code", "Inner"), "Two."),
        (("Next",), "Three."),
    ]


def test_what_only_looks_like_a_heading_is_none() -> None:
    document = read("Words first.\n\n```\n# a comment\n```\n\n> # quoted\n\n#hashtag\n\n- # in a list\n")
    assert [section.heading for section in document.sections] == [()]


def test_a_lone_second_level_heading_at_the_top_is_the_title() -> None:
    document = read("## Remarks of the chair\n\nGood evening to all of you.\n\n### Money\n\nThere is some.\n")
    assert document.title == "Remarks of the chair"
    assert [section.heading for section in document.sections] == [(), ("Money",)]


def test_equal_headings_are_sections_and_the_title_is_the_file_name() -> None:
    document = read("## One\n\nFirst words.\n\n## Two\n\nMore words.\n", "2022-10-14-space_and-time.md")
    assert document.title == "space and time"
    assert document.date == "2022-10-14"
    assert [section.heading for section in document.sections] == [("One",), ("Two",)]


def test_imports_of_mdx_are_no_text() -> None:
    imports = 'import { Image } from "astro:assets";\nimport a from "./a.jpg";'
    text = f"---\ntitle: Where\n---\n\n{imports}\n\n# Where\n\n<Image src={{a}} />\n\nIn Prague.\n"
    document, _ = read_document(text.encode(), "where.mdx", "page")
    assert document
    assert document.text == text
    (section,) = document.sections
    assert text[section.start : section.end].startswith("<Image")


@pytest.mark.parametrize(
    ("written", "speaker"),
    [
        ("speaker: 'Ada Example'", "Ada Example"),
        ("Speakers: [Ada Example, Bob Sample]", "Ada Example, Bob Sample"),
        ("speakers:\n  - name: Ada Example\n    organization: EA\n  - Bob Sample", "Ada Example, Bob Sample"),
        ("author: Ada\u00a0Example", "Ada Example"),
        ("orateur: Zoé Exemple", "Zoé Exemple"),
        ("講演者: 例田花子", "例田花子"),
        ("speaker: 42", "42"),
        ("speaker: []\nauthor: Ada Example", "Ada Example"),
    ],
)
def test_front_matter_names_the_speaker_in_many_ways(written: str, speaker: str) -> None:
    assert read(f"---\n{written}\n---\nSome words.\n").speaker == speaker


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("date: 2026-01-16", "2026-01-16"),
        ("date: '2026-01-16'", "2026-01-16"),
        ("date: 2026-01-16 02:51:26-04:00", "2026-01-16"),
        ("date: 16 January", "16 January"),
    ],
)
def test_front_matter_dates(written: str, date: str) -> None:
    assert read(f"---\n{written}\n---\nSome words.\n").date == date


def test_front_matter_tells_language_and_session() -> None:
    document = read("---\nlang: French\nsession: 7\n---\nSome words.\n")
    assert (document.language, document.session) == ("fr", "7")


@pytest.mark.parametrize("written", ["title: A: B", "date: 2026-02-30", "title: [", "a: " + "[" * 5000])
def test_broken_front_matter_is_told_with_its_line_and_the_text_kept(written: str) -> None:
    document, (problem,) = read_document(f"---\nx: 1\n{written}\n---\nThe words.\n".encode(), "a.md", "speech")
    assert document
    (section,) = document.sections
    assert document.text[section.start : section.end] == "The words."
    assert problem.severity == "warning"
    assert problem.where.split(":")[0] == "a.md"
    assert "front matter is not valid YAML" in problem.what


def test_broken_front_matter_is_read_line_by_line() -> None:
    text = b"---\ntitle: Bridges: a talk\nspeaker: 'Ada Example'\nlang: fr\ntags: [a\n---\nThe words.\n"
    document, _ = read_document(text, "a.md", "speech")
    assert document
    assert (document.title, document.speaker, document.language) == ("Bridges: a talk", "Ada Example", "fr")


def test_front_matter_without_an_end_is_told() -> None:
    document, (problem,) = read_document(b"---\ntitle: Bridges\n\nThe words.\n", "a.md", "speech")
    assert document
    assert str(problem).startswith("a.md:1: warning: the front matter that begins here has no end; it is taken as text")
    assert not read_document(b"---\n\nA line above the words: so what.\n", "a.md", "speech")[1]


@pytest.mark.parametrize(
    "block",
    [
        '+++\ntitle = "A talk"\nspeakers = ["Ada Example"]\ndate = 2026-01-02\nlang = "fr"\n+++\n',
        '{\n"title": "A talk", "author": {"name": "Ada Example"},\n"date": "2026-01-02", "language": "fr"\n}\n',
    ],
)
def test_front_matter_in_toml_and_json(block: str) -> None:
    document = read(block + "\nBonjour à tous.\n")
    assert (document.title, document.speaker, document.date, document.language) == (
        "A talk", "Ada Example", "2026-01-02", "fr",
    )  # fmt: skip
    (section,) = document.sections
    assert document.text[section.start : section.end] == "Bonjour à tous."


def test_broken_toml_is_told_with_its_line_and_braces_that_are_no_json_are_text() -> None:
    document, (problem,) = read_document(b"+++\na = 1\nb = \n+++\nThe text.\n", "a.md", "speech")
    assert document is not None
    assert (problem.where, "not valid TOML" in problem.what) == ("a.md:3", True)
    assert [document.text[s.start : s.end] for s in document.sections] == ["The text."]
    assert [s.start for s in read("{\nIn braces.\n}\nThe text.\n").sections] == [0]


def test_broken_front_matter_names_the_line() -> None:
    _, (problem,) = read_document(b"---\nx: 1\ntitle: A: B\n---\nThe words.\n", "a.md", "speech")
    assert problem.where == "a.md:3"


@pytest.mark.parametrize(
    "text", ["---\n\nNo block at all.\n", "---\n- a list\n---\nWords.\n", "---\nonly words\n---\nAnd.\n"]
)
def test_a_rule_at_the_top_is_no_front_matter(text: str) -> None:
    assert read(text).sections[0].start < 8


def test_empty_front_matter_is_skipped() -> None:
    (section,) = read("---\n---\nWords.\n").sections
    assert section.start == 8


def test_aliases_that_multiply_are_not_followed() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join(f'*{before}' for _ in range(9))}]\n"
        for before, name in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    assert read(f"---\n{bomb}speakers: *k\n---\nWords.\n").speaker == ""


def test_pages_have_no_speaker() -> None:
    document, _ = read_document(b"# Getting here\n\nBy Metro\n\nTake line 6 to the end.\n", "a.md", "page")
    assert document
    assert document.speaker == ""


def test_front_matter_alone_holds_no_text() -> None:
    document, (problem,) = read_document(b"---\ntitle: A\n---\n\n", "a.md", "speech")
    assert document is None
    assert problem.what == "holds no text."
