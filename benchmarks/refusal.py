"""How well answerable questions are told from unanswerable ones, and the calibration of that decision.

    python benchmarks/refusal.py         measures on the part that was not calibrated on
    python benchmarks/refusal.py --fit   writes bot/answers/weights.yaml anew from the calibration part alone

Vectors are kept in var/ between runs. ``docs/decisions/refusing.md`` tells what is measured.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import yaml
from logistic import auc, fit_answer, fit_choice
from question_sets import ROOT, load_sets
from remembered import Remembered
from worlds import worlds

from bot.answers import decision
from bot.answers.evidence import candidates, grounds
from bot.answers.quoting import span
from index.embedder import load
from index.search import Search
from index.snapshot import Snapshot
from index.storage import Storage
from index.tokens import Tokens
from index.views import embedded_texts, whole_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from question_sets import Question
    from worlds import Label, World

    from bot.answers.evidence import Candidate
    from index.model import Hit

HITS = 8
# Of the answerable questions of the calibration part, this share is answered: a wrong answer costs more than a refusal.
ANSWERED = 0.93
# What may only speak against an answer, and what only for it: a fit that says otherwise has met a coincidence.
AGAINST = {
    "rare_missing",
    "names_missing",
    "across_names_missing",
    "named_missing",
    "ordinary_missing",
    "of_familiar_missing",
}
EITHER = {"across", "reason"}
# Not learnt, since no set has a case of it: interviewers' questions answer nothing, and of two pages that say
# the same the one in the asker's language is better.
CHOICE_BY_JUDGEMENT = {
    "question": -2.0,
    "foreign": -1.0,
    "scrap": -3.0,
    "courtesy": -2.5,
    "foreign_page": -3.0,
    "thing": 5.0,
}
# Encyclopedias have neither headings among their sentences nor questions about money, and where a date or a number is
# asked for there always is some near by. An attendee's question meets all of that. Nor has a set pages, or questions
# for an address.
ANSWER_BY_JUDGEMENT = {
    "amount_missing": -6.0,
    "definite_missing": -2.5,
    "definite_absent": -1.0,
    "across_definite_missing": -3.0,
    "office_missing": -6.0,
    "written_missing": -3.0,
    "scrap": -3.0,
    "question": -2.0,
    "of_page": 0.8,
    "page": 1.0,
    "page_headed": 3.5,
    "page_missing": -3.0,
    "page_rare_missing": -2.5,
    "thing_told": 2.0,
    "thing_missing": -3.0,
    "across_thing_told": 3.5,
    "topical": 1.8,
    "particular_held": 3.5,
}


@dataclass(frozen=True, slots=True)
class Case:
    """A question asked in a world, with what was found."""

    world: World
    question: Question
    label: Label
    hits: list[Hit]
    found: list[Candidate]
    search: Search


@dataclass(frozen=True, slots=True)
class Judged:
    """A case with its best sentence: the evidence, and whether the quote holds the right answer."""

    case: Case
    grounds: dict[str, float]
    right: bool


def main() -> None:
    """Measure, or calibrate first."""
    cases = list(_cases())
    if "--fit" in sys.argv[1:]:
        _fit([case for case in cases if case.world.calibration])
    judged = [_judge(case) for case in cases if not case.world.calibration]
    scores = np.array([decision.confidence(each.grounds) for each in judged])
    _print_shares(judged, scores)
    _print_curve(judged, scores)


def _cases() -> Iterator[Case]:
    embedder = Remembered(load("builtin"), ROOT / "var" / "benchmark-vectors.npz")
    sets = load_sets()
    embedder.learn_tokens(whole_text(chunk) for one in sets for chunks in one.passages.values() for chunk in chunks)
    embedder.learn_passages(
        text for one in sets for chunks in one.passages.values() for chunk in chunks for text in embedded_texts(chunk)
    )
    asked = [question for one in sets for question in one.questions]
    embedder.learn_queries(question.text for question in asked)
    for world in worlds(sets):
        rows = [embedder.encode_passages(embedded_texts(chunk)) for chunk in world.passages]
        tokens = Tokens.build(embedder.ordinary, [embedder.signs[whole_text(chunk)] for chunk in world.passages])
        snapshot = Snapshot.build(world.passages, rows, tokens, embedder.dimensions)
        search = Search(Storage(ROOT / "var"), embedder, "", snapshot)
        for question, label in world.asked:
            hits = search.find(question.text, question.language, HITS)
            found = candidates(question.text, question.language, hits, search)
            if found:
                yield Case(world, question, label, hits, found, search)


def _judge(case: Case) -> Judged:
    best = max(case.found, key=lambda each: decision.preference(each.signs))
    told = grounds(case.question.text, case.question.language, best, case.found, hits=case.hits, search=case.search)
    quoted = span(case.question.text, case.question.language, best, case.found)
    right = case.label == "answerable" and case.question.answered_by(best.hit.chunk, *quoted)
    return Judged(case, told, right)


def _fit(cases: list[Case]) -> None:
    choose = _fit_choice([case for case in cases if case.label == "answerable"])
    decision.FILE.write_text(_worded({**decision.weights(), "choose": choose}), "utf-8")
    decision.weights.cache_clear()
    judged = [_judge(case) for case in cases]
    names = list(judged[0].grounds)
    rows = np.array([[each.grounds[name] for name in names] for each in judged])
    answerable = np.array([each.case.label == "answerable" for each in judged])
    signs = np.array([0 if name in EITHER else -1 if name in AGAINST else 1 for name in names])
    fixed = np.array([ANSWER_BY_JUDGEMENT.get(name, 0.0) for name in names])
    learnt = rows * (fixed == 0)
    bias, weights = fit_answer(learnt, answerable.astype(float), _counts(judged), signs, rows @ fixed)
    weights += fixed
    cut = _cut(judged, bias + rows @ weights, answerable)
    answer = {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True) if weight}
    decision.FILE.write_text(
        _worded({"choose": choose, "answer": answer, "bias": round(bias, 4), "cut": round(cut, 4)}), "utf-8"
    )
    decision.weights.cache_clear()


def _fit_choice(cases: list[Case]) -> dict[str, float]:
    names = [name for name in cases[0].found[0].signs if name not in CHOICE_BY_JUDGEMENT]
    groups = [
        (
            np.array([[each.signs[name] for name in names] for each in case.found]),
            np.array([_holds_answer(case, each) for each in case.found], float),
        )
        for case in cases
    ]
    return {name: round(float(w), 4) for name, w in zip(names, fit_choice(groups), strict=True)} | CHOICE_BY_JUDGEMENT


def _holds_answer(case: Case, each: Candidate) -> bool:
    return case.question.answered_by(each.hit.chunk, *each.hit.chunk.sentences[each.place])


def _group(each: Judged) -> tuple[str, str, int, str]:
    case = each.case
    return case.world.name, case.question.language, case.world.scale, case.label


def _counts(judged: list[Judged]) -> NDArray:
    """Small groups count more than their number of questions, large ones less."""
    groups = Counter(_group(each) for each in judged)
    counts = np.array([1 / np.sqrt(groups[_group(each)]) for each in judged])
    return counts / counts.mean()


def _cut(judged: list[Judged], scores: NDArray, answerable: NDArray) -> float:
    """The cut at which the wanted share is answered, each language counting the same."""
    languages = np.array([each.case.question.language for each in judged])
    parts = [scores[answerable & (languages == language)] for language in sorted(set(languages))]
    weights = np.concatenate([np.full(len(part), 1 / len(part)) for part in parts])
    ordered = np.argsort(np.concatenate(parts))
    reached = np.cumsum(weights[ordered]) / weights.sum()
    return float(np.concatenate(parts)[ordered][np.searchsorted(reached, 1 - ANSWERED)])


def _worded(weights: dict) -> str:
    head = "# Written by benchmarks/refusal.py --fit; what each sign means is told in bot/answers/evidence.py.\n"
    return head + yaml.safe_dump(weights, sort_keys=False)


def _print_shares(judged: list[Judged], scores: NDArray) -> None:
    print("Answered and refused at the cut; documents of the collection in articles or speeches; AUC over all three")
    columns = ("answered", "refused: struck out", "elsewhere", "AUC", "right quote")
    widths = (9, 20, 10, 6, 12)
    titles = " ".join(f"{title:>{width}}" for title, width in zip(columns, widths, strict=True))
    print(f"{'set':12} {'asked in':8} {'size':>5} {titles}")
    for name, language, scale in dict.fromkeys(_group(each)[:3] for each in judged):
        _print_row(f"{name:12} {language:8} {scale:5}", judged, scores, lambda g, k=(name, language, scale): g[:3] == k)
    for language in ("en", "fr", "ja"):
        _print_row(f"{'all':12} {language:8} {'':5}", judged, scores, lambda g, k=language: g[1] == k)
    _print_row(f"{'all':12} {'all':8} {'':5}", judged, scores, lambda _: True)


def _print_row(head: str, judged: list[Judged], scores: NDArray, wanted: Callable[[tuple], bool]) -> None:
    groups = [_group(each) for each in judged]
    inside = np.array([wanted(group) for group in groups])
    labels = np.array([group[3] for group in groups])
    answerable = inside & (labels == "answerable")
    if not answerable.any():
        return
    answered = (scores >= 0)[answerable]
    refused = [_share((scores < 0)[inside & (labels == label)]) for label in ("struck out", "elsewhere")]
    right = _share(np.array([each.right for each in judged])[answerable])
    area = auc(scores[inside], (labels == "answerable")[inside])
    print(f"{head} {_share(answered):>9} {refused[0]:>20} {refused[1]:>10} {area:6.3f} {right:>12}")


def _share(values: NDArray) -> str:
    return f"{values.mean():.0%}/{len(values)}" if len(values) else "-"


def _print_curve(judged: list[Judged], scores: NDArray) -> None:
    labels = np.array([each.case.label for each in judged])
    languages = np.array([each.case.question.language for each in judged])
    print("\nShare of all unanswerable (of those struck out) refused, when so many of the answerable are answered")
    print(f"{'answered':>9}" + "".join(f"{language:>14}" for language in ("en", "fr", "ja", "all")))
    for answered in (0.99, 0.975, 0.95, 0.925, 0.9, 0.85, 0.8, 0.7):
        row = f"{answered:9.1%}"
        for language in ("en", "fr", "ja", None):
            inside = np.ones(len(labels), bool) if language is None else languages == language
            cut = np.quantile(scores[inside & (labels == "answerable")], 1 - answered)
            wrong = scores[inside & (labels != "answerable")] < cut
            hard = scores[inside & (labels == "struck out")] < cut
            row += f"{wrong.mean():>8.1%} ({hard.mean():.0%})"
        print(row)


if __name__ == "__main__":
    main()
