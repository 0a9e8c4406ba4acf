"""How fast passages are indexed and found, from what start, in how much memory.

Usage: ``python benchmarks/search_speed.py [--data FOLDER] [--keep FOLDER] [--passages N]``. The folder of real data
is taken from ``RENDEZVOUS_DATA`` when not given. With ``--keep`` the index is built there once and used again.

Real speeches, transcripts and articles are read and cut as in an event until there are so many passages (5,000 by
default). Indexing is timed from nothing. Questions in English, French and Japanese, each asked once, are timed from
text to hits and on to the answer in a process of its own, as is its start; its memory is the highest it ever was. Run
it on a machine that does nothing else; the processor's time tells how far that was so.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import yaml
from tqdm import tqdm

from index.build import build
from index.chunker import document_chunks
from index.embedder import load
from knowledge.model import Document, Event, Knowledge, Section
from knowledge.speeches.formats import read_document

ASKED = 300
ROOT = Path(__file__).resolve().parents[1]
SQUAD = (
    "xquad-en/xquad.en.json",
    "crpa-faq-fr/squad.json",
    "jaquad-dev/jaquad_dev_0000.json",
    "jaquad-dev/jaquad_dev_0001.json",
)

SERVING = """
import json, sys, time
start = time.perf_counter()
from pathlib import Path
from bot.answers.composer import compose
from index.embedder import load
from index.search import Search
search = Search.open(Path(sys.argv[1]), load("builtin"))
first, *asked = json.load(sys.stdin)
compose(*first, search.find(*first), search)
ready = time.perf_counter() - start
for text, language in asked[-6:]:  # what is loaded once for each language
    compose(text, language, search.find(text, language), search)
found, answered, busy = [], [], time.process_time()
for text, language in asked[:-6]:
    begin = time.perf_counter()
    hits = search.find(text, language)
    found.append(1000 * (time.perf_counter() - begin))
    compose(text, language, hits, search)
    answered.append(1000 * (time.perf_counter() - begin))
busy = 1000 * (time.process_time() - busy) / len(answered)
# Not ru_maxrss, which a process takes over from the one that started it.
(peak,) = [int(line.split()[1]) / 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(json.dumps({"ready": ready, "found": found, "answered": answered, "busy": busy, "peak": peak}))
"""


def documents(data: Path, passages: int) -> list[Document]:
    """Real documents with at least so many passages together."""
    found, count = [], 0
    for document in _every(data):
        found.append(document)
        count += len(document_chunks(document))
        if count >= passages:
            return found
    return found


def _every(data: Path) -> list[Document]:
    speeches = [*sorted((data / "wh-speeches").glob("*/*.md")), *sorted((data / "talk-transcripts").rglob("*.md"))]
    read = (read_document(file.read_bytes(), file.relative_to(data).as_posix(), "speech")[0] for file in speeches)
    texts = [text for file in SQUAD for text, _ in _paragraphs(data / file)]
    pages = [Document("page", f"{n}.txt", "", text, (Section((), 0, len(text)),)) for n, text in enumerate(texts)]
    return [*(document for document in read if document is not None), *pages]


def _paragraphs(file: Path) -> list[tuple[str, list[str]]]:
    articles = json.loads(file.read_text("utf-8"))["data"]
    return [(p["context"], [q["question"] for q in p["qas"]]) for article in articles for p in article["paragraphs"]]


def questions(data: Path) -> list[tuple[str, str]]:
    """Questions with their languages, each language in turn."""
    own = yaml.safe_load((ROOT / "benchmarks" / "questions" / "cross_language.yaml").read_text("utf-8"))
    english = [(text, "en") for _, asked in _paragraphs(data / SQUAD[0]) for text in asked]
    french = [(each["fr"], "fr") for each in own] + [
        (t, "fr") for _, asked in _paragraphs(data / SQUAD[1]) for t in asked
    ]
    japanese = [(text, "ja") for _, asked in _paragraphs(data / SQUAD[2]) for text in asked]
    turns = zip(english, french, japanese, strict=False)
    return list(islice((question for turn in turns for question in turn), ASKED + 1))


def index(data: Path, folder: Path, passages: int) -> None:
    """Build the index if it is not there, and print how fast."""
    knowledge = Knowledge(Event("benchmark", ZoneInfo("UTC")), documents=tuple(documents(data, passages)))
    embedder = load("builtin")
    start, busy = time.perf_counter(), time.process_time()
    with tqdm(unit="passage") as bar:

        def progress(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        report = build(knowledge, folder, embedder, progress=progress)
    took, busy = time.perf_counter() - start, time.process_time() - busy
    print(report)
    if report.embedded:
        rate, cores = report.embedded / took, busy / took
        print(f"indexing      {rate:8.1f} passages/s  ({cores:.1f} cores at work)")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("RENDEZVOUS_DATA"))
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--passages", type=int, default=5000)
    options = parser.parse_args()
    if options.data is None:
        parser.error("give --data or set RENDEZVOUS_DATA")
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        index(Path(options.data), folder, options.passages)
        told = subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-c", SERVING, str(folder)],
            cwd=ROOT,
            input=json.dumps(questions(Path(options.data))),
            capture_output=True,
            text=True,
            check=True,
        )
    serving = json.loads(told.stdout)
    print(f"first answer  {serving['ready']:8.2f} s after the start")
    for what in ("found", "answered"):
        median, late = np.quantile(serving[what], [0.5, 0.95])
        print(f"{what:<13} {median:8.1f} ms median, {late:.1f} ms p95")
    print(f"busy          {serving['busy']:8.1f} ms of processor time for an answer")
    print(f"memory        {serving['peak']:8.0f} MB at most")


if __name__ == "__main__":
    main()
