"""Who speaks, as the line "Keynote speech by KAZEKI Jun, Director-General of ..." tells it."""

from __future__ import annotations

import re

ENGLISH = re.compile(
    r"\b(?:speech|address|remarks?|keynote|talk|statement|lecture|presentation|message|toast|testimony|"
    r"press\s+(?:call|briefing|conference)|interview|briefing|words|introduction|welcome|opening|closing)s?\b",
    re.IGNORECASE,
)
FRENCH = re.compile(
    r"\b(?:discours|allocution|intervention|conf[ée]rence|expos[ée]|mots?|d[ée]claration|pr[ée]sentation|keynote)\b",
    re.IGNORECASE,
)
BY = {
    ENGLISH: re.compile(r"\bby\s+(?:the\s+)?", re.IGNORECASE),
    FRENCH: re.compile(r"\b(?:par|de|du)\s+|\bd['’]", re.IGNORECASE),
}
JAPANESE = re.compile(
    r"(?P<who>[^、。,:\uff1a「」『』【】\n]{2,40}?)(?:(?:氏|様|さん)?による|(?:氏|様|さん)の)\s*"
    r"(?:開会|閉会|歓迎|基調|特別|招待)?の?(?:講演|スピーチ|挨拶|あいさつ|演説|発表|祝辞)"
)
LABEL = re.compile(
    r"\A\s*(?:(?:(?P<several>speakers|presenters|orateurs|oratrices|intervenant(?:e)?s)|speaker|presenter|orateur|oratrice|"
    r"intervenante?|講演者|登壇者|発表者|スピーカー|講師)\s*[:\uff1a]"
    r"|(?:(?:presented|delivered|given|pr[ée]sent[ée]e?|prononc[ée]e?)\s+)?(?:by|par)\b\s*:?)\s*(?P<who>.+)",
    re.IGNORECASE,
)
HONORED = re.compile(r"\A\s*(?:H\.\s?E\.\s+)?(?:Mr|Mrs|Ms|Dr|Prof|M|Mme|Mlle)\b\.?\s+(?!\.)[^\W\d_].*")
ROLE = (
    r"(?:chief|president|chair(?:man|woman|person)?|director|head|ceo|cto|cfo|coo|founder|co-founder|minister|secretary|"
    r"ambassador|governor|mayor|commissioner|administrator|professor|general|manager|officer|partner|fellow|engineer|"
    r"scientist|pr[ée]sidente?|directeur|directrice|ministre|secr[ée]taire|ambassadeur|ambassadrice|maire|fondateur|"
    r"fondatrice|professeure?|pdg|chef|cheffe|d[ée]l[ée]gu[ée]e?|responsable|ing[ée]nieure?)s?"
)
NAMED_WITH_ROLE = re.compile(
    rf"(?P<who>(?:[^\W\da-z][\w.'’-]*\s+){{1,3}}[^\W\da-z][\w.'’-]*)(?:,\s+|\s+[–—-]\s+)(?:the\s+)?"
    rf"(?:[\w'’/-]+\s+){{0,3}}?(?i:{ROLE}(?:\W*|[-,;|(].*|\s+(?:[–—|(&-]|(?:of|at|for|and|de|du|des|chez|et|general|"
    rf"g[ée]n[ée]rale?|executive|technical|adjointe?)\b|d['’]).*))"
)
JAPANESE_WITH_ROLE = re.compile(
    r"(?P<who>[一-鿿々ぁ-ゖァ-ヺー・ ]{2,20}?)\s*[(（]"
    r"[^()（）]*(?:長|長官|大臣|大使|教授|代表|役員|取締役|顧問|総裁|首相)[)）]"
)
ENDS_NAME = re.compile(
    r"\s+(?:[|–—-]|on|at|in|during|before|after|for|to|following|with|from|about|sur|à|lors|pour|devant|dans|"
    r"marking|delivering|commemorating|announcing|celebrating|hono[u]?ring|welcoming|introducing|signing|"
    r"launching|accepting|presenting|addressing|discussing|unveiling)(?:\s|$).*|\s*[|(（;].*",
    re.IGNORECASE | re.DOTALL,
)
AND = re.compile(r"(?:\A|\s+)(?:and|et|&)\s+(?:de\s+|d['’])?", re.IGNORECASE)
TWO_PEOPLE = re.compile(r"(?:[^\W\da-z][\w.'’-]*\s+){1,3}[^\W\da-z][\w.'’-]*")
LONGEST_NAME = 80


def mentions_speech(line: str) -> bool:
    """Whether a line has a word for a speech in it."""
    return any(pattern.search(line) for pattern in BY)


def announces_speech(line: str) -> bool:
    """Whether a line ends with a word for a speech, so that "by X" may follow in the next one."""
    return any(found.end() == len(line) for pattern in BY for found in pattern.finditer(line))


def of_speech(line: str) -> str:
    """The speaker that a line such as "Remarks by X at Y" or 「Xによる講演」 names, or an empty string."""
    japanese = JAPANESE.search(line)
    if japanese:
        return japanese["who"].strip()
    for noun, by in BY.items():
        found = noun.search(line)
        for connector in by.finditer(line, found.end()) if found else ():
            name = _people(line[connector.end() :])
            if name:
                return name
    return ""


def of_label(line: str) -> str:
    """The speaker that a line such as "Speaker: X", "By X" or "Mr. X" names, or an empty string."""
    found = LABEL.match(line)
    if found:
        return _people(found["who"], several=bool(found["several"]))
    return _people(line) if HONORED.match(line) else ""


def of_role(line: str) -> str:
    """The speaker that a line such as "X, Director of Y" or 「X（Y理事長）」 names, or an empty string."""
    found = NAMED_WITH_ROLE.fullmatch(line) or JAPANESE_WITH_ROLE.fullmatch(line)
    return found["who"].strip() if found and not mentions_speech(found["who"]) else ""


def _people(told: str, *, several: bool = False) -> str:
    """The names at the beginning of ``told``, without what they are or what they speak of.

    After a comma comes another person when ``several`` are announced, or when the last part is "and X"
    or "X and Y"; otherwise it is the person's role.
    """
    told = ENDS_NAME.sub("", " ".join(told.split()))
    parts = [part.strip() for part in re.split(r"[,、]", told) if part.strip()]
    if not parts:
        return ""
    last = AND.split(parts[-1])
    listed = len(parts) > 1 and (not last[0] or (len(last) > 1 and all(map(TWO_PEOPLE.fullmatch, last))))
    people = parts if several or listed else parts[:1]
    names = [name.strip(" .*_:;") for part in people for name in AND.split(part) if name.strip()]
    return ", ".join(names) if all(map(_is_name, names)) else ""


def _is_name(name: str) -> bool:
    begins = next((sign for sign in name if sign.isalpha()), "")
    return bool(begins) and begins == begins.upper() and len(name) <= LONGEST_NAME
