"""How many questions that nobody here had seen are answered right: JSON Lines written blind, held against their gold.

Run it as ``python benchmarks/blind.py FILE...``. Of a line, ``gold_all`` holds groups of substrings of which a right
answer has one of each, ``trap`` holds what betrays a wrong one; ``question``, ``now``, ``as`` and ``history`` are those
of `rendezvous ask --batch`. A figure counts only the first time that a file is run; afterwards it shows what fails.
"""

from __future__ import annotations

import argparse
import json
import os
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from answers import ask
from gold.events import EVENTS, ROOT, write_config

if TYPE_CHECKING:
    from collections.abc import Iterable

WORDS = ("right", "perhaps right", "false", "perhaps false", "refused")
LONGEST = 700  # characters of an answer that count
# Events that the dialogues do not use: their titles, zones, and where their files lie below their folder.
MORE: dict[str, dict[str, Any]] = {
    "moca-2024": {"name": "MOCA 2024", "time_zone": "Europe/Rome", "program": ["schedule.ics"]},
    "breizhcamp-2026": {"name": "BreizhCamp 2026", "time_zone": "Europe/Paris", "program": ["program.yaml"]},
    "emnlp-2020": {"name": "EMNLP 2020", "time_zone": "UTC", "program": ["program.yaml"], "pages": ["pages"]},
    "un-statements": {"name": "UN General Debate 2024", "time_zone": "America/New_York", "speeches": ["."]},
    "europython-website-pages": {"name": "EuroPython 2025", "time_zone": "Europe/Prague", "pages": ["."]},
    "france-japan-2026": {
        "name": "France-Japan Space Industry B2B Meeting 2026",
        "time_zone": "Europe/Paris",
        "speeches": ["keynote.txt"],
    },
    "wh-speeches": {"name": "White House speeches", "time_zone": "America/New_York", "speeches": ["."]},
    "talk-transcripts": {"name": "TABConf", "time_zone": "America/New_York", "speeches": ["."]},
}


def config(event: str, data: Path, folder: Path) -> Path:
    """A config.yaml in ``folder`` for the event."""
    if event in EVENTS:
        return write_config(event, data, folder)
    section = {
        key: [str(data / event / name) for name in value] if isinstance(value, list) else value
        for key, value in MORE[event].items()
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump({"event": section}, allow_unicode=True), encoding="utf-8")
    return path


def fold(text: str) -> str:
    """Compared are small letters, compatible forms, straight apostrophes and single blanks."""
    return " ".join(
        unicodedata.normalize("NFKC", text).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()
    )


def verdict(asked: dict[str, Any], reply: dict[str, Any] | None) -> str:
    """One of ``WORDS``; of a question without an answer, refusing it is right and hedging it is perhaps right."""
    if reply is None:
        return "false"
    said = fold(reply["text"])[:LONGEST]
    trapped = any(fold(trap) in said for trap in asked.get("trap", []))
    declined = not reply["answered"] or reply["kind"] in {"refusal", "clarify"}
    unsure = reply.get("sure") is False
    if not asked["answerable"]:
        return "right" if declined else "perhaps right" if unsure else "false"
    met = all(any(fold(str(each)) in said for each in group) for group in asked["gold_all"])
    if met and not trapped and not (declined and reply["kind"] == "refusal"):
        return "perhaps right" if unsure else "right"
    return "refused" if declined else "perhaps false" if unsure else "false"


def table(title: str, results: Iterable[tuple[dict[str, Any], str]], key: str) -> None:
    """Print the verdicts by a field of the question."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for asked, word in results:
        groups[str(asked[key])][word] += 1
    print(f"\n{title:<26}{'asked':>7}" + "".join(f"{word:>15}" for word in WORDS))
    for name, count in sorted(groups.items()):
        print(f"{name:<26}{sum(count.values()):>7}" + "".join(f"{count[word]:>15}" for word in WORDS))


def show(asked: dict[str, Any], reply: dict[str, Any] | None, word: str) -> None:
    """Print a question with its gold and the reply."""
    print(f"\n--- {asked['event']} {asked['id']} [{word}] {asked['kind']} now {asked['now']} {asked.get('as') or ''}")
    print("".join(f"  earlier: {earlier}\n" for earlier in asked.get("history", [])) + f"  {asked['question']}")
    print(f"  gold: {asked['gold_all']} trap: {asked.get('trap', [])} {asked.get('note', '')}")
    print(f"  reply ({reply['kind']}): {reply['text'][:LONGEST]}" if reply else "  no reply")


def main() -> None:
    """Parse, ask, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--data", type=Path, help="the folder of real data (or RENDEZVOUS_DATA)")
    parser.add_argument("--work", type=Path, default=ROOT / "var" / "blind", help="where configs and indexes are kept")
    parser.add_argument("--show", nargs="*", choices=WORDS, default=[], help="print the questions judged so")
    options = parser.parse_args()
    data = options.data or Path(os.environ.get("RENDEZVOUS_DATA", ROOT.parent / "shared" / "data"))
    lines = [
        json.loads(line) for file in options.files for line in file.read_text(encoding="utf-8").splitlines() if line
    ]
    results = []
    for event in sorted({line["event"] for line in lines}):
        questions = [line for line in lines if line["event"] == event]
        replies = ask(config(event, data, options.work / event), questions)
        for asked in questions:
            word = verdict(asked, replies.get(asked["id"]))
            results.append(({**asked, "answer": "exists" if asked["answerable"] else "does not exist"}, word))
            if word in options.show:
                show(asked, replies.get(asked["id"]), word)
    for key in ("event", "lang", "kind", "answer"):
        table(f"by {key}", results, key)
    total = Counter(word for _, word in results)
    print("\nall: " + ", ".join(f"{word} {total[word]} ({100 * total[word] / len(results):.1f} %)" for word in WORDS))


if __name__ == "__main__":
    main()
