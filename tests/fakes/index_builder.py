"""A process that builds an index, to be stopped, killed or starved of disk space in the middle.

``python index_builder.py FOLDER DOCUMENTS [write]``: tells each passage embedded in a line of its own and waits for
a line of input after it; with ``write`` it does so after each file written instead.
"""

from __future__ import annotations

import sys
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from fakes.hashing_embedder import HashingEmbedder

from index import build as building
from index.snapshot import Snapshot
from knowledge.model import Document, Event, Knowledge, Section


def documents(count: int) -> Knowledge:
    texts = [f"Document number {number} speaks of subject{number}." for number in range(count)]
    pages = tuple(Document("page", f"{n}.md", "", text, (Section((), 0, len(text)),)) for n, text in enumerate(texts))
    return Knowledge(Event("Test", ZoneInfo("Europe/Paris")), documents=pages)


def pause(told: object) -> None:
    print(told, flush=True)
    sys.stdin.readline()


class Halting(Snapshot):
    """Pauses when all but the last file is written."""

    __slots__ = ()

    def save(self, folder: Path) -> None:
        super().save(folder)
        (folder / "vectors.faiss").write_bytes(b"half")
        pause("written")


def main() -> None:
    folder, count, *write = sys.argv[1:]
    if write:
        building.Snapshot = Halting
    building.build(
        documents(int(count)),
        Path(folder),
        HashingEmbedder(),
        progress=None if write else lambda done, of: pause(f"{done}/{of}"),
        wait=0,
    )
    print("done")


if __name__ == "__main__":
    main()
