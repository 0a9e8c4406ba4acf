"""How well passages are found on five sets of questions: dense alone, BM25 alone, both, and with tokens aligned.

"Fused" is what ``Search.find`` ranks by: dense and BM25, and the alignment of tokens for the best of them.

Usage: ``python benchmarks/retrieval.py [--data FOLDER] [--model MODEL] [SET ...]``. The folder of real data
is taken from ``RENDEZVOUS_DATA`` when not given.

xquad-en, crpa-faq-fr and jaquad-dev: every paragraph is a page of its own, cut into passages as any page is,
and a question's gold passage is any of its paragraph; 500 questions of each, drawn with a fixed seed, or all
when there are fewer. cross-fr and cross-ja: our own questions in French and Japanese over the English
speeches, read and cut as in an event; the gold passage is the one that holds the words given with the
question.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import yaml

from index import fusion
from index.build import build
from index.embedder import load
from index.search import Search
from index.text import asked_words
from knowledge.model import Document, Event, Knowledge, Section
from knowledge.speeches.formats import read_document

if TYPE_CHECKING:
    from index.reading import Embedder

QUESTIONS = Path(__file__).parent / "questions" / "cross_language.yaml"
DRAWN = 500
SEED = 0
RANKED = 30
METHODS = ("dense", "BM25", "both", "fused")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the stretches of text that answer it: a source, and words in it (none: any part)."""

    text: str
    language: str
    golds: tuple[tuple[str, str], ...]


Set = tuple[tuple[Document, ...], list[Asked]]


def squad(files: list[Path], language: str) -> Set:
    """A set in SQuAD's form."""
    documents: dict[str, Document] = {}
    asked = []
    for file in files:
        for article in json.loads(file.read_text("utf-8"))["data"]:
            for paragraph in article["paragraphs"]:
                text = paragraph["context"]
                source = documents.setdefault(text, _page(f"{len(documents)}.txt", text, language)).source
                asked += [Asked(each["question"], language, ((source, ""),)) for each in paragraph["qas"]]
    drawn = random.Random(SEED).sample(asked, DRAWN) if len(asked) > DRAWN else asked  # noqa: S311 - no secret
    return tuple(documents.values()), drawn


def _page(source: str, text: str, language: str) -> Document:
    return Document("page", source, "", text, (Section((), 0, len(text)),), language)


def cross_language(folder: Path, language: str) -> Set:
    """Our questions in one language over the English speeches."""
    read = [
        read_document(file.read_bytes(), file.relative_to(folder).as_posix(), "speech")[0]
        for file in sorted(folder.glob("*/*.md"))
    ]
    asked = []
    for each in yaml.safe_load(QUESTIONS.read_text("utf-8")):
        golds = tuple((gold["source"], gold["gold"]) for gold in (each, *each.get("also", ())))
        asked.append(Asked(each[language], language, golds))
    return tuple(document for document in read if document is not None), asked


def sets(data: Path) -> dict[str, Set]:
    """All sets by name."""
    return {
        "xquad-en": squad([data / "xquad-en" / "xquad.en.json"], "en"),
        "crpa-faq-fr": squad([data / "crpa-faq-fr" / "squad.json"], "fr"),
        "jaquad-dev": squad(sorted((data / "jaquad-dev").glob("*.json")), "ja"),
        "cross-fr": cross_language(data / "wh-speeches", "fr"),
        "cross-ja": cross_language(data / "wh-speeches", "ja"),
    }


def ranks(documents: tuple[Document, ...], asked: list[Asked], embedder: Embedder) -> dict[str, list[int]]:
    """The rank of the best gold passage of each question by each method, from 1.

    Passages of one page of a question-answering set count once, by the best of them.
    """
    knowledge = Knowledge(Event("benchmark", ZoneInfo("UTC")), documents=documents)
    with tempfile.TemporaryDirectory() as folder:
        build(knowledge, Path(folder), embedder)
        search = Search.open(Path(folder), embedder)
    snapshot = search._state[1]  # noqa: SLF001 - the methods apart are nobody's business but this table's
    everything = np.arange(len(snapshot.chunks))
    found: dict[str, list[int]] = {method: [] for method in METHODS}
    for question in asked:
        (reading,) = embedder.read_queries([question.text])
        match = snapshot.lexical.match(asked_words(question.text, question.language))
        dense = snapshot.vectors.dense(reading.vector, everything)
        mean, deviation = snapshot.vectors.scale(reading.vector)
        both = fusion.fuse(dense, match.shares, mean=mean, deviation=deviation)
        ranked = {hit.chunk.id: hit.score for hit in search.find(question.text, question.language, RANKED)}
        fused = np.array([ranked.get(chunk.id, -np.inf) for chunk in snapshot.chunks])
        gold = np.array([_is_gold(chunk.source, chunk.text, question.golds) for chunk in snapshot.chunks])
        units = np.array([chunk.source if not question.golds[0][1] else chunk.id for chunk in snapshot.chunks])
        for method, scores in zip(METHODS, (dense, match.shares, both, fused), strict=True):
            found[method].append(_rank(scores, gold, units))
    return found


def _is_gold(source: str, text: str, golds: tuple[tuple[str, str], ...]) -> bool:
    plain = re.sub(r"\s+", " ", text)
    return any(source == where and words in plain for where, words in golds)


def _rank(scores: np.ndarray, gold: np.ndarray, units: np.ndarray) -> int:
    """One more than the number of other units with a passage at least as good; ties count against us."""
    best = scores[gold].max()
    return 1 + len(set(units[(scores >= best) & ~gold]) - set(units[gold]))


def measured(positions: list[int]) -> str:
    """Recall at 1 and at 5, and the mean reciprocal rank among the first ten."""
    rank = np.array(positions)
    return f"{np.mean(rank == 1):.3f} {np.mean(rank <= 5):.3f} {np.mean(np.where(rank <= 10, 1 / rank, 0)):.3f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("RENDEZVOUS_DATA"), required=False)
    parser.add_argument("--model", default="builtin")
    parser.add_argument("sets", nargs="*")
    options = parser.parse_args()
    if options.data is None:
        parser.error("give --data or set RENDEZVOUS_DATA")
    embedder = load(options.model)
    print(f"model {embedder.name}; each cell: recall@1 recall@5 MRR@10")
    print(f"{'set':<12} {'pages':>5} {'asked':>5}  " + "  ".join(f"{method:<17}" for method in METHODS))
    for name, (documents, asked) in sets(options.data).items():
        if options.sets and name not in options.sets:
            continue
        found = ranks(documents, asked, embedder)
        row = "  ".join(f"{measured(found[method]):<17}" for method in METHODS)
        print(f"{name:<12} {len(documents):>5} {len(asked):>5}  {row}", flush=True)


if __name__ == "__main__":
    main()
