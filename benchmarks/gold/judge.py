"""Right, wrong or refused: a reply held against its gold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gold import clock
from gold.query import select
from gold.row import Row, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONG = 8  # what a list shows at most; of a longer one, three quarters of a page must be there
_ENOUGH = 6
_PAGE = 4  # the least that a page of a longer list shows
_NOTHING = [
    "nothing",
    "no session",
    "no talk",
    "not on",
    "none",
    "no more",
    "n't",
    "there is no",
    "there are no",
    "no other",
]
_NOTHING += [
    "rien",
    "aucun",
    "pas de",
    "pas d'",
    "plus de",
    "plus d'",
    "aucune",
    "n'y a",
    "ありません",
    "ない",
    "いません",
    "なし",
]
_NOTHING += ["find no", "find nobody", "ne trouve pas", "ne trouve aucun"]
_NOTHING += ["is over", "has ended", "has finished", "free", "termine", "libre", "fini", "終了", "終わりました", "空い"]
_NOTHING += [
    "does not say",
    "do not say",
    "ne dit pas",
    "ne precise pas",
    "n'indique pas",
    "書かれていません",
    "見当たり",
]
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_WORDS = {
    0: ["no", "zero", "none", "aucun"],
    1: ["one", "un", "une", "一つ"],
    2: ["two", "deux", "二つ"],
    3: ["three", "trois", "三つ"],
    4: ["four", "quatre"],
    5: ["five", "cinq"],
    6: ["six"],
}


@dataclass(frozen=True)
class Verdict:
    """``word`` is right, wrong, hedged (wrong, and says that it may be) or refused; ``why`` names what was amiss."""

    word: str
    why: tuple[str, ...] = ()


def judge(dialogue: dict[str, Any], reply: dict[str, Any] | None, rows: Sequence[Row]) -> Verdict:
    """Hold the reply against the gold. Asking back, where the question is clear, counts as refused."""
    if reply is None:
        return Verdict("wrong", ("no reply",))
    gold = dialogue["gold"]
    if gold.get("answered", True) is False:
        hedged = reply.get("sure") is False
        return Verdict("hedged", ("says that it may not answer",)) if hedged else _refusal(gold, reply)
    if reply["kind"] == "refusal" and "refusal" not in gold["kinds"]:
        return Verdict("refused", ("refused",))
    if reply["kind"] == "clarify" and "clarify" not in gold["kinds"]:
        return Verdict("right") if _offers_all(gold, reply, rows) else Verdict("refused", ("asked back",))
    why = _faults(dialogue, reply, rows)
    wrong = "hedged" if reply.get("sure") is False else "wrong"
    return Verdict(wrong if why else "right", tuple(why))


def _offers_all(gold: dict[str, Any], reply: dict[str, Any], rows: Sequence[Row]) -> bool:
    """Whether asking back was fair: several sessions are meant, and they are the candidates, with their times."""
    wanted = select(gold["cite"], rows) if gold.get("cite") else []
    if len(wanted) < 2 or _cited_faults({**gold, "show": []}, reply, rows):
        return False
    return all(_says(row, "start", reply["text"]) for row in cited(reply, rows))


def _refusal(gold: dict[str, Any], reply: dict[str, Any]) -> Verdict:
    kinds = gold.get("kinds", ["refusal", "clarify"])
    said = [f"says {word!r}" for word in gold.get("forbid", []) if fold(word) in fold(reply["text"])]
    honest = not reply["answered"] or (reply["kind"] == "other" and "other" in kinds and not reply["citations"])
    honest = honest or bool(gold.get("none") and _says_nothing(reply["text"]))
    if honest and reply["kind"] in kinds and not said:
        return Verdict("right")
    return Verdict("wrong", (f"should refuse, answers as {reply['kind']}", *said))


def _faults(dialogue: dict[str, Any], reply: dict[str, Any], rows: Sequence[Row]) -> list[str]:
    gold = dialogue["gold"]
    why = [] if reply["kind"] in gold["kinds"] else [f"kind {reply['kind']}, not {' or '.join(gold['kinds'])}"]
    if not reply["answered"] and reply["kind"] not in {"refusal", "clarify"}:
        why.append("says that it has no answer")
    if gold.get("language", dialogue["language"]) not in {reply["language"], "any"}:
        why.append(f"language {reply['language']}")
    text = fold(reply["text"]).translate(_DIGITS)
    for either in gold.get("text", []):
        alternatives = either if isinstance(either, list) else [either]
        if not any(fold(str(each)) in text for each in alternatives):
            why.append(f"lacks {' / '.join(map(str, alternatives))}")
    if gold.get("none") and not _says_nothing(text):
        why.append("does not say that there is nothing")
    if "count" in gold and not _says_number(len(select(gold["count"], rows)), text):
        why.append(f"lacks the number {len(select(gold['count'], rows))}")
    why += [f"says {word!r}" for word in gold.get("forbid", []) if fold(word) in text]
    if "tell" in gold:
        why += _untold(dialogue, reply["text"], select(gold["tell"], rows))
    return why + (_cited_faults(gold, reply, rows) if "cite" in gold else [])


def _untold(dialogue: dict[str, Any], text: str, meetings: list[Row]) -> list[str]:
    """What the text lacks of meetings, which a citation need not name."""
    facts = [fact for fact in dialogue["gold"]["show"] if fact != "other"]
    why = [fault for meeting in meetings for fault in _unsaid(meeting, facts, text)]
    if "other" in dialogue["gold"]["show"]:
        why += [
            f"lacks the other side of {meeting.ids}"
            for meeting in meetings
            if not _says_other(meeting, dialogue["as"], text)
        ]
    return why


def _says_other(meeting: Row, asker: str, text: str) -> bool:
    at = next(at for at, email in enumerate(meeting.people) if email != asker)
    return any(fold(name) in fold(text) for name in (meeting.speakers[at], meeting.organizations[at]))


def _says_nothing(text: str) -> bool:
    return any(fold(word) in fold(text) for word in _NOTHING)


def _says_number(number: int, text: str) -> bool:
    words = [str(number), *_WORDS.get(number, [])]
    return any(re.search(rf"(?<![\d\w:]){word}(?![\d:]|[a-z])", text) for word in words)


def cited(reply: dict[str, Any], rows: Sequence[Row]) -> list[Row]:
    """The rows that the reply's citations name."""
    named = {str(citation["session"]) for citation in reply["citations"] if citation["session"]}
    named |= {name.partition("@")[0] for name in named}
    return [row for row in rows if row.ids & named]


def _cited_faults(gold: dict[str, Any], reply: dict[str, Any], rows: Sequence[Row]) -> list[str]:
    wanted, have = select(gold["cite"], rows), cited(reply, rows)
    allowed = [*select(gold["cite"], rows, lenient=True), *(select(gold["also"], rows) if "also" in gold else [])]
    why = _missing(gold, wanted, reply["text"], have, len(allowed))
    stray = [row.titles[0] for row in have if row not in allowed]
    if stray and not (gold.get("most") and len(stray) * 2 <= len(have)):
        why.append(f"cites {'; '.join(stray[:3])}")
    if "show" in gold and "tell" not in gold:
        some = have if gold.get("any") else wanted
        why += [fault for row in some if row in wanted for fault in _unsaid(row, gold["show"], reply["text"])]
    return why


def _missing(gold: dict[str, Any], wanted: list[Row], text: str, have: list[Row], allowed: int) -> list[str]:
    met = [row for row in wanted if row in have]
    enough = 1 if gold.get("any") else _ENOUGH if len(wanted) > _LONG else len(wanted)
    if len(met) >= enough or (len(met) >= _PAGE and _tells_total(text, len(wanted), allowed)):
        return []
    lacking = [row.titles[0] or ", ".join(sorted(row.ids)) for row in wanted if row not in have]
    return [f"does not cite {'; '.join(lacking[:3])}"]


def _tells_total(text: str, least: int, most: int) -> bool:
    """A page of a longer list: the first line says how many there are in all."""
    first = fold(text).translate(_DIGITS).partition(":")[0]
    return any(least <= int(number) <= most for number in re.findall(r"\d+", first))


def _unsaid(row: Row, facts: list[str], text: str) -> list[str]:
    return [f"lacks {fact} of {row.titles[0]}" for fact in facts if not _says(row, fact, text)]


def _says(row: Row, fact: str, text: str) -> bool:
    plain = fold(text).translate(_DIGITS)
    if fact in {"start", "end"}:
        at = row.start if fact == "start" else row.end
        return at is None or at.hour * 60 + at.minute in clock.minutes(text)
    if fact == "minutes":
        return row.end is None or _says_length(int((row.end - row.start).total_seconds()) // 60, plain)
    if fact == "table":
        return row.rooms[0] in clock.tables(text)
    if fact == "speakers":
        return all(fold(_surname(name)) in plain for name in row.speakers)
    names = row.rooms if fact == "room" else row.titles
    return any(fold(name) in plain for name in names)


def _surname(name: str) -> str:
    """The part of a name that any way of writing it keeps: the longest word before a comma or bracket."""
    return max(re.split(r"[,(/]", name)[0].split(), key=len)


def _says_length(length: int, text: str) -> bool:
    hours, rest = divmod(length, 60)
    forms = [rf"(?<!\d){length}\s?(?:m|分)"]
    if hours:
        tail = rf"\D{{0,6}}{rest:02d}|\D{{0,6}}{rest}" if rest else ""
        forms.append(rf"(?<!\d){hours}\s?(?:h|時間)[a-z]*(?:{tail})" if rest else rf"(?<!\d){hours}\s?(?:h|時間)")
    if rest == 30 and hours:
        forms.append(rf"{hours}\s?時間半|{hours}\.5\s?h")
    return any(re.search(form, text) for form in forms)
