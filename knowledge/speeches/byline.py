"""Who speaks, as the line "Keynote speech by KAZEKI Jun, Director-General of ..." tells it."""

from __future__ import annotations

import re

NOUNS = (
    r"(?:speech|address|remarks?|keynote|talk|statement|lecture|presentation|message|toast|testimony|"
    r"press\s+(?:call|briefing|conference)|interview|briefing|words|introduction|welcome|opening|closing)"
)
ENGLISH = re.compile(rf"\b{NOUNS}s?\b(?P<between>[^.:|]{{0,40}}?)\bby\s+(?:the\s+)?(?P<who>.+)", re.IGNORECASE)
FRENCH = re.compile(
    r"\b(?:discours|allocution|intervention|conf[ée]rence|expos[ée]|mots?|d[ée]claration|pr[ée]sentation|keynote)\b"
    r"(?P<between>[^.:|]{0,40}?)(?:\bpar\b|\bde\b|\bdu\b|\bd['’])\s*(?P<who>.+)",
    re.IGNORECASE,
)
JAPANESE = re.compile(
    r"(?P<who>[^、。,:「」『』【】\n]{2,40}?)(?:氏|様|さん)?(?:による|の)\s*(?:開会|閉会|歓迎|基調|特別|招待)?の?"
    r"(?:講演|スピーチ|挨拶|あいさつ|演説|発表|祝辞)"
)
LABEL = re.compile(
    r"\A\s*(?:(?:speakers?|presenters?|orateurs?|oratrices?|intervenante?s?|講演者|登壇者|発表者|スピーカー|講師)\s*[::]"
    r"|(?:(?:presented|delivered|given|pr[ée]sent[ée]e?|prononc[ée]e?)\s+)?(?:by|par)\b\s*:?)\s*(?P<who>.+)",
    re.IGNORECASE,
)
ENDS_NAME = re.compile(
    r"\s+(?:[|–—-]|on|at|in|during|before|after|for|to|following|with|from|about|sur|à|lors|pour|devant|dans|"
    r"marking|delivering|commemorating|announcing|celebrating|hono[u]?ring|welcoming|introducing|signing|"
    r"launching|accepting|presenting|addressing|discussing|unveiling)(?:\s|$).*|\s*[|(（;].*",
    re.IGNORECASE | re.DOTALL,
)
CONJUNCTION = re.compile(r"\A(?:and|et|&)\s+", re.IGNORECASE)
LONGEST_NAME = 80


def of_speech(line: str) -> str:
    """The speaker that a line such as "Remarks by X at Y" or 「Xによる講演」 names, or an empty string."""
    japanese = JAPANESE.search(line)
    if japanese and not re.search(r"[a-z]\s", japanese["who"]):
        return japanese["who"].strip()
    for pattern in (ENGLISH, FRENCH):
        found = pattern.search(line)
        name = _people(found["who"]) if found else ""
        if name:
            return name
    return ""


def of_label(line: str) -> str:
    """The speaker that a line such as "Speaker: X" or "By X" names, or an empty string."""
    found = LABEL.match(line)
    return _people(found["who"]) if found else ""


def _people(told: str) -> str:
    """The names at the beginning of ``told``, without what they are or what they speak of.

    A comma separates people only when the last of them follows "and": otherwise a role follows it.
    """
    told = ENDS_NAME.sub("", " ".join(told.split()))
    parts = [part.strip() for part in re.split(r"[,、]", told) if part.strip()]
    if not parts:
        return ""
    listed = len(parts) > 1 and CONJUNCTION.match(parts[-1])
    people = parts if listed else parts[:1]
    names = [name for part in people for name in re.split(r"\s+(?:and|et|&)\s+", CONJUNCTION.sub("", part))]
    named = [name.strip(" .*_:;") for name in names]
    return ", ".join(named) if all(_is_name(name) for name in named) else ""


def _is_name(name: str) -> bool:
    begins = next((sign for sign in name if sign.isalpha()), "")
    return bool(begins) and begins == begins.upper() and len(name) <= LONGEST_NAME
