"""From how many rows on an approximate FAISS index is worth its cost.

Usage: ``python benchmarks/faiss_crossover.py [--data FOLDER] [--rows N ...]``. The folder of real data is taken
from ``RENDEZVOUS_DATA`` when not given.

Rows are vectors of real sentences by the built-in model; where more are wanted than there are, mixtures of two of
them fill up, which lie in the same region of space. Questions are real ones over the same texts. For each size:
the processor time of one question against every row and by graph, the share of the 50 nearest rows that the
graph finds, and the processor time that building the graph takes.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import faiss
import numpy as np

from index import vectors
from index.embedder import load
from index.search import NEAREST_ROWS
from index.sentences import sentences

if TYPE_CHECKING:
    from numpy.typing import NDArray

SENTENCES = 3000
QUESTIONS = 200
FOUND = 50
SIZES = (10_000, 30_000, 100_000, 300_000)


def real(data: Path) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Vectors of real sentences and of questions about them."""
    articles = json.loads((data / "xquad-en" / "xquad.en.json").read_text("utf-8"))["data"]
    paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
    texts = [each["context"][start:end] for each in paragraphs for start, end in sentences(each["context"])]
    asked = [question["question"] for each in paragraphs for question in each["qas"]]
    embedder = load("builtin")
    return embedder.encode_passages(texts[:SENTENCES]), embedder.encode_queries(asked[:QUESTIONS])


def filled(rows: NDArray[np.float32], count: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """So many rows: the real ones, then mixtures of two of them."""
    pairs = rng.integers(0, len(rows), (2, max(0, count - len(rows))))
    share = rng.uniform(0.2, 0.8, (pairs.shape[1], 1)).astype(np.float32)
    mixed = share * rows[pairs[0]] + (1 - share) * rows[pairs[1]]
    mixed += rng.normal(0, 0.01, mixed.shape).astype(np.float32)
    mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
    return np.concatenate([rows, mixed])[:count].astype(np.float32)


def asked(engine: faiss.Index, questions: NDArray[np.float32]) -> tuple[float, list[NDArray[np.int64]]]:
    """The milliseconds of processor time a question took, and the rows found for each."""
    start = time.process_time()
    found = [engine.search(question.reshape(1, -1), NEAREST_ROWS)[1][0] for question in questions]
    return 1000 * (time.process_time() - start) / len(questions), found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("RENDEZVOUS_DATA"))
    parser.add_argument("--rows", type=int, nargs="+", default=SIZES)
    options = parser.parse_args()
    if options.data is None:
        parser.error("give --data or set RENDEZVOUS_DATA")
    rows, questions = real(Path(options.data))
    # FAISS answers one question on one thread; so the processor's time is what a person waits.
    faiss.omp_set_num_threads(1)
    print(f"{'rows':>8}  {'exact ms':>8}  {'graph ms':>8}  {'found':>6}  {'graph built in s':>16}")
    for count in options.rows:
        some = filled(rows, count, np.random.default_rng(0))
        exact, graph = vectors.exact(some.shape[1]), vectors.graph(some.shape[1])
        exact.add(some)
        start = time.process_time()
        graph.add(some)
        built = time.process_time() - start
        (slow, truth), (fast, found) = asked(exact, questions), asked(graph, questions)
        share = np.mean([len(set(true[:FOUND]) & set(got)) / FOUND for true, got in zip(truth, found, strict=True)])
        print(f"{count:>8}  {slow:>8.2f}  {fast:>8.2f}  {share:>6.3f}  {built:>16.1f}", flush=True)


if __name__ == "__main__":
    main()
