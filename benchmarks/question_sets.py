"""Real questions with known answers, and the passages they are asked of."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import yaml

from index.chunker import document_chunks
from knowledge.load import Sources
from knowledge.load import load as load_event
from knowledge.model import Document, Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.model import Chunk

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("RENDEZVOUS_DATA", ROOT.parent / "shared" / "data"))
SQUADS = {
    "xquad-en": ("en", ["xquad-en/xquad.en.json"]),
    "jaquad-dev": ("ja", ["jaquad-dev/jaquad_dev_0000.json", "jaquad-dev/jaquad_dev_0001.json"]),
    "crpa-faq-fr": ("fr", ["crpa-faq-fr/squad.json"]),
}
SPEECHES = "wh-speeches"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the document that answers it, and the answer: a range of its text, or words of it.

    ``article`` is what must stay together when a set is parted: the paragraphs of one article, or one speech.
    """

    text: str
    language: str
    article: str
    source: str
    span: tuple[int, int] = (0, 0)
    words: str = ""

    def answered_by(self, chunk: Chunk, start: int, end: int) -> bool:
        """Tell whether a quote ``[start, end)`` of a passage's source holds the answer."""
        if chunk.source != self.source:
            return False
        if self.words:
            quote = chunk.text[start - chunk.start : end - chunk.start]
            return "".join(self.words.split()) in "".join(quote.split())
        return start <= self.span[0] and self.span[1] <= end


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A set: its passages by document, and its questions."""

    name: str
    passages: dict[str, list[Chunk]]
    questions: list[Question]


def load_sets() -> list[QuestionSet]:
    """Read all sets of the folder of real data (``RENDEZVOUS_DATA``)."""
    return [*(_squad(name, *SQUADS[name]) for name in SQUADS), _speeches()]


def _squad(name: str, language: str, files: list[str]) -> QuestionSet:
    passages: dict[str, list[Chunk]] = {}
    questions = []
    for article, number, paragraph in _paragraphs(files):
        source = f"{name}/{article}/{number}"
        passages[source] = document_chunks(Document("speech", source, article, paragraph["context"], (), language))
        for asked in paragraph["qas"]:
            answer = asked["answers"][0]
            start = answer["answer_start"]
            questions.append(
                Question(asked["question"], language, article, source, (start, start + len(answer["text"].rstrip())))
            )
    return QuestionSet(name, passages, questions)


def _paragraphs(files: list[str]) -> Iterator[tuple[str, int, dict]]:
    for file in files:
        for article in json.loads((DATA / file).read_text("utf-8"))["data"]:
            for number, paragraph in enumerate(article["paragraphs"]):
                yield article["title"], number, paragraph


def _speeches() -> QuestionSet:
    """The speeches that are asked about, in French and Japanese; they are in English."""
    event = Event(SPEECHES, ZoneInfo("UTC"))
    folders = tuple(f"{folder.name}/" for folder in sorted((DATA / SPEECHES).iterdir()) if folder.is_dir())
    cache = ROOT / "var" / "benchmark-sources"
    knowledge, _ = load_event(Sources(event=event, base=DATA / SPEECHES, speeches=folders, cache=cache))
    asked = yaml.safe_load((ROOT / "benchmarks" / "questions" / "cross_language.yaml").read_text("utf-8"))
    wanted = {entry["source"] for entry in asked}
    passages = {each.source: document_chunks(each) for each in knowledge.documents if each.source in wanted}
    questions = [
        Question(entry[language], language, entry["source"], entry["source"], words=entry["gold"])
        for entry in asked
        for language in ("fr", "ja")
    ]
    return QuestionSet(SPEECHES, passages, questions)
