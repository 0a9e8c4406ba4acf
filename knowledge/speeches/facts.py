"""Facts of a document as it tells them itself: who speaks, in what office, when, where, on what occasion. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from knowledge import states
from knowledge.model import Fact
from knowledge.speeches import byline, dates
from knowledge.speeches.head import Line, is_date_line
from knowledge.turns.words import is_office

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from knowledge.model import Document, FactKind

EARLY = 2_500  # characters of a speech in which it says on whose behalf it speaks and who organized the event
SELF = 700  # in which a speaker says who they are
LONGEST = 160  # characters of an office or an occasion
OFFICER = (
    r"(?:minister|president|secretary|ambassador|chancellor|king|queen|governor|mayor|director|commissioner|chief|head|chair\w*|ceo|premier|ministre|"
    r"pr[ée]sidente?|secr[ée]taire|ambassad\w+|directeur|directrice|gouverneur\w*|maire|長官|大臣|首相|大統領|局長|理事長|社長|会長|代表)"
)
IN_OFFICE = re.compile(
    rf"\b(?:(?<!well )as|my capacity as|en (?:ma )?qualité de|en tant que)\s+(?:the\s+|an?\s+|le\s+"
    rf"|la\s+)?(?P<office>(?-i:(?=[A-ZÀ-Þ]))[^.,;:\n]{{0,40}}?\b{OFFICER}\b[^.,;:\n]{{0,60}})",
    re.IGNORECASE,
)
ON_BEHALF = re.compile(
    r"\b(?:on behalf of|represent(?:ing)?|in the name of|au nom d(?:e la|e l['’]|u|es|e)"
    r"|au nom)\s+(?P<whom>[^.;:\n]{2,120})|(?P<whom2>[^。、\n]{2,30})を代表して",
    re.IGNORECASE,
)
ORGANIZER = re.compile(
    r"\b(?:organi[sz]ed|hosted|convened|organisée?s?|accueillie?s?)\s+(?:jointly\s+)?(?:by|par)\s+(?P<who>[^.;:\n()]{2,100})"
    r"|\b(?:organi[sz]ers?|organisateurs?|hosts?)\b\s*(?:[(（:：,]|\bare\b|\bsont\b)\s*(?P<who2>[^.;:\n()（）]{2,100})"
    r"|主催\s*[:：]\s*(?P<who3>[^\n。]{2,60})|(?P<who4>[^\s。、]{2,30})(?:が主催|主催の)",
    re.IGNORECASE,
)  # fmt: skip
OCCASION = re.compile(
    r"\b(?:at|during|on the occasion of|before|à l['’]occasion de|lors de|devant|à)\s*(?P<event>(?:the|its|la|le"
    r"|l['’])\s*[^,;|()\n]*?"
    r"\b(?:session|assembly|debate|conference|summit|meeting|forum|congress|symposium|workshop|ceremony|convention|assembl[ée]e|d[ée]bat|conf[ée]rence|sommet|"
    r"r[ée]union|colloque|congr[èe]s|c[ée]r[ée]monie|council|conseil)\b[^,;|()\n]*)",
    re.IGNORECASE,
)
EVENT_LINE = re.compile(
    r".*\b(?:session|assembly|debate|conference|summit|meeting|forum|congress|symposium|convention|assembl[ée]e|d[ée]bat|conf[ée]rence|sommet|r[ée]union|"
    r"colloque|congr[èe]s)\b.*|.*(?:会議|フォーラム|シンポジウム|サミット|大会|カンファレンス).*",
    re.IGNORECASE,
)
MINISTERIAL = re.compile(r"\bminist(?:er|re)\b|\bgovernment\b.*\bhead\b|\bchef\b|大臣", re.IGNORECASE)
OTHERS = re.compile(
    r"\b(?:your|his|her|their|votre|son|sa|leur|election|appointment|élection|nomination|assuming|elected|served)\b",
    re.IGNORECASE,
)
NEAR = 60
TITLE_LINE = re.compile(
    r"^[\"']?titl(?:e|re)[\"']?\s*[:=]\s*[\"']?(?P<words>[^\n]*?(?:\n[ \t]+[^\n]*?)*)[\"']?$(?!\n[ \t])",
    re.IGNORECASE | re.MULTILINE,
)
WHERE = re.compile(r"\s\|\s|\s(?:in|at|on|during|before|lors|marking)\s", re.IGNORECASE)
ME = r"(?:[Nn]ame is|[Jj]e m['’]appelle|[Jj]e suis|\bI am|\bI['’]m)\s+"
WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)day\b|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|\ble\b|[（(][月火水木金土日][)）]",
    re.IGNORECASE,
)
SENTENCE = re.compile(
    r"(?:[^.!?。！？\n]|\n(?![ \t]*\n)|\.(?=\w)|(?<=\b[A-Z])\.|(?<=\bMr)\.|(?<=\bMs)\.|(?<=\bDr)\.)+[.!?。！？]*"
)
SPLITS = re.compile(
    r"\s*(?:,|\bof\b|\bdu\b|\bde la\b|\bdes\b|\bde\b|\bat\b|\bchez\b|、|の)\s*(?:the\s+)?", re.IGNORECASE
)


def find_facts(document: Document, lines: Sequence[Line], begin: int) -> tuple[Fact, ...]:
    """The facts of a document, each with the words that tell it; ``lines`` are those of its head.

    What the front matter before ``begin`` gives is quoted from there. A page has none.
    """
    if document.kind == "page":
        return ()
    lines = (*_title(document, begin), *lines)
    found = [
        *_given(document, begin),
        *_speakers(document, lines),
        *_offices(document, lines, begin),
        *_occasion(lines),
        *_states(document, lines, begin),
        *_organizers(document, begin),
    ]
    return tuple(dict.fromkeys(found))


def _title(document: Document, begin: int) -> Iterator[Line]:
    """The title that the front matter gives, as a line of the head where it announces a speech."""
    found = TITLE_LINE.search(document.text, 0, begin) if byline.begins_speech(document.title) else None
    if found:
        yield Line(document.title, *found.span("words"))


def _given(document: Document, begin: int) -> Iterator[Fact]:
    """The speaker and date of the front matter."""
    for name in document.speakers if document.speaker_from == "given" else ():
        yield from _line_with(document.text, name, 0, begin, "speaker")
    if document.date:
        yield from _line_with(document.text, document.date, 0, begin, "date")


def _line_with(text: str, words: str, begin: int, end: int, kind: FactKind) -> Iterator[Fact]:
    found = re.compile(r"\s+".join(map(re.escape, words.split()))).search(text, begin, end)
    if found:
        yield Fact(kind, words, *found.span())


def _speakers(document: Document, lines: Sequence[Line]) -> Iterator[Fact]:
    for name in document.speakers:
        line = next((line for line in lines if name in line.text), None)
        if line:
            yield Fact("speaker", name, line.start, line.end)
        elif document.speaker_from == "read" and (said := re.search(ME + re.escape(name), document.text)):
            yield Fact("speaker", name, *_sentence(document.text, said.start()))


def _sentence(text: str, at: int) -> tuple[int, int]:
    """The sentence around a place."""
    for sentence in SENTENCE.finditer(text, max(0, text.rfind("\n\n", 0, at))):
        if sentence.end() > at:
            start = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
            return start, sentence.start() + len(sentence[0].rstrip())
    return at, at


def _offices(document: Document, lines: Sequence[Line], begin: int) -> Iterator[Fact]:
    """The office of the one speaker, and what they hold it in."""
    line, office = _office_line(document, lines)
    if line and office:
        yield Fact("office", office, line.start, line.end)
        organization = _organization(office)
        if organization:
            yield Fact("organization", organization, line.start, line.end)
        return
    said = _own_office(document, begin + sum(line.end - line.start for line in lines))
    if said and len(document.speakers) < len(("one", "another")):
        yield Fact("office", " ".join(said["office"].split()), *_sentence(document.text, said.start()))


def _own_office(document: Document, begin: int) -> re.Match[str] | None:
    """Where a speech says early in what office its speaker speaks, and not in which somebody else was elected."""
    found = IN_OFFICE.finditer(document.text, begin, begin + SELF)
    return next((each for each in found if not OTHERS.search(document.text, each.start() - NEAR, each.start())), None)


def _office_line(document: Document, lines: Sequence[Line]) -> tuple[Line | None, str]:
    """The line that tells the office, and the office: behind the name, before it, or in the line below."""
    if len(document.speakers) > 1:
        return None, ""
    name = document.speaker
    for at, line in enumerate(lines):
        if name and name in line.text:
            before, _, after = line.text.partition(name)
            office = _behind(after) or _before(before) or _before(f"by {name}")
            following = lines[at + 1] if at + 1 < len(lines) else None
            if not office and following and not is_date_line(following.text) and _is_office(following.text):
                return following, byline.ENDS_OFFICE.sub("", following.text)[:LONGEST].rstrip(" ,;")
            return line, office
        if not name and byline.begins_speech(line.text) and (office := _before(line.text)):
            return line, office
    return None, ""


def _behind(after: str) -> str:
    """The office that follows a name: ", Director of ..."."""
    told = re.match(r"\s*(?:,|[–—(|-])\s*(?P<office>.+)", after)
    if not told:
        return ""
    office = byline.ENDS_OFFICE.sub("", told["office"])[:LONGEST].strip(" ,;)*_")
    return office if _is_office(office) else ""


def _before(told: str) -> str:
    """The office that leads to a name: "by the President of the Republic of Finland,"."""
    by = re.split(r"\b(?:by|of|de|du|par)\b\s*(?:the\s+)?", told, maxsplit=1, flags=re.IGNORECASE)[-1]
    office = byline.ENDS_OFFICE.sub("", byline.EXCELLENCY.sub("", by)).strip(" ,;:—–-")
    if not office or not is_office(office.split()[0].strip(",")):
        return ""
    words = office.split()
    if any(word.casefold() in byline.LINKS for word in words) or all(map(is_office, words)):
        return office[:LONGEST]
    count = next((at for at, word in enumerate(words) if not is_office(word)), len(words))
    return " ".join(words[:count])


def _is_office(words: str) -> bool:
    return bool(re.search(rf"\b{OFFICER}s?(?!\w)", words, re.IGNORECASE)) or (
        bool(words) and is_office(words.split(maxsplit=1)[0])
    )


def _organization(office: str) -> str:
    """What an office is held in: what follows "of", unless that is only a state or, of a minister, a matter."""
    if MINISTERIAL.search(office):
        return ""
    _, *rest = SPLITS.split(office, maxsplit=1)
    organization = rest[0].strip() if rest else ""
    capital = organization[:1].isupper() or not organization[:1].isascii()
    only = re.sub(
        r"(?i)^(?:the |la |le |l['’])?(?:republic|kingdom|union|r[ée]publique|royaume) (?:of |de |du |des |d['’])?",
        "",
        organization,
    )
    bare = "".join(only[start:end] for _, start, end in states.places(only))
    return organization if capital and bare != only else ""


def _occasion(lines: Sequence[Line]) -> Iterator[Fact]:
    """When, where and at what event."""
    dated = next((line for line in lines if dates.find(line.text) and is_date_line(line.text)), None)
    dated = dated or next((line for line in lines if dates.find(line.text)), None)
    if dated and (found := dates.find(dated.text)):
        yield Fact("date", found[0].isoformat(), dated.start, dated.end)
        rest = WEEKDAY.sub(" ", dated.text.replace(found[1], "|")).strip(" ,|()") if is_date_line(dated.text) else ""
        parts = [part.strip(" .:()") for part in re.split(r"[,|]", rest)]
        place = ", ".join(part for part in parts if part and not EVENT_LINE.fullmatch(part) and not part[0].isdigit())
        if place and place[0].isupper() and not byline.LABELLED_DATE.match(place):
            yield Fact("place", place, dated.start, dated.end)
    for line in lines:
        event = OCCASION.search(line.text)
        if event:
            yield Fact("event", _tidy(event["event"]), line.start, line.end)
            return
    named = next((line for line in lines if EVENT_LINE.fullmatch(line.text) and not byline.of_speech(line.text)), None)
    if named:
        yield Fact("event", _tidy(named.text), named.start, named.end)


def _tidy(event: str) -> str:
    found = dates.find(event)
    bare = re.sub(r"\s*,[\s,]*", ", ", event.replace(found[1], "")) if found else event
    bare = re.sub(r"\s+to be\b.*", "", bare)
    return re.sub(
        r"^(?:the|its|la|le|l['’])\s*|\s+(?:in|on|at|à)\s*$", "", bare.strip(" ,"), flags=re.IGNORECASE
    ).strip(" ,")[:LONGEST]


def _states(document: Document, lines: Sequence[Line], begin: int) -> Iterator[Fact]:
    """The states for which the document speaks: by its letterhead, the office, or its own words."""
    told = False
    for line in lines:
        occasion = OCCASION.search(line.text)
        words = line.text[: occasion.start()] if occasion else line.text
        words = WHERE.split(words)[0] if byline.begins_speech(words) else words
        official = byline.begins_speech(words) or byline.LETTERHEAD.fullmatch(words) or _is_office(words)
        if official and not is_date_line(line.text):
            for code in sorted(states.named(words)):
                told = True
                yield Fact("state", code, line.start, line.end)
    behalf = None if told else ON_BEHALF.search(document.text, begin, begin + EARLY)
    own = behalf or (None if told else _own_office(document, begin))
    if own:
        whom = next(filter(None, own.groupdict().values()))
        for code in sorted(states.named(whom)):
            yield Fact("state", code, *_sentence(document.text, own.start()))


def _organizers(document: Document, begin: int) -> Iterator[Fact]:
    found = ORGANIZER.search(document.text, begin, begin + EARLY)
    if found:
        who = next(filter(None, found.groupdict().values())).strip(" ,")
        if who[:1].isupper() or not who[:1].isascii():
            yield Fact("organizer", who, *_sentence(document.text, found.start()))
