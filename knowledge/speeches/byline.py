"""Who speaks, as the line "Keynote speech by KAZEKI Jun, Director-General of ..." tells it."""

from __future__ import annotations

import re

from knowledge import states
from knowledge.turns import naming
from knowledge.turns.words import PARTICLES, is_office

ENGLISH = re.compile(
    r"\b(?:speech|address|remarks?|keynote|talk|statement|lecture|presentation|message|toast|testimony|"
    r"press\s+(?:call|briefing|conference)|interview|briefing|words|introduction|welcome|opening|closing|intervention|allocution|declaration|homily)s?\b",
    re.IGNORECASE,
)
FRENCH = re.compile(
    r"\b(?:discours|allocution|intervention|conf[ée]rence|expos[ée]|mots?|d[ée]claration|pr[ée]sentation|keynote)\b",
    re.IGNORECASE,
)
EXCELLENCY = re.compile(
    r"(?<!\w)(?:H\.?\s?E\.?|(?:his|her)\s+(?:royal\s+|serene\s+)?(?:excellency|eminence|majesty|highness|holiness|honou?r)|"
    r"(?:son|sa|leurs?)\s+(?:excellences?|[ée]minence|altesse|majest[ée]|saintet[ée])|S\.\s?E\.?(?:\s?M\.?)?|"
    r"(?:the\s+)?(?:rt\.?\s+|right\s+|most\s+)?hon(?:ou?rable|\.))(?!\w)[\s,]*"
    r"(?:(?:the\s+|l['’]\s?)?(?:hon(?:ou?rable|\.)|mr|mrs|ms|mme|mlle|m|monsieur|madame|mister|sir)(?:\.|\b)\s*)*",
    re.IGNORECASE,
)
BY = {
    ENGLISH: re.compile(r"\bby\s*:?\s+(?:the\s+(?!(?:rt|right|hon)\b))?", re.IGNORECASE),
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
OF = re.compile(r"\bof\s+(?:the\s+)?", re.IGNORECASE)  # "Statement of H.E. Mr. X"
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
# Where an office ends and the occasion begins.
ENDS_OFFICE = re.compile(
    r"[,\s]+(?:at|on|during|before|lors|devant|following|marking|to)\s+(?:the|its|la|le|l['’])?\b.*|[,\s]+à\s+(?:la|l['’]|le)?.*|\s*[–—|]\s+.*\d{4}.*",
    re.IGNORECASE | re.DOTALL,
)
LABELLED_DATE = re.compile(r"(?:published|date|publié|posted|updated|delivered|xx)\b", re.IGNORECASE)
AND = re.compile(r"(?:\A|\s+)(?:and|et|&)\s+(?:de\s+|d['’])?", re.IGNORECASE)
TWO_PEOPLE = re.compile(r"(?:[^\W\da-z][\w.'’-]*\s+){1,3}[^\W\da-z][\w.'’-]*")
LETTERHEAD = re.compile(
    r"(?:(?:the\s+)?(?:permanent\s+mission|mission\s+permanente|embassy|ambassade|ministry|minist[èe]re|office\s+of|kingdom\s+of|republic\s+of|"
    r"r[ée]publique|royaume|union\s+des|sultanate|state\s+of|government\s+of|united\s+nations\b|nations\s+unies\b|cabinet)\b.*|.*\brepublic|"
    r".*\bpermanent\s+mission\b.*|.*\br[ée]publique\s+\w+)",
    re.IGNORECASE,
)
LONGEST_NAME = 80
MOST_WORDS = 8
FEW = 3  # words before the one for a speech: "National", "Remarks as prepared for"
LINKS = frozenset(("of", "for", "and", "de", "du", "des", "d'"))
COLLECTIVE = re.compile(
    r"(?:republic|kingdom|state|union|government|delegation|permanent\s+mission|mission|people|federation|group|holy\s+see|r[ée]publique|"
    r"royaume|gouvernement|d[ée]l[ée]gation|mission\s+permanente|peuple|[ée]tat|principality|sultanate|commonwealth)\b",
    re.IGNORECASE,
)


def mentions_speech(line: str) -> bool:
    """Whether a line has a word for a speech in it."""
    return any(pattern.search(line) for pattern in BY)


def announces_speech(line: str) -> bool:
    """Whether a line ends with a word for a speech, so that "by X" may follow in the next one."""
    return any(found.end() == len(line) for pattern in BY for found in pattern.finditer(line))


def begins_speech(line: str) -> bool:
    """Whether a line announces a speech: its first words are for one, and "by" or "of" whom follows."""
    for noun, by in BY.items():
        found = noun.search(line)
        if found and len(line[: found.start()].split()) <= FEW:
            after = line[found.end() :]
            return bool(by.search(after)) or bool(OF.match(after.lstrip()))
    return False


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
    found = ENGLISH.search(line)
    own = OF.match(line, found.end() + 1) if found else None
    rest = line[own.end() :] if own else ""
    return _people(rest) if EXCELLENCY.match(rest) or (rest and is_office(rest.split()[0])) else ""


def of_label(line: str) -> str:
    """The speaker that a line such as "Speaker: X", "By X" or "Mr. X" names, or an empty string."""
    found = LABEL.match(line)
    if found:
        return _people(found["who"], several=bool(found["several"]))
    return _people(line) if HONORED.match(line) or EXCELLENCY.match(line.strip()) else ""


def of_role(line: str) -> str:
    """The speaker that a line such as "X, Director of Y" or 「X（Y理事長）」 names, or an empty string."""
    found = NAMED_WITH_ROLE.fullmatch(line) or JAPANESE_WITH_ROLE.fullmatch(line)
    return found["who"].strip() if found and not mentions_speech(found["who"]) else ""


def _people(told: str, *, several: bool = False) -> str:
    """The names at the beginning of ``told``, without what they are or what they speak of.

    After a comma comes another person when ``several`` are announced, or when the last part is "and X"
    or "X and Y"; otherwise it is the person's role. An office or a state alone names nobody.
    """
    told = " ".join(told.split())
    honored = EXCELLENCY.search(told)
    if honored and not (honored.start() and _people(told[: honored.start()])):
        return _run(told[honored.end() :])
    if office := _office(told):
        return _behind_office(told, office)
    told = ENDS_NAME.sub("", told)
    parts = [part.strip() for part in re.split(r"[,、]", told) if part.strip()]
    if not parts or _is_state(parts[0]):
        return ""
    last = AND.split(parts[-1])
    listed = len(parts) > 1 and (not last[0] or (len(last) > 1 and all(map(TWO_PEOPLE.fullmatch, last))))
    people = parts if several or listed else parts[:1]
    names = [name.strip(" .*_:;") for part in people for name in AND.split(part) if name.strip()]
    return ", ".join(names) if all(map(_is_name, names)) else ""


def _run(told: str) -> str:
    """The words of a name at the beginning, led by an office that is part of it: "Cardinal Pietro Parolin"."""
    words: list[str] = []
    for word in told.split():
        bare = word.strip(".,;:()|*_")
        inside = any(not is_office(each) for each in words)
        if not bare or (is_office(bare) and inside) or not (_is_name_word(bare) or (inside and bare in PARTICLES)):
            break
        words.append(word.rstrip(",;:"))
        if word[-1] in ",;:":
            break
    while words and (is_office(words[-1]) or words[-1].casefold() in PARTICLES):
        words.pop()
    return " ".join(words).strip(" *_") if len(words) <= MOST_WORDS else ""


def _office(told: str) -> str:
    """The office that stands at the beginning and is no part of the name behind it, or an empty string.

    It is one where a state or a matter follows ("Minister for Foreign Affairs of ..."), or nothing.
    """
    words = told.split()
    count = next((at for at, word in enumerate(words) if not is_office(word.strip(",;—–-") or "of")), len(words))
    if not count:
        return ""
    linked = any(word.casefold() in LINKS or word[-1] in ",;—–" for word in words[:count])
    return " ".join(words[:count]) if linked or count == len(words) else ""


def _behind_office(told: str, office: str) -> str:
    """The person whose office leads: "President of the Republic of Finland, Alexander Stubb, at ..."."""
    for part in re.split(r"\s*[,;]\s*", told[len(office) :])[1:]:
        name = _run(part)
        if len(name.split()) > 1 and not is_office(part.split()[0]) and not _is_state(name):
            return name
    return ""


def _is_state(name: str) -> bool:
    """Whether what speaks is a state, a government or a delegation, which is nobody by name."""
    bare = re.sub(r"\A(?:the\s+|la\s+|le\s+|l['’])", "", name.strip(), flags=re.IGNORECASE)
    if COLLECTIVE.match(bare):
        return True
    return any(not (bare[:start] + bare[end:]).strip(" .") for _, start, end in states.places(bare))


def _is_name_word(word: str) -> bool:
    """Whether a word begins with a capital; a scanner reads I as l."""
    letter = next((sign for sign in word if sign.isalpha()), "")
    misread = word[0] == "l" and len(word) > len("les") and naming.share(word) == 0
    return misread or (bool(letter) and not letter.islower())


def _is_name(name: str) -> bool:
    begins = next((sign for sign in name if sign.isalpha()), "")
    return bool(begins) and begins == begins.upper() and len(name) <= LONGEST_NAME
