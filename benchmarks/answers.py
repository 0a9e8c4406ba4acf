"""How well the product understands: the dialogues of tests/dialogues through `rendezvous ask --batch`.

Run it as ``python benchmarks/answers.py --part open``. It prints right, wrong and refused by kind and by language,
the share of unanswerable questions that were refused, and how many times, dates, rooms and tables were invented.
The part ``reported`` is for measuring only: its questions are shown only with ``--show-reported``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import yaml
from gold.events import EVENTS, ROOT, rows, write_config
from gold.invented import invented
from gold.judge import Verdict, judge

DIALOGUES = ROOT / "tests" / "dialogues"
WORDS = ("right", "wrong", "hedged", "refused")


@dataclass(frozen=True)
class Result:
    """One dialogue, what was replied, and the judgement."""

    event: str
    dialogue: dict[str, Any]
    reply: dict[str, Any] | None
    verdict: Verdict
    invented: tuple[str, ...]


def load(part: str) -> dict[str, list[dict[str, Any]]]:
    """The dialogues of a part by event, each with its ``now``."""
    found = {}
    for path in sorted((DIALOGUES / part).glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        found[content["event"]] = content["dialogues"]
    return found


def ask(config: Path, dialogues: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The real command line, once per event; replies by id. After a crash it goes on with the next question."""
    found: dict[str, dict[str, Any]] = {}
    while dialogues:
        done = _batch(config, dialogues)
        replies = [json.loads(line) for line in done.stdout.splitlines()]
        found |= {reply["id"]: reply for reply in replies}
        if not done.returncode:
            break
        print(f"{dialogues[len(replies)]['id']}: exit {done.returncode}\n{done.stderr[-600:]}", file=sys.stderr)
        dialogues = dialogues[len(replies) + 1 :]
    return found


def _batch(config: Path, dialogues: list[dict[str, Any]]) -> subprocess.CompletedProcess[str]:
    keys = ("id", "question", "now", "as", "lang", "history")
    lines = [json.dumps({key: each[key] for key in keys if key in each}, ensure_ascii=False) for each in dialogues]
    batch = config.with_name("questions.jsonl")
    batch.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [str(Path(sys.executable).with_name("rendezvous")), "ask", "--batch", str(batch), "--config", str(config)]
    return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own command)


def zones(dialogue: dict[str, Any]) -> list[str]:
    """The zones besides the event's in which the asker may be told times: those of the sample's attendees."""
    return ["Asia/Tokyo", "Europe/Paris"] if "as" in dialogue else []


def run(part: str, data: Path, work: Path, events: list[str]) -> list[Result]:
    """Ask every dialogue of the part and judge the replies."""
    results = []
    for event, dialogues in load(part).items():
        if events and event not in events:
            continue
        gold = rows(event, data)
        replies = ask(write_config(event, data, work / event), dialogues)
        for dialogue in dialogues:
            reply = replies.get(dialogue["id"])
            made_up = invented(dialogue, reply, gold, EVENTS[event].zone, zones(dialogue)) if reply else []
            results.append(Result(event, dialogue, reply, judge(dialogue, reply, gold), tuple(made_up)))
    return results


def table(title: str, groups: dict[str, list[Result]]) -> None:
    """Print counts of each verdict per group, and the share that is right."""
    print(f"\n{title:<24}{'asked':>7}{'right':>7}{'wrong':>7}{'hedged':>8}{'refused':>9}{'right %':>9}")
    for name, some in sorted(groups.items()):
        count = Counter(result.verdict.word for result in some)
        cells = "".join(f"{count[word]:>{width}}" for word, width in zip(WORDS, (7, 7, 8, 9), strict=True))
        print(f"{name:<24}{len(some):>7}{cells}{100 * count['right'] / len(some):>9.1f}")


def grouped(results: list[Result], key: str) -> dict[str, list[Result]]:
    """Results by a field of the dialogue."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        groups[result.dialogue[key]].append(result)
    return groups


def summary(part: str, results: list[Result]) -> None:
    """Print the tables and the figures that the targets are set in."""
    no_answer = [result for result in results if result.dialogue["gold"].get("answered", True) is False]
    table("by kind", grouped(results, "kind"))
    table("by language", grouped(results, "language"))
    table("by event", {event: [r for r in results if r.event == event] for event in {r.event for r in results}})
    table("all", {part: results})
    declined = sum(result.verdict.word in {"right", "hedged"} for result in no_answer)
    if no_answer:
        share = 100 * declined / len(no_answer)
        print(f"\nunanswerable: {declined} of {len(no_answer)} refused or hedged ({share:.1f} %)")
    print(f"invented times, dates, rooms or tables: {sum(len(result.invented) for result in results)}")
    took = [result.reply["ms"] for result in results if result.reply]
    if took:
        print(f"median time to a reply: {median(took):.0f} ms")


def show(results: list[Result]) -> None:
    """Print each of these with question, gold and reply."""
    for result in results:
        asked = result.dialogue
        print(f"\n--- {result.event} {asked['id']} [{result.verdict.word}] now {asked['now']} {asked.get('as', '')}")
        for earlier in asked.get("history", []):
            print(f"  earlier: {earlier}")
        print(f"  question: {asked['question']}\n  gold: {json.dumps(asked['gold'], ensure_ascii=False, default=str)}")
        print(f"  why: {'; '.join(result.verdict.why)}  invented: {', '.join(result.invented) or '-'}")
        if result.reply:
            cites = [citation["session"] or citation["source"] for citation in result.reply["citations"]]
            print(f"  reply ({result.reply['kind']}, {result.reply['language']}, cites {cites}):")
            print("    " + result.reply["text"].replace("\n", "\n    "))


def main() -> None:
    """Parse, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=["open", "reported"], default="open")
    parser.add_argument("--data", type=Path, help="the folder of real data (or RENDEZVOUS_DATA)")
    parser.add_argument(
        "--work", type=Path, default=ROOT / "var" / "answers", help="where configs and indexes are kept"
    )
    parser.add_argument("--event", action="append", default=[], choices=sorted(EVENTS), help="only this event")
    parser.add_argument("--show", choices=["wrong", "hedged", "refused", "invented", "failed", "all"])
    parser.add_argument("--show-reported", action="store_true", help="allow --show for the reported part")
    options = parser.parse_args()
    data = options.data or Path(os.environ.get("RENDEZVOUS_DATA", ROOT.parent / "shared" / "data"))
    results = run(options.part, data, options.work, options.event)
    if options.show and (options.part == "open" or options.show_reported):
        show([result for result in results if _shown(result, options.show)])
    summary(options.part, results)


def _shown(result: Result, which: str) -> bool:
    if which == "invented":
        return bool(result.invented)
    return which in {"all", result.verdict.word} or (which == "failed" and result.verdict.word != "right")


if __name__ == "__main__":
    main()
