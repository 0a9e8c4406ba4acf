"""Fits the heads that understand messages, and measures how well they do on people they have not seen.

``python benchmarks/understanding.py --fit`` writes ``bot/nlu/model.npz`` from the examples in ``bot/nlu/examples``; the
same examples give the same file on the same machine. Without it, the examples of each writer (or only of those
named by ``--held``) are understood by heads that were fitted to all others: accuracy of each head by writer and by
language, what is confused with what, and how many of the words that name something are found.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
from fitting import examples as labelled
from fitting.fit import chosen, fit, items, named

from bot.nlu.heads import FILE, HEADS
from index.builtin import folder
from index.embedder import BUILTIN, default_cache, load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fitting.examples import Example
    from fitting.network import Network

COPIES = 1
FITS = 3
MOST_CONFUSED = 12


def fitted_to(examples: Sequence[Example], seed: int) -> Network:
    """A network fitted to examples and copies of them with other names."""
    embedder = load(BUILTIN)
    training = items([*examples, *labelled.varied(examples, COPIES, seed)], embedder)
    return fit(training, folder.ensure(default_cache()), seed)


def write(networks: Sequence[Network], file: Path, data: str) -> None:
    """Write what was learned, each fit along the first axis, with the hash of the examples and of the model below."""
    fits = [network.arrays() for network in networks]
    arrays = {name: np.stack([fit[name] for fit in fits]) for name in fits[0]}
    content = b"".join(arrays[name].tobytes() for name in sorted(arrays))
    fingerprint = hashlib.sha256(content).hexdigest()[:16]
    np.savez(
        file, **arrays, fingerprint=np.array(fingerprint), examples=np.array(data), model=np.array(folder.CHECKSUM)
    )
    print(f"{file}: {file.stat().st_size / 1e6:.2f} MB, {fingerprint}, examples {data}")


def measure(examples: Sequence[Example], held: Sequence[str], seed: int) -> None:
    """Print the tables for each writer held out in turn."""
    rows: list[tuple[Example, dict[str, str]]] = []
    for writer in held or sorted({example.writer for example in examples if example.weight == 1}):
        network = fitted_to([example for example in examples if example.writer != writer], seed)
        own = [example for example in examples if example.writer == writer]
        tested = items(own, load(BUILTIN))
        said = list(zip(own, chosen(network, tested), strict=True))
        words = named(network, tested)
        rows += said
        table(f"{writer} ({own[0].language}, {own[0].event})", said)
        print("  tokens that name something: {found} found, {missed} missed, {invented} invented".format_map(words))
    for language in sorted({example.language for example, _ in rows}):
        table(language, [row for row in rows if row[0].language == language])
    table("all", rows)
    for head in ("goal", "attribute", "order"):
        confused = Counter((e.label(head), said[head]) for e, said in rows if e.label(head) not in (None, said[head]))
        print(f"{head}: " + ", ".join(f"{a} as {b} {n}" for (a, b), n in confused.most_common(MOST_CONFUSED)))


def table(title: str, rows: Sequence[tuple[Example, dict[str, str]]]) -> None:
    """Print the accuracy of each head, and how often all of what decides the answer is right."""
    right: dict[str, list[bool]] = defaultdict(list)
    for example, said in rows:
        told = {head: example.label(head) for head in HEADS}
        for head, label in told.items():
            if label is not None:
                right[head].append(label == said[head])
        deciding = [told[head] in (None, said[head]) for head in ("goal", "attribute", "order")]
        right["all three"].append(all(deciding))
    cells = "  ".join(f"{head} {np.mean(each):.3f}" for head, each in right.items())
    print(f"{title:<34}{len(rows):>5}  {cells}", flush=True)


def main() -> None:
    """Parse and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true", help="write bot/nlu/model.npz")
    parser.add_argument("--held", nargs="*", default=[], help="only these writers are held out")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    examples = labelled.load()
    if options.fit:
        networks = [fitted_to(examples, seed) for seed in range(options.seed, options.seed + FITS)]
        write(networks, FILE, labelled.fingerprint())
    else:
        measure(examples, options.held, options.seed)


if __name__ == "__main__":
    main()
