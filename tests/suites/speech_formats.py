"""What every speech format owes its readers: the same speech comes out alike, whatever it was written in.

A format's test module derives from ``SpeechFormatContract`` and writes a speech as bytes of its format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from suites.mutations import FUZZED, mutated, whole_signs

from knowledge.speeches.formats import read_document

if TYPE_CHECKING:
    from knowledge.model import Document


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the paragraphs below it; ``level`` 1 is the outermost below the title."""

    level: int
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Speech:
    """A speech as its author thinks of it."""

    language: str
    title: str
    byline: str
    speaker: str
    date_line: str
    date: str
    parts: tuple[Part, ...]


ENGLISH = Speech(
    "en",
    "Building Bridges in Orbit",
    "Speech by Ada Example, Director of the Example Agency",
    "Ada Example",
    "Friday, January 16, 2026",
    "2026-01-16",
    (
        Part(
            1,
            "Where we stand",
            (
                "The two agencies signed their first agreement forty years ago, and they have renewed it ever since.",
                "Since then they have flown seven missions together. Each of them carried instruments of both sides.",
            ),
        ),
        Part(
            1,
            "What comes next",
            ("Next year we begin to build a reusable stage, which will be tested on three continents in turn.",),
        ),
        Part(1, "Thanks", ("I thank everybody who made this possible, and above all those who doubted it.",)),
    ),
)
FRENCH = Speech(
    "fr",
    "Construire des ponts en orbite",
    "Discours de Mme Zoé Exemple, directrice de l’Agence Exemple",
    "Mme Zoé Exemple",
    "Paris, le 16 janvier 2026",
    "2026-01-16",
    (
        Part(
            1,
            "Où nous en sommes",
            ("Les deux agences ont signé leur premier accord il y a quarante ans, et l’ont renouvelé depuis lors.",),
        ),
        Part(
            1,
            "La suite",
            (
                "L’année prochaine, nous commençons à construire un étage réutilisable, essayé sur trois continents.",
                "Cet étage sera récupéré en mer. C’est là que l’expérience de chacun compte.",
            ),
        ),
    ),
)
JAPANESE = Speech(
    "ja",
    "軌道に橋を架ける",
    "例田花子による基調講演",
    "例田花子",
    "2026年1月16日",
    "2026-01-16",
    (
        Part(1, "これまでの歩み", ("両機関は四十年前に最初の協定を結び、それ以来、協定を更新し続けてきました。",)),
        Part(
            1,
            "これからの計画",
            ("来年には再使用型の機体の開発を始め、三つの大陸で順番に試験を行う予定です。",),
        ),
    ),
)


def squeezed(text: str) -> str:
    return " ".join(text.split())


class SpeechFormatContract:
    """Give ``source`` and ``build``; ``pages`` is true where the innermost heading is a page."""

    source: str
    pages = False
    spoiled = FUZZED  # files, at most; fewer where each takes a process of its own

    def build(self, speech: Speech) -> bytes:
        raise NotImplementedError

    def read(self, speech: Speech) -> Document:
        document, problems = read_document(self.build(speech), self.source, "speech")
        assert problems == ()
        assert document is not None
        return document

    @pytest.fixture(params=[ENGLISH, FRENCH, JAPANESE], ids=lambda speech: speech.language)
    def speech(self, request: pytest.FixtureRequest) -> Speech:
        return request.param

    def test_title_speaker_date_and_language_are_found(self, speech: Speech) -> None:
        document = self.read(speech)
        assert document.title == speech.title
        assert document.speaker == speech.speaker
        assert document.date == speech.date
        assert document.language == speech.language
        assert (document.kind, document.source, document.session) == ("speech", self.source, None)

    def test_every_paragraph_stands_in_the_section_of_its_heading(self, speech: Speech) -> None:
        document = self.read(speech)
        for part in speech.parts:
            for paragraph in part.paragraphs:
                (section,) = (
                    each for each in document.sections if paragraph in squeezed(document.text[each.start : each.end])
                )
                path = section.heading[:-1] if self.pages else section.heading
                assert path == (part.heading,)

    def test_sections_are_ordered_trimmed_and_without_their_heading(self, speech: Speech) -> None:
        document = self.read(speech)
        end = 0
        for section in document.sections:
            text = document.text[section.start : section.end]
            assert end <= section.start < section.end <= len(document.text)
            assert text == text.strip()
            for heading in section.heading:
                assert not text.startswith(heading)
            end = section.end

    def test_no_word_is_lost(self, speech: Speech) -> None:
        text = squeezed(self.read(speech).text)
        for part in speech.parts:
            assert part.heading in text
        assert speech.byline in text
        assert speech.date_line in text

    def test_a_file_cut_short_or_garbled_is_told_and_never_raises(self) -> None:
        whole = self.build(ENGLISH)
        for share in (0.3, 0.9):
            cut = whole[: int(len(whole) * share)]
            for data in (cut, cut + b"\0\xff\xfe" * 50, bytes(byte ^ 0x5A for byte in cut)):
                document, problems = read_document(data, self.source, "speech")
                assert document or problems
                assert all(problem.where.startswith(self.source) and problem.mend for problem in problems)

    def test_spoiled_files_never_raise_and_give_only_whole_signs(self) -> None:
        for data in mutated(self.build(ENGLISH), min(FUZZED, self.spoiled)):
            document, problems = read_document(data, self.source, "speech")
            assert document or problems
            assert document is None or whole_signs(document)

    def test_nothing_at_all_is_told(self) -> None:
        document, (problem,) = read_document(b"", self.source, "speech")
        assert document is None
        assert problem.severity == "error"
        assert problem.mend
